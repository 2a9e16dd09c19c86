"""Bodies whose overall score stands at an edge: exactly half a last decimal before rounding, or at a grade and beside it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from benchmarks.agree.columns import by_columns, found_by
from benchmarks.drawing import Array, Drawn, inputs_of, joined
from benchmarks.drawing_changes import jogged
from kzrules.compiled.lowered import EXACT, OVERALL, LoweredProgram
from kzrules.dictionary import Dictionary
from kzrules.engines.outcome import Output
from kzrules.program import Program

SOUGHT, ONE_GAP = "sought", "one gap"
"""The manners of drawing that end in `sought` and in `pierced`."""


def at_an_edge(program: Program, outputs: Mapping[str, Output]) -> Array:
    """The rows at an edge of rounding or of a grade."""
    units = 10**program.overall.rounding.places
    known = ~np.asarray(outputs[OVERALL].missing, dtype=bool)
    near = np.flatnonzero(known & (np.abs(np.abs(_beyond(outputs[EXACT], units)) - 0.5) < 1e-9))
    edge = np.zeros(len(known), dtype=bool)
    for row in near.tolist():
        exact = outputs[EXACT].exactly(row)
        edge[row] = exact is not None and (exact * units * 2).denominator == 1
    (over, below), *_ = outputs[OVERALL].fractions
    for bound in _bounds(program):
        at = Fraction(bound) * units
        edge |= known & np.asarray((over * units >= below * (at - 1)) & (over * units <= below * at), dtype=bool)
    return edge


def _bounds(program: Program) -> list[Fraction]:
    return [band.low for band in program.bands if band.low is not None]


def _double(output: Output) -> Array:
    """An output in doubles, nothing where it is missing: to look for what is near, never to decide."""
    known = ~np.asarray(output.missing, dtype=bool)
    total = np.zeros(len(known))
    for over, below in output.fractions:
        total[known] += (over[known] / below[known]).astype(float)
    return total


def _beyond(output: Output, units: int) -> Array:
    """How far beyond a whole number of the last decimal."""
    return np.modf(_double(output) * units)[0]


def scored_more(form: LoweredProgram, dictionary: Dictionary, given: Drawn, chance: np.random.Generator) -> Drawn:
    """As many bodies: of those without an overall score, three in four make room for bodies that have one, a little changed."""
    outputs, _ = found_by(by_columns, form, *inputs_of(form, given), given.size)
    missing = np.asarray(outputs[OVERALL].missing, dtype=bool)
    scored, room = np.flatnonzero(~missing), np.flatnonzero(missing & (chance.random(given.size) < 0.75))
    if not len(scored) or not len(room):
        return given
    kept = np.setdiff1d(np.arange(given.size), room)
    others = jogged(given.taken(scored[chance.integers(0, len(scored), len(room))]), dictionary, chance)
    return joined([given.taken(kept), others])


def sought(form: LoweredProgram, dictionary: Dictionary, given: Drawn, chance: np.random.Generator) -> Drawn:
    """As many bodies, those near an edge a little changed again and again, in the hope that they meet it."""
    units = 10**form.program.overall.rounding.places
    for _ in range(3):
        outputs, _ = found_by(by_columns, form, *inputs_of(form, given), given.size)
        exact = np.where(np.asarray(outputs[EXACT].missing, dtype=bool), np.inf, _double(outputs[EXACT]))
        near = np.abs(np.abs(np.modf(exact * units)[0]) - 0.5) / units
        for bound in _bounds(form.program):
            near = np.minimum(near, np.abs(exact - float(bound)))
        best = np.argsort(np.nan_to_num(near, nan=np.inf), kind="stable")[: max(1, given.size // 8)]
        others = best[chance.integers(0, len(best), given.size - len(best))]
        given = joined([given.taken(best), jogged(given.taken(others), dictionary, chance)])
    return given
