"""What the cases exercised as one self-contained page: the text of each edition, line by line, green or red."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape

from kzrules.case_coverage import Coverage
from kzrules.coverage_points import Point
from kzrules.coverage_text import by_kind, coverage_line, point_text, word

_STYLE = """
:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:80rem;padding:0 1rem}
h1{font-size:1.35rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse}td,th{padding:.1rem .8rem .1rem 0;text-align:left}
td.n{text-align:right}ol{font:13px/1.45 ui-monospace,monospace;overflow-x:auto;padding-left:4rem}
li{white-space:pre;border-left:4px solid transparent;padding-left:.5rem}
li.met{border-color:#2f8f4e;background:#2f8f4e1f}li.unmet{border-color:#b3423a;background:#b3423a26}
li.part{border-color:#c08a1e;background:#c08a1e26}li i{font-style:normal;opacity:.75;white-space:pre-wrap;display:block;margin-left:2rem}
@media print{ol{overflow:visible}li{white-space:pre-wrap}}
"""


def coverage_html(coverages: Iterable[Coverage], sources: Mapping[str, str], lang: str) -> str:
    """The page; `sources` are the texts of the edition files by the name their places carry."""
    title = {"ru": "Что проверяют случаи", "kk": "Мысалдар нені тексереді", "en": "What the cases exercise"}[lang]
    body = "\n".join(part for coverage in coverages for part in _edition(coverage, sources, lang))
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n<body>\n<h1>{escape(title)}</h1>\n{body}\n</body>\n</html>\n"
    )


def _edition(coverage: Coverage, sources: Mapping[str, str], lang: str) -> Iterator[str]:
    yield f"<h2>{escape(coverage_line(coverage, lang))}</h2>"
    rows = "".join(
        f'<tr><td>{escape(word(what, lang))}</td><td class="n">{met}</td><td class="n">{whole}</td></tr>'
        for what, (met, whole) in by_kind(coverage).items()
    )
    head = "".join(f"<th>{escape(word(key, lang))}</th>" for key in ("place", "covered", "whole"))
    yield f"<table><tr>{head}</tr>{rows}</table>"
    yield "<ol>"
    by_line: dict[int, list[Point]] = {}
    for point in coverage.points:
        by_line.setdefault(point.place.line, []).append(point)
    for number, line in enumerate(sources[coverage.edition.file].splitlines(), 1):
        yield _line(line, by_line.get(number, []), coverage, lang)
    yield "</ol>"


def _line(line: str, points: list[Point], coverage: Coverage, lang: str) -> str:
    unmet = [point for point in points if point not in coverage.met]
    style = "" if not points else ' class="met"' if not unmet else ' class="part"' if len(unmet) < len(points) else ' class="unmet"'
    notes = "".join(f"<i>{escape(point_text(point, lang))}</i>" for point in unmet)
    return f"<li{style}>{escape(line)}{notes}</li>"
