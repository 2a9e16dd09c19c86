"""What the formulas of one rule, checklist line or list element see, as cells; and where their steps are written down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from kzrules.program import Value
from kzrules.workbook.cells import UNKNOWN, Cell, Here, Num, Op, Outer, Own, Position, Txt, call, chosen, equal, parts
from kzrules.workbook.plan import Form, ListColumn, Step, Style

Mark = Literal["n/a", "absent"]
_ATOMS = (Here, Outer, Own, Num, Txt)


@dataclass(frozen=True, slots=True)
class Known:
    """An expression, what kind of value it gives, and which marks it may give besides numbers and the unknown."""

    cell: Cell
    form: Form = "number"
    marks: frozenset[Mark] = frozenset()

    @property
    def is_atom(self) -> bool:
        """Whether it may be written twice without computing twice."""
        return isinstance(self.cell, _ATOMS)


@dataclass(slots=True)
class Cohort:
    """How a mean over the other bodies is written: its cell once it has one; where it was asked for."""

    mean: Cell | None = None
    asked: list[Cell] = field(default_factory=list)


@dataclass(slots=True)
class Frame:
    """What the names of one place stand for.

    Attributes:
        sheet: the builder of the group.
        let: values by name; `memo` those that are written already.
        within: names of a list element: the fields and the element's own `let`.
        over: the list whose element it is; empty outside lists.

    """

    sheet: Any
    let: Mapping[str, Value]
    memo: dict[str, Known] = field(default_factory=dict)
    lists: dict[int, Any] = field(default_factory=dict)
    full: Fraction | None = None
    children: Mapping[str, Known] = field(default_factory=dict)
    indicators: Callable[[], Known] | None = None
    cohort: Cohort = field(default_factory=Cohort)
    level: int = 0
    within: frozenset[str] = frozenset()
    over: str = ""
    outer: Frame | None = None

    def put(self, title: str, words: str, known: Known, style: Style = "step", **more: Any) -> Known:
        """A step of its own (a column of the list for its elements), to be named by others."""
        if self.over:
            column = self.sheet.column(self.over, title, known)
            return Known(Own(column), known.form, known.marks)
        step = Step(title, words, known.cell, known.form, style, level=self.level + 1, **more)
        return Known(Here(self.sheet.step(step)), known.form, known.marks)

    def atom(self, known: Known, title: str, words: str = "") -> Known:
        """The value as a cell of its own."""
        return known if known.is_atom else self.put(title, words, known)

    def seen(self, known: Known) -> Known:
        """A value of the body, as its list elements see it."""
        match known.cell:
            case Here(step=step) if self.over:
                return Known(Outer(self.sheet.group.index, step), known.form, known.marks)
            case _:
                return known


def guarded(leaves: list[Known], cell: Cell) -> Known:
    """A cell that needs all its leaves to be numbers: unknown where one is unknown, not applicable where one is that."""
    own = list(dict.fromkeys(leaf.cell for leaf in leaves if not isinstance(leaf.cell, Num)))
    known = {leaf.cell: leaf for leaf in leaves}
    divides = any(isinstance(part, Op) and part.sign == "/" for part in parts(cell))
    safe = call("IFERROR", cell, UNKNOWN) if divides else cell
    if not own:
        return Known(safe)
    marks = frozenset[Mark](["n/a"]) if any(known[c].marks for c in own) else frozenset[Mark]()
    counted = call("COUNT", *own)
    return Known(chosen(equal(counted, Num(Fraction(len(own)))), safe, lack([known[c] for c in own])), marks=marks)


def lack(leaves: list[Known]) -> Cell:
    """What several values give when not all of them are numbers: the unknown outweighs the inapplicable."""
    marked = [equal(leaf.cell, Txt(mark)) for leaf in leaves for mark in sorted(leaf.marks)]
    if not marked:
        return UNKNOWN
    if len(leaves) == 1:
        return chosen(marked[0] if len(marked) == 1 else call("OR", *marked), Txt("n/a"), UNKNOWN)
    known: Cell = call("COUNT", *(leaf.cell for leaf in leaves))
    for test in marked:
        known = Op("+", known, test)
    return chosen(equal(known, Num(Fraction(len(leaves)))), Txt("n/a"), UNKNOWN)


def settled(known: Known) -> Known:
    """A score is a number or unknown."""
    if not known.marks:
        return known
    return Known(chosen(call("ISNUMBER", known.cell), known.cell, UNKNOWN), known.form)


def in_group(group: int, cell: Cell) -> Cell:
    """A cell of a list that is empty for the records of other groups."""
    return chosen(equal(Position(group), Num(Fraction(0))), Txt(""), cell)


def column_of(name: str, title: str, known: Known, group: int | None) -> ListColumn:
    """A computed column of a list."""
    return ListColumn(name, title, known.cell if group is None else in_group(group, known.cell), known.form, group)
