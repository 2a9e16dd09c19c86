"""A document as a workbook: the score tables, every loss down to the checklist line, the readings, the run."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kzrules.conclusions.record import Document, LossRow
from kzrules.plain_books import plain_book
from kzrules.same_bytes import same_bytes
from kzrules.values import Missing, decimal_text, exact_text

EXTRA = "excel"
Cell = str | Fraction | None
_SHEETS = {
    "ru": ("Баллы", "Потери", "Выводы", "Чтения", "Сведения", "Прогон"),
    "kk": ("Балдар", "Шығындар", "Қорытындылар", "Оқылымдар", "Мәліметтер", "Есептеу"),
}
_EXACT = {"ru": "Точно", "kk": "Дәл"}
_PART = {"ru": "Раздел", "kk": "Бөлім"}
_CHOSEN = {"ru": "Выбрано", "kk": "Таңдау"}
_WHAT = {"ru": "Что", "kk": "Не"}
_VALUE = {"ru": "Значение", "kk": "Мәні"}
_DO = {"ru": "Рекомендация", "kk": "Ұсыным"}


def xlsx_of(document: Document) -> bytes:
    """The file.

    Raises:
        NotInstalled: when the extra `excel` is absent.

    """
    stream = io.BytesIO()
    book = plain_book(stream, document.title, EXTRA)
    sheets = _Sheets(book)
    names, say, lang = _SHEETS[document.lang], document.words, document.lang
    head = [say["body"], _PART[lang], say["annex"].format(annex="").strip(), "№", say["criterion"], say["score"], say["maximum"], _EXACT[lang]]
    sheets.add(names[0], head, _scores(document), (26, 26, 15, 5, 52, 10, 11, 26))
    head = [say["body"], _PART[lang], say["criterion"], say["lost"], say["by_lines"], say["lost_block"], say["citation"], _EXACT[lang]]
    sheets.add(names[1], head, _losses(document), (26, 26, 52, 11, 13, 12, 24, 26))
    head = [say["body"], _PART[lang], say["lost"], say["conclusions"], _DO[lang]]
    sheets.add(names[2], head, _findings(document), (26, 26, 11, 70, 60))
    head = [say["body"], say["question"], say["option"], _CHOSEN[lang], say["confidence"], say["why"], say["citation"], "id"]
    sheets.add(names[3], head, _readings(document), (26, 50, 36, 14, 13, 40, 18, 22))
    sheets.add(names[4], [say["body"], _WHAT[lang], _VALUE[lang]], _facts(document), (26, 34, 90))
    sheets.add(names[5], [say["run"], _VALUE[lang]], ([pair.name, pair.text] for pair in document.run), (30, 100))
    book.close()
    return same_bytes(stream.getvalue())


def _scores(document: Document) -> Iterable[Sequence[Cell]]:
    for c in document.conclusions:
        for s in c.sections:
            for form in s.forms:
                for row in form.rows:
                    value = None if isinstance(row.value, Missing) else row.value
                    maximum = Fraction(row.maximum.replace(",", ".").replace("−", "-")) if row.maximum else None
                    exact = "" if value is None else exact_text(value)
                    shown: Cell = row.text if value is None else _two_places(value)
                    yield [c.body, s.label, form.annex, row.number, row.label, shown, maximum, exact]


def _losses(document: Document) -> Iterable[Sequence[Cell]]:
    for c in document.conclusions:
        for s in c.sections:
            for loss in s.losses or ():
                yield [c.body, s.label, loss.label, loss.points, "", loss.block_points, loss.cite, exact_text(loss.points)]
                yield from ([c.body, s.label, f"    {part.label}", *_part(part)] for part in loss.parts)
            if s.losses is not None:
                yield [c.body, s.label, document.words["lost_total"], *_total(s.losses)]


def _part(part: LossRow) -> list[Cell]:
    return ["", part.points, "", part.cite, exact_text(part.points)]  # in a column of its own: the sum of losses does not count it twice


def _total(losses: Sequence[LossRow]) -> list[Cell]:
    points, block = (sum((getattr(loss, name) for loss in losses), Fraction(0)) for name in ("points", "block_points"))
    return [points, "", block, "", exact_text(points)]


def _findings(document: Document) -> Iterable[Sequence[Cell]]:
    for c in document.conclusions:
        for s in c.sections:
            for finding in s.findings if s.id != "block" else ():
                yield [c.body, s.label, finding.points, "\n".join([finding.found, *(f"– {item}" for item in finding.items)]), finding.do]


def _readings(document: Document) -> Iterable[Sequence[Cell]]:
    for c in document.conclusions:
        yield from ([c.body, r.question, r.option, r.chosen, r.confidence, r.why, r.cite, r.id] for r in c.readings)


def _facts(document: Document) -> Iterable[Sequence[Cell]]:
    say = document.words
    for c in document.conclusions:
        yield [c.body, say["period"], c.period]
        yield from ([c.body, pair.name, pair.text] for pair in c.head)
        yield [c.body, say["overall"], c.score_text]
        yield [c.body, say["grade"], c.grade]
        yield [c.body, say["rank"], " ".join([f"{'; '.join(part for part in (c.rank.text, c.rank.shared) if part)}.", *c.rank.previous])]
        yield from ([c.body, say["strengths"], f"{x.label} — {x.text} ({x.share})"] for x in c.strengths)
        yield from ([c.body, say["weaknesses"], f"{x.label} — {x.text} ({x.share})"] for x in c.weaknesses)
        yield from ([c.body, say["missing"], f"{x.label}: {'; '.join(x.holds_up)}"] for x in c.missing)
        yield from ([c.body, say["notes"], note] for note in (*c.notes, *(n for s in c.sections for f in s.forms for n in f.notes)))


def _two_places(value: Fraction) -> Fraction:
    return Fraction(decimal_text(value, 2))


def row_height(row: Sequence[Cell], widths: Sequence[int]) -> int:
    """Points high enough for the longest cell: programs that do not fit rows themselves would cut it."""
    lines = 1
    for cell, width in zip(row, widths, strict=False):
        if isinstance(cell, str):
            lines = max(lines, sum(1 + len(line) * 21 // (width * 20) for line in cell.split("\n")))
    return min(15 * lines, 400)


class _Sheets:
    """A workbook, and how its sheets look: a frozen head, a filter, A4 across."""

    def __init__(self, book: Any) -> None:
        self.book = book
        font = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
        self.head = book.add_format({**font, "bold": True, "bg_color": "#F0F2F4", "border": 1, "text_wrap": True})
        self.text = book.add_format({**font, "text_wrap": True, "border": 1, "border_color": "#BBBBBB"})
        self.number = book.add_format({**font, "num_format": "0.00##", "align": "right", "indent": 1, "border": 1, "border_color": "#BBBBBB"})

    def add(self, name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[int]) -> None:
        """A sheet of rows under a head."""
        sheet = self.book.add_worksheet(name)
        for column, (title, width) in enumerate(zip(head, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, self.head)
        last = 0
        for last, row in enumerate(rows, 1):
            sheet.set_row(last, row_height(row, widths))
            for column, cell in enumerate(row):
                if isinstance(cell, Fraction):
                    sheet.write_number(last, column, Decimal(decimal_text(cell, 10)), self.number)
                elif cell:
                    sheet.write_string(last, column, cell, self.text)
                else:
                    sheet.write_blank(last, column, None, self.text)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(last, 1), len(head) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
