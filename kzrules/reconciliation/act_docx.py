"""An act as a .docx."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from kzrules.extras import needed
from kzrules.reconciliation.printed import PrintedAct, PrintedPart, said
from kzrules.same_bytes import same_bytes

_NEVER = dt.datetime(2020, 1, 1)


def act_docx(act: PrintedAct) -> bytes:
    """The document; the same bytes for the same act.

    Raises:
        NotInstalled: without python-docx.

    """
    docx = needed("docx", "docx")
    shared = needed("docx.shared", "docx")
    document = docx.Document()
    document.core_properties.created = document.core_properties.modified = _NEVER
    document.core_properties.author = "kzrules"
    document.core_properties.title = act.title
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", shared.Pt(12)
    style.paragraph_format.space_after = shared.Pt(4)
    section = document.sections[0]
    section.page_width, section.page_height = shared.Mm(210), shared.Mm(297)
    section.left_margin, section.right_margin = shared.Mm(30), shared.Mm(15)
    align = needed("docx.enum.text", "docx").WD_ALIGN_PARAGRAPH
    if act.annex:
        _line(document, act.annex[:1].upper() + act.annex[1:], align.RIGHT)
    _line(document, act.title, align.CENTER, bold=True)
    if act.number:
        _line(document, act.number, align.CENTER)
    for text, under in ((act.body, said("body", act.lang).lower()), (act.period, said("period", act.lang))):
        _line(document, text, align.CENTER)
        _line(document, f"({under})", align.CENTER, size=shared.Pt(9))
    for part in act.parts:
        _part(document, act, part, shared)
    if act.note:
        _line(document, act.note, italic=True)
    for label, words in act.signatures:
        _signature(document, label, words, shared)
    stream = io.BytesIO()
    document.save(stream)
    return same_bytes(stream.getvalue())


def _line(document: Any, text: str, align: Any = None, *, bold: bool = False, italic: bool = False, size: Any = None) -> Any:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    if size is not None:
        run.font.size = size
    if align is not None:
        paragraph.alignment = align
    return paragraph


def _part(document: Any, act: PrintedAct, part: PrintedPart, shared: Any) -> None:
    _line(document, f"{said('direction', act.lang)}: {part.direction}", bold=True)
    table = document.add_table(rows=1, cols=3)
    table.style = "Table Grid"
    table.autofit = False
    for cell, text in zip(table.rows[0].cells, act.columns, strict=True):
        _cell(cell, text, bold=True)
    for row in part.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _cell(cell, text)
    for cell, text in zip(table.add_row().cells, ("", *part.total), strict=True):
        _cell(cell, text, bold=True)
    for index, width in enumerate((12, 113, 40)):
        table.columns[index].width = shared.Mm(width)
        for cell in table.columns[index].cells:
            cell.width = shared.Mm(width)
    for found in part.texts:
        _line(document, found.heading).paragraph_format.space_before = shared.Pt(8)
        for line in found.lines:
            _line(document, line)
        if found.deduction:
            _line(document, found.deduction)
    _line(document, part.final, bold=True)
    for cap in part.caps:
        _line(document, cap, italic=True, size=shared.Pt(10))


def _cell(cell: Any, text: str, *, bold: bool = False) -> None:
    run = cell.paragraphs[0].add_run(text)
    run.bold = bold


def _signature(document: Any, label: str, words: tuple[tuple[str, str], ...], shared: Any) -> None:
    _line(document, label).paragraph_format.space_before = shared.Pt(12)
    table = document.add_table(rows=2, cols=len(words))
    for (word, value), above, below in zip(words, table.rows[0].cells, table.rows[1].cells, strict=True):
        _cell(above, value or "______________")
        run = below.paragraphs[0].add_run(f"({word})")
        run.font.size = shared.Pt(9)
