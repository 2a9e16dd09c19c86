"""Ways to score one body at a time: the interpreter, the integer form as a Python function, the terms, the solver's form of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from benchmarks.agree.definition import RunWithMeans, Scores
from benchmarks.drawing import Drawn, body_of, mean_at
from kzrules.compiled.batch import Records
from kzrules.compiled.lowered import EXACT, OVERALL, LoweredProgram
from kzrules.compiled.lowering import below_of
from kzrules.compiled.programs import CompiledProgram, compiled_program, scores
from kzrules.compiled.python_function import python_function
from kzrules.dictionary import Dictionary
from kzrules.facts import Body
from kzrules.outcome import Assessment
from kzrules.questions import answers_in, present, values_of
from kzrules.solver import Evaluated, available
from kzrules.symbolic import program_terms
from kzrules.term_records import ProgramTerms
from kzrules.term_values import TermValues

LENGTH = 2
"""The longest lists that the terms are made for."""
FUNCTIONS = 8
"""How many combinations of lengths of lists a program has a function for: each takes a twentieth of a second."""


@dataclass(frozen=True, slots=True)
class One:
    """One body of many: its row, itself, and a run in which the means that it asks for are given."""

    drawn: Drawn
    row: int
    body: Body
    run: RunWithMeans
    means: Mapping[str, Fraction | None]
    known: bool


def one_of(form: LoweredProgram, dictionary: Dictionary, given: Drawn, row: int, period: int | None, known: bool) -> One:
    """A body as the ways below take it."""
    body = body_of(given, dictionary, row, form.program.kind, period)
    means = {name: mean_at(given, name, row) for name in form.means}
    run = RunWithMeans({form.program.kind: form.program}, {(form.means[name].path, form.means[name].pool): value for name, value in means.items()})
    return One(given, row, body, run, means, known)


def assessed(one: One) -> Assessment:
    """The whole assessment by the interpreter."""
    return one.run.assess(one.body)


class OneByOne:
    """One program in the ways that take one body; what each needs is made when it is first needed. None: not a body for this way."""

    def __init__(self, form: LoweredProgram, dictionary: Dictionary) -> None:
        self.form = form
        self.dictionary = dictionary
        self.functions: dict[tuple[tuple[str, int], ...], CompiledProgram] = {}

    @property
    def ways(self) -> dict[str, Callable[[One], Scores | None]]:
        """Every way by name; the solver's where it is installed."""
        found: dict[str, Callable[[One], Scores | None]] = {"function": self.by_function, "terms": self.by_terms}
        return {**found, "solver": self.by_solver} if available() else found

    def by_function(self, one: One) -> Scores | None:
        """A function for lists of just these lengths."""
        lengths = tuple(sorted(one.drawn.lengths(one.row).items()))
        if lengths not in self.functions and (len(self.functions) >= FUNCTIONS or any(length > 2 * LENGTH for _, length in lengths)):
            return None
        if lengths not in self.functions:
            self.functions[lengths] = compiled_program(self.form.program, self.dictionary, dict(lengths))
        return scores(self.functions[lengths], one.body, one.run)

    @cached_property
    def _in_fractions(self) -> InFractions:
        return InFractions(self.form)

    def by_fractions(self, inputs: Mapping[str, Any], records: Mapping[str, Records], rows: Iterable[int]) -> list[dict[str, Fraction | None]]:
        """The integer form in Python's whole numbers, lists of any length."""
        return self._in_fractions.of(inputs, records, rows)

    # ── terms: everything known, short lists ──

    @cached_property
    def terms(self) -> ProgramTerms:
        """The program as terms."""
        return program_terms(self.form.program, self.dictionary, dict.fromkeys(self.form.lists, LENGTH))

    @cached_property
    def reader(self) -> TermValues:
        """Reads the terms."""
        return TermValues(part for symbol in self.symbols.values() for part in (symbol.term, symbol.missing, symbol.na))

    @cached_property
    def symbols(self) -> dict[str, Any]:
        """The term of each output."""
        return {path: rule.value for path, rule in self.terms.rules.items()} | {OVERALL: self.terms.score, EXACT: self.terms.exact}

    def _values(self, one: One) -> dict[str, Fraction | bool] | None:
        lengths = one.drawn.lengths(one.row)
        if not one.known or any(length > LENGTH for length in lengths.values()):
            return None
        inside = {path: question for path, question in self.terms.questions.items() if "[" not in path or _index(path) < lengths[_list(path)]}
        values: dict[str, Fraction | bool] = {}
        for path, answer in answers_in(inside, one.body.values).items():
            values |= values_of(inside[path], answer) or {}
        for path, question in self.terms.questions.items():
            if path not in inside:  # a record that is not there: any answer will do, and none may be looked at
                spec = question.spec
                plain = next(iter(spec.choices)) if spec.type == "choice" else spec.type == "yes_no" or max(question.bounds[0], Fraction(0))
                values |= {question.absent: False, **(values_of(question, plain) or {})}
        for name in self.terms.lengths:
            values |= {present(name, index): index < lengths[name] for index in range(LENGTH)}
        for name in self.terms.means:
            mean = one.means[name]
            values |= {name: mean or Fraction(0), f"{name}:missing": mean is None}
        return {question.absent: False for question in self.terms.questions.values()} | values

    def by_terms(self, one: One) -> Scores | None:
        """The exact value of the terms."""
        values = self._values(one)
        if values is None:
            return None
        found = self.reader.of(values)
        return {path: None if found[s.missing] or found[s.na] else found[s.term] for path, s in self.symbols.items()}

    def by_solver(self, one: One) -> Scores | None:
        """What the solver takes the terms to mean."""
        values = self._values(one)
        if values is None:
            return None
        form = Evaluated(values)
        return {path: None if form.truth(s.missing) or form.truth(s.na) else form.number(s.term) for path, s in self.symbols.items()}


def _list(path: str) -> str:
    return path.partition("[")[0]


def _index(path: str) -> int:
    return int(path.partition("[")[2].partition("]")[0])


# ── the integer form, lists added up in fractions ──


class InFractions:
    """The outputs of an integer form row by row: Python's whole numbers, lists added up in fractions."""

    def __init__(self, form: LoweredProgram) -> None:
        self.form = form
        self.function, _ = python_function(form.wanted)
        self.lists = [(one, python_function([one.value, one.counted, one.open])[0]) for one in form.gathered]

    def of(self, inputs: Mapping[str, Any], records: Mapping[str, Records], rows: Iterable[int]) -> list[dict[str, Fraction | None]]:
        """The outputs of some rows."""
        return [self._row(inputs, records, row) for row in rows]

    def _row(self, inputs: Mapping[str, Any], records: Mapping[str, Records], row: int) -> dict[str, Fraction | None]:
        values = {name: plain(column[row]) for name, column in inputs.items()}
        for one, gathered in self.lists:
            table = records[one.gather.over]
            places = np.flatnonzero(table.body == row)
            lines = [gathered(values | {name: plain(column[line]) for name, column in table.columns.items()}) for line in places]
            total = sum((Fraction(*value) for value, counts, lacks in lines if counts and not lacks), Fraction(0))
            values |= {one.gather.total: total.numerator, below_of(one.gather.total): total.denominator}
            values |= {one.gather.count: sum(counts for _, counts, _ in lines), one.gather.any_open: any(lacks for *_, lacks in lines)}
        made = self.function(values)
        return {name: None if missing else Fraction(*pair) for name, pair, missing in zip(self.form.outputs, made[::2], made[1::2], strict=True)}


def plain(value: Any) -> int | bool:
    """A value of a column as Python has it."""
    return bool(value) if isinstance(value, (bool, np.bool_)) else int(value)
