"""One block: bodies of one program in one manner, scored in every way, and what differs."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np

from benchmarks.agree.bodies import LENGTH, OneByOne, assessed, one_of
from benchmarks.agree.columns import FIRST, Engine, differing, engines, found_by
from benchmarks.agree.definition import Scores, scores_of, unlike
from benchmarks.agree.edges import ONE_GAP, SOUGHT, at_an_edge, scored_more, sought
from benchmarks.agree.shrinking import shrunk
from benchmarks.drawing import Array, Drawn, body_of, drawn, inputs_of, joined, mean_at
from benchmarks.drawing_changes import pierced
from benchmarks.drawing_styles import Style
from kzrules.compiled.lowered import LoweredProgram, lists_of, lowered_program
from kzrules.dictionary import Dictionary
from kzrules.edition import Edition
from kzrules.engines.outcome import Output
from kzrules.facts import Body
from kzrules.program import Kind

INTERPRETER, FRACTIONS = "interpreter", "fractions"
RECORDS = 4000
"""Records of lists that the slow ways are asked of in a block, until they have enough."""
SHOWN = 2
"""Differences that are shown of a block and two ways."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is computed: a program of an edition, its integer form, and the ways that take one body."""

    edition: Edition
    kind: Kind
    year: int | None
    choices: Mapping[str, str]
    form: LoweredProgram
    one_by_one: OneByOne

    @property
    def dictionary(self) -> Dictionary:
        """The facts that it is about."""
        return self.edition.dictionary


@dataclass(frozen=True, slots=True)
class Difference:
    """One body on which a way differs from another: its facts, and by output what each way says.

    Attributes:
        ways: the two ways.
        said: by output, what each says; empty where a way failed (`failure` says how).
        alone: whether the body differs without its batch too: then it is as plain as it can be.
        others: the body and those that it stands among, where they matter.

    """

    ways: tuple[str, str]
    said: Mapping[str, tuple[Any, Any]]
    body: Body | None
    means: Mapping[str, Fraction | None] = field(default_factory=dict)
    alone: bool = True
    failure: str = ""
    others: tuple[Body, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """What came of a block.

    Attributes:
        data: the manner in which bodies were drawn.
        rows: how many; `known` of them have an overall score, `edges` stand at an edge of rounding or of a grade.
        ways: how many bodies each way scored.
        left: how many rows an engine left to be decided one by one.
        wrong: how many bodies differ, of all ways.

    """

    subject: str
    data: str
    rows: int
    known: int
    edges: int
    ways: Mapping[str, int]
    left: Mapping[str, int]
    wrong: int
    differences: tuple[Difference, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways that are compared: engines over columns, and which of the others; every so many rows are asked of the slow ones."""

    engines: Mapping[str, Engine]
    slow: frozenset[str]
    every: int
    solver_every: int = 10


def ways_of(names: Collection[str], every: int) -> Ways:
    """The ways named (none: all that are installed)."""
    slow = {INTERPRETER, FRACTIONS, "function", "terms", "solver"}
    return Ways(engines(names), frozenset(name for name in slow if not names or name in names), every)


def subject_of(edition: Edition, kind: Kind, year: int | None, choices: Mapping[str, str]) -> Subject:
    """A program as the ways compute it."""
    program = edition.program(kind, choices, year)
    form = lowered_program(program, edition.dictionary, dict.fromkeys(lists_of(program, edition.dictionary)))
    return Subject(edition, kind, year, choices, form, OneByOne(form, edition.dictionary))


def block(subject: Subject, sizes: Mapping[Style, int], chance: np.random.Generator) -> Drawn:
    """Bodies in the manners of some styles, so many of each."""
    form, dictionary = subject.form, subject.dictionary
    made = {style: drawn(form, dictionary, style, size, chance) for style, size in sizes.items()}
    parts = [given for style, given in made.items() if not style.ample]
    ample = [given for style, given in made.items() if style.ample and style.name not in (SOUGHT, ONE_GAP)]
    parts += [scored_more(form, dictionary, joined(ample), chance)] if ample else []
    for style, given in made.items():
        if style.name in (SOUGHT, ONE_GAP):
            more = scored_more(form, dictionary, given, chance)
            parts.append(pierced(more, chance) if style.name == ONE_GAP else sought(form, dictionary, more, chance))
    return joined(parts)


def compared(subject: Subject, given: Drawn, data: str, ways: Ways) -> Line:
    """A block scored in every way, and what differs."""
    start, size = time.perf_counter(), given.size
    inputs, records = inputs_of(subject.form, given)
    first, _ = found_by(ways.engines[FIRST], subject.form, inputs, records, size)
    left, scored, wrong, differences = {}, {FIRST: size}, 0, []
    for name, engine in ways.engines.items():
        if name == FIRST:
            continue
        try:
            found, left[name] = found_by(engine, subject.form, inputs, records, size)
        except Exception as fault:  # whatever an engine stumbles over is what this looks for
            wrong += size
            differences.append(Difference((FIRST, name), {}, None, failure=f"{type(fault).__name__}: {fault}"))
            continue
        scored[name] = size
        unlike_rows = differing(first, found)
        rows = np.flatnonzero(np.any(list(unlike_rows.values()), axis=0)).tolist() if unlike_rows else []
        wrong += len(rows)
        for row in rows[:SHOWN]:
            said = {path: (first[path].exactly(row), found[path].exactly(row)) for path, differs in unlike_rows.items() if differs[row]}
            differences.append(_shown(subject, given, row, (FIRST, name), said, _by_engines(subject, ways.engines[FIRST], engine)))
    slow_wrong, slow_scored = _slowly(subject, given, first, ways, differences)
    known = int((~np.asarray(first["overall"].missing, dtype=bool)).sum())
    return Line(
        subject=f"{subject.edition.id} {subject.kind} {subject.year or ''}".rstrip(),
        data=data,
        rows=size,
        known=known,
        edges=int(at_an_edge(subject.form.program, first).sum()),
        ways={**scored, **slow_scored},
        left=left,
        wrong=wrong + slow_wrong,
        differences=tuple(differences),
        seconds=time.perf_counter() - start,
    )


# ── the ways that take one body ──


def _sample(given: Drawn, known: Array, every: int) -> list[int]:
    """One row in so many, and four at least, while the records of their lists are not too many; a few more that can be asked as terms."""
    many = np.zeros(given.size, dtype=np.int64)
    longest = np.zeros(given.size, dtype=np.int64)
    for one in given.lists.values():
        counts = np.bincount(one.body, minlength=given.size)
        many, longest = many + counts, np.maximum(longest, counts)
    rows = np.arange(0, given.size, max(1, min(every, given.size // 4)))
    short = np.flatnonzero(known & (longest <= LENGTH))[: 1 + len(rows) // 4]
    return sorted({*rows[np.cumsum(many[rows]) - many[rows] <= RECORDS].tolist(), *short.tolist()})


def _slowly(subject: Subject, given: Drawn, first: Mapping[str, Output], ways: Ways, differences: list[Difference]) -> tuple[int, dict[str, int]]:
    """The rows of a sample, one by one, held to the whole columns: how many differ, and how many each way scored."""
    known = given.known()
    rows = _sample(given, known, ways.every)
    inputs, records = inputs_of(subject.form, given)
    by_way = {name: way for name, way in subject.one_by_one.ways.items() if name in ways.slow}
    scored: dict[str, int] = {}
    wrong = shown = 0
    fractions = iter(subject.one_by_one.by_fractions(inputs, records, rows) if FRACTIONS in ways.slow else ())
    for turn, row in enumerate(rows):
        mine = {name: output.exactly(row) for name, output in first.items()}
        one = one_of(subject.form, subject.dictionary, given, row, subject.year, bool(known[row]))
        found: dict[str, Scores | None] = {}
        if INTERPRETER in ways.slow:
            found[INTERPRETER] = scores_of(assessed(one))
        if FRACTIONS in ways.slow:
            found[FRACTIONS] = next(fractions)
        for name, way in by_way.items():
            if name != "solver" or turn % ways.solver_every == 0:
                found[name] = way(one)
        for name, scores in found.items():
            if scores is None:
                continue
            scored[name] = scored.get(name, 0) + 1
            said = unlike(mine, scores)
            wrong += bool(said)
            if said and shown < SHOWN:
                shown += 1
                differences.append(_shown(subject, given, row, (FIRST, name), said, _by_bodies(subject, ways.engines[FIRST], name)))
    return wrong, scored


# ── shown as plain as can be ──

Said = Mapping[str, tuple[Any, Any]]
Unlike = Callable[[Drawn], Sequence[Said]]
"""Of each of some bodies, the outputs on which two ways differ."""


def _shown(subject: Subject, given: Drawn, row: int, ways: tuple[str, str], said: Said, unlike_in: Unlike) -> Difference:
    one = given.taken(np.array([row]))
    plain = shrunk(one, lambda some: np.array([bool(said) for said in unlike_in(some)]), subject.dictionary)
    shown = one if plain is None else plain
    means = {name: mean_at(shown, name, 0) for name in subject.form.means}
    body = body_of(shown, subject.dictionary, 0, subject.kind, subject.year)
    return Difference(ways, said if plain is None else unlike_in(plain)[0], body, means, plain is not None)


def _outputs(engine: Engine, form: LoweredProgram, given: Drawn) -> dict[str, Output]:
    return found_by(engine, form, *inputs_of(form, given), given.size)[0]


def _by_engines(subject: Subject, one: Engine, other: Engine) -> Unlike:
    def said(given: Drawn) -> Sequence[Said]:
        a, b = (_outputs(engine, subject.form, given) for engine in (one, other))
        rows = differing(a, b)
        return [
            {path: (a[path].exactly(row), b[path].exactly(row)) for path, unlike_rows in rows.items() if unlike_rows[row]}
            for row in range(given.size)
        ]

    return said


def _by_bodies(subject: Subject, engine: Engine, way: str) -> Unlike:
    def scores(given: Drawn, row: int, known: Array) -> Scores:
        one = one_of(subject.form, subject.dictionary, given, row, subject.year, bool(known[row]))
        return scores_of(assessed(one)) if way == INTERPRETER else subject.one_by_one.ways[way](one) or {}

    def said(given: Drawn) -> Sequence[Said]:
        mine, known = _outputs(engine, subject.form, given), given.known()
        if way == FRACTIONS:
            theirs: Sequence[Scores] = subject.one_by_one.by_fractions(*inputs_of(subject.form, given), range(given.size))
        else:
            theirs = [scores(given, row, known) for row in range(given.size)]
        return [unlike({path: output.exactly(row) for path, output in mine.items()}, found) for row, found in enumerate(theirs)]

    return said
