"""The points that an act takes off, as the edition computes them: with what was found, less with nothing found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from kzrules.edition import Edition
from kzrules.facts import Body
from kzrules.formula import Formula
from kzrules.outcome import Score
from kzrules.program import Program, Rule
from kzrules.reconciliation.act import KINDS_OF_FINDING, ReconciliationAct
from kzrules.reconciliation.counts import nothing, penalty_facts
from kzrules.reconciliation.form import ActForm
from kzrules.scoring import Run
from kzrules.values import Missing, Single


@dataclass(frozen=True, slots=True)
class Taken:
    """What one direction loses by an act.

    Attributes:
        by_kind: points of each kind of finding by itself.
        one_fact: points of one untrue fact by itself.
        final: points of all together, caps applied.
        caps: the caps that the edition has for these deductions: the deduction's name (empty: all together), the cap, whether it is met.

    """

    direction: str
    by_kind: Mapping[str, Fraction]
    one_fact: Fraction
    final: Fraction
    caps: tuple[tuple[str, Fraction, bool], ...]


def taken(act: ReconciliationAct, form: ActForm, edition: Edition, choices: Mapping[str, str], direction: str) -> Taken:
    """The points of one direction.

    Raises:
        Faults: when a choice fits nothing.

    """
    program = edition.program(act.kind, choices, act.period)
    zero = nothing(direction, form)
    none = _total(_score(program, act, direction, zero))

    def scored(found: Mapping[str, Single]) -> Score:
        own = {fact: value for fact, value in found.items() if fact in zero}
        return _score(program, act, direction, {**zero, **own})

    def points(found: Mapping[str, Single]) -> Fraction:
        return _total(scored(found)) - none

    one = {fact: Fraction(1) for fact, counted in form.takes[direction].get("unreliable", {}).items() if counted == "findings"}
    return Taken(
        direction,
        {kind: points(penalty_facts([act], form, [kind])) for kind in KINDS_OF_FINDING if kind in form.takes[direction]},
        points(one),
        points(penalty_facts([act], form)),
        _caps(scored(penalty_facts([act], form)), set(zero)),
    )


def _score(program: Program, act: ReconciliationAct, direction: str, values: Mapping[str, Single]) -> Score:
    """The direction of a body of which nothing but its penalty facts is known."""
    body = Body(act.body, act.kind, act.name, dict(values), period=act.period)
    assessment = Run({act.kind: program}, [body]).assess(body)
    return next(score for score in assessment.walk() if score.rule.path == direction)


def _total(score: Score) -> Fraction:
    """What the deductions come to; those that need other facts are unknown with an act and without it, and left out of both."""
    total = sum((d.value for d in score.deductions if not isinstance(d.value, Missing)), Fraction(0))
    cap = score.rule.deductions_cap
    return total if cap is None else min(total, cap)


def _caps(score: Score, facts: set[str]) -> tuple[tuple[str, Fraction, bool], ...]:
    """Caps of the deductions that these facts move, and the cap of all together."""
    rule = score.rule
    found = [
        (one.deduction.label.get("ru", ""), one.deduction.cap, one.value == one.deduction.cap)
        for one in score.deductions
        if one.deduction.cap is not None and _comes_to((one.deduction.per, one.deduction.when), rule) & facts
    ]
    if rule.deductions_cap is not None:
        found.append(("", rule.deductions_cap, _total(score) == rule.deductions_cap))
    return tuple(found)


def _comes_to(formulas: tuple[Formula | None, ...], rule: Rule) -> set[str]:
    """The facts that formulas come to, through the definitions of the rule."""
    names = {name for formula in formulas if formula is not None for name in formula.names}
    defined = [value for name in names if isinstance(value := rule.let.get(name), Formula)]
    return names | (_comes_to(tuple(defined), rule) if defined else set())
