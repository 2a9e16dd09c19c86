"""The scores of all bodies in some runs: the integer form over the columns of what was drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kzrules.extras import needed
from kzrules.program import KINDS
from kzrules.simulation.draws import Drawn, inputs_of
from kzrules.simulation.integer_form import NO_GRADE, BodyForm, CohortForm
from kzrules.simulation.ranks import ranks_of
from kzrules.simulation.weighted import Weights, weighed

Column = Any


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Some runs: a row each, a column for each body.

    Attributes:
        scores: in units of the last place; where `missing`, nothing.
        grades: places of grades, `NO_GRADE` where there is none.
        ranks: within the kind.

    """

    scores: Column
    missing: Column
    grades: Column
    ranks: Column


def outcomes(form: CohortForm, found: Drawn, most: int | None = None) -> Outcomes:
    """Every run scored; `most`: so many runs at a time."""
    np = needed("numpy", "simulate")
    inputs = inputs_of(form, found)
    step = most or found.size
    parts = [
        _slice(form, {name: column[at : at + step] for name, column in inputs.items()}, min(step, found.size - at))
        for at in range(0, found.size, step)
    ]
    scores, missing, grades = (np.concatenate([part[which] for part in parts]) for which in range(3))
    kinds = np.array([KINDS.index(body.kind) for body in form.plan.bodies])
    return Outcomes(scores, missing, grades, ranks_of(scores, missing, kinds))


def _slice(form: CohortForm, inputs: dict[str, Column], size: int) -> list[Column]:
    np = needed("numpy", "simulate")
    weights = Weights({dim.direction: inputs[dim.name] for dim in form.plan.weights}, inputs, form.places, form.grades, size)
    read = {name: column for name, column in inputs.items() if name in form.asked}
    rows = [_body(form, body, read, weights, size) for body in form.bodies]
    return [np.stack([np.asarray(row[which]) for row in rows], axis=1) for which in range(3)]


def _body(form: CohortForm, body: BodyForm, inputs: dict[str, Column], weights: Weights, size: int) -> tuple[Column, Column, Column]:
    """Scores, where they are missing, grades."""
    if body.scoring is not None:
        found = form.engine.by_words(body.scoring.nodes, inputs, size)
        if found is not None:
            score, missing, grade = found
            return score, missing, needed("numpy", "simulate").where(missing, NO_GRADE, grade)
    nodes = body.weighing.nodes
    columns = dict(zip(nodes, form.engine.columns(nodes, inputs, size), strict=True))
    return weighed(form.plan, body.weighing, columns, weights)
