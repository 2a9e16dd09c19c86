"""The cells of a workbook as they stand: values, formulas, errors, with the libraries that read them kept in this one room."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kzrules.diagnostic import Diagnostic
from kzrules.extras import needed
from kzrules.forms.workbook_guard import WorkbookKind
from kzrules.place import file_place

ROWS_LIMIT = 200_000
_BEYOND = (40, 12)
"""Rows and columns read past the last value: a formula without a cached value counts as none for the fast reader."""


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """A cell that holds an error of the spreadsheet: `#ДЕЛ/0!`."""

    text: str


CellContent = Fraction | str | bool | date | ErrorValue | None


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in a cell; `formula` where it is computed (its value is then the last one saved, or None)."""

    value: CellContent
    formula: str = ""


EMPTY = Found(None)
Cells = Mapping[tuple[int, int], Found]


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: its cells by row and column, both from 1."""

    name: str
    cells: Cells

    def at(self, row: int, column: int) -> Found:
        """A cell; an empty one where nothing stands."""
        return self.cells.get((row, column), EMPTY)

    def rows(self) -> list[int]:
        """The rows that hold anything."""
        return sorted({row for row, _ in self.cells})


def grids_of(data: bytes, file: str, kind: WorkbookKind) -> tuple[list[Grid], list[Diagnostic]]:
    """The sheets of a workbook; formulas are seen in .xlsx only.

    Raises:
        NotInstalled: without the extra `excel`.

    """
    calamine = needed("python_calamine", "excel")
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    except (calamine.CalamineError, ValueError, OSError):
        return [], [Diagnostic("KZ813", file_place(file))]
    long = [name for name, rows in sheets.items() if len(rows) > ROWS_LIMIT]
    if long:
        return [], [Diagnostic("KZ817", file_place(file), {"sheet": name, "rows": len(sheets[name]), "limit": ROWS_LIMIT}) for name in long]
    values = {name: _values(rows) for name, rows in sheets.items()}
    if kind == "xlsx":
        return _with_formulas(data, file, values, sheets)
    return [Grid(name, cells) for name, cells in values.items()], []


def _values(rows: list[list[Any]]) -> dict[tuple[int, int], Found]:
    found = {}
    for r, row in enumerate(rows, 1):
        for c, value in enumerate(row, 1):
            content = content_of(value)
            if content is not None:
                found[r, c] = Found(content)
    return found


def _with_formulas(data: bytes, file: str, values: Mapping[str, Cells], sheets: Mapping[str, list[Any]]) -> tuple[list[Grid], list[Diagnostic]]:
    openpyxl = needed("openpyxl", "excel")
    grids = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about parts of the workbook that openpyxl does not keep: nothing is saved here
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
            for name in book.sheetnames:
                rows = sheets.get(name, [])
                last = (len(rows) + _BEYOND[0], max(map(len, rows), default=0) + _BEYOND[1])
                grids.append(Grid(name, _merged(book[name], values.get(name, {}), last)))
            book.close()
    except Exception:
        return [], [Diagnostic("KZ813", file_place(file))]
    return grids, []


def _merged(sheet: Any, values: Cells, last: tuple[int, int]) -> dict[tuple[int, int], Found]:
    merged = {}
    for row in sheet.iter_rows(min_row=1, max_row=last[0], max_col=last[1]):
        for cell in row:
            if cell.value is None:
                continue
            spot = (cell.row, cell.column)
            if cell.data_type == "f":
                merged[spot] = Found(values.get(spot, EMPTY).value, str(getattr(cell.value, "text", cell.value)))
            elif cell.data_type == "e":
                merged[spot] = Found(ErrorValue(str(cell.value)))
            else:
                content = content_of(cell.value)
                if content is not None:
                    merged[spot] = Found(content)
    return merged


def content_of(value: Any) -> CellContent:
    """A library's value as ours: numbers as the decimal they are shown by, days without their midnight."""
    match value:
        case None:
            return None
        case bool():
            return value
        case int():
            return Fraction(value)
        case float():
            return Fraction(Decimal(repr(value))) if value == value and abs(value) != float("inf") else ErrorValue("#NUM!")  # noqa: PLR0124 - nan
        case datetime():
            return value.date()
        case date():
            return value
        case time():
            return value.isoformat()
        case _:
            text = str(value)
            if text.startswith("#") and text.rstrip("!?").isupper():
                return ErrorValue(text)
            return text if text.strip() else None
