"""Every small change of an edition's file, one at a time: weights, edges, points, limits, literals, answers of special cases.

An edge that two rows share is moved in both: a hole or an overlap would be seen by `check`, only a case sees a moved edge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kzrules.edge_mutants import Mutant, edge_mutants, text_mutant
from kzrules.formula_mutants import formula_mutants, next_number
from kzrules.node_edits import Path, without
from kzrules.nodes import Fields, Items, Node, Text, number_of
from kzrules.place import Place

_FIGURES = ("points", "cap", "floor", "deductions_cap", "defect", "keep", "max", "score", "of", "when", "where", "per", "defects", "value", "to")
_NAMED = ("deductions", "criteria", "indicators", "lines")
_WORDS = {
    "combine": {"mean": "sum", "sum": "mean"},
    "absent": {"nothing": "keep", "keep": "nothing", "defect": "nothing", "undecided": "nothing"},
    "nothing": {"full": "zero", "zero": "full", "undecided": "zero"},
    "count": {"per_language": "once", "once": "per_language"},
    "cap_base": {"line": "language", "language": "line"},
    "cohort": {"same_kind": "all_bodies", "all_bodies": "same_kind"},
    "over": {"same_kind": "all_bodies", "all_bodies": "same_kind"},
    "better": {"more": "less", "less": "more"},
    "mode": {"half_up": "half_even", "half_even": "half_up", "down": "half_up"},
    "of": {"after_deductions": "before_deductions", "before_deductions": "after_deductions"},
}


@dataclass(frozen=True, slots=True)
class Steps:
    """The least step between two values of a table, by the place of a row; of the scale, by that of a band."""

    rows: Mapping[Place, Fraction]
    bands: Fraction


def mutants_of(root: Fields, steps: Steps) -> list[Mutant]:
    """Every mutant of an edition's text, in the order of the file."""
    found = list(_mutants(root, steps))
    return sorted(found, key=lambda mutant: (mutant.place, mutant.what))


def _mutants(root: Fields, steps: Steps) -> Iterator[Mutant]:
    top = root.entries
    yield from _values(top.get("let"), ("let",))
    yield from _part(top["overall"], ("overall",), steps)
    if isinstance(bands := top.get("bands"), Items):
        yield from edge_mutants(bands, ("bands",), lambda _: steps.bands, flips=False)
    for key in ("directions", "tables", "checklists"):
        yield from _parts(top.get(key), (key,), steps)
    for name, reading in _entries(top.get("readings")):
        for option, node in _entries(_get(reading, "options")):
            yield from _part(node, ("readings", name, "options", option), steps)


def _parts(node: Node | None, path: Path, steps: Steps) -> Iterator[Mutant]:
    for name, part in _entries(node):
        yield from _part(part, (*path, name), steps)


def _part(node: Node | None, path: Path, steps: Steps) -> Iterator[Mutant]:
    """The mutants of a mapping of any kind: its keys say what they are."""
    for key, value in _entries(node):
        here = (*path, key)
        if isinstance(value, Text) and value.value in _WORDS.get(key, {}):
            yield text_mutant(value, here, _WORDS[key][value.value])
        elif key in _FIGURES:
            yield from _value(value, here, steps)
        elif key in ("let", "weights"):
            yield from _values(value, here, steps)
        elif key in _NAMED:
            yield from _parts(value, here, steps)
        elif key == "exceptions" and isinstance(value, Items):
            for index, item in enumerate(value.items):
                yield from _part(item, (*here, index), steps)
        elif key == "undecided":
            assert isinstance(node, Fields)
            answer = without(node, key, {"score": Text("0", True, value.place)})
            yield Mutant(here, node.keys[key], "undecided", "score: 0", ((path, answer),))
        elif key == "rows":
            yield from _rows(value, here, steps)
        elif key == "places":
            yield from _value(value, here, steps)
        elif key == "applies_to":
            yield from _years(value, here)
        elif key in ("each", "empty", "normalise", "when_equal", "rounding") or (path[0] == "readings" and key != "label"):
            yield from _part(value, here, steps)


def _values(node: Node | None, path: Path, steps: Steps | None = None) -> Iterator[Mutant]:
    for name, value in _entries(node):
        yield from _value(value, (*path, name), steps or Steps({}, Fraction(1)))


def _value(node: Node | None, path: Path, steps: Steps) -> Iterator[Mutant]:
    """A figure, a formula, one of either by kind or by year, or a value with parts of its own."""
    match node:
        case Text(value=value) if number_of(value) is not None and node.plain:
            yield text_mutant(node, path, next_number(value))
        case Text(value=value) if "weights" in path and "/" in value:
            top, _, bottom = value.partition("/")
            yield text_mutant(node, path, f"{int(top) + 1}/{bottom}")
        case Text():
            for mutant in formula_mutants(node):
                yield Mutant(path, mutant.place, node.value.strip(), mutant.text, ((path, Text(mutant.text, node.plain, node.place)),))
        case Fields(entries=entries) if "by_period" in entries:
            for index, row in enumerate(_items(entries["by_period"])):
                inner = (*path, "by_period", index)
                yield from _value(_get(row, "is"), (*inner, "is"), steps)
                yield from _years(row, inner)
        case Fields(entries=entries) if entries.keys() & {"table", "each", "checklist", "normalise"}:
            yield from _part(node, path, steps)
        case Fields():
            yield from _values(node, path, steps)


def _years(node: Node | None, path: Path) -> Iterator[Mutant]:
    for key in ("from", "until"):
        if isinstance(year := _get(node, key), Text):
            yield text_mutant(year, (*path, key), next_number(year.value))


def _rows(node: Node | None, path: Path, steps: Steps) -> Iterator[Mutant]:
    if isinstance(node, Fields):
        for key, value in _entries(node):
            yield from _rows(value, (*path, key), steps)
    elif isinstance(node, Items):
        yield from edge_mutants(node, path, lambda place: steps.rows.get(place, Fraction(1, 100)))
        for index, row in enumerate(node.items):
            yield from _part(row, (*path, index), steps)


def _entries(node: Node | None) -> list[tuple[str, Node]]:
    return list(node.entries.items()) if isinstance(node, Fields) else []


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Items) else ()


def _get(node: Node | None, key: str) -> Node | None:
    return node.entries.get(key) if isinstance(node, Fields) else None
