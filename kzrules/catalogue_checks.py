"""Faults of the editions of a line together: gaps, overlaps, and what contradicts the register of acts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from kzrules.acts import ActCard, Axis, Explained, Signature, links_to, signatures_text
from kzrules.catalogue import Card, Catalogue
from kzrules.diagnostic import Diagnostic, in_file_order
from kzrules.guess import guesses
from kzrules.phrases import phrases
from kzrules.reading_nodes import in_language
from kzrules.which import other_choices

_WHAT: Mapping[Axis, tuple[str, str]] = {"in_force": ("юридическое время", "legal time"), "applies_to": ("оцениваемые годы", "assessed years")}
AXES: tuple[Axis, ...] = ("in_force", "applies_to")


@dataclass(frozen=True, slots=True)
class Seam:
    """A gap between two editions of a line, or a stretch that both cover; `until` is excluded (empty: open)."""

    line: str
    axis: Axis
    what: Literal["gap", "overlap"]
    first: str
    until: str
    one: Card
    two: Card


def catalogue_faults(catalogue: Catalogue) -> list[Diagnostic]:
    """Every fault of the catalogue, in file order; what the register of acts explains is no fault."""
    found = [_seam_fault(seam) for seam in seams(catalogue) if explanation_of(catalogue, seam) is None]
    found += [fault for card in catalogue.cards for fault in _card_faults(card, catalogue)]
    return in_file_order(found)


# ── gaps and overlaps ──


def seams(catalogue: Catalogue) -> list[Seam]:
    """Every gap and overlap of every line, in both axes."""
    return [seam for line in catalogue.lines for axis in AXES for seam in (*_gaps(catalogue, line, axis), *_overlaps(catalogue, line, axis))]


def explanation_of(catalogue: Catalogue, seam: Seam) -> Explained | None:
    """What the register says of a gap or an overlap, if it knows it."""
    wanted = (seam.line, seam.axis, seam.what, seam.first, seam.until)
    return next((e for e in catalogue.acts.explained if (e.line, e.axis, e.what, e.first, e.until) == wanted), None)


def explained_seams(catalogue: Catalogue, lang: str) -> list[str]:
    """One sentence for each gap and overlap that the register explains."""
    found = ((seam, explanation_of(catalogue, seam)) for seam in seams(catalogue))
    return [f"{seam_text(seam, lang)}. {in_language(known.why, lang)}" for seam, known in found if known is not None]


def seam_text(seam: Seam, lang: str) -> str:
    """`interaction: промежуток, юридическое время: 2020-03-18 — 2020-04-03 (2019-03, 2020-03)`."""
    say = phrases(lang)
    editions = f"{seam.one.id.partition('/')[2]}, {seam.two.id.partition('/')[2]}"
    return f"{seam.line}: {say[seam.what]}, {say[seam.axis + '_axis']}: {seam.first} — {seam.until or '…'} ({editions})"


def _gaps(catalogue: Catalogue, line: str, axis: Axis) -> Iterator[Seam]:
    cards = sorted(catalogue.line(line), key=lambda card: card.span(axis).first)
    last = cards[0]
    for card in cards[1:]:
        end = last.span(axis).until
        if end and end < card.span(axis).first:
            yield Seam(line, axis, "gap", end, card.span(axis).first, last, card)
        if end and (not card.span(axis).until or card.span(axis).until > end):
            last = card


def _overlaps(catalogue: Catalogue, line: str, axis: Axis) -> Iterator[Seam]:
    cards = sorted(catalogue.line(line), key=lambda card: card.span(axis).first)
    for one, two in combinations(cards, 2):
        ends = [end for card in (one, two) if (end := card.span(axis).until)]
        until = min(ends, default="")
        if not until or two.span(axis).first < until:
            yield Seam(line, axis, "overlap", two.span(axis).first, until, one, two)


def _seam_fault(seam: Seam) -> Diagnostic:
    ru, en = _WHAT[seam.axis]
    values = {"one": seam.one.id, "two": seam.two.id, "what_ru": ru, "what_en": en, "first": seam.first, "until": seam.until or "…"}
    places = {"other": seam.one.span(seam.axis).place, **other_choices((seam.one, seam.two), seam.axis)}
    return Diagnostic("KZ711" if seam.what == "gap" else "KZ712", seam.two.span(seam.axis).place, values | places)


# ── against the register of acts ──


def _card_faults(card: Card, catalogue: Catalogue) -> Iterator[Diagnostic]:
    acts = catalogue.acts
    act = acts.cards.get(card.act)
    if act is None:
        yield Diagnostic("KZ721", card.places["id"], {"act": card.act, "file": acts.file, **guesses(card.act, acts.cards)})
        return
    yield from _registration(card, act)
    yield from _signatures(card, "adopted", card.adopted, (act,))
    restating = [restated for restated, _ in links_to(acts, act.id, "restates")]
    adopting = act
    if card.restated:
        yield from _signatures(card, "restated", card.restated, restating)
        adopting = next((r for r in restating if _agree(card.restated, r)), act)
    if adopting.signed[1] > card.in_force.first:
        yield Diagnostic("KZ723", card.in_force.place, {"first": card.in_force.first, "adopted": adopting.signed[1], "other": adopting.place})
    for repealing, link in links_to(acts, act.id, "repeals"):
        if link.start and (card.in_force.first >= link.start or not card.in_force.until or card.in_force.until > link.start):
            values = {"first": card.in_force.first, "until": card.in_force.until or "…", "repealed": link.start}
            yield Diagnostic("KZ724", card.in_force.place, {**values, "by": signatures_text(repealing.adopted), "other": link.place})


def _registration(card: Card, act: ActCard) -> Iterator[Diagnostic]:
    for here, there, ru, en in (
        (card.registered[0], act.registered, "номер регистрации", "the registry number"),
        (card.registered[1], act.registered_on, "дата регистрации", "the date of registration"),
    ):
        if here and there and here != there:
            yield Diagnostic("KZ722", card.places["registered"], {"what_ru": ru, "what_en": en, "here": here, "there": there, "other": act.place})


_SIGNED = {"adopted": ("приказы о принятии", "the adopting orders"), "restated": ("приказы о новой редакции", "the restating orders")}


def _signatures(card: Card, key: str, here: tuple[Signature, ...], known: tuple[ActCard, ...] | list[ActCard]) -> Iterator[Diagnostic]:
    """The orders that an edition names are those of one act of the register."""
    if not any(_agree(here, act) for act in known):
        ru, en = _SIGNED[key]
        there = "; ".join(signatures_text(act.adopted) for act in known) or "—"
        other = next((act.place for act in known), card.places[key])
        yield Diagnostic("KZ722", card.places[key], {"what_ru": ru, "what_en": en, "here": signatures_text(here), "there": there, "other": other})


def _agree(here: tuple[Signature, ...], act: ActCard) -> bool:
    """The same numbers, and the same dates where the register knows them; else dates within the span it knows."""
    dates = {s.number: s.date for s in act.adopted}
    return {s.number for s in here} == set(dates) and all(
        s.date == dates[s.number] if dates[s.number] else not s.date or act.signed[0] <= s.date <= act.signed[1] for s in here
    )
