"""The widest bounds of the inputs for which every number fits an engine: the rows beyond them are decided elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from kzrules.compiled.integers import Node
from kzrules.compiled.known_flags import with_known
from kzrules.compiled.magnitudes import Interval
from kzrules.engines.operations import Operations
from kzrules.engines.steps import BeyondEngine, Steps, steps_of

E = TypeVar("E")
_CAPS = (None, 2**61, 2**48, 2**40, 2**31, 2**24, 2**16, 2**10)


def fitting(
    roots: Sequence[Node], intervals: Mapping[str, Interval], operations: Operations[E], known: Mapping[str, bool] | None = None
) -> tuple[Steps[E], dict[str, Interval]]:
    """The steps for the widest bounds of inputs whose numbers all fit, and the bounds that had to be drawn.

    Args:
        roots: the nodes that are wanted.
        intervals: what each number may be.
        operations: makes the expressions.
        known: conditions that are the same in every row.

    Raises:
        BeyondEngine: a number does not fit, whatever rows are left out.

    """
    settled = with_known(roots, known or {})
    for cap in _CAPS:
        within = {name: _clipped(interval, cap) for name, interval in intervals.items()}
        try:
            steps = steps_of(list(settled.values()), within, operations)
        except BeyondEngine:
            continue
        read = set(steps.reads.values())
        return replace(steps, columns={root: steps.columns[node] for root, node in settled.items()}), {
            name: interval for name, interval in within.items() if name in read and interval != intervals[name]
        }
    raise BeyondEngine


def _clipped(interval: Interval, cap: int | None) -> Interval:
    low, high = interval
    if cap is None:
        return interval
    return (-cap if low is None else max(low, -cap), cap if high is None else min(high, cap))
