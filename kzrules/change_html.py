"""A difference of two editions as one self-contained page: no scripts, no fonts, no links; it prints well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from kzrules.aspects import word
from kzrules.change_text import change_lines, consequences_text, diff_text, rule_title
from kzrules.changes import Diff, RuleChange
from kzrules.consequences import Consequence
from kzrules.phrases import phrases

_STYLE = """
:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.35rem}h2{font-size:1.1rem;margin-top:2rem}h3{font-size:1rem;margin:.2rem 0}
section{border-left:4px solid #9aa3ad;padding:.3rem .9rem;margin:.9rem 0}
section.results{border-color:#b3423a}section.citation{border-color:#3a6fb3}
b.badge{font-weight:600;font-size:.78rem;opacity:.75;margin-left:.4rem}pre{white-space:pre-wrap;font:13px/1.5 ui-monospace,monospace;margin:.2rem 0}
pre.table{overflow-x:auto;white-space:pre}figure{margin:1rem 0;overflow-x:auto}figure svg{max-width:100%;height:auto}
@media print{section{break-inside:avoid}}
"""


def page(title: str, parts: Iterable[str], lang: str) -> str:
    """A whole page."""
    body = "\n".join(parts)
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n<body>\n<h1>{escape(title)}</h1>\n{body}\n</body>\n</html>\n"
    )


def diff_html(diff: Diff, consequences: list[Consequence] | None, lang: str) -> str:
    """The difference, and who moves where data were given."""
    return page(f"{diff.before.id} → {diff.after.id}", _parts(diff, consequences, lang), lang)


def _parts(diff: Diff, consequences: list[Consequence] | None, lang: str) -> Iterator[str]:
    head = diff_text(diff, lang, ()).splitlines()[1:]
    yield f"<pre>{escape(chr(10).join(head))}</pre>"
    if consequences is not None:
        yield f"<h2>{escape(phrases(lang)['consequences'])}</h2>"
        yield f'<pre class="table">{escape(consequences_text(consequences, lang))}</pre>'
    for rule in diff.rules:
        yield _rule(rule, diff, lang)


def _rule(rule: RuleChange, diff: Diff, lang: str) -> str:
    lines = [line for change in rule.changes for line in change_lines(change, diff, lang)]
    badge = f'<b class="badge">{escape(word(rule.effect, lang))}</b>'
    return f'<section class="{rule.effect}"><h3>{escape(rule_title(rule, lang))}{badge}</h3><pre>{escape(chr(10).join(lines))}</pre></section>'
