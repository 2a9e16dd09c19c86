"""The working-day calendar against the library's own counting, and against days that are known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzrules.procedures.calendar import FIRST_YEAR, LAST_YEAR, work_calendar
from kzrules.procedures.calendar_file import CalendarFile, calendar_from_bytes

holidays = pytest.importorskip("holidays", reason="extra [calendar] is not installed")
CALENDAR = work_calendar()
LIBRARY = holidays.country_holidays("KZ", years=range(FIRST_YEAR - 1, LAST_YEAR + 2))
DAYS = st.dates(date(2013, 3, 1), date(2026, 9, 30))
COUNTS = st.integers(1, 40)


@given(day=DAYS, count=COUNTS)
def test_the_nth_working_day_is_that_of_the_library(day: date, count: int) -> None:
    assert CALENDAR.shifted(day, count) == LIBRARY.get_nth_working_day(day, count)
    assert CALENDAR.shifted(day, -count) == LIBRARY.get_nth_working_day(day, -count)


@given(day=DAYS, count=COUNTS)
def test_the_nth_working_day_is_that_of_plain_counting(day: date, count: int) -> None:
    found, left = day, count
    while left:
        found += timedelta(days=1)
        left -= CALENDAR.is_working(found)
    assert CALENDAR.shifted(day, count) == found


@given(day=DAYS, first=COUNTS, then=COUNTS)
def test_counting_in_two_steps_is_counting_at_once(day: date, first: int, then: int) -> None:
    middle = CALENDAR.shifted(day, first)
    assert middle is not None
    assert CALENDAR.shifted(middle, then) == CALENDAR.shifted(day, first + then)


@given(day=DAYS, count=COUNTS)
def test_there_and_back_is_the_same_working_day(day: date, count: int) -> None:
    there = CALENDAR.shifted(day, count)
    assert there is not None
    assert CALENDAR.is_working(there)
    back = CALENDAR.shifted(there, -count)
    assert back == (day if CALENDAR.is_working(day) else CALENDAR.shifted(day, -1))


def test_days_that_are_known() -> None:
    off = ("2013-05-10", "2018-12-31", "2019-12-02", "2020-01-03", "2020-07-31", "2022-08-29", "2024-05-08", "2025-01-03")
    working = ("2013-12-28", "2018-12-29", "2020-01-05", "2020-12-20", "2022-08-27", "2024-05-04", "2026-08-31")
    assert not [day for day in off if CALENDAR.is_working(date.fromisoformat(day))]
    assert [day for day in working if CALENDAR.is_working(date.fromisoformat(day))] == list(working)


def test_a_year_without_known_transfers_and_a_calculated_date_are_doubted() -> None:
    said = [text["ru"] for text in CALENDAR.doubts_between(date(2026, 5, 20), date(2026, 6, 1))]
    assert said == [
        "за 2026 год календарь не знает ни одного переноса выходных: сверьте с решением Правительства (--calendar)",
        "Курбан-айт, 27.05.2026: дата рассчитана по луне, не подтверждена",
    ]
    assert CALENDAR.doubts_between(date(2024, 1, 1), date(2024, 12, 31)) == []


def test_a_file_adds_days_and_years() -> None:
    text = "years: [2026, 2027]\ndays_off: [{day: 2026-01-05}]\nworking_days: [{day: 2026-01-10}, {day: 2026-03-09}]\n"
    file, faults = calendar_from_bytes(text.encode(), "calendar.yaml")
    assert not faults
    more = work_calendar(file)
    assert more.last == date(2027, 12, 31)
    assert [more.is_working(date(2026, month, day)) for month, day in ((1, 5), (1, 10), (3, 9))] == [False, True, True]
    assert [CALENDAR.is_working(date(2026, month, day)) for month, day in ((1, 5), (1, 10), (3, 9))] == [True, False, False]
    assert more.doubts_between(date(2026, 1, 1), date(2026, 12, 31)) == []


def test_years_of_a_file_that_leave_a_gap_do_not_stretch_the_calendar() -> None:
    assert work_calendar(CalendarFile((2029,), {}, {})).last == date(2026, 12, 31)
