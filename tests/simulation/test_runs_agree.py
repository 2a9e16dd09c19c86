"""Every run of a simulation is what the interpreter says of its facts, weights and readings: score and grade of every body."""

from __future__ import annotations

import contextlib

import pytest
import simulated
from helpers import ROOT, edition, library
from hypothesis import given, settings
from hypothesis import strategies as st

from kzrules.diagnostic import Faults
from kzrules.edition import edition_from_bytes
from kzrules.facts import Cohort
from kzrules.program import KINDS
from kzrules.simulation.integer_form import form_of
from kzrules.simulation.packs import MOST_CHOICES
from kzrules.simulation.planning import plan_of

FACTS = """facts: {services_late: {times: [0.8, 1.2]}, services_total: {times: [0.9, 1.1]}, "services[].monitoring_mark": {normal: {spread: 0.1}},
  complaints_late: {uniform: [0, 40]}, od_list: {uniform: [0, 5]}, ic_unit: {flip: 0.3},
  "services[].channel": {values: [portal_only, paper_body_only]}}"""
WEIGHTS = "weights: {services: {times: [0.8, 1.2]}, openness: {uniform: [0.1, 0.5]}}"
MEANS = "readings: {cohort_pool: all, rounding: all}"
SPECS = [
    ("2018-01", "2018", f"vary: {{{FACTS}, {WEIGHTS}, {MEANS}}}"),
    ("2018-01", "gaps", f"vary: {{{FACTS}, {WEIGHTS}, {MEANS}}}"),
    ("2019-03", "2018", f"vary: {{{FACTS}, {MEANS}}}"),
    ("2017-02", "2018", f"vary: {{{FACTS}, {WEIGHTS}}}"),
    ("2020-03", "2020", f"vary: {{{FACTS}, {WEIGHTS}, readings: {{overall_weights: all, floors: all, cohort_pool: all, rounding: all}}}}"),
    ("2021-04", "2021", f"vary: {{{FACTS}, readings: {{not_surveyed: all, openness_points: all, rounding: all}}}}"),
    ("organizational-development/2020-01", "2020", "vary: {weights: {personnel_management: {times: [0.5, 1.5]}}, readings: {rounding: all}}"),
]


@pytest.mark.parametrize(("name", "data", "text"), SPECS, ids=[f"{name}-{data}" for name, data, _ in SPECS])
def test_every_run_is_what_the_interpreter_says(name: str, data: str, text: str) -> None:
    assert simulated.differences(simulated.plan(name, data, text), 10) == []


@pytest.mark.parametrize(("name", "data"), [("2018-01", "2018"), ("2020-03", "2020"), ("2021-04", "2021")])
def test_readings_that_are_given_hold_with_all_that_they_ask_for(name: str, data: str) -> None:
    """Every third reading varies, the others stand at their last options: an option may ask for readings that the default does not."""
    readings = edition(name).readings
    varied = sorted(readings)[::3]
    given = {one: list(reading.options)[-1] for one, reading in readings.items() if one not in varied}
    text = f"vary: {{{FACTS}, readings: {{{', '.join(f'{one}: all' for one in varied)}}}}}"
    made = plan_of(edition(name), simulated.few(data), simulated.spec(text), given)
    assert made.choices.items() >= given.items()
    assert simulated.differences(made, 10) == []


@pytest.mark.slow
@pytest.mark.parametrize(("name", "data"), [("2018-01", "2018"), ("2018-01", "gaps"), ("2019-03", "2018"), ("2020-03", "2020"), ("2021-04", "2021")])
def test_every_reading_at_once(name: str, data: str) -> None:
    """No two of these runs share their choice of readings."""
    assert simulated.differences(simulated.plan(name, data, f"vary: {{{FACTS}, {WEIGHTS}, readings: all}}"), 200) == []


def test_a_toy_with_every_reading_and_weights() -> None:
    facts = "facts: {site_reachable_percent: {uniform: [40, 80]}, services_late: {uniform: [0, 40]}}"
    text = f"vary: {{{facts}, weights: {{first: {{times: [0.9, 1.1]}}}}, readings: all}}"
    assert simulated.differences(simulated.toy_plan(text), 300) == []


NORMALISED = """
period: 2018
bodies:
  - {body: a, kind: central, facts: {services_total: 100, services_late: 5}}
  - {body: b, kind: central, facts: {services_total: 120, services_late: 5}}
  - {body: c, kind: central, facts: {services_total: 90, services_late: 9}}
  - {body: d, kind: local, facts: {services_total: 0, services_late: 0}}
  - {body: e, kind: local, facts: {services_total: 50, services_late: 3}}
  - {body: f, kind: local, facts: {services_total: "-", services_late: 7}}
  - {body: g, kind: local, facts: {services_total: 70, services_late: "-"}}
"""


def test_values_placed_among_those_of_the_run() -> None:
    """Min-max over bodies whose values are drawn, ties and unknown values among them: the ends are those of each run."""
    path = ROOT / "tests/language/normalise.yaml"
    loaded, faults = edition_from_bytes(path.read_bytes(), path.name, library().dictionary)
    assert loaded is not None, faults
    text = "vary: {facts: {services_total: {uniform: [9, 12]}, services_late: {uniform: [0, 2]}}}"
    assert simulated.differences(plan_of(loaded, simulated.cohort_of(NORMALISED), simulated.spec(text)), 150) == []


@settings(max_examples=min(5, settings().max_examples))
@given(data=st.data())
def test_any_spec_over_any_bodies(data: st.DataObject) -> None:
    """Facts, weights and readings at random, over a few bodies of an example."""
    name, year = data.draw(st.sampled_from([("2018-01", "2018"), ("2020-03", "2020"), ("2021-04", "2021"), ("2018-01", "gaps")]))
    loaded, whole = edition(name), simulated.cohort(year)
    places = data.draw(st.sets(st.integers(0, len(whole.bodies) - 1), min_size=2, max_size=3))
    some = Cohort(tuple(whole.bodies[at] for at in sorted(places)), "")
    known = sorted({fact for kind in KINDS for fact in loaded.program(kind).facts if "." not in fact})
    specs = loaded.dictionary.facts
    lines = []
    for fact in data.draw(st.lists(st.sampled_from(known), max_size=5, unique=True)):
        match specs[fact].type:
            case "count" | "defects" | "number":
                how = data.draw(
                    st.sampled_from(["{uniform: [0, 30]}", "{times: [0, 2]}", "{times: [0.5, 1, 3]}", "{normal: {percent: 40}}", "{values: [0, 1]}"])
                )
            case "yes_no":
                how = data.draw(st.sampled_from(["{flip: 0.5}", "{values: [yes, no], chances: [1, 3]}"]))
            case "choice":
                how = "{values: [" + ", ".join(specs[fact].choices) + "]}"
            case _:
                continue
        lines.append(f"{fact}: {how}")
    readings = data.draw(st.lists(st.sampled_from(sorted(loaded.readings)), max_size=3, unique=True))
    weights = data.draw(st.sampled_from(["", ", weights: {services: {times: [0.1, 3]}, complaints: {triangular: [0, 0.1, 1]}}"]))
    text = f"vary: {{facts: {{{', '.join(lines)}}}, readings: {{{', '.join(f'{one}: all' for one in readings)}}}{weights}}}"
    wrong = []
    with contextlib.suppress(simulated.Contradicts):
        wrong = simulated.differences(plan_of(loaded, some, simulated.spec(text)), 6, data.draw(st.integers(0, 9)))
    assert wrong == []


def test_a_rule_with_too_many_choices_is_refused_by_name() -> None:
    made = simulated.plan("organizational-development/2020-01", "2020", "vary: {readings: all}")
    with pytest.raises(Faults) as refused:
        form_of(made)
    (fault,) = refused.value.diagnostics
    assert fault.code == "KZ909"
    assert "правило «personnel_management»" in fault.message()
    assert str(MOST_CHOICES) in fault.message()
    assert "--reading имя=вариант" in fault.hint()
