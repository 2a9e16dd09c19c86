"""The chunks of a batch scored and written, and one row explained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import kzrules
from kzrules.explain import branch_lines, explanation
from kzrules.frames.batch_run import Opened, body_in_run, cohorts_of, fault_rows, sentence
from kzrules.frames.cohort_means import Cohort
from kzrules.frames.engines import ENGINES
from kzrules.frames.out_files import FaultRow, faults_path, hash_of, open_parts, output
from kzrules.frames.scores import Plan, result_schema, scored_table
from kzrules.frames.sources import CHUNK
from kzrules.frames.table import Table, table_of
from kzrules.progress import progress


@dataclass(frozen=True, slots=True)
class Question:
    """What tells one run from another: its files, options and choices of readings."""

    files: Mapping[str, Path]
    options: Mapping[str, Any]
    choices: Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Done:
    """What a run came to: how many rows were rejected, and where it is said why."""

    rejected: int
    faults: Path


def score_all(
    plan: Plan, opened: Opened, question: Question, out: Path, engine: str, lang: str, *, resume: bool, force: bool, rows: int = CHUNK
) -> Done:
    """Every row scored and written, whole or not at all.

    Raises:
        Faults: when the tables cannot be read on, or the parts beside the result are of another question.
        Unreadable: when it cannot be written.

    """
    parts = open_parts(out, _manifest(plan, question, rows) if resume else {}, resume)
    cohorts: list[Cohort] | None = None
    chunks = range(-(-opened.rows // rows))
    rejected = 0
    with output(out, result_schema(plan), force) as written:
        for number, chunk in zip(progress(chunks, lang), opened.arrow_chunks(), strict=True):
            kept = parts.load(number)
            if kept is None:
                cohorts = cohorts_of(plan, opened) if cohorts is None else cohorts
                kept = _scored(plan, opened, table_of(chunk, number * rows, opened.how), cohorts, engine, lang)
                parts.keep(number, *kept)
            written.write(*kept)
            rejected += len({row[0] for row in kept[1]})
        written.write(result_schema(plan).empty_table(), opened.strays)
    parts.remove()
    return Done(rejected, faults_path(out))


def _scored(plan: Plan, opened: Opened, table: Table, cohorts: Sequence[Cohort], engine: str, lang: str) -> tuple[Any, list[FaultRow]]:
    return scored_table(plan, table, ENGINES[engine], cohorts), fault_rows(table, lang, opened.source.file)


def _manifest(plan: Plan, question: Question, rows: int) -> dict[str, Any]:
    return {
        "kzrules": f"{kzrules.__version__}, semantics {kzrules.SEMANTICS}",
        "editions": [[edition.id, edition.sha256, edition.dictionary.sha256] for edition, _ in plan.editions],
        "readings": [dict(sorted(choices.items())) for choices in question.choices],
        "options": {**question.options, "rows": rows},
        **{name: hash_of(path) for name, path in question.files.items()},
    }


def explained(plan: Plan, opened: Opened, place: int, number: int, lang: str) -> tuple[str, bool]:
    """The interpreter's explanation of a row (from 1) under an edition of the plan, or why the row was rejected; and whether it was scored."""
    edition, form = plan.editions[place]
    body, run, faults = body_in_run(opened, number - 1, edition, form)
    if run is None:
        return "\n".join(f"{number}: {fault.column}: {sentence(fault, lang, opened.source.file)}" for fault in faults), False
    branch = explanation(run.assess(body), edition, "", lang)
    assert branch is not None
    return f"{edition.id}\n" + "\n".join(branch_lines(branch)), True
