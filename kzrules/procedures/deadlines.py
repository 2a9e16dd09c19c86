"""Due dates: a rule, an event's day and a calendar to a day, with how it was counted and what stays open."""

from __future__ import annotations

import calendar as months
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import assert_never

from kzrules.diagnostic import Diagnostic
from kzrules.procedures.calendar import DAY, WorkCalendar
from kzrules.procedures.moments import Moment
from kzrules.procedures.procedure import DayOfMonth, Limit, Procedure, Reading, Rule, Span
from kzrules.reading_nodes import Labels

FIRST_DAY, LAST_DAY, CLEAR_DAYS, MONTH_DAY = "first_day", "last_day", "clear_days", "month_day"
Choices = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a term (or the first day after it, where the act says “upon expiry”).

    Attributes:
        start: the day that the term is counted from.
        day: the due day.
        before_moving: the day on which the term ran out, when the due day moved from a day off.
        skipped: days off that a term in working days passes over, or over which the last day moved, with what they are;
            empty labels for ordinary weekend days.
        worked: weekend days in between that a decree makes working.
        others: the readings that this date rests on, and the due day under each other option (None: beyond the calendar).
        doubts: what is not certain about the days in between.

    """

    procedure: Procedure
    rule: Rule
    limit: Limit
    start: date
    day: date
    before_moving: date | None
    skipped: tuple[tuple[date, Labels], ...]
    worked: tuple[tuple[date, Labels], ...]
    others: tuple[tuple[Reading, str, tuple[tuple[str, date | None], ...]], ...]
    doubts: tuple[Labels, ...]


@dataclass(frozen=True, slots=True)
class Counting:
    """How days are counted: the calendar, the readings that all terms share, and what is chosen."""

    calendar: WorkCalendar
    shared: Mapping[str, Reading]
    choices: Choices

    def option(self, reading: str) -> str:
        """The chosen option of a shared reading."""
        return self.choices.get(reading, self.shared[reading].default)

    def choosing(self, reading: str, option: str) -> Counting:
        """The same with one other choice."""
        return Counting(self.calendar, self.shared, {**self.choices, reading: option})


def dues_of(procedure: Procedure, event: str, moment: Moment, counting: Counting) -> tuple[list[Due], list[Diagnostic]]:
    """Every term that an event of a procedure starts, in the order of the act; faults where the calendar ends."""
    found: list[Due] = []
    faults: list[Diagnostic] = []
    for rule in procedure.rules.values():
        if procedure.event_of(rule, counting.choices) == event:
            due = due_of(procedure, rule, moment.day, counting)
            if due is None:
                first, last = counting.calendar.first, counting.calendar.last
                values = {"rule": rule.id, "on": moment.text, "first": f"{first:%d.%m.%Y}", "last": f"{last:%d.%m.%Y}"}
                faults.append(Diagnostic("KZ853", rule.place, values, rule.cite))
            else:
                found.append(due)
    return found, faults


def due_of(procedure: Procedure, rule: Rule, event_day: date, counting: Counting) -> Due | None:
    """The due day of a rule whose event falls on a day; None when it lies beyond the calendar."""
    start = _start(procedure, rule, event_day, counting)
    limit = rule.under(procedure, counting.choices)
    found = counted(limit, start, counting, chained=limit.start in procedure.rules) if start else None
    if start is None or found is None:
        return None
    day, before_moving = found
    first, last = min(start, day), max(start, day)
    in_working_days = limit.span is not None and limit.span.unit == "working_days"
    passed = first + DAY if in_working_days else before_moving or last + DAY
    return Due(
        procedure,
        rule,
        limit,
        start,
        day,
        before_moving,
        tuple(counting.calendar.days_off(passed, last - DAY)),
        tuple((d, said) for d, said in sorted(counting.calendar.worked.items()) if in_working_days and first <= d <= last),
        tuple(_others(procedure, rule, event_day, day, counting)),
        tuple(counting.calendar.doubts_between(first, last)),
    )


def counted(limit: Limit, start: date, counting: Counting, chained: bool = False) -> tuple[date, date | None] | None:
    """The due day of a limit from a day, and the day it moved from; None when it lies beyond the calendar.

    A term that is `chained` runs from the last day of another, which that one has used up: it is never its first day.
    """
    if not counting.calendar.knows(start) and not limit.day:
        return None
    match limit.kind:
        case "within":
            assert limit.span
            return _movable(_after(limit.span, start, counting, chained), limit.span, counting)
        case "upon_expiry":
            assert limit.span
            last = _after(limit.span, start, counting, chained)
            return (last + DAY, None) if last and counting.calendar.knows(last) else None
        case "at_least_before":
            assert limit.span
            day = _before(limit.span, start, counting)
            return (day, None) if day and counting.calendar.knows(day) else None
        case "by_day":
            assert limit.day
            return _movable(_day_of_month(limit.day, start, counting), None, counting)
        case _:
            assert_never(limit.kind)


def _start(procedure: Procedure, rule: Rule, event_day: date, counting: Counting) -> date | None:
    start = rule.under(procedure, counting.choices).start
    if start not in procedure.rules:
        return event_day
    before = due_of(procedure, procedure.rules[start], event_day, counting)
    return before.day if before else None


def _after(span: Span, start: date, counting: Counting, chained: bool) -> date | None:
    included = counting.option(FIRST_DAY) == "included" and span.number > 0 and not chained
    match span.unit:
        case "working_days":
            count = span.number - (included and counting.calendar.is_working(start))
            return counting.calendar.shifted(start, count) if count else start
        case "calendar_days":
            return start + timedelta(days=span.number - included)
        case "months":
            return _months_later(start, span.number) - timedelta(days=included)
        case _:
            assert_never(span.unit)


def _before(span: Span, event: date, counting: Counting) -> date | None:
    """The last day from which so many days remain before the event, the event's day not counted."""
    number = span.number + (counting.option(CLEAR_DAYS) == "clear")
    if span.unit == "working_days":
        return counting.calendar.shifted(event, -number) if number else event
    return event - timedelta(days=number) if span.unit == "calendar_days" else _months_later(event, -number)


def _movable(day: date | None, span: Span | None, counting: Counting) -> tuple[date, date | None] | None:
    """The day, moved to the next working day where the reading says so; terms in working days end on one anyway."""
    if day is None or not counting.calendar.knows(day):
        return None
    if counting.option(LAST_DAY) == "stays" or (span and (span.unit == "working_days" or not span.number)):
        return day, None
    moved = counting.calendar.moved(day)
    return (moved, day if moved != day else None) if moved else None


def _day_of_month(wanted: DayOfMonth, end: date, counting: Counting) -> date:
    following = end + DAY
    day = date(end.year + wanted.years, wanted.month, wanted.day) if wanted.month else date(following.year, following.month, wanted.day)
    return day - DAY if counting.option(MONTH_DAY) == "before" else day


def _months_later(day: date, number: int) -> date:
    """The same day so many months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def _others(
    procedure: Procedure, rule: Rule, event_day: date, day: date, counting: Counting
) -> list[tuple[Reading, str, tuple[tuple[str, date | None], ...]]]:
    """The readings on which the date rests: those of which some option gives another date."""
    found = []
    for reading in (*counting.shared.values(), *own_readings(procedure, rule, counting.choices)):
        chosen = counting.choices.get(reading.id, reading.default)
        dates = []
        for option in reading.options:
            other = counting.choosing(reading.id, option)
            if option == chosen or procedure.event_of(rule, other.choices) != procedure.event_of(rule, counting.choices):
                continue
            dates.append((option, _plain_day(procedure, rule, event_day, other)))
        moved = tuple((option, other) for option, other in dates if other != day)
        elsewhere = any(
            procedure.event_of(rule, {**counting.choices, reading.id: o}) != procedure.event_of(rule, counting.choices) for o in reading.options
        )
        if moved or elsewhere:
            found.append((reading, chosen, moved))
    return found


def _plain_day(procedure: Procedure, rule: Rule, event_day: date, counting: Counting) -> date | None:
    start: date | None = event_day
    limit = rule.under(procedure, counting.choices)
    if limit.start in procedure.rules:
        start = _plain_day(procedure, procedure.rules[limit.start], event_day, counting)
    found = counted(limit, start, counting, chained=limit.start in procedure.rules) if start else None
    return found[0] if found else None


def own_readings(procedure: Procedure, rule: Rule, choices: Choices) -> list[Reading]:
    """The readings of a rule and of the rules that it starts from."""
    found = [procedure.readings[rule.reading]] if rule.reading else []
    start = rule.under(procedure, choices).start
    return found + (own_readings(procedure, procedure.rules[start], choices) if start in procedure.rules else [])


def days_late(due: date, filed: date, unit: str, calendar: WorkCalendar) -> int:
    """How many days after the due day something was filed: 0 when it was in time.

    Args:
        due: the last day of the term, a day that the calendar knows.
        filed: the day of filing, a day that the calendar knows.
        unit: `calendar_days` or `working_days` (a day off on which it was filed counts as the next working day).
        calendar: the working days.

    """
    if filed <= due:
        return 0
    if unit == "calendar_days":
        return (filed - due).days
    count = calendar.upto[(filed - calendar.first).days] - calendar.upto[(due - calendar.first).days]
    return count + (not calendar.is_working(filed))
