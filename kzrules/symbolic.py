"""A program over facts that are not known yet: every score as a term, with the cases in which it is missing.

Follows scoring.py rule for rule; tests hold the two together on random facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from typing import assert_never

from kzrules.dictionary import Dictionary
from kzrules.formula import Formula
from kzrules.program import (
    Checklist,
    CohortMean,
    Deduction,
    Each,
    Line,
    Lookup,
    Normalise,
    Number,
    Outcome,
    Program,
    Row,
    Rule,
    Special,
    Table,
    Value,
)  # fmt: skip
from kzrules.questions import ANY, Question, admissible, list_unknown, present, questions_of, symbol_of
from kzrules.scope import FULL, INDICATORS
from kzrules.symbolic_checklists import LineSymbols, answers_of, given_back, line_points
from kzrules.symbolic_cohort import ends_of, placed
from kzrules.symbolic_tables import mean_of, points_of
from kzrules.symbols import Symbol, Symbols
from kzrules.term_records import Ends, Gather, Mean, ProgramTerms, RowTerm, RuleTerms
from kzrules.terms import Term, Terms
from kzrules.values import Missing

Lengths = Mapping[str, int | None]
"""How many records each list has, or may have at most; None where it is gathered whatever its length."""


def program_terms(program: Program, dictionary: Dictionary, lengths: Lengths, *, fixed: bool = False, symbols: Symbols | None = None) -> ProgramTerms:
    """The terms of a program; lists have up to `lengths` records (`fixed`: just as many, and a list that is not there is not known).

    A list of length None is gathered: whatever its length, its sum and count are unknowns of their own (`gathers`).
    """
    symbols = Symbols(Terms()) if symbols is None else symbols
    maker = _Maker(program, dictionary, symbols, questions_of(program.facts, dictionary, lengths), lengths, fixed)
    directions = [maker.score(rule) for rule in program.directions]
    t = symbols.terms
    overall = program.overall
    parts = [
        (d.value if overall.of == "after_deductions" else d.before, overall.weights[d.rule.id]) for d in directions if d.rule.id in overall.weights
    ]
    exact = symbols.made(t.total((part.term, weight) for part, weight in parts), *(part for part, _ in parts))
    score = Symbol(t.rounded(exact.term, overall.rounding.places, overall.rounding.mode), exact.missing, exact.na)
    rows = tuple(RowTerm(met.rule, met.table, met.row, t.every(met.when, t.some(*met.uses))) for met in maker.met)
    return ProgramTerms(
        symbols=symbols,
        program=program,
        dictionary=dictionary,
        questions=maker.questions,
        lengths=lengths,
        rules=maker.rules,
        lines=maker.lines,
        rows=rows,
        exact=exact,
        score=score,
        admissible=tuple(maker.admissible()),
        means=maker.means,
        ends=maker.ends,
        gathers=tuple(maker.gathers),
    )


@dataclass(slots=True)
class _Frame:
    """What the formulas of one rule, line or list element can see; see frame.py."""

    let: Mapping[str, Value]
    full: Fraction | None
    children: Mapping[str, Symbol] = field(default_factory=dict)
    indicators: Symbol | None = None
    element: Mapping[str, Symbol] = field(default_factory=dict)
    known: dict[str, tuple[Symbol, list[Term]]] = field(default_factory=dict)


@dataclass(slots=True)
class _Met:
    rule: str
    table: Table
    row: Row
    when: Term
    uses: list[Term]


class _Maker:
    def __init__(
        self,
        program: Program,
        dictionary: Dictionary,
        symbols: Symbols,
        questions: dict[str, Question],
        lengths: Mapping[str, int | None],
        fixed: bool,
    ) -> None:
        self.program = program
        self.dictionary = dictionary
        self.symbols = symbols
        self.terms = symbols.terms
        self.questions = questions
        self.lengths = lengths
        self.fixed = fixed
        self.rules: dict[str, RuleTerms] = {}
        self.lines: dict[str, Symbol] = {}
        self.met: list[_Met] = []
        self.means: dict[str, Mean] = {}
        self.ends: dict[str, Ends] = {}
        self.gathers: list[Gather] = []
        self.rule: Rule | None = None
        self.uses: list[Term] = [self.terms.true]
        """When what is being read is looked at: one of these, within the definition it stands in."""
        self.asking: list[Term] | None = None
        """When that definition is looked at; a definition inside another counts as always looked at."""

    # ── rules ──

    def score(self, rule: Rule) -> RuleTerms:
        """The terms of a rule and of all below it."""
        s, t = self.symbols, self.terms
        children = tuple(self.score(child) for child in rule.children)
        self.rule = rule
        frame = _Frame({**self.program.let, **rule.let}, rule.maximum, {c.rule.id: c.value for c in children})
        frame.indicators = self.sum(c.value for c in children) if children else None
        specials: list[tuple[Special, Term]] = []
        before = s.settled(self.decided(rule.specials, frame, lambda: self._own(rule, frame), specials))
        losses = tuple((d, self.loss(d, frame)) for d in rule.deductions)
        taken = self.sum(self._capped(loss, d.cap) for d, loss in losses)
        taken = self._capped(taken, rule.deductions_cap)
        unbounded = s.made(t.less(before.term, taken.term), before, taken)
        value = unbounded.term if rule.floor is None else t.greatest(unbounded.term, t.number(rule.floor))
        value = value if rule.cap is None else t.least(value, t.number(rule.cap))
        whole = RuleTerms(
            rule, before, unbounded, Symbol(t.named(rule.path, value), unbounded.missing, unbounded.na), losses, tuple(specials), children
        )
        self.rules[rule.path] = whole
        return whole

    def _own(self, rule: Rule, frame: _Frame) -> Symbol:
        if rule.score is not None:
            return self.value(rule.score, frame)
        assert frame.indicators is not None
        return frame.indicators

    def _capped(self, symbol: Symbol, cap: Fraction | None) -> Symbol:
        return symbol if cap is None else Symbol(self.terms.least(symbol.term, self.terms.number(cap)), symbol.missing, symbol.na)

    def sum(self, parts: Iterable[Symbol]) -> Symbol:
        """The sum; missing as soon as a part is missing or not applicable."""
        found = [self.symbols.settled(part) for part in parts]
        return self.symbols.made(self.terms.add(*(part.term for part in found)), *found)

    def decided(self, specials: tuple[Special, ...], frame: _Frame, otherwise: Callable[[], Symbol], met: list[tuple[Special, Term]]) -> Symbol:
        """The outcome of the first special case that holds, else `otherwise()`; missing when that cannot be told."""
        s, t = self.symbols, self.terms
        before = self.uses
        rest = t.some(*before)
        outcomes: list[tuple[Symbol, Symbol]] = []
        for special in specials:
            self.uses = [rest]
            holds = s.settled(self.formula(special.when, frame))
            now = t.every(rest, t.no(holds.missing), holds.term)
            met.append((special, now))
            self.uses = [now]
            outcomes.append((holds, self.outcome(special.outcome, frame)))
            rest = t.every(rest, t.no(holds.missing), t.no(holds.term))
        self.uses = [rest]
        value = otherwise()
        self.uses = before
        for holds, outcome in reversed(outcomes):
            value = s.chosen(holds.term, outcome, value)
            value = Symbol(value.value, t.some(holds.missing, value.missing), t.every(t.no(holds.missing), value.na))
        return value

    def loss(self, deduction: Deduction, frame: _Frame) -> Symbol:
        """What a deduction takes, before its cap."""
        s, t = self.symbols, self.terms
        cases = s.known(1)
        if deduction.when is not None:
            holds = s.settled(self.formula(deduction.when, frame))
            cases = Symbol(t.choice(holds.term, t.number(1), t.number(0)), holds.missing, holds.na)
        if deduction.per is not None:
            counted = s.settled(self.formula(deduction.per, frame))
            cases = counted if deduction.when is None else self._counted(holds, counted)
        points = s.settled(self.value(deduction.points, frame))
        return s.made(t.product(cases.term, points.term), cases, points)

    def _counted(self, holds: Symbol, counted: Symbol) -> Symbol:
        """Cases where a condition holds, none where it does not; missing where that cannot be told."""
        cases = self.symbols.chosen(holds.term, counted, self.symbols.known(0))
        return Symbol(cases.value, self.terms.some(holds.missing, cases.missing), cases.na)

    # ── values ──

    def value(self, value: Value, frame: _Frame) -> Symbol:
        """A value over unknown facts."""
        match value:
            case Number(value=figure):
                return self.symbols.known(figure)
            case Formula():
                return self.formula(value, frame)
            case Lookup():
                return self.lookup(value, frame)
            case Each():
                return self.each(value, frame)
            case Checklist():
                return self.checklist(value)
            case Normalise():
                return self.normalise(value, frame)
            case _:
                assert_never(value)

    def outcome(self, outcome: Outcome, frame: _Frame) -> Symbol:
        """What a special case or an empty list gives."""
        if isinstance(outcome, Missing):
            return self.symbols.undecided()
        if not isinstance(outcome, CohortMean):
            return self.value(outcome, frame)
        assert self.rule is not None
        name = f"mean:{outcome.pool}:{self.rule.path}"
        self.means[name] = Mean(self.rule.path, outcome.pool)
        return self.symbols.of(self.terms.unknown(name), self.terms.condition(f"{name}:missing"))

    def formula(self, formula: Formula, frame: _Frame) -> Symbol:
        """The value of a formula."""
        return self.symbols.formula(formula, lambda name: self.look(name, frame))

    def look(self, name: str, frame: _Frame) -> Symbol:
        """What a name stands for, in the order of scope.py."""
        if name in frame.element:
            return frame.element[name]
        if name in frame.let:
            return self.definition(name, frame)
        if name == FULL and frame.full is not None:
            return self.symbols.known(frame.full)
        if name == INDICATORS and frame.indicators is not None:
            return frame.indicators
        if name in frame.children:
            return frame.children[name]
        question = self.questions.get(name)
        return self.symbols.known(0) if question is None else symbol_of(question, self.symbols)

    def definition(self, name: str, frame: _Frame) -> Symbol:
        """A `let` value, made once; every use is noted for the rows of its tables."""
        if name not in frame.known:
            before, self.uses, outer = self.uses, [self.terms.true], self.asking
            self.asking = []
            symbol = self.value(frame.let[name], frame)
            frame.known[name] = (symbol, self.asking)
            self.uses, self.asking = before, outer
        symbol, uses = frame.known[name]
        uses += self.uses if self.asking is None else [self.terms.true]
        return symbol

    def lookup(self, lookup: Lookup, frame: _Frame) -> Symbol:
        """The points of the row that a value falls in; a hole of the act is undecided."""
        assert self.rule is not None
        points, rows = points_of(lookup.table, self.value(lookup.of, frame), self.symbols)
        here = self.terms.some(*self.uses)
        asking = [self.terms.true] if self.asking is None else self.asking
        self.met += [_Met(self.rule.path, lookup.table, row, self.terms.every(here, when), asking) for row, when in rows]
        return points

    def each(self, each: Each, frame: _Frame) -> Symbol:
        """A list of up to so many records."""
        s, t = self.symbols, self.terms
        if self.fixed and each.over not in self.lengths:
            return s.of(t.number(0), t.condition(list_unknown(each.over)))
        length = self.lengths.get(each.over, 0)
        if length is None:
            return self.gathered(each, frame)
        counted, open_, points = [], [], []
        for index in range(length):
            there = self.present(each.over, index)
            counts, lacks, value = self.record(each, frame, str(index), there)
            counted.append(counts)
            open_.append(lacks)
            points.append(value)
        before = self.uses
        none = t.every(*(t.no(c) for c in counted), *(t.no(o) for o in open_))
        total = t.add(*(t.choice(c, p, t.number(0)) for c, p in zip(counted, points, strict=True)))
        whole = s.of(total if each.combine == "sum" else mean_of(points, counted, t), t.some(*open_))
        self.uses = [t.every(t.some(*before), none)]
        empty = self.outcome(each.empty, frame)
        self.uses = before
        return s.chosen(none, empty, whole)

    def record(self, each: Each, frame: _Frame, index: str, there: Term) -> tuple[Term, Term, Term]:
        """Whether a record of a list counts, whether what it scores is missing, and its score."""
        s, t = self.symbols, self.terms
        before = self.uses
        inner = _Frame({**frame.let, **each.let}, frame.full, frame.children, frame.indicators)
        inner.known = {name: known for name, known in frame.known.items() if name not in each.let}
        inner.element = {name: symbol_of(self.questions[f"{each.over}[{index}].{name}"], s) for name in each.fields if self._asked(each, index, name)}
        self.uses = [t.every(t.some(*before), there)]
        counts = s.known(True) if each.where is None else s.settled(self.formula(each.where, inner))
        self.uses = [t.every(*self.uses, t.no(counts.missing), counts.term)]
        value = s.settled(self.decided(each.specials, inner, partial(self.value, each.score, inner), []))
        self.uses = before
        open_ = t.every(there, t.some(counts.missing, t.every(counts.term, value.missing)))
        return t.every(there, t.no(counts.missing), counts.term), open_, value.term

    def gathered(self, each: Each, frame: _Frame) -> Symbol:
        """A list of any length: one record stands for all, their sum and count are unknowns."""
        s, t = self.symbols, self.terms
        counted, open_, value = self.record(each, frame, ANY, t.true)
        name = f"{each.over}#{len(self.gathers)}"
        gather = Gather(each.over, counted, open_, value, f"{name}:total", f"{name}:count", f"{name}:open")
        self.gathers.append(gather)
        total, count, lacking = t.unknown(gather.total), t.unknown(gather.count), t.condition(gather.any_open)
        whole = s.of(total if each.combine == "sum" else t.quotient(total, count), lacking)
        none = t.every(t.equal(count, t.number(0)), t.no(lacking))
        found = s.chosen(none, self.outcome(each.empty, frame), whole)
        unknown = t.condition(list_unknown(each.over))
        return Symbol(found.value, t.some(unknown, found.missing), t.every(t.no(unknown), found.na))

    def normalise(self, normalise: Normalise, frame: _Frame) -> Symbol:
        """A value placed between the least and the greatest of all bodies."""
        assert self.rule is not None
        own = self.symbols.settled(self.value(normalise.value, frame))
        ends = self.ends[self.rule.path] = ends_of(self.rule.path, normalise, own)
        share, alike = placed(normalise, ends, self.symbols)
        before = self.uses
        self.uses = [self.terms.every(self.terms.some(*before), alike, self.terms.no(own.missing))]
        equal = self.outcome(normalise.when_equal, frame)
        self.uses = before
        found = self.symbols.settled(self.symbols.chosen(alike, equal, share))
        return self.symbols.of(found.value, self.terms.some(own.missing, found.missing))

    def _asked(self, each: Each, index: str, name: str) -> bool:
        return f"{each.over}[{index}].{name}" in self.questions

    def present(self, name: str, index: int) -> Term:
        """Whether a list has a record of this index."""
        return self.terms.true if self.fixed else self.terms.condition(present(name, index))

    def checklist(self, checklist: Checklist) -> Symbol:
        """The points of every line, and what a cap over a whole language version gives back."""
        lines = [self.line(checklist, line) for line in checklist.lines]
        scores = [line_points(checklist, line, self.symbols) for line in lines]
        assert self.rule is not None
        for line, score in zip(checklist.lines, scores, strict=True):
            self.lines[f"{self.rule.path}.{line.id}"] = score
        return self.sum([*scores, given_back(checklist, lines, self.symbols)])

    def line(self, checklist: Checklist, line: Line) -> LineSymbols:
        """What settles a line by a rule of its own, and else its answers by language."""
        frame = _Frame(self.program.let, line.points)
        own = line.score
        answers = {} if own is not None else answers_of(checklist, line, self.questions, self.symbols, lambda formula: self.formula(formula, frame))
        met: list[tuple[Special, Term]] = []
        points = self.decided(line.specials, frame, lambda: self.symbols.known(0) if own is None else self.value(own, frame), met)
        if own is not None:
            ruled = self.terms.true
        else:
            unsettled = points.missing
            ruled = self.terms.some(*(when for _, when in met), unsettled)
        return LineSymbols(line, self.symbols.settled(points), ruled, answers)

    # ── what is accepted ──

    def admissible(self) -> Iterable[Term]:
        """What holds of every facts file that check accepts."""
        t = self.terms
        for question in self.questions.values():
            yield from admissible(question, self.symbols)
        for name, length in self.lengths.items():
            if not self.fixed and length is not None:
                yield from (t.some(t.no(self.present(name, i)), self.present(name, i - 1)) for i in range(1, length))
        for constraint in self.dictionary.constraints:
            spans = range(self.lengths.get(constraint.within, 0) or 0) if constraint.within else [None]
            for index in spans:
                names = {name: name if index is None else f"{constraint.within}[{index}].{name}" for name in constraint.that.names}
                if all(path in self.questions for path in names.values()):
                    seen = {name: symbol_of(self.questions[path], self.symbols) for name, path in names.items()}
                    holds = self.symbols.formula(constraint.that, seen.__getitem__)
                    yield t.some(holds.term, holds.missing, holds.na)
