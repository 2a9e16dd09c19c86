"""Reporting periods: a year, a quarter, a month; what they are called, what they contain, when they end."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

Every = Literal["month", "quarter", "year", "once"]
MONTHS = {
    "ru": ("январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
    "kk": ("қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
}
_ROMAN = ("I", "II", "III", "IV")
_WRITTEN = re.compile(r"(\d{4})(?:Q([1-4])|-(0[1-9]|1[0-2]))?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A reporting period, by its first and last month.

    Attributes:
        year: the calendar year.
        first: its first month, 1..12.
        last: its last month, 1..12.

    """

    year: int
    first: int = 1
    last: int = 12

    def __str__(self) -> str:
        if self.first == self.last:
            return f"{self.year}-{self.first:02}"
        return str(self.year) if (self.first, self.last) == (1, 12) else f"{self.year}Q{self.last // 3}"

    @property
    def every(self) -> Every:
        """How long it is."""
        return "month" if self.first == self.last else "year" if self.last - self.first == 11 else "quarter"

    def label(self, lang: str = "ru") -> str:
        """`III квартал 2024 года`."""
        quarter, month = _ROMAN[self.last // 3 - 1 if self.last >= 3 else 0], MONTHS[lang][self.first - 1]
        words = {
            "quarter": {
                "ru": f"{quarter} квартал {self.year} года",
                "kk": f"{self.year} жылғы {quarter} тоқсан",
                "en": f"quarter {quarter} of {self.year}",
            },
            "month": {"ru": f"{month} {self.year} года", "kk": f"{self.year} жылғы {month}", "en": f"{month} {self.year}"},
        }
        return words.get(self.every, {"ru": f"{self.year} год", "kk": f"{self.year} жыл", "en": str(self.year)})[lang]

    @property
    def end(self) -> date:
        """Its last day."""
        return date(self.year, self.last, calendar.monthrange(self.year, self.last)[1])

    def holds(self, other: Period) -> bool:
        """Whether another period lies in this one."""
        return self.year == other.year and self.first <= other.first and other.last <= self.last

    def meets(self, other: Period) -> bool:
        """Whether they have a month in common."""
        return self.year == other.year and self.first <= other.last and other.first <= self.last

    def day_after(self, day: int) -> date:
        """The day `day` of the month that follows the period."""
        month = self.last % 12 + 1
        return date(self.year + (self.last == 12), month, day)


def period_from_text(written: str) -> Period | None:
    """`2024`, `2024Q3` or `2024-07`; None for anything else."""
    found = _WRITTEN.fullmatch(written.strip())
    if found is None:
        return None
    year, quarter, month = int(found[1]), found[2], found[3]
    if quarter:
        return Period(year, 3 * int(quarter) - 2, 3 * int(quarter))
    return Period(year, int(month), int(month)) if month else Period(year)


def whole(periods: list[Period]) -> Period | None:
    """The period that these make up without a gap or an overlap; None when they make up none."""
    ordered = sorted(periods)
    if not ordered or any(a.year != b.year or b.first != a.last + 1 for a, b in pairwise(ordered)):
        return None
    first, last = ordered[0].first, ordered[-1].last
    spans = [(m, m) for m in range(1, 13)] + [(q, q + 2) for q in (1, 4, 7, 10)] + [(1, 12)]
    return Period(ordered[0].year, first, last) if (first, last) in spans else None
