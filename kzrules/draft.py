"""The draft of a new edition: the text of an old one, comments and all, with what must be written anew marked TODO."""

from __future__ import annotations

from collections.abc import Iterator

from kzrules.diagnostic import Diagnostic, errors, in_file_order
from kzrules.nodes import Fields, Items, Node, Text, read_nodes
from kzrules.reading_nodes import text
from kzrules.shape import shape_faults

_EDITOR = "# yaml-language-server: $schema="
_HEADER = """\
#
# ЧЕРНОВИК редакции {new}: текст редакции {old}, который правят по новому акту.
#
# Карточка акта и сроки сняты и помечены TODO: сами собой они не переносятся. Числа, ссылки (cite) и
# чтения — прежние: каждое сверяют с новым актом, пояснения ниже — тоже о прежнем. Что ещё не дописано,
# говорит kzrules check; чем черновик отличается и кого меняет — kzrules diff и kzrules compare.
#
"""
_ANEW = {
    "act": """\
act:
  id: TODO                          # номер в реестре: V2000020188
  registered: {number: TODO, date: TODO}
  adopted:
    - {by: {ru: TODO}, number: TODO, date: TODO}""",
    "in_force": "in_force: {from: TODO}              # день, с которого действует; until — когда станет известен",
    "applies_to": "applies_to: {from: TODO}            # первый оцениваемый год",
}
_ANEW_IN_BRACES = {
    "act": "act: {id: TODO, adopted: [{by: {ru: TODO}, number: TODO, date: TODO}]}",
    "in_force": "in_force: {from: TODO}",
    "applies_to": "applies_to: {from: TODO}",
}


def draft_from_bytes(data: bytes, file: str, new: str, schema: str) -> tuple[str | None, list[Diagnostic]]:
    """The text of the draft, or None and why the file is no edition to start from.

    Args:
        data: of the old edition.
        file: its name, for diagnostics.
        new: the id of the draft.
        schema: where the schema of an edition stands, seen from the draft.

    """
    root, faults = read_nodes(data, file)
    if root is None or errors(faults):
        return None, in_file_order(faults)
    faults += shape_faults(root, "edition")
    if errors(faults) or not isinstance(root, Fields):
        return None, in_file_order(faults)
    lines = data.decode("utf-8-sig").splitlines(keepends=True)
    old = text(root.get("edition"))
    for start, end, words in sorted(_anew(root, lines, new), reverse=True):
        lines[start[0] : end[0] + 1] = [lines[start[0]][: start[1]] + words + lines[end[0]][end[1] :]]
    if lines[0].startswith(_EDITOR):
        del lines[0]
    return f"{_EDITOR}{schema}\n" + _HEADER.format(new=new, old=old) + "".join(lines), []


_Point = tuple[int, int]


def _anew(root: Fields, lines: list[str], new: str) -> Iterator[tuple[_Point, _Point, str]]:
    """What to write instead of what: from, to (line and column, from 0), and the words."""
    name = root.entries["edition"].place
    yield (name.line - 1, name.column - 1), (name.end_line - 1, name.end_column - 1), new
    for key, words in _ANEW.items():
        place = root.keys[key]
        end = _end(root.entries[key], lines)
        if place.column == 1:
            yield (place.line - 1, 0), (end[0], len(lines[end[0]].rstrip("\r\n"))), words
        else:
            yield (place.line - 1, place.column - 1), end, _ANEW_IN_BRACES[key]


def _end(node: Node, lines: list[str]) -> _Point:
    """Where a value ends; a block ends where its last part does, not where the next key begins."""
    place = node.place
    start = lines[place.line - 1][place.column - 1]
    match node:
        case Fields(entries, _, _) if start != "{" and entries:
            return max(_end(part, lines) for part in entries.values())
        case Items(parts, _) if start != "[" and parts:
            return max(_end(part, lines) for part in parts)
        case Text() if start in "|>" and place.end_line > place.line:
            last = max(n for n in range(place.line - 1, place.end_line - 1) if lines[n].strip())
            return last, len(lines[last].rstrip("\r\n"))
    return place.end_line - 1, place.end_column - 1
