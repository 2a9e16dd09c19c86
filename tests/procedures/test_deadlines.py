"""Due dates against days counted by hand, and sentences that must hold for every term."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kzrules.procedures.calendar import work_calendar
from kzrules.procedures.deadlines import Counting, days_late, due_of, dues_of
from kzrules.procedures.moments import moment_of
from kzrules.procedures.procedure import Procedure, Rule
from kzrules.procedures.procedure_files import open_counting, open_procedures

pytest.importorskip("holidays", reason="extra [calendar] is not installed")
CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "counted-by-hand.yaml").read_text(encoding="utf-8"))
PROCEDURES = open_procedures()
SHARED = open_counting()
CALENDAR = work_calendar()
PLAIN = Counting(CALENDAR, SHARED, {})
RULES = [(p, r) for p in PROCEDURES.values() for r in p.rules.values()]
DAYS = st.dates(date(2014, 1, 1), date(2025, 6, 30))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_due_date_is_the_one_counted_by_hand(case: dict[str, Any]) -> None:
    procedure = PROCEDURES[case["procedure"]]
    moment = moment_of(str(case["day"]), procedure.events[case["event"]].kind)
    assert moment is not None
    dues, faults = dues_of(procedure, case["event"], moment, Counting(CALENDAR, SHARED, case.get("reading", {})))
    assert not faults
    found = {due.rule.id: due.day for due in dues}
    assert {name: found[name] for name in case["due"]} == case["due"]


@given(pair=st.sampled_from(RULES), day=DAYS)
def test_a_later_event_never_has_an_earlier_term(pair: tuple[Procedure, Rule], day: date) -> None:
    first, next_day = (due_of(*pair, d, PLAIN) for d in (day, day + timedelta(days=1)))
    assert first is not None
    assert next_day is not None
    assert first.day <= next_day.day or pair[1].limit.kind == "by_day"


@given(pair=st.sampled_from(RULES), day=DAYS)
def test_a_term_that_moves_never_ends_on_a_day_off(pair: tuple[Procedure, Rule], day: date) -> None:
    due = due_of(*pair, day, PLAIN)
    assert due is not None
    movable = due.limit.kind in ("within", "by_day") and not (due.limit.span and not due.limit.span.number)
    assert not movable or CALENDAR.is_working(due.day)


@given(pair=st.sampled_from(RULES), day=DAYS, reading=st.sampled_from(sorted(SHARED)))
def test_the_other_dates_that_are_shown_are_those_of_the_other_options(pair: tuple[Procedure, Rule], day: date, reading: str) -> None:
    due = due_of(*pair, day, PLAIN)
    assert due is not None
    shown = {r.id: dict(dates) for r, _, dates in due.others}
    for option in SHARED[reading].options:
        other = due_of(*pair, day, PLAIN.choosing(reading, option))
        assert other is not None
        if option != SHARED[reading].default:
            assert shown.get(reading, {}).get(option, due.day) == other.day


@given(pair=st.sampled_from(RULES), day=DAYS)
def test_days_that_are_said_to_be_skipped_are_days_off_before_the_due_day(pair: tuple[Procedure, Rule], day: date) -> None:
    due = due_of(*pair, day, PLAIN)
    assert due is not None
    assert all(not CALENDAR.is_working(d) for d, _ in due.skipped)
    if due.limit.kind == "within" and due.limit.span and due.limit.span.unit == "working_days":
        between = {due.start + timedelta(days=n) for n in range(1, (due.day - due.start).days)}
        assert len(between) == due.limit.span.number - 1 + len(due.skipped)
        assert {d for d, _ in due.skipped} <= between


@given(due=DAYS, late=st.integers(-5, 60))
def test_lateness_in_working_days_is_never_more_than_in_calendar_days(due: date, late: int) -> None:
    filed = due + timedelta(days=late)
    working, calendar = (days_late(due, filed, unit, CALENDAR) for unit in ("working_days", "calendar_days"))
    assert calendar == max(0, late)
    assert 0 <= working <= calendar
    assert (working > 0) == (late > 0)


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("2024-02-29", "day", date(2024, 2, 29)),
        ("29.02.2024", "day", date(2024, 2, 29)),
        ("29.02.2023", "day", None),
        ("2024", "day", None),
        ("2024Q1", "period", date(2024, 3, 31)),
        ("2024-q4", "period", date(2024, 12, 31)),
        ("2024К2", "period", date(2024, 6, 30)),
        ("2024H1", "period", date(2024, 6, 30)),
        ("2024-02", "period", date(2024, 2, 29)),
        ("2024-13", "period", None),
        ("2024Q5", "period", None),
        ("2024", "year", date(2024, 12, 31)),
        ("2024Q1", "year", None),
    ],
)
def test_a_moment_is_read_or_refused(text: str, kind: Any, day: date | None) -> None:
    found = moment_of(text, kind)
    assert (found.day if found else None) == day
