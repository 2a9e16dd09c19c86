"""The cells of a workbook as they stand: values, formulas, errors, with the libraries that read them kept in this one room."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import Any

from kzrules.diagnostic import Diagnostic
from kzrules.extras import needed
from kzrules.forms.ods_marks import PERCENT, Marks, ods_marks
from kzrules.forms.sheet_extent import Extent, extents_of
from kzrules.forms.workbook_guard import WorkbookKind
from kzrules.place import cell_place, file_place

AREA_LIMIT = 5_000_000
"""Cells from A1 to the last value: the fast reader takes memory for each."""
CELLS_LIMIT = 300_000
"""Values in a sheet; more take longer to look at than anybody waits."""
_BEYOND = (40, 12)
"""Rows and columns read past the last value: a formula without a cached value counts as none for the fast reader."""


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """A cell that holds an error of the spreadsheet: `#ДЕЛ/0!`."""

    text: str


CellContent = Fraction | str | bool | date | ErrorValue | None


@dataclass(frozen=True, slots=True)
class Found:
    """What stands in a cell.

    Attributes:
        value: its content.
        formula: the formula where it is computed (the value is then the last one saved, or None).
        percent: whether the number is shown with a percent sign: 0.5 is seen as 50 %.

    """

    value: CellContent
    formula: str = ""
    percent: bool = False


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
    """The sheets of a workbook; formulas and percentages are not seen in the old .xls.

    Raises:
        NotInstalled: without the extra `excel`.

    """
    calamine = needed("python_calamine", "excel")
    try:
        marks, extents = _before_opening(data, kind)
        faults = [_too_wide(extent, file) for extent in extents if _is_too_wide(extent)]
        if faults:
            return [], faults
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        tables = [sheet.name for sheet in book.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet]
        sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in tables}
    except calamine.PasswordError:
        return [], [Diagnostic("KZ812", file_place(file))]
    except (calamine.CalamineError, zipfile.BadZipFile, KeyError, ValueError, OSError):
        return [], [Diagnostic("KZ813", file_place(file))]
    values = {name: _values(rows) for name, rows in sheets.items()}
    if kind == "xlsx":
        return _with_formulas(data, file, values, sheets)
    return [Grid(name, _marked(cells, marks.get(name, {}))) for name, cells in values.items()], []


def _before_opening(data: bytes, kind: WorkbookKind) -> tuple[Marks, Iterable[Extent]]:
    """What is told from the bytes alone; of the old .xls nothing, whose sheets are small."""
    if kind == "xls":
        return {}, []
    if kind == "ods":
        return ods_marks(data)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {}, list(extents_of(package))


def _is_too_wide(extent: Extent) -> bool:
    return extent.row * extent.column > AREA_LIMIT or extent.count > CELLS_LIMIT


def _too_wide(extent: Extent, file: str) -> Diagnostic:
    last = cell_place(file, extent.sheet, extent.row, extent.column).cell
    return Diagnostic("KZ817", file_place(file), {"sheet": extent.sheet, "cell": last, "count": extent.count})


def _marked(cells: Cells, marks: Mapping[tuple[int, int], str]) -> Cells:
    """The cells with their formulas and percent signs; a formula of an empty value is a formula too."""
    found = dict(cells)
    for spot, mark in marks.items():
        value = cells.get(spot, EMPTY).value
        found[spot] = Found(value, percent=True) if mark == PERCENT else Found(value, mark)
    return found


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
            for name, rows in sheets.items():
                last = (len(rows) + _BEYOND[0], max(map(len, rows), default=0) + _BEYOND[1])
                grids.append(Grid(name, _merged(book[name], values[name], last)))
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
                merged[spot] = Found(values.get(spot, EMPTY).value, _formula(cell.value))
            elif cell.data_type == "e":
                merged[spot] = Found(ErrorValue(str(cell.value)))
            else:
                content = content_of(cell.value)
                if content is not None:
                    merged[spot] = Found(content, percent=isinstance(content, Fraction) and "%" in (cell.number_format or ""))
    return merged


def _formula(written: Any) -> str:
    """A formula as written; of those for many cells at once, which are kept elsewhere in the file, the sign alone."""
    text = written if isinstance(written, str) else getattr(written, "text", None)
    return text if isinstance(text, str) and text.startswith("=") else "="


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
            return Fraction(Decimal(repr(value))) if isfinite(value) else ErrorValue("#NUM!")
        case datetime():
            return value.date()
        case date():
            return value
        case time():
            return value.isoformat()
        case timedelta():
            hours, rest = divmod(int(value.total_seconds()), 3600)
            return f"{hours}:{rest // 60:02}:{rest % 60:02}"
        case _:
            text = str(value)
            if text.startswith("#") and text.rstrip("!?").isupper():
                return ErrorValue(text)
            return text if text.strip() else None
