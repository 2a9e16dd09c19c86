"""The column map: which column of a table is which of our names, for tables that call them otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kzrules.diagnostic import Diagnostic, errors, in_file_order
from kzrules.nodes import read_nodes
from kzrules.place import Place
from kzrules.reading_nodes import fields, text
from kzrules.shape import shape_faults

_TODO = ("начните с columns: и строки вида «наше имя: их столбец»", "begin with columns: and a line “our name: their column”")


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Our name to theirs, for the table of bodies and for each list; what is not named is called as we call it."""

    columns: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    places: Mapping[tuple[str, str], Place] = field(default_factory=dict)


def map_from_bytes(data: bytes, file: str) -> tuple[ColumnMap | None, list[Diagnostic]]:
    """The column map that a file writes, or None and every fault."""
    root, faults = read_nodes(data, file, _TODO)
    if root is None or errors(faults):
        return None, in_file_order(faults)
    faults += shape_faults(root, "column-map")
    if errors(faults):
        return None, in_file_order(faults)
    top = fields(root)
    tables = {"": fields(top.get("columns")), **{name: fields(node) for name, node in fields(top.get("lists")).items()}}
    found = {table: {ours: text(node) for ours, node in nodes.items()} for table, nodes in tables.items()}
    places = {(table, ours): node.place for table, nodes in tables.items() for ours, node in nodes.items()}
    return ColumnMap(found.pop(""), found, places), in_file_order(faults)
