"""The overall score where weights vary: a weighted sum of the directions, rounded and graded, run by run.

Weights turn every denominator into another one in every run. The sum is made of doubles with a bound on what they are off; a run
whose sum stands closer than that to where it would be rounded the other way is decided by exact fractions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kzrules.compiled.integers import Node, Part, Parts
from kzrules.extras import needed
from kzrules.program import Overall, Program
from kzrules.simulation.plan import WEIGHT_PLACES, Plan
from kzrules.values import rounded

Column = Any
_OFF = 2.0**-52
"""Twice what one rounding may be off, beside the size of what is rounded."""
_STEPS = 16
"""More roundings than a part of the sum goes through, however many parts there are."""


@dataclass(frozen=True, slots=True)
class Share:
    """A direction of a body: its score as fractions, and when it is missing."""

    parts: Parts
    missing: Node

    @property
    def nodes(self) -> tuple[Node, ...]:
        """What has to be computed."""
        return (self.missing, *(node for part in self.parts for node in (part.over, *part.by)))


@dataclass(frozen=True, slots=True)
class Weighing:
    """A body under the choices that the overall score asks for.

    Attributes:
        leaves: each choice with the program that shows it.
        shares: a direction, after deductions (True) or before them.

    """

    leaves: tuple[tuple[Mapping[str, str], Program], ...]
    shares: Mapping[tuple[str, bool], Share]

    @property
    def nodes(self) -> tuple[Node, ...]:
        """What has to be computed, each once."""
        return tuple(dict.fromkeys(node for share in self.shares.values() for node in share.nodes))


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of some runs.

    Attributes:
        drawn: by direction.
        taken: where the option of a reading is taken, by the name of that condition.
        places: decimals of the scores; `grades`: their ids.

    """

    drawn: Mapping[str, Column]
    taken: Mapping[str, Column]
    places: int
    grades: Sequence[str]
    size: int


def weighed(plan: Plan, weighing: Weighing, found: Mapping[Node, Column], weights: Weights) -> tuple[Column, Column, Column]:
    """Scores in units of the last place, where they are missing, and the places of grades."""
    np = needed("numpy", "simulate")
    size = weights.size
    scores, missing, graded = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=bool), np.full(size, -1)
    for choice, program in weighing.leaves:
        rows = np.ones(size, dtype=bool)
        for name, option in choice.items():
            rows &= weights.taken[f"reading:{name}={option}"]
        at = np.flatnonzero(rows)
        if not len(at):
            continue
        overall = program.overall
        after = overall.of == "after_deductions"
        shares = {name: weighing.shares[name, after] for name in overall.weights}
        one = _Rows(plan, overall, shares, found, weights.drawn, at)
        missing[at] = one.missing()
        whole = one.scores(np)
        scores[at] = whole * 10 ** (weights.places - overall.rounding.places)
        graded[at] = _graded(np, program, whole, weights.grades)
    return scores, missing, np.where(missing, -1, graded)


@dataclass(slots=True)
class _Rows:
    plan: Plan
    overall: Overall
    shares: Mapping[str, Share]
    found: Mapping[Node, Column]
    drawn: Mapping[str, Column]
    at: Column

    def missing(self) -> Column:
        np = needed("numpy", "simulate")
        return np.logical_or.reduce([self.found[share.missing][self.at] for share in self.shares.values()])

    def scores(self, np: Any) -> Column:
        """The rounded scores in units of their last place."""
        total, size, raw = (np.zeros(len(self.at)) for _ in range(3))
        for name, share in self.shares.items():
            weight = self._raw(name)
            raw += weight
            for part in share.parts:
                value = self._column(part.over).astype(float) / self._below(part)
                total += value * weight
                size += np.abs(value) * weight
        scale = float(sum(self.overall.weights.values(), Fraction(0))) * 10.0**self.overall.rounding.places
        steps = _STEPS + sum(1 + len(part.by) for share in self.shares.values() for part in share.parts)
        x, off = np.abs(total) / raw * scale, (size / raw * scale + 1) * steps * _OFF
        half = 0.0 if self.overall.rounding.mode == "down" else 0.5
        whole = np.floor(x + half).astype(np.int64) * np.where(total < 0, -1, 1)
        edge = x + half
        near = np.flatnonzero((np.abs(edge - np.rint(edge)) <= off) & ~self.missing())
        for row in near:
            whole[row] = self._exactly(int(row))
        return whole

    def _raw(self, name: str) -> Any:
        weight = self.overall.weights[name]
        if name not in self.drawn:
            return float(weight)
        relative = next(dim.relative for dim in self.plan.weights if dim.direction == name)
        return self.drawn[name][self.at] * (float(weight) if relative else 1.0) / 10.0**WEIGHT_PLACES

    def _column(self, node: Node) -> Column:
        return self.found[node][self.at]

    def _below(self, part: Part) -> Any:
        below: Any = float(part.scale)
        for node in part.by:
            below = below * self._column(node).astype(float)
        return below

    def _exactly(self, row: int) -> int:
        total, raw, at = Fraction(0), Fraction(0), self.at[row]
        relative = {dim.direction for dim in self.plan.weights if dim.relative}
        for name, share in self.shares.items():
            own = self.overall.weights[name]
            weight = own
            if name in self.drawn:
                weight = Fraction(int(self.drawn[name][at]), 10**WEIGHT_PLACES) * (own if name in relative else 1)
            raw += weight
            for part in share.parts:
                below = part.scale
                for node in part.by:
                    below *= int(self.found[node][at])
                total += Fraction(int(self.found[part.over][at]), below) * weight
        rounding = self.overall.rounding
        exact = total * sum(self.overall.weights.values(), Fraction(0)) / raw
        return int(rounded(exact, rounding.places, rounding.mode) * 10**rounding.places)


def _graded(np: Any, program: Program, whole: Column, grades: Sequence[str]) -> Column:
    """The place of the grade of every score."""
    scale = 10**program.overall.rounding.places
    found, open_ = np.full(len(whole), -1), np.ones(len(whole), dtype=bool)
    for band in program.bands:
        inside = open_.copy()
        if band.low is not None:
            inside &= whole >= (band.low * scale).__ceil__()
        if band.high is not None:
            inside &= whole < (band.high * scale).__ceil__()
        found[inside] = grades.index(band.grade)
        open_ &= ~inside
    return found
