"""The Excel reader of a plan: an expression as the text of a formula."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from kzrules.place import cell_place
from kzrules.values import decimal_text, terminates
from kzrules.workbook.cells import (
    Across,
    Call,
    Cell,
    Clean,
    Column,
    Given,
    Here,
    Key,
    Num,
    OfCodes,
    OfTable,
    Op,
    Outer,
    Own,
    Position,
    Txt,
)  # fmt: skip
from kzrules.workbook.layout import CODE_COLUMNS, HEAD, TABLE_COLUMNS, Layout

LONGEST = 8192  # characters of a formula that Excel takes
_RANK = {"=": 1, "<>": 1, "<": 1, "<=": 1, ">": 1, ">=": 1, "+": 2, "-": 2, "*": 3, "/": 3}


@dataclass(frozen=True, slots=True)
class At:
    """Where a formula stands: a body's column on a sheet of computation, or a row of a list (`over`)."""

    group: int = 0
    body: int = 0
    over: str = ""
    row: int = 0


class FormulaText:
    """Writes expressions down for one layout."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.sheets = {key: f"'{name}'!" for key, name in layout.names.items()}

    def formula(self, cell: Cell, at: At) -> str:
        """`=…`."""
        text = "=" + self._text(cell, at, 0)
        assert len(text) <= LONGEST, f"a formula of {len(text)} characters"  # steps of their own keep them short
        return text

    def _text(self, cell: Cell, at: At, outer: int) -> str:
        match cell:
            case Num(value=value):
                text = decimal_text(value) if terminates(value) else f"({value.numerator}/{value.denominator})"
                return f"({text})" if value < Fraction(0) and outer else text
            case Txt(value=value):
                return '"' + value.replace('"', '""') + '"'
            case Op(sign=sign, left=left, right=right):
                rank = _RANK[sign]
                text = f"{self._text(left, at, rank)}{sign}{self._text(right, at, rank + 1)}"
                return f"({text})" if rank < outer else text
            case Call(name=name, args=args):
                return f"{name}({','.join(self._text(arg, at, 0) for arg in args)})"
            case Clean(cell=inner, places=places):
                return f"ROUND({self._text(inner, at, 0)},{places})"
            case _:
                return self._reference(cell, at)

    def _reference(self, cell: Cell, at: At) -> str:
        layout = self.layout
        match cell:
            case Here(step=step):
                return _cell(layout.step_rows[at.group][step], layout.step_column(at.body))
            case Given(name=name):
                return self.sheets["facts"] + _cell(layout.fact_rows[name], layout.body_columns[at.group, at.body])
            case Key():
                return _cell(HEAD, layout.step_column(at.body), row_fixed=True)
            case Own(column=column):
                return _cell(at.row, layout.list_columns(at.over)[column], column_fixed=True)
            case Position(group=group):
                return _cell(at.row, layout.list_columns(at.over)[f"at:{group}"], column_fixed=True)
            case Outer(group=group, step=step):
                position = self._reference(Position(group), at)
                return f"INDEX({self.across(group, layout.step_rows[group][step])},{position})"
            case Across(group=group, name=name):
                return self.across(group, layout.step_rows[group][layout.plan.groups[group].named[name]])
            case _:
                return self._range(cell)

    def _range(self, cell: Cell) -> str:
        layout = self.layout
        match cell:
            case Column(over=over, column=column):
                rows, at = layout.list_rows(over), layout.list_columns(over)[column]
                return self.sheets[f"list:{over}"] + _span(rows[0], rows[-1], at, at)
            case OfTable(table=table, column=column):
                first = layout.table_rows[table]
                at = TABLE_COLUMNS[column]
                return self.sheets["tables"] + _span(first, first + len(layout.plan.tables[table].rows) - 1, at, at)
            case OfCodes(spec=spec, column=column):
                first = layout.code_rows[spec]
                at = CODE_COLUMNS[column]
                return self.sheets["answers"] + _span(first, first + len(layout.plan.codes[spec]) - 1, at, at)
            case _:  # pragma: no cover - the rest is no range
                raise AssertionError(cell)

    def across(self, group: int, row: int) -> str:
        """A row over all bodies of a group."""
        last = self.layout.step_column(len(self.layout.plan.groups[group].bodies) - 1)
        return self.sheets[f"steps:{group}"] + _span(row, row, self.layout.step_column(0), last)

    def step(self, group: int, body: int, step: int) -> str:
        """The cell of a step, seen from another sheet."""
        return self.sheets[f"steps:{group}"] + _cell(self.layout.step_rows[group][step], self.layout.step_column(body))


def _cell(row: int, column: int, *, row_fixed: bool = False, column_fixed: bool = False) -> str:
    letters = cell_place("", "", 1, column).cell[:-1]
    return f"{'$' * column_fixed}{letters}{'$' * row_fixed}{row}"


def _span(first: int, last: int, left: int, right: int) -> str:
    """`$B$3:$B$9`."""
    return ":".join(_cell(row, column, row_fixed=True, column_fixed=True) for row, column in ((first, left), (last, right)))
