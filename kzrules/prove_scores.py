"""Claims about scores: the least and the greatest, no score outside the printed bounds, a number for every facts file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from kzrules.extremes import End, Extremes
from kzrules.proofs import Claim, Verdict, Witness
from kzrules.prover import Prover, listed
from kzrules.solver import Form, No, Values
from kzrules.symbols import Symbol
from kzrules.term_bounds import Span
from kzrules.term_records import Mean, RuleTerms
from kzrules.terms import ZERO

OVERALL = "overall"
_ENDS: tuple[Literal["least", "greatest"], ...] = ("least", "greatest")


def score_claims(prover: Prover, paths: frozenset[str] | None = None) -> Iterator[Claim]:
    """Claims about the score of every rule, parts before the whole, and about the overall score; `paths`: only about these."""
    greatest = Extremes(prover, greatest=True)
    sides = (greatest.other, greatest)
    for path, rule in prover.terms.rules.items():
        wanted = paths is None or path in paths
        if not (wanted or _inside(path, paths)):
            continue
        for claim in _rule(prover, sides, path, rule):
            if wanted:
                yield replace(claim, cite=rule.rule.cite, place=rule.rule.place)
    if paths is not None and OVERALL not in paths:
        return
    overall = prover.terms.program.overall
    for claim in _score(prover, sides, OVERALL, prover.terms.score, overall.maximum):
        yield replace(claim, cite=overall.cite)
    prover.samples += _samples(prover, sides)


def _inside(path: str, paths: frozenset[str] | None) -> bool:
    """Whether a rule is a part of one that is asked for: what is proved of parts serves the whole."""
    return paths is not None and (OVERALL in paths or any(path.startswith(f"{whole}.") for whole in paths))


def _samples(prover: Prover, sides: tuple[Extremes, Extremes]) -> Iterator[Values]:
    """The facts of the least and the greatest overall score, and between them those with one rule at its other end."""
    for side in sides:
        end = side.known.get(prover.terms.score.term)
        if end is None or end.value is None:
            continue
        yield prover.complete(end.values)
        for rule in prover.terms.rules.values():
            other = side.other.known.get(rule.value.term)
            if other is not None and other.value is not None:
                yield prover.complete({**end.values, **other.values})


def _rule(prover: Prover, sides: tuple[Extremes, Extremes], path: str, rule: RuleTerms) -> Iterator[Claim]:
    for name, mean in prover.terms.means.items():
        if mean.path == path:
            _surveyed(prover, name, mean)
    yield from _score(prover, sides, path, rule.value, rule.rule.maximum)
    yield _defined(prover, path, rule)


def _surveyed(prover: Prover, name: str, mean: Mean) -> None:
    """Within what a mean over other bodies stays: what the rule can be for bodies that take none, of either kind where the pool has both."""
    span = _alone(prover, mean.path)
    if mean.pool == "all_bodies":
        own, twin = prover.program.rules[mean.path], None if prover.twin is None else prover.twin.program.rules.get(mean.path)
        if prover.twin is None:
            span = None
        elif twin is not None and span is not None:
            other = _alone(prover.twin, mean.path)
            times = (own.maximum or Fraction(1)) / (twin.maximum or Fraction(1))
            span = None if other is None else span.union(other.times(times))
    if span is not None:
        prover.mean_spans[name] = prover.box[name] = span


def _alone(prover: Prover, path: str) -> Span | None:
    """What a rule can be for bodies that take no mean over others; None where that was not found."""
    value = prover.terms.rules[path].value
    met = prover.ask([prover.make.no(value.missing)], Form.INNER)
    if isinstance(met, No):
        return None
    one = prover.value(value.term, prover.complete(met))
    means = [name for name, mean in prover.terms.means.items() if mean.path == path]
    kept = {name: prover.box.get(name) for name in means}
    prover.box |= dict.fromkeys(means, Span(one, one))
    prover.mean_spans |= dict.fromkeys(means, Span(one, one))
    greatest = Extremes(prover, greatest=True)
    low, high = (side.of(value.term, (prover.make.no(value.missing),)) for side in (greatest.other, greatest))
    for name, span in kept.items():
        prover.mean_spans.pop(name)
        del prover.box[name]
        if span is not None:
            prover.box[name] = span
    return Span(low.bound, high.bound)


def _score(prover: Prover, sides: tuple[Extremes, Extremes], path: str, symbol: Symbol, maximum: Fraction | None) -> Iterator[Claim]:
    low, high = (side.of(symbol.term, (prover.make.no(symbol.missing),)) for side in sides)
    if low.empty or high.empty:
        return
    for side, end in zip(sides, (low, high), strict=True):
        side.known[symbol.term] = end
    prover.spans[symbol.term] = Span(low.bound, high.bound)
    prover.missing[symbol.term] = symbol.missing
    notes = notes_of(prover, symbol)
    for what, end in zip(_ENDS, (low, high), strict=True):
        verdict: Verdict = "proved" if end.settled else "undecided"
        yield Claim(what, path, "", verdict, end.value, end.bound, _shown(prover, path, end), notes)
    outside = _outside(low, high, maximum)
    if outside is not None:
        yield Claim("within", path, "", "refuted", outside.value, maximum, _shown(prover, path, outside), notes)
    else:
        inside = low.bound is not None and low.bound >= 0 and (maximum is None or (high.bound is not None and high.bound <= maximum))
        yield Claim("within", path, "", "proved" if inside else "undecided", None, maximum, (), notes)


def _shown(prover: Prover, path: str, end: End) -> tuple[Witness, ...]:
    return () if end.value is None else (prover.witness(path, prover.complete(end.values)),)


def _outside(low: End, high: End, maximum: Fraction | None) -> End | None:
    if low.value is not None and low.value < ZERO:
        return low
    return high if maximum is not None and high.value is not None and high.value > maximum else None


def _defined(prover: Prover, path: str, rule: RuleTerms) -> Claim:
    """Whether the rule itself leaves something undecided, its parts being numbers and other bodies giving a mean where one is asked for."""
    t = prover.make
    parts = [t.no(child.value.missing) for child in rule.children]
    there = [t.no(t.condition(f"{name}:missing")) for name in prover.terms.means]
    notes = notes_of(prover, rule.value)
    if prover.ask([rule.value.missing, *parts, *there], Form.OUTER) is No.IMPOSSIBLE:
        return Claim("defined", path, "", "proved", notes=notes)
    found = prover.find([rule.value.missing, *parts])
    if found is No.IMPOSSIBLE:
        return Claim("defined", path, "", "proved", notes=notes)
    given = dict.fromkeys((f"{name}:missing" for name in prover.terms.means), False)
    if isinstance(found, No) or not prover.value(rule.value.missing, {**found, **given}):
        return Claim("defined", path, "", "undecided", notes=notes)
    return Claim("defined", path, "", "refuted", witnesses=(prover.witness(path, found),), notes=notes)


def notes_of(prover: Prover, symbol: Symbol) -> tuple[str, ...]:
    """How lists and means over other bodies were handled."""
    names = prover.unknowns(symbol.term) | prover.unknowns(symbol.missing)
    lists = sorted(listed(names))
    around = [note for note, lead in (("mean", "mean:"), ("ends", "ends:")) if any(name.startswith(lead) for name in names)]
    return (*([f"lists:{','.join(lists)}"] if lists else []), *around)
