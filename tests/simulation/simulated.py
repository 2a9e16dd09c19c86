"""Simulations for tests: editions, cohorts, plans from a few lines of YAML, and what the interpreter says of a run."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from helpers import ROOT, edition, library

from kzrules.diagnostic import Faults
from kzrules.edition import Edition, edition_from_bytes
from kzrules.facts import Cohort, cohort_from_bytes
from kzrules.simulation.draws import Drawn, Redrawn
from kzrules.simulation.integer_form import CohortForm, form_of
from kzrules.simulation.one_run import assessed, one_run
from kzrules.simulation.outcomes import Outcomes, outcomes
from kzrules.simulation.plan import Plan
from kzrules.simulation.planning import plan_of
from kzrules.simulation.simulating import block_of
from kzrules.simulation.spec import Spec, spec_from_bytes
from kzrules.values import Missing

HERE = Path(__file__).parent
COHORTS = {"2018": "cohort-2018", "gaps": "cohort-2018-gaps", "2019": "cohort-2019-2021", "2020": "cohort-2019-2021", "2021": "cohort-2019-2021"}


@cache
def cohort(name: str) -> Cohort:
    """The bodies of an example file, of one year."""
    path = ROOT / "examples" / f"{COHORTS[name]}.yaml"
    whole, faults = cohort_from_bytes(path.read_bytes(), path.name, library().dictionary)
    assert whole is not None, faults
    return whole.of(int(name) if name.isdigit() else 2018)


def cohort_of(text: str) -> Cohort:
    whole, faults = cohort_from_bytes(text.encode(), "facts.yaml", library().dictionary)
    if whole is None:
        raise Faults(faults)
    return whole


def spec(text: str) -> Spec:
    found, faults = spec_from_bytes(text.encode(), "vary.yaml")
    if found is None:
        raise Faults(faults)
    return found


@cache
def toy() -> Edition:
    """Two directions, straight lines: what comes out can be worked out by hand."""
    found, faults = edition_from_bytes((HERE / "toy.yaml").read_bytes(), "toy.yaml", library().dictionary)
    assert found is not None, faults
    return found


TOY_COHORT = """
period: 2018
bodies:
  - {body: one, kind: central, facts: {site_reachable_percent: 50, services_total: 1000, services_late: 20}}
  - {body: two, kind: central, facts: {site_reachable_percent: 60, services_total: 1000, services_late: 30}}
  - {body: three, kind: local, facts: {site_reachable_percent: 70, services_total: 1000, services_late: 40}}
"""


FEW = ("min-mountain-roads", "agency-crafts", "agency-lakes", "akimat-altyndala", "akimat-aksunkar")
"""Bodies of the examples: central and local, surveyed and not."""


def few(data: str) -> Cohort:
    """Some bodies of an example, all of the one with gaps."""
    whole = cohort(data)
    return Cohort(tuple(body for body in whole.bodies if body.id in FEW) or whole.bodies, whole.sha256)


def plan(name: str, data: str, text: str) -> Plan:
    return plan_of(edition(name), few(data), spec(text))


def toy_plan(text: str, data: str = TOY_COHORT) -> Plan:
    return plan_of(toy(), cohort_of(data), spec(text))


class Contradicts(Exception):
    """Nothing that keeps the dictionary's conditions can be drawn."""


def ran(made: Plan, runs: int, seed: int = 1) -> tuple[CohortForm, Drawn, Outcomes]:
    """The first runs."""
    form = form_of(made)
    try:
        drawn = block_of(form, seed, 0, runs, Redrawn())
    except Faults as refused:
        raise Contradicts(refused.diagnostics) if {fault.code for fault in refused.diagnostics} == {"KZ907"} else refused from None
    return form, drawn, outcomes(form, drawn)


def differences(made: Plan, runs: int, seed: int = 1) -> list[Any]:
    """Where the simulation and the interpreter say different things, run by run and body by body."""
    form, drawn, found = ran(made, runs, seed)
    wrong = []
    for row in range(runs):
        for at, exact in enumerate(assessed(made, one_run(made, drawn, row))):
            got = None if found.missing[row, at] else int(found.scores[row, at])
            wanted = None if isinstance(exact.score, Missing) else int(exact.score * 10**form.places)
            grade = form.grades[found.grades[row, at]] if found.grades[row, at] >= 0 else None
            if (got, grade) != (wanted, exact.grade):
                wrong.append((row, made.bodies[at].id, got, wanted, grade, exact.grade))
    return wrong
