"""What a second reader broke once: each edition here got a claim that was not true."""

from __future__ import annotations

from fractions import Fraction

import pytest
from helpers import library

from kzrules.edition import Edition, edition_from_bytes
from kzrules.facts import Body
from kzrules.program import KINDS
from kzrules.proofs import Claim
from kzrules.scoring import Run
from kzrules.symbolic import program_terms
from kzrules.term_bounds import Bounds, Span, whole_box
from kzrules.values import Missing, undecided

pytest.importorskip("z3", reason="the solver (extra “prove”) is not installed")

from kzrules.proving import equality_of, proofs_of

HEAD = """
edition: prove/2000-small
title: {ru: "Малая"}
act: {id: V0000000000, adopted: [{by: {ru: пример}, number: "0", date: 2000-01-01}]}
in_force: {from: 2000-01-01}
applies_to: {from: 2000}
overall: {label: {ru: Итог}, cite: {item: 1}, weights: {d: 1}, rounding: {places: 2, mode: half_up}}
bands:
  - {grade: pass, label: {ru: да}, from: 5, cite: {item: 1}}
  - {grade: fail, label: {ru: нет}, below: 5, cite: {item: 1}}
directions:
  d:
    label: {ru: Направление}
    cite: {item: 2}
    min: open
    criteria:
"""


def small(*criteria: str, after: str = "") -> Edition:
    text = HEAD
    for name, keys in zip("ab", criteria, strict=False):
        text += f"      {name}:\n        label: {{ru: {name}}}\n        cite: {{item: 3}}\n        min: open\n"
        text += "".join(f"        {line}\n" for line in keys.splitlines())
    edition, faults = edition_from_bytes((text + after).encode(), "small.yaml", library().dictionary)
    assert edition is not None, faults
    return edition


def claims(edition: Edition, what: str, path: str = "d.a") -> list[Claim]:
    return [c for p in proofs_of(edition, kinds=("central",), seconds=20) for c in p.claims if c.what == what and c.path == path]


def scored(edition: Edition, path: str, *bodies: dict[str, object]) -> Fraction | Missing:
    made = [Body(f"b{n}", "central", {}, given) for n, given in enumerate(bodies)]  # type: ignore[arg-type]
    assessment = Run({kind: edition.program(kind) for kind in KINDS}, made).assess(made[0])
    return next(s.value for s in assessment.walk() if s.rule.path == path)


def equal(one: Edition, other: Edition, path: str) -> str:
    return next(c.verdict for c in equality_of(one, other, "central", {}, None, 20).claims if c.path == path)


def test_quotients_of_two_editions_are_told_apart() -> None:
    one = small("max: 1\nscore: services_late / (services_total + 1)")
    assert equal(one, small("max: 1\nscore: complaints_late / (complaints_reviewed + 1)"), "d.a") == "refuted"
    assert equal(one, small("max: 1\nscore: services_late / (services_total + 2)"), "d.a") == "refuted"
    assert equal(one, small("max: 1\nscore: services_late / (1 + services_total)"), "d.a") == "proved"


def test_a_part_that_is_missing_alike_does_not_make_figures_alike() -> None:
    one = small(
        "max: 5\nexceptions: [{when: services_total == 0, undecided: {ru: нет}}]\nscore: 5",
        "max: 5\nscore: min(0 if services_total == 0 else 5, complaints_reviewed)",
    )
    other = small("max: 5\nscore: 5 + 0 * services_late / services_total", "max: 5\nscore: min(5, complaints_reviewed)")
    assert equal(one, other, "d.a") == "proved"
    assert equal(one, other, "d.b") == "refuted"


def test_the_pool_of_a_mean_is_part_of_a_rule() -> None:
    each = "{{each: {{over: services, where: applicable(monitoring_mark), score: 2 * monitoring_mark, combine: mean, empty: {{cohort: {}}}}}}}"
    rule = f"max: 10\nscore: {each}"
    same, all_ = (small(rule.format(pool)) for pool in ("same_kind", "all_bodies"))
    assert equal(same, same, "d.a") == "proved"
    assert equal(same, all_, "d.a") != "proved"


@pytest.mark.parametrize("order", [False, True])
def test_a_denominator_below_nothing_bounds_the_other_way(order: bool) -> None:
    """Which unknown is met first turns the sign of the normal form; no bound may hang on it."""
    first = "max: 1\nscore: 1 if services_late_own_findings > 3 else 0"
    rule = "max: 5\nscore: min(5, services_late_previous / (services_late - services_late_own_findings))"
    edition, path = (small(first, rule), "d.b") if order else (small(rule, first), "d.a")
    (greatest,) = claims(edition, "greatest", path)
    assert greatest.bound is not None
    assert greatest.bound >= 3
    apart = small("max: 10\nscore: max(-20, min(10, (services_late - services_late_previous) / (services_total - services_late_previous)))")
    facts = {"services_late": Fraction(0), "services_late_previous": Fraction(2), "services_total": Fraction(4)}
    assert scored(apart, "d.a", facts) == -1
    low, high = bounds(apart, "d.a")
    assert low is not None
    assert low <= -1, "what the facts above attain lies within the bounds that every claim starts from"
    assert high == 10
    (least,) = claims(apart, "least")
    assert least.verdict != "proved" or (least.bound is not None and least.bound <= -1)


def bounds(edition: Edition, path: str) -> tuple[Fraction | None, Fraction | None]:
    """The least and the greatest that a rule is held to over all facts, without the solver."""
    terms = program_terms(edition.program("central"), library().dictionary, {})
    steps = {question.path: question.step for question in terms.questions.values() if question.is_number}
    term = terms.rules[path].value.term
    span = Bounds([term], steps, terms.admissible).of(whole_box(terms.questions.values()))[term]
    assert isinstance(span, Span)
    return span.low, span.high


def test_a_mean_over_others_is_lowered_again_by_ones_own_deductions() -> None:
    edition = small(
        "max: 10\nscore: {each: {over: services, score: 10 if standard_approved else 5, combine: mean, empty: {cohort: same_kind}}}\n"
        "deductions: {x: {points: 1, per: monitoring_data_late, cap: 5, cite: {item: 3}}}"
    )
    other = {"services": ({"service": "x", "standard_approved": False},), "monitoring_data_late": Fraction(5)}
    assert scored(edition, "d.a", {"services": (), "monitoring_data_late": Fraction(5)}, other) == -5
    (least,) = claims(edition, "least")
    assert least.bound is not None
    assert least.bound <= -5


def test_a_mean_over_all_bodies_looks_at_the_other_kind() -> None:
    edition = small(
        "max: {central: 10, local: 20}\n"
        "score: {each: {over: services, where: applicable(monitoring_mark), score: {table: t, of: monitoring_mark},"
        " combine: mean, empty: {cohort: all_bodies}}}",
        after="tables:\n  t:\n    label: {ru: т}\n    cite: {item: 3}\n    unit: mark\n    rows:\n"
        "      - {below: 3, points: {central: 3, local: 0}}\n      - {from: 3, points: {central: 5, local: 20}}\n",
    )
    (least,), (greatest,) = claims(edition, "least"), claims(edition, "greatest")
    assert (least.bound, greatest.bound) == (0, 10)


def test_a_row_that_a_formula_never_asks_for_is_not_said_to_be_reached() -> None:
    edition = small(
        "max: 5\nlet: {k: {table: t, of: monitoring_data_late}}\nscore: k if monitoring_data_late > 10 else 0",
        after="tables:\n  t:\n    label: {ru: т}\n    cite: {item: 3}\n    unit: cases\n    rows:\n"
        "      - {below: 5, points: 1}\n      - {from: 5, points: 5}\n",
    )
    assert [c.verdict for c in claims(edition, "row")] == ["undecided", "proved"]


def test_a_deduction_whose_condition_is_unknown_is_unknown() -> None:
    edition = small(
        "max: 5\nscore: 5\ndeductions: {x: {points: 1, when: services_late / services_total > 0.5, per: monitoring_data_late, cite: {item: 3}}}"
    )
    given = {"services_late": Fraction(1), "monitoring_data_late": Fraction(2)}
    assert isinstance(scored(edition, "d.a", {**given, "services_total": undecided("нет")}), Missing)
    assert isinstance(scored(edition, "d.a", {**given, "services_total": Fraction(0), "services_late": Fraction(0)}), Missing)
    assert scored(edition, "d.a", {**given, "services_total": Fraction(4)}) == 5
    assert scored(edition, "d.a", {**given, "services_total": Fraction(1)}) == 3
    assert [c.verdict for c in claims(edition, "defined")] == ["refuted"]
