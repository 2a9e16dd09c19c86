"""Checks of what is taken off: a cap is neither below one case's points nor out of reach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from kzrules.citation import Citation
from kzrules.diagnostic import Diagnostic
from kzrules.edition import Edition
from kzrules.names import Names, names_of
from kzrules.place import Place
from kzrules.program import Deduction, Program, Rule
from kzrules.ranges import Range
from kzrules.value_ranges import range_of
from kzrules.values import decimal_text

_ZERO = Fraction(0)
_NOTHING = Range(_ZERO, _ZERO)


def caps_below_a_case(program: Program, edition: Edition) -> Iterator[Diagnostic]:
    """The cap of a deduction is not below the points of one case."""
    names = names_of(program, edition.dictionary)
    for rule in program.rules.values():
        for deduction in rule.deductions:
            once = range_of(deduction.points, names.inside(rule)).low
            if deduction.per is not None and deduction.cap is not None and once is not None and once > deduction.cap:
                values = {"name": deduction.id, "points": decimal_text(once), "cap": decimal_text(deduction.cap)}
                yield Diagnostic("KZ353", deduction.place, values, deduction.cite or rule.cite)


def idle_caps(programs: Iterable[Program], edition: Edition) -> Iterator[Diagnostic]:
    """Caps that never bind, in whichever program."""
    found: dict[Place, Diagnostic | None] = {}
    for program in programs:
        names = names_of(program, edition.dictionary)
        for rule in program.rules.values():
            for place, idle in _caps(rule, names.inside(rule)):
                found[place] = idle and found.get(place, idle)
    yield from (idle for idle in found.values() if idle is not None)


def _caps(rule: Rule, names: Names) -> Iterator[tuple[Place, Diagnostic | None]]:
    """Each cap of a rule, with what is to be said where nothing can reach beyond it."""
    taken: list[Fraction | None] = []
    for deduction in rule.deductions:
        most, cap, shared = _most(deduction, names), deduction.cap, rule.deductions_cap
        taken.append(min((bound for bound in (most, cap) if bound is not None), default=None))
        if cap is not None and range_of(deduction.points, names) != _NOTHING:
            reach = most if most is not None and most <= cap else shared if shared is not None and shared < cap else None
            yield deduction.place, reach if reach is None else _idle(deduction.id, cap, reach, deduction.place, deduction.cite or rule.cite)
    if rule.deductions_cap is not None and taken:
        whole = None if None in taken else sum((t for t in taken if t is not None), _ZERO)
        idle = whole is not None and whole <= rule.deductions_cap
        yield rule.place, _idle(rule.id, rule.deductions_cap, whole or _ZERO, rule.place, rule.cite) if idle else None


def _idle(name: str, cap: Fraction, most: Fraction, place: Place, cite: Citation | None) -> Diagnostic:
    return Diagnostic("KZ354", place, {"name": name, "cap": decimal_text(cap), "most": decimal_text(most)}, cite)


def _most(deduction: Deduction, names: Names) -> Fraction | None:
    """The most that a deduction can take before its cap, if there is a bound."""
    once = range_of(deduction.points, names).high
    if once is None or deduction.per is None:
        return once
    cases = range_of(deduction.per, names).high
    return None if cases is None else once * cases
