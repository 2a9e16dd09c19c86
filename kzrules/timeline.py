"""The editions on one picture of years: when each was in force, and which years it assesses. Here as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kzrules.acts import Axis, links_to, signatures_text
from kzrules.catalogue import Card, Catalogue, Span
from kzrules.catalogue_checks import Seam, explanation_of, seam_text, seams
from kzrules.phrases import phrases
from kzrules.reading_nodes import Labels, in_language
from kzrules.which import span_text


@dataclass(frozen=True, slots=True)
class Repeal:
    """An act of a line that was repealed: from which day (empty: not known) and by which orders."""

    act: str
    start: str
    by: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A gap or an overlap, and why where the register of acts explains it."""

    seam: Seam
    why: Labels


@dataclass(frozen=True, slots=True)
class Lane:
    """One line of methodology."""

    line: str
    cards: tuple[Card, ...]
    repeals: tuple[Repeal, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """All lanes, from the beginning of `first` to the end of `last` (years)."""

    lanes: tuple[Lane, ...]
    first: int
    last: int


def timeline_of(catalogue: Catalogue, lines: Sequence[str] = ()) -> Timeline:
    """The picture of the named lines, or of all."""
    lanes = tuple(_lane(catalogue, line) for line in lines or catalogue.lines)
    edges = [int(edge[:4]) for lane in lanes for card in lane.cards for s in (card.in_force, card.applies_to) for edge in (s.first, s.until) if edge]
    edges += [int(repeal.start[:4]) for lane in lanes for repeal in lane.repeals if repeal.start]
    still = any(not card.in_force.until or not card.applies_to.until for lane in lanes for card in lane.cards)
    return Timeline(lanes, min(edges, default=0), max(edges, default=0) + still)


def _lane(catalogue: Catalogue, line: str) -> Lane:
    cards = catalogue.line(line)
    acts = catalogue.acts
    found = [seam for seam in seams(catalogue) if seam.line == line]
    repeals = [
        Repeal(act.id, link.start, signatures_text(by.adopted))
        for act in acts.cards.values()
        if act.line == line
        for by, link in links_to(acts, act.id, "repeals")
    ]
    marks = tuple(Mark(seam, why.why if (why := explanation_of(catalogue, seam)) else {}) for seam in found)
    return Lane(line, cards, tuple(sorted(repeals, key=lambda r: r.start or "~")), marks)


def place_of(moment: str, timeline: Timeline) -> float:
    """Where a day or a year begins on the picture, in years from its left edge; an open end is the right edge."""
    if not moment:
        return timeline.last + 1 - timeline.first
    if len(moment) == len("2018"):
        return int(moment) - timeline.first
    day = date.fromisoformat(moment)
    length = (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days
    return day.year - timeline.first + (day.timetuple().tm_yday - 1) / length


def short(card: Card) -> str:
    """`2018-01`: an edition's name within its line."""
    return card.id.partition("/")[2]


# ── as text ──

_CELLS = 6  # characters of a year
_SIGNS: Mapping[Axis, str] = {"in_force": "█", "applies_to": "░"}


def timeline_text(timeline: Timeline, lang: str) -> str:
    """Years across, two rows per edition; repeals, gaps and overlaps below with their reasons."""
    say = phrases(lang)
    left = 2 + max((len(short(card)) for lane in timeline.lanes for card in lane.cards), default=0)
    word = max(len(say["in_force"]), len(say["assesses"]))
    years = "".join(str(year).ljust(_CELLS) for year in range(timeline.first, timeline.last + 1))
    lines: list[str] = []
    for lane in timeline.lanes:
        lines += [lane.line, " " * (left + word + 4) + years.rstrip()]
        for card in lane.cards:
            ended = any(repeal.start == card.in_force.until for repeal in lane.repeals if repeal.start)
            for axis, sign in _SIGNS.items():
                span, name = card.span(axis), short(card) if axis == "in_force" else ""
                said = say["in_force" if name else "assesses"]
                bar = _bar(span, timeline, sign, ended and bool(name))
                lines.append(f"  {name:<{left}}{said:<{word}}  {bar}  {span_text(span, axis, lang)}")
        lines += ["", *(f"  ✕ {repeal_text(repeal, lang)}" for repeal in lane.repeals), *(f"  {mark_text(mark, lang)}" for mark in lane.marks), ""]
    return "\n".join(lines).rstrip()


def _bar(span: Span, timeline: Timeline, sign: str, ended: bool) -> str:
    width = (timeline.last + 1 - timeline.first) * _CELLS
    start, end = (round(place_of(moment, timeline) * _CELLS) for moment in (span.first, span.until))
    end = max(end, start + 1)
    tail = "✕" if ended else "" if span.until else "▶"
    whole = " " * start + sign * (end - start - (0 if span.until else 1)) + tail
    return "".join(("┊" if i % _CELLS == 0 and c == " " else c) for i, c in enumerate(whole.ljust(width)))


def repeal_text(repeal: Repeal, lang: str) -> str:
    """`V1700014795 утратил силу 2020-03-18: № 43 (2020-03-03), …`."""
    say = phrases(lang)
    return f"{repeal.act} {say['repealed_on']} {repeal.start or say['day_not_seen']}: {repeal.by}"


def mark_text(mark: Mark, lang: str) -> str:
    """`⚠ interaction: промежуток, юридическое время: 2020-03-18 — 2020-04-03 (2019-03, 2020-03)`, and why."""
    why = f". {in_language(mark.why, lang)}" if mark.why else ""
    return f"{'ℹ' if mark.why else '⚠'} {seam_text(mark.seam, lang)}{why}"
