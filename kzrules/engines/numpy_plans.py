"""The plans of a program for NumPy, kept from batch to batch: a plan holds for all numbers within its bounds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from kzrules.compiled.integers import Node, in_order
from kzrules.compiled.magnitudes import Interval
from kzrules.engines.fitting import fitting
from kzrules.engines.numpy_operations import NumpyOperations
from kzrules.engines.numpy_plan import Plan, plan_of
from kzrules.engines.numpy_runner import SLICE, processors, run_plan
from kzrules.extras import needed

Column = Any
One = TypeVar("One")
_REMADE = 3
"""So often a plan is made anew because a condition is no more the same everywhere; then none is taken to be."""


@dataclass(frozen=True, slots=True)
class Computed:
    """The value of every root for some rows, and the rows that must be decided elsewhere."""

    columns: Mapping[Node, Column]
    left: Column


@dataclass(frozen=True, slots=True)
class _Bounded:
    """A plan and what it was made for.

    Attributes:
        bounds: of the numbers.
        known: conditions that are the same in every row.
        within: inputs whose rows beyond these tighter bounds it does not decide.
        remade: how often conditions that were known turned out not to be.

    """

    plan: Plan
    bounds: Mapping[str, Interval]
    known: Mapping[str, bool]
    within: Mapping[str, Interval]
    remade: int

    def holds(self, spans: Mapping[str, Interval], known: Mapping[str, bool]) -> bool:
        fits = all(self.bounds[name][0] <= low and high <= self.bounds[name][1] for name, (low, high) in spans.items())  # type: ignore[operator]
        return fits and self.known.items() <= known.items()


class Plans:
    """Plans by what they compute, each made when numbers come that the last one does not hold for.

    Args:
        threads: at most so many; None: as many as this process may use.

    """

    def __init__(self, threads: int | None = None) -> None:
        self.threads = threads or processors()
        self._made: dict[tuple[Node, ...], _Bounded] = {}

    def computed(self, roots: Sequence[Node], columns: Mapping[str, Column], size: int) -> Computed:
        """The values of nodes for columns of int64 and conditions.

        Raises:
            BeyondEngine: a number does not fit, whatever rows are left out.

        """
        np = needed("numpy", "batch")
        key = tuple(dict.fromkeys(roots))
        spans, known = self._scanned(key, columns, size)
        bounded = self._made.get(key)
        if bounded is None or not bounded.holds(spans, known):
            bounded = self._made[key] = _planned(key, spans, known, bounded)
        outputs = run_plan(bounded.plan, _bounded(columns, bounded.within), size, self.threads)
        left = outputs[-1]
        for name, (low, high) in bounded.within.items():
            left |= (columns[name] < low) | (columns[name] > high)
        return Computed({root: outputs[index] for root, index in bounded.plan.columns.items()}, left if size else np.zeros(0, dtype=bool))

    def _scanned(self, roots: Sequence[Node], columns: Mapping[str, Column], size: int) -> tuple[dict[str, Interval], dict[str, bool]]:
        """The least and the greatest of every number that is read, and the conditions that are the same in every row."""
        order = in_order(roots)
        numbers = [node.args[0] for node in order if node.op == "input"]
        flags = [node.args[0] for node in order if node.op == "flag"]
        spans = self._each(lambda name: _span(columns[name], size), numbers, size)
        same = self._each(lambda name: _same(columns[name]), flags, size)
        return spans, {name: value for name, value in same.items() if value is not None}

    def _each(self, look: Callable[[str], One], names: Sequence[str], size: int) -> dict[str, One]:
        """What is seen in each column, looked at by several threads where there are many rows."""
        if self.threads == 1 or size < 2 * SLICE:
            return {name: look(name) for name in names}
        with ThreadPoolExecutor(self.threads) as pool:
            return dict(zip(names, pool.map(look, names), strict=True))


def _planned(roots: tuple[Node, ...], spans: Mapping[str, Interval], known: Mapping[str, bool], before: _Bounded | None) -> _Bounded:
    """A plan that holds for this batch and for all that came before."""
    remade = before.remade + (not before.known.items() <= known.items()) if before else 0
    if before:
        known = {name: value for name, value in before.known.items() if known.get(name) == value} if remade < _REMADE else {}
    bounds = {name: _widened(span, before.bounds[name] if before else span) for name, span in spans.items()}
    steps, within = fitting(roots, bounds, NumpyOperations(), known)
    return _Bounded(plan_of(steps, frozenset(spans)), bounds, known, within, remade)


def _span(column: Column, size: int) -> Interval:
    pieces = [column[start : start + SLICE] for start in range(0, size, SLICE)]
    return (min((int(piece.min()) for piece in pieces), default=0), max((int(piece.max()) for piece in pieces), default=0))


def _same(column: Column) -> bool | None:
    """What a condition is in every row, if it is the same."""
    return bool(column[0]) if len(column) and bool(column[0]) == bool((column.all if column[0] else column.any)()) else None


def _bounded(columns: Mapping[str, Column], within: Mapping[str, Interval]) -> Mapping[str, Column]:
    """Columns brought within bounds: what is beyond them is computed in vain, and must not overflow."""
    np = needed("numpy", "batch")
    return {**columns, **{name: np.clip(columns[name], low, high) for name, (low, high) in within.items()}}


def _widened(span: Interval, before: Interval) -> Interval:
    """Bounds out to a power of two, so that the next batch fits them too."""
    low, high = (0 if end is None else end for end in span)
    least, most = (0 if end is None else end for end in before)
    low, high = min(low, least), max(high, most)
    return (-_power(-low) if low < 0 else 0, _power(high) if high > 0 else 0)


def _power(value: int) -> int:
    return (1 << value.bit_length()) - 1
