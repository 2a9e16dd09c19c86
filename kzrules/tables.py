"""Point tables: which row a value falls in."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kzrules.program import Row, Table
from kzrules.values import Mark, Missing, NotApplicable, decimal_text, rounded, undecided


@dataclass(frozen=True, slots=True)
class Found:
    """The points of a value, the row that gave them, and the readings it rests on."""

    points: Fraction | Missing | Mark
    row: Row | None
    readings: tuple[str, ...]


def look_up(table: Table, value: Any) -> Found:
    """The row of a table for a value: Missing stays Missing; a hole of the act is undecided."""
    if isinstance(value, Missing):
        return Found(value, None, ())
    if value is NotApplicable:
        return Found(NotApplicable, None, ())
    readings = table.readings
    if table.rounding is not None and isinstance(value, Fraction):
        value = rounded(value, table.rounding.places, table.rounding.mode)
        readings = (*readings, *table.rounding.readings)
    for row in table.rows:
        if holds(row, value):
            points = row.points if row.points is not None else _hole(table, value)
            return Found(points, row, (*readings, *row.readings))
    return Found(_hole(table, value), None, readings)


def holds(row: Row, value: Any) -> bool:
    """Whether a value falls in a row."""
    if row.code:
        return bool(value == row.code)
    if not isinstance(value, Fraction):
        return False
    above = row.low is None or value > row.low or (row.low_included and value == row.low)
    below = row.high is None or value < row.high or (row.high_included and value == row.high)
    return above and below


def _hole(table: Table, value: Any) -> Missing:
    said = decimal_text(value) if isinstance(value, Fraction) else str(value)
    title = table.label.get("ru", table.id)
    return undecided(f"в таблице «{title}» нет строки для значения {said}", f"the table “{table.label.get('en', title)}” has no row for {said}")


def interval_text(row: Row) -> str:
    """`[20; 40)`: what a row covers, or its code."""
    if row.code:
        return row.code
    low = "(−∞" if row.low is None else ("[" if row.low_included else "(") + decimal_text(row.low)
    high = "+∞)" if row.high is None else decimal_text(row.high) + ("]" if row.high_included else ")")
    return f"{low}; {high}"
