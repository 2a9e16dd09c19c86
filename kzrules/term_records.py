"""A program over facts that are not known yet: plain records. `symbolic` makes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kzrules.dictionary import Dictionary
from kzrules.program import Deduction, Pool, Program, Row, Rule, Special, Table
from kzrules.questions import Question
from kzrules.symbols import Symbol, Symbols
from kzrules.terms import Term


@dataclass(frozen=True, slots=True)
class RowTerm:
    """A row of a table that a rule looks up, and when a value falls in it."""

    rule: str
    table: Table
    row: Row
    when: Term


@dataclass(frozen=True, slots=True)
class RuleTerms:
    """A rule over unknown facts.

    Attributes:
        before, value: its score before deductions, and whole.
        unbounded: before its own floor and cap.
        losses: what each deduction takes, before its cap.
        specials: when each special case decides.

    """

    rule: Rule
    before: Symbol
    unbounded: Symbol
    value: Symbol
    losses: tuple[tuple[Deduction, Symbol], ...]
    specials: tuple[tuple[Special, Term], ...]
    children: tuple[RuleTerms, ...]


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of a rule over the other bodies of a pool."""

    path: str
    pool: Pool


@dataclass(frozen=True, slots=True)
class Ends:
    """The least and the greatest of the value that a rule normalises, over the other bodies of a pool.

    Attributes:
        own: the body's own value.
        fact: the fact that the value is for every body kind; empty where it is more than a fact.
        least, greatest: the unknown numbers.
        nobody: the unknown condition that no other body has a known value.

    """

    path: str
    pool: Pool
    own: Symbol
    fact: str
    least: str
    greatest: str
    nobody: str


@dataclass(frozen=True, slots=True)
class Gather:
    """What a list of any length comes to: over all its records, how many count, what they score together, whether one is open.

    Attributes:
        over: the list.
        counted, open, value: of a record that stands for any: whether it counts, whether its score is missing, its score.
        total, count: the unknown numbers that stand for the sum and the number of the records that count.
        any_open: the unknown condition that a record is open.

    """

    over: str
    counted: Term
    open: Term
    value: Term
    total: str
    count: str
    any_open: str


@dataclass(frozen=True, slots=True)
class ProgramTerms:
    """A program over unknown facts.

    Attributes:
        lengths: how many records of each list there may be at most.
        rules, lines: by path; lines of checklists below their rule.
        exact, score: overall, before and after its rounding.
        admissible: what holds of every facts file that is accepted.
        means: unknowns that stand for the mean of a rule over other bodies.
        ends: by the path of the rule, the unknowns among which it places a value.

    """

    symbols: Symbols
    program: Program
    dictionary: Dictionary
    questions: Mapping[str, Question]
    lengths: Mapping[str, int | None]
    rules: Mapping[str, RuleTerms]
    lines: Mapping[str, Symbol]
    rows: tuple[RowTerm, ...]
    exact: Symbol
    score: Symbol
    admissible: tuple[Term, ...]
    means: Mapping[str, Mean]
    ends: Mapping[str, Ends]
    gathers: tuple[Gather, ...]
