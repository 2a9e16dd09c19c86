"""What scoring gives: scores with the steps that led to them, and the assessment of one body."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from kzrules.facts import Body
from kzrules.formula import Formula
from kzrules.place import Place
from kzrules.program import Band, Checklist, Deduction, Line, Program, Row, Rule, Special, Table
from kzrules.values import Missing

Result = Fraction | Missing


@dataclass(frozen=True, slots=True)
class Input:
    """A name that a formula looked up: a fact with its place, or a figure of the rule."""

    name: str
    value: Any
    place: Place | None


@dataclass(frozen=True, slots=True)
class Step:
    """One computed value on the way to a score.

    Attributes:
        what: `formula`, `table`, `list`, `element`, `cohort`, `let`; `special`: why a special case holds;
            `cap`: what a cap over a whole language version gives back; `normalise`, and inside it the ends
            (`least`, `greatest`) and the bodies `left_out`.
        name: the let name, list, element, pool or bodies it is about.
        formula, table, row: what gave the value.
        inputs: what it looked up.
        inner: steps below this one.

    """

    what: Literal["formula", "table", "list", "element", "cohort", "let", "special", "cap", "normalise", "least", "greatest", "left_out"]
    name: str
    value: Any
    formula: Formula | None = None
    table: Table | None = None
    row: Row | None = None
    inputs: tuple[Input, ...] = ()
    inner: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class LineScore:
    """What one checklist line earned, over all language versions, and the answers it had."""

    checklist: Checklist
    line: Line
    value: Result
    maximum: Fraction
    answers: tuple[Input, ...]
    steps: tuple[Step, ...]
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeductionScore:
    """Points off, after the cap."""

    deduction: Deduction
    value: Result
    cases: Any
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """The score of one rule for one body.

    Attributes:
        value: after deductions, floor and cap.
        before: before deductions.
        special: the case that decided it before the formula.
        steps: how `before` came about (empty: the sum of the children).
        readings: those this score itself rests on, children not counted.

    """

    rule: Rule
    value: Result
    before: Result
    special: Special | None
    steps: tuple[Step, ...]
    lines: tuple[LineScore, ...]
    deductions: tuple[DeductionScore, ...]
    children: tuple[Score, ...]
    readings: tuple[str, ...]

    def walk(self) -> Iterator[Score]:
        """This score and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Assessment:
    """The outcome of one body under one edition.

    Attributes:
        score: overall, rounded as the edition says; Missing when it cannot be known.
        exact: overall before rounding.
        band: the band of `score`.
        readings: every reading the result rests on, in the order met.
        missing: what would have to be known (facts and open questions).

    """

    body: Body
    program: Program
    score: Result
    exact: Result
    band: Band | None
    directions: tuple[Score, ...]
    readings: tuple[str, ...]
    missing: Missing

    @property
    def grade(self) -> str | None:
        """The grade's id, or None when there is no score."""
        return self.band.grade if self.band else None

    def walk(self) -> Iterator[Score]:
        """Every score, parents first."""
        for direction in self.directions:
            yield from direction.walk()
