"""The list beside an edition: mutants that change no result, and places that no case can reach, each with its argument."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kzrules.diagnostic import Diagnostic, errors, in_file_order
from kzrules.library import read_file, shown_path
from kzrules.nodes import Node, read_nodes
from kzrules.place import Place
from kzrules.reading_nodes import Labels, fields, items, labels, text
from kzrules.shape import shape_faults

_TODO = ("образец — список рядом с любой редакцией", "see the list beside any edition")


@dataclass(frozen=True, slots=True)
class Excuse:
    """One entry: the path and the words that name a mutant or a point, and why it cannot be met."""

    path: str
    what: str
    why: Labels
    place: Place


@dataclass(frozen=True, slots=True)
class Excuses:
    """The whole list of an edition."""

    equivalent: tuple[Excuse, ...] = ()
    unreachable: tuple[Excuse, ...] = ()


def excuses_beside(edition_file: Path, edition: str) -> tuple[Excuses, list[Diagnostic]]:
    """The list beside an edition's file; nothing when there is none."""
    path = edition_file.with_name(edition_file.name.removesuffix(".yaml") + ".equivalent.yaml")
    if not path.is_file():
        return Excuses(), []
    return excuses_from_bytes(read_file(path), shown_path(path), edition)


def excuses_from_bytes(data: bytes, file: str, edition: str | None = None) -> tuple[Excuses, list[Diagnostic]]:
    """The list that a file writes, and its faults; `edition`: the one it stands beside."""
    root, faults = read_nodes(data, file, _TODO)
    if root is None or errors(faults):
        return Excuses(), in_file_order(faults)
    faults += shape_faults(root, "equivalent")
    if errors(faults):
        return Excuses(), in_file_order(faults)
    top = fields(root)
    if edition is not None and text(top["for"]) != edition:
        faults.append(Diagnostic("KZ670", top["for"].place, {"name": text(top["for"]), "edition": edition}))
    return Excuses(_entries(top.get("equivalent")), _entries(top.get("unreachable"))), in_file_order(faults)


def _entries(node: Node | None) -> tuple[Excuse, ...]:
    entries = ((fields(part), part.place) for part in items(node))
    return tuple(Excuse(text(e["path"]), text(e["what"]), labels(e["why"]), place) for e, place in entries)


def stale(excuses: tuple[Excuse, ...], used: set[tuple[str, str]], code: str) -> list[Diagnostic]:
    """Entries that name nothing that there is, or nothing that needs them."""
    return [Diagnostic(code, e.place, {"path": e.path, "what": e.what}) for e in excuses if (e.path, e.what) not in used]
