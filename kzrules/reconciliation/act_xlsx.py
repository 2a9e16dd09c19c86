"""An act as its annex prints it, on a sheet."""

from __future__ import annotations

import io
from typing import Any

from kzrules.plain_books import plain_book
from kzrules.reconciliation.printed import PrintedAct, PrintedPart, said

_FONT = {"font_name": "Times New Roman", "font_size": 11, "text_wrap": True, "valign": "top"}
_WIDTHS = (6, 80, 18)
_LOOKS: dict[str, dict[str, Any]] = {
    "plain": {},
    "bold": {"bold": True},
    "title": {"bold": True, "align": "center", "font_size": 12},
    "head": {"bold": True, "border": 1, "align": "center", "bg_color": "#F0F0F0"},
    "cell": {"border": 1},
    "points": {"border": 1, "align": "right"},
    "centre": {"align": "center"},
    "note": {"italic": True, "font_size": 9, "font_color": "#595959"},
}


def act_xlsx(act: PrintedAct) -> bytes:
    """The workbook; the same bytes for the same act; every text stays text.

    Raises:
        NotInstalled: without XlsxWriter.

    """
    page = _Page(act)
    page.line(act.annex[:1].upper() + act.annex[1:], "note")
    page.line(act.title, "title")
    for text in (act.number, act.body, f"({said('period', act.lang)}: {act.period})"):
        page.line(text, "centre")
    for part in act.parts:
        page.part(part)
    page.row += 1
    page.line(act.note, "note")
    for label, words in act.signatures:
        page.line(label, "plain")
        page.line("    ".join(f"{word}: {value or '______________'}" for word, value in words), "plain")
    page.book.close()
    return page.stream.getvalue()


class _Page:
    """One sheet, filled from above."""

    def __init__(self, act: PrintedAct) -> None:
        self.act = act
        self.row = 0
        self.stream = io.BytesIO()
        self.book = plain_book(self.stream, act.title)
        self.looks = {name: self.book.add_format({**_FONT, **look}) for name, look in _LOOKS.items()}
        self.sheet = self.book.add_worksheet({"ru": "Акт сверки", "kk": "Салыстыру актісі"}.get(act.lang, "Act"))
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        for column, width in enumerate(_WIDTHS):
            self.sheet.set_column(column, column, width)

    def line(self, text: str, look: str) -> None:
        """A line over the whole width; nothing for an empty text."""
        if not text:
            return
        self.sheet.merge_range(self.row, 0, self.row, 2, "", self.looks[look])
        self.sheet.write_string(self.row, 0, text, self.looks[look])
        self.sheet.set_row(self.row, 15 * max(1, -(-len(text) // 100)))
        self.row += 1

    def part(self, part: PrintedPart) -> None:
        """What concerns one direction."""
        self.row += 1
        self.line(f"{said('direction', self.act.lang)}: {part.direction}", "bold")
        self.cells(self.act.columns, ("head", "head", "head"))
        for record in (*part.rows, ("", *part.total)):
            self.cells(record, ("cell", "cell", "points"))
        for found in part.texts:
            for text in (found.heading, *found.lines, found.deduction):
                self.line(text, "plain")
        self.line(part.final, "bold")
        for text in part.caps:
            self.line(text, "note")

    def cells(self, texts: tuple[str, ...], looks: tuple[str, ...]) -> None:
        """A row of the table."""
        for column, (text, look) in enumerate(zip(texts, looks, strict=True)):
            self.sheet.write_string(self.row, column, text, self.looks[look])
        self.sheet.set_row(self.row, 15 * max(1, -(-len(texts[1]) // 78)))
        self.row += 1
