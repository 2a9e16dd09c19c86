"""Places in files: what every diagnostic and every traced input points at."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """A span in a text file; lines and columns count from 1, in characters."""

    file: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def part(self, start: int, length: int) -> Place:
        """The span of `length` characters that begins `start` characters into this one (same line)."""
        column = self.column + start
        return Place(self.file, self.line, column, self.line, column + max(1, length))


NOWHERE = Place("<facts>")
