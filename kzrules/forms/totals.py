"""Which cells a total adds up, and what comes out: one definition for the spreadsheet formula, the check and consolidation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from kzrules.forms.filing import NO_INFORMATION, CellKey, CellValue, Counts, cells_of
from kzrules.forms.form import Column, Form, Row
from kzrules.values import Missing

Cells = Mapping[CellKey, CellValue]
Dash = Literal["propagate", "zero"]
"""What "-" is inside a sum: unknown, so that the sum is unknown; or nothing."""


@dataclass(frozen=True, slots=True)
class Total:
    """A computed cell: the sum or the mean of others."""

    key: CellKey
    terms: tuple[CellKey, ...]
    mean: bool = False


def totals_of(form: Form, counts: Counts) -> Iterator[Total]:
    """Every computed cell of a form with so many lines below its rows; those it rests on come first."""
    found = {}
    for key, _, row, column in cells_of(form, counts):
        total = _total(key, row, column, counts)
        if total is not None:
            found[key] = total
    done: set[CellKey] = set()

    def ordered(total: Total) -> Iterator[Total]:
        if total.key not in done:
            done.add(total.key)
            for term in total.terms:
                if term in found:
                    yield from ordered(found[term])
            yield total

    for total in found.values():
        yield from ordered(total)


def _total(key: CellKey, row: Row, column: Column, counts: Counts) -> Total | None:
    if column.computed:
        return Total(key, tuple(key._replace(column=name) for name in column.sum or column.mean), mean=bool(column.mean))
    if key.line or row.kind != "total":
        return None
    if row.over_lines:
        lines = range(1, counts.get((key.section, row.code), 0) + 1)
        return Total(key, tuple(key._replace(line=line) for line in lines))
    return Total(key, tuple(key._replace(row=code) for code in row.sum))


def total_value(total: Total, cells: Cells, dash: Dash = "propagate") -> Fraction | Missing:
    """The total over the cells that are there."""
    given = [cells[term] for term in total.terms if term in cells]
    if dash == "propagate" and any(isinstance(value, Missing) for value in given):
        return NO_INFORMATION
    numbers = [value for value in given if isinstance(value, Fraction) and not isinstance(value, bool)]
    whole = sum(numbers, Fraction(0))
    if not total.mean:
        return whole
    return whole / len(numbers) if numbers else NO_INFORMATION


def with_totals(form: Form, counts: Counts, cells: Cells, dash: Dash = "propagate") -> dict[CellKey, CellValue]:
    """The cells with every total computed from the cells that the body fills in."""
    whole = dict(cells)
    for total in totals_of(form, counts):
        if any(term in whole for term in total.terms) or not total.terms:
            whole[total.key] = total_value(total, whole, dash)
    return whole
