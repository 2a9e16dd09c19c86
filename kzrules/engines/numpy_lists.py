"""Lists gathered by NumPy: a long table added up into one row for each body, exactly."""

from __future__ import annotations

from collections.abc import Mapping
from math import lcm, prod
from typing import Any

from kzrules.compiled.batch import Records
from kzrules.compiled.integers import Part, in_order
from kzrules.compiled.lowered import GatheredList
from kzrules.compiled.lowering import below_of, roots_of
from kzrules.engines.numpy_plans import Computed, Plans
from kzrules.extras import needed

Column = Any
_EXACT, _WORD = 2**53, 2**62
_LOOKED_UP = 2**20
"""The largest denominators that are looked up in a table and not sorted."""
_MOST = 1000
"""The most different denominators that are brought to a common one."""


def gathered(plans: Plans, one: GatheredList, records: Records, columns: Mapping[str, Column], size: int) -> tuple[dict[str, Column], Column]:
    """The inputs of bodies that a list comes to, and the bodies of which this could not be told.

    Raises:
        BeyondEngine: a number does not fit, whatever rows are left out.

    """
    np, gather, body = needed("numpy", "batch"), one.gather, records.body
    roots = [*roots_of([one.value]), one.counted, one.open]
    asked = {node.args[0] for node in in_order(roots) if node.op in ("input", "flag")}
    given = {name: records.columns[name] if name in records.columns else columns[name][body] for name in asked}
    found = plans.computed(roots, given, len(body))
    counts, lacks = found.columns[one.counted], found.columns[one.open]
    number = np.bincount(body[counts], minlength=size).astype(np.int64)
    left = np.zeros(size, dtype=bool)
    left[body[found.left]] = True
    added = counts & ~lacks & ~found.left
    belows = [_below(part, found, added) for part in one.value]
    shared = _shared([part.scale if below is None else below for part, below in zip(one.value, belows, strict=True)])
    total = np.zeros(size, dtype=np.int64)
    if shared is None:
        left[body] = True
    else:
        most = _WORD // (4 * len(one.value) * max(1, int(number.max(initial=0))))
        for part, below in zip(one.value, belows, strict=True):
            total += _sums(found.columns[part.over], shared // (part.scale if below is None else below), added, body, left, most)
    made = {gather.count: number, gather.any_open: np.bincount(body[lacks], minlength=size) > 0}
    return made | {gather.total: total, below_of(gather.total): np.full(size, shared or 1, dtype=np.int64)}, left


def _below(part: Part, found: Computed, added: Column) -> Column | None:
    """The denominator of a fraction in each record that is added up, elsewhere its scale; None where it is the scale everywhere; 0: too large."""
    np = needed("numpy", "batch")
    if not part.by:
        return None
    columns = [found.columns[node] for node in part.by]
    if part.scale * prod(int(column.max(initial=1, where=added)) for column in columns) >= _WORD:
        return np.zeros(len(added), dtype=np.int64)
    below = np.full(len(added), part.scale, dtype=np.int64)
    for column in columns:
        np.multiply(below, column, out=below, where=added)
    return below


def _shared(belows: list[Any]) -> int | None:
    """A common denominator, if there is one that fits."""
    np = needed("numpy", "batch")
    shared = 1
    for below in belows:
        if isinstance(below, int):
            shared = lcm(shared, below)
            continue
        most = int(below.max(initial=1))
        if most < _LOOKED_UP:
            there = np.zeros(most + 1, dtype=bool)
            there[below] = True
            different = np.flatnonzero(there)
        else:
            different = np.unique(below)
        if len(different) > _MOST or (len(different) and not different[0]):
            return None
        shared = lcm(shared, *(int(one) for one in different))
    return shared if shared < _WORD else None


def _sums(over: Column, times: Any, added: Column, body: Column, left: Column, most: int) -> Column:
    """The sum of numerator times factor over the records of each body; bodies with one that is too large are marked in `left`."""
    np = needed("numpy", "batch")
    factor = int(times.max(initial=1)) if isinstance(times, np.ndarray) else times
    size = max(abs(int(over.min(initial=0, where=added))), abs(int(over.max(initial=0, where=added))))
    if size * factor >= most:
        large = added & (np.abs(over) > most // factor)
        left[body[large]] = True
        added = added & ~large
    terms = np.where(added, over, 0) * times
    if min(size * factor, most) * max(1, _WORD // most) < _EXACT:
        return np.bincount(body, weights=terms, minlength=len(left)).astype(np.int64)
    total = np.zeros(len(left), dtype=np.int64)
    np.add.at(total, body, terms)
    return total
