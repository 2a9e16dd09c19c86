"""A filled workbook read back: each cell by its row code and column number, every fault at its cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from kzrules.diagnostic import Diagnostic, errors, in_file_order
from kzrules.forms.arithmetic import arithmetic_faults
from kzrules.forms.cell_values import cell_value, is_empty, value_text
from kzrules.forms.filing import CellKey, CellValue, Filing, LineKey
from kzrules.forms.form import Column, Form, Row
from kzrules.forms.grids import ErrorValue, Found, grids_of
from kzrules.forms.tables_found import Table, tables_found
from kzrules.forms.totals import with_totals
from kzrules.forms.workbook_guard import workbook_kind
from kzrules.forms.workbook_meta import Meta, meta_of
from kzrules.place import Place, cell_place, file_place

FormOf = Callable[[str], Form | None]
"""A form by its id or the beginning of it."""


def filing_from_workbook(data: bytes, file: str, form_of: FormOf, given: Meta) -> tuple[Filing | None, list[Diagnostic]]:
    """The filing that a workbook holds, or None and every fault of the stage that failed.

    Args:
        data: the bytes of an .xlsx, .xls or .ods file.
        file: its name, for places.
        form_of: finds a form.
        given: what the caller knows; it wins over the hidden sheet.

    Raises:
        NotInstalled: without the extra `excel`.

    """
    kind, faults = workbook_kind(data, file)
    if kind is None:
        return None, faults
    grids, faults = grids_of(data, file, kind)
    if errors(faults):
        return None, faults
    hidden = meta_of(grids)
    meta = given.over(hidden)
    form = form_of(meta.form) if meta.form else None
    faults += _unknown(meta, form, file)
    if form is None or meta.period is None or errors(faults):
        return None, faults
    if hidden.shape and hidden.shape != form.shape and hidden.form == form.id:
        faults.append(Diagnostic("KZ820", file_place(file), {"form": form.id}))
    tables, found = tables_found(form, grids, file, meta.kind)
    faults += found
    reader = _Reader(form, file)
    for table in tables:
        reader.read(table)
    faults += reader.faults
    filing = Filing(form, meta.body, meta.kind, meta.name, meta.period, reader.cells, reader.names, reader.places, file)
    if not errors(faults):
        filing = replace(filing, cells=with_totals(form, filing.counts, filing.cells))
        shown = reader.shown if kind != "xls" else {key: found for key, found in reader.shown.items() if found.value != 0}
        faults += arithmetic_faults(filing, shown)  # of the old .xls a total of "-" is read as 0: such zeros say nothing
    return (None if errors(faults) else filing), in_file_order(faults)


def _unknown(meta: Meta, form: Form | None, file: str) -> Iterator[Diagnostic]:
    place = file_place(file)
    if not meta.form:
        yield Diagnostic("KZ818", place)
    elif form is None:
        yield Diagnostic("KZ819", place, {"form": meta.form})
    if not meta.body or meta.period is None:
        lack = ("--body" if not meta.body else "") + (" --period" if meta.period is None else "")
        yield Diagnostic("KZ821", place, {"options": lack.strip()})


class _Reader:
    """The cells of all tables of one workbook, as they are read."""

    def __init__(self, form: Form, file: str) -> None:
        self.form, self.file = form, file
        self.cells: dict[CellKey, CellValue] = {}
        self.names: dict[LineKey, tuple[str, ...]] = {}
        self.places: dict[CellKey, Place] = {}
        self.shown: dict[CellKey, Found] = {}
        self.faults: list[Diagnostic] = []

    def read(self, table: Table) -> None:
        """One table: its rows, then the lines that were added below them; lines with nothing in them are not there."""
        for row in table.section.rows:
            at = table.rows.get(row.code)
            if at is not None:
                self._row(table, row, at, 0)
            count = 0
            for place in table.lines.get(row.code, ()):
                if not all(is_empty(table.grid.at(place, column)) for column in self._filled_in(table, row)):
                    count += 1
                    self._line(table, row, place, count)

    def _filled_in(self, table: Table, row: Row) -> list[int]:
        assert row.lines
        named = range(2, 2 + len(row.lines.names))
        return [*named, *(table.columns[column.id] for column in table.section.columns if not column.computed)]

    def _line(self, table: Table, row: Row, at: int, line: int) -> None:
        assert row.lines
        names = []
        for number, (_, label) in enumerate(row.lines.names):
            found = table.grid.at(at, 2 + number)
            names.append("" if found.value is None or isinstance(found.value, ErrorValue) else value_text(found.value).strip())
            if not names[-1]:
                place = cell_place(self.file, table.grid.name, at, 2 + number)
                self.faults.append(Diagnostic("KZ841", place, {"name": label["ru"], "row": row.code}))
        self.names[LineKey(table.section.id, row.code, line)] = tuple(names)
        self._row(table, row, at, line)

    def _row(self, table: Table, row: Row, at: int, line: int) -> None:
        for column in table.section.columns:
            if line == 0 and not row.has(column):
                continue
            key = CellKey(table.section.id, row.code, column.id, line)
            self.places[key] = cell_place(self.file, table.grid.name, at, table.columns[column.id])
            found = table.grid.at(at, table.columns[column.id])
            if column.computed or (line == 0 and row.kind == "total"):
                self.shown[key] = found
            else:
                self._cell(key, found, row, column)

    def _cell(self, key: CellKey, found: Found, row: Row, column: Column) -> None:
        place = self.places[key]
        if is_empty(found):
            if self.form.gaps and not column.optional and column.type not in ("mark", "text", "date"):
                self.faults.append(Diagnostic("KZ842", place, {"row": row.code, "column": column.title()}, self.form.gaps_cite))
            return
        value, said = cell_value(found, column)
        if said:
            self.faults.append(Diagnostic(said[0], place, {"row": row.code, "column": column.title(), **said[1]}))
        if value is not None:
            self.cells[key] = value
