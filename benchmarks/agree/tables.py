"""The whole way of a batch, from tables written by people to printed scores, held to the interpreter and to whole columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.agree.definition import scores_of
from benchmarks.drawing import Drawn, body_of
from benchmarks.drawing_changes import emptied
from benchmarks.drawing_tables import Group, tables_of, typed, whole_of
from kzrules.compiled.lowered import EXACT, OVERALL
from kzrules.edition import Edition
from kzrules.facts import Body
from kzrules.frames.batch_run import Given, body_in_run, cohorts_of, opened
from kzrules.frames.engines import ENGINES
from kzrules.frames.scores import plan_of, scored_table
from kzrules.frames.sources import source_of_table
from kzrules.program import KINDS, Program
from kzrules.scoring import Run, band_of
from kzrules.values import Missing, rounded

Printed = Mapping[str, Any]
"""What a batch prints of a body: `grade`, `missing`, and by output a whole number of the last place (None: missing)."""
YEARS = range(1900, 2100)
"""The assessed years that a table may name."""


def table_engines(names: Sequence[str] = ()) -> list[str]:
    """The engines of a batch; `auto` is one of the others."""
    return [name for name in ENGINES if name != "auto" and (not names or f"table-{name}" in names)]


@dataclass(frozen=True, slots=True)
class Batch:
    """Tables as they are given, for one edition under a choice of readings."""

    edition: Edition
    choices: Mapping[str, str]
    bodies: pa.Table
    lists: Mapping[str, pa.Table]


def batch_of(edition: Edition, choices: Mapping[str, str], groups: Sequence[Group], chance: np.random.Generator) -> Batch:
    """Groups as tables; those of one group alone with columns of their own types."""
    bodies, lists = tables_of(groups, chance)
    if len(groups) == 1:
        bodies = typed(bodies, dict(groups[0].drawn.answers), chance)
        lists = {name: typed(table, dict(groups[0].drawn.lists[name].answers), chance) for name, table in lists.items()}
    return Batch(edition, choices, bodies, lists)


def read(batch: Batch, rows: int) -> tuple[Any, Any]:
    """What to print of a batch, and its tables opened, so many rows at a time."""
    plan = plan_of([(batch.edition, batch.choices)], "all")
    sources = {name: source_of_table(table, name) for name, table in batch.lists.items()}
    return plan, opened(Given(source_of_table(batch.bodies, "bodies", rows), sources), batch.edition.dictionary, plan, "ru", rows)


def printed_by(engine: str, batch: Batch, rows: int) -> dict[tuple[str, int], Printed]:
    """What an engine prints of each body and year.

    Raises:
        ValueError: a row was rejected: every body drawn may be said of a real one.

    """
    plan, found = read(batch, rows)
    cohorts = cohorts_of(plan, found)
    results = []
    for table in found.tables():
        if table.faults:
            fault = table.faults[0]
            raise ValueError(f"rejected: {table.keys.body[fault.row]}, {fault.column} = {fault.value}: {fault.code}, {dict(fault.values)}")
        results.append(scored_table(plan, table, ENGINES[engine], cohorts))
    whole = pa.concat_tables(results)
    named = {OVERALL: "score", **{path: path for path in plan.columns}}
    values = {output: whole_of(whole.column(name), plan.places) for output, name in named.items()}
    keys = zip(whole.column("body").to_pylist(), whole.column("period").to_pylist(), strict=True)
    grades, missing = (whole.column(name).to_pylist() for name in ("grade", "missing"))
    return {
        key: {"grade": grades[row], "missing": missing[row] == "yes", **{output: column[row] for output, column in values.items()}}
        for row, key in enumerate(keys)
    }


def explained(batch: Batch, rows: int, some: Sequence[int]) -> dict[tuple[str, int], Missing]:
    """Why the overall score of some rows is missing, as `--explain-row` has it: the row read as a body, and assessed."""
    plan, found = read(batch, rows)
    edition, form = plan.editions[0]
    said = {}
    for row in some:
        body, run, _ = body_in_run(found, row, edition, form)
        said[body.id, int(body.period or 0)] = run.assess(body).missing if run else Missing(frozenset(["rejected"]))
    return said


# ── what should be printed ──


def printed_scores(scores: Mapping[str, Fraction | None], program: Program) -> dict[str, Any]:
    """What a batch should print of exact scores."""
    places, overall = program.overall.rounding.places, scores[OVERALL]
    band = None if overall is None else band_of(program.bands, overall)
    whole = {path: None if value is None else int(rounded(value, places, "half_up") * 10**places) for path, value in scores.items() if path != EXACT}
    return {**whole, "grade": None if band is None else band.grade, "missing": overall is None}


def by_interpreter(edition: Edition, choices: Mapping[str, str], groups: Sequence[Group]) -> dict[tuple[str, int], tuple[Printed, Missing]]:
    """Every body assessed among the bodies of its year: what should be printed, and why the overall score is missing."""
    found: dict[tuple[str, int], tuple[Printed, Missing]] = {}
    for period, cohort in cohorts_in(edition, groups).items():
        programs = {kind: edition.program(kind, choices, period) for kind in KINDS}
        run = Run(programs, cohort)
        for body in cohort:
            assessment = run.assess(body)
            found[body.id, period] = printed_scores(scores_of(assessment), programs[body.kind]), assessment.missing
    return found


def cohorts_in(edition: Edition, groups: Sequence[Group]) -> dict[int, list[Body]]:
    """The bodies of each assessed year."""
    bodies: dict[int, list[Body]] = {}
    for group in groups:
        for row, (name, period) in enumerate(zip(group.names, group.periods, strict=True)):
            bodies.setdefault(period, []).append(body_of(group.drawn, edition.dictionary, row, group.kind, period, name))
    return bodies


def unlike_printed(wanted: Mapping[str, Any], got: Printed) -> dict[str, tuple[Any, Any]]:
    """What is printed otherwise than wanted; a rule that the program does not have is printed as missing."""
    return {name: (wanted.get(name), value) for name, value in got.items() if wanted.get(name) != value}


# ── cohorts ──


def cohorts_drawn(parts: Sequence[tuple[Any, int | None, Drawn]], edition: Edition, chance: np.random.Generator) -> list[Group]:
    """Bodies of both kinds put into small cohorts, each of an assessed year of its own: alone, few, alike, of one kind, all missing."""
    groups = []
    for kind, year, given in parts:
        years = [period for period in YEARS if edition.year(period) == year]
        many = min(len(years), max(1, given.size // 4))
        periods = chance.choice(chance.permutation(years)[:many], size=given.size)
        alike = chance.random(given.size) < 0.1
        source = np.where(alike, np.maximum(np.arange(given.size) - 1, 0), np.arange(given.size))
        periods[alike] = periods[source[alike]]
        drawn = given.taken(source)
        gone = np.isin(periods, chance.choice(periods, size=max(1, many // 12)))
        groups.append(Group(emptied(drawn, gone), kind, [f"{kind}-{year or ''}-{row}" for row in range(given.size)], periods.tolist()))
    return groups
