"""Rank bands as a chart (SVG), as the makers of composite indices draw them: bodies in their nominal order, whiskers from the 5th to the 95th of
a hundred, the median, the nominal rank.

No scripts, no fonts, no links; `<desc>` says the same in words.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from html import escape

from kzrules.program import KINDS
from kzrules.simulation.result import BodyResult, Simulation
from kzrules.simulation.words import words

WIDTH = 940
_LEFT, _RIGHT, _ROW, _LINE, _LETTERS, _LONG = 350, 34, 34, 15, 40, 15
_FONT = '"Segoe UI","Noto Sans","DejaVu Sans",Arial,sans-serif'
_INK, _SOFT, _RULE, _BAND, _WHISKER, _MEDIAN, _NOMINAL = "#1d2733", "#66727f", "#dfe4ea", "#f5f7f9", "#24639c", "#24639c", "#b3261e"


def rank_bands_svg(found: Simulation, lang: str) -> str:
    """The chart; bodies that no run gives a rank are not in it."""
    say, plan = words(lang), found.plan
    title = say["svg_title"].format(edition=plan.edition.id, period=plan.period or "—")
    runs = f"{found.source.runs:,}".replace(",", " ")
    parts = [_text(16, 30, title, size=17, bold=True), _text(16, 50, say["svg_note"].format(runs=runs), size=12, fill=_SOFT), *_legend(lang)]
    top, said = 92, []
    for kind in KINDS:
        rows = [one for one in found.bodies if one.body.kind == kind and one.ranks.p5 is not None]
        if not rows:
            continue
        parts.append(_text(16, top + 20, say[kind], size=14, bold=True))
        drawn, top = _kind(rows, top + 30, lang)
        parts += drawn
        said += [_said(one, lang) for one in rows]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top + 6}" width="{WIDTH}" height="{top + 6}" role="img" lang="{lang}"'
    desc = f"<title>{escape(title)}</title>\n<desc>{escape('; '.join(said))}</desc>"
    ground = f'<rect width="{WIDTH}" height="{top + 6}" fill="#ffffff"/>'
    return "\n".join([f"{head} font-family='{_FONT}'>", desc, ground, *parts, "</svg>"]) + "\n"


def _said(one: BodyResult, lang: str) -> str:
    ranks = one.ranks
    said = {"nominal": ranks.nominal or "—", "median": ranks.median, "p5": ranks.p5, "p95": ranks.p95}
    return words(lang)["svg_line"].format(body=one.body.title(lang), **said)


def _legend(lang: str) -> Iterator[str]:
    say, y = words(lang), 72
    yield _thin(16, 44, y)
    yield _text(52, y + 4, say["svg_range"], size=12)
    yield _whisker(238, 266, y)
    yield _text(274, y + 4, say["svg_whisker"], size=12)
    yield _median(470, y)
    yield _text(484, y + 4, say["svg_median"], size=12)
    yield _nominal(590, y)
    yield _text(606, y + 4, say["svg_nominal"], size=12)


def _kind(rows: Sequence[BodyResult], top: int, lang: str) -> tuple[list[str], int]:
    """The bodies of one kind, and where the rest begins."""
    most = max(len(rows), *(one.ranks.worst or 1 for one in rows))
    plot = WIDTH - _LEFT - _RIGHT

    def x(rank: float) -> float:
        return round(_LEFT + plot * (rank - 1) / max(1, most - 1), 1)

    names = [textwrap.wrap(one.body.title(lang), _LETTERS, max_lines=2, placeholder=" …") or [one.body.id] for one in rows]
    heights = [max(_ROW, _LINE * len(name) + 12) for name in names]
    foot = top + sum(heights)
    ticks = [rank for rank in range(1, most + 1) if most <= 24 or rank == 1 or rank % 10 == 0]
    parts = []
    y = top
    for place, height in enumerate(heights):
        if place % 2 == 0:
            parts.append(f'<rect x="8" y="{y}" width="{WIDTH - 16}" height="{height}" rx="3" fill="{_BAND}"/>')
        y += height
    for rank in ticks:
        parts.append(f'<line x1="{x(rank)}" x2="{x(rank)}" y1="{top}" y2="{foot}" stroke="{_RULE}"/>')
        parts += [_text(x(rank), y, str(rank), size=11.5, fill=_SOFT, anchor="middle") for y in (foot + 15, top - 8)[: 1 + (len(rows) > _LONG)]]
    parts.append(_text(_LEFT - 12, foot + 15, words(lang)["svg_axis"], size=11.5, fill=_SOFT, anchor="end"))
    y = top
    for one, name, height in zip(rows, names, heights, strict=True):
        middle = y + height / 2
        ranks = one.ranks
        begin = middle + 4 - (len(name) - 1) * _LINE / 2
        parts += [_text(16, begin + line * _LINE, text, size=12.5) for line, text in enumerate(name)]
        assert ranks.best is not None
        assert ranks.worst is not None
        assert ranks.p5 is not None
        assert ranks.p95 is not None
        assert ranks.median is not None
        marks = [_thin(x(ranks.best), x(ranks.worst), middle), _whisker(x(ranks.p5), x(ranks.p95), middle)]
        marks += [_nominal(x(ranks.nominal), middle)] if ranks.nominal else []
        marks.append(_median(x(ranks.median), middle))
        parts.append(f"<g><title>{escape(_said(one, lang))}</title>{''.join(marks)}</g>")
        y += height
    return parts, foot + 34


def _thin(x1: float, x2: float, y: float) -> str:
    return f'<line x1="{x1}" x2="{x2}" y1="{y}" y2="{y}" stroke="{_SOFT}" stroke-width="1"/>'


def _whisker(x1: float, x2: float, y: float) -> str:
    ends = "".join(f'<line x1="{x}" x2="{x}" y1="{y - 6}" y2="{y + 6}" stroke="{_WHISKER}" stroke-width="2"/>' for x in (x1, x2))
    return f'<line x1="{x1}" x2="{x2}" y1="{y}" y2="{y}" stroke="{_WHISKER}" stroke-width="3"/>{ends}'


def _median(x: float, y: float) -> str:
    return f'<circle cx="{x}" cy="{y}" r="4" fill="#ffffff" stroke="{_MEDIAN}" stroke-width="2.2"/>'


def _nominal(x: float, y: float) -> str:
    return f'<path d="M{x} {y - 9}l9 9l-9 9l-9 -9z" fill="{_NOMINAL}"/>'


def _text(x: float, y: float, text: str, *, size: float, bold: bool = False, fill: str = _INK, anchor: str = "") -> str:
    more = (' font-weight="600"' if bold else "") + (f' text-anchor="{anchor}"' if anchor else "")
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="{fill}"{more}>{escape(text)}</text>'
