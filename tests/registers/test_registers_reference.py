"""What DuckDB counts is what a plain loop over dates counts, whatever the register and the readings."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzrules.place import Place
from kzrules.procedures.calendar import WorkCalendar, work_calendar
from kzrules.procedures.procedure_files import open_procedures
from kzrules.registers.counts import open_counts
from kzrules.registers.derive import Wanted, derive
from kzrules.registers.layout import layout_from_bytes

pytest.importorskip("duckdb", reason="extra [registers] is not installed")
pytest.importorskip("holidays", reason="extra [calendar] is not installed")
CALENDAR = work_calendar()
PROCEDURES = open_procedures()
YEAR = 2019
LAYOUT = """\
register: %s
columns: {%s}
dates: [yyyy-mm-dd]
bodies:
  - {body: alpha, kind: central, called: [Альфа, альфа министрлігі]}
  - {body: beta, kind: local, called: [Бета]}
"""
COMPLAINT = ("case", "body", "registered", "done", "addressee", "extended_on", "extension_days", "notified_on", "result", "repeat")
SERVICE = ("case", "body", "registered", "done", "term", "term_unit", "channel", "outage")
NAMES = {"Альфа": "alpha", "  альфа Министрлігі ": "alpha", "БЕТА": "beta", "beta": "beta"}


def nth_working(day: date, count: int, included: bool, calendar: WorkCalendar) -> date:
    """The last day of a term in working days, by counting."""
    found = day
    left = count - (included and calendar.is_working(day))
    while left > 0:
        found += timedelta(days=1)
        left -= calendar.is_working(found)
    return found


@dataclass(frozen=True)
class Reference:
    """The plain loop."""

    choices: dict[str, str]
    as_of: date

    @property
    def included(self) -> bool:
        return self.choices["first_day"] == "included"

    def complaint_due(self, row: dict[str, Any]) -> date:
        due = nth_working(row["registered"], 15 if row["addressee"] == "authorised" else 5, self.included, CALENDAR)
        if row["extended_on"] is None:
            return due
        days = row["extension_days"] if row["extension_days"] is not None else 10
        told_by = nth_working(row["extended_on"], 3, self.included, CALENDAR)
        in_time = row["notified_on"] is not None and row["notified_on"] <= told_by
        if self.choices["late_notice"] == "void" and not in_time:
            return due
        if self.choices["after_expiry"] == "void" and row["extended_on"] > due:
            return due
        if self.choices["too_long"] == "void" and days > 10:
            return due
        return nth_working(due, min(days, 10), False, CALENDAR)

    def service_due(self, row: dict[str, Any]) -> date:
        if row["term_unit"] != "calendar_days":
            return nth_working(row["registered"], row["term"], self.included, CALENDAR)
        due: date = row["registered"] + timedelta(days=row["term"] - self.included)
        while self.choices["last_day"] == "moves" and not CALENDAR.is_working(due):
            due += timedelta(days=1)
        return due

    def verdict(self, row: dict[str, Any], due: date) -> tuple[int | None, bool]:
        """The year that the case belongs to, if it is counted, and whether it is late."""
        late = (row["done"] or self.as_of + timedelta(days=1)) > due
        if row["done"] is None and (not late or self.choices["unfinished"] == "ignored"):
            return None, late
        return (row["registered"] if self.choices["case_year"] == "registered" else row["done"] or due).year, late

    def complaints(self, rows: list[dict[str, Any]]) -> Counter[tuple[str, str]]:
        found: Counter[tuple[str, str]] = Counter()
        for row in rows:
            year, late = self.verdict(row, self.complaint_due(row))
            if year == YEAR:
                body = NAMES[row["body"]]
                found[body, "complaints_reviewed"] += 1
                found[body, "complaints_late"] += late
                found[body, "repeat_complaints_satisfied"] += row["repeat"] and row["result"] == "satisfied"
        return found

    def services(self, rows: list[dict[str, Any]]) -> Counter[tuple[str, str]]:
        found: Counter[tuple[str, str]] = Counter()
        for row in rows:
            year, late = self.verdict(row, self.service_due(row))
            if year == YEAR:
                body, long = NAMES[row["body"]], row["term"] > 1
                found[body, "services_total"] += 1
                found[body, "services_over_one_day"] += long
                found[body, "services_late"] += late and long and not row["outage"]
                found[body, "services_electronic"] += row["channel"] == "portal"
        return found


FIRST, ROWS = date(2018, 12, 10), 150
SEEDS = st.integers(0, 2**32)


def choices(*more: str) -> st.SearchStrategy[dict[str, str]]:
    options = {
        "first_day": ["excluded", "included"],
        "last_day": ["moves", "stays"],
        "unfinished": ["late", "ignored"],
        "case_year": ["done", "registered"],
        "late_notice": ["void", "valid"],
        "too_long": ["cut", "void"],
        "after_expiry": ["void", "valid"],
    }
    wanted = ("first_day", "last_day", "unfinished", "case_year", *more)
    return st.fixed_dictionaries({name: st.sampled_from(options[name]) for name in wanted})


def complaint(chance: Random) -> dict[str, Any]:
    registered = FIRST + timedelta(days=chance.randrange(400))
    done = registered + timedelta(days=chance.choice([*range(4, 12), *range(0, 40, 3)])) if chance.random() < 0.85 else None
    extended_on = registered + timedelta(days=chance.randrange(12)) if chance.random() < 0.5 else None
    return {
        "body": chance.choice(sorted(NAMES)),
        "registered": registered,
        "done": done,
        "addressee": chance.choice(["body", "body", "authorised"]),
        "extended_on": extended_on,
        "extension_days": chance.choice([None, 0, 3, 9, 10, 11, 14]) if extended_on else None,
        "notified_on": extended_on + timedelta(days=chance.randrange(8)) if extended_on and chance.random() < 0.8 else None,
        "result": chance.choice(["satisfied", "refused", "other"]) if done else None,
        "repeat": chance.random() < 0.3,
    }


def service(chance: Random) -> dict[str, Any]:
    registered, term = FIRST + timedelta(days=chance.randrange(400)), chance.randint(1, 20)
    return {
        "body": chance.choice(sorted(NAMES)),
        "registered": registered,
        "done": registered + timedelta(days=max(0, term + chance.randint(-2, 12))) if chance.random() < 0.9 else None,
        "term": term,
        "term_unit": chance.choice(["working_days", "calendar_days"]),
        "channel": chance.choice(["portal", "paper"]),
        "outage": chance.random() < 0.2,
    }


def counted(
    folder: Path, register: str, edition: str, names: tuple[str, ...], rows: list[dict[str, Any]], chosen: dict[str, str]
) -> Counter[tuple[str, str]]:
    path = folder / "register.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(names)
        for number, row in enumerate(rows):
            table.writerow([written(number if name == "case" else row[name]) for name in names])
    layout, faults = layout_from_bytes((LAYOUT % (register, ", ".join(f"{n}: {n}" for n in names))).encode(), "layout.yaml")
    assert layout is not None, faults
    counts = open_counts(register, edition, Place("layout.yaml"), PROCEDURES)
    derived, faults = derive([path], layout, counts, None, CALENDAR, Wanted((YEAR,), chosen, "500MB", folder / "late.csv"))
    assert derived is not None, faults
    assert not derived.bad
    assert derived.cases == len(rows)
    found: Counter[tuple[str, str]] = Counter({(body.id, fact): int(value) for body in derived.bodies for fact, value in body.values.items()})  # type: ignore[arg-type]
    late = list(csv.DictReader(io.StringIO((folder / "late.csv").read_text(encoding="utf-8"))))
    assert len(late) == sum(n for (_, fact), n in found.items() if fact.endswith("_late"))
    assert all(day(row["срок до"]) < day(row["окончен"] or f"01.01.{YEAR + 1}") for row in late)
    return +found


def day(text: str) -> date:
    return date(*map(int, reversed(text.split("."))))


def written(value: Any) -> str:
    return {None: "", True: "да", False: "нет"}.get(value, str(value)) if value is None or isinstance(value, bool) else str(value)


@settings(max_examples=20)
@given(seed=SEEDS, chosen=choices("late_notice", "too_long", "after_expiry"))
def test_complaints_are_counted_as_by_a_plain_loop(seed: int, chosen: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> None:
    chance = Random(seed)
    rows = [complaint(chance) for _ in range(ROWS)]
    found = counted(tmp_path_factory.mktemp("r"), "complaints", "interaction/2019-03", COMPLAINT, rows, chosen)
    assert found == +Reference(chosen, date(YEAR, 12, 31)).complaints(rows)


@settings(max_examples=20)
@given(seed=SEEDS, chosen=choices())
def test_services_are_counted_as_by_a_plain_loop(seed: int, chosen: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> None:
    chance = Random(seed)
    rows = [service(chance) for _ in range(ROWS)]
    found = counted(tmp_path_factory.mktemp("r"), "services", "interaction/2020-03", SERVICE, rows, chosen)
    assert found == +Reference(chosen, date(YEAR, 12, 31)).services(rows)
