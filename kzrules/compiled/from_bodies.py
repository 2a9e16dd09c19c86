"""Columns from bodies as they are read: the input of the batch for facts files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kzrules.compiled.batch import Records
from kzrules.compiled.lowered import LoweredProgram, inputs_around, integers_of
from kzrules.compiled.numpy_columns import Column, narrow
from kzrules.extras import needed
from kzrules.facts import Body
from kzrules.questions import answers_in, list_unknown
from kzrules.scoring import Run
from kzrules.values import Missing, Single


def inputs_and_records(lowered: LoweredProgram, bodies: Sequence[Body], run: Run) -> tuple[dict[str, Column], dict[str, Records]]:
    """The columns of bodies of one kind, and those of their lists."""
    np = needed("numpy", "batch")
    own = {path: question for path, question in lowered.questions.items() if "[]" not in path}
    rows = []
    for body in bodies:
        lists = {list_unknown(name): not isinstance(body.values.get(name), tuple) for name in lowered.lists}
        rows.append({**integers_of(own, answers_in(own, body.values)), **lists, **inputs_around(lowered, body, run)})
    return _columns(rows, np), {name: _records(lowered, name, bodies, np) for name in lowered.lists}


def _records(lowered: LoweredProgram, name: str, bodies: Sequence[Body], np: Any) -> Records:
    inner = {path: question for path, question in lowered.questions.items() if path.startswith(f"{name}[].")}
    owners, rows = [], []
    for index, body in enumerate(bodies):
        given = body.values.get(name)
        for record in given if isinstance(given, tuple) else ():
            answers: dict[str, Single] = {path: record.get(path.rpartition(".")[2], Missing()) for path in inner}
            rows.append(integers_of(inner, answers))
            owners.append(index)
    if not rows:
        nothing = _columns([integers_of(inner, dict.fromkeys(inner, Missing()))], np)
        return Records(np.array([], dtype=np.int64), {key: column[:0] for key, column in nothing.items()})
    return Records(np.array(owners, dtype=np.int64), _columns(rows, np))


def _columns(rows: Sequence[Mapping[str, int | bool]], np: Any) -> dict[str, Column]:
    found = {}
    for name, first in rows[0].items():
        values = [row[name] for row in rows]
        found[name] = np.array(values, dtype=bool) if isinstance(first, bool) else narrow(np.array(values, dtype=object), np)
    return found
