"""From a spec to a plan: what of it these data and this edition allow, or every fault."""

from __future__ import annotations

from collections.abc import Mapping

from kzrules.diagnostic import Faults, errors, in_file_order
from kzrules.edition import Edition, choice_faults
from kzrules.facts import Cohort
from kzrules.place import Place
from kzrules.simulation.plan import Plan
from kzrules.simulation.spec import Spec
from kzrules.simulation.varied_facts import varied_facts
from kzrules.simulation.varied_rest import varied_rest


def plan_of(edition: Edition, cohort: Cohort, spec: Spec, choices: Mapping[str, str] | None = None) -> Plan:
    """What a run draws.

    Args:
        edition: the edition.
        cohort: bodies of one assessed year.
        spec: what to vary.
        choices: options of readings that hold in every run.

    Raises:
        Faults: when something cannot be varied as the spec says.
        ValueError: when the bodies are not of one assessed year: their ranks would mix years.

    """
    if len({body.period for body in cohort.bodies}) != 1:
        raise ValueError("a simulation takes the bodies of one assessed year: see Cohort.of")
    given = dict(choices or {})
    faults = choice_faults(edition.readings, given, Place(edition.file))
    if faults:
        raise Faults(faults)
    period = cohort.bodies[0].period
    edition.year(period)
    facts = varied_facts(spec.facts, cohort.bodies, edition.dictionary)
    rest = varied_rest(spec, edition, period, given, len(facts.groups))
    found = in_file_order([*facts.faults, *rest.faults])
    if errors(found):
        raise Faults(found)
    return Plan(
        edition=edition,
        bodies=cohort.bodies,
        period=period,
        choices={**given, **rest.fixed},
        groups=(*facts.groups, *rest.groups),
        facts=tuple(facts.dims),
        weights=tuple(rest.weights),
        readings=tuple(rest.readings),
        left=(*facts.left, *rest.left),
    )
