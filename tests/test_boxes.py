"""Branch and bound against every combination tried one by one, and the pieces it is made of."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from helpers import COHORT, ROOT, edition, library

from kzrules.answer_sets import halves, in_steps, single, whole
from kzrules.boxes import greatest, space_of
from kzrules.comparison import run_of
from kzrules.dictionary import FactSpec
from kzrules.edition import Edition
from kzrules.facts import Body, cohort_from_bytes
from kzrules.gaps import Gaps, gaps_of
from kzrules.inquiry import completed, inquiry_of, scored
from kzrules.questions import Question
from kzrules.seeking import Wish, sought
from kzrules.standing import standing_of
from kzrules.term_bounds import Span
from kzrules.terms import Terms
from kzrules.values import Absent, Missing, NotApplicable

TABLE = library().load(str(ROOT / "tests/language/table.yaml"))
BODIES = cohort_from_bytes(COHORT.read_bytes(), "cohort", library().dictionary)[0]
assert BODIES is not None
OF_2018 = BODIES.bodies


def unknown(body: Body, *paths: str) -> Body:
    return completed(body, {path: Missing(frozenset([path])) for path in paths})


def gaps(of: Edition, body: Body, others: tuple[Body, ...] = ()) -> Gaps:
    return gaps_of(inquiry_of(run_of(of, [body, *others], {}, body.period), body, of.dictionary))


def one_by_one(found: Gaps, answers: dict[str, list[Any]]) -> tuple[set[Fraction], set[str | None], bool]:
    """The scores and grades of every combination by the interpreter, and whether one has no score."""
    scores, grades, lacks = set(), set(), False
    for combination in product(*answers.values()):
        assessment = scored(found.inquiry, dict(zip(answers, combination, strict=True)))
        if isinstance(assessment.score, Missing):
            lacks = True
        else:
            scores.add(assessment.score)
            grades.add(assessment.grade)
    return scores, grades, lacks


CASES: list[tuple[Edition, Body, tuple[str, ...]]] = [
    (
        TABLE,
        Body("b", "central", {}, {"control_measures_planned": Fraction(10)}),
        ("control_measures_done", "mobile_mode"),
    ),
    (TABLE, Body("b", "local", {}, {"control_measures_planned": Fraction(7), "mobile_mode": "link"}), ("control_measures_done",)),
    (edition("interaction/2018-01"), OF_2018[1], ("control_measures_done", "satisfaction_measures", "ic_unit")),
    (edition("interaction/2017-02"), OF_2018[2], ("od_requests_fulfilled", "mobile_mode")),
    (edition("interaction/2019-03"), OF_2018[9], ("monitoring_measures", "ic_plans_approved")),
]


@pytest.mark.parametrize(("of", "body", "paths"), CASES, ids=[f"{c[0].id}-{i}" for i, c in enumerate(CASES)])
def test_the_interval_is_what_every_combination_gives(of: Edition, body: Body, paths: tuple[str, ...]) -> None:
    found = gaps(of, unknown(body, *paths))
    assert found.inquiry.space is not None
    answers = {path: [one for part in found.inquiry.space.box[path] for one in spread(part, found.inquiry.questions[path])] for path in paths}
    scores, grades, lacks = one_by_one(found, answers)
    assert (found.overall.low, found.overall.high) == (min(scores), max(scores))
    assert found.overall.low_met
    assert found.overall.high_met
    assert {chance.band.grade for chance in found.grades if chance.possible == "yes"} == grades
    assert not [chance for chance in found.grades if chance.possible == "not_settled"]
    assert (found.overall.lacks == "yes") == lacks
    for end in (found.low, found.high, *(chance.attained for chance in found.grades)):
        if end:
            assessment = scored(found.inquiry, end.answers)
            assert (assessment.score, assessment.grade) == (end.score, end.grade)


def spread(part: Any, question: Question) -> list[Any]:
    if not isinstance(part, Span):
        return [part]
    assert part.low is not None
    assert part.high is not None
    return [part.low + question.step * n for n in range(int((part.high - part.low) / question.step) + 1)]


def test_what_a_fact_changes_alone_is_the_most_over_the_answers_of_the_others() -> None:
    body = replace(OF_2018[1])
    paths = ("control_measures_done", "ic_unit")
    found = gaps(edition("interaction/2018-01"), unknown(body, *paths))
    box = found.inquiry.space
    assert box is not None
    sets = {path: [one for part in box.box[path] for one in spread(part, found.inquiry.questions[path])] for path in paths}
    for weight in found.weights:
        (other,) = [path for path in paths if path != weight.path]
        most = Fraction(0)
        for rest in sets[other]:
            scores = [scored(found.inquiry, {weight.path: one, other: rest}).exact for one in sets[weight.path]]
            known = [s for s in scores if not isinstance(s, Missing)]
            most = max(most, max(known) - min(known))
        assert weight.most == weight.change == most


def test_all_values_of_one_fact_are_those_that_reach_the_grade() -> None:
    """`services_late`: fewer is better for timeliness, but the share found by own control falls; so there may be several intervals."""
    of = edition("interaction/2018-01")
    for index, paths in ((1, ("services_late", "od_sets_updated")), (2, ("services_late",))):
        body = OF_2018[index]
        standing = standing_of(inquiry_of(run_of(of, OF_2018, {}, 2018), body, of.dictionary))
        for path in paths:
            for least in (84, 86, 88, 90):
                found = sought(standing, Wish(Fraction(least)), [path], {})
                (one,) = found.singles
                low = one.values.admissible[0]
                assert isinstance(low, Span)
                assert low.low is not None
                assert low.high is not None
                for value in range(int(low.low), int(min(low.high, low.low + 400)) + 1, 7):
                    score = scored(standing.inquiry, {path: Fraction(value)}).score
                    inside = any(
                        isinstance(s, Span) and s.low is not None and s.high is not None and s.low <= value <= s.high for s in one.values.held
                    )
                    assert inside == (not isinstance(score, Missing) and score >= least), (path, least, value)


def test_the_cheapest_combination_is_cheapest_of_all() -> None:
    of = edition("interaction/2018-01")
    standing = standing_of(inquiry_of(run_of(of, OF_2018, {}, 2018), OF_2018[2], of.dictionary))
    facts = {"services_late": 4, "complaints_late": 12}
    costs = {"services_late": Fraction(3), "complaints_late": Fraction(1)}
    found = sought(standing, Wish(Fraction(90)), list(facts), costs)
    assert found.several is not None
    assert found.several.cost == found.several.least
    now = {path: standing.inquiry.answers[path] for path in facts}
    best = None
    for late, complaints in product(range(int(now["services_late"]) + 1), range(int(now["complaints_late"]) + 1)):  # type: ignore[arg-type]
        cost = 3 * (now["services_late"] - late) + now["complaints_late"] - complaints  # type: ignore[operator]
        if best is None or cost < best:
            tried = completed(standing.inquiry.body, {"services_late": Fraction(late), "complaints_late": Fraction(complaints)})
            if late < tried.values["services_late_own_findings"]:  # type: ignore[operator]
                continue
            score = scored(standing.inquiry, {"services_late": Fraction(late), "complaints_late": Fraction(complaints)}).score
            if not isinstance(score, Missing) and score >= 90:
                best = cost
    assert found.several.cost == best


def test_a_search_that_is_cut_short_says_so() -> None:
    t = Terms()
    spec = FactSpec("x", {}, "count", least=Fraction(0))
    questions = {name: Question(name, replace(spec, name=name)) for name in ("x", "y", "z")}
    x, y, z = (t.unknown(name) for name in questions)
    knot = t.less(t.product(x, t.less(y, z)), t.product(y, t.less(x, z)))  # z (y - x), which interval arithmetic does not see
    space = space_of(t, questions, [t.at_most(t.add(x, y, z), t.number(1000))])
    assert space is not None
    found = greatest(space, knot, limit=3)
    assert found is not None
    assert not found.exact
    assert found.met is None or found.met < found.bound
    small = space_of(t, questions, [t.at_most(t.add(x, y, z), t.number(6))])
    assert small is not None
    whole_ = greatest(small, knot)
    assert whole_ is not None
    assert whole_.exact
    assert whole_.bound == max(c * (b - a) for a, b, c in product(range(7), repeat=3) if a + b + c <= 6)


def test_answers_are_halved_without_loss() -> None:
    question = Question("x", FactSpec("x", {}, "defects", least=Fraction(0), not_applicable={"ru": "нет"}))
    parts = whole(question)
    assert parts[1:] == (Absent, NotApplicable)
    assert [len(part) for part in halves(question, parts)] == [1, 1, 1]
    for low, high in ((0, 1), (0, 10**18), (-5, 7), (-(10**18), -3), (10, 11)):
        one, other = halves(question, (Span(Fraction(low), Fraction(high)),))
        assert isinstance(one[0], Span)
        assert isinstance(other[0], Span)
        assert one[0].high is not None
        assert (one[0].low, one[0].high + 1, other[0].high) == (low, other[0].low, high)
    assert in_steps(Span(Fraction(1, 3), Fraction(5, 2)), Fraction(1, 2)) == Span(Fraction(1, 2), Fraction(5, 2))
    assert single((Span(Fraction(2), Fraction(2)),)) == 2
    assert single((True,)) is True
    assert single((True, False)) is None
