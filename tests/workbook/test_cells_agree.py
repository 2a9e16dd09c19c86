"""The cells of the workbook, read exactly, give what the interpreter gives: for any bodies, any edition, any option of a reading."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from helpers import ROOT, edition, library
from hypothesis import given, settings
from hypothesis import strategies as st

from kzrules.cases import cases_from_path
from kzrules.edition import edition_from_bytes
from kzrules.facts import Body, cohort_from_bytes, facts_from_node
from kzrules.workbook.exact import Values
from kzrules.workbook.rules import plan_of
from kzrules.workbook.same import checked, disagreements

sys.path.insert(0, str(ROOT / "tests" / "property"))
from shipped import EDITIONS as NAMES
from strategies import cohorts, readings, with_gaps

EDITIONS = sorted(library().files)
EXAMPLES = ("cohort-2018.yaml", "cohort-2018-gaps.yaml", "cohort-2019-2021.yaml", "public-monitoring-2020.yaml")


def bodies_of(name: str) -> tuple[Body, ...]:
    cohort, faults = cohort_from_bytes((ROOT / "examples" / name).read_bytes(), name, library().dictionary)
    assert cohort is not None, faults
    return cohort.bodies


def told(plan: Any) -> list[str]:
    return [d.message("en") for d in disagreements(plan, Values(plan))]


@pytest.mark.parametrize("name", EDITIONS)
@pytest.mark.parametrize("example", EXAMPLES)
def test_examples(example: str, name: str) -> None:
    plan = plan_of(edition(name), bodies_of(example), {}, "ru")
    assert told(plan) == []
    paths = {rule.path for group in plan.groups for rule in group.program.rules.values()}
    assert {one.group.steps[one.step].same[1] for one in checked(plan) if one.group.steps[one.step].same[0] == "score"} == paths


@settings(max_examples=6)
@given(data=st.data())
@pytest.mark.parametrize("name", NAMES)
def test_any_bodies_and_readings(name: str, data: st.DataObject) -> None:
    """Whatever is known, unknown or rightly empty, under whichever option of a reading."""
    _agree(name, data)


@pytest.mark.slow
@settings(max_examples=400)
@given(data=st.data())
@pytest.mark.parametrize("name", NAMES)
def test_any_bodies_and_readings_long(name: str, data: st.DataObject) -> None:
    _agree(name, data)


def _agree(name: str, data: st.DataObject) -> None:
    found = data.draw(cohorts(name, least=1, most=4))
    id_, _, at = name.partition("@")
    year = int(at) if at else edition(id_).first_year
    bodies = [data.draw(with_gaps(body)) for body in found]
    choices = dict(data.draw(readings(name)))
    dated = tuple(Body(b.id, b.kind, b.name, b.values, b.places, b.place, year) for b in bodies)
    plan = plan_of(edition(id_), dated, choices, "ru")
    assert told(plan) == []


@pytest.mark.parametrize("path", sorted((ROOT / "tests" / "language").glob("*.cases.yaml")), ids=lambda p: p.name)
def test_every_construct_of_the_language(path: Path) -> None:
    _cases_agree(path)


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted((ROOT / "methodologies").rglob("*.cases.yaml")), ids=lambda p: p.name)
def test_every_worked_case(path: Path) -> None:
    _cases_agree(path)


def _cases_agree(path: Path) -> None:
    source = path.with_name(path.name.replace(".cases", ""))
    loaded, faults = edition_from_bytes(source.read_bytes(), source.name, library().dictionary)
    assert loaded is not None, faults
    cases, found = cases_from_path(path, library())
    assert cases is not None, found
    for case in cases.cases:
        bodies = []
        for index, (kind, node) in enumerate([(case.kind, case.given), *case.cohort]):
            values, _, _ = facts_from_node(node, library().dictionary)
            bodies.append(Body(f"body{index}", kind, {}, values, period=case.period))
        plan = plan_of(loaded, tuple(bodies), case.readings, "ru")
        assert told(plan) == [], case.name
