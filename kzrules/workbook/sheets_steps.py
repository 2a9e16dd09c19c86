"""The sheets that compute: one row per step, one column per body; the point tables they look into."""

from __future__ import annotations

from kzrules.workbook.book import Book
from kzrules.workbook.cell_text import At
from kzrules.workbook.exact import LOWEST
from kzrules.workbook.layout import HEAD, STEP_COLUMNS, TABLE_COLUMNS
from kzrules.workbook.phrases import said
from kzrules.workbook.plan import Group, Step

_WIDTHS: list[float] = [58, 48, 24, 10]


def write_steps(book: Book) -> None:
    """A sheet for each group of bodies."""
    for group in book.plan.groups:
        _write_group(book, group)


def _write_group(book: Book, group: Group) -> None:
    key, lang = f"steps:{group.index}", book.lang
    sheet = book.sheets[key]
    book.put(key, 1, 1, book.layout.names[key], "title")
    book.put(key, 2, 1, said("how_3", lang), "hint")
    book.widths(key, _WIDTHS)
    book.heads(key, HEAD - 1, [said("indicator", lang), said("how", lang), said("cite", lang), said("maximum", lang)])
    for column in range(1, STEP_COLUMNS + 1):
        book.put(key, HEAD, column, "", "key")
    for at, body in enumerate(group.bodies):
        column = book.layout.step_column(at)
        book.put(key, HEAD - 1, column, body.title(lang), "head")
        book.put(key, HEAD, column, book.plan.key(body), "key")
        sheet.set_column(column - 1, column - 1, 15, None, {"hidden": body.id in book.plan.hidden})
    for column in range(1, STEP_COLUMNS + 1 + len(group.bodies)):
        book.put(key, HEAD + 1, column, said("fact", lang) if column == 1 else "", "section")
    sheet.set_row(HEAD - 2, 62)
    for index, row in book.layout.step_rows[group.index].items():
        _write_step(book, group, index, row)
    sheet.freeze_panes(HEAD, STEP_COLUMNS)
    sheet.outline_settings(symbols_below=True)


def _write_step(book: Book, group: Group, index: int, row: int) -> None:
    key = f"steps:{group.index}"
    step = group.steps[index]
    label = book.format(f"label_{step.style}", indent=min(step.level, 6))
    sheet = book.sheets[key]
    sheet.write_string(row - 1, 0, step.title, label)
    look = f"label_{step.style}" if step.style in ("head", "score", "total") else "small"
    sheet.write_string(row - 1, 1, step.words if step.words != step.title else "", book.format("small" if step.style != "head" else look))
    book.put(key, row, 3, book.cited(step.cite), "small" if step.style != "head" else look)
    book.tall(key, row, [(step.title, 56 - 2 * step.level), (step.words if step.words != step.title else "", 56), (book.cited(step.cite), 24)])
    shows = step.maximum is not None and step.style in ("head", "score", "part", "total")
    book.put(key, row, 4, step.maximum if shows else "", "small" if step.style != "head" else look)
    for at in range(len(group.bodies)):
        column = book.layout.step_column(at)
        if step.cell is None:
            book.put(key, row, column, "", look)
            continue
        value = book.values.step(group, at, index)
        book.cell(key, row, column, step.cell, At(group.index, at), value=value, look=book.format(_look(step), _form(step)))


def _look(step: Step) -> str:
    return step.style if step.style in ("score", "part", "total") else "step"


def _form(step: Step) -> str:
    return "score" if step.style in ("score", "total") and step.form == "number" else step.form


def write_tables(book: Book) -> None:
    """Every point table as a range; the words of the act beside it."""
    lang = book.lang
    book.put("tables", 1, 1, said("sheet_tables", lang), "title")
    book.widths("tables", [46, 14, 12, 24, 46, 14])
    heads = ["printed", "from", "included", "code", "answer", "points_head"]
    for index, first in book.layout.table_rows.items():
        table = book.plan.tables[index]
        cite = book.cited(table.cite)
        book.put("tables", first - 2, 1, table.title + (f" ({cite})" if cite else ""), "section")
        for column in range(2, len(heads) + 1):
            book.put("tables", first - 2, column, "", "section")
        book.heads("tables", first - 1, [said(name, lang) for name in heads])
        for row, record in enumerate(table.rows, start=first):
            book.put("tables", row, TABLE_COLUMNS["printed"], record.printed, "label")
            book.tall("tables", row, [(record.printed, 46), (_answer(book, record.code), 46)])
            low = "" if table.coded else LOWEST if record.low is None else record.low
            book.put("tables", row, TABLE_COLUMNS["low"], low, "step", "low")
            book.put("tables", row, TABLE_COLUMNS["included"], "" if table.coded else int(record.included), "step", "yes_no")
            book.put("tables", row, TABLE_COLUMNS["code"], record.code, "small")
            book.put("tables", row, TABLE_COLUMNS["label"], _answer(book, record.code), "label")
            book.put("tables", row, TABLE_COLUMNS["points"], "-" if record.points is None else record.points, "step")


def _answer(book: Book, code: str) -> str:
    if not code:
        return ""
    for choices in book.plan.codes.values():
        if code in choices:
            return str(choices[code].get(book.lang) or choices[code].get("ru") or "")
    return ""
