"""Checks of readings: each says why it reads so, and each option decides something."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from kzrules.diagnostic import Diagnostic
from kzrules.edition import Edition
from kzrules.merge import Option
from kzrules.nodes import Fields, Items, Node, Text
from kzrules.reading_nodes import key_places

_SURE = {
    "printed": ("названо напечатанным (printed)", "it is called printed"),
    "forced": ("названо вынужденным (forced)", "it is called forced"),
}
_SOLE = ("вариант у него один", "it has only one option")


def reasons(edition: Edition) -> Iterator[Diagnostic]:
    """A reading that leaves no choice (one option) or says that there is none (`printed`, `forced`) gives its reason."""
    for reading in edition.readings.values():
        claim = _SOLE if len(reading.options) == 1 else _SURE.get(reading.confidence)
        if claim and not any(reading.why.values()):
            values = {"name": reading.id, "claim_ru": claim[0], "claim_en": claim[1]}
            yield Diagnostic("KZ361", key_places(edition.root.get("readings"))[reading.id], values, reading.cite)


def alike_options(edition: Edition) -> Iterator[Diagnostic]:
    """Two options of a reading that put the same keys into the text: choosing between them changes nothing."""
    for reading in edition.readings.values():
        meant = {name: _meant(option) for name, option in reading.options.items()}
        for one, two in combinations(meant, 2):
            if meant[one] == meant[two]:
                place = key_places(edition.root.get("readings"))[reading.id]
                yield Diagnostic("KZ362", place, {"name": reading.id, "first": one, "second": two}, reading.cite)


def _meant(option: Option) -> Any:
    return {key: _plain(node) for key, node in option.keys.items()}


def _plain(node: Node) -> Any:
    """A node without its places, and without what only people read."""
    match node:
        case Text(value, _, _):
            return value
        case Items(parts, _):
            return [_plain(part) for part in parts]
        case Fields(entries, _, _):
            return {key: _plain(part) for key, part in entries.items() if key != "label"}
