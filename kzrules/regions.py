"""The line of numbers cut at the bounds of a table's rows: which piece falls in which rows, and which pieces a value can reach."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from kzrules.program import Row
from kzrules.ranges import Range
from kzrules.tables import holds


@dataclass(frozen=True, slots=True)
class Region:
    """A bound itself (`low` is `high`), or what lies between two neighbouring bounds, both excluded (None: no bound there)."""

    low: Fraction | None
    high: Fraction | None
    rows: tuple[Row, ...]


def regions_of(rows: tuple[Row, ...]) -> tuple[Region, ...]:
    """The pieces, from the least to the greatest; the rows that hold each are in the order of the table."""
    cuts = sorted({bound for row in rows for bound in (row.low, row.high) if bound is not None})
    if not cuts:
        return (Region(None, None, rows),)
    found = [_region(None, cuts[0], cuts[0] - 1, rows)]
    for one, two in pairwise(cuts):
        found += [_region(one, one, one, rows), _region(one, two, (one + two) / 2, rows)]
    return (*found, _region(cuts[-1], cuts[-1], cuts[-1], rows), _region(cuts[-1], None, cuts[-1] + 1, rows))


def _region(low: Fraction | None, high: Fraction | None, sample: Fraction, rows: tuple[Row, ...]) -> Region:
    return Region(low, high, tuple(row for row in rows if holds(row, sample)))


def reached(region: Region, values: Range) -> bool:
    """Whether a value can fall in a region: one of the range, at its step."""
    lows = [end for end in (region.low, values.low) if end is not None]
    highs = [end for end in (region.high, values.high) if end is not None]
    if not lows or not highs:
        return True
    if values.step is not None:
        return _least(region, values, max(lows)) <= _greatest(region, values, min(highs))
    only = max(lows)
    if only != min(highs) or region.low == region.high:
        return only <= min(highs)
    return (region.low is None or region.low < only) and (region.high is None or only < region.high)


def _least(region: Region, values: Range, low: Fraction) -> Fraction:
    """The least value that is not below a region, nor on the bound that it leaves out."""
    assert values.step is not None
    least = ceil(low / values.step) * values.step
    return least + values.step if least == region.low != region.high else least


def _greatest(region: Region, values: Range, high: Fraction) -> Fraction:
    assert values.step is not None
    greatest = floor(high / values.step) * values.step
    return greatest - values.step if greatest == region.high != region.low else greatest


def empty(row: Row) -> bool:
    """Whether no number at all falls in a row."""
    if row.low is None or row.high is None:
        return False
    return row.low > row.high or (row.low == row.high and not (row.low_included and row.high_included))
