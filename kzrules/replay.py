"""Assessed years again: each under the edition that governed it, or under every edition of its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from kzrules.catalogue import Catalogue, catalogue_of
from kzrules.comparison import Comparison, report_of
from kzrules.diagnostic import Diagnostic, Faults, errors
from kzrules.edition import Edition
from kzrules.facts import Body, Cohort
from kzrules.library import Library
from kzrules.outcome import Assessment
from kzrules.program import Band
from kzrules.report import Report, of_bodies
from kzrules.results import result_records
from kzrules.which import assessing, edition_for


@dataclass(frozen=True, slots=True)
class Year:
    """One assessed year, replayed.

    Attributes:
        own: the id of the edition that governs the year; empty when there is not exactly one.
        fault: why there is not exactly one.
        reports: that edition's, or one per edition of the line.

    """

    period: int
    own: str
    fault: Diagnostic | None
    reports: tuple[Report, ...]

    @property
    def bodies(self) -> list[Body]:
        """The bodies of that year."""
        return Comparison(self.reports).bodies

    def of_body(self, body: Body) -> list[Assessment]:
        """The assessments of a body, one per report."""
        return Comparison(self.reports).of_body(body)

    def under_own(self, body: Body) -> Assessment | None:
        """What a body has under the edition that governs the year."""
        return next((a for a in self.of_body(body) if a.program.edition == self.own), None)


def years_of(cohort: Cohort) -> tuple[int, ...]:
    """The assessed years of the data, oldest first."""
    return tuple(period for period in cohort.periods if period is not None)


def catalogue_under(library: Library, line: str, choices: Mapping[str, str], named: Sequence[Edition] = ()) -> Catalogue:
    """The cards of a line under chosen readings; a choice that only a named edition knows is meant for that one.

    Raises:
        Faults: when a file has faults, or a choice fits none of the editions.

    """
    own = {name for edition in named for name in _known(choices, edition)}
    files = {name: library.files[name] for name in library.line(line)}
    catalogue, faults = catalogue_of(replace(library, files=files), choices=choices)
    faults = [fault for fault in errors(faults) if fault.code != "KZ706" or fault.values["name"] not in own]
    if faults:
        raise Faults(faults)
    return catalogue


def governing(catalogue: Catalogue, line: str, year: int, named: Sequence[Edition] = (), alone: bool = False) -> str | Diagnostic:
    """The id of the edition that a year is assessed under, or why there is not exactly one.

    A named edition decides a year that it assesses, and a year for which the catalogue has not exactly one.

    Args:
        catalogue: under the chosen readings.
        line: the line of methodology.
        year: the assessed year.
        named: editions that the run names.
        alone: whether the year was asked for alone: then the one named edition decides, whatever years it assesses.

    """
    cards = {card.id for card in assessing(catalogue, line, year)}
    fitting = [edition.id for edition in named if alone or edition.id in cards]
    if len(fitting) == 1:
        return fitting[0]
    found = edition_for(catalogue, line, year)
    if isinstance(found, Diagnostic):
        return named[0].id if len(named) == 1 else found
    return found.id


def replay_of(
    library: Library,
    catalogue: Catalogue,
    line: str,
    cohort: Cohort,
    choices: Mapping[str, str] | None = None,
    *,
    named: Sequence[Edition] = (),
    period: int | None = None,
    every: bool = False,
) -> tuple[Year, ...]:
    """Each year of the data (or one of them) under its own edition, or with `every` under all editions of the line.

    A choice holds in each edition that has the reading and the option.

    Raises:
        Faults: when an edition of the line has faults.

    """
    known = {edition.id: edition for edition in named}
    ids = [card.id for card in catalogue.line(line)]

    def loaded(name: str) -> Edition:
        if name not in known:
            known[name] = library.load(name)
        return known[name]

    def year_of(year: int) -> Year:
        found = governing(catalogue, line, year, named, period is not None)
        own, fault = ("", found) if isinstance(found, Diagnostic) else (found, None)
        wanted = dict.fromkeys([*ids, *(edition.id for edition in named)]) if every else [own] * bool(own)
        editions = [loaded(name) for name in wanted]
        return Year(year, own, fault, tuple(report_of(e, cohort.of(year), _known(choices or {}, e)) for e in editions))

    return tuple(year_of(year) for year in ([period] if period is not None else years_of(cohort)))


def years_of_bodies(years: Iterable[Year], cohort: Cohort, bodies: Sequence[str]) -> tuple[Year, ...]:
    """The same years with these bodies only (all, when none is named); years whose data have none of them are left out."""
    wanted = [year for year in years if not bodies or any(body.id in bodies for body in cohort.of(year.period).bodies)]
    return tuple(replace(year, reports=tuple(of_bodies(report, bodies) for report in year.reports)) for year in wanted)


def _known(choices: Mapping[str, str], edition: Edition) -> dict[str, str]:
    return {name: option for name, option in choices.items() if name in edition.readings and option in edition.readings[name].options}


# ── grades ──


def grade_change(own: Assessment, other: Assessment) -> int:
    """1 when `other` has a higher grade than `own`, -1 when a lower one, 0 when the same or one of them has none."""
    if own.band is None or other.band is None or own.band.grade == other.band.grade:
        return 0
    scale = {band.grade: band for band in own.program.bands}
    one, two = _low(own.band), _low(scale.get(other.band.grade, other.band))
    return (two > one) - (two < one)


def _low(band: Band) -> tuple[bool, Fraction]:
    return (band.low is not None, band.low or Fraction(0))


def changed(year: Year) -> tuple[int, int]:
    """Bodies whose grade would differ under some other edition, of those that have a grade under the year's own."""
    graded = [(own, year.of_body(body)) for body in year.bodies if (own := year.under_own(body)) and own.band]
    return sum(any(grade_change(own, other) for other in others) for own, others in graded), len(graded)


# ── records ──


def replay_records(years: Iterable[Year]) -> Iterator[dict[str, Any]]:
    """One record per year, edition and body, in that order; exact numbers as text."""
    for year in years:
        for report in year.reports:
            for record in result_records(report):
                yield {"period": record.pop("period"), "edition": record.pop("edition"), "own": report.edition.id == year.own, **record}
