"""Where the tables of a form stand in a sheet: columns by their printed numbers, rows by their codes, never by luck."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kzrules.diagnostic import Diagnostic
from kzrules.forms.cell_values import folded, is_empty
from kzrules.forms.form import Form, Row, Section
from kzrules.forms.grids import Grid
from kzrules.forms.layout import names_in
from kzrules.guess import guesses
from kzrules.place import Place, cell_place, file_place
from kzrules.program import Kind
from kzrules.reading_nodes import Labels
from kzrules.values import decimal_text

Rows = dict[str, int]
"""The row of each row code."""
Added = dict[str, tuple[int, ...]]
"""The rows of the lines added below a row code."""


@dataclass(frozen=True, slots=True)
class Table:
    """A section found in a sheet: the column of each column id, the row of each row code, the rows of its added lines."""

    section: Section
    grid: Grid
    columns: Mapping[str, int]
    rows: Mapping[str, int]
    lines: Mapping[str, tuple[int, ...]]
    names: int


def tables_found(form: Form, grids: list[Grid], file: str, kind: Kind | None) -> tuple[list[Table], list[Diagnostic]]:
    """The tables of all sheets, and what is not where it should be."""
    tables: list[Table] = []
    faults: list[Diagnostic] = []
    for name, sections in _by_sheet(form).items():
        grid = next((g for g in grids if folded(g.name) == folded(name)), None)
        if grid is None:
            known = [g.name for g in grids if not g.name.startswith("_")]
            faults.append(Diagnostic("KZ831", file_place(file), {"sheet": name, **guesses(name, known)}))
            continue
        starts = _number_rows(grid)
        if len(starts) < len(sections):
            faults.append(Diagnostic("KZ832", cell_place(file, grid.name, 1, 1), {"found": len(starts), "wanted": len(sections)}))
            continue
        for section, start, end in zip(sections, starts, [*starts[1:], max(grid.rows(), default=0) + 1], strict=False):
            table, found = _table(form, section, grid, (start, end), file, kind)
            faults += found
            tables += [table] if table else []
    return tables, faults


def _by_sheet(form: Form) -> dict[str, list[Section]]:
    found: dict[str, list[Section]] = {}
    for section in form.sections:
        found.setdefault(section.sheet or form.index or "Форма", []).append(section)
    return found


def _number_rows(grid: Grid) -> list[int]:
    """The rows of column numbers: `А`, `Б`, then the numbers; a Latin letter typed for a Cyrillic one is the same."""
    return [row for row in grid.rows() if folded(str(grid.at(row, 1).value)) in ("а", "a") and folded(str(grid.at(row, 2).value)) in ("б", "b")]


def _table(form: Form, section: Section, grid: Grid, span: tuple[int, int], file: str, kind: Kind | None) -> tuple[Table | None, list[Diagnostic]]:
    start, end = span
    names = names_in(form, section)
    numbers = {_code(grid, start, c): c for c in range(2 + names - 1, 2 + names + len(section.columns) + 12) if not is_empty(grid.at(start, c))}
    columns = {column.id: numbers[section.column_code(column)] for column in section.columns if section.column_code(column) in numbers}
    absent = [section.column_code(column) for column in section.columns if column.id not in columns]
    if absent:
        values = {"codes": ", ".join(absent), "found": ", ".join(code for code in numbers if code not in ("Б", "")) or "—"}
        return None, [Diagnostic("KZ833", cell_place(file, grid.name, start, 2 + names), values)]
    faults = [*_headers(section, grid, start, columns, file)]
    rows, lines, found = _rows(section, grid, (start + 1, end), file, kind)
    return Table(section, grid, columns, rows, lines, names), [*faults, *found, *_strays(grid, (start + 1, end), columns, file)]


def _code(grid: Grid, row: int, column: int) -> str:
    value = grid.at(row, column).value
    return decimal_text(value) if isinstance(value, Fraction) else str(value if value is not None else "").strip()


def _headers(section: Section, grid: Grid, start: int, columns: Mapping[str, int], file: str) -> Iterator[Diagnostic]:
    """A header that reads otherwise may mean that the column is another's."""
    for column in section.columns:
        at = columns[column.id]
        written = next((grid.at(row, at).value for row in (start - 1, start - 2) if isinstance(grid.at(row, at).value, str)), None)
        if isinstance(written, str) and not _same(written, column.label):
            values = {"found": written, "wanted": column.label["ru"], "code": section.column_code(column)}
            yield Diagnostic("KZ834", cell_place(file, grid.name, start - 1, at), values)


def _same(written: str, label: Labels) -> bool:
    return folded(written) in {folded(text) for text in label.values()}


def _rows(section: Section, grid: Grid, span: tuple[int, int], file: str, kind: Kind | None) -> tuple[Rows, Added, list[Diagnostic]]:
    wanted = {row.code: row for row in section.rows if not (row.only and kind and row.only != kind)}
    rows: dict[str, int] = {}
    lines: dict[str, list[int]] = {}
    faults: list[Diagnostic] = []
    for at in range(*span):
        content = grid.at(at, 1).value
        if content is None:
            continue
        place = cell_place(file, grid.name, at, 1)
        code, found = _row_code(content, wanted, place)
        faults += found
        head, slash, _ = code.partition("/")
        if slash and head in wanted and wanted[head].lines:
            lines.setdefault(head, []).append(at)
        elif code in rows:
            faults.append(Diagnostic("KZ835", place, {"code": code, "first": cell_place(file, grid.name, rows[code], 1).cell}))
        elif code in wanted:
            rows[code] = at
            faults += _label(wanted[code], grid, at, file)
        elif code and not found and any(not is_empty(grid.at(at, c)) for c in range(2, 2 + len(section.columns))) and _is_code(code):
            faults.append(Diagnostic("KZ836", place, {"code": code, **guesses(code, wanted)}))
    missing = [code for code in wanted if code not in rows]
    if missing:
        faults.append(Diagnostic("KZ837", cell_place(file, grid.name, span[0], 1), {"codes": ", ".join(missing), "title": section.title["ru"]}))
    return rows, {code: tuple(found_lines) for code, found_lines in lines.items()}, faults


def _is_code(text: str) -> bool:
    return text.replace(".", "").replace("/", "").isalnum() and any(letter.isdigit() for letter in text) and len(text) < 12


def _row_code(content: object, wanted: Mapping[str, Row], place: Place) -> tuple[str, list[Diagnostic]]:
    """A row's code as text. A spreadsheet that took 3.10 for a number keeps 3.1, or a day of January: no guess is made."""
    if isinstance(content, date):
        return "", [Diagnostic("KZ838", place, {"value": content.strftime("%d.%m.%Y"), "codes": f"{content.day}.{content.month}"})]
    if isinstance(content, Fraction) and not isinstance(content, bool):
        text = decimal_text(content)
        same = [code for code in wanted if code == text or ("." in code and code.rstrip("0").rstrip(".") == text)]
        if len(same) > 1:
            return "", [Diagnostic("KZ838", place, {"value": text, "codes": ", ".join(same)})]
        return (same[0] if same else text), []
    return str(content).strip(), []


def _label(row: Row, grid: Grid, at: int, file: str) -> Iterator[Diagnostic]:
    written = grid.at(at, 2).value
    if isinstance(written, str) and not _same(written, row.label):
        yield Diagnostic("KZ839", cell_place(file, grid.name, at, 2), {"code": row.code, "found": written, "wanted": row.label["ru"]})


def _strays(grid: Grid, span: tuple[int, int], columns: Mapping[str, int], file: str) -> Iterator[Diagnostic]:
    """Numbers beside no row code, or past the last column: somebody's data that would be lost."""
    first, last = min(columns.values()), max(columns.values())
    for (row, column), found in sorted(grid.cells.items()):
        if span[0] <= row < span[1] and isinstance(found.value, Fraction) and not isinstance(found.value, bool):
            beside = is_empty(grid.at(row, 1)) and first <= column <= last
            if beside or (column > last and not is_empty(grid.at(row, 1))):
                yield Diagnostic("KZ840", cell_place(file, grid.name, row, column), {"value": decimal_text(found.value)})
