"""The integer form in NumPy: slices of rows in buffers that stay in the processor's cache, on as many threads as there are processors.

What its machine numbers cannot decide is left to `kzrules.compiled.batch`, where numbers may be of any size.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kzrules.compiled.batch import Records
from kzrules.compiled.lowered import LoweredProgram
from kzrules.compiled.lowering import roots_of
from kzrules.engines.columns import narrowed, small_rows
from kzrules.engines.numpy_lists import gathered
from kzrules.engines.numpy_plans import Plans
from kzrules.engines.outcome import Outcome, Output, completed, outputs_of
from kzrules.engines.steps import BeyondEngine
from kzrules.extras import needed

Column = Any
"""A NumPy array: int64 or Python's whole numbers, or booleans."""


def run_numpy(lowered: LoweredProgram, inputs: Mapping[str, Column], records: Mapping[str, Records], size: int) -> dict[str, Output]:
    """Numerators, denominators and what is missing of every output, for columns of `size` bodies."""
    return outputs_of(numpy_outcome(lowered, inputs, records, size), lowered)


def numpy_outcome(
    lowered: LoweredProgram, inputs: Mapping[str, Column], records: Mapping[str, Records], size: int, plans: Plans | None = None
) -> Outcome:
    """The value of every node that an output is made of, for columns of `size` bodies.

    Args:
        lowered: the program.
        inputs: a column for every answer.
        records: the records of each list.
        size: how many bodies.
        plans: those of this program from an earlier batch, to use again.

    """
    np = needed("numpy", "batch")
    plans = plans or Plans()
    kept = small_rows(inputs, records, size)
    rows = np.flatnonzero(kept)
    columns, few = narrowed(inputs, kept), _kept(records, kept)
    left = np.zeros(len(rows), dtype=bool)
    try:
        for one in lowered.gathered:
            made, open_ = gathered(plans, one, few[one.gather.over], columns, len(rows))
            columns |= made
            left |= open_
        computed = plans.computed(roots_of(lowered.wanted), columns, len(rows))
    except BeyondEngine:
        return completed(lowered, inputs, records, {}, np.zeros(size, dtype=bool))
    if len(rows) == size:
        return completed(lowered, inputs, records, computed.columns, ~(left | computed.left))
    decided = np.zeros(size, dtype=bool)
    decided[rows] = ~(left | computed.left)
    found = {}
    for node, column in computed.columns.items():
        found[node] = np.zeros(size, dtype=column.dtype)
        found[node][rows] = column
    return completed(lowered, inputs, records, found, decided)


def _kept(records: Mapping[str, Records], kept: Column) -> dict[str, Records]:
    """The records of the kept bodies as machine words."""
    np = needed("numpy", "batch")
    place = np.cumsum(kept) - 1
    found = {}
    for name, one in records.items():
        lines = kept[one.body]
        body = one.body if kept.all() else place[one.body[lines]]
        found[name] = Records(body, narrowed(one.columns, lines))
    return found
