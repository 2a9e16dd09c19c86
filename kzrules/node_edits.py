"""Small changes of a tree of nodes: a node replaced at its path, a key of a mapping renamed or left out."""

from __future__ import annotations

from collections.abc import Mapping

from kzrules.nodes import Fields, Items, Node, Text

Path = tuple[str | int, ...]
Edits = tuple[tuple[Path, Node], ...]


def edited(root: Node, edits: Edits) -> Node:
    """The tree with each node replaced at its path."""
    for path, node in edits:
        root = _replaced(root, path, node)
    return root


def _replaced(root: Node, path: Path, node: Node) -> Node:
    if not path:
        return node
    here, rest = path[0], path[1:]
    if isinstance(root, Fields) and isinstance(here, str):
        return Fields({**root.entries, here: _replaced(root.entries[here], rest, node)}, root.keys, root.place)
    assert isinstance(root, Items)
    assert isinstance(here, int)
    items = root.items
    return Items((*items[:here], _replaced(items[here], rest, node), *items[here + 1 :]), root.place)


def with_text(node: Text, value: str) -> Text:
    """A scalar with another text."""
    return Text(value, node.plain, node.place)


def renamed(node: Fields, names: Mapping[str, str]) -> Fields:
    """A mapping with some of its keys renamed."""
    return Fields({names.get(k, k): v for k, v in node.entries.items()}, {names.get(k, k): v for k, v in node.keys.items()}, node.place)


def without(node: Fields, key: str, more: Mapping[str, Node]) -> Fields:
    """A mapping without a key, and with more entries."""
    entries = {**{k: v for k, v in node.entries.items() if k != key}, **more}
    return Fields(entries, {**node.keys, **dict.fromkeys(more, node.place)}, node.place)


def path_text(path: Path) -> str:
    """`tables.steps.rows[1].below`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")
