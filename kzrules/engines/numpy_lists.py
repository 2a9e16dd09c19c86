"""Lists gathered by NumPy: a long table added up into one row for each body, exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import lcm
from typing import Any

from kzrules.compiled.batch import Records
from kzrules.compiled.integers import Part, in_order
from kzrules.compiled.lowered import GatheredList
from kzrules.compiled.lowering import below_of, roots_of
from kzrules.engines.numpy_plans import Computed, Plans
from kzrules.extras import needed

Column = Any
_EXACT, _WORD, _SHARED = 2**53, 2**62, 10**15
"""Doubles and words are exact below these; common denominators beyond the last leave no room for a sum."""
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
    fractions = [(found.columns[part.over], _below(part, found, added)) for part in one.value]
    shared = _shared([below for _, below in fractions])
    common: Column = np.full(size, shared or 1, dtype=np.int64)
    if shared is None:
        common = _own([below for _, below in fractions], added, body, left)
    total = np.zeros(size, dtype=np.int64)
    most = _WORD // (4 * len(fractions) * max(1, int(number.max(initial=0))))
    for over, below in fractions:
        times = shared // below if shared else common[body] // np.maximum(below, 1)
        total += _sums(over, times, added & ~left[body], body, left, most)
    made = {gather.count: number, gather.any_open: np.bincount(body[lacks], minlength=size) > 0}
    return made | {gather.total: total, below_of(gather.total): common}, left


def _below(part: Part, found: Computed, added: Column) -> Any:
    """The denominator of a fraction: one for all records, or that of each record that is added up (elsewhere the scale; nothing: too large)."""
    np = needed("numpy", "batch")
    if not part.by:
        return part.scale
    below = np.full(len(added), part.scale, dtype=np.int64)
    size = below.astype(np.float64)
    for node in part.by:
        np.multiply(below, found.columns[node], out=below, where=added)
        np.multiply(size, found.columns[node], out=size, where=added)
    below[size >= _WORD] = 0
    return below


def _shared(belows: Sequence[Any]) -> int | None:
    """A common denominator of all records, if there is one that fits."""
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
    return shared if shared < _SHARED else None


def _own(belows: Sequence[Any], added: Column, body: Column, left: Column) -> Column:
    """A common denominator of the records of each body; bodies that have none that fits are marked in `left`, and have 1."""
    np = needed("numpy", "batch")
    common, size = np.ones(len(left), dtype=np.int64), np.ones(len(left))
    for below in belows:
        each = np.full(len(added), below, dtype=np.int64) if isinstance(below, int) else below
        left[body[added & (each == 0)]] = True
        some = added & (each > 0)
        whose, each = body[some], each[some]
        order = np.lexsort((each, whose))
        whose, each = whose[order], each[order]
        new = np.append(True, (whose[1:] != whose[:-1]) | (each[1:] != each[:-1]))[: len(whose)]  # each denominator of a body once
        whose, each = whose[new], each[new]
        with np.errstate(over="ignore"):  # then it is infinite, and left
            np.multiply.at(size, whose, each)
        fits = size[whose] < _SHARED
        np.lcm.at(common, whose[fits], each[fits])
    left[size >= _SHARED] = True
    common[left] = 1
    return common


def _sums(over: Column, times: Any, added: Column, body: Column, left: Column, most: int) -> Column:
    """The sum of numerator times factor over the records of each body; bodies with one that is too large are marked in `left`."""
    np = needed("numpy", "batch")
    factor = int(times.max(initial=1)) if isinstance(times, np.ndarray) else times
    size = max(abs(int(over.min(initial=0, where=added))), abs(int(over.max(initial=0, where=added)))) * factor
    if size >= most:
        large = added & (np.abs(over.astype(np.float64)) * times >= most)
        left[body[large]] = True
        added, size = added & ~large, most
    terms = np.where(added, over, 0) * times
    if size * max(1, _WORD // most) < _EXACT:
        return np.bincount(body, weights=terms, minlength=len(left)).astype(np.int64)
    total = np.zeros(len(left), dtype=np.int64)
    np.add.at(total, body, terms)
    return total
