"""What an edition means, flattened: one entry for each thing that could be changed alone.

Two editions mean the same where their entries are the same: names given by `let`, brackets, the order of
rows and keys, and comments are no part of the meaning.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from kzrules.checks import interval_text
from kzrules.citation import Citation
from kzrules.edition import Edition
from kzrules.formula import Formula
from kzrules.program import (
    KINDS,
    Checklist,
    CohortMean,
    Deduction,
    Each,
    Line,
    Lookup,
    Normalise,
    Number,
    Overall,
    Program,
    Rule,
    Special,
    Table,
    Value,
)  # fmt: skip
from kzrules.values import Missing, decimal_text
from kzrules.words import words

Effect = Literal["results", "citation", "wording"]
OVERALL, BANDS, READINGS = "overall", "bands", "readings"
_WORDING = frozenset({"level", "label", "printed", "minimum", "better", "question", "why", "confidence", "option"})
_NO_POINTS = "?"


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """Where an entry stands: the rule (or `overall`, `bands`, `readings`), the body kind, and which of its aspects."""

    path: str
    kind: str
    aspect: str

    @property
    def effect(self) -> Effect:
        """What a change of this entry touches: results, only a citation, or only wording."""
        last = self.aspect.rpartition(" ")[2]
        words_ = {self.aspect.partition(" ")[0], last.partition(".")[0]}
        return "citation" if "cite" in words_ else "wording" if words_ & _WORDING else "results"


Meaning = Mapping[Key, str]


def meaning_of(edition: Edition, period: int | None = None) -> dict[Key, str]:
    """Every entry of an edition under its default readings, for an assessed year (left out: the newest)."""
    year = edition.years[-1] if period is None else period
    found: dict[Key, str] = {}
    for kind in KINDS:
        program = edition.program(kind, period=year)
        found |= {Key(path, kind, aspect): text for path, aspect, text in _program(program)}
    for name, reading in edition.readings.items():
        for aspect, text in (
            ("default", reading.default),
            ("confidence", reading.confidence),
            *((f"question.{lang}", t) for lang, t in reading.question.items()),
            *((f"option {option}", " · ".join(f"{lang}: {t}" for lang, t in o.label.items())) for option, o in reading.options.items()),
            *_cite(reading.cite),
        ):
            found[Key(f"{READINGS}.{name}", "", aspect)] = text
    return found


def rule_meaning(rule: Rule, shared: Mapping[str, Value]) -> dict[str, str]:
    """The entries of one rule without its parts, by aspect."""
    return dict(_rule(rule, shared))


def value_meaning(name: str, let: Mapping[str, Value]) -> dict[str, str]:
    """The entries of one definition."""
    writer = _Writer(let)
    return dict(writer.value(let[name], "let")) | dict(writer.named())


def _program(program: Program) -> Iterator[tuple[str, str, str]]:
    for path, rule in program.rules.items():
        for aspect, text in _rule(rule, program.let):
            yield path, aspect, text
    for aspect, text in _overall(program.overall):
        yield OVERALL, aspect, text
    for band in program.bands:
        low, high = ("…" if end is None else decimal_text(end) for end in (band.low, band.high))
        yield BANDS, f"band {band.grade}", f"[{low}; {high})"
        yield BANDS, f"band {band.grade} printed", band.printed
        for lang, text in band.label.items():
            yield BANDS, f"band {band.grade} label.{lang}", text
        for aspect, text in _cite(band.cite):
            yield BANDS, f"band {band.grade} {aspect}", text


def _overall(overall: Overall) -> Iterator[tuple[str, str]]:
    yield from _labels(overall.label)
    for name, weight in overall.weights.items():
        yield f"weight {name}", decimal_text(weight)
    yield "of", overall.of
    yield "rounding", f"{overall.rounding.places} {overall.rounding.mode}"
    yield from _figures(minimum=overall.minimum)
    yield from _cite(overall.cite)


def _rule(rule: Rule, shared: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    writer = _Writer({**shared, **rule.let})
    yield "level", rule.level
    yield from _labels(rule.label)
    yield from _cite(rule.cite)
    yield from _figures(maximum=rule.maximum, minimum=rule.minimum, floor=rule.floor, cap=rule.cap, deductions_cap=rule.deductions_cap)
    yield from writer.specials(rule.specials, "exception")
    if rule.score is not None:
        yield from writer.value(rule.score, "score")
    for deduction in rule.deductions:
        yield from _deduction(deduction, writer)
    yield from writer.named()
    if rule.better:
        yield "better", ", ".join(f"{fact}: {way}" for fact, way in sorted(rule.better.items()))


def _deduction(deduction: Deduction, writer: _Writer) -> Iterator[tuple[str, str]]:
    name = f"deduction {deduction.id}"
    yield from writer.value(deduction.points, f"{name} points")
    yield from ((f"{name} {key}", writer.formula(f)) for key, f in (("per", deduction.per), ("when", deduction.when)) if f is not None)
    yield from ((f"{name} {aspect}", text) for aspect, text in _figures(cap=deduction.cap))
    yield from ((f"{name} {aspect}", text) for aspect, text in (*_labels(deduction.label), *_cite(deduction.cite)))


def _labels(labels: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield from ((f"label.{lang}", text) for lang, text in labels.items())


def _cite(cite: Citation | None) -> Iterator[tuple[str, str]]:
    if cite is not None:
        yield "cite", cite.text("ru")


def _figures(**figures: Fraction | None) -> Iterator[tuple[str, str]]:
    yield from ((name, decimal_text(value)) for name, value in figures.items() if value is not None)


class _Writer:
    """Writes values with the names of `let` replaced by what they stand for."""

    def __init__(self, let: Mapping[str, Value]) -> None:
        self.let = let
        self.met: dict[str, None] = {}

    def formula(self, formula: Formula) -> str:
        """The formula in one form, whatever its brackets and names were."""
        return words(self._tree(formula.tree), lambda name: name, "en")

    def _tree(self, tree: ast.expr) -> ast.expr:
        return _Inline(self).visit(deepcopy(tree))  # type: ignore[no-any-return]

    def named(self) -> Iterator[tuple[str, str]]:
        """Values of `let` that cannot stand inside a formula (tables, lists), as far as they are used."""
        said: set[str] = set()
        while rest := [name for name in self.met if name not in said]:
            said.add(rest[0])
            yield from self.value(self.let[rest[0]], f"let {rest[0]}")

    def value(self, value: Value, aspect: str) -> Iterator[tuple[str, str]]:
        """The entries of a value."""
        match value:
            case Number(value=figure):
                yield aspect, decimal_text(figure)
            case Formula():
                yield aspect, self.formula(value)
            case Lookup(table=table, of=of):
                yield from self.value(of, f"{aspect} of")
                yield from _table(table, aspect)
            case Each():
                yield f"{aspect} over", f"{value.combine} {value.over}"
                inner = _Writer({**self.let, **value.let})
                if value.where is not None:
                    yield f"{aspect} where", inner.formula(value.where)
                yield from inner.specials(value.specials, f"{aspect} exception")
                yield from inner.value(value.score, f"{aspect} each")
                yield from inner.named()
                yield from self.outcome(value.empty, f"{aspect} empty")
            case Checklist():
                languages = ", ".join(value.languages)
                yield f"{aspect} checklist", f"{languages}; {value.count}; {value.cap_base}; {decimal_text(value.keep)}"
                for line in value.lines:
                    yield from self._line(line, f"{aspect} line {line.id}")

            case Normalise():
                yield f"{aspect} normalise", f"min_max {value.pool}; {value.better}; {decimal_text(value.to)}"
                yield from self.value(value.value, f"{aspect} value")
                yield from self.outcome(value.when_equal, f"{aspect} equal")

    def _line(self, line: Line, aspect: str) -> Iterator[tuple[str, str]]:
        yield f"{aspect} points", decimal_text(line.points)
        yield f"{aspect} defect", f"{decimal_text(line.defect)}; {decimal_text(line.keep)}; {line.absent}; {line.nothing}"
        if line.defects is not None:
            yield f"{aspect} defects", self.formula(line.defects)
        if line.score is not None:
            yield from self.value(line.score, f"{aspect} score")
        yield from self.specials(line.specials, f"{aspect} exception")
        yield from ((f"{aspect} {part}", text) for part, text in (*_labels(line.label), *_cite(line.cite)))

    def specials(self, specials: tuple[Special, ...], aspect: str) -> Iterator[tuple[str, str]]:
        """Cases decided before the formula, in order."""
        for number, special in enumerate(specials, 1):
            yield f"{aspect} {number} when", self.formula(special.when)
            yield from self.outcome(special.outcome, f"{aspect} {number} gives")
            yield from ((f"{aspect} {number} {part}", text) for part, text in _cite(special.cite))

    def outcome(self, outcome: Any, aspect: str) -> Iterator[tuple[str, str]]:
        """What a special case or an empty list gives."""
        match outcome:
            case Missing():
                yield aspect, "undecided: " + "; ".join(outcome.sentences("ru"))
            case CohortMean(pool=pool):
                yield aspect, f"cohort {pool}"
            case _:
                yield from self.value(outcome, aspect)


class _Inline(ast.NodeTransformer):
    def __init__(self, writer: _Writer, under_way: frozenset[str] = frozenset()) -> None:
        self.writer = writer
        self.under_way = under_way

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """A name of `let`: what it stands for, or noted to be told apart."""
        match self.writer.let.get(node.id):
            case Number(value=figure):
                return ast.Constant(figure)  # type: ignore[arg-type]
            case Formula(tree=tree) if node.id not in self.under_way:
                return _Inline(self.writer, self.under_way | {node.id}).visit(deepcopy(tree))  # type: ignore[no-any-return]
            case None | Formula():
                return node
            case _:
                self.writer.met[node.id] = None
                return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """The arguments of a call; its name is a function's."""
        node.args = [self.visit(argument) for argument in node.args]
        return node


def _table(table: Table, aspect: str) -> Iterator[tuple[str, str]]:
    if table.rounding is not None:
        yield f"{aspect} rounding", f"{table.rounding.places} {table.rounding.mode}"
    yield from ((f"{aspect} table {part}", text) for part, text in (*_labels(table.label), *_cite(table.cite)))
    for row in table.rows:
        name = f"{aspect} row {interval_text(row)}"
        yield name, _NO_POINTS if row.points is None else decimal_text(row.points)
        if row.printed:
            yield f"{name} printed", row.printed
