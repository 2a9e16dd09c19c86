"""A filled form: the value of each cell, the names of the added lines, and where each stood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from kzrules.forms.form import Column, Form, Row, Section
from kzrules.forms.periods import Period
from kzrules.place import Place
from kzrules.program import Kind
from kzrules.values import Missing

CellValue = Fraction | str | bool | date | Missing
"""A number, a text or the code of a choice, yes or no (a mark is yes), a day, or "-" (Missing)."""
NO_INFORMATION = Missing()
Counts = Mapping[tuple[str, str], int]
"""How many lines are added below a row, by section and row code."""


class CellKey(NamedTuple):
    """A cell: section, row code, column id; `line` counts the added lines from 1, 0 is the row itself."""

    section: str
    row: str
    column: str
    line: int = 0


class LineKey(NamedTuple):
    """An added line: section, row code, number from 1."""

    section: str
    row: str
    line: int


@dataclass(frozen=True, slots=True)
class Filing:
    """One form filled by one body for one period.

    Attributes:
        body: the body's id; empty where the file does not tell.
        kind: the body's kind; None where the file does not tell.
        name: the body's name as written.
        cells: what stands in each cell; an empty optional cell is not there.
        names: what names each added line.
        places: where each cell stands.
        file: the file it came from.

    """

    form: Form
    body: str
    kind: Kind | None
    name: str
    period: Period
    cells: Mapping[CellKey, CellValue]
    names: Mapping[LineKey, tuple[str, ...]]
    places: Mapping[CellKey, Place] = field(default_factory=dict)
    file: str = ""

    @property
    def counts(self) -> Counts:
        """How many lines there are below each row."""
        found: dict[tuple[str, str], int] = {}
        for key in self.names:
            found[key.section, key.row] = max(key.line, found.get((key.section, key.row), 0))
        return found

    def lines(self, section: str, row: str) -> list[int]:
        """The numbers of the lines added below a row."""
        return sorted(key.line for key in self.names if (key.section, key.row) == (section, row))


def cells_of(form: Form, counts: Counts, kind: Kind | None = None) -> Iterator[tuple[CellKey, Section, Row, Column]]:
    """Every cell of a form with so many lines below its rows, in reading order; rows of the other body kind are left out."""
    for section, row in form.rows():
        if row.only and kind and row.only != kind:
            continue
        columns = [column for column in section.columns if row.has(column)]
        for line in range(counts.get((section.id, row.code), 0) + 1):
            if line == 0 and row.lines and not row.over_lines and row.kind == "heading":
                continue
            for column in columns if line == 0 else section.columns:
                yield CellKey(section.id, row.code, column.id, line), section, row, column
