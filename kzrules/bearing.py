"""Which rules each reading bears on, from the text of the edition: complete under every combination of options.

A program holds the readings of the options chosen for it; an option may itself name another reading.
The text names them all. Too many links only cost time later; none may be left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kzrules.edition import Edition
from kzrules.nodes import Fields, Items, Node, Text
from kzrules.reading_nodes import fields, text, words_of

PARTS = ("criteria", "indicators")
_DOWNWARD = frozenset({*PARTS, "kinds", "applies_to"})
_LANGUAGES = frozenset({"ru", "kk", "en"})
_NAME = re.compile(r"[A-Za-z_]\w*")
_Mention = tuple[str, str]
_SECTIONS = {"table": "tables", "checklist": "checklists", "let": "let"}


@dataclass(frozen=True, slots=True)
class Bearings:
    """What the parts of an edition mention: rules by path (parents before parts), the overall score and its scale, the dates.

    A rule's own text only, that of its parts not counted. `meant` keeps what each mention stands for.
    """

    edition: Edition
    rules: Mapping[str, frozenset[_Mention]]
    overall: frozenset[_Mention]
    dates: frozenset[_Mention]
    meant: dict[tuple[_Mention, str], frozenset[_Mention]]

    def of(self, reading: str) -> tuple[str, ...]:
        """What a reading bears on: paths of rules; `overall`, `dates`."""
        parts = {**self.rules, "overall": self.overall, "dates": self.dates}
        return tuple(name for name, roots in parts.items() if reading in asked(self, roots))


def bearings_of(edition: Edition) -> Bearings:
    """What every part of an edition may rest on."""
    top = edition.root.entries
    rules: dict[str, frozenset[_Mention]] = {}
    for name, node in fields(top.get("directions")).items():
        _rules(name, [node], frozenset(), edition, rules)
    scored, dated = (
        frozenset(mention for key in keys if key in top for mention in _mentions(top[key]))
        for keys in (("overall", "bands"), ("in_force", "applies_to"))
    )
    found = Bearings(edition, rules, scored, dated, {})
    for path, roots in reversed(list(rules.items())):
        if _closed(found, roots)[1] and (below := [names for other, names in rules.items() if other.startswith(f"{path}.")]):
            rules[path] = roots.union(*below)  # a mean over other bodies' scores of this rule, parts and all
    return found


def asked(bearings: Bearings, roots: Iterable[_Mention], chosen: Mapping[str, str] | None = None) -> frozenset[str]:
    """The readings that some text asks for: under any options, or under those chosen (one not chosen leads no further)."""
    return _closed(bearings, roots, chosen)[0]


def branches(bearings: Bearings, roots: Iterable[_Mention], options: Mapping[str, tuple[str, ...]]) -> Iterator[dict[str, str]]:
    """Every choice of the readings that some text asks for, those of `options` varied, the others at their defaults.

    A reading that only one option of another asks for is varied only where that option is chosen.
    """
    fixed = {name: reading.default for name, reading in bearings.edition.readings.items() if name not in options}
    waiting: list[dict[str, str]] = [{}]
    while waiting:
        chosen = waiting.pop()
        name = min((n for n in asked(bearings, roots, {**fixed, **chosen}) if n in options and n not in chosen), default="")
        if name:
            waiting += [{**chosen, name: option} for option in reversed(options[name])]
        else:
            yield chosen


def _rules(path: str, nodes: list[Node], above: frozenset[_Mention], edition: Edition, found: dict[str, frozenset[_Mention]]) -> None:
    """Adds a rule and its parts; `nodes` are the mappings that may describe it, in the file and in options laid over."""
    found[path] = above.union(*(_mentions(_without_parts(node)) for node in nodes))
    downward = set(above)
    for mention in [m for node in nodes for m in _asking(node)]:
        for keys in _laid(mention, edition):
            nodes = [*nodes, Fields(keys, {}, edition.root.place)]
            if keys.keys() & _DOWNWARD:
                downward.add(mention)
    parts: dict[str, list[Node]] = {}
    for node in nodes:
        for key in PARTS:
            for name, part in fields(fields(node).get(key)).items():
                parts.setdefault(name, []).append(part)
    for name, described in parts.items():
        _rules(f"{path}.{name}", described, frozenset(downward), edition, found)


def _asking(node: Node) -> Iterator[_Mention]:
    yield from (("reading", word.value) for word in words_of(fields(node).get("reading")))


def _laid(mention: _Mention, edition: Edition, option: str = "") -> Iterator[Mapping[str, Node]]:
    """What an option of a reading (any of them) lays over the mapping that asks for it."""
    name, _, part = mention[1].partition(".")
    for one in edition.readings[name].options.values():
        if not option or one.id == option:
            yield one.part(part).keys


def _without_parts(node: Node) -> Node:
    return Fields({key: part for key, part in fields(node).items() if key not in PARTS}, {}, node.place)


def _closed(bearings: Bearings, roots: Iterable[_Mention], chosen: Mapping[str, str] | None = None) -> tuple[frozenset[str], bool]:
    """Readings mentioned, at once or by what is mentioned; and whether a mean over other bodies is."""
    waiting = list(roots)
    found: set[_Mention] = set()
    while waiting:
        mention = waiting.pop()
        if mention in found:
            continue
        found.add(mention)
        name = mention[1].partition(".")[0]
        if mention[0] == "reading" and chosen is not None:
            waiting += _meant(bearings, mention, chosen[name]) if name in chosen else ()
        else:
            waiting += _meant(bearings, mention, "")
    return frozenset(name.partition(".")[0] for what, name in found if what == "reading"), ("cohort", "") in found


def _mentions(node: Node) -> Iterator[_Mention]:
    match node:
        case Text(value=value):
            yield from (("let", name) for name in _NAME.findall(value))
        case Items(items=items):
            for item in items:
                yield from _mentions(item)
        case Fields(entries=entries):
            for key, part in entries.items():
                if key == "reading":
                    yield from _asking(node)
                elif key in ("cohort", "normalise"):
                    yield ("cohort", "")
                elif key in ("table", "checklist"):
                    yield (key, text(part))
                if not isinstance(part, Fields) or not part.entries.keys() <= _LANGUAGES:
                    yield from _mentions(part)


def _meant(bearings: Bearings, mention: _Mention, option: str) -> frozenset[_Mention]:
    """What the text mentions that a mention stands for: a table, a checklist, a shared definition, an option of a reading."""
    key = (mention, option)
    if key not in bearings.meant:
        what, name = mention
        nodes: list[Node] = []
        if what == "reading" and name.partition(".")[0] in bearings.edition.readings:
            nodes = [Fields(keys, {}, bearings.edition.root.place) for keys in _laid(mention, bearings.edition, option)]
        elif what in _SECTIONS:
            nodes = [node] if (node := fields(bearings.edition.root.entries.get(_SECTIONS[what])).get(name)) is not None else []
        bearings.meant[key] = frozenset(m for node in nodes for m in _mentions(node))
    return bearings.meant[key]
