"""The layout of one register, written by whoever keeps it: which of its columns is what, and how it calls things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kzrules.diagnostic import Diagnostic, errors, in_file_order
from kzrules.guess import guesses
from kzrules.nodes import Node, read_nodes
from kzrules.place import Place
from kzrules.program import Kind
from kzrules.reading_nodes import Labels, fields, items, key_places, labels, text
from kzrules.registers.counts import Column, Counts
from kzrules.shape import shape_faults

_TODO = (
    "начните с копии examples/registers/complaints.spec.yaml",
    "begin with a copy of examples/registers/complaints.spec.yaml",
)
DATES = {
    "dd.mm.yyyy": "%d.%m.%Y",
    "yyyy-mm-dd": "%Y-%m-%d",
    "dd/mm/yyyy": "%d/%m/%Y",
    "dd.mm.yyyy hh:mm": "%d.%m.%Y %H:%M",
    "dd.mm.yyyy hh:mm:ss": "%d.%m.%Y %H:%M:%S",
    "yyyy-mm-dd hh:mm:ss": "%Y-%m-%d %H:%M:%S",
}


@dataclass(frozen=True, slots=True)
class RegisterBody:
    """A body of the register: its id, and the words by which cases name it."""

    id: str
    kind: Kind
    name: Labels
    called: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column is what.

    Attributes:
        register: the name of what is counted.
        titles: our name of a column → its title in the register.
        places: where each title is written.
        words: for a column, the register's word as the layout spells it → our code; an empty word: no answer.
        constants: columns that the register lacks and that are the same for every case.
        dates: how dates are written, as strptime formats.

    """

    register: str
    place: Place
    titles: Mapping[str, str]
    places: Mapping[str, Place]
    words: Mapping[str, Mapping[str, str]]
    constants: Mapping[str, str]
    dates: tuple[str, ...]
    bodies: tuple[RegisterBody, ...]
    encoding: str
    delimiter: str
    sheet: str
    header_row: int
    root: Node


def layout_from_bytes(data: bytes, file: str) -> tuple[Layout | None, list[Diagnostic]]:
    """The layout that a file writes, or None and every fault of its text and shape."""
    root, faults = read_nodes(data, file, _TODO)
    if root is None or errors(faults):
        return None, in_file_order(faults)
    faults += shape_faults(root, "register")
    if errors(faults):
        return None, in_file_order(faults)
    top = fields(root)
    layout = Layout(
        register=text(top["register"]),
        place=top["register"].place,
        titles={name: text(node) for name, node in fields(top["columns"]).items()},
        places={name: node.place for name, node in fields(top["columns"]).items()},
        words={name: {word.strip(): text(code) for word, code in fields(node).items()} for name, node in fields(top.get("values")).items()},
        constants={name: text(node) for name, node in fields(top.get("constants")).items()},
        dates=tuple(DATES[text(node)] for node in items(top.get("dates"))) or (DATES["dd.mm.yyyy"], DATES["yyyy-mm-dd"]),
        bodies=tuple(_body(fields(node)) for node in items(top.get("bodies"))),
        encoding=text(top.get("encoding"), "utf-8"),
        delimiter=text(top.get("delimiter")),
        sheet=text(top.get("sheet")),
        header_row=int(text(top.get("header_row"), "1")),
        root=root,
    )
    return layout, in_file_order(faults)


def _body(entry: Mapping[str, Node]) -> RegisterBody:
    kind: Kind = text(entry["kind"])  # type: ignore[assignment]
    called = tuple(text(node) for node in items(entry["called"]))
    return RegisterBody(text(entry["body"]), kind, labels(entry.get("name")), called, entry["body"].place)


def layout_faults(layout: Layout, counts: Counts) -> Iterator[Diagnostic]:
    """Columns and codes that the counting does not know, and columns that it cannot do without."""
    top = fields(layout.root)
    for key in ("columns", "values", "constants"):
        for name, place in key_places(top.get(key)).items():
            if name not in counts.columns:
                yield Diagnostic("KZ864", place, {"name": name, "where": key, **guesses(name, counts.columns)})
    for name, node in fields(top.get("values")).items():
        column = counts.columns.get(name)
        for code in fields(node).values() if column else ():
            yield from _unknown_code(column, text(code), code.place)  # type: ignore[arg-type]
    for name, node in fields(top.get("constants")).items():
        if name in counts.columns:
            yield from _unknown_code(counts.columns[name], text(node), node.place)
    for column in counts.columns.values():
        if column.required and column.id not in layout.titles and column.id not in layout.constants:
            values = {"name": column.id, "label": column.label["ru"], "label_en": column.label.get("en", ""), "counts": counts.id}
            yield Diagnostic("KZ868", top["columns"].place, values)


def _unknown_code(column: Column, code: str, place: Place) -> Iterator[Diagnostic]:
    allowed = column.choices if column.type == "choice" else ("yes", "no") if column.type == "yes_no" else ()
    if allowed and code not in allowed:
        yield Diagnostic("KZ865", place, {"name": column.id, "value": code, "allowed": ", ".join(allowed), **guesses(code, allowed)})
