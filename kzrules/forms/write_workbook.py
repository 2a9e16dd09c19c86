"""The workbook of a form, to fill in or filled: official layout, only input cells unlocked, live totals, reproducible bytes."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from kzrules.forms.filing import CellKey, CellValue, Counts, Filing, LineKey
from kzrules.forms.form import Column, Form
from kzrules.forms.layout import Layout, Placed, Spot, Wanted, layout_of
from kzrules.forms.page_breaks import breaks, page_height
from kzrules.forms.periods import Period
from kzrules.forms.totals import Cells, Total, total_value, totals_of, with_totals
from kzrules.forms.validation import YES_NO, validation
from kzrules.place import cell_place
from kzrules.plain_books import plain_book
from kzrules.program import Kind
from kzrules.reading_nodes import in_language
from kzrules.same_bytes import same_bytes
from kzrules.values import Missing

META = "_kzrules"
"""The hidden sheet that says which form, wording, body and period the workbook is."""
_BOX = {"border": 1, "valign": "vcenter", "text_wrap": True}
_STYLES: Mapping[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 13, "text_wrap": True, "valign": "top"},
    "line": {"font_color": "#555555", "text_wrap": True, "valign": "top"},
    "caption": {"bold": True, "valign": "top"},
    "body": {"bottom": 1, "text_wrap": True, "valign": "top"},
    "sign": {"valign": "bottom"},
    "section": {"bold": True, "font_size": 11, "valign": "vcenter", "text_wrap": True},
    "head": {**_BOX, "bold": True, "align": "center", "bg_color": "#E8EEF4", "font_size": 9},
    "number": {**_BOX, "align": "center", "bg_color": "#E8EEF4", "font_size": 9},
    "row_code": {**_BOX, "valign": "top", "num_format": "@"},
    "label": {**_BOX, "valign": "top"},
    "label_total": {**_BOX, "valign": "top", "bold": True},
    "off": {**_BOX, "bg_color": "#D9D9D9"},
    "name": {**_BOX, "bg_color": "#FFFBE6", "locked": False, "num_format": "@"},
    "input": {**_BOX, "bg_color": "#FFFBE6", "locked": False, "align": "right"},
    "input_text": {**_BOX, "bg_color": "#FFFBE6", "locked": False, "valign": "top"},
    "input_sign": {**_BOX, "bg_color": "#FFFBE6", "locked": False, "align": "center"},
    "input_date": {**_BOX, "bg_color": "#FFFBE6", "locked": False, "align": "center", "num_format": "dd.mm.yyyy"},
    "total": {**_BOX, "bold": True, "align": "right", "bg_color": "#F2F2F2"},
    "mean": {**_BOX, "bold": True, "align": "right", "bg_color": "#F2F2F2", "num_format": "0.00"},
}
_CAPTIONS = {
    "ru": ("Наименование органа", "Отчётный период", "Кто представляет, кому", "Срок представления"),
    "kk": ("Органның атауы", "Есепті кезең", "Кім, кімге ұсынады", "Ұсыну мерзімі"),
    "en": ("Name of the body", "Reporting period", "Filed by, to whom", "Deadline"),
}
_PAGE_WIDTH = 260
"""Units of width that a page across still shows in letters that can be read."""
_HEADER_HEIGHT = 250
"""Points of a header that may stay in sight: a higher one would leave no room on a small screen."""
_INPUTS = {"text": "input_text", "choice": "input_text", "date": "input_date", "mark": "input_sign", "yes_no": "input_sign"}
_GROWING: Mapping[str, float] = {"title": 0.95, "section": 1.15, "line": 1.2, "head": 1.0, "label": 1.22, "body": 1.2}
"""Roles whose rows grow with the text, and how many letters fit into a unit of width."""


@dataclass(frozen=True, slots=True)
class Blank:
    """What a workbook is made for: the form, whose and for which period, in which language."""

    form: Form
    body: str
    kind: Kind | None
    name: str
    period: Period
    lang: str = "ru"


def blank_counts(form: Form, lines: int | None = None) -> dict[tuple[str, str], int]:
    """The empty lines that an unfilled form offers below each row: so many, or as the form says."""
    return {(section.id, row.code): lines or row.lines.blank for section, row in form.rows() if row.lines}


def filled_workbook(filing: Filing, lang: str = "ru", spare: int = 0) -> bytes:
    """The workbook of a filing, with so many empty lines besides."""
    counts = {(s.id, r.code): filing.counts.get((s.id, r.code), 0) + spare for s, r in filing.form.rows() if r.lines}
    blank = Blank(filing.form, filing.body, filing.kind, filing.name, filing.period, lang)
    return form_workbook(blank, counts, filing.cells, filing.names)


def form_workbook(blank: Blank, counts: Counts, cells: Cells | None = None, names: Mapping[LineKey, tuple[str, ...]] | None = None) -> bytes:
    """The bytes of an .xlsx workbook; the same for the same input.

    Raises:
        NotInstalled: without the extra `excel`.

    """
    form, lang = blank.form, blank.lang
    layout = layout_of(form, Wanted(counts, blank.kind, lang), _head(blank))
    stream = io.BytesIO()
    book = plain_book(stream, form.name(lang))
    writer = _Writer(book, layout, form, lang)
    writer.sheets()
    writer.place(dict(cells or {}), names or {})
    writer.panes()
    writer.validations()
    writer.totals(counts, dict(cells or {}))
    _meta(book, blank, counts)
    book.close()
    return same_bytes(stream.getvalue())


def _head(blank: Blank) -> tuple[tuple[str, str], ...]:
    filed, lang = blank.form.filed, blank.lang
    due = blank.period.day_after(filed.due_day).strftime("%d.%m.%Y") if filed.due_day else in_language(filed.note, lang) or "—"
    texts = (blank.name or blank.body, blank.period.label(lang), f"{in_language(filed.by, lang)} → {in_language(filed.to, lang)}", due)
    return tuple(zip(_CAPTIONS[lang], texts, strict=True))


def _meta(book: Any, blank: Blank, counts: Counts) -> None:
    sheet = book.add_worksheet(META)
    written = {
        "form": blank.form.id,
        "act": blank.form.act,
        "edition": blank.form.edition,
        "shape": blank.form.shape,
        "body": blank.body,
        "kind": blank.kind or "",
        "name": blank.name,
    }
    written |= {"period": str(blank.period), "lang": blank.lang}
    written |= {f"lines {section} {row}": str(count) for (section, row), count in counts.items()}
    for number, (key, value) in enumerate(written.items()):
        sheet.write_string(number, 0, key)
        sheet.write_string(number, 1, value)
    sheet.very_hidden()
    sheet.protect()


class _Writer:
    """XlsxWriter's workbook and formats, with the plan they follow."""

    def __init__(self, book: Any, layout: Layout, form: Form, lang: str) -> None:
        self.book, self.layout, self.form, self.lang = book, layout, form, lang
        self.formats = {name: book.add_format({"font_name": "Arial", "font_size": 10, **style}) for name, style in _STYLES.items()}
        self.columns = {(section.id, column.id): column for section in form.sections for column in section.columns}
        self.totalled = {(section.id, row.code) for section, row in form.rows() if row.kind == "total"}
        self.pages: list[Any] = []
        self.asked: list[tuple[Spot, Column]] = []
        self.tall: dict[tuple[int, int], int] = {}

    def sheets(self) -> None:
        for name, widths in zip(self.layout.sheets, self.layout.widths, strict=True):
            page = self.book.add_worksheet(name)
            page.protect("", {"format_columns": True, "format_rows": True})
            page.set_paper(9)
            page.set_landscape() if _is_wide(widths) else page.set_portrait()
            page.fit_to_pages(_across(widths), 0)
            page.set_margins(0.4, 0.4, 0.5, 0.5)
            page.set_footer("&C&P / &N")
            page.hide_gridlines(2)
            page.set_default_row(self._height(1))  # of the same height in every program: pages are reckoned by it
            for number, width in enumerate(widths):
                page.set_column(number, number, width)
            self.pages.append(page)

    def place(self, cells: dict[CellKey, CellValue], names: Mapping[LineKey, tuple[str, ...]]) -> None:
        for placed in self.layout.placed:
            self._heights(placed)
            match placed.role:
                case "cell":
                    assert placed.key
                    self._cell(placed.spot, placed.key, cells.get(placed.key))
                case "name":
                    assert placed.key
                    given = names.get(LineKey(placed.key.section, placed.key.row, placed.key.line), ())
                    self._text(placed.spot, given[placed.name] if placed.name < len(given) else "", "name")
                case "label":
                    self._text(placed.spot, placed.text, "label")
                case role:
                    self._text(placed.spot, placed.text, role)

    def panes(self) -> None:
        """What stays in sight while the rest is scrolled or printed on: row codes and names; the header of a sheet with one table."""
        for sheet, page in enumerate(self.pages):
            here = [placed for placed in self.layout.placed if placed.spot.sheet == sheet]
            first = min(placed.spot.column for placed in here if placed.role in ("cell", "off"))
            tables = {placed.spot.row for placed in here if placed.role == "number"}
            header = max(tables) if len(tables) == 1 else 0
            if header:
                page.repeat_rows(header - 3, header - 1)
            height = sum(self._height(self.tall.get((sheet, row), 1)) for row in range(1, header + 1))
            page.freeze_panes(header if height <= _HEADER_HEIGHT else 0, first - 1)
            page.repeat_columns(0, first - 2)
            widths = self.layout.widths[sheet]
            rows = [self._height(self.tall.get((sheet, row), 1)) for row in range(1, max(placed.spot.row for placed in here) + 1)]
            starts = sorted(placed.spot.row - 1 for placed in here if placed.role == "section")
            page.set_h_pagebreaks(breaks(rows, starts, page_height(sum(widths), _across(widths), _is_wide(widths))))

    def _text(self, spot: Spot, text: str, style: str) -> None:
        page, format_ = self.pages[spot.sheet], self.formats[style]
        row, column = spot.row - 1, spot.column - 1
        if spot.down or spot.right:
            page.merge_range(row, column, row + spot.down, column + spot.right, "", format_)
        if text:
            page.write_string(row, column, text, format_)
        elif not spot.down and not spot.right:
            page.write_blank(row, column, None, format_)

    def _heights(self, placed: Placed) -> None:
        """Merged cells do not grow with their text in any spreadsheet, and not every program grows others: heights are set here."""
        spot, widths = placed.spot, self.layout.widths[placed.spot.sheet]
        if placed.role not in _GROWING:
            return
        wide = sum(widths[spot.column - 1 : spot.column + spot.right])
        lines = _lines_needed(placed.text, int(wide * _GROWING[placed.role])) - spot.down  # a header over two rows: the first has a line
        at = (spot.sheet, spot.row + spot.down)
        if lines > self.tall.get(at, 1):
            self.tall[at] = lines
            self.pages[spot.sheet].set_row(at[1] - 1, self._height(lines, placed.role))

    def _height(self, lines: int, role: str = "") -> float:
        return (16.5 if role == "title" else 13.2) * lines + 2

    def _cell(self, spot: Spot, key: CellKey, value: CellValue | None) -> None:
        column = self.columns[key.section, key.column]
        if self._computed(key, column):
            return
        page, row, number = self.pages[spot.sheet], spot.row - 1, spot.column - 1
        style = _INPUTS.get(column.type, "input")
        format_ = self.formats[style]
        self.asked.append((spot, column))
        match value:
            case None:
                page.write_blank(row, number, None, format_)
            case Missing():
                page.write_string(row, number, "-", format_)
            case bool():
                page.write_string(row, number, "+" if column.type == "mark" else YES_NO[self.lang][not value], format_)
            case Fraction():
                page.write_number(row, number, _double(value), format_)
            case date():
                page.write_datetime(row, number, datetime(value.year, value.month, value.day), format_)
            case str():
                text = in_language(column.choices[value], self.lang) if value in column.choices else value
                page.write_string(row, number, text, format_)

    def _computed(self, key: CellKey, column: Column) -> bool:
        return column.computed or (not key.line and (key.section, key.row) in self.totalled)

    def validations(self) -> None:
        """What cells accept, once for each run of them down a column."""
        runs: list[tuple[Spot, int, Column]] = []
        for spot, column in sorted(self.asked, key=lambda one: (one[0].sheet, one[0].column, one[0].row)):
            if runs and runs[-1][2] is column and (runs[-1][0].sheet, runs[-1][0].column, runs[-1][1] + 1) == (spot.sheet, spot.column, spot.row):
                runs[-1] = (runs[-1][0], spot.row, column)
            else:
                runs.append((spot, spot.row, column))
        for first, last, column in runs:
            rule = validation(column, _address(first.row, first.column), self.lang)
            if rule:
                self.pages[first.sheet].data_validation(first.row - 1, first.column - 1, last - 1, first.column - 1, rule)

    def totals(self, counts: Counts, cells: dict[CellKey, CellValue]) -> None:
        values = with_totals(self.form, counts, cells)
        for total in totals_of(self.form, counts):
            spot = self.layout.cells.get(total.key)
            if spot is None:
                continue
            value = total_value(total, values)
            shown = _double(value) if isinstance(value, Fraction) else "-"
            self.pages[spot.sheet].write_formula(
                spot.row - 1, spot.column - 1, self._formula(total), self.formats["mean" if total.mean else "total"], shown
            )

    def _formula(self, total: Total) -> str:
        ranges = _ranges([self.layout.cells[term] for term in total.terms if term in self.layout.cells])
        if not ranges:
            return "=0"
        listed = ",".join(ranges)
        dashes = "+".join(f'COUNTIF({one},"-")' for one in ranges)
        if total.mean:
            return f'=IF({dashes}>0,"-",IF(COUNT({listed})=0,"-",AVERAGE({listed})))'
        return f'=IF({dashes}>0,"-",SUM({listed}))'


def _is_wide(widths: Sequence[float]) -> bool:
    return sum(widths) > 100


def _across(widths: Sequence[float]) -> int:
    """How many pages a sheet takes across."""
    return max(1, round(sum(widths) / _PAGE_WIDTH))


def _lines_needed(text: str, wide: int) -> int:
    """How many lines a text takes when words are not broken."""
    lines, left = 1, wide
    for word in text.split():
        if len(word) > left and left < wide:
            lines, left = lines + 1, wide
        left -= len(word) + 1
    return lines


def _double(value: Fraction) -> float | int:
    return value.numerator if value.denominator == 1 else float(value)


def _ranges(spots: list[Spot]) -> list[str]:
    """The spots as few ranges: runs down a column, then runs along a row."""
    left = sorted(spots, key=lambda s: (s.column, s.row))
    runs: list[list[Spot]] = []
    for spot in left:
        last = runs[-1] if runs else []
        below = bool(last) and (spot.column, spot.row) == (last[-1].column, last[-1].row + 1)
        beside = bool(last) and spot.column == last[-1].column + 1 and all(s.row == spot.row for s in last)
        if below or beside:
            last.append(spot)
        else:
            runs.append([spot])
    return [_address(run[0].row, run[0].column) + (f":{_address(run[-1].row, run[-1].column)}" if len(run) > 1 else "") for run in runs]


def _address(row: int, column: int) -> str:
    return cell_place("", "", row, column).cell
