"""kzrules' own ways: the interpreter in fractions, the integer form as a Python function, in NumPy, DuckDB and Polars."""

# ruff: noqa: D102 - said in `setting.Way`
from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Literal

import numpy as np

from benchmarks.others.setting import Found, Rows, Setting, dictionaries
from kzrules.compiled.lowered import OVERALL, LoweredProgram
from kzrules.compiled.lowering import below_of, roots_of
from kzrules.compiled.programs import CompiledProgram, compiled_program, scores
from kzrules.compiled.python_function import python_function
from kzrules.engines.duckdb_engine import duckdb_outcome
from kzrules.engines.numpy_engine import numpy_outcome
from kzrules.engines.outcome import Outcome
from kzrules.engines.polars_engine import polars_outcome
from kzrules.facts import Body
from kzrules.outcome import Assessment
from kzrules.program import KINDS
from kzrules.questions import Question, answer_of, lengths_in, list_unknown
from kzrules.scoring import Run
from kzrules.term_records import Gather
from kzrules.values import FactValue, Missing, Single

Engine = Callable[[LoweredProgram, Mapping[str, Any], Mapping[str, Any], int], Outcome]
ENGINES: Mapping[str, Engine] = {"numpy": numpy_outcome, "duckdb": duckdb_outcome, "polars": polars_outcome}


class ColumnsWay:
    """The integer form by one of the column engines."""

    def __init__(self, setting: Setting, engine: Literal["numpy", "duckdb", "polars"]) -> None:
        self.form = setting.form
        self.engine = ENGINES[engine]

    def ready(self, rows: Rows) -> Rows:
        if not self.form.gathered:
            return Rows(rows.size, rows.inputs, {})
        made = {name for one in self.form.gathered for name in gathered_names(one.gather)}
        return Rows(rows.size, {name: column for name, column in rows.inputs.items() if name not in made}, rows.records)

    def run(self, ready: Rows) -> Outcome:
        return self.engine(self.form, ready.inputs, ready.records, ready.size)

    def found(self, answer: Outcome) -> Found:
        parts, missing = self.form.wanted[0], self.form.wanted[1]
        return Found(np.asarray(answer.found[parts[0].over]).astype(np.int64), np.asarray(answer.found[missing]))  # type: ignore[index]

    def size(self, answer: Outcome) -> int:
        columns = {id(answer.found[node]): answer.found[node] for node in roots_of(self.form.wanted)}
        return sum(column.nbytes for column in columns.values())


def gathered_names(gather: Gather) -> tuple[str, ...]:
    """The inputs that a list comes to."""
    return gather.total, below_of(gather.total), gather.count, gather.any_open


class PythonFunction:
    """The integer form as a function of the standard library, a dictionary of whole numbers in, a list of fractions out."""

    def __init__(self, setting: Setting) -> None:
        self.compute, _ = python_function(setting.form.wanted)

    def ready(self, rows: Rows) -> list[dict[str, Any]]:
        return dictionaries(rows.inputs)

    def run(self, ready: list[dict[str, Any]]) -> list[list[Any]]:
        return [self.compute(row) for row in ready]

    def found(self, answer: list[list[Any]]) -> Found:
        return Found(np.array([one[0][0] for one in answer]), np.array([one[1] for one in answer]))

    def size(self, answer: list[list[Any]]) -> int:  # noqa: ARG002 - Python objects are not counted
        return 0


class FromBodies:
    """Ways that take a body of facts and go through the records of its lists themselves."""

    def __init__(self, setting: Setting) -> None:
        self.program, self.form, self.dictionary = setting.program, setting.form, setting.edition.dictionary

    def ready(self, rows: Rows) -> list[tuple[GivenMeans, Body]]:
        return [self._body(rows, row) for row in range(rows.size)]

    def size(self, answer: Any) -> int:  # noqa: ARG002 - Python objects are not counted
        return 0

    def _body(self, rows: Rows, row: int) -> tuple[GivenMeans, Body]:
        values = {name: column[row].item() for name, column in rows.inputs.items()}
        facts: dict[str, Any] = {}
        for path, question in self.form.questions.items():
            if "[]" in path:
                continue
            name, _, language = path.partition(".")
            answer = self._answer(question, values)
            if language:
                facts.setdefault(name, {})[language] = answer
            else:
                facts[name] = answer
        facts |= {name: self._records(rows, name, row, unknown=values.get(list_unknown(name), False)) for name in self.form.lists}
        means: dict[tuple[str, str], Fraction | None] = {
            (mean.path, mean.pool): None if values[f"{name}:missing"] else Fraction(values[name], values[below_of(name)])
            for name, mean in self.form.means.items()
        }
        body = Body("body", self.program.kind, {}, facts)
        return GivenMeans(dict.fromkeys(KINDS, self.program), [body], means), body

    def _records(self, rows: Rows, name: str, row: int, *, unknown: bool) -> FactValue:
        table = rows.records[name]
        inner = {path: question for path, question in self.form.questions.items() if path.startswith(f"{name}[].")}
        if unknown:
            return Missing(frozenset([name]))
        found = []
        for line in range(*np.searchsorted(table.body, [row, row + 1])):
            values = {field: column[line].item() for field, column in table.columns.items()}
            found.append({path.rpartition(".")[2]: self._answer(question, values) for path, question in inner.items()})
        return tuple(found)

    def _answer(self, question: Question, values: Mapping[str, Any]) -> Single:
        """An answer from its whole numbers and conditions."""
        if values.get(f"{question.path}:unknown"):
            return Missing(frozenset([question.path]))
        exact = dict(values)
        if question.path in values and question.spec.type != "yes_no":
            exact[question.path] = Fraction(values[question.path], 10**question.spec.places)
        return answer_of(question, exact)


class Interpreter(FromBodies):
    """The definition: a body in, an assessment with its whole trace out."""

    def run(self, ready: list[tuple[GivenMeans, Body]]) -> list[Assessment]:
        return [run.assess(body) for run, body in ready]

    def found(self, answer: list[Assessment]) -> Found:
        return _found([None if isinstance(one.score, Missing) else one.score for one in answer])


class PythonFromBodies(FromBodies):
    """The Python function for lists of the body's lengths, compiled once for each: a body in, an exact score for every rule out."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self.compiled: dict[tuple[tuple[str, int], ...], CompiledProgram] = {}

    def run(self, ready: list[tuple[GivenMeans, Body]]) -> list[dict[str, Fraction | None]]:
        compiled, found = self.compiled, []
        for run, body in ready:
            lengths = lengths_in(body.values)
            key = tuple(lengths.items())
            if key not in compiled:
                compiled[key] = compiled_program(self.program, self.dictionary, lengths)
            found.append(scores(compiled[key], body, run))
        return found

    def found(self, answer: list[dict[str, Fraction | None]]) -> Found:
        return _found([one[OVERALL] for one in answer])


def _found(scored: list[Fraction | None]) -> Found:
    whole = [0 if one is None else int(one * 100) for one in scored]
    return Found(np.array(whole), np.array([one is None for one in scored]))


class GivenMeans(Run):
    """A run that is told the means over other bodies."""

    def __init__(self, programs: Any, bodies: Any, means: Mapping[tuple[str, str], Fraction | None]) -> None:
        super().__init__(programs, bodies)
        self.means = means

    def surveyed(self, rule: Any, pool: str, asking: Body) -> tuple[Any, list[Any]]:  # noqa: ARG002 - the mean does not depend on who asks here
        mean = self.means[rule.path, pool]
        return (Missing() if mean is None else mean), []
