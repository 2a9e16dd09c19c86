"""A calendar file: days off and working days that the library does not know, by government decree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kzrules.acts import is_date, unreal_dates
from kzrules.diagnostic import Diagnostic, errors, in_file_order
from kzrules.nodes import Node, read_nodes
from kzrules.reading_nodes import Labels, fields, items, labels, text
from kzrules.shape import shape_faults

_TODO = (
    "начните с days_off: и дней, как в examples/registers/calendar.yaml",
    "begin with days_off: and the days, as in examples/registers/calendar.yaml",
)


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """What a file adds to the calendar.

    Attributes:
        years: the years for which the file says all that is to be said: they need no caveat, and may go beyond the library.
        off: days off by date, with why.
        working: working days by date, with why.

    """

    years: tuple[int, ...]
    off: Mapping[date, Labels]
    working: Mapping[date, Labels]


def calendar_from_bytes(data: bytes, file: str) -> tuple[CalendarFile | None, list[Diagnostic]]:
    """The days of a file, or None and every fault."""
    root, faults = read_nodes(data, file, _TODO)
    if root is None or errors(faults):
        return None, in_file_order(faults)
    faults += shape_faults(root, "calendar")
    faults += unreal_dates(root)
    if errors(faults):
        return None, in_file_order(faults)
    top = fields(root)
    off, working = _days(top.get("days_off")), _days(top.get("working_days"))
    faults += list(_twice(top))
    years = tuple(int(text(year)) for year in items(top.get("years")))
    return (None if errors(faults) else CalendarFile(years, off, working)), in_file_order(faults)


def _days(node: Node | None) -> dict[date, Labels]:
    found = map(fields, items(node))
    return {date.fromisoformat(text(entry["day"])): labels(entry.get("why")) for entry in found if is_date(text(entry["day"]))}


def _twice(top: Mapping[str, Node]) -> Iterator[Diagnostic]:
    """A day stands once, and is either off or working."""
    seen: set[str] = set()
    for key in ("days_off", "working_days"):
        for entry in map(fields, items(top.get(key))):
            day = text(entry["day"])
            if day in seen:
                yield Diagnostic("KZ852", entry["day"].place, {"day": day})
            seen.add(day)
