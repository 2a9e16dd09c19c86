"""The plans of a program for NumPy, kept from batch to batch: a plan holds for all numbers within its bounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from kzrules.compiled.integers import Node, in_order
from kzrules.compiled.magnitudes import Interval
from kzrules.engines.fitting import fitting
from kzrules.engines.numpy_operations import NumpyOperations
from kzrules.engines.numpy_plan import Plan, plan_of
from kzrules.engines.numpy_runner import SLICE, processors, run_plan
from kzrules.extras import needed

Column = Any


@dataclass(frozen=True, slots=True)
class Computed:
    """The value of every root for some rows, and the rows that must be decided elsewhere."""

    columns: Mapping[Node, Column]
    left: Column


@dataclass(frozen=True, slots=True)
class _Bounded:
    """A plan, the bounds it was made for, and the inputs whose rows beyond tighter bounds it does not decide."""

    plan: Plan
    bounds: Mapping[str, Interval]
    within: Mapping[str, Interval]

    def holds(self, spans: Mapping[str, Interval]) -> bool:
        return all(self.bounds[name][0] <= low and high <= self.bounds[name][1] for name, (low, high) in spans.items())  # type: ignore[operator]


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
        spans = self._spans(key, columns, size)
        bounded = self._made.get(key)
        if bounded is None or not bounded.holds(spans):
            bounds = {name: _widened(span, bounded.bounds[name] if bounded else span) for name, span in spans.items()}
            steps, within = fitting(key, bounds, NumpyOperations())
            bounded = self._made[key] = _Bounded(plan_of(steps, frozenset(spans)), bounds, within)
        outputs = run_plan(bounded.plan, _bounded(columns, bounded.within), size, self.threads)
        left = outputs[-1]
        for name, (low, high) in bounded.within.items():
            left |= (columns[name] < low) | (columns[name] > high)
        return Computed({root: outputs[index] for root, index in bounded.plan.columns.items()}, left if size else np.zeros(0, dtype=bool))

    def _spans(self, roots: Sequence[Node], columns: Mapping[str, Column], size: int) -> dict[str, Interval]:
        """The least and the greatest of every number that is read."""
        names = [node.args[0] for node in in_order(roots) if node.op == "input"]

        def span(name: str) -> Interval:
            pieces = [columns[name][start : start + SLICE] for start in range(0, size, SLICE)]
            return (min((int(piece.min()) for piece in pieces), default=0), max((int(piece.max()) for piece in pieces), default=0))

        if self.threads == 1 or size < 2 * SLICE:
            return {name: span(name) for name in names}
        with ThreadPoolExecutor(self.threads) as pool:
            return dict(zip(names, pool.map(span, names), strict=True))


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
