"""A resolved edition for one body kind and one choice of readings: plain records, no behaviour.

The interpreter, and later every other reader, walks these; nothing here looks back at YAML.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from kzrules.citation import Citation
from kzrules.formula import Formula
from kzrules.place import NOWHERE, Place
from kzrules.reading_nodes import Labels
from kzrules.values import Missing, Mode

Kind = Literal["central", "local"]
KINDS: tuple[Kind, Kind] = ("central", "local")
Pool = Literal["same_kind", "all_bodies"]


@dataclass(frozen=True, slots=True)
class Number:
    """A literal figure."""

    value: Fraction
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Rounding:
    """How a number is rounded where the edition says so."""

    places: int
    mode: Mode
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a point table: an interval, or a code.

    `hole`: the act has no such row; its `points`, if any, come from a reading.
    """

    low: Fraction | None
    low_included: bool
    high: Fraction | None
    high_included: bool
    code: str
    points: Fraction | None
    printed: str
    hole: bool
    readings: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """A point table for one body kind."""

    id: str
    label: Labels
    cite: Citation | None
    unit: str
    rounding: Rounding | None
    rows: tuple[Row, ...]
    readings: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Lookup:
    """The points that a table gives for a value."""

    table: Table
    of: Value
    place: Place


@dataclass(frozen=True, slots=True)
class CohortMean:
    """The mean of the same rule over the other bodies of the run."""

    pool: Pool


@dataclass(frozen=True, slots=True)
class Normalise:
    """A value placed between the least and the greatest that the bodies of the run have (min-max): only as the score of a rule.

    Attributes:
        value: what is placed.
        fact: the fact that the value is, for every body kind; empty where it is more than a fact.
        pool: whose values are looked at; the body's own is among them, unknown ones are left out.
        better: which end earns `to`; the other earns nothing.
        when_equal: the score where the least and the greatest are one number.

    """

    value: Value
    fact: str
    pool: Pool
    better: Literal["more", "less"]
    to: Fraction
    when_equal: Value | Missing
    equal_readings: tuple[str, ...]
    readings: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Special:
    """A case decided before the formula."""

    when: Formula
    outcome: Outcome
    cite: Citation | None
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Each:
    """A list: which records count, what each scores, how they combine, what an empty list means."""

    over: str
    fields: tuple[str, ...]
    where: Formula | None
    let: Mapping[str, Value]
    specials: tuple[Special, ...]
    score: Value
    combine: Literal["mean", "sum"]
    empty: Outcome
    empty_readings: tuple[str, ...]
    readings: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a checklist: its points for one language version, and what takes them away.

    `defects` counts them from facts; `score` is a rule of the line's own; with neither, the fact
    named like the line answers.
    """

    id: str
    label: Labels
    cite: Citation | None
    points: Fraction
    defects: Formula | None
    score: Value | None
    defect: Fraction
    keep: Fraction
    absent: Literal["nothing", "keep", "defect", "undecided"]
    nothing: Literal["full", "undecided", "zero"]
    specials: tuple[Special, ...]
    readings: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Checklist:
    """A checklist for one body kind; `languages` empty: answered once."""

    id: str
    label: Labels
    cite: Citation | None
    languages: tuple[str, ...]
    count: Literal["per_language", "once"]
    cap_base: Literal["line", "language"]
    keep: Fraction
    lines: tuple[Line, ...]
    readings: tuple[str, ...]
    place: Place


Value = Number | Formula | Lookup | Each | Checklist | Normalise
Outcome = Value | Missing | CohortMean


@dataclass(frozen=True, slots=True)
class Deduction:
    """Points off: for each case (`per`) or on a condition (`when`), up to `cap`."""

    id: str
    label: Labels
    points: Value
    per: Formula | None
    when: Formula | None
    cap: Fraction | None
    cite: Citation | None
    readings: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Rule:
    """A direction, criterion or indicator: how its score comes about, in the order of the fields.

    Attributes:
        minimum: the least score; None where the edition knows no bound below.
        score: None when the score is the sum of the children.
        better: facts the score follows, `less` or `more`.

    """

    id: str
    path: str
    level: Literal["direction", "criterion", "indicator"]
    label: Labels
    cite: Citation | None
    maximum: Fraction | None
    minimum: Fraction | None
    let: Mapping[str, Value]
    specials: tuple[Special, ...]
    score: Value | None
    children: tuple[Rule, ...]
    deductions: tuple[Deduction, ...]
    deductions_cap: Fraction | None
    floor: Fraction | None
    cap: Fraction | None
    readings: tuple[str, ...]
    better: Mapping[str, Literal["less", "more"]]
    place: Place


@dataclass(frozen=True, slots=True)
class Band:
    """A grade and the half-open interval of rounded scores it stands for."""

    grade: str
    label: Labels
    low: Fraction | None
    high: Fraction | None
    printed: str
    cite: Citation | None
    place: Place


@dataclass(frozen=True, slots=True)
class Overall:
    """The overall score: weights of the directions, rounding, bounds."""

    label: Labels
    cite: Citation | None
    weights: Mapping[str, Fraction]
    of: Literal["after_deductions", "before_deductions"]
    rounding: Rounding
    maximum: Fraction | None
    minimum: Fraction | None
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """Everything that scoring one body kind needs.

    Attributes:
        let: definitions that every rule shares.
        facts: names of the dictionary that the rules ask for; for lists, `list.field` too.
        choices: the option taken of each reading.

    """

    edition: str
    kind: Kind
    choices: Mapping[str, str]
    overall: Overall
    bands: tuple[Band, ...]
    directions: tuple[Rule, ...]
    let: Mapping[str, Value]
    facts: frozenset[str]
    rules: Mapping[str, Rule] = field(default_factory=dict)
