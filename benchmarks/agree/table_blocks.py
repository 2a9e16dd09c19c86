"""Blocks that go the whole way of a batch: cohorts against the interpreter, larger tables against whole columns."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from benchmarks.agree.blocks import INTERPRETER, SHOWN, Difference, Line, Subject, Ways, block
from benchmarks.agree.columns import FIRST, found_by
from benchmarks.agree.tables import (
    Batch,
    Printed,
    batch_of,
    by_interpreter,
    cohorts_drawn,
    cohorts_in,
    explained,
    printed_by,
    printed_scores,
    unlike_printed,
)
from benchmarks.drawing import Drawn, inputs_of
from benchmarks.drawing_styles import STYLES, Style
from benchmarks.drawing_tables import Group
from kzrules.facts import Body
from kzrules.values import Missing

if TYPE_CHECKING:
    import numpy as np

EXPLAIN = "explain-row"
_WRITTEN = 10**17
"""Limits among facts add to what is drawn, and a table, as a facts file, has no number of more than eighteen digits."""
Key = tuple[str, int]


def written(style: Style) -> Style:
    """The same manner with numbers that a table can hold."""
    return replace(style, top=min(style.top, _WRITTEN), pool=tuple(figure for figure in style.pool if figure <= _WRITTEN))


def cohorts_compared(subjects: Sequence[Subject], size: int, engines: Sequence[str], chance: np.random.Generator) -> Line:
    """Small cohorts of both body kinds and every year of rules, means over other bodies included."""
    start, first = time.perf_counter(), subjects[0]
    edition = first.edition
    styles = [written(style) for style in STYLES if style.name not in ("long lists", "sought")]
    parts = [(one.kind, one.year, block(one, dict.fromkeys(styles, max(1, size // len(styles))), chance)) for one in subjects]
    groups = cohorts_drawn([(kind, year, _shuffled(given, chance)) for kind, year, given in parts], edition, chance)
    batch, rows = batch_of(edition, first.choices, groups, chance), _chunk(groups, chance)
    exact = by_interpreter(edition, first.choices, groups)
    differences: list[Difference] = []
    scored, wrong = {INTERPRETER: len(exact)}, 0

    def shown(key: Key) -> tuple[Body, ...]:
        return tuple(sorted(cohorts_in(edition, groups)[key[1]], key=lambda body: body.id != key[0]))

    for engine in engines:
        bad, many = _unlike({key: printed for key, (printed, _) in exact.items()}, engine, batch, rows, (INTERPRETER, shown), differences)
        wrong, scored[f"table-{engine}"] = wrong + bad, many
    some = [int(row) for row in chance.choice(len(exact), size=min(4, len(exact)), replace=False)]
    for key, missing in explained(batch, rows, some).items():
        if not _alike(missing, exact[key][1]):
            wrong += 1
            differences.append(Difference((INTERPRETER, EXPLAIN), {"missing": (exact[key][1], missing)}, None, others=shown(key), alone=False))
    known = sum(not printed["missing"] for printed, _ in exact.values())
    scored[EXPLAIN] = len(some)
    name = f"{edition.id} both kinds"
    return Line(name, "cohorts", len(exact), known, 0, scored, {}, wrong, tuple(differences[:SHOWN]), time.perf_counter() - start)


def _chunk(groups: Sequence[Group], chance: np.random.Generator) -> int:
    """How many rows are read at a time: the table is cut anywhere, into four parts at most."""
    size = sum(group.drawn.size for group in groups)
    return int(chance.integers(max(2, size // 4), size + 2))


def _alike(one: Missing, other: Missing) -> bool:
    return one.facts == other.facts and sorted(one.reasons) == sorted(other.reasons)


def _shuffled(given: Drawn, chance: np.random.Generator) -> Drawn:
    return given.taken(chance.permutation(given.size))


def _unlike(
    wanted: Mapping[Key, Printed],
    engine: str,
    batch: Batch,
    rows: int,
    against: tuple[str, Callable[[Key], tuple[Body, ...]]],
    differences: list[Difference],
) -> tuple[int, int]:
    """How many bodies an engine prints otherwise, and how many it prints."""
    ways = (against[0], f"table-{engine}")
    try:
        printed = printed_by(engine, batch, rows)
    except Exception as fault:  # whatever it stumbles over is what this looks for
        differences.append(Difference(ways, {}, None, failure=f"{type(fault).__name__}: {fault}"))
        return len(wanted), 0
    bad = {key: unlike for key, got in printed.items() if (unlike := unlike_printed(wanted[key], got))}
    bad |= {key: {"row": ("there", "not there")} for key in wanted.keys() - printed.keys()}
    for key, unlike in list(bad.items())[:SHOWN]:
        differences.append(Difference(ways, unlike, None, others=against[1](key), alone=False))
    return len(bad), len(printed)


def table_compared(subject: Subject, sizes: Mapping[Style, int], ways: Ways, engines: Sequence[str], chance: np.random.Generator) -> Line:
    """A larger table of one kind and year of rules, columns in types of their own; of programs that do not look at other bodies."""
    start = time.perf_counter()
    given = block(subject, {written(style): size for style, size in sizes.items()}, chance)
    period = subject.year or subject.edition.first_year
    group = Group(given, subject.kind, [f"b{row}" for row in range(given.size)], [period] * given.size)
    batch, rows = batch_of(subject.edition, subject.choices, [group], chance), _chunk([group], chance)
    outputs, _ = found_by(ways.engines[FIRST], subject.form, *inputs_of(subject.form, given), given.size)
    scores = [{name: output.exactly(row) for name, output in outputs.items()} for row in range(given.size)]
    wanted = {(f"b{row}", period): printed_scores(one, subject.form.program) for row, one in enumerate(scores)}
    differences: list[Difference] = []
    scored, wrong = {FIRST: given.size}, 0

    def shown(key: Key) -> tuple[Body, ...]:
        return (next(body for body in cohorts_in(subject.edition, [group])[period] if body.id == key[0]),)

    for engine in engines:
        bad, many = _unlike(wanted, engine, batch, rows, (FIRST, shown), differences)
        wrong, scored[f"table-{engine}"] = wrong + bad, many
    known = sum(not printed["missing"] for printed in wanted.values())
    name = f"{subject.edition.id} {subject.kind} {subject.year or ''}".rstrip()
    return Line(name, "tables", given.size, known, 0, scored, {}, wrong, tuple(differences[:SHOWN]), time.perf_counter() - start)
