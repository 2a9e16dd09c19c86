"""The catalogue: the cards of all editions, read without building their rules, and the register of acts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kzrules.acts import Acts, Axis, Signature, acts_from_bytes, signatures, unreal_dates
from kzrules.diagnostic import Diagnostic, Faults, errors, in_file_order
from kzrules.guess import guesses
from kzrules.library import Library, read_file, shown_path
from kzrules.merge import Chooser, Reading, readings_from_node
from kzrules.nodes import Fields, Node, read_nodes
from kzrules.place import Place
from kzrules.reading_nodes import Labels, fields, is_todo, labels, text
from kzrules.resources import data_folder
from kzrules.shape import shape_faults


@dataclass(frozen=True, slots=True)
class Chosen:
    """A reading that a period rests on, and the option taken."""

    reading: Reading
    option: str


@dataclass(frozen=True, slots=True)
class Span:
    """A period of days or years: from `first` (included) until `until` (excluded; empty: open)."""

    first: str
    until: str
    readings: tuple[Chosen, ...]
    place: Place

    def covers(self, moment: str) -> bool:
        """Whether a day (or a year) falls in it."""
        return self.first <= moment and (not self.until or moment < self.until)


@dataclass(frozen=True, slots=True)
class Card:
    """The head of an edition: its act and its two periods, without its rules."""

    id: str
    line: str
    title: Labels
    file: str
    sha256: str
    act: str
    registered: tuple[str, str]
    adopted: tuple[Signature, ...]
    restated: tuple[Signature, ...]
    in_force: Span
    applies_to: Span
    readings: Mapping[str, Reading]
    places: Mapping[str, Place]

    def span(self, axis: Axis) -> Span:
        """Its period in legal time or in assessed years."""
        return self.in_force if axis == "in_force" else self.applies_to


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The cards of a library, oldest first, and the register of acts."""

    cards: tuple[Card, ...]
    acts: Acts
    folder: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of methodology that have editions."""
        return tuple(sorted({card.line for card in self.cards}))

    def line(self, line: str) -> tuple[Card, ...]:
        """The editions of a line, oldest first."""
        return tuple(card for card in self.cards if card.line == line)


def acts_of(library: Library) -> Acts:
    """The register of acts of a library's folder, or the shipped one where it has none.

    Raises:
        Faults: when the register has faults.

    """
    path = acts_path(library)
    acts, faults = acts_from_bytes(read_file(path), shown_path(path))
    if acts is None:
        raise Faults(errors(faults))
    return acts


def acts_path(library: Library) -> Path:
    """Where the register of a library stands."""
    own = library.folder / "acts.yaml"
    return own if own.is_file() else data_folder("methodologies") / "acts.yaml"


def catalogue_of(library: Library, acts: Acts | None = None, choices: Mapping[str, str] | None = None) -> tuple[Catalogue, list[Diagnostic]]:
    """The catalogue of a library under chosen readings, and the faults of the files it could not read a card from.

    A choice that an edition does not know is not meant for that edition; one that no edition knows is a fault.
    A draft whose dates are still to be written has no card.
    """
    cards: list[Card] = []
    faults: list[Diagnostic] = []
    for path in library.files.values():
        card, found = card_from_bytes(read_file(path), shown_path(path), choices or {})
        faults += found
        if card is not None and not _is_draft(card):
            cards.append(card)
    faults += _choice_faults(cards, choices or {}, shown_path(library.folder))
    cards.sort(key=lambda card: (card.line, card.in_force.first, card.id))
    return Catalogue(tuple(cards), acts or acts_of(library), shown_path(library.folder)), in_file_order(faults)


def card_from_bytes(data: bytes, file: str, choices: Mapping[str, str]) -> tuple[Card | None, list[Diagnostic]]:
    """The card of one edition under those of the choices that it knows."""
    root, faults = read_nodes(data, file)
    if root is None or errors(faults) or (faults := shape_faults(root, "edition")) or not isinstance(root, Fields):
        return None, in_file_order(faults)
    readings, faults = readings_from_node(root.get("readings"))
    known = {name: option for name, option in choices.items() if name in readings and option in readings[name].options}
    chooser = Chooser(readings, known)
    top = root.entries
    in_force, applies_to = (_span(top[key], root.keys[key], shape, chooser) for key, shape in (("in_force", "dates"), ("applies_to", "years")))
    faults += chooser.faults
    for node in (top["act"], top["in_force"], *(o for r in readings.values() for o in r.options[r.default].keys.values())):
        faults += unreal_dates(node)
    if errors(faults):
        return None, in_file_order(faults)
    act = top["act"]
    assert isinstance(act, Fields)
    registered = fields(act.get("registered"))
    name = text(top["edition"])
    card = Card(
        id=name,
        line=name.partition("/")[0],
        title=labels(top["title"]),
        file=file,
        sha256=hashlib.sha256(data).hexdigest(),
        act=text(act.get("id")),
        registered=(text(registered.get("number")), text(registered.get("date"))),
        adopted=signatures(act.get("adopted")),
        restated=signatures(act.get("restated")),
        in_force=in_force,
        applies_to=applies_to,
        readings=readings,
        places={**act.keys, "id": act.entries["id"].place},
    )
    return card, []


def _is_draft(card: Card) -> bool:
    """Whether its dates or years are still to be written: then no date or year finds it."""
    return any(is_todo(edge) for span in (card.in_force, card.applies_to) for edge in (span.first, span.until))


def _span(node: Node, place: Place, shape: str, chooser: Chooser) -> Span:
    assert isinstance(node, Fields)
    opened, names = chooser.open(node, shape)
    chosen = (Chosen(r := chooser.readings[name], chooser.choices.get(name, r.default)) for name in names)
    return Span(text(opened.get("from")), text(opened.get("until")), tuple(chosen), place)


def _choice_faults(cards: list[Card], choices: Mapping[str, str], folder: str) -> list[Diagnostic]:
    faults = []
    for name, option in choices.items():
        options = {o for card in cards if name in card.readings for o in card.readings[name].options}
        if option not in options:
            near = guesses(option, options) if options else guesses(name, {n for card in cards for n in card.readings})
            faults.append(Diagnostic("KZ706", Place(folder), {"name": name, "option": option, **near}))
    return faults
