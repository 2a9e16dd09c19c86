"""The least and the greatest of the values that rules place among those of other bodies, by a first look at all rows: exact, a chunk at a time.

A body's own value is among those of its pool: the ends of all bodies are the ends that every one of them is placed between. A row that
was rejected, or lacks what the value needs, is left out, as the interpreter leaves out a body whose value is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from kzrules.compiled.lowered import LoweredEnds, LoweredProgram
from kzrules.extras import needed
from kzrules.frames.cells import Array
from kzrules.program import KINDS, Pool

Group = tuple[int, int, str]
"""Body kind, assessed year, path of the rule."""


@dataclass(slots=True)
class Reach:
    """The ends of the values of every group."""

    groups: dict[Group, tuple[Fraction, Fraction]] = field(default_factory=dict)

    def add(self, group: Group, low: Fraction, high: Fraction) -> None:
        """Two ends more."""
        one, other = self.groups.get(group, (low, high))
        self.groups[group] = (min(one, low), max(other, high))

    def of(self, ends: Mapping[str, LoweredEnds], kind: int, year: int) -> dict[str, Fraction | None]:
        """The ends that the bodies of a kind and year are placed between, by the names of their unknowns; None: nobody has a value."""
        found: dict[str, Fraction | None] = {}
        for path, one in ends.items():
            spans = [self.groups[group] for group in self._pool(one.ends.pool, kind, year, path) if group in self.groups]
            found[one.ends.least] = min((low for low, _ in spans), default=None)
            found[one.ends.greatest] = max((high for _, high in spans), default=None)
        return found

    @staticmethod
    def _pool(pool: Pool, kind: int, year: int, path: str) -> Iterable[Group]:
        return ((other, year, path) for other in ([kind] if pool == "same_kind" else range(len(KINDS))))


def values_wanted(lowered: LoweredProgram) -> list[Any]:
    """The values that rules place and when each is missing, in turn: to be computed before the ends are known."""
    return [part for one in lowered.ends.values() for part in (one.value, one.missing)]


def reach_of(reach: Reach, lowered: LoweredProgram, columns: Any, kind: int, year: int) -> None:
    """Adds the values of some rows, all of one kind and year; `columns` has what `values_wanted` names."""
    np = needed("numpy", "frames")
    for path, one in lowered.ends.items():
        rows = np.flatnonzero(~columns.found[one.missing])
        if not len(rows):
            continue
        numbers = [(columns.found[part.over][rows], columns.below(part)[0][rows]) for part in one.value]
        reach.add((kind, year, path), *_ends(numbers, np))


def _ends(numbers: list[tuple[Array, Array]], np: Any) -> tuple[Fraction, Fraction]:
    """The least and the greatest of sums of fractions."""
    if len(numbers) == 1:
        over, below = numbers[0]
        found = []
        for one in np.unique(below):
            some = over[below == one]
            found += [Fraction(int(some.min()), int(one)), Fraction(int(some.max()), int(one))]
        return min(found), max(found)
    sums = [sum((Fraction(int(over[row]), int(below[row])) for over, below in numbers), Fraction(0)) for row in range(len(numbers[0][0]))]
    return min(sums), max(sums)
