"""A waterfall picture (SVG): the older score, what each change adds or takes, the newer score; a table beside it.

Self-contained: no scripts, no fonts, no links. Light and dark by the reader's setting.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from html import escape

from kzrules.values import decimal_text

_ROW, _TEXT, _PLOT, _EDGE = 26, 700, 420, 24
_STYLE = """
.k{font:13px system-ui,sans-serif;fill:#1d2430}.m{fill:#5c6674;font-size:12px}.h{font-weight:600;font-size:15px}
.n{text-anchor:end;font-variant-numeric:tabular-nums}.bg{fill:#fff}.g{stroke:#d5dae1}.t{fill:#8a94a3}
.u{fill:#2f7d4f}.d{fill:#b3423a}.z{fill:#f3f5f8}
@media (prefers-color-scheme:dark){.k{fill:#e6e9ee}.m{fill:#a3adba}.bg{fill:#161a20}.g{stroke:#39414d}.t{fill:#7d8796}
.u{fill:#5fb884}.d{fill:#e07a70}.z{fill:#1e242c}}
"""


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of the picture: `total` stands on zero, the others on what came before."""

    label: str
    note: str
    amount: Fraction
    total: bool = False


def waterfall_svg(title: str, bars: list[Bar], lang: str) -> str:
    """The picture of bars from top to bottom."""
    ends = _ends(bars)
    least = min((min(low, high) for low, high in ends), default=Fraction(0))
    most = max((max(low, high) for low, high in ends), default=Fraction(0))
    inner = [part for bar in range(len(bars)) for part in _bar(bar, bars[bar], ends[bar], (least, most), lang)]
    width, height = _EDGE * 3 + _TEXT + _PLOT, 60 + _ROW * len(bars) + _EDGE
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">',
            f"<title>{escape(title)}</title><style>{_STYLE}</style>",
            f'<rect class="bg" width="{width}" height="{height}"/>',
            f'<text class="k h" x="{_EDGE}" y="34">{escape(title)}</text>',
            *inner,
            "</svg>",
        ]
    )


def _ends(bars: list[Bar]) -> list[tuple[Fraction, Fraction]]:
    found, level = [], Fraction(0)
    for bar in bars:
        found.append((Fraction(0), bar.amount) if bar.total else (level, level + bar.amount))
        level = found[-1][1]
    return found


def _bar(number: int, bar: Bar, ends: tuple[Fraction, Fraction], axis: tuple[Fraction, Fraction], lang: str) -> Iterator[str]:
    top = 54 + number * _ROW
    scale = Fraction(_PLOT) / ((axis[1] - axis[0]) or 1)
    low, high = ((end - axis[0]) * scale for end in sorted(ends))
    left = _EDGE * 2 + _TEXT
    if number % 2 == 0:
        yield f'<rect class="z" x="{_EDGE // 2}" y="{top}" width="{_TEXT + _PLOT + _EDGE * 2}" height="{_ROW}"/>'
    weight = ' style="font-weight:600"' if bar.total else ""
    yield f'<text class="k" x="{_EDGE}" y="{top + 17}"{weight}>{escape(_cut(bar.label, 46))}<title>{escape(bar.label)}</title></text>'
    yield f'<text class="k m" x="{_EDGE + 400}" y="{top + 17}">{escape(_cut(bar.note, 32))}</text>'
    yield f'<text class="k n" x="{_EDGE + _TEXT - 4}" y="{top + 17}"{weight}>{_amount(bar, lang)}</text>'
    class_ = "t" if bar.total else "u" if bar.amount >= 0 else "d"
    begin, wide = decimal_text(left + low, 1), decimal_text(max(high - low, Fraction(1)), 1)
    yield f'<rect class="{class_}" x="{begin}" y="{top + 5}" width="{wide}" height="{_ROW - 10}" rx="2"/>'


def _amount(bar: Bar, lang: str) -> str:
    sign = "" if bar.total else "+" if bar.amount >= 0 else "−"
    value = bar.amount if bar.total else abs(bar.amount)
    text = sign + decimal_text(value, 2)
    return text if lang == "en" else text.replace(".", ",")


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
