"""One thing that is drawn: from a double between 0 and 1 to a whole number of its last decimal, or the place of a value in a list.

Doubles end here. What comes out is an exact answer, and everything after it is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import Any, assert_never

from kzrules.extras import needed
from kzrules.simulation.normal import normal_quantile


@dataclass(frozen=True, slots=True)
class Evenly:
    """Every whole number from `low` to `high`, both included, all alike."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Triangle:
    """A triangular distribution, rounded to whole numbers."""

    low: Fraction
    peak: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Bell:
    """A normal distribution, rounded to whole numbers."""

    mean: Fraction
    spread: Fraction


@dataclass(frozen=True, slots=True)
class Pick:
    """One of some values: the place of each, or the whole number itself in `numbers`; `chances` add up to one."""

    chances: tuple[Fraction, ...]
    numbers: tuple[int, ...] = ()


Drawing = Evenly | Triangle | Bell | Pick
MOST = 2**52
"""Beyond it a double no longer tells neighbouring whole numbers apart."""


def pick_of(chances: Sequence[Fraction], numbers: Sequence[int] = ()) -> Pick:
    """A choice whose chances are brought to a sum of one."""
    whole = sum(chances, Fraction(0))
    return Pick(tuple(chance / whole for chance in chances), tuple(numbers))


def drawn(drawing: Drawing, u: Any) -> Any:
    """The whole numbers that a column of doubles stands for."""
    np = needed("numpy", "simulate")
    match drawing:
        case Evenly(low=low, high=high):
            size = high - low + 1
            return low + np.minimum(np.floor(u * size), size - 1).astype(np.int64)
        case Triangle(low=low, peak=peak, high=high):
            return _nearest(_triangle(float(low), float(peak), float(high), u))
        case Bell(mean=mean, spread=spread):
            return _nearest(np.clip(float(mean) + float(spread) * normal_quantile(u), -float(MOST), float(MOST)))
        case Pick(chances=chances, numbers=numbers):
            ends = np.array([float(end) for end in accumulate(chances)])
            place = np.minimum(np.searchsorted(ends, u, side="right"), _last(chances))
            return np.array(numbers, dtype=np.int64)[place] if numbers else place
        case _:
            assert_never(drawing)


def _last(chances: tuple[Fraction, ...]) -> int:
    """The last value that can be drawn at all: the chances before it may add up to a double just below one."""
    return max(place for place, chance in enumerate(chances) if chance)


def _nearest(x: Any) -> Any:
    np = needed("numpy", "simulate")
    return np.floor(x + 0.5).astype(np.int64)


def _triangle(low: float, peak: float, high: float, u: Any) -> Any:
    np = needed("numpy", "simulate")
    if high == low:
        return np.full(len(u), low)
    width = high - low
    left = low + np.sqrt(u * (width * (peak - low)))
    right = high - np.sqrt((1 - u) * (width * (high - peak)))
    return np.where(u * width < peak - low, left, right)


def span_of(drawing: Drawing) -> tuple[int, int] | None:
    """The least and the greatest whole number that can come; None where there is no bound."""
    match drawing:
        case Evenly(low=low, high=high):
            return low, high
        case Triangle(low=low, high=high):
            half = Fraction(1, 2)
            return (low + half).__floor__(), (high + half).__floor__()
        case Bell():
            return None
        case Pick(chances=chances, numbers=numbers):
            places = [place for place, chance in enumerate(chances) if chance]
            found = [numbers[place] for place in places] if numbers else places
            return min(found), max(found)
        case _:
            assert_never(drawing)


def moves(drawing: Drawing) -> bool:
    """Whether more than one thing can come."""
    span = span_of(drawing)
    return isinstance(drawing, Bell) and drawing.spread > 0 if span is None else span[0] != span[1]
