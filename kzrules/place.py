"""Places in files: what every diagnostic and every traced input points at."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """A span in a text file, or a cell of a workbook (`sheet` is then its sheet, line and column its row and
    column), or a whole file (line 0).

    Lines and columns count from 1, in characters.
    """

    file: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1
    sheet: str = ""

    def __str__(self) -> str:
        if self.sheet:
            return f"{self.file} {self.sheet}!{self.cell}"
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}"

    @property
    def cell(self) -> str:
        """The address within the sheet, as spreadsheets write it: `H34`."""
        letters, column = "", self.column
        while column:
            column, rest = divmod(column - 1, 26)
            letters = chr(ord("A") + rest) + letters
        return f"{letters}{self.line}"

    def part(self, start: int, length: int) -> Place:
        """The span of `length` characters that begins `start` characters into this one (same line)."""
        column = self.column + start
        return Place(self.file, self.line, column, self.line, column + max(1, length))


def cell_place(file: str, sheet: str, row: int, column: int) -> Place:
    """A cell of a workbook."""
    return Place(file, row, column, row, column, sheet)


def file_place(file: str) -> Place:
    """A whole file that has no lines of its own."""
    return Place(file, 0, 0, 0, 0)


NOWHERE = Place("<facts>")
