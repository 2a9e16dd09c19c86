"""Counts over runs, all of them whole numbers: nothing is sampled, nothing is rounded, the order of runs does not matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from kzrules.extras import needed
from kzrules.simulation.outcomes import Outcomes
from kzrules.simulation.ranks import UNRANKED


@dataclass(slots=True)
class BodyTally:
    """One body over runs.

    Attributes:
        scores: how many runs gave each score, in units of the last place.
        grades: how many runs gave each grade; `first`: the first of them (runs are counted from 1).
        ranks: how many runs gave each rank.
        missing: how many runs gave no score; `lacking`: the first of them.

    """

    scores: Counter[int] = field(default_factory=Counter)
    grades: Counter[int] = field(default_factory=Counter)
    ranks: Counter[int] = field(default_factory=Counter)
    first: dict[int, int] = field(default_factory=dict)
    missing: int = 0
    lacking: list[int] = field(default_factory=list)


@dataclass(slots=True)
class PairTally:
    """A body and the next one: in how many runs it stood above, level, and how many had scores of both."""

    above: int = 0
    level: int = 0
    both: int = 0


@dataclass(slots=True)
class Tally:
    """All bodies over runs.

    Attributes:
        pairs: neighbours by their nominal rank, as places of bodies.
        shifts: how many runs had so many bodies with a rank, and so large a sum of shifts from their nominal ranks.

    """

    nominal: Any
    bodies: list[BodyTally]
    pairs: dict[tuple[int, int], PairTally]
    shifts: Counter[tuple[int, int]] = field(default_factory=Counter)
    runs: int = 0


LACKING = 10
"""Runs without a score that are looked at for the reason."""


def tally_of(nominal: Sequence[int], pairs: Sequence[tuple[int, int]]) -> Tally:
    """A tally with no run yet; `nominal`: the rank of each body, `UNRANKED` where it has none."""
    np = needed("numpy", "simulate")
    return Tally(np.array(nominal), [BodyTally() for _ in nominal], {pair: PairTally() for pair in pairs})


def add(tally: Tally, runs: Outcomes) -> None:
    """Count some more runs."""
    np = needed("numpy", "simulate")
    size = len(runs.scores)
    for at, body in enumerate(tally.bodies):
        missing = runs.missing[:, at]
        there = ~missing
        _count(body.scores, runs.scores[there, at])
        _count(body.ranks, runs.ranks[there, at])
        for grade in _count(body.grades, runs.grades[there, at]):
            if grade not in body.first:
                body.first[grade] = tally.runs + 1 + int(np.argmax(there & (runs.grades[:, at] == grade)))
        body.missing += int(missing.sum())
        if len(body.lacking) < LACKING and missing.any():
            body.lacking += (tally.runs + 1 + int(row) for row in np.flatnonzero(missing)[: LACKING - len(body.lacking)])
    for (one, other), pair in tally.pairs.items():
        both = ~(runs.missing[:, one] | runs.missing[:, other])
        pair.both += int(both.sum())
        pair.above += int((both & (runs.scores[:, one] > runs.scores[:, other])).sum())
        pair.level += int((both & (runs.scores[:, one] == runs.scores[:, other])).sum())
    total, ranked = shifts_of(tally.nominal, runs)
    for key, count in zip(*np.unique(np.stack([total, ranked], axis=1), axis=0, return_counts=True), strict=True):
        tally.shifts[int(key[0]), int(key[1])] += int(count)
    tally.runs += size


def shifts_of(nominal: Any, runs: Outcomes) -> tuple[Any, Any]:
    """For each run the sum of the absolute shifts of rank, and over how many bodies."""
    np = needed("numpy", "simulate")
    counted = (runs.ranks != UNRANKED) & (nominal != UNRANKED)
    return np.where(counted, np.abs(runs.ranks - nominal), 0).sum(axis=1), counted.sum(axis=1)


def _count(counts: Counter[int], column: Any) -> list[int]:
    values, times = needed("numpy", "simulate").unique(column, return_counts=True)
    found = [int(value) for value in values]
    for value, count in zip(found, times, strict=True):
        counts[value] += int(count)
    return found


# ── what counts come to ──


def quantiles(counts: Mapping[Any, int], shares: Sequence[Fraction]) -> list[Any]:
    """For each share the least value that at least this share of runs does not exceed; nothing when there are no runs."""
    whole = sum(counts.values())
    if not whole:
        return []
    found, below, wanted = [], 0, list(shares)
    for value in sorted(counts):
        below += counts[value]
        while wanted and below >= wanted[0] * whole:
            found.append(value)
            wanted.pop(0)
    return found


def mean(counts: Mapping[Any, int]) -> Fraction | None:
    """The exact mean."""
    whole = sum(counts.values())
    return sum((Fraction(value) * count for value, count in counts.items()), Fraction(0)) / whole if whole else None
