"""A workbook being written: sheets, formats, and cells that are never taken for formulas."""

from __future__ import annotations

import io
import math
from fractions import Fraction
from typing import Any

from kzrules.citation import Citation
from kzrules.plain_books import plain_book
from kzrules.workbook.cell_text import At, FormulaText
from kzrules.workbook.cells import Cell
from kzrules.workbook.exact import Values
from kzrules.workbook.layout import Layout
from kzrules.workbook.phrases import said
from kzrules.workbook.plan import Form, Plan

_BASE = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
INPUT = "#FFF9DB"
_FORMATS: dict[str, dict[str, Any]] = {
    "plain": {"text_wrap": True},
    "title": {"bold": True, "font_size": 14},
    "hint": {"italic": True, "font_color": "#595959"},
    "head": {"bold": True, "text_wrap": True, "bg_color": "#1F3864", "font_color": "#FFFFFF", "border": 1, "valign": "vcenter", "align": "center"},
    "key": {"font_color": "#7F7F7F", "font_size": 8, "align": "center", "border": 1, "border_color": "#BFBFBF"},
    "small": {"font_size": 8, "font_color": "#7F7F7F", "text_wrap": True, "border": 1, "border_color": "#D9D9D9"},
    "label": {"text_wrap": True, "border": 1, "border_color": "#D9D9D9"},
    "section": {"bold": True, "bg_color": "#D6DCE5", "text_wrap": True, "border": 1, "border_color": "#BFBFBF"},
    "input": {"bg_color": INPUT, "locked": False, "border": 1, "border_color": "#BFBFBF", "align": "right"},
    "input_text": {"bg_color": INPUT, "locked": False, "border": 1, "border_color": "#BFBFBF", "text_wrap": True},
    "unasked": {"bg_color": "#EDEDED", "border": 1, "border_color": "#D9D9D9"},
    "step": {"border": 1, "border_color": "#D9D9D9", "align": "right"},
    "score": {"bold": True, "border": 1, "border_color": "#7F7F7F", "bg_color": "#E2EFDA", "align": "right"},
    "part": {"border": 1, "border_color": "#D9D9D9", "bg_color": "#F7F7F7", "align": "right"},
    "total": {"bold": True, "border": 1, "bg_color": "#FFE699", "align": "right"},
}
_LABELS = {
    "step": {"text_wrap": True, "border": 1, "border_color": "#D9D9D9", "font_color": "#404040"},
    "fact": {"text_wrap": True, "border": 1, "border_color": "#D9D9D9"},
    "part": {"text_wrap": True, "border": 1, "border_color": "#D9D9D9", "bg_color": "#F7F7F7"},
    "score": {"bold": True, "text_wrap": True, "border": 1, "border_color": "#7F7F7F", "bg_color": "#E2EFDA"},
    "total": {"bold": True, "text_wrap": True, "border": 1, "bg_color": "#FFE699"},
    "head": {"bold": True, "text_wrap": True, "border": 1, "border_color": "#BFBFBF", "bg_color": "#D6DCE5"},
}


class Book:
    """One .xlsx in memory; rows and columns count from 1, as people count them."""

    def __init__(self, plan: Plan, values: Values) -> None:
        self.plan = plan
        self.lang = plan.lang
        self.values = values
        self.layout = Layout(plan)
        self.text = FormulaText(self.layout)
        self.stream = io.BytesIO()
        self.xlsx = plain_book(self.stream, plan.edition.id)
        self.xlsx.set_calc_mode("auto")
        self._formats: dict[Any, Any] = {}
        self.sheets = {key: self.xlsx.add_worksheet(name) for key, name in self.layout.names.items()}
        for sheet in self.sheets.values():
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)

    def format(self, name: str, form: Form | str = "", indent: int = 0) -> Any:
        """A named format, with a number form or an indent."""
        key = (name, form, indent)
        if key not in self._formats:
            look = {**_BASE, **(_LABELS[name[6:]] if name.startswith("label_") else _FORMATS[name])}
            if indent:
                look["indent"] = indent
            if form:
                look["num_format"] = self.number_form(form)
            self._formats[key] = self.xlsx.add_format(look)
        return self._formats[key]

    def number_form(self, form: str) -> str:
        """How numbers of a form are shown."""
        yes, no = said("yes", self.lang), said("no", self.lang)
        forms = {"yes_no": f'[=1]"{yes}";[=0]"{no}";General', "score": "0.00##", "low": f'[<-999999]"{said("no_limit", self.lang)}";General'}
        return forms.get(form, "General")

    def put(self, key: str, row: int, column: int, value: Any, look: str = "plain", form: str = "") -> None:
        """A constant: text stays text, whatever it begins with."""
        sheet, style = self.sheets[key], self.format(look, form)
        match value:
            case Fraction() | int() | float():
                sheet.write_number(row - 1, column - 1, number(value), style)
            case None | "":
                sheet.write_blank(row - 1, column - 1, None, style)
            case _:
                sheet.write_string(row - 1, column - 1, str(value), style)

    def live(self, key: str, row: int, column: int, formula: str, value: Any, look: Any) -> None:
        """A formula and the value it has now."""
        style = look if not isinstance(look, str) else self.format(look)
        self.sheets[key].write_formula(row - 1, column - 1, formula, style, number(value) if isinstance(value, Fraction) else value)

    def cell(self, key: str, row: int, column: int, cell: Cell, at: At, *, value: Any, look: Any) -> None:
        """An expression as a live formula."""
        self.live(key, row, column, self.text.formula(cell, at), value, look)

    def heads(self, key: str, row: int, titles: list[str]) -> None:
        """A row of column heads."""
        for column, title in enumerate(titles, start=1):
            self.put(key, row, column, title, "head")

    def tall(self, key: str, row: int, texts: list[tuple[str, float]], **options: Any) -> None:
        """The height of a row whose texts wrap in columns of these widths; spreadsheets do not fit rows of files they did not write."""
        lines = max(math.ceil(0.92 * len(text) / width) for text, width in texts)
        if lines > 1 or options:
            self.sheets[key].set_row(row - 1, 13.5 * lines if lines > 1 else None, None, options or None)

    def widths(self, key: str, widths: list[float]) -> None:
        """Widths of the first columns."""
        for column, width in enumerate(widths):
            self.sheets[key].set_column(column, column, width)

    def cited(self, cite: Citation | None) -> str:
        """A citation in words."""
        return cite.text(self.lang) if cite else ""

    def done(self) -> bytes:
        """The bytes of the file; all sheets protected without a password, so that only inputs are changed by accident."""
        for sheet in self.sheets.values():
            sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True})
        self.xlsx.close()
        return self.stream.getvalue()


def number(value: Fraction | int | float) -> float:
    """The nearest double: what a spreadsheet can hold."""
    return float(value)
