"""Answers of many bodies at once, drawn as columns: random, leaning to edges and ties, huge, coprime, full of gaps.

Every row is what a facts file may say: inside the bounds of the dictionary, and inside what must hold among facts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from math import lcm
from typing import Any

import numpy as np

from benchmarks.drawing_limits import Limit, divisors_of, in_order_of, limits_of, table_steps
from benchmarks.drawing_styles import RELATIVE, Style
from kzrules.compiled.batch import Records
from kzrules.compiled.lowered import LoweredProgram
from kzrules.compiled.lowering import below_of
from kzrules.dictionary import LANGUAGES, Dictionary, FactSpec
from kzrules.facts import Body
from kzrules.frames.cells import Cells
from kzrules.questions import Question, list_unknown
from kzrules.values import FactValue, Missing, Single

Array = Any
"""A NumPy array."""
MOST = 10**18 - 1
"""Eighteen digits: the longest number that a facts file may write."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The records of a list: the row of the body of each, in order, and their answers by field."""

    body: Array
    answers: Mapping[str, Cells]
    unknown: Array
    """Of which bodies nothing is known of the list; they have no records."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The answers of `size` bodies of one kind, by the path of the question; lists by name; means over other bodies as inputs."""

    size: int
    answers: Mapping[str, Cells]
    lists: Mapping[str, Listed]
    means: Mapping[str, Array]

    def taken(self, rows: Array) -> Drawn:
        """Some bodies with their records, a body as often as it is named."""
        lists = {}
        for name, one in self.lists.items():
            first = np.searchsorted(one.body, np.arange(self.size + 1))
            many = (first[1:] - first[:-1])[rows]
            body = np.repeat(np.arange(len(rows)), many)
            line = first[rows][body] + np.arange(len(body)) - np.repeat(np.cumsum(many) - many, many)
            lists[name] = Listed(body, {field: cells.taken(line) for field, cells in one.answers.items()}, one.unknown[rows])
        means = {name: column[rows] for name, column in self.means.items()}
        return Drawn(len(rows), {path: cells.taken(rows) for path, cells in self.answers.items()}, lists, means)

    def lengths(self, row: int) -> dict[str, int]:
        """How many records each list of a body has; a list of which nothing is known is left out."""
        return {name: int((one.body == row).sum()) for name, one in self.lists.items() if not one.unknown[row]}

    def known(self) -> Array:
        """The bodies of which everything is known."""
        gone = np.zeros(self.size, dtype=bool)
        for cells in self.answers.values():
            gone |= cells.unknown
        for one in self.lists.values():
            gone |= one.unknown
            for cells in one.answers.values():
                gone[one.body[cells.unknown]] = True
        return ~gone


# ── drawing ──


def drawn(form: LoweredProgram, dictionary: Dictionary, style: Style, size: int, chance: np.random.Generator) -> Drawn:
    """Answers to the questions of a program, of bodies in the manner of a style."""
    ample = chance.random(size) < style.ample
    rates = np.where(ample, 0, chance.choice(style.unknown, size=size))
    marks = np.where(ample, 0, chance.choice(style.marks, size=size))
    figures = _Figures(style, table_steps((form.program,)), divisors_of((form.program,), dictionary))
    questions = {path: question for path, question in form.questions.items() if "[]" not in path}
    answers = _answers(questions, limits_of(dictionary), figures, _Rows(size, rates, marks, ample), chance)
    lists = {}
    for name in form.lists:
        unknown = chance.random(size) < rates
        many = np.where(unknown, 0, np.maximum(chance.choice(style.lengths, size=size), ample))
        body = np.repeat(np.arange(size), many)
        inner = {path.rpartition(".")[2]: question for path, question in form.questions.items() if path.startswith(f"{name}[].")}
        rows = _Rows(len(body), rates[body], marks[body], ample[body])
        lists[name] = Listed(body, _answers(inner, limits_of(dictionary, name), figures, rows, chance), unknown)
    means: dict[str, Array] = {}
    for name in form.means:
        below = np.maximum(chance.choice(style.pool, size=size) % 10**6, 1)
        means[name] = chance.integers(0, 40 * below + 1)
        means[below_of(name)] = below
        means[f"{name}:missing"] = chance.random(size) < 0.15
        means[name][means[f"{name}:missing"]], below[means[f"{name}:missing"]] = 0, 1
    return Drawn(size, answers, lists, means)


@dataclass(frozen=True, slots=True)
class _Figures:
    """Where numbers come from: a style, the steps of the point tables of a program, and what it divides by."""

    style: Style
    steps: frozenset[Fraction]
    divisors: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Rows:
    """How many rows, how likely an answer of each is unknown, or a mark, and whether nothing that is divided by is nothing."""

    size: int
    unknown: Array
    marks: Array
    ample: Array


def _answers(
    questions: Mapping[str, Question], limits: Sequence[Limit], figures: _Figures, rows: _Rows, chance: np.random.Generator
) -> dict[str, Cells]:
    found: dict[str, Cells] = {}
    values: dict[str, Array] = {}
    places = {path: question.spec.places for path, question in questions.items()}
    mixed = {name for limit in limits if len({places.get(name, 0) for name in limit.terms}) > 1 for name in limit.terms}
    for path in in_order_of(limits, questions):
        spec = questions[path].spec
        match spec.type:
            case "yes_no":
                value = chance.random(rows.size) < chance.choice((0.1, 0.5, 0.5, 0.9))
            case "choice":
                value = chance.integers(0, len(spec.choices), rows.size)
            case _:
                least, most = _span(path, spec, values, places, limits)
                if path.partition(".")[0] in figures.divisors:
                    least = np.where(rows.ample, np.maximum(1 if most is None else np.minimum(1, most), least or 0), least or 0)
                top = MOST // 10**spec.places if path not in mixed else MOST // 100
                values[path] = value = _numbers(spec, (least, most, top * 10**spec.places), figures, rows.size, chance)
        found[path] = _marked(spec, value, rows, chance)
    return found


def _marked(spec: FactSpec, value: Array, rows: _Rows, chance: np.random.Generator) -> Cells:
    no = np.zeros(rows.size, dtype=bool)
    unknown = chance.random(rows.size) < rows.unknown
    na = no if spec.not_applicable is None else (chance.random(rows.size) < rows.marks) & ~unknown
    absent = no if spec.type != "defects" else (chance.random(rows.size) < rows.marks) & ~unknown & ~na
    return settled(Cells(spec, value, unknown, na, absent))


def settled(cells: Cells) -> Cells:
    """The answers with nothing left under the marks but what stands in for them."""
    spec, marked = cells.spec, cells.na | cells.absent
    if spec.type == "yes_no":
        return replace(cells, value=cells.value & ~marked & ~cells.unknown)
    stands_in = 0 if spec.type == "choice" else int(max(spec.least or 0, Fraction(0)) * 10**spec.places)
    return replace(cells, value=np.where(cells.unknown, 0, np.where(marked, stands_in, cells.value)))


def _span(
    path: str, spec: FactSpec, values: Mapping[str, Array], places: Mapping[str, int], limits: Sequence[Limit]
) -> tuple[Array | int | None, Array | int | None]:
    """The least and the most that an answer can be beside those already drawn, in units of its last decimal."""
    scale = 10**spec.places
    least: Any = None if spec.least is None else int(spec.least * scale)
    most: Any = None if spec.most is None else int(spec.most * scale)
    for limit in limits:
        if path not in limit.terms or not all(name in values for name in limit.bounds() if name != path):
            continue
        finest = 10 ** max(places.get(name, 0) for name in limit.terms)
        whole = lcm(*(times.denominator for times in limit.terms.values()))
        weights = {name: int(times * whole) * (finest // 10 ** places.get(name, 0)) for name, times in limit.terms.items()}
        others = sum(weights[name] * values[name] for name in limit.terms if name != path and name in values)
        bound = -others // weights[path] if weights[path] > 0 else -(others // weights[path])
        if weights[path] > 0:
            most = bound if most is None else np.minimum(most, bound)
        else:
            bound = -(-others // -weights[path])
            least = bound if least is None else np.maximum(least, bound)
    return least, most


def _numbers(spec: FactSpec, span: tuple[Any, Any, int], figures: _Figures, size: int, chance: np.random.Generator) -> Array:
    """Whole numbers between bounds: by their logarithm, from the pool of the style, or where the bounds themselves are."""
    scale, style, (least, most, top) = 10**spec.places, figures.style, span
    low: Any = 0 if least is None else least
    high: Any = np.maximum(low, top if most is None else np.minimum(most, top))
    room = np.minimum(high - low, min(style.top * scale, MOST))
    by_size = low + np.expm1(chance.random(size) * np.log1p(room)).astype(np.int64)
    pool, shares = pool_of(figures, scale), shares_of(figures)
    by_pool = pool[chance.integers(0, len(pool), size)]
    over, below, off = shares[chance.integers(0, len(shares), size)].T
    width = high - low if most is not None else room
    by_bound = low + width // below * over + width % below * over // below + off
    how = chance.choice(3, p=style.weights, size=size)
    return np.clip(np.choose(how, (by_size, by_pool, by_bound)), low, high)


@cache
def pool_of(figures: _Figures, scale: int) -> Array:
    """The figures of a style, and the steps of the tables, in units of the last decimal, with their neighbours."""
    style = figures.style
    found = [int(figure) * scale + off for figure in style.pool for off in style.beside]
    found += [int(step * scale) + off for step in sorted(figures.steps) if step <= style.top for off in (-1, 0, 1)]
    return np.array([min(max(figure, -MOST), MOST) for figure in found], dtype=np.int64)


@cache
def shares_of(figures: _Figures) -> Array:
    """Parts of the room between two bounds: numerator, denominator, what is added; those at the steps of tables in percent among them."""
    steps = [(step.numerator, step.denominator * 100, off) for step in sorted(figures.steps) if 0 < step < 100 for off in (-1, 0, 1)]
    return np.array([*RELATIVE, *steps], dtype=np.int64)


def mended(given: Drawn, dictionary: Dictionary) -> Drawn:
    """The same bodies, brought back inside the bounds after a change."""
    answers = _mended(given.answers, limits_of(dictionary))
    lists = {name: replace(one, answers=_mended(one.answers, limits_of(dictionary, name))) for name, one in given.lists.items()}
    return replace(given, answers=answers, lists=lists)


def _mended(answers: Mapping[str, Cells], limits: Sequence[Limit]) -> dict[str, Cells]:
    found = dict(answers)
    values: dict[str, Array] = {}
    places = {path: cells.spec.places for path, cells in answers.items()}
    for path in in_order_of(limits, answers):
        cells = answers[path]
        if cells.spec.type in ("count", "number", "defects"):
            least, most = _span(path, cells.spec, values, places, limits)
            value = cells.value if most is None else np.minimum(cells.value, most)
            values[path] = value if least is None else np.maximum(value, least)
            found[path] = settled(replace(cells, value=values[path]))
    return found


def joined(many: Sequence[Drawn]) -> Drawn:
    """Bodies of several batches one after another, of the same questions."""
    first = np.cumsum([0, *(one.size for one in many)])
    lists = {}
    for name in many[0].lists:
        ones = [given.lists[name] for given in many]
        body = np.concatenate([one.body + start for one, start in zip(ones, first, strict=False)])
        cells = {field: _below([one.answers[field] for one in ones]) for field in ones[0].answers}
        lists[name] = Listed(body, cells, np.concatenate([one.unknown for one in ones]))
    answers = {path: _below([one.answers[path] for one in many]) for path in many[0].answers}
    means = {name: np.concatenate([one.means[name] for one in many]) for name in many[0].means}
    return Drawn(int(first[-1]), answers, lists, means)


def _below(many: Sequence[Cells]) -> Cells:
    value, unknown, na, absent = (np.concatenate([getattr(one, part) for one in many]) for part in ("value", "unknown", "na", "absent"))
    return Cells(many[0].spec, value, unknown, na, absent)


# ── as engines and the interpreter take them ──


def inputs_of(form: LoweredProgram, given: Drawn) -> tuple[dict[str, Array], dict[str, Records]]:
    """The columns that an integer form reads, and those of its lists."""
    inputs: dict[str, Array] = {}
    for path, cells in given.answers.items():
        inputs |= _columns(form.questions[path], cells)
    records = {}
    for name, one in given.lists.items():
        inputs[list_unknown(name)] = one.unknown
        columns: dict[str, Array] = {}
        for field, cells in one.answers.items():
            columns |= _columns(form.questions[f"{name}[].{field}"], cells)
        records[name] = Records(one.body, columns)
    return inputs | dict(given.means), records


def _columns(question: Question, cells: Cells) -> dict[str, Array]:
    found = {f"{question.path}:unknown": cells.unknown, question.na: cells.na, question.absent: cells.absent}
    if cells.spec.type == "choice":
        there = ~cells.unknown & ~cells.na
        found |= {question.code(code): there & (cells.value == place) for place, code in enumerate(cells.spec.choices)}
        return {**found, question.path: np.zeros(len(cells.value), dtype=np.int64)}
    return {**found, question.path: cells.value}


def body_of(given: Drawn, dictionary: Dictionary, row: int, kind: Any, period: int | None, name: str = "body") -> Body:
    """One of the bodies, as it would be read from a facts file."""
    values: dict[str, FactValue] = {}
    for path, cells in given.answers.items():
        fact, _, language = path.partition(".")
        if language:
            known: Any = values.setdefault(fact, dict.fromkeys(LANGUAGES, Missing(frozenset([fact]))))
            known[language] = cells.at(row, fact)
        else:
            values[fact] = cells.at(row, fact)
    for fact, one in given.lists.items():
        lines = np.arange(*np.searchsorted(one.body, (row, row + 1))).tolist()
        key = dictionary.facts[fact].key
        named = [({key: f"{fact}_{place}"} if key else {}) for place in range(len(lines))]
        records = ({**head, **_record(one, fact, line)} for head, line in zip(named, lines, strict=True))
        values[fact] = Missing(frozenset([fact])) if one.unknown[row] else tuple(records)
    return Body(name, kind, {"ru": name}, values, period=period)


def _record(given: Listed, name: str, line: int) -> dict[str, Single]:
    return {field: cells.at(line, f"{name}.{field}") for field, cells in given.answers.items()}


def mean_at(given: Drawn, name: str, row: int) -> Fraction | None:
    """The mean over other bodies that was drawn for one body."""
    return None if given.means[f"{name}:missing"][row] else Fraction(int(given.means[name][row]), int(given.means[below_of(name)][row]))
