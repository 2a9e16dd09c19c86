"""What the fast reader does not tell of an .ods sheet: which cells a formula made or a percent sign ends, how far its values reach."""

from __future__ import annotations

import io
import xml.parsers.expat
import zipfile
from typing import Literal

from kzrules.forms.sheet_extent import Extent

Marks = dict[str, dict[tuple[int, int], str]]
"""By sheet, by row and column from 1: the formula as written, or `%`."""
PERCENT: Literal["%"] = "%"
_TABLE, _ROW = "table:table", "table:table-row"
_CELLS = ("table:table-cell", "table:covered-table-cell")
_REPEAT_LIMIT = 1000
"""A marked cell repeated more often than this is a filled-down sheet; its first ones are enough to be refused."""


def ods_marks(data: bytes) -> tuple[Marks, list[Extent]]:
    """The formulas and percentages of an .ods workbook, and the extent of each of its sheets.

    Raises:
        ValueError: where its content is not XML, or declares entities.

    """
    reader = _Reader()
    parser = xml.parsers.expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.EntityDeclHandler = _refuse
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        try:
            parser.Parse(package.read("content.xml"), True)
        except xml.parsers.expat.ExpatError as error:
            raise ValueError(str(error)) from None
    return reader.found, reader.extents


def _refuse(*_: object) -> None:
    raise ValueError("entities")


class _Reader:
    def __init__(self) -> None:
        self.found: Marks = {}
        self.extents: list[Extent] = []
        self.name = ""
        self.sheet: dict[tuple[int, int], str] = {}
        self.row = self.column = self.repeated = self.depth = 0
        self.count = self.last_row = self.last_column = self.in_row = 0
        self.marks: dict[int, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == _TABLE:
            self.depth += 1
            if self.depth == 1:
                self.name = attributes.get("table:name", "")
                self.sheet = self.found.setdefault(self.name, {})
                self.row = self.count = self.last_row = self.last_column = 0
        elif self.depth != 1:
            return  # a table inside a cell is no part of the sheet
        elif name == _ROW:
            self.column, self.in_row, self.marks = 0, 0, {}
            self.repeated = int(attributes.get("table:number-rows-repeated", "1"))
        elif name in _CELLS:
            count = int(attributes.get("table:number-columns-repeated", "1"))
            mark = attributes.get("table:formula", "").partition(":")[2] or (PERCENT if attributes.get("office:value-type") == "percentage" else "")
            if mark:
                self.marks |= {self.column + n: mark for n in range(1, min(count, _REPEAT_LIMIT) + 1)}
            self.column += count
            if "office:value-type" in attributes or mark:
                self.in_row += count
                self.last_column = max(self.last_column, self.column)

    def end(self, name: str) -> None:
        if name == _TABLE:
            self.depth -= 1
            if not self.depth:
                self.extents.append(Extent(self.name, self.count, self.last_row, self.last_column))
        elif name == _ROW and self.depth == 1:
            for number in range(1, min(self.repeated, _REPEAT_LIMIT) + 1):
                self.sheet |= {(self.row + number, column): mark for column, mark in self.marks.items()}
            self.row += self.repeated
            self.count += self.in_row * self.repeated
            if self.in_row:
                self.last_row = self.row
