"""The files beside the facts: the rows that cannot be counted, the late cases."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kzrules.words_for_people import inert

BAD_TITLES = ("файл", "строка", "номер", "столбец", "значение", "причина")
LATE_TITLES = ("файл", "строка", "номер", "орган", "год", "зарегистрирован", "срок до", "окончен", "продление засчитано")
_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class BadRow:
    """A fault of a row; `row` numbers the rows of the file, its titles are row 1."""

    file: str
    row: int
    number: str
    column: str
    value: str
    why: str


def bad_rows_csv(bad: Iterable[BadRow]) -> str:
    """The side file of rows that cannot be counted."""
    out = io.StringIO()
    _write(out, BAD_TITLES, ((row.file, row.row, row.number, row.column, row.value, row.why) for row in bad))
    return out.getvalue()


def write_late_cases(cursor: Any, torn: Sequence[BadRow], path: Path) -> None:
    """The late cases of an executed query, a piece at a time: there may be millions."""
    with path.open("w", encoding="utf-8", newline="") as out:
        _write(out, LATE_TITLES, renumbered(_pieces(cursor), torn))


def renumbered(rows: Iterable[tuple[Any, ...]], torn: Sequence[BadRow]) -> Iterator[tuple[Any, ...]]:
    """Rows whose second value, a row number, is put right where torn lines stood before it."""
    lines: dict[str, list[int]] = {}
    for bad in sorted(torn, key=lambda bad: bad.row):
        lines.setdefault(bad.file, []).append(bad.row)
    for file, row, *rest in rows:
        number = row
        for line in lines.get(file, ()):
            if line > number:
                break
            number += 1
        yield (file, number, *rest)


def _pieces(cursor: Any) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(_AT_ONCE):
        yield from rows


def _write(out: Any, titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    table = csv.writer(out, lineterminator="\n")
    table.writerow(titles)
    table.writerows([_shown(value) for value in row] for row in rows)


def _shown(value: Any) -> str:
    """Days as the country writes them; a text that a spreadsheet would take for a formula stays a text."""
    match value:
        case None:
            return ""
        case bool():
            return "да" if value else "нет"
        case date():
            return f"{value:%d.%m.%Y}"
        case _:
            return inert(str(value))
