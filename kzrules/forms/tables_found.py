"""Where the tables of a form stand in a sheet: columns by their printed numbers, rows by their codes, never by luck."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kzrules.diagnostic import Diagnostic
from kzrules.forms.cell_values import folded, folded_code, is_empty, value_text
from kzrules.forms.form import Column, Form, Row, Section
from kzrules.forms.grids import CellContent, ErrorValue, Grid
from kzrules.forms.layout import is_shown, names_in, sheets_of
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
    for name, on_sheet in sheets_of(form).items():
        shown = [section for section in on_sheet if is_shown(section, kind)]
        grid = next((g for g in grids if folded(g.name) == folded(name)), None)
        if grid is None:
            known = [g.name for g in grids if not g.name.startswith("_")]
            faults += [Diagnostic("KZ831", file_place(file), {"sheet": name, **guesses(name, known)})] if shown else []
            continue
        starts = _number_rows(grid)
        if len(starts) < len(shown):
            faults.append(Diagnostic("KZ832", cell_place(file, grid.name, 1, 1), {"found": len(starts), "wanted": len(shown)}))
            continue
        sections = on_sheet if len(starts) >= len(on_sheet) else shown  # a form made for no kind has the tables of both
        for section, start, end in zip(sections, starts, [*starts[1:], max(grid.rows(), default=0) + 1], strict=False):
            if section not in shown:
                continue
            table, found = _table(form, section, grid, (start, end), file, kind)
            faults += found
            tables += [table] if table else []
    return tables, faults


def _number_rows(grid: Grid) -> list[int]:
    """The rows of column numbers: `А`, `Б`, then the numbers; a Latin letter typed for a Cyrillic one is the same."""
    return [row for row in grid.rows() if folded(str(grid.at(row, 1).value)) in ("а", "a") and folded(str(grid.at(row, 2).value)) in ("б", "b")]


def _table(form: Form, section: Section, grid: Grid, span: tuple[int, int], file: str, kind: Kind | None) -> tuple[Table | None, list[Diagnostic]]:
    start, end = span
    names = names_in(form, section)
    numbers, twice = _numbers(grid, start, 1 + names, file)
    wanted = {column.id: folded_code(section.column_code(column)) for column in section.columns}
    columns = {name: numbers[code] for name, code in wanted.items() if code in numbers}
    absent = [section.column_code(column) for column in section.columns if column.id not in columns]
    if absent:
        values = {"codes": ", ".join(absent), "found": ", ".join(_code(grid, start, at) for at in numbers.values() if at > 1 + names) or "—"}
        return None, [*twice, Diagnostic("KZ833", cell_place(file, grid.name, start, 2 + names), values)]
    faults = [*twice, *_headers(section, grid, start, columns, file)]
    shown = {row.code: row for row in section.rows if not (row.only and kind and row.only != kind)}
    span = (start + 1, _foot(grid, (start + 1, end), shown))
    rows, lines, found = _rows(section, shown, grid, span, file)
    table = Table(section, grid, columns, rows, lines, names)
    named = {fault.place.line for fault in found}
    return table, [*faults, *found, *(fault for fault in _strays(table, span, file) if fault.place.line not in named)]


def _numbers(grid: Grid, row: int, first: int, file: str) -> tuple[dict[str, int], list[Diagnostic]]:
    """The column of each number in a row of column numbers; a number that stands twice could mean either."""
    found: dict[str, int] = {}
    faults = []
    for at in sorted(column for r, column in grid.cells if r == row and column >= first):
        code = folded_code(_code(grid, row, at))
        if code in found:
            values = {"code": _code(grid, row, at), "first": cell_place(file, grid.name, row, found[code]).cell}
            faults.append(Diagnostic("KZ835", cell_place(file, grid.name, row, at), values))
        elif code:
            found[code] = at
    return found, faults


def _code(grid: Grid, row: int, column: int) -> str:
    value = grid.at(row, column).value
    return decimal_text(value) if isinstance(value, Fraction) else str(value if value is not None else "").strip()


def _foot(grid: Grid, span: tuple[int, int], wanted: Mapping[str, Row]) -> int:
    """The row after the table: below the last row with a code, the first that begins with words, such as a signature or the next title."""
    coded = [at for at in range(*span) if _known(_code(grid, at, 1), wanted)]
    for at in range(max(coded, default=span[0]) + 1, span[1]):
        value = grid.at(at, 1).value
        if isinstance(value, str) and not _is_code(value):
            return at
    return span[1]


def _known(written: str, wanted: Mapping[str, Row]) -> str:
    """The row code that a text means, of an added line too (`8.1/2`); empty where it means none."""
    head, slash, rest = written.partition("/")
    if head not in wanted:
        head = next((code for code in wanted if folded_code(code) == folded_code(head)), "")
    return head + slash + rest if head and (not slash or wanted[head].lines) else ""


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


def _rows(section: Section, wanted: Mapping[str, Row], grid: Grid, span: tuple[int, int], file: str) -> tuple[Rows, Added, list[Diagnostic]]:
    rows: dict[str, int] = {}
    lines: dict[str, list[int]] = {}
    faults: list[Diagnostic] = []
    for at in range(*span):
        content = grid.at(at, 1).value
        if content is None:
            continue
        place = cell_place(file, grid.name, at, 1)
        written, found = _row_code(content, wanted, place)
        faults += found
        code = _known(written, wanted)
        head, slash, _ = code.partition("/")
        if slash:
            lines.setdefault(head, []).append(at)
        elif code in rows:
            faults.append(Diagnostic("KZ835", place, {"code": code, "first": cell_place(file, grid.name, rows[code], 1).cell}))
        elif code:
            rows[code] = at
            faults += _label(wanted[code], grid, at, file)
        elif _is_code(written) and _is_filled(section, grid, at, written):
            faults.append(Diagnostic("KZ836", place, {"code": written, **guesses(written, wanted)}))
    missing = [code for code in wanted if code not in rows]
    if missing:
        faults.append(Diagnostic("KZ837", cell_place(file, grid.name, span[0], 1), {"codes": ", ".join(missing), "title": section.title["ru"]}))
    return rows, {code: tuple(found_lines) for code, found_lines in lines.items()}, faults


def _is_filled(section: Section, grid: Grid, at: int, code: str) -> bool:
    """Whether an unknown row says anything; a row that is for the other body kind says nothing by its label alone."""
    first = 3 if any(row.code == code for row in section.rows) else 2
    return any(not is_empty(grid.at(at, column)) for column in range(first, 3 + len(section.columns)))


def _is_code(text: str) -> bool:
    return text.replace(".", "").replace("/", "").isalnum() and any(letter.isdigit() for letter in text) and len(text) < 12


def _row_code(content: object, wanted: Mapping[str, Row], place: Place) -> tuple[str, list[Diagnostic]]:
    """A row's code as text. A spreadsheet that took 3.10 for a number keeps 3.1, or a day of January: no guess is made."""
    if isinstance(content, date):
        return "", [Diagnostic("KZ838", place, {"value": content.strftime("%d.%m.%Y"), "codes": f"{content.day}.{content.month}"})]
    if isinstance(content, Fraction):
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


def _strays(table: Table, span: tuple[int, int], file: str) -> Iterator[Diagnostic]:
    """What stands where the table has no cell and would be lost: beside no row code, under no column number, in a cell crossed out."""
    grid, first, last = table.grid, min(table.columns.values()), max(table.columns.values())
    owners: dict[int, Row | None] = {at: table.section.row(code) for code, at in table.rows.items()}
    owners |= {at: None for added in table.lines.values() for at in added}
    said = set()
    for (row, column), found in sorted(grid.cells.items()):
        if not span[0] <= row < span[1] or column == 1 or row in said or is_empty(found):
            continue
        inside = {table.columns[c.id] for c in table.section.columns if row in owners and _has(owners[row], c)}
        if column in inside or (row in owners and column <= 1 + table.names):
            continue
        number = isinstance(found.value, Fraction)
        crossed = row in owners and column in table.columns.values()
        beside = row not in owners and is_empty(grid.at(row, 1)) and column <= last
        if crossed or beside or (number and (row in owners or column >= first)):
            if row not in owners:
                said.add(row)
            yield Diagnostic("KZ840", cell_place(file, grid.name, row, column), {"value": _text(found.value)})


def _has(row: Row | None, column: Column) -> bool:
    return row is None or row.has(column)


def _text(value: CellContent) -> str:
    return value.text if isinstance(value, ErrorValue) else "" if value is None else value_text(value)
