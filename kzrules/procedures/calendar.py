"""The working-day calendar of Kazakhstan: Monday to Friday without holidays and transferred days off.

Holidays and the transfers that government decrees made come from the library `holidays`; a file of the user adds
what the library does not know. A year that neither knows is not computed, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from kzrules.diagnostic import Faults, errors
from kzrules.extras import needed
from kzrules.library import read_file, shown_path
from kzrules.procedures.calendar_file import CalendarFile, calendar_from_bytes
from kzrules.procedures.holiday_names import holiday_labels
from kzrules.reading_nodes import Labels

FIRST_YEAR, LAST_YEAR = 2013, 2026  # from the Law of 2013 to the last year whose holidays were seen in force
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Every day of the years that are known.

    Attributes:
        first: the first day that is known.
        last: the last day that is known.
        off: days that are no ordinary weekday or weekend day: holidays and transferred days off, with what they are.
        worked: days of a weekend that a decree or a file makes working, with why.
        doubts: sentences about a day or about a whole year, by its first and last day.
        working: all working days in order.
        upto: for each day since `first`, how many working days there are up to it, itself included.

    """

    first: date
    last: date
    off: Mapping[date, Labels]
    worked: Mapping[date, Labels]
    doubts: tuple[tuple[date, date, Labels], ...]
    working: tuple[date, ...]
    upto: tuple[int, ...]

    def knows(self, day: date) -> bool:
        """Whether the day lies in the years that are known."""
        return self.first <= day <= self.last

    def is_working(self, day: date) -> bool:
        """Whether a known day is a working day."""
        place = self.upto[(day - self.first).days]
        return place > 0 and self.working[place - 1] == day

    def shifted(self, day: date, count: int) -> date | None:
        """The `count`-th working day after a known day (before it when negative); None when it is beyond the calendar."""
        place = self.upto[(day - self.first).days]
        if count < 0 and not self.is_working(day):
            place += 1
        index = place - 1 + count
        return self.working[index] if 0 <= index < len(self.working) else None

    def moved(self, day: date) -> date | None:
        """The day itself when it is a working day, else the next working day; None when it is beyond the calendar."""
        return day if self.is_working(day) else self.shifted(day, 1)

    def days_off(self, first: date, last: date) -> Iterator[tuple[date, Labels]]:
        """The days off from `first` to `last`, both included, and what each is; nothing for an ordinary weekend day."""
        day = max(first, self.first)
        while day <= min(last, self.last):
            if not self.is_working(day):
                yield day, self.off.get(day, {})
            day += DAY

    def doubts_between(self, first: date, last: date) -> list[Labels]:
        """What is not certain about the days from `first` to `last`."""
        return [said for begin, end, said in self.doubts if begin <= last and first <= end]


def open_calendar(path: str | None) -> WorkCalendar:
    """The calendar, with the days of a file where one is named.

    Raises:
        Faults: when the file has faults.
        Unreadable: when it cannot be read.

    """
    if path is None:
        return work_calendar()
    file, faults = calendar_from_bytes(read_file(Path(path)), shown_path(Path(path)))
    if file is None:
        raise Faults(errors(faults))
    return work_calendar(file)


def work_calendar(file: CalendarFile | None = None) -> WorkCalendar:
    """The calendar of the library, with what a file adds.

    Raises:
        NotInstalled: when the library `holidays` is absent.

    """
    off, worked, doubts = _library()
    more = file or CalendarFile((), {}, {})
    last_year = LAST_YEAR
    while last_year + 1 in more.years:
        last_year += 1
    off = {day: said for day, said in off.items() if day not in more.working} | dict(more.off)
    worked = {day: said for day, said in worked.items() if day not in more.off} | dict(more.working)
    first, last = date(FIRST_YEAR, 1, 1), date(last_year, 12, 31)
    settled = tuple((a, b, said) for a, b, said in doubts if a.year not in more.years and a.year <= last_year)
    working, upto = [], []
    for number in range((last - first).days + 1):
        day = first + number * DAY
        if (day.weekday() < 5 and day not in off) or day in worked:
            working.append(day)
        upto.append(len(working))
    inside = {day: said for day, said in off.items() if first <= day <= last}
    return WorkCalendar(first, last, inside, {d: said for d, said in worked.items() if first <= d <= last}, settled, tuple(working), tuple(upto))


@cache
def _library() -> tuple[dict[date, Labels], dict[date, Labels], tuple[tuple[date, date, Labels], ...]]:
    """Days off, working weekend days and doubts of every year that the library may be asked for."""
    module = needed("holidays", "calendar")
    years = range(FIRST_YEAR - 1, LAST_YEAR + 12)
    found = module.country_holidays("KZ", years=years, language="en_US", expand=False)
    off = {day: holiday_labels(name) for day, name in found.items()}
    worked = {day: holiday_labels("Working day") for day in found.weekend_workdays}
    for day in worked:
        off.pop(day, None)
    doubts = [(day, day, holiday_labels(name, "doubt", day)) for day, name in found.items() if "estimated" in name]
    silent = (year for year in range(FIRST_YEAR, LAST_YEAR + 1) if year not in found.special_public_holidays)
    doubts += [(date(year, 1, 1), date(year, 12, 31), holiday_labels(str(year), "transfers")) for year in silent]
    return off, worked, tuple(sorted(doubts, key=lambda doubt: doubt[0]))
