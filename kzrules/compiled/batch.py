"""The scores of many bodies, column by column; lists are a second, long table, gathered exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

from kzrules.compiled.integers import Node, Parts, in_order
from kzrules.compiled.lowered import GatheredList, LoweredProgram
from kzrules.compiled.lowering import below_of, roots_of
from kzrules.compiled.numpy_columns import Column, Columns, narrow

_WORD = 2**62


@dataclass(frozen=True, slots=True)
class Records:
    """The records of a list for many bodies: the row of the body of each, and a column for each answer of a record."""

    body: Column
    columns: Mapping[str, Column]


def batch_columns(lowered: LoweredProgram, inputs: Mapping[str, Column], records: Mapping[str, Records], size: int) -> Columns:
    """The value of every output for `size` bodies: ask `found` for the nodes of `wanted`."""
    columns = Columns(inputs, size)
    for one in lowered.gathered:
        _gather(columns, one, records[one.gather.over])
    columns.of(lowered.wanted)
    return columns


def _gather(columns: Columns, one: GatheredList, records: Records) -> None:
    """Add what a list comes to as inputs of the bodies."""
    np, gather = columns.np, one.gather
    wanted: list[Parts | Node] = [one.value, one.counted, one.open]
    asked = {node.args[0] for node in in_order(roots_of(wanted)) if node.op in ("input", "flag")}
    given = {name: records.columns[name] if name in records.columns else columns.columns[name][records.body] for name in asked}
    inner = Columns(given, len(records.body))
    inner.of(wanted)
    counts, lacks = inner.found[one.counted], inner.found[one.open]
    number = np.bincount(records.body[counts], minlength=columns.size).astype(np.int64)
    over, below = _total(inner, one.value, counts & ~lacks, records.body, columns.size)
    columns.add(gather.count, number)
    columns.add(gather.any_open, np.bincount(records.body[lacks], minlength=columns.size) > 0)
    columns.add(gather.total, over)
    columns.add(below_of(gather.total), below)


def _total(inner: Columns, value: Parts, counts: Column, body: Column, size: int) -> tuple[Column, Column]:
    """The sum of a fraction over the records of each body, as numerators over one denominator for all bodies."""
    np = inner.np
    kept = np.flatnonzero(counts)
    pairs = [(inner.found[part.over][kept], inner.below(part)[0][kept]) for part in value]
    common = 1
    for _, below in pairs:
        common = lcm(common, *(int(one) for one in np.unique(below)))
        if common >= _WORD:
            return _one_by_one(pairs, body[kept], size, np)
    most = sum(max((abs(int(end)) for end in (over.min(), over.max())), default=0) for over, _ in pairs if len(over))
    small = most * common * max(1, len(kept)) < _WORD and all(column.dtype != object for pair in pairs for column in pair)
    dtype = np.int64 if small else object
    total = np.zeros(size, dtype=dtype)
    for numerators, below in pairs:
        np.add.at(total, body[kept], numerators.astype(dtype) * (common // below.astype(dtype)))
    return narrow(total, np), np.full(size, common, dtype=np.int64)


def _one_by_one(pairs: Sequence[tuple[Any, Any]], body: Any, size: int, np: Any) -> tuple[Column, Column]:
    """Denominators too different for one machine number: Python's fractions."""
    totals = [Fraction(0)] * size
    for numerators, below in pairs:
        for row, over, under in zip(body, numerators, below, strict=True):
            totals[row] += Fraction(int(over), int(under))
    over, under = (np.array([getattr(total, part) for total in totals], dtype=object) for part in ("numerator", "denominator"))
    return narrow(over, np), narrow(under, np)


def fractions_of(columns: Columns, parts: Parts) -> list[Fraction]:
    """A sum of fractions as exact numbers, one for each body."""
    found = [(columns.found[part.over], columns.below(part)[0]) for part in parts]
    return [sum((Fraction(int(over[row]), int(below[row])) for over, below in found), Fraction(0)) for row in range(columns.size)]
