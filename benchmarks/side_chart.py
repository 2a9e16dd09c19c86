"""The chart of docs/benchmarks.md: rows per second of processor, on a log scale, with the wrong rows written beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

_TEXT, _GRID = "#222", "#ddd"
_COLOURS = {"exact": "#1f6f8b", "decimals": "#8fb339"}
_FLOATS = "#d98e04"
_LEFT, _WIDTH, _NOTE, _BAR, _GAP = 310, 400, 200, 16, 7
_TOP, _HEAD = 58, 34


@dataclass(frozen=True, slots=True)
class Bar:
    """A way: how many rows a second, and of how many rows how many were wrong."""

    title: str
    speed: float
    numbers: str
    wrong: int
    rows: int


@dataclass(frozen=True, slots=True)
class Panel:
    """The bars of an edition."""

    title: str
    bars: Sequence[Bar]


def chart(panels: Sequence[Panel]) -> str:
    """An SVG of panels one below the other."""
    speeds = [bar.speed for panel in panels for bar in panel.bars]
    low, high = floor(log10(min(speeds))), ceil(log10(max(speeds)))
    height = _TOP + sum(_HEAD + len(panel.bars) * (_BAR + _GAP) + 24 for panel in panels)
    width = _LEFT + _WIDTH + _NOTE
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'font-family="system-ui, sans-serif" font-size="12" fill="{_TEXT}">',
        "<title>Rows per second of processor time, by engine</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        '<text x="16" y="24" font-size="15" font-weight="600">Rows per second of processor time (log scale), and rows whose score is wrong</text>',
        *_legend(),
    ]
    top = _TOP
    for panel in panels:
        lines += _panel(panel, top, low, high)
        top += _HEAD + len(panel.bars) * (_BAR + _GAP) + 24
    return "\n".join([*lines, "</svg>", ""])


def _legend() -> Iterator[str]:
    shown = {"exact": _COLOURS["exact"], "decimals, not exact": _COLOURS["decimals"], "floating point, not exact": _FLOATS}
    for place, (text, colour) in enumerate(shown.items()):
        x = 16 + 160 * place
        yield f'<rect x="{x}" y="36" width="12" height="12" fill="{colour}"/><text x="{x + 18}" y="46">{text}</text>'


def _panel(panel: Panel, top: int, low: int, high: int) -> Iterator[str]:
    bottom = top + _HEAD + len(panel.bars) * (_BAR + _GAP)
    yield f'<text x="16" y="{top + 20}" font-weight="600">{escape(panel.title)}</text>'
    for power in range(low, high + 1):
        x = _LEFT + _WIDTH * (power - low) / (high - low)
        yield f'<line x1="{x:.1f}" y1="{top + _HEAD - 6}" x2="{x:.1f}" y2="{bottom}" stroke="{_GRID}"/>'
        yield f'<text x="{x:.1f}" y="{bottom + 14}" text-anchor="middle" fill="#555">{10**power:,}</text>'
    for index, bar in enumerate(panel.bars):
        y = top + _HEAD + index * (_BAR + _GAP)
        length = max(2.0, _WIDTH * (log10(bar.speed) - low) / (high - low))
        yield f'<text x="{_LEFT - 8}" y="{y + 12}" text-anchor="end">{escape(bar.title)}</text>'
        yield f'<rect x="{_LEFT}" y="{y}" width="{length:.1f}" height="{_BAR}" fill="{_COLOURS.get(bar.numbers, _FLOATS)}"/>'
        yield f'<text x="{_LEFT + length + 6:.1f}" y="{y + 12}">{_three(bar.speed)} · {_wrong(bar)}</text>'


def _three(value: float) -> str:
    """Three figures that mean something."""
    step = 10 ** max(0, floor(log10(value)) - 2)
    return f"{round(value / step) * step:,}"


def _wrong(bar: Bar) -> str:
    if not bar.wrong:
        return "0 wrong"
    return f"{bar.wrong / bar.rows:.2%} wrong" if bar.wrong / bar.rows >= 0.0001 else f"{bar.wrong} wrong"
