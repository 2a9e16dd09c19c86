"""What stands in a computed cell: a small tree of spreadsheet expressions with two readers, `exact` and `cell_text` (Excel).

Only functions that every spreadsheet since 2010 knows. A condition is the number 1 or 0, the unknown is the text "-",
the inapplicable and the absent are texts of their own: the truth values of spreadsheets count as numbers in one program
and not in another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Sign = Literal["+", "-", "*", "/", "<", "<=", ">", ">=", "=", "<>"]
Called = Literal[
    "ABS", "AND", "COUNT", "IF", "IFERROR", "INDEX", "INT", "ISNUMBER", "MATCH",
    "MAX", "MIN", "OR", "ROUND", "ROUNDDOWN", "SUM", "SUMIFS", "SUMPRODUCT",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Num:
    """A figure."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Txt:
    """A text."""

    value: str


@dataclass(frozen=True, slots=True)
class Here:
    """A step of the same sheet, for the same body."""

    step: int


@dataclass(frozen=True, slots=True)
class Outer:
    """A step of the body that a record of a list belongs to, seen from the record."""

    group: int
    step: int


@dataclass(frozen=True, slots=True)
class Given:
    """An answer on the sheet of facts, for the same body: a fact, or `fact.kk`."""

    name: str


@dataclass(frozen=True, slots=True)
class Own:
    """Another cell of the same record: a field as it was answered, or a computed column."""

    column: str


@dataclass(frozen=True, slots=True)
class Position:
    """Which body of a group the record belongs to, counted from 1; 0: none of it."""

    group: int


@dataclass(frozen=True, slots=True)
class Key:
    """The name under which the body's records stand in the lists."""


@dataclass(frozen=True, slots=True)
class Column:
    """A whole column of a list; the empty name is the column of the bodies' keys."""

    over: str
    column: str


@dataclass(frozen=True, slots=True)
class Across:
    """A named value (`own`, path of the rule) over all bodies of a group."""

    group: int
    name: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfTable:
    """A column of a point table: `low`, `included`, `code` or `points`."""

    table: int
    column: str


@dataclass(frozen=True, slots=True)
class OfCodes:
    """The answers of a choice: `code` or `label`."""

    spec: str
    column: str


@dataclass(frozen=True, slots=True)
class Op:
    """Two expressions and a sign."""

    sign: Sign
    left: Cell
    right: Cell


@dataclass(frozen=True, slots=True)
class Call:
    """A function of the spreadsheet."""

    name: Called
    args: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Clean:
    """A number without the noise of doubles: rounded at `places` in a spreadsheet, left as it is by the exact reader."""

    cell: Cell
    places: int


Ref = Here | Outer | Given | Own | Position | Key
Range = Column | Across | OfTable | OfCodes
Cell = Num | Txt | Ref | Range | Op | Call | Clean

UNKNOWN = Txt("-")
NOTHING = Txt("")
ONE = Num(Fraction(1))
ZERO = Num(Fraction(0))


def call(name: Called, *args: Cell) -> Call:
    """`name(args)`."""
    return Call(name, args)


def chosen(test: Cell, then: Cell, otherwise: Cell) -> Cell:
    """`IF(test, then, otherwise)`."""
    return Call("IF", (test, then, otherwise))


def equal(left: Cell, right: Cell) -> Cell:
    """`left = right`."""
    return Op("=", left, right)


def parts(cell: Cell) -> Iterator[Cell]:
    """An expression and every expression inside it."""
    yield cell
    match cell:
        case Op(left=left, right=right):
            yield from parts(left)
            yield from parts(right)
        case Call(args=args):
            for arg in args:
                yield from parts(arg)
        case Clean(cell=inner):
            yield from parts(inner)
        case _:
            return


def number(value: Fraction | int) -> Num:
    """A figure as an expression."""
    return Num(Fraction(value))
