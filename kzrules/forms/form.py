"""A reporting form: sections of rows and columns, who files it and when, and which fact each cell feeds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from kzrules.citation import Citation
from kzrules.forms.periods import Every
from kzrules.formula import Formula
from kzrules.place import Place
from kzrules.program import Kind
from kzrules.reading_nodes import Labels, in_language

CellType = Literal["count", "number", "text", "date", "yes_no", "mark", "choice"]
RowKind = Literal["input", "total", "heading"]
Scope = Literal["column", "line"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        id: its name in checks and feeds.
        code: its printed number, or ours where none is printed.
        group: the header above its own, shared by neighbours.
        type: what a cell takes; `mark` is a sign or nothing.
        sum: the columns that it adds up.
        mean: the columns whose mean it is.
        one_of: of the columns with this word, exactly one is filled in a line.
        optional: its cells may stay empty.

    """

    id: str
    code: str
    label: Labels
    group: Labels
    type: CellType
    unit: Labels
    places: int
    least: Fraction | None
    most: Fraction | None
    choices: Mapping[str, Labels]
    sum: tuple[str, ...]
    mean: tuple[str, ...]
    one_of: str
    optional: bool
    width: int
    place: Place

    @property
    def computed(self) -> bool:
        """Whether its cells follow from others."""
        return bool(self.sum or self.mean)

    def title(self, lang: str = "ru") -> str:
        """Its header, with the one it shares before it."""
        return ", ".join(text for text in (in_language(self.group, lang), in_language(self.label, lang)) if text)


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines that the body adds below a row, as many as it needs, each named by one or several texts.

    Attributes:
        names: what each line is named by: id and label.
        blank: how many empty lines an unfilled form offers.

    """

    names: tuple[tuple[str, Labels], ...]
    blank: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row.

    Attributes:
        code: its printed number, the key by which its cells are found.
        id: its name in checks.
        kind: `input`, `total` (of `sum`, or of its lines), or `heading` (no cells).
        sum: codes of the rows that it adds up.
        over_lines: whether it adds up its lines.
        lines: the lines below it.
        columns: the columns in which it has cells; empty for all.
        only: the body kind it is for; None for both.

    """

    code: str
    id: str
    label: Labels
    kind: RowKind
    sum: tuple[str, ...]
    over_lines: bool
    lines: Lines | None
    columns: tuple[str, ...]
    only: Kind | None
    cite: Citation | None
    place: Place

    def has(self, column: Column) -> bool:
        """Whether it has a cell in the column."""
        return self.kind != "heading" and (not self.columns or column.id in self.columns)


@dataclass(frozen=True, slots=True)
class Check:
    """What must hold: in each column among rows, or in each line among columns; `cite` where the act says so."""

    that: Formula
    scope: Scope
    cite: Citation | None


@dataclass(frozen=True, slots=True)
class Section:
    """A table of the form; those without a sheet of their own share the first."""

    id: str
    title: Labels
    sheet: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    checks: tuple[Check, ...]

    def column_code(self, column: Column) -> str:
        """The number under a column's header: as printed; else after the printed one before it; else its place."""
        at = self.columns.index(column)
        if column.code or not any(other.code for other in self.columns):
            return column.code or str(at + 1)
        before = max((n for n in range(at) if self.columns[n].code), default=None)
        return f"0.{at + 1}" if before is None else f"{self.columns[before].code}.{at - before}"

    def column(self, name: str) -> Column:
        """A column by id."""
        return next(column for column in self.columns if column.id == name)

    def row(self, code: str) -> Row:
        """A row by code."""
        return next(row for row in self.rows if row.code == code)


@dataclass(frozen=True, slots=True)
class Feed:
    """Which cells give a fact; adds up over filings.

    Attributes:
        fact: its name in the dictionary of facts.
        how: `cells` adds cells up; `lines` counts lines (or adds up a column of them); `over_columns` and `over_lines` make a
            list of records, one per column or line; `answer` is a single cell.
        rows: codes of rows; for lines, the rows they stand below.
        columns: ids of columns.
        where: of the lines, those whose column has this answer; empty: those where it is empty.
        fields: for records: by field, the row code, column id or line name that gives it.
        key: for records over columns: the field that takes the column's label.
        body: the line name that tells whose the fact is, where a form speaks of many bodies.
        cite: the item that maps them; None where the mapping is ours.

    """

    fact: str
    how: Literal["cells", "lines", "over_columns", "over_lines", "answer"]
    section: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    where: Mapping[str, str]
    fields: Mapping[str, str]
    key: str
    body: str
    cite: Citation | None
    place: Place


@dataclass(frozen=True, slots=True)
class Filed:
    """Who files the form to whom, how often, and until which day of the month after the period (0: the act prints none)."""

    by: Labels
    to: Labels
    every: Every
    due_day: int
    cite: Citation | None
    note: Labels


@dataclass(frozen=True, slots=True)
class Form:
    """One form in one wording.

    Attributes:
        act: the act's id in the register of acts.
        index: its printed index, such as 1-мк.
        edition: the edition of a methodology it belongs to; empty for other acts.
        in_force: first day, and the day from which it no longer is; empty where not known.
        translated: languages whose texts are our translation.
        gaps: whether an empty cell is refused: "every cell is filled".
        shape: hash of what it asks: rows, columns, their codes, labels and types; the same whatever else its file says.

    """

    id: str
    index: str
    title: Labels
    act: str
    edition: str
    in_force: tuple[str, str]
    cite: Citation | None
    filed: Filed
    sections: tuple[Section, ...]
    feeds: tuple[Feed, ...]
    signatures: tuple[Labels, ...]
    notes: tuple[Labels, ...]
    translated: tuple[str, ...]
    gaps: bool
    gaps_cite: Citation | None
    shape: str
    file: str

    def section(self, name: str) -> Section:
        """A section by id."""
        return next(section for section in self.sections if section.id == name)

    def rows(self) -> Iterator[tuple[Section, Row]]:
        """Every row with its section, in order."""
        for section in self.sections:
            for row in section.rows:
                yield section, row

    def name(self, lang: str = "ru") -> str:
        """Index and title for people."""
        title = in_language(self.title, lang)
        return f"{self.index}. {title}" if self.index else title
