"""Where the points went: the losses of every place add up to what the score lacks to its maximum, exactly."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from fractions import Fraction

import pytest
from helpers import ROOT, edition
from hypothesis import given, settings
from hypothesis import strategies as st
from making import INTERACTION, YEARS_OF, any_body, cohort, of_bodies, report

from kzrules.conclusions.losses import Loss, block_losses, block_maximum, losses_of, total
from kzrules.outcome import Assessment
from kzrules.program import KINDS
from kzrules.report import Report
from kzrules.scoring import Run
from kzrules.values import Missing

sys.path.insert(0, str(ROOT / "tests" / "property"))
from shipped import EDITIONS, programs
from strategies import cohorts, readings


def check(a: Assessment) -> int:
    """Holds an assessment to it; how many scores were known."""
    known = 0
    for score in a.walk():
        losses = losses_of(score)
        if isinstance(score.value, Missing) or score.rule.maximum is None:
            assert losses is None
            continue
        assert losses is not None
        known += 1
        assert total(losses) == score.rule.maximum - score.value
        assert all(loss.points for loss in losses)
        for loss in losses:
            assert not loss.parts or total(loss.parts) == loss.points
    whole = block_losses(a)
    if isinstance(a.score, Missing):
        assert whole is None
        return known
    assert whole is not None
    assert sum((loss.block_points for loss in whole), Fraction(0)) == block_maximum(a) - a.score
    return known + 1


@pytest.mark.parametrize(("name", "year"), YEARS_OF)
@settings(max_examples=20)
@given(data=st.data())
def test_losses_add_up_to_what_the_score_lacks_whatever_the_facts(name: str, year: int, data: st.DataObject) -> None:
    for a in of_bodies(name, [data.draw(any_body(name, kind, year)) for kind in KINDS]).assessments:
        check(a)


@pytest.mark.slow
@pytest.mark.parametrize("name", EDITIONS)
@settings(max_examples=60)
@given(data=st.data())
def test_losses_add_up_to_what_the_score_lacks_whatever_the_facts_and_the_readings(name: str, data: st.DataObject) -> None:
    run = Run(programs(name, data.draw(readings(name))), data.draw(cohorts(name, 1, 2)))
    for body in run.bodies:
        check(run.assess(body))


def reports() -> Iterator[Report]:
    """The example cohorts under every edition that they have the facts for."""
    for name in INTERACTION:
        yield report(name, "cohort-2018", 2018)
        yield report(name, "cohort-2018-gaps", 2018)
        yield from (report(name, "cohort-2019-2021", year) for year in (2019, 2020, 2021))


def test_losses_add_up_in_the_example_cohorts() -> None:
    counted = [check(a) for one in reports() for a in one.assessments]
    assert sum(counted) > 5000


def every(losses: tuple[Loss, ...] | None) -> Iterator[Loss]:
    for loss in losses or ():
        yield loss
        yield from loss.parts


def test_every_loss_of_a_rule_or_line_takes_and_only_limits_and_rounding_give_back() -> None:
    """A bonus of a body with none of its own loss would otherwise show as a loss below zero."""
    for one in reports():
        for a in one.assessments:
            for direction in a.directions:
                for loss in every(losses_of(direction)):
                    assert loss.points > 0 or loss.what in ("rounding", "rest", "cap_of_deductions", "floor", "cap"), loss


def test_a_cap_over_all_deductions_gives_back_what_is_above_it() -> None:
    """2021: 0.2 for each untrue fact and 2 for each incomplete report, at most 5 together (items 17-20)."""
    years = [report("interaction/2021-04", "cohort-2019-2021", year) for year in (2019, 2020, 2021)]
    found = [loss for one in years for a in one.assessments for d in a.directions for loss in losses_of(d) or ()]
    capped = [loss for loss in found if loss.what == "cap_of_deductions"]
    assert capped
    assert all(loss.points < 0 for loss in capped)


def test_the_places_of_a_body_by_hand() -> None:
    """Timeliness of one body: 20 at most, 15 - late / all * 10 000 and a bonus for the reduction; nothing else is at this place."""
    (a,) = [a for a in report("interaction/2018-01", "cohort-2018", 2018).assessments if a.body.id == "min-steppe-horticulture"]
    losses = {loss.path: loss for d in a.directions for loss in losses_of(d) or ()}
    late, whole = Fraction(83), Fraction(129750)
    assert cohort("cohort-2018").of(2018).bodies[7].value("services_late") == late
    assert losses["services.timeliness"].points == 20 - (15 - late / whole * 10000 + 1)
    assert losses["services.timeliness.late_monitoring_data"].points == Fraction("2.4")
    assert losses["services.unreliable_facts"].points == 5
    assert edition("interaction/2018-01").programs["central"].rules["services.timeliness"].maximum == 20
