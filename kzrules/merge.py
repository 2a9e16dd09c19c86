"""Readings in an edition's text: a mapping that names a reading takes the keys of its chosen option."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kzrules.citation import Citation
from kzrules.diagnostic import Diagnostic
from kzrules.guess import guesses
from kzrules.nodes import Fields, Node, Text
from kzrules.place import Place
from kzrules.program import KINDS
from kzrules.reading_nodes import Labels, citation, fields, labels, text, words_of
from kzrules.shape import part_faults

_REPLACED_WHOLE = frozenset({"score", "of", "empty", "value", "when_equal"})


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a reading's question; `keys` are what it puts into the mapping that asks."""

    id: str
    label: Labels
    keys: Mapping[str, Node]
    key_places: Mapping[str, Place]

    def part(self, name: str) -> Option:
        """What the option puts into the mappings that ask for this part of it: its keys, or those under `name`."""
        if not name:
            return self
        node = self.keys.get(name)
        return Option(self.id, self.label, node.entries, node.keys) if isinstance(node, Fields) else Option(self.id, self.label, {}, {})


@dataclass(frozen=True, slots=True)
class Reading:
    """What we do where the act is silent, contradictory, or its formula was an image."""

    id: str
    question: Labels
    cite: Citation | None
    confidence: str
    why: Labels
    default: str
    options: Mapping[str, Option]
    place: Place


def readings_from_node(node: Node | None) -> tuple[dict[str, Reading], list[Diagnostic]]:
    """The readings of an edition; a default that is no option is a fault."""
    found: dict[str, Reading] = {}
    faults = []
    for name, entry in fields(node).items():
        part = fields(entry)
        options = {o: _option(o, option) for o, option in fields(part["options"]).items()}
        default = part["default"]
        if text(default) not in options:
            faults.append(Diagnostic("KZ308", default.place, {"name": text(default), **guesses(text(default), options)}))
            default = Text(next(iter(options)), True, default.place)
        found[name] = Reading(
            id=name,
            question=labels(part["question"]),
            cite=citation(part.get("cite")),
            confidence=text(part["confidence"]),
            why=labels(part.get("why")),
            default=text(default),
            options=options,
            place=entry.place,
        )
    return found, faults


def _option(name: str, node: Node) -> Option:
    assert isinstance(node, Fields)
    keys = {k: v for k, v in node.entries.items() if k != "label"}
    return Option(name, labels(node.get("label")), keys, node.keys)


def merged(base: Fields, keys: Mapping[str, Node], places: Mapping[str, Place]) -> Fields:
    """`base` with `keys` laid over it: mappings merge, anything else replaces."""
    entries = dict(base.entries)
    for key, node in keys.items():
        below = entries.get(key)
        if key in _REPLACED_WHOLE or not isinstance(node, Fields) or below is None:
            entries[key] = node
        elif isinstance(below, Fields):
            entries[key] = merged(below, node.entries, node.keys)
        elif set(node.entries) <= set(KINDS):
            entries[key] = merged(Fields(dict.fromkeys(KINDS, below), dict.fromkeys(KINDS, below.place), below.place), node.entries, node.keys)
        else:
            entries[key] = node
    return Fields(entries, {**places, **base.keys}, base.place)


def option_faults(reading: Reading, shape: str, part: str = "") -> Iterator[Diagnostic]:
    """Keys of the options that the mapping which asks for the reading (or for a part of it) cannot take."""
    for option in (whole.part(part) for whole in reading.options.values()):
        if option.keys:
            yield from part_faults(Fields(option.keys, option.key_places, reading.place), "edition", shape)


class Chooser:
    """Lays the chosen options over the mappings that ask for them, and remembers which were asked."""

    def __init__(self, readings: Mapping[str, Reading], choices: Mapping[str, str]) -> None:
        self.readings = readings
        self.choices = choices
        self.used: set[tuple[str, str]] = set()
        self.faults: list[Diagnostic] = []

    def open(self, node: Fields, shape: str) -> tuple[Fields, tuple[str, ...]]:
        """The mapping with its readings applied, and their names; `shape` is its name in the schema."""
        names = []
        for name, part in self._asked(node, shape):
            reading = self.readings[name]
            option = reading.options[self.choices.get(name, reading.default)].part(part)
            node = merged(node, option.keys, option.key_places)
            names.append(name)
        return node, tuple(dict.fromkeys(names))

    def _asked(self, node: Fields, shape: str) -> Iterator[tuple[str, str]]:
        """The readings that a mapping names, each with the part of its options that the mapping asks for."""
        for word in words_of(node.get("reading")):
            name, _, part = word.value.partition(".")
            reading = self.readings.get(name)
            if reading is None:
                values = {"what_ru": "чтения", "what_en": "reading", "name": name, **guesses(name, self.readings)}
                self.faults.append(Diagnostic("KZ211", word.place, values))
                continue
            parts = {key for option in reading.options.values() for key in option.keys}
            if part and part not in parts:
                values = {
                    "what_ru": f"у вариантов чтения «{name}» части",
                    "what_en": f"part of the options of “{name}” called",
                    "name": part,
                    **guesses(part, parts),
                }
                self.faults.append(Diagnostic("KZ211", word.place, values))
                continue
            self.used.add((shape, word.value))
            yield name, part
