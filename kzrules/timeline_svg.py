"""The picture of years as one self-contained SVG: no scripts, no fonts, readable on light and dark."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from html import escape

from kzrules.catalogue import Card
from kzrules.phrases import phrases
from kzrules.reading_nodes import in_language
from kzrules.text_table import clipped
from kzrules.timeline import Lane, Timeline, mark_text, place_of, repeal_text, short
from kzrules.which import span_text

_LEFT, _YEAR, _RIGHT, _TOP, _ROW, _HEAD, _NOTE = 110, 84, 212, 96, 54, 46, 18

_STYLE = """
    svg { --ground: #ffffff; --ink: #1d2733; --soft: #66727f; --rule: #dfe4ea; --band: #f5f7f9; --law: #24639c; --year: #d9e8f5;
          --year-edge: #6f9fca; --end: #b3261e; --hole: #c77700; font: 13px/1.3 "Segoe UI", "Noto Sans", "DejaVu Sans", Arial, sans-serif; }
    @media (prefers-color-scheme: dark) {
      svg { --ground: #14191f; --ink: #e7ecf1; --soft: #9aa7b4; --rule: #2c3640; --band: #1a2027; --law: #5a9bd8; --year: #233a50;
            --year-edge: #5a88b3; --end: #ff8a80; --hole: #ffb454; } }
    text { fill: var(--ink); } .soft { fill: var(--soft); } .title { font-size: 17px; font-weight: 600; } .lane { font-size: 14px; font-weight: 600; }
    .name { font-weight: 600; } .small { font-size: 11.5px; }
    .ground { fill: var(--ground); } .band { fill: var(--band); } .rule { stroke: var(--rule); }
    .law { fill: var(--law); } .year { fill: var(--year); stroke: var(--year-edge); }
    .end { stroke: var(--end); stroke-width: 1.6; stroke-dasharray: 5 3; } .cross { stroke: var(--end); stroke-width: 2.4; fill: none; }
    .endtext { fill: var(--end); } .hole { fill: var(--hole); opacity: .28; } .holetext { fill: var(--hole); }
"""


def timeline_svg(timeline: Timeline, lang: str) -> str:
    """The whole picture."""
    width = _LEFT + _YEAR * (timeline.last + 1 - timeline.first) + _RIGHT
    height = _TOP + sum(_lane_height(lane, width, lang) for lane in timeline.lanes) + 12
    title = phrases(lang)["timeline_title"]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"',
        f'     role="img" aria-labelledby="title" lang="{lang}">',
        f'  <title id="title">{escape(title)}</title>',
        f"  <style>{_STYLE}  </style>",
        f'  <rect class="ground" width="{width}" height="{height}"/>',
        _text(16, 30, title, "title"),
        *_legend(lang),
        *_years(timeline),
    ]
    top = _TOP
    for lane in timeline.lanes:
        parts += _lane(lane, timeline, top, width, lang)
        top += _lane_height(lane, width, lang)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _lane_height(lane: Lane, width: int, lang: str) -> int:
    return _HEAD + _ROW * len(lane.cards) + _NOTE * len(list(_notes(lane, width, lang))) + 24


def _x(moment: str, timeline: Timeline) -> float:
    return round(_LEFT + _YEAR * place_of(moment, timeline), 1)


def _text(x: float, y: float, text: str, class_: str = "", anchor: str = "") -> str:
    shown = "".join(f' {name}="{value}"' for name, value in (("class", class_), ("text-anchor", anchor)) if value)
    return f'  <text x="{x}" y="{y}"{shown}>{escape(text)}</text>'


def _legend(lang: str) -> Iterator[str]:
    say = phrases(lang)
    yield f'  <rect class="law" x="16" y="45" width="26" height="11" rx="2"/>{_text(48, 55, say["in_force"], "small soft")}'
    yield f'  <rect class="year" x="136.5" y="45.5" width="26" height="10" rx="2"/>{_text(168, 55, say["assesses"], "small soft")}'
    yield f'  <path class="cross" d="M262 46l9 9m0-9l-9 9"/>{_text(278, 55, say["repealed_on"], "small soft")}'
    yield f'  <rect class="hole" x="380" y="45" width="26" height="11"/>{_text(412, 55, say["gap"], "small soft")}'
    yield _text(500, 55, "? " + say["open_years"], "small soft")


def _years(timeline: Timeline) -> Iterator[str]:
    for year in range(timeline.first, timeline.last + 1):
        yield _text(_x(str(year), timeline) + _YEAR / 2, _TOP - 6, str(year), "soft", "middle")


def _rules(timeline: Timeline, top: int, foot: int) -> Iterator[str]:
    for year in range(timeline.first, timeline.last + 2):
        x = _x(str(year), timeline)
        yield f'  <line class="rule" x1="{x}" x2="{x}" y1="{top}" y2="{foot}"/>'


def _notes(lane: Lane, width: int, lang: str) -> Iterator[tuple[str, str]]:
    """The lines of text under a lane, each with its class."""
    said = [("✕ " + repeal_text(repeal, lang), "small endtext") for repeal in lane.repeals]
    said += [(mark_text(mark, lang), "small holetext") for mark in lane.marks]
    for text, class_ in said:
        yield from ((line, class_) for line in textwrap.wrap(text, int((width - 40) / 6.4), subsequent_indent="   "))


def _lane(lane: Lane, timeline: Timeline, top: int, width: int, lang: str) -> Iterator[str]:
    rows = top + _HEAD
    foot = rows + _ROW * len(lane.cards)
    yield f'  <g aria-label="{escape(lane.line)}">'
    title = in_language(lane.cards[-1].title, lang) if lane.cards else ""
    yield _text(16, top + 22, lane.line, "lane")
    yield _text(16, top + 38, clipped(title, int((width - 32) / 7.2)), "small soft")
    for i in range(0, len(lane.cards), 2):
        yield f'  <rect class="band" x="8" y="{rows + i * _ROW}" width="{width - 16}" height="{_ROW}" rx="4"/>'
    yield from _rules(timeline, rows, foot)
    for mark in lane.marks:
        if mark.seam.axis == "in_force" and mark.seam.what == "gap":
            x, end = _x(mark.seam.first, timeline), _x(mark.seam.until, timeline)
            hole = f'<rect class="hole" x="{x}" y="{rows}" width="{max(3, end - x):.1f}" height="{foot - rows}">'
            yield f"  {hole}<title>{escape(mark_text(mark, lang))}</title></rect>"
    for repeal in lane.repeals:
        if repeal.start:
            x = _x(repeal.start, timeline)
            yield f'  <line class="end" x1="{x}" x2="{x}" y1="{rows}" y2="{foot}"><title>{escape(repeal_text(repeal, lang))}</title></line>'
    for i, card in enumerate(lane.cards):
        yield from _edition(card, lane, timeline, rows + i * _ROW, lang)
    for i, (line, class_) in enumerate(_notes(lane, width, lang)):
        yield _text(16 + 14 * line.startswith("   "), foot + 18 + i * _NOTE, line.strip(), class_)
    yield "  </g>"


def _edition(card: Card, lane: Lane, timeline: Timeline, y: int, lang: str) -> Iterator[str]:
    yield _text(16, y + 24, short(card), "name")
    x, end = _x(card.in_force.first, timeline), _x(card.in_force.until, timeline)
    said = span_text(card.in_force, "in_force", lang)
    yield f'  <rect class="law" x="{x}" y="{y + 9}" width="{end - x:.1f}" height="20" rx="3"><title>{escape(f"{card.id}: {said}")}</title></rect>'
    yield _text(_x("", timeline) + 14, y + 23, said, "small")
    if any(repeal.start and repeal.start == card.in_force.until for repeal in lane.repeals):
        yield f'  <path class="cross" d="M{end - 5} {y + 14}l10 10m0-10l-10 10"/>'
    x, end = _x(card.applies_to.first, timeline), _x(card.applies_to.until, timeline)
    said = span_text(card.applies_to, "applies_to", lang)
    doubt = ", ".join(f"{chosen.reading.id}={chosen.option}" for chosen in card.applies_to.readings)
    bar = f'<rect class="year" x="{x + 1}" y="{y + 34.5}" width="{end - x - 2:.1f}" height="15" rx="3">'
    yield f"  {bar}<title>{escape(f'{said} {doubt}')}</title></rect>"
    doubtful = any(chosen.reading.confidence == "open" for chosen in card.applies_to.readings)
    yield _text(x + 8, y + 46, said + (" ?" if doubtful else ""), "small")
