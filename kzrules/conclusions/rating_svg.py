"""A rating as a chart (SVG): a bar for each body, by kind, best first, a mark where it stood the year before.

Drawn for paper: light, deterministic, no scripts, no links; `<desc>` says the same in words.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from fractions import Fraction
from html import escape

from kzrules.conclusions.rating import Rated, Rating
from kzrules.conclusions.rating_words import change_text, grade_text, rating_words, score_text, title_of
from kzrules.conclusions.wording import plain_text
from kzrules.program import KINDS, Band
from kzrules.reading_nodes import in_language
from kzrules.values import Missing, decimal_text

WIDTH = 900
_EDGE, _PLACE, _NAME, _SCORE, _CHANGE, _LINE = 14, 44, 320, 56, 62, 16
_LEFT = _EDGE + _PLACE + _NAME
_PLOT = WIDTH - _LEFT - _SCORE - _CHANGE - _EDGE
_FONT = "'Libertinus Serif','Liberation Serif','Times New Roman',serif"
_COLOURS = ("#2f7d4f", "#3d5a80", "#c17f24", "#b3423a")
_LONGEST = 46


def rating_svg(rating: Rating, lang: str, titled: bool = True) -> str:
    """The chart; bodies without a score are not in it; `titled`: the heading is drawn, too."""
    say, title = rating_words(lang), title_of(rating, lang)
    parts, said, top = [_text(_EDGE, 30, title, size=17, bold=True)] * titled, [], 44 if titled else _EDGE
    bands = rating.report.edition.programs["central"].bands
    top = _legend(parts, bands, lang, top)
    if rating.previous is not None:
        parts += [f'<line x1="{_EDGE + 6}" y1="{top - 6}" x2="{_EDGE + 6}" y2="{top + 8}" stroke="#111111" stroke-width="2"/>']
        parts.append(_text(_EDGE + 18, top + 5, say["mark"].format(period=rating.previous_period or "—"), size=12))
        top += 20
    most = max([Fraction(100), *(r.now.assessment.score for r in rating.rated if isinstance(r.now.assessment.score, Fraction))])
    for kind in KINDS:
        rows = rating.of_kind(kind)
        if not rows:
            continue
        parts.append(_text(_EDGE, top + 22, say[kind], size=14, bold=True))
        top += 32
        begin = top
        for rated in rows:
            name = textwrap.wrap(plain_text(rated.now.assessment.body.title(lang)), _LONGEST)[:3] or [""]
            height = max(26, _LINE * len(name) + 8)
            parts += _bar(rated, name, (top, height), most, bands, lang)
            said.append(f"{rated.now.text}. {' '.join(name)}: {score_text(rated.now.assessment, lang)}, {grade_text(rated.now.assessment, lang)}")
            top += height
        parts += _edges(bands, most, begin, top, lang)
        top += 22
    height = top + _EDGE
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img">'
    words = f"<title>{escape(title)}</title>\n<desc>{escape('; '.join(said))}</desc>"
    return "\n".join([head, words, f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>', *parts, "</svg>"])


def _legend(parts: list[str], bands: tuple[Band, ...], lang: str, top: int) -> int:
    """What each colour means, a line each; returns where the rest begins."""
    for index, band in enumerate(bands):
        x = _EDGE + (index % 2) * (WIDTH // 2 - _EDGE)
        y = top + (index // 2) * 20
        parts.append(f'<rect x="{x}" y="{y}" width="12" height="12" fill="{_COLOURS[min(index, 3)]}"/>')
        label = f"{plain_text(in_language(band.label, lang))} ({_interval(band, lang)})"
        parts.append(_text(x + 18, y + 11, label, size=12))
    return top + (len(bands) + 1) // 2 * 20 + 6


def _interval(band: Band, lang: str) -> str:
    if lang == "ru":
        return band.printed
    low, high = ("" if end is None else decimal_text(end) for end in (band.low, band.high))
    return f"{low} ≤ … < {high}" if low and high else f"≥ {low}" if low else f"< {high}"


def _bar(rated: Rated, name: list[str], at: tuple[int, int], most: Fraction, bands: tuple[Band, ...], lang: str) -> Iterator[str]:
    top, height = at
    a = rated.now.assessment
    assert isinstance(a.score, Fraction)
    middle = top + height // 2 + 4
    yield _text(_EDGE + _PLACE - 10, middle, rated.now.text, size=13, end=True)
    first = middle - (len(name) - 1) * _LINE // 2
    for index, line in enumerate(name):
        yield _text(_EDGE + _PLACE, first + index * _LINE, line, size=13)
    wide = decimal_text(max(a.score, Fraction(0)) / most * _PLOT, 1)
    grades = [band.grade for band in bands]
    colour = _COLOURS[min(grades.index(a.grade), 3)] if a.grade in grades else "#8a94a3"
    yield f'<rect x="{_LEFT}" y="{top + 5}" width="{wide}" height="{height - 10}" fill="{colour}"/>'
    if rated.before is not None and not isinstance(rated.before.assessment.score, Missing):
        x = decimal_text(_LEFT + max(rated.before.assessment.score, Fraction(0)) / most * _PLOT, 1)
        yield f'<line x1="{x}" y1="{top + 2}" x2="{x}" y2="{top + height - 2}" stroke="#111111" stroke-width="2"/>'
    yield _text(_LEFT + _PLOT + _SCORE, middle, score_text(a, lang), size=13, end=True, bold=True)
    if rated.before is not None:
        yield _text(_LEFT + _PLOT + _SCORE + _CHANGE, middle, change_text(rated, lang), size=12, end=True)


def _edges(bands: tuple[Band, ...], most: Fraction, begin: int, end: int, lang: str) -> Iterator[str]:
    for band in bands:
        if band.low is not None:
            x = decimal_text(_LEFT + band.low / most * _PLOT, 1)
            yield f'<line x1="{x}" y1="{begin}" x2="{x}" y2="{end}" stroke="#8a94a3" stroke-width="1" stroke-dasharray="3 3"/>'
            label = decimal_text(band.low)
            yield _text(Fraction(x), end + 13, label if lang == "en" else label.replace(".", ","), size=11, centre=True)


def _text(x: int | Fraction, y: int, text: str, *, size: int, bold: bool = False, end: bool = False, centre: bool = False) -> str:
    anchor = ' text-anchor="end"' if end else ' text-anchor="middle"' if centre else ""
    weight = ' font-weight="bold"' if bold else ""
    where = decimal_text(Fraction(x), 1) if isinstance(x, Fraction) else x
    return f'<text x="{where}" y="{y}" font-family="{_FONT}" font-size="{size}" fill="#1d2430"{anchor}{weight}>{escape(text)}</text>'
