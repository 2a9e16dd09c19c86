"""The plan of a live workbook: which cells there are and what stands in them, before any file is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from kzrules.citation import Citation
from kzrules.dictionary import FactSpec
from kzrules.edition import Edition
from kzrules.facts import Body
from kzrules.program import Kind, Program
from kzrules.workbook.cells import Cell

Form = Literal["number", "yes_no", "text"]
Style = Literal["head", "fact", "step", "score", "part", "total"]


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a sheet of computation.

    Attributes:
        title: what it is.
        words: how it is computed, in words.
        cell: what stands in it; None for a heading.
        same: what the interpreter calls this value (`score`, path …), where it has a name; empty for a step on the way.
        level: how deep it stands.

    """

    title: str
    words: str
    cell: Cell | None
    form: Form = "number"
    style: Style = "step"
    cite: Citation | None = None
    maximum: Fraction | None = None
    same: tuple[str, ...] = ()
    level: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """The bodies of one kind and one assessed year: a sheet of computation of their own."""

    index: int
    kind: Kind
    period: int | None
    program: Program
    bodies: tuple[Body, ...]
    steps: list[Step] = field(default_factory=list)
    named: dict[tuple[str, ...], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A computed column of a list: `group` None where every record has it."""

    name: str
    title: str
    cell: Cell
    form: Form
    group: int | None


@dataclass(frozen=True, slots=True)
class ListPlan:
    """A list fact: its fields as they are answered, then what is computed for each record."""

    spec: FactSpec
    columns: dict[str, ListColumn] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TablePlan:
    """A point table as a range: rows in ascending order, `low` with whether it belongs to the row, or codes."""

    title: str
    cite: Citation | None
    rows: tuple[TableRow, ...]

    @property
    def coded(self) -> bool:
        """Whether it is looked up by code."""
        return any(row.code for row in self.rows)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row; `low` None: from minus infinity; `points` None: the act has none."""

    low: Fraction | None
    included: bool
    code: str
    points: Fraction | str | None
    printed: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole workbook.

    Attributes:
        facts: answers on the sheet of facts by name (`od_list.kk` for a language version), with what each is.
        asked: which of them each group asks.
        hidden: bodies that are there for the means only.

    """

    edition: Edition
    choices: Mapping[str, str]
    lang: str
    groups: list[Group]
    facts: dict[str, FactSpec] = field(default_factory=dict)
    asked: dict[int, set[str]] = field(default_factory=dict)
    lists: dict[str, ListPlan] = field(default_factory=dict)
    tables: list[TablePlan] = field(default_factory=list)
    codes: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()

    @property
    def bodies(self) -> list[Body]:
        """All bodies, group by group."""
        return [body for group in self.groups for body in group.bodies]

    @property
    def several_years(self) -> bool:
        """Whether bodies of more than one assessed year are here."""
        return len({group.period for group in self.groups}) > 1

    def key(self, body: Body) -> str:
        """The name under which a body stands in heads and lists."""
        return f"{body.id} {body.period}" if self.several_years else body.id
