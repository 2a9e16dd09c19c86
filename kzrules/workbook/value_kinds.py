"""The cells of any value of a program."""

from __future__ import annotations

from typing import assert_never

from kzrules.formula import Formula
from kzrules.program import Checklist, Each, Lookup, Normalise, Number, Value
from kzrules.workbook.cells import Num
from kzrules.workbook.checklists import checklist_cells
from kzrules.workbook.formulas import FormulaCells
from kzrules.workbook.frame import Frame, Known
from kzrules.workbook.normalised import normalised_cells
from kzrules.workbook.values import each_cells, lookup_cells


def value_cells(value: Value, frame: Frame, title: str) -> Known:
    """The cells of a value; `title` names the steps on the way."""
    match value:
        case Number(value=figure):
            return Known(Num(figure))
        case Formula():
            return FormulaCells(value, frame, frame.sheet.look, frame.sheet.path).value()
        case Lookup():
            return lookup_cells(value, frame, title)
        case Each():
            return each_cells(value, frame)
        case Checklist():
            return checklist_cells(value, frame)
        case Normalise():
            return normalised_cells(value, frame, title)
        case _:
            assert_never(value)
