"""A rating as a table for the terminal, as CSV, JSON, HTML and a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from html import escape
from typing import Any

import kzrules
from kzrules.conclusions.rating import Placing, Rated, Rating
from kzrules.conclusions.rating_svg import rating_svg
from kzrules.conclusions.rating_words import (
    before_text,
    change_text,
    grade_text,
    notes_of,
    places_text,
    rating_words,
    reason_text,
    score_text,
    title_of,
)  # fmt: skip
from kzrules.conclusions.wording import plain_text
from kzrules.conclusions.xlsx_writer import row_height
from kzrules.outcome import Assessment
from kzrules.plain_books import plain_book
from kzrules.program import KINDS
from kzrules.report import missing_json
from kzrules.same_bytes import same_bytes
from kzrules.text_table import clipped, text_table
from kzrules.values import Missing, decimal_text, exact_text
from kzrules.words_for_people import inert

_COLUMNS = (
    *("period", "edition", "kind", "place", "last", "of", "body", "name", "score", "grade"),
    *("previous_score", "previous_place", "previous_last", "change", "places", "missing"),
)
_STYLE = """body{font:11pt/1.4 "Times New Roman","Liberation Serif",serif;margin:2em auto;max-width:62em;padding:0 1em;color:#111}
h1{font-size:16pt}h2{font-size:13pt;margin-top:1.6em}table{border-collapse:collapse;width:100%}
th,td{border:1px solid #777;padding:3px 7px;text-align:left;vertical-align:top}th{background:#f0f2f4}
td.n,th.n{text-align:right;white-space:nowrap}p.note{color:#444;font-size:10pt}svg{max-width:100%;height:auto}
@page{size:A4;margin:16mm}thead{display:table-header-group}tr{break-inside:avoid}"""


def head_of(rating: Rating, lang: str) -> list[str]:
    """The columns; those of the year before only where there is one."""
    say = rating_words(lang)
    own = [say["place"], say["body"], say["score"], say["grade"]]
    return own + ([say["before"], say["change"], say["places"]] if rating.previous is not None else [])


def cells_of(rated: Rated, rating: Rating, lang: str) -> list[str]:
    """The cells of one body."""
    a = rated.now.assessment
    own = [rated.now.text, plain_text(a.body.title(lang)), score_text(a, lang), grade_text(a, lang)]
    return own + ([before_text(rated, lang), change_text(rated, lang), places_text(rated)] if rating.previous is not None else [])


def rating_text(rating: Rating, lang: str) -> str:
    """For the terminal: a table for each kind, the bodies without a score, how to read it."""
    say = rating_words(lang)
    parts = [title_of(rating, lang)]
    for kind in KINDS:
        rows = [[clipped(cell, 60) for cell in cells_of(rated, rating, lang)] for rated in rating.of_kind(kind)]
        if rows:
            parts += ["", say[kind], text_table(head_of(rating, lang), rows, frozenset({0, 2, 4, 5, 6}))]
    if rating.unranked:
        parts += ["", f"{say['unranked']}:"]
        parts += [f"  {plain_text(r.now.assessment.body.title(lang))} — {reason_text(r, rating, lang)}" for r in rating.unranked]
    return "\n".join([*parts, "", *notes_of(rating, lang)])


def rating_json(rating: Rating) -> dict[str, Any]:
    """As JSON values, exact numbers as text."""
    edition, previous = rating.report.edition, rating.previous
    return {
        "rating": {
            "version": "1",
            "engine": kzrules.__version__,
            "semantics": kzrules.SEMANTICS,
            "period": rating.period,
            "edition": {"id": edition.id, "sha256": edition.sha256},
            "data": {"sha256": rating.report.data_sha256},
            "readings_chosen": dict(sorted(rating.report.choices.items())),
            "previous": None if previous is None else {"period": rating.previous_period, "edition": previous.edition.id},
        },
        "bodies": list(_records(rating)),
    }


def _records(rating: Rating) -> Iterator[dict[str, Any]]:
    for rated in rating.rated:
        a, before = rated.now.assessment, rated.before
        yield {
            "body": a.body.id,
            "name": dict(a.body.name),
            "kind": a.body.kind,
            "place": [rated.now.rank, rated.now.last],
            "of": rated.now.count,
            "score": _decimal(a),
            "exact": None if isinstance(a.exact, Missing) else exact_text(a.exact),
            "grade": a.grade,
            "previous": None if before is None else _before(before),
            "change": None if rated.change is None else decimal_text(rated.change),
            "places": rated.rank_change,
            "missing": missing_json(a.missing, rating.report.edition),
        }


def _before(place: Placing) -> dict[str, Any]:
    return {"score": _decimal(place.assessment), "grade": place.assessment.grade, "place": [place.rank, place.last]}


def rating_csv(rating: Rating) -> str:
    """As CSV, a row for each body; exact decimals with a point."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for record, rated in zip(_records(rating), rating.rated, strict=True):
        before = record["previous"] or {"score": None, "place": [None, None]}
        lead = [rating.period, rating.report.edition.id, record["kind"], *record["place"], record["of"], inert(record["body"])]
        lack = rated.now.assessment.missing
        missing = "; ".join([*sorted(lack.facts), *lack.sentences("ru")])
        tail = [before["score"], *before["place"], record["change"], record["places"], inert(missing)]
        writer.writerow([*lead, inert(plain_text(rated.now.assessment.body.title())), record["score"], record["grade"], *tail])
    return stream.getvalue()


def rating_html(rating: Rating, lang: str) -> str:
    """One file: the chart, the tables, how to read them."""
    say = rating_words(lang)
    title = escape(title_of(rating, lang))
    parts = [f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style></head><body>']
    parts += [f"<h1>{title}</h1>", rating_svg(rating, lang, titled=False)]
    for kind in KINDS:
        rows = rating.of_kind(kind)
        if rows:
            heads = "".join(f"<th{_right(i)}>{escape(cell)}</th>" for i, cell in enumerate(head_of(rating, lang)))
            parts.append(f"<h2>{escape(say[kind])}</h2><table><thead><tr>{heads}</tr></thead><tbody>")
            for rated in rows:
                cells = "".join(f"<td{_right(i)}>{escape(cell)}</td>" for i, cell in enumerate(cells_of(rated, rating, lang)))
                parts.append(f"<tr>{cells}</tr>")
            parts.append("</tbody></table>")
    if rating.unranked:
        parts.append(f"<h2>{escape(say['unranked'])}</h2><ul>")
        for rated in rating.unranked:
            name = escape(plain_text(rated.now.assessment.body.title(lang)))
            parts.append(f"<li>{name} — {escape(reason_text(rated, rating, lang))}</li>")
        parts.append("</ul>")
    parts += [f'<p class="note">{escape(note)}</p>' for note in notes_of(rating, lang)]
    return "\n".join([*parts, "</body></html>"]) + "\n"


def _right(column: int) -> str:
    return ' class="n"' if column in (0, 2, 4, 5, 6) else ""


def rating_xlsx(rating: Rating, lang: str) -> bytes:
    """A workbook: a sheet of places, a sheet of the bodies without a score and of how to read it.

    Raises:
        NotInstalled: when the extra `excel` is absent.

    """
    say, stream = rating_words(lang), io.BytesIO()
    book = plain_book(stream, title_of(rating, lang))
    font = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
    head = book.add_format({**font, "bold": True, "bg_color": "#F0F2F4", "border": 1, "text_wrap": True})
    text, number = book.add_format({**font, "text_wrap": True}), book.add_format({**font, "num_format": "0.00", "align": "right", "indent": 1})
    sheet = book.add_worksheet(say["place"])
    columns = [say["kind"], *head_of(rating, lang)]
    widths = (40, 9, 60, 10, 36, 14, 12, 14)[: len(columns)]
    for column, (name, width) in enumerate(zip(columns, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, head)
    line = 0
    for kind in KINDS:
        for rated in rating.of_kind(kind):
            line += 1
            cells = cells_of(rated, rating, lang)
            sheet.set_row(line, row_height([say[kind], *cells], widths))
            sheet.write_string(line, 0, say[kind], text)
            for column, cell in enumerate(cells, 1):
                value = {3: rated.now.assessment.score, 6: rated.change}.get(column)
                if isinstance(value, Fraction):
                    sheet.write_number(line, column, Decimal(decimal_text(value, 10)), number)
                else:
                    sheet.write_string(line, column, cell, text)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(line, 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    other = book.add_worksheet(say["reason"])
    other.set_column(0, 0, 50)
    other.set_column(1, 1, 110)
    other.set_landscape()
    other.set_paper(9)
    other.fit_to_pages(1, 0)
    rows = [(plain_text(r.now.assessment.body.title(lang)), reason_text(r, rating, lang)) for r in rating.unranked]
    rows += [("", note) for note in (title_of(rating, lang), *notes_of(rating, lang))]
    for index, (name, why) in enumerate(rows):
        other.set_row(index, row_height([name, why], (50, 110)))
        other.write_string(index, 0, name, text)
        other.write_string(index, 1, why, text)
    book.close()
    return same_bytes(stream.getvalue())


def _decimal(a: Assessment) -> str | None:
    return None if isinstance(a.score, Missing) else decimal_text(a.score, a.program.overall.rounding.places)
