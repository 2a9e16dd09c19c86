"""Which year a conclusion or rating is about, under which edition, and what it is compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kzrules.comparison import report_of
from kzrules.diagnostic import Diagnostic, Faults
from kzrules.edition import Edition
from kzrules.facts import Cohort
from kzrules.library import Library
from kzrules.replay import catalogue_under, governing
from kzrules.report import Report


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked for.

    Attributes:
        edition: None: the one that governs the year.
        period: None: the newest year of the data.
        choices: options of readings.
        earlier: data of the year before, when they stand in a file of their own.
        earlier_edition: None: the one that governs that year.

    """

    edition: Edition | None
    line: str
    period: int | None
    choices: Mapping[str, str]
    earlier: Cohort | None = None
    earlier_edition: Edition | None = None


def newest(cohort: Cohort, wanted: int | None = None) -> int | None:
    """The year asked for, else the newest of the data."""
    return wanted if wanted is not None else cohort.periods[-1]


def report_for(library: Library, cohort: Cohort, ask: Ask) -> Report:
    """The report of the year asked about.

    Raises:
        Faults: when not exactly one edition governs it and none is named, or a choice fits nothing.

    """
    period = newest(cohort, ask.period)
    edition = ask.edition or _governing(library, ask.line, period)
    if isinstance(edition, Diagnostic):
        raise Faults([edition])
    return report_of(edition, cohort.of(period), ask.choices)


def previous_report(library: Library, cohort: Cohort, ask: Ask, now: Report) -> tuple[Report | None, Diagnostic | None]:
    """The report of the year before: of its own file, else of the newest earlier year in the same data.

    None without either; None with the reason when that year was not asked for by name and not exactly one edition governs it.

    Raises:
        Faults: when it was asked for, and not exactly one edition governs it.

    """
    this = next((a.body.period for a in now.assessments), None)
    source = ask.earlier or cohort
    years = [year for year in source.periods if ask.earlier is not None or (year is not None and this is not None and year < this)]
    if not years:
        return None, None
    period = years[-1]
    edition = ask.earlier_edition or (now.edition if period is None else _governing(library, now.edition.line, period, ask.edition))
    if isinstance(edition, Diagnostic):
        if ask.earlier is not None:
            raise Faults([edition])
        return None, edition
    return report_of(edition, source.of(period), known(ask.choices, edition)), None


def _governing(library: Library, line: str, period: int | None, named: Edition | None = None) -> Edition | Diagnostic:
    """The edition that governs a year, or why there is not exactly one; a named one decides the years that it assesses."""
    assert period is not None, "every record of a facts file has its year"
    found = governing(catalogue_under(library, line, {}), line, period, [named] if named else [])
    if isinstance(found, Diagnostic):
        return found
    return named if named is not None and found == named.id else library.load(found)


def known(choices: Mapping[str, str], edition: Edition) -> dict[str, str]:
    """The choices that an edition has readings and options for."""
    return {name: option for name, option in choices.items() if name in edition.readings and option in edition.readings[name].options}
