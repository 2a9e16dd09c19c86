"""A procedure: the time limits that an act prints, each with its place in the act.

A rule starts from an event, or from the due date of another rule. What the text leaves open is a reading with options.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from kzrules.citation import Citation
from kzrules.place import Place
from kzrules.reading_nodes import Labels

Unit = Literal["working_days", "calendar_days", "months"]
Kind = Literal["within", "at_least_before", "by_day", "upon_expiry"]
EventKind = Literal["day", "period", "year"]
UNITS: tuple[Unit, ...] = ("working_days", "calendar_days", "months")
KINDS: tuple[Kind, ...] = ("within", "at_least_before", "by_day", "upon_expiry")


@dataclass(frozen=True, slots=True)
class Span:
    """So many days or months."""

    number: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """A day of the month that follows a period (`month` 0), or of a month of the year before (-1) or after (1) the event's year."""

    day: int
    month: int
    years: int


@dataclass(frozen=True, slots=True)
class Limit:
    """What an act prints about a term, or what an option of a reading makes of it.

    Attributes:
        kind: up to a day after the event, before it, by a day of the calendar, or from the day after a term has run out.
        start: an event, or a rule whose due date starts this one.

    """

    kind: Kind
    start: str
    span: Span | None
    day: DayOfMonth | None


@dataclass(frozen=True, slots=True)
class Option:
    """One way to read an open place; `changes` holds what becomes of the limit (or, in a register, of the facts), by name."""

    id: str
    label: Labels
    changes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """A question that the text does not decide."""

    id: str
    question: Labels
    why: Labels
    cite: Citation | None
    confidence: str
    default: str
    options: Mapping[str, Option]


@dataclass(frozen=True, slots=True)
class Event:
    """What a term starts from: a day, a reporting period or a year."""

    id: str
    label: Labels
    kind: EventKind


@dataclass(frozen=True, slots=True)
class Rule:
    """One term."""

    id: str
    label: Labels
    who: Labels
    limit: Limit
    cite: Citation
    note: Labels
    reading: str
    ours: bool
    place: Place

    def under(self, procedure: Procedure, choices: Mapping[str, str]) -> Limit:
        """The limit under the chosen option of the rule's reading."""
        reading = procedure.readings.get(self.reading)
        if reading is None:
            return self.limit
        return replace(self.limit, **reading.options[choices.get(reading.id, reading.default)].changes)


@dataclass(frozen=True, slots=True)
class Stated:
    """What the act orders without a date that could be computed, or what it does not print at all."""

    label: Labels
    cite: Citation | None


@dataclass(frozen=True, slots=True)
class Reports:
    """A direction whose reports cost points when they are late, absent or incomplete.

    Attributes:
        unit: days in which lateness is counted.
        facts: which fact takes what: `days_late`, `absent`, `incomplete_reports`, `incomplete_parts`.

    """

    id: str
    label: Labels
    unit: Unit
    facts: Mapping[str, str]
    cite: Citation


@dataclass(frozen=True, slots=True)
class Procedure:
    """The terms of one act, or of one edition of it.

    Attributes:
        act: the act that prints them; `amended_by` the act whose wording was read.
        editions: the editions of a methodology whose procedure this is.
        seen: which text was read.
        since: the day before which that wording cannot have been in force; empty: no such day is known.

    """

    id: str
    act: str
    amended_by: str
    label: Labels
    seen: Labels
    since: str
    editions: tuple[str, ...]
    events: Mapping[str, Event]
    readings: Mapping[str, Reading]
    rules: Mapping[str, Rule]
    stated: tuple[Stated, ...]
    unprinted: tuple[Stated, ...]
    reports: Mapping[str, Reports]
    file: str

    def event_of(self, rule: Rule, choices: Mapping[str, str]) -> str:
        """The event that a rule goes back to, through the rules before it."""
        start = rule.under(self, choices).start
        while start in self.rules:
            start = self.rules[start].under(self, choices).start
        return start
