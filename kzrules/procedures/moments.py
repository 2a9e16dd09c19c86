"""What `--on` may say: a day, a reporting period, a year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from kzrules.procedures.procedure import EventKind

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_LOCAL = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_PERIOD = re.compile(r"(\d{4})-?(?:([QqКк])([1-4])|([HhПп])([12])|(?:-?(\d{2})))?")
_FORMS = {
    "day": ("день: 2024-10-15 или 15.10.2024", "a day: 2024-10-15 or 15.10.2024"),
    "period": ("период: 2024Q3, 2024H1, 2024-09 или 2024", "a period: 2024Q3, 2024H1, 2024-09 or 2024"),
    "year": ("год: 2025", "a year: 2025"),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """An event's day, or the last day of its period; `text` is what was written."""

    day: date
    text: str
    kind: EventKind


def moment_of(text: str, kind: EventKind) -> Moment | None:
    """What a text says of an event of this kind; None when it says something else or a day that no calendar has."""
    found = _day(text) if kind == "day" else _period_end(text, whole_year=kind == "year")
    return Moment(found, text, kind) if found else None


def form_of(kind: EventKind, lang: str) -> str:
    """How an event of this kind is written."""
    return _FORMS[kind][lang == "en"]


def day_of(text: str) -> date | None:
    """The day that a text writes, `2024-10-15` or `15.10.2024`."""
    return _day(text)


def _day(text: str) -> date | None:
    if match := _ISO.fullmatch(text):
        year, month, day = map(int, match.groups())
    elif match := _LOCAL.fullmatch(text):
        day, month, year = map(int, match.groups())
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _period_end(text: str, whole_year: bool) -> date | None:
    match = _PERIOD.fullmatch(text)
    if not match:
        return None
    year, quarter, half, month = int(match[1]), match[3], match[5], match[6]
    if whole_year and (quarter or half or month):
        return None
    last = int(quarter) * 3 if quarter else int(half) * 6 if half else int(month) if month else 12
    if not 1 <= last <= 12 or not 1 <= year < 9999:
        return None
    return date(year + last // 12, last % 12 + 1, 1) - timedelta(days=1)
