"""The same facts under several editions, side by side, and the differences per direction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from kzrules.diagnostic import Faults
from kzrules.edition import Edition, choice_faults
from kzrules.facts import Body, Cohort
from kzrules.outcome import Assessment, Result
from kzrules.place import NOWHERE
from kzrules.program import KINDS
from kzrules.report import SCHEMA, Report, report_json
from kzrules.scoring import Run
from kzrules.values import Missing, decimal_text, exact_text


@dataclass(frozen=True, slots=True)
class Comparison:
    """One report per edition, over the same bodies in the same order."""

    reports: tuple[Report, ...]

    def of_body(self, body: Body | str) -> list[Assessment]:
        """The assessments of a body, an edition each: of its assessed year, or of every year for a mere id."""
        every = (a for report in self.reports for a in report.assessments)
        if isinstance(body, str):
            return [a for a in every if a.body.id == body]
        return [a for a in every if (a.body.id, a.body.period) == (body.id, body.period)]

    @property
    def bodies(self) -> list[Body]:
        """The bodies compared."""
        return [a.body for a in self.reports[0].assessments] if self.reports else []


def report_of(edition: Edition, cohort: Cohort, choices: Mapping[str, str] | None = None) -> Report:
    """Every body of a cohort under one edition.

    Raises:
        Faults: when a choice names no reading or option of the edition.

    """
    runs = {period: run_of(edition, cohort.of(period).bodies, choices, period) for period in cohort.periods}
    return Report(edition, cohort.sha256, dict(choices or {}), tuple(runs[body.period].assess(body) for body in cohort.bodies))


def run_of(edition: Edition, bodies: Iterable[Body], choices: Mapping[str, str] | None = None, period: int | None = None) -> Run:
    """The run of bodies of one assessed year under one edition and one choice of readings.

    Raises:
        Faults: when a choice names no reading or option of the edition, or the year is needed and not given.

    """
    return Run({kind: edition.program(kind, choices, period) for kind in KINDS}, bodies)


def comparison_of(editions: Sequence[Edition], cohort: Cohort, choices: Mapping[str, str] | None = None) -> Comparison:
    """Every body under every edition; a choice holds in each edition that has the reading.

    Raises:
        Faults: when a choice fits none of the editions.

    """
    own = known_choices(editions, choices)
    return Comparison(tuple(report_of(e, cohort, chosen) for e, chosen in zip(editions, own, strict=True)))


def known_choices(editions: Sequence[Edition], choices: Mapping[str, str] | None) -> list[dict[str, str]]:
    """For each edition the choices it has readings for.

    Raises:
        Faults: when a choice fits none of the editions.

    """
    for name, option in (choices or {}).items():
        found = [choice_faults(e.readings, {name: option}, NOWHERE) for e in editions]
        if all(found):
            raise Faults(found[0])
    return [{n: o for n, o in (choices or {}).items() if n in e.readings} for e in editions]


def difference(one: Result, other: Result) -> Fraction | None:
    """`other` less `one`, or None where either is Missing."""
    return None if isinstance(one, Missing) or isinstance(other, Missing) else other - one


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """The reports of the editions, and for each body the differences between neighbours, per direction."""
    return {
        "$schema": SCHEMA,
        "editions": [report_json(report) for report in comparison.reports],
        "differences": [step for body in comparison.bodies for step in _steps(comparison.of_body(body))],
    }


def _steps(assessments: list[Assessment]) -> list[dict[str, Any]]:
    found = []
    for one, other in pairwise(assessments):
        directions = {s.rule.id: s.value for s in one.directions}
        found.append(
            {
                "body": one.body.id,
                "period": one.body.period,
                "from": one.program.edition,
                "to": other.program.edition,
                "score": _shown(difference(one.score, other.score)),
                "grade": [one.grade, other.grade],
                "directions": {s.rule.id: _shown(difference(directions.get(s.rule.id, Missing()), s.value)) for s in other.directions},
            }
        )
    return found


def _shown(value: Fraction | None) -> dict[str, str] | None:
    return None if value is None else {"decimal": decimal_text(value, 2), "exact": exact_text(value)}
