"""The register of acts: who adopted what, under which number and when; which act repeals, restates or amends which.

A link is written once, at the act that does something; what was done to an act is derived.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter
from typing import Literal

from kzrules.diagnostic import Diagnostic, errors, in_file_order
from kzrules.guess import guesses
from kzrules.item_ranges import numbers_of, ranges_text
from kzrules.nodes import Fields, Node, Text, read_nodes
from kzrules.place import Place
from kzrules.reading_nodes import Labels, fields, items, labels, text
from kzrules.shape import shape_faults

Verb = Literal["repeals", "restates", "amends"]
Axis = Literal["in_force", "applies_to"]
UNSCORED = ("procedural", "data", "undescribed")
VERBS: tuple[Verb, ...] = ("repeals", "restates", "amends")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TODO = ("начните с acts: и карточки одного акта, как в methodologies/acts.yaml", "begin with acts: and one act card, as in methodologies/acts.yaml")


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature under an act; what the source does not print is empty."""

    number: str
    date: str
    by: Labels


@dataclass(frozen=True, slots=True)
class Link:
    """What an act does to another, and from which day (empty: not known)."""

    verb: Verb
    act: str
    start: str
    place: Place


@dataclass(frozen=True, slots=True)
class ActText:
    """What the text of a methodology has, as the act adopts or restates it; empty: no source shows it whole.

    Attributes:
        items: numbers of its items.
        annexes: numbers of its annexes.
        unscored: items that no rule need cite: they order the procedure, tell which data count, or no source at hand tells their content.

    """

    items: frozenset[int]
    annexes: frozenset[int]
    unscored: frozenset[int]
    place: Place


@dataclass(frozen=True, slots=True)
class ActCard:
    """One act.

    Attributes:
        id: its registry id, or our word where no source prints one.
        described: the Russian title was not seen, the words are ours.
        line: the line of methodology it belongs to; empty for the acts that methodologies rest on.
        signed: first and last day of signature, where both or some dates are known.
        under: the acts it was adopted under.
        text: the items and annexes of the methodology in its wording; None where no source shows them.
        note: what was not seen.

    """

    id: str
    title: Labels
    described: bool
    line: str
    adopted: tuple[Signature, ...]
    signed: tuple[str, str]
    registered: str
    registered_on: str
    published: str
    links: tuple[Link, ...]
    under: tuple[str, ...]
    source: tuple[str, ...]
    text: ActText | None
    note: Labels
    place: Place


@dataclass(frozen=True, slots=True)
class Explained:
    """A gap or an overlap that is in the law itself, and why."""

    line: str
    axis: Axis
    what: Literal["gap", "overlap"]
    first: str
    until: str
    why: Labels


@dataclass(frozen=True, slots=True)
class Acts:
    """All acts by id, and the gaps and overlaps that the law itself has."""

    cards: Mapping[str, ActCard]
    explained: tuple[Explained, ...]
    file: str


def acts_from_bytes(data: bytes, file: str) -> tuple[Acts | None, list[Diagnostic]]:
    """The register that a file writes, or None and every fault of the stage that failed."""
    root, faults = read_nodes(data, file, _TODO)
    if root is None or errors(faults):
        return None, in_file_order(faults)
    faults += shape_faults(root, "acts")
    if errors(faults):
        return None, in_file_order(faults)
    faults += unreal_dates(root)
    top = fields(root)
    node = top["acts"]
    assert isinstance(node, Fields)
    cards = {name: _card(name, fields(entry), node.keys[name]) for name, entry in node.entries.items()}
    faults += [fault for check in (_unknown_acts, _circles, _order_of_dates, _beyond_the_text) for fault in check(cards, node)]
    explained = tuple(_explained(fields(entry)) for entry in items(top.get("explained")))
    return (None if errors(faults) else Acts(cards, explained, file)), in_file_order(faults)


def links_to(acts: Acts, act: str, verb: Verb) -> Iterator[tuple[ActCard, Link]]:
    """What was done to an act, oldest first; links without a known day come last."""
    found = [(card, link) for card in acts.cards.values() for link in card.links if (link.act, link.verb) == (act, verb)]
    yield from sorted(found, key=lambda pair: pair[1].start or "~")


def signatures(node: Node | None) -> tuple[Signature, ...]:
    """The signatures that a list of orders writes."""
    return tuple(Signature(text(o.get("number")), text(o.get("date")), labels(o.get("by"))) for o in map(fields, items(node)))


def signatures_text(found: tuple[Signature, ...]) -> str:
    """`№ 29 (2017-02-03), № 45 (2017-02-06)`."""
    return ", ".join(f"№ {s.number}" + (f" ({s.date})" if s.date else "") for s in found) or "—"


def unreal_dates(node: Node | None) -> Iterator[Diagnostic]:
    """Dates below a node that the calendar does not have."""
    if isinstance(node, Text):
        if node.plain and _DATE.fullmatch(node.value) and not is_date(node.value):
            yield Diagnostic("KZ733", node.place, {"date": node.value})
        return
    for part in items(node) or fields(node).values():
        yield from unreal_dates(part)


def is_date(value: str) -> bool:
    """Whether the calendar has this day, written YYYY-MM-DD."""
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return _DATE.fullmatch(value) is not None


def _card(name: str, entry: Mapping[str, Node], place: Place) -> ActCard:
    adopted = signatures(entry.get("adopted"))
    days = [s.date for s in adopted if s.date]
    span = fields(entry.get("signed"))
    registered = fields(entry.get("registered"))
    return ActCard(
        id=name,
        title=labels(entry["title"]),
        described=text(entry.get("described")) == "true",
        line=text(entry.get("line")),
        adopted=adopted,
        signed=(text(span.get("first"), min(days, default="")), text(span.get("last"), max(days, default=""))),
        registered=text(registered.get("number")),
        registered_on=text(registered.get("date")),
        published=text(entry.get("published")),
        links=tuple(link for verb in VERBS for node in items(entry.get(verb)) if (link := _link(verb, fields(node)))),
        under=tuple(text(node) for node in items(entry.get("under"))),
        source=tuple(text(node) for node in items(entry["source"])),
        text=_text(entry.get("text")),
        note=labels(entry.get("note")),
        place=place,
    )


def _text(node: Node | None) -> ActText | None:
    parts = fields(node)
    if node is None:
        return None
    unscored = (numbers_of(text(parts.get(key))) for key in UNSCORED)
    return ActText(numbers_of(text(parts.get("items"))), numbers_of(text(parts.get("annexes"))), frozenset().union(*unscored), node.place)


def _link(verb: Verb, entry: Mapping[str, Node]) -> Link:
    return Link(verb, text(entry["act"]), text(entry.get("from")), entry["act"].place)


def _explained(entry: Mapping[str, Node]) -> Explained:
    line, axis, what, first, until = (text(entry[key]) for key in ("line", "axis", "what", "from", "until"))
    return Explained(line, axis, what, first, until, labels(entry["why"]))  # type: ignore[arg-type]


# ── what may be wrong with a register ──


def _unknown_acts(cards: Mapping[str, ActCard], node: Fields) -> Iterator[Diagnostic]:
    for card in cards.values():
        named = [(link.act, link.place) for link in card.links]
        named += [(text(under), under.place) for under in items(fields(node.entries[card.id]).get("under"))]
        yield from (Diagnostic("KZ731", place, {"act": act, **guesses(act, cards)}) for act, place in named if act not in cards)


def _circles(cards: Mapping[str, ActCard], _: Fields) -> Iterator[Diagnostic]:
    """Acts that repeal, restate or amend one another in a circle: each circle once."""
    graph = {name: {link.act for link in card.links if link.act in cards} for name, card in cards.items()}
    while True:
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            circle = error.args[1][::-1]
            place = next(link.place for link in cards[circle[0]].links if link.act == circle[1])
            yield Diagnostic("KZ732", place, {"circle": " → ".join(circle)})
            graph[circle[0]] = graph[circle[0]] - {circle[1]}
        else:
            return


def _order_of_dates(cards: Mapping[str, ActCard], node: Fields) -> Iterator[Diagnostic]:
    """Adopted, then registered, then published, then in effect."""
    for card in cards.values():
        entry = fields(node.entries[card.id])
        last = card.signed[1]
        for key, day in (("registered", card.registered_on), ("published", card.published)):
            if last and day and day < last:
                yield Diagnostic("KZ734", entry[key].place, {"act": card.id, "adopted": last, "day": day})
        for link in card.links:
            if last and link.start and link.start < last:
                yield Diagnostic("KZ734", link.place, {"act": card.id, "adopted": last, "day": link.start})


def _beyond_the_text(cards: Mapping[str, ActCard], node: Fields) -> Iterator[Diagnostic]:
    """An item that scores nothing is one that the text has."""
    for card in cards.values():
        parts = fields(fields(node.entries[card.id]).get("text"))
        for key in UNSCORED:
            if card.text and key in parts and (extra := numbers_of(text(parts[key])) - card.text.items):
                values = {"key": key, "act": card.id, "number": ranges_text(extra), "known": ranges_text(card.text.items) or "—"}
                yield Diagnostic("KZ405", parts[key].place, values)
