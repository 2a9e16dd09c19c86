"""What holds of every simulation, whatever it varies."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
import simulated
from helpers import edition

from kzrules.compiled.integers import Integers
from kzrules.facts import Cohort
from kzrules.simulation.columns import Engine, _exact, _one_by_one
from kzrules.simulation.draws import Redrawn, inputs_of
from kzrules.simulation.integer_form import form_of
from kzrules.simulation.outcomes import Outcomes
from kzrules.simulation.planning import plan_of
from kzrules.simulation.ranks import ranks_of
from kzrules.simulation.result import Simulation
from kzrules.simulation.result_json import simulation_json
from kzrules.simulation.result_text import result_text
from kzrules.simulation.simulate import Question, simulate
from kzrules.simulation.simulating import block_of, nominal_of
from kzrules.simulation.simulating import simulated as simulated_runs
from kzrules.simulation.tally import add, mean, quantiles, tally_of
from kzrules.simulation.uniforms import BLOCK

TEXT = """
vary:
  facts: {services_late: {times: [0.8, 1.2]}, complaints_late: {uniform: [0, 40]}}
  weights: {services: {times: [0.5, 1.5]}}
  readings: {no_comments: all, nothing_to_place: all}
"""


def of(runs: int, seed: int = 3, text: str = TEXT, base: int = 0) -> Simulation:
    return simulate(edition("2018-01"), simulated.few("2018"), simulated.spec(text), Question(runs, seed, base))


@pytest.fixture(scope="module")
def found() -> Simulation:
    return of(2000)


def test_shares_of_grades_and_of_no_score_add_up_to_all_runs(found: Simulation) -> None:
    for one in found.bodies:
        assert sum((grade.share for grade in one.grades), Fraction(0)) + one.missing == 1
    assert any(one.missing for one in found.bodies)


def test_ranks_lie_within_the_number_of_bodies_of_the_kind(found: Simulation) -> None:
    for one in found.bodies:
        many = sum(other.body.kind == one.body.kind for other in found.bodies)
        ranks = one.ranks
        ordered = [ranks.best, ranks.p5, ranks.median, ranks.p95, ranks.worst]
        assert ordered == sorted(ordered)  # type: ignore[type-var]
        assert ranks.best >= 1  # type: ignore[operator]
        assert ranks.worst <= many  # type: ignore[operator]


def test_quantiles_rise(found: Simulation) -> None:
    for one in found.bodies:
        assert list(one.quantiles) == sorted(one.quantiles)
        assert len(one.quantiles) == 5


def test_bodies_come_by_kind_and_by_nominal_rank(found: Simulation) -> None:
    assert [one.ranks.nominal for one in found.bodies] == [1, 2, 3, 1, 2]
    assert [one.next.body if one.next else None for one in found.bodies][:2] == [found.bodies[1].body.id, found.bodies[2].body.id]
    assert [one.next is None for one in found.bodies] == [False, False, True, False, True]


def test_a_spec_that_varies_nothing_gives_the_nominal_result_in_every_run() -> None:
    found = of(50, text="vary: {}")
    assert found.shift == 0
    for one in found.bodies:
        assert set(one.quantiles) == {one.nominal}
        assert one.mean == one.nominal
        assert [grade.grade for grade in one.grades if grade.share == 1] == [one.grade]
        assert {one.ranks.best, one.ranks.worst} == {one.ranks.nominal}
    assert "ничего: каждый прогон — сами данные" in result_text(found, "ru")
    assert of(10, text="vary: {}", base=8).sensitivity is None


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(found: Simulation) -> None:
    assert json.dumps(simulation_json(of(2000))) == json.dumps(simulation_json(found))
    assert json.dumps(simulation_json(of(2000, seed=4))) != json.dumps(simulation_json(found))


def test_the_size_of_slices_changes_nothing() -> None:
    form = form_of(plan_of(edition("2018-01"), simulated.few("2018"), simulated.spec(TEXT)))
    nominal = nominal_of(form.plan)
    whole, *parts = (simulated_runs(form, nominal, 3, 300, most=most)[0] for most in (None, 1, 7, 256))
    for part in parts:
        assert part.bodies == whole.bodies
        assert (part.pairs, part.shifts) == (whole.pairs, whole.shifts)


def test_more_runs_begin_with_the_same_runs() -> None:
    """A run is its number and the seed: across blocks, too."""
    form = form_of(simulated.toy_plan("vary: {facts: {services_late: {uniform: [0, 40]}}}"))
    nominal = nominal_of(form.plan)
    few, many = (simulated_runs(form, nominal, 1, runs)[0] for runs in (BLOCK + 5, BLOCK + 500))
    for one, other in zip(few.bodies, many.bodies, strict=True):
        assert sum(one.scores.values()) == BLOCK + 5
        assert all(one.scores[score] <= other.scores[score] for score in one.scores)
        assert one.first == {grade: number for grade, number in other.first.items() if number <= BLOCK + 5}


def test_draws_of_a_seed_stay_what_they_are() -> None:
    """The very numbers: another machine, another version of NumPy must give these."""
    percent, late = "site_reachable_percent: {normal: {spread: 5}}", "services_late: {triangular: [0, own, 80]}"
    text = f"vary: {{facts: {{{percent}, {late}, services_total: {{uniform: [900, 1100]}}}}}}"
    _, drawn, found = simulated.ran(simulated.toy_plan(text), 4, seed=2026)
    assert [[int(value) for value in column] for column in drawn.facts[:4]] == EXPECTED
    assert found.scores.shape == (4, 3)


EXPECTED = [[4540, 5179, 4959, 4835], [6104, 6448, 6837, 5766], [7757, 6502, 6586, 6348], [17, 16, 21, 14]]


def test_ties_share_the_better_rank() -> None:
    scores = np.array([[90, 80, 80, 70, 99], [10, 10, 10, 10, 5]])
    missing = np.array([[False] * 5, [False, True, False, False, False]])
    ranks = ranks_of(scores, missing, np.array([0, 0, 0, 0, 1]))
    assert ranks.tolist() == [[1, 2, 2, 4, 1], [1, 0, 1, 1, 1]]


def test_the_mean_shift_of_ranks_is_worked_out_by_hand() -> None:
    scores = np.array([[90, 80, 70], [70, 80, 90], [90, 80, 70], [80, 90, 0]])
    missing = np.array([[False] * 3] * 3 + [[False, False, True]])
    tally = tally_of([1, 2, 3], [(0, 1), (1, 2)])
    add(tally, Outcomes(scores, missing, np.zeros_like(scores), ranks_of(scores, missing, np.zeros(3))))
    assert dict(tally.shifts) == {(0, 3): 2, (4, 3): 1, (2, 2): 1}
    assert (tally.pairs[0, 1].above, tally.pairs[0, 1].level, tally.pairs[0, 1].both) == (2, 0, 4)
    assert (tally.pairs[1, 2].above, tally.pairs[1, 2].both) == (2, 3)


def test_quantiles_are_the_least_value_that_the_share_does_not_exceed() -> None:
    counts = {10: 5, 20: 90, 30: 5}
    assert quantiles(counts, [Fraction(5, 100), Fraction(6, 100), Fraction(95, 100), Fraction(96, 100)]) == [10, 20, 20, 30]
    assert mean(counts) == 20
    assert quantiles({}, [Fraction(1, 2)]) == []
    assert mean({}) is None


def test_a_reading_that_is_given_is_left_out_of_all() -> None:
    question = Question(5, 1)
    found = simulate(simulated.toy(), simulated.cohort_of(simulated.TOY_COHORT), simulated.spec("vary: {readings: all}"), question, {"lost": "ten"})
    assert found.plan.choices == {"lost": "ten"}
    assert [(left.name, left.why) for left in found.plan.left] == [("lost", "given")]
    assert found.plan.groups == ()
    assert {one.nominal for one in found.bodies} == {Fraction(60), Fraction(60), Fraction(60)}


def test_a_run_beyond_machine_words_is_computed_beside_those_within() -> None:
    integers = Integers()
    node = integers.product(integers.input("x"), integers.input("y"))
    columns = {"x": [1, 2, 3, 2**61], "y": [5, 6, 7, 2**61]}
    (found,) = Engine().columns([node], {name: np.array(column, dtype=np.int64) for name, column in columns.items()}, 4)
    assert found.tolist() == [5, 12, 21, 2**122]


def test_every_way_to_compute_a_form_gives_the_same() -> None:
    """Machine words, Python's whole numbers by column, the Python function run by run."""
    form = form_of(plan_of(edition("2018-01"), simulated.few("2018"), simulated.spec(TEXT)))
    drawn = block_of(form, 1, 0, 40, Redrawn())
    inputs = {name: column for name, column in inputs_of(form, drawn).items() if name in form.asked}
    for body in form.bodies:
        nodes = body.weighing.nodes
        ways = [Engine().by_words(nodes, inputs, 40), _exact(nodes, inputs, 40), _one_by_one(nodes, inputs, 40)]
        first, *others = ([column.tolist() for column in way] for way in ways if way is not None)
        assert all(other == first for other in others)


@pytest.mark.parametrize("years", [(), (2019, 2020)])
def test_bodies_of_no_year_or_of_several_are_refused(years: tuple[int, ...]) -> None:
    """The command asks for the year; a program that forgets it does not get ranks over mixed years."""
    body = simulated.few("2018").bodies[0]
    with pytest.raises(ValueError, match="one assessed year"):
        plan_of(edition("2018-01"), Cohort(tuple(replace(body, period=year) for year in years), ""), simulated.spec("vary: {}"))
