"""Exact terms over unknown facts: what a program computes, before any data, in one normal form.

A term is a number or a condition. Sums are linear forms, so that like parts meet: `(p - x) / p` and
`1 - x / p` are the same term. Equal terms of one `Terms` are the same object.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from kzrules.values import Mode, rounded

Op = Literal[
    "linear",  # (constant, ((atom, coefficient), …))
    "number",  # (name): an unknown number
    "product",  # (a, b)
    "quotient",  # (a, b): a / b, meant where b is not zero
    "least", "greatest",  # (a, b, …)
    "choice",  # (condition, a, b)
    "rounded",  # (a, places, mode)
    "named",  # (path, a): the score of a rule, kept whole inside the scores above it
    "constant",  # (True | False)
    "condition",  # (name): an unknown condition
    "below", "at_most", "zero",  # (linear): less than, at most, equal to nothing
    "not", "and", "or",
]  # fmt: skip
ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """One node; `serial` orders the terms of one `Terms` by when they were first met."""

    op: Op
    args: tuple[Any, ...]
    serial: int

    @property
    def figure(self) -> Fraction | None:
        """The number, when it is one."""
        return self.args[0] if self.op == "linear" and not self.args[1] else None

    def below(self) -> Iterator[Term]:
        """The terms right inside."""
        if self.op == "linear":
            yield from (atom for atom, _ in self.args[1])
        else:
            yield from (arg for arg in self.args if isinstance(arg, Term))


class Terms:
    """Makes terms in normal form, each once."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], Term] = {}
        self._opposites: dict[Term, Term] = {}
        self.true = self._term("constant", True)
        self.false = self._term("constant", False)

    def _term(self, op: Op, *args: Any) -> Term:
        key = (op, *args)
        if key not in self._known:
            self._known[key] = Term(op, args, len(self._known))
        return self._known[key]

    # ── numbers ──

    def number(self, value: Fraction | int) -> Term:
        """A figure."""
        return self._term("linear", Fraction(value), ())

    def unknown(self, name: str) -> Term:
        """A number that is not known yet."""
        return self._term("number", name)

    def total(self, parts: Iterable[tuple[Term, Fraction]], constant: Fraction = ZERO) -> Term:
        """Σ coefficient · term + constant."""
        sums: dict[Term, Fraction] = {}
        for term, times in parts:
            if times:
                add, atoms = linear(term)
                constant += add * times
                for atom, coefficient in atoms:
                    sums[atom] = sums.get(atom, ZERO) + coefficient * times
        left = tuple(sorted(((a, c) for a, c in sums.items() if c), key=lambda pair: pair[0].serial))
        return left[0][0] if len(left) == 1 and left[0][1] == 1 and not constant else self._term("linear", constant, left)

    def add(self, *terms: Term) -> Term:
        """The sum."""
        return self.total((term, ONE) for term in terms)

    def less(self, a: Term, b: Term) -> Term:
        """The difference."""
        return self.total(((a, ONE), (b, -ONE)))

    def times(self, term: Term, factor: Fraction) -> Term:
        """A term times a figure."""
        return self.total(((term, factor),))

    def product(self, a: Term, b: Term) -> Term:
        """The product a · b; a figure or a choice among figures is multiplied into the other."""
        if (figure := a.figure) is not None:
            return self.times(b, figure)
        if (figure := b.figure) is not None:
            return self.times(a, figure)
        for one, other in ((a, b), (b, a)):
            if _figures_only(one):
                return self._over(one, lambda leaf, other=other: self.product(leaf, other))
        return self._term("product", *sorted((a, b), key=lambda t: t.serial))

    def quotient(self, a: Term, b: Term) -> Term:
        """The quotient a / b; where b is nothing the term means nothing, and its guard must say so."""
        if (figure := b.figure) is not None:
            return self.times(a, 1 / figure) if figure else self.number(0)
        if _figures_only(b):
            return self._over(b, lambda leaf: self.quotient(a, leaf))
        if a.op == "choice":
            return self.choice(a.args[0], self.quotient(a.args[1], b), self.quotient(a.args[2], b))
        whole = self._whole(a, b)
        rest = self.less(a, self.times(b, whole))
        if rest.figure == 0:
            return self.number(whole)
        (up, upper), (down, lower) = self._bare(rest), self._bare(b)
        return self.total(((self._term("quotient", upper, lower), up / down),), whole)

    def _whole(self, a: Term, b: Term) -> Fraction:
        """How many times b is plainly in a: (p - x) / p is 1 - x / p."""
        atoms = linear(b)[1]
        times = dict(linear(a)[1]).get(atoms[0][0], ZERO) / atoms[0][1]
        return times if len(atoms) == 1 or self.less(a, self.times(b, times)).figure == 0 else ZERO

    def _bare(self, term: Term) -> tuple[Fraction, Term]:
        """A term as a figure times a term whose first coefficient is one."""
        constant, atoms = linear(term)
        first = atoms[0][1] if atoms else constant
        return first, self.times(term, 1 / first)

    def least(self, *terms: Term) -> Term:
        """The least of several."""
        return self._extreme("least", terms)

    def greatest(self, *terms: Term) -> Term:
        """The greatest of several."""
        return self._extreme("greatest", terms)

    def _extreme(self, op: Literal["least", "greatest"], terms: tuple[Term, ...]) -> Term:
        pick = min if op == "least" else max
        figures = [f for t in terms if (f := t.figure) is not None]
        others = sorted({t for t in terms if t.figure is None}, key=lambda t: t.serial)
        parts = [*others, *([self.number(pick(figures))] if figures else [])]
        if len(parts) == 2 and (gap := self.less(parts[0], parts[1]).figure) is not None:
            return pick(((gap, parts[0]), (ZERO, parts[1])), key=lambda pair: pair[0])[1]
        return parts[0] if len(parts) == 1 else self._term(op, *parts)

    def choice(self, condition: Term, a: Term, b: Term) -> Term:
        """Number a where the condition holds, else b."""
        if condition.op == "constant":
            return a if condition.args[0] else b
        if a is b:
            return a
        if condition.op == "not":
            condition, a, b = condition.args[0], b, a
        return self._term("choice", condition, a, b)

    def rounded(self, term: Term, places: int, mode: Mode) -> Term:
        """A term rounded."""
        figure = term.figure
        return self._term("rounded", term, places, mode) if figure is None else self.number(rounded(figure, places, mode))

    def _over(self, term: Term, change: Any) -> Term:
        """A choice among figures with every figure changed."""
        return change(term) if term.op != "choice" else self.choice(term.args[0], *(self._over(part, change) for part in term.args[1:]))

    def named(self, path: str, term: Term) -> Term:
        """The score of a rule; a figure stays a figure."""
        return term if term.figure is not None else self._term("named", path, term)

    # ── conditions ──

    def condition(self, name: str) -> Term:
        """A condition that is not known yet."""
        return self._term("condition", name)

    def truth(self, value: bool) -> Term:
        """A known condition."""
        return self.true if value else self.false

    def below(self, a: Term, b: Term) -> Term:
        """Whether a < b."""
        return self._compared("below", self.less(a, b))

    def at_most(self, a: Term, b: Term) -> Term:
        """Whether a <= b."""
        return self._compared("at_most", self.less(a, b))

    def equal(self, a: Term, b: Term) -> Term:
        """Whether a == b."""
        return self._compared("zero", self.less(a, b))

    def _compared(self, op: Literal["below", "at_most", "zero"], gap: Term) -> Term:
        figure = gap.figure
        if figure is not None:
            return self.truth({"below": figure < 0, "at_most": figure <= 0, "zero": figure == 0}[op])
        if _figures_only(gap):
            return self.settled(gap.args[0], *(self._compared(op, part) for part in gap.args[1:]))
        first = linear(gap)[1][0][1]
        return self._term(op, self.times(gap, 1 / (first if op == "zero" else abs(first))))

    def no(self, term: Term) -> Term:
        """Not."""
        if term not in self._opposites:
            self._opposites[term] = self._opposite(term)
        return self._opposites[term]

    def _opposite(self, term: Term) -> Term:
        if term.op == "constant":
            return self.truth(not term.args[0])
        if term.op == "not":
            inner: Term = term.args[0]
            return inner
        if term.op in ("below", "at_most"):
            return self._compared("at_most" if term.op == "below" else "below", self.times(term.args[0], -ONE))
        if term.op in ("and", "or"):
            parts = (self.no(part) for part in term.args)
            return self.some(*parts) if term.op == "and" else self.every(*parts)
        return self._term("not", term)

    def every(self, *terms: Term) -> Term:
        """All of them hold."""
        return self._joined("and", terms, self.true, self.false)

    def some(self, *terms: Term) -> Term:
        """One of them holds."""
        return self._joined("or", terms, self.false, self.true)

    def settled(self, condition: Term, a: Term, b: Term) -> Term:
        """Condition a where the condition holds, else condition b."""
        return self.some(self.every(condition, a), self.every(self.no(condition), b))

    def _joined(self, op: Literal["and", "or"], terms: Iterable[Term], neutral: Term, settles: Term) -> Term:
        parts: dict[Term, None] = {}
        for term in terms:
            parts.update(dict.fromkeys(term.args if term.op == op else (term,)))
        parts.pop(neutral, None)
        if settles in parts or any(self.no(part) in parts for part in parts):
            return settles
        ordered = sorted(parts, key=lambda t: t.serial)
        return neutral if not ordered else ordered[0] if len(ordered) == 1 else self._term(op, *ordered)


def linear(term: Term) -> tuple[Fraction, tuple[tuple[Term, Fraction], ...]]:
    """A number as constant + Σ coefficient · atom."""
    return term.args if term.op == "linear" else (ZERO, ((term, ONE),))


def _figures_only(term: Term) -> bool:
    """Whether a term is a choice among figures."""
    return term.op == "choice" and all(part.figure is not None or _figures_only(part) for part in term.args[1:])


def unknowns(terms: Iterable[Term]) -> Mapping[str, Term]:
    """The unknown numbers and conditions inside some terms, by name."""
    found: dict[str, Term] = {}
    for term in all_terms(terms):
        if term.op in ("number", "condition"):
            found[term.args[0]] = term
    return found


def all_terms(terms: Iterable[Term]) -> list[Term]:
    """Every term inside some terms, each once, those inside before those around."""
    found: dict[Term, None] = {}
    waiting: list[tuple[Term, bool]] = [(term, False) for term in terms]
    while waiting:
        term, ready = waiting.pop()
        if ready:
            found[term] = None
        elif term not in found:
            waiting.append((term, True))
            waiting += [(inner, False) for inner in term.below() if inner not in found]
    return list(found)
