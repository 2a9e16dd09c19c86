"""Checks of citations against the register of acts: an edition cites what its act has, and says what its act rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kzrules.acts import Acts, ActText, links_to
from kzrules.citation import Citation
from kzrules.diagnostic import Diagnostic
from kzrules.edition import Edition
from kzrules.item_ranges import ranges_text
from kzrules.nodes import Fields, Items, Node
from kzrules.reading_nodes import citation, text

_PLACE = re.compile(r"(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?(?:\s*\(\d+\))?")


def citation_faults(edition: Edition, acts: Acts) -> Iterator[Diagnostic]:
    """Items and annexes that the act does not have, and items of the act that no rule cites."""
    found = _text_of(edition, acts)
    if found is None:
        return
    cited: set[int] = set()
    for node in _cites(edition.root):
        for key, known, code in (("item", found.items, "KZ401"), ("annex", found.annexes, "KZ402")):
            numbers = set(_numbers(text(node.get(key))))
            if key == "item":
                cited |= numbers
            if known and (missing := numbers - known):
                said = Citation(**{key: ranges_text(missing)})
                values = {"what_ru": said.text("ru"), "what_en": said.text("en"), "known": ranges_text(known), "other": found.place}
                yield Diagnostic(code, node.entries[key].place, values, citation(node))
    uncited = found.items - cited - found.unscored
    if uncited:
        values = {"items": ranges_text(uncited), "other": found.place}
        yield Diagnostic("KZ403", edition.root.keys["act"], values, Citation(item=ranges_text(uncited)))


def _text_of(edition: Edition, acts: Acts) -> ActText | None:
    """The text that an edition restates: the act's own, or that of the order which restated it."""
    act = acts.cards.get(edition.act.id)
    if act is None:
        return None
    if not edition.act.restated:
        return act.text
    numbers = {order.number for order in edition.act.restated}
    restating = (card for card, _ in links_to(acts, act.id, "restates"))
    return next((card.text for card in restating if numbers == {s.number for s in card.adopted}), None)


def _cites(node: Node) -> Iterator[Fields]:
    """Every citation of a file."""
    match node:
        case Items(parts, _):
            for part in parts:
                yield from _cites(part)
        case Fields(entries, _, _):
            for key, part in entries.items():
                if key == "cite" and isinstance(part, Fields):
                    yield part
                else:
                    yield from _cites(part)


def _numbers(words: str) -> Iterable[int]:
    """The items that a citation names: `38`, `33-40`, `6, 9`, `3 (3)`; those of another text (`4 приказа`) are left out."""
    for part in words.split(","):
        match = _PLACE.fullmatch(part.strip())
        if match:
            first, last = int(match[1]), int(match[2] or match[1])
            yield from range(first, last + 1) if last >= first else ()
