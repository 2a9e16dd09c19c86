"""A change of an edition's file, and the changes of the edges of rows: moved a step, or given to the other row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from kzrules.node_edits import Edits, Path, path_text, renamed, with_text
from kzrules.nodes import Fields, Items, Node, Text, number_of
from kzrules.place import Place
from kzrules.reading_nodes import fields
from kzrules.values import decimal_text

_LOW, _HIGH = {"from": "above", "above": "from"}, {"below": "to", "to": "below"}
_EDGES = ("from", "above", "below", "to", "exactly")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change in the file.

    Attributes:
        path: of the changed value, in the file.
        old, new: what it was and becomes.
        edits: the change of the tree.

    """

    path: Path
    place: Place
    old: str
    new: str
    edits: Edits

    @property
    def what(self) -> str:
        """`15 → 16`: the change, in words that name it in a list."""
        return f"{self.old} → {self.new}"

    @property
    def where(self) -> str:
        """The path as text."""
        return path_text(self.path)


def text_mutant(node: Text, path: Path, new: str) -> Mutant:
    """A scalar with another text."""
    return Mutant(path, node.place, node.value, new, ((path, with_text(node, new)),))


def edge_mutants(rows: Items, path: Path, step_at: Callable[[Place], Fraction], *, flips: bool = True) -> Iterator[Mutant]:
    """Each edge of the rows moved a step up and down, and given to the other row; an edge that rows share, in all of them."""
    found: dict[Fraction, list[tuple[int, str, Text]]] = {}
    for index, row in enumerate(rows.items):
        for key in _EDGES:
            if isinstance(node := fields(row).get(key), Text) and (value := number_of(node.value)) is not None:
                found.setdefault(value, []).append((index, key, node))
    for value, ends in found.items():
        index, key, first = ends[0]
        step = max(step_at(rows.items[i].place) for i, _, _ in ends)
        for moved in (value + step, value - step):
            new = decimal_text(moved)
            edits: Edits = tuple(((*path, i, k), with_text(node, new)) for i, k, node in ends)
            yield Mutant((*path, index, key), first.place, first.value, new, edits)
        if flips and all(k != "exactly" for _, k, _ in ends):
            turned = {i: _flip(rows.items[i], k) for i, k, _ in ends}
            other = {**_LOW, **_HIGH}[key]
            edits = tuple(((*path, i), row) for i, row in turned.items())
            yield Mutant((*path, index, key), first.place, f"{key}: {first.value}", f"{other}: {first.value}", edits)


def _flip(row: Node, key: str) -> Fields:
    assert isinstance(row, Fields)
    return renamed(row, {key: {**_LOW, **_HIGH}[key]})
