"""What terms can be at most and at least while their unknowns move inside a box: interval arithmetic, exact ends.

The bounds are sound: no value lies outside. They are reached where an unknown stands once in a term,
or pulls one way only; else they may be wider than what is attained.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import gcd
from typing import assert_never

from kzrules.questions import Question
from kzrules.terms import ZERO, Term, all_terms, linear
from kzrules.values import rounded

Box = Mapping[str, "Span | bool"]
Truth = bool | None


@dataclass(frozen=True, slots=True)
class Span:
    """All numbers from `low` to `high`, both included; None: no bound."""

    low: Fraction | None
    high: Fraction | None

    def union(self, other: Span) -> Span:
        """The least span that holds both."""
        low = None if self.low is None or other.low is None else min(self.low, other.low)
        return Span(low, None if self.high is None or other.high is None else max(self.high, other.high))

    def within(self, other: Span) -> Span:
        """What both hold."""
        lows = [end for end in (self.low, other.low) if end is not None]
        highs = [end for end in (self.high, other.high) if end is not None]
        return Span(max(lows, default=None), min(highs, default=None))

    def times(self, factor: Fraction) -> Span:
        """Every number times a figure."""
        ends = [None if end is None else end * factor for end in (self.low, self.high)]
        return Span(*ends) if factor > 0 else Span(*reversed(ends)) if factor < 0 else Span(ZERO, ZERO)


EVERYTHING = Span(None, None)


def whole_box(questions: Iterable[Question]) -> dict[str, Span | bool]:
    """Every number that the answers may be; conditions are left open."""
    return {question.path: Span(*question.bounds) for question in questions if question.is_number}


class Bounds:
    """Bounds of some terms, for any number of boxes; the terms are put in order once.

    Args:
        terms: what is to be bounded.
        steps: by what neighbouring numbers of an unknown differ.
        holding: conditions that hold of every answer; a limit among the parts of a quotient bounds the quotient.

    """

    def __init__(self, terms: Iterable[Term], steps: Mapping[str, Fraction], holding: Iterable[Term] = ()) -> None:
        self.order = all_terms(terms)
        self.steps = steps
        quotients = [term for term in self.order if term.op == "quotient"]
        limits = [(c, dict(atoms)) for c, atoms in (linear(t.args[0]) for t in holding if t.op == "at_most")] if quotients else []
        at_least_nothing = {a for c, parts in limits if len(parts) == 1 and c >= 0 for a, times in parts.items() if times < 0}
        self.signs = {term.args[1]: _sign_of(term.args[1], limits) for term in quotients}
        self.known = {term: _limited(term.args[0], term.args[1], limits, at_least_nothing) for term in quotients}
        self.shares = {term: share for term in quotients if (share := _share(term.args[0], term.args[1])) is not None}
        self.granules = {term.args[1]: _granule(term.args[1], steps) for term in quotients}

    def of(self, box: Box, known: Mapping[Term, Span | bool] | None = None) -> dict[Term, Span | Truth]:
        """The bounds of every term inside a box; `known` are bounds that are known of some terms already."""
        found: dict[Term, Span | Truth] = {}
        seeds = known or {}
        for term in self.order:
            if term in seeds:
                found[term] = seeds[term]
            elif term.op in _NUMBERS:
                found[term] = self._span(term, found, box)
            else:
                found[term] = _truth(term, found, box)
        return found

    def _span(self, term: Term, found: Mapping[Term, Span | Truth], box: Box) -> Span:
        args = term.args

        def span(part: Term) -> Span:
            value = found[part]
            assert isinstance(value, Span)
            return value

        match term.op:
            case "linear":
                parts = [span(atom).times(coefficient) for atom, coefficient in args[1]]
                return _total(parts, args[0])
            case "number":
                value = box.get(args[0], EVERYTHING)
                assert isinstance(value, Span)
                return value
            case "product":
                return _product(span(args[0]), span(args[1]))
            case "quotient":
                whole = self._over(term, span(args[0]), span(args[1]))
                if term in self.shares and (most := self._share_of(term, found)) is not None:
                    return whole.within(Span(ZERO, most))
                return whole
            case "least" | "greatest":
                return _extreme([span(arg) for arg in args], least=term.op == "least")
            case "choice":
                truth = found[args[0]]
                return span(args[1]).union(span(args[2])) if truth is None else span(args[1]) if truth else span(args[2])
            case "named":
                return span(args[1])
            case _:
                whole = span(args[0])
                return Span(*(None if end is None else rounded(end, args[1], args[2]) for end in (whole.low, whole.high)))

    def _share_of(self, term: Term, found: Mapping[Term, Span | Truth]) -> Fraction | None:
        """The most that a part of a whole can be of it, where neither the part nor the rest falls below nothing."""
        times, constant, rest = self.shares[term]
        spans = [(found[term.args[0]], Fraction(1)), *((found[atom], factor) for atom, factor in rest)]
        lows = [span.times(factor).low if isinstance(span, Span) else None for span, factor in spans]
        if None in lows or (lows[0] or ZERO) < 0 or sum((low for low in lows[1:] if low is not None), constant) < 0:
            return None
        return 1 / times

    def _over(self, term: Term, upper: Span, lower: Span) -> Span:
        """A quotient; what the limits say of it holds only for a denominator above nothing, mirrored for one below."""
        sign, granule = self.signs[term.args[1]], self.granules[term.args[1]]
        if sign < 0 or (lower.high is not None and lower.high <= 0):
            mirrored = _quotient(upper.times(Fraction(-1)), lower.times(Fraction(-1)).within(Span(ZERO, None)), granule)
            return mirrored.within(self.known[term][1])
        if sign > 0 or (lower.low is not None and lower.low >= 0):
            return _quotient(upper, lower.within(Span(ZERO, None)), granule).within(self.known[term][0])
        return EVERYTHING


_NUMBERS = frozenset({"linear", "number", "product", "quotient", "least", "greatest", "choice", "rounded", "named"})


def _truth(term: Term, found: Mapping[Term, Span | Truth], box: Box) -> Truth:
    args = term.args
    match term.op:
        case "constant":
            return bool(args[0])
        case "condition":
            value = box.get(args[0])
            return value if isinstance(value, bool) else None
        case "below" | "at_most" | "zero":
            return _sign(term.op, found[args[0]])
        case "not":
            inner = found[args[0]]
            return None if inner is None else not inner
        case "and" | "or":
            settles = term.op == "or"
            parts = [found[arg] for arg in args]
            return settles if settles in parts else None if None in parts else not settles
        case "linear" | "number" | "product" | "quotient" | "least" | "greatest" | "choice" | "rounded" | "named":
            raise AssertionError(term)
        case _:
            assert_never(term.op)


def _sign(op: str, span: Span | Truth) -> Truth:
    assert isinstance(span, Span)
    low, high = span.low, span.high
    match op:
        case "below":
            return True if high is not None and high < 0 else False if low is not None and low >= 0 else None
        case "at_most":
            return True if high is not None and high <= 0 else False if low is not None and low > 0 else None
        case _:
            outside = (low is not None and low > 0) or (high is not None and high < 0)
            return False if outside else True if low == high == 0 else None


def _total(parts: list[Span], constant: Fraction) -> Span:
    lows = [part.low for part in parts]
    highs = [part.high for part in parts]
    low = None if None in lows else sum((end for end in lows if end is not None), constant)
    return Span(low, None if None in highs else sum((end for end in highs if end is not None), constant))


def _extreme(parts: list[Span], least: bool) -> Span:
    """The least (or greatest) of several: an end without bound is the least of the lows, the greatest of the highs."""
    lows = [part.low for part in parts]
    highs = [part.high for part in parts]
    if least:
        low = None if None in lows else min(end for end in lows if end is not None)
        return Span(low, min((end for end in highs if end is not None), default=None))
    high = None if None in highs else max(end for end in highs if end is not None)
    return Span(max((end for end in lows if end is not None), default=None), high)


def _product(a: Span, b: Span) -> Span:
    ends = [(a.low, a.high), (b.low, b.high)]
    if None in ends[0] or None in ends[1]:
        both = all(span.low is not None and span.low >= 0 for span in (a, b))
        if not both:
            return EVERYTHING
        assert a.low is not None
        assert b.low is not None
        high = None if a.high is None or b.high is None else a.high * b.high
        return Span(a.low * b.low, high)
    corners = [x * y for x in ends[0] for y in ends[1] if x is not None and y is not None]
    return Span(min(corners), max(corners))


def _quotient(a: Span, b: Span, granule: Fraction) -> Span:
    """The quotient a / b for b above nothing, where it is at least the granule; a b that may fall below nothing says nothing."""
    if b.low is None or b.low < 0:
        return EVERYTHING
    low = max(b.low, granule)
    if b.high is not None and (b.high < low or b.high == 0):
        return Span(ZERO, ZERO)
    return _over_positive(a, low or None, b.high)


def _over_positive(a: Span, low: Fraction | None, high: Fraction | None) -> Span:
    """The quotient a / b for b from `low` (None: anything above nothing) to `high` (None: no bound)."""
    if a.low is None:
        bottom = None
    elif a.low >= 0:
        bottom = ZERO if high is None else a.low / high
    else:
        bottom = None if low is None else a.low / low
    if a.high is None:
        top = None
    elif a.high <= 0:
        top = ZERO if high is None else a.high / high
    else:
        top = None if low is None else a.high / low
    return Span(bottom, top)


def _share(upper: Term, lower: Term) -> tuple[Fraction, Fraction, tuple[tuple[Term, Fraction], ...]] | None:
    """How often a part stands in the whole that it is divided by, and the rest of the whole; None where it does not stand there."""
    (more, ups), (constant, downs) = linear(upper), linear(lower)
    times = dict(downs).get(ups[0][0], ZERO) / ups[0][1] if ups else ZERO
    if times <= 0:
        return None
    rest = dict(downs)
    for atom, factor in ups:
        rest[atom] = rest.get(atom, ZERO) - times * factor
    return times, constant - times * more, tuple((atom, factor) for atom, factor in rest.items() if factor)


def _granule(term: Term, steps: Mapping[str, Fraction]) -> Fraction:
    """What every value of a term is a multiple of; nothing where that is not known."""
    constant, atoms = linear(term)
    sizes = [constant] if constant else []
    for atom, times in atoms:
        size = _step(atom, steps)
        if size is None:
            return ZERO
        sizes += [times * size] if size else []
    whole = ZERO
    for size in sizes:
        whole = Fraction(gcd(whole.numerator * size.denominator, size.numerator * whole.denominator), whole.denominator * size.denominator)
    return whole


def _step(atom: Term, steps: Mapping[str, Fraction]) -> Fraction | None:
    """What every value of an atom is a multiple of (nothing: it is nothing); None where that is not known."""
    match atom.op:
        case "number":
            return steps.get(atom.args[0])
        case "choice":
            sides = [_granule(part, steps) if part.figure != 0 else ZERO for part in atom.args[1:]]
            known = [size for part, size in zip(atom.args[1:], sides, strict=True) if part.figure != 0]
            return None if ZERO in known or len(known) > 1 else known[0] if known else ZERO
        case _:
            return None


def _sign_of(term: Term, limits: list[tuple[Fraction, dict[Term, Fraction]]]) -> int:
    """1 where the limits among facts keep a term from falling below nothing, -1 where from rising above it, else 0."""
    constant, atoms = linear(term)
    for limit, parts in limits:
        if len(parts) != len(atoms) or any(atom not in parts for atom, _ in atoms):
            continue
        times = {parts[atom] / coefficient for atom, coefficient in atoms}
        if len(times) == 1 and (factor := times.pop()) and limit - factor * constant >= 0:
            return 1 if factor < 0 else -1  # limit + factor * (term - constant) <= 0
    return 0


def _limited(upper: Term, lower: Term, limits: list[tuple[Fraction, dict[Term, Fraction]]], at_least_nothing: set[Term]) -> tuple[Span, Span]:
    """What the limits among facts say of a quotient: where a <= 2 b holds, a / b is at most 2 for b above nothing, and at least 2 for b below."""
    found = mirrored = EVERYTHING
    ups, downs = dict(linear(upper)[1]), dict(linear(lower)[1])
    if linear(upper)[0] or linear(lower)[0]:
        return found, mirrored
    first_up = next((atom for atom in ups if atom not in downs), None)
    first_down = next((atom for atom in downs if atom not in ups), None)
    if first_up is None or first_down is None:
        return found, mirrored
    for constant, parts in limits:
        if constant < 0 or first_up not in parts:
            continue
        s, r = parts[first_up] / ups[first_up], parts.get(first_down, ZERO) / downs[first_down]
        rest = {a: parts.get(a, ZERO) - s * ups.get(a, ZERO) - r * downs.get(a, ZERO) for a in {*parts, *ups, *downs}}
        if any(more < 0 or (more and a not in at_least_nothing) for a, more in rest.items()):
            continue
        above, below = Span(None, -r / s), Span(-r / s, None)
        found = found.within(above if s > 0 else below)
        mirrored = mirrored.within(below if s > 0 else above)
    return found, mirrored
