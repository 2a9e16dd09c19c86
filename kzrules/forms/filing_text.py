"""A filled form as YAML: what `kzrules form --fill` reads and `kzrules consolidate` writes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction

from kzrules.diagnostic import Diagnostic, errors, in_file_order
from kzrules.forms.cell_values import cell_value
from kzrules.forms.filing import CellKey, CellValue, Filing, LineKey
from kzrules.forms.form import Form, Row, Section
from kzrules.forms.grids import Found
from kzrules.forms.periods import period_from_text
from kzrules.forms.totals import with_totals
from kzrules.guess import guesses
from kzrules.nodes import Node, Text, read_nodes
from kzrules.place import Place
from kzrules.reading_nodes import fields, items, key_places, number, text
from kzrules.shape import shape_faults
from kzrules.values import Missing, decimal_text

_TODO = ("начните с form:, body:, period: и cells:", "begin with form:, body:, period: and cells:")


def filing_from_bytes(data: bytes, file: str, form_of: Callable[[str], Form | None]) -> tuple[Filing | None, list[Diagnostic]]:
    """The filing that a YAML file writes, or None and every fault of the stage that failed."""
    root, faults = read_nodes(data, file, _TODO)
    if root is None or errors(faults):
        return None, in_file_order(faults)
    faults += shape_faults(root, "filing")
    if errors(faults):
        return None, in_file_order(faults)
    top = fields(root)
    form, period = form_of(text(top["form"])), period_from_text(text(top["period"]))
    if form is None:
        return None, [Diagnostic("KZ819", top["form"].place, {"form": text(top["form"])})]
    assert period is not None
    reader = _Reader(form)
    reader.sections(top.get("cells"))
    reader.added(top.get("lines"))
    kind = text(top.get("kind")) or None
    filing = Filing(form, text(top["body"]), kind, text(top.get("name")), period, reader.cells, reader.names, reader.places, file)  # type: ignore[arg-type]
    faults += reader.faults
    if errors(faults):
        return None, in_file_order(faults)
    whole = with_totals(form, filing.counts, filing.cells)
    return Filing(form, filing.body, filing.kind, filing.name, period, whole, filing.names, filing.places, file), in_file_order(faults)


class _Reader:
    def __init__(self, form: Form) -> None:
        self.form = form
        self.cells: dict[CellKey, CellValue] = {}
        self.names: dict[LineKey, tuple[str, ...]] = {}
        self.places: dict[CellKey, Place] = {}
        self.faults: list[Diagnostic] = []

    def sections(self, node: Node | None) -> None:
        for section, row, entry in self._rows(node):
            self._cells(section, row, entry, 0)

    def added(self, node: Node | None) -> None:
        for section, row, entry in self._rows(node):
            for line, one in enumerate(items(entry), 1):
                self.names[LineKey(section.id, row.code, line)] = tuple(text(name) for name in items(fields(one).get("names")))
                self._cells(section, row, one, line)

    def _rows(self, node: Node | None) -> Iterator[tuple[Section, Row, Node]]:
        sections = {section.id: section for section in self.form.sections}
        for name, rows in fields(node).items():
            if name not in sections:
                self.faults.append(Diagnostic("KZ808", key_places(node)[name], {"name": name, **guesses(name, sections)}))
                continue
            known = {row.code: row for row in sections[name].rows}
            for code, entry in fields(rows).items():
                if code in known:
                    yield sections[name], known[code], entry
                else:
                    self.faults.append(Diagnostic("KZ836", key_places(rows)[code], {"code": code, **guesses(code, known)}))

    def _cells(self, section: Section, row: Row, node: Node, line: int) -> None:
        columns = {column.id: column for column in section.columns}
        for name, value in fields(node).items():
            if name == "names":
                continue
            if name not in columns:
                self.faults.append(Diagnostic("KZ803", key_places(node)[name], {"name": name, **guesses(name, columns)}))
                continue
            key = CellKey(section.id, row.code, name, line)
            self.places[key] = value.place
            content = _content(value)
            answer, said = cell_value(Found(content), columns[name])
            if said:
                values = {"row": row.code, "column": columns[name].title(), **said[1]}
                self.faults.append(Diagnostic(said[0], value.place, values))
            if answer is not None:
                self.cells[key] = answer


def _content(node: Node) -> Fraction | str | None:
    exact = number(node)
    return exact if exact is not None else text(node) if isinstance(node, Text) else None


def filing_text(filing: Filing, head: tuple[str, ...] = ()) -> str:
    """The YAML of a filing, totals left out: they follow from the rest."""
    lines = [f"# {line}".rstrip() for line in head]
    lines += ["# yaml-language-server: $schema=../schemas/filing.schema.json", f"form: {filing.form.id}", f"body: {_quoted(filing.body)}"]
    lines += [f"kind: {filing.kind}"] if filing.kind else []
    lines += [f"name: {_quoted(filing.name)}"] if filing.name else []
    lines += [f'period: "{filing.period}"']
    rows, added = _grouped(filing)
    lines += ["cells:" if rows else "cells: {}"]
    for section, codes in rows.items():
        lines += [f"  {section}:", *(f'    "{code}": {_mapping(entry)}' for code, entry in codes.items())]
    lines += ["lines:"] if added else []
    for section, found in added.items():
        lines.append(f"  {section}:")
        for code, entries in found.items():
            lines.append(f'    "{code}":')
            lines += [f"      - {{names: [{', '.join(map(_quoted, names))}], {_mapping(entry)[1:]}" for names, entry in entries]
    return "\n".join(lines) + "\n"


_Row = dict[str, CellValue]


def _grouped(filing: Filing) -> tuple[dict[str, dict[str, _Row]], dict[str, dict[str, list[tuple[tuple[str, ...], _Row]]]]]:
    computed = {(s.id, r.code) for s, r in filing.form.rows() if r.kind == "total"}
    columns = {(s.id, c.id) for s in filing.form.sections for c in s.columns if c.computed}
    rows: dict[str, dict[str, _Row]] = {}
    added: dict[str, dict[str, list[tuple[tuple[str, ...], _Row]]]] = {}
    entries: dict[LineKey, _Row] = {}
    for line, names in sorted(filing.names.items(), key=lambda pair: pair[0].line):
        entries[line] = {}
        added.setdefault(line.section, {}).setdefault(line.row, []).append((names, entries[line]))
    for key, value in filing.cells.items():
        if (key.section, key.column) in columns:
            continue
        if key.line:
            entries[LineKey(key.section, key.row, key.line)][key.column] = value
        elif (key.section, key.row) not in computed:
            rows.setdefault(key.section, {}).setdefault(key.row, {})[key.column] = value
    return rows, added


def _mapping(entry: Mapping[str, CellValue]) -> str:
    return "{" + ", ".join(f"{name}: {_written(value)}" for name, value in entry.items()) + "}"


def _written(value: CellValue) -> str:
    match value:
        case Missing():
            return '"-"'
        case bool():
            return "yes" if value else "no"
        case Fraction():
            return decimal_text(value)
        case date():
            return f'"{value.isoformat()}"'
        case str():
            return _quoted(value)


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
