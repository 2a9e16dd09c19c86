"""An act as one self-contained HTML page."""

from __future__ import annotations

from html import escape

from kzrules.reconciliation.printed import PrintedAct, PrintedPart, said

_STYLE = """
body { font: 12pt/1.4 "Times New Roman", serif; max-width: 46em; margin: 2em auto; padding: 0 1em; color: #111; }
.annex { text-align: right; }
h1 { font-size: 13pt; text-align: center; margin: 1.2em 0 .6em; } h2 { font-size: 12pt; margin: 1.4em 0 .5em; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #333; padding: .3em .5em; vertical-align: top; }
th { background: #f0f0f0; } td:first-child { width: 2.5em; text-align: center; } td:last-child { width: 8em; text-align: right; }
.under { text-align: center; } .under small { display: block; color: #555; }
.final { font-weight: bold; } .note { color: #555; font-style: italic; }
.sign { display: grid; grid-template-columns: repeat(4, 1fr); gap: 1em; margin-top: 1.6em; }
.sign div { border-top: 1px solid #333; min-height: 1.2em; }
.sign small { display: block; color: #555; } .value { min-height: 1.4em; }
@media print { body { margin: 0; } }
"""


def act_html(act: PrintedAct) -> str:
    """The page."""
    head = f'<head><meta charset="utf-8"><title>{escape(act.title)}</title><style>{_STYLE}</style></head>'
    parts = [f'<!doctype html>\n<html lang="{act.lang}">{head}<body><main>']
    if act.annex:
        parts.append(f'<p class="annex">{escape(act.annex[:1].upper() + act.annex[1:])}</p>')
    parts.append(f"<h1>{escape(act.title)}</h1>")
    if act.number:
        parts.append(f'<p class="under">{escape(act.number)}</p>')
    parts.append(f'<p class="under">{escape(act.body)}<small>({escape(said("body", act.lang).lower())})</small></p>')
    parts.append(f'<p class="under">{escape(act.period)}<small>({escape(said("period", act.lang))})</small></p>')
    parts += [_part(act, part) for part in act.parts]
    if act.note:
        parts.append(f'<p class="note">{escape(act.note)}</p>')
    parts += [_signature(label, words) for label, words in act.signatures]
    return "\n".join([*parts, "</main></body></html>\n"])


def _part(act: PrintedAct, part: PrintedPart) -> str:
    heads = "".join(f'<th scope="col">{escape(column)}</th>' for column in act.columns)
    rows = "".join(f"<tr><td>{escape(n)}</td><td>{escape(label)}</td><td>{escape(points)}</td></tr>" for n, label, points in part.rows)
    total = f'<tr class="final"><td></td><td>{escape(part.total[0])}</td><td>{escape(part.total[1])}</td></tr>'
    lines = [f"<h2>{escape(said('direction', act.lang))}: {escape(part.direction)}</h2>"]
    lines.append(f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}{total}</tbody></table>")
    for text in part.texts:
        lines.append(f"<p>{escape(text.heading)}<br>{'<br>'.join(map(escape, text.lines))}</p>")
        if text.deduction:
            lines.append(f"<p>{escape(text.deduction)}</p>")
    lines.append(f'<p class="final">{escape(part.final)}</p>')
    lines += [f'<p class="note">{escape(cap)}</p>' for cap in part.caps]
    return "\n".join(lines)


def _signature(label: str, words: tuple[tuple[str, str], ...]) -> str:
    cells = "".join(f'<div><span class="value">{escape(value)}</span><small>({escape(word)})</small></div>' for word, value in words)
    return f'<section><p>{escape(label)}</p><div class="sign">{cells}</div></section>'
