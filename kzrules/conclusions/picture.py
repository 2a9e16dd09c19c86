"""The waterfall of one section (SVG): from the maximum down to the score, a bar for each place that cost points.

Drawn for paper: light, one column wide, labels on two lines rather than cut. Exact numbers, written with one decimal of a
unit; no scripts, no links; the same input gives the same bytes.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape

from kzrules.conclusions.wording import loss_text
from kzrules.values import decimal_text

WIDTH = 720
_LABEL, _NUMBER, _EDGE, _LINE, _PAD = 300, 66, 12, 16, 10
_PLOT = WIDTH - _LABEL - _NUMBER - _EDGE * 3
_LONGEST = 44
_FONT = "'Libertinus Serif','Liberation Serif','Times New Roman',serif"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: a total stands on zero, another hangs from what came before; `amount` below zero takes away."""

    label: str
    amount: Fraction
    total: bool = False


def waterfall(title: str, bars: Sequence[Bar]) -> str:
    """The picture; a table of the same numbers stands beside it in every document."""
    ends = list(_ends(bars))
    least = min((min(pair) for pair in ends), default=Fraction(0))
    most = max((max(pair) for pair in ends), default=Fraction(1))
    lines = [_wrapped(bar.label) for bar in bars]
    top = _PAD
    parts: list[str] = []
    for bar, pair, text in zip(bars, ends, lines, strict=True):
        height = max(28, _LINE * len(text) + 10)
        parts += _bar(bar, pair, text, (least, most), (top, height))
        top += height
    said = "; ".join(f"{bar.label}: {_amount(bar)}" for bar in bars)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top + _PAD}" width="{WIDTH}" height="{top + _PAD}" role="img">'
    return "\n".join([head, f"<title>{escape(title)}</title>", f"<desc>{escape(said)}</desc>", *parts, "</svg>"])


def _ends(bars: Sequence[Bar]) -> Iterator[tuple[Fraction, Fraction]]:
    level = Fraction(0)
    for bar in bars:
        pair = (Fraction(0), bar.amount) if bar.total else (level, level + bar.amount)
        level = pair[1]
        yield pair


def _bar(bar: Bar, pair: tuple[Fraction, Fraction], text: Sequence[str], axis: tuple[Fraction, Fraction], at: tuple[int, int]) -> Iterator[str]:
    top, height = at
    scale = Fraction(_PLOT) / ((axis[1] - axis[0]) or 1)
    low, high = ((end - axis[0]) * scale for end in sorted(pair))
    left = _EDGE * 2 + _LABEL + _NUMBER
    colour = "#3d5a80" if bar.total else "#b3423a" if bar.amount < 0 else "#2f7d4f"
    weight = ' font-weight="bold"' if bar.total else ""
    middle = top + height // 2
    first = middle + 5 - (len(text) - 1) * _LINE // 2
    for index, line in enumerate(text):
        yield f'<text x="{_EDGE}" y="{first + index * _LINE}" font-family="{_FONT}" font-size="13" fill="#1d2430"{weight}>{escape(line)}</text>'
    where = f'x="{_EDGE + _LABEL + _NUMBER}" y="{middle + 5}" text-anchor="end"'
    yield f'<text {where} font-family="{_FONT}" font-size="13" fill="#1d2430"{weight}>{_amount(bar)}</text>'
    begin, wide = decimal_text(left + low, 1), decimal_text(max(high - low, Fraction(1)), 1)
    yield f'<rect x="{begin}" y="{top + 5}" width="{wide}" height="{height - 10}" fill="{colour}"/>'
    yield f'<line x1="{_EDGE}" y1="{top + height}" x2="{WIDTH - _EDGE}" y2="{top + height}" stroke="#e3e7ec" stroke-width="1"/>'


def _amount(bar: Bar) -> str:
    sign = "+" if not bar.total and bar.amount > 0 else ""
    return sign + loss_text(bar.amount)


def _wrapped(text: str) -> list[str]:
    lines = textwrap.wrap(text, _LONGEST, break_long_words=True) or [""]
    return lines if len(lines) <= 3 else [*lines[:2], lines[2][: _LONGEST - 1] + "…"]
