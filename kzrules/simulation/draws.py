"""What runs draw: columns of whole numbers and options, drawn again where they contradict one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from kzrules.diagnostic import Diagnostic, Faults
from kzrules.extras import needed
from kzrules.simulation.drawing import drawn
from kzrules.simulation.integer_form import CohortForm
from kzrules.simulation.plan import FactDim
from kzrules.simulation.uniforms import again
from kzrules.values import decimal_text

ATTEMPTS = 200
"""How often what contradicts itself is drawn again: beyond it, fewer than one draw in ten or so would do."""
_FEW, _AT_ONCE = 512, 16
"""So few runs left: so many attempts are looked at together."""
Column = Any


@dataclass(slots=True)
class Drawn:
    """Some runs.

    Attributes:
        facts, weights: whole numbers of the last decimal (or places of codes), a column for each of the plan's.
        options: places of options, a column for each reading of the plan.
        size: how many runs.

    """

    facts: list[Column]
    weights: list[Column]
    options: list[Column]
    size: int


@dataclass(slots=True)
class Redrawn:
    """How many draws broke each limit at first, of how many runs."""

    broken: dict[int, int] = field(default_factory=dict)
    runs: int = 0


def draws(form: CohortForm, u: Any, redrawn: Redrawn) -> Drawn:
    """The draws that columns of doubles stand for.

    Raises:
        Faults: when some answers keep contradicting one another.

    """
    plan = form.plan
    facts, rest = len(plan.facts), len(plan.facts) + len(plan.weights)
    found = Drawn(
        [drawn(dim.drawing, u[place]) for place, dim in enumerate(plan.facts)],
        [drawn(dim.drawing, u[facts + place]) for place, dim in enumerate(plan.weights)],
        [drawn(dim.drawing, u[rest + place]) for place, dim in enumerate(plan.readings)],
        u.shape[1],
    )
    redrawn.runs += found.size
    for limits in _together(form):
        _keep(form, limits, found, u, redrawn)
    return found


def inputs_of(form: CohortForm, found: Drawn, asked: Sequence[str] | frozenset[str] | None = None) -> dict[str, Column]:
    """The columns that the integer form reads."""
    columns: dict[str, Column] = {}
    for dim, column in zip(form.plan.facts, found.facts, strict=True):
        columns.update(_fact(dim, column))
    columns.update({dim.name: column for dim, column in zip(form.plan.weights, found.weights, strict=True)})
    for reading, place in zip(form.plan.readings, found.options, strict=True):
        columns.update({reading.name(option): place == at for at, option in enumerate(reading.options)})
    return columns if asked is None else {name: column for name, column in columns.items() if name in asked}


def _fact(dim: FactDim, column: Column) -> Mapping[str, Column]:
    match dim.question.spec.type:
        case "yes_no":
            return {dim.name: column == 1}
        case "choice":
            return {f"{dim.name}={code}": column == place for place, code in enumerate(dim.question.spec.choices)}
        case _:
            return {dim.name: column}


def _together(form: CohortForm) -> list[tuple[int, ...]]:
    """Places of limits that share something drawn: what one of them breaks is drawn again for all of them."""
    sets: list[tuple[set[int], list[int]]] = []
    for place, limit in enumerate(form.limits):
        dims, places = set(limit.dims), [place]
        for other in [one for one in sets if one[0] & dims]:
            sets.remove(other)
            dims |= other[0]
            places = [*other[1], *places]
        sets.append((dims, places))
    return [tuple(places) for _, places in sets]


def _keep(form: CohortForm, limits: tuple[int, ...], found: Drawn, u: Any, redrawn: Redrawn) -> None:
    """Draw again what breaks some limits: for each run, the first of its attempts that breaks none."""
    np = needed("numpy", "simulate")
    dims = sorted({dim for place in limits for dim in form.limits[place].dims})
    holds = _holding(form, limits, dims, [found.facts[dim] for dim in dims], found.size)
    for place, column in zip(limits, holds, strict=True):
        redrawn.broken[place] = redrawn.broken.get(place, 0) + int((~column).sum())
    rows, attempt = np.flatnonzero(~np.logical_and.reduce(holds)), 0
    while len(rows) and attempt < ATTEMPTS:
        times = range(attempt + 1, min(attempt + (1 if len(rows) > _FEW else _AT_ONCE), ATTEMPTS) + 1)
        tries = [np.concatenate([drawn(form.plan.facts[dim].drawing, again(u[dim][rows], one)) for one in times]) for dim in dims]
        holds = _holding(form, limits, dims, tries, len(rows) * len(times))
        fine = np.logical_and.reduce(holds).reshape(len(times), len(rows))
        done = fine.any(axis=0)
        first = fine.argmax(axis=0)[done] * len(rows) + np.flatnonzero(done)
        for dim, column in zip(dims, tries, strict=True):
            found.facts[dim][rows[done]] = column[first]
        rows, attempt = rows[~done], times[-1]
    if len(rows):
        raise Faults([_contradiction(form, limits, redrawn)])


def _contradiction(form: CohortForm, limits: tuple[int, ...], redrawn: Redrawn) -> Diagnostic:
    worst = max(limits, key=lambda place: redrawn.broken[place])
    limit = form.limits[worst]
    values = {
        "body": form.plan.bodies[limit.body].id,
        "that": limit.text,
        "share": decimal_text(Fraction(100 * redrawn.broken[worst], redrawn.runs), 0),
        "names": ", ".join(form.plan.facts[dim].question.path for dim in limit.dims),
    }
    return Diagnostic("KZ907", form.plan.groups[form.plan.facts[limit.dims[0]].group].place, values)


def _holding(form: CohortForm, limits: tuple[int, ...], dims: Sequence[int], columns: Sequence[Column], size: int) -> list[Column]:
    inputs: dict[str, Column] = {}
    for dim, column in zip(dims, columns, strict=True):
        inputs.update(_fact(form.plan.facts[dim], column))
    return form.engine.columns([form.holding[place] for place in limits], inputs, size)
