"""Ranges of numbers: between which bounds, and in which steps."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd, lcm

from kzrules.values import Mode, rounded

_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Range:
    """Values from `low` to `high`, both included (None: no bound known), at multiples of `step` (None: any between)."""

    low: Fraction | None = None
    high: Fraction | None = None
    step: Fraction | None = None

    @property
    def positive(self) -> bool:
        """Whether no value is below 0."""
        return self.low is not None and self.low >= 0


ANY = Range()


def only(figure: Fraction) -> Range:
    """One figure."""
    return Range(figure, figure, abs(figure) or None)


def rounded_range(found: Range, places: int, mode: Mode) -> Range:
    """A range after rounding."""
    low, high = (None if end is None else rounded(end, places, mode) for end in (found.low, found.high))
    step = Fraction(1, 10**places)
    return Range(low, high, found.step if found.step is not None and (found.step / step).denominator == 1 else step)


def united(ranges: Iterable[Range]) -> Range:
    """The least range that holds all of them."""
    found = list(ranges)
    steps = [one.step for one in found]
    low = None if any(one.low is None for one in found) else min(one.low for one in found if one.low is not None)
    high = None if any(one.high is None for one in found) else max(one.high for one in found if one.high is not None)
    return Range(low, high, None if None in steps or not steps else _common([step for step in steps if step is not None]))


def _common(steps: list[Fraction]) -> Fraction:
    """The greatest number that every step is a multiple of."""
    bottom = lcm(*(step.denominator for step in steps))
    return Fraction(gcd(*(int(step * bottom) for step in steps)), bottom)


def minus(one: Range) -> Range:
    """The range of −value."""
    return Range(None if one.high is None else -one.high, None if one.low is None else -one.low, one.step)


def plus(one: Range, two: Range) -> Range:
    """The range of a sum."""
    low = None if one.low is None or two.low is None else one.low + two.low
    high = None if one.high is None or two.high is None else one.high + two.high
    return Range(low, high, None if one.step is None or two.step is None else _common([one.step, two.step]))


def arithmetic(op: ast.operator, one: Range, two: Range) -> Range:
    """The range of a sum, difference, product or quotient."""
    if isinstance(op, ast.Add):
        return plus(one, two)
    if isinstance(op, ast.Sub):
        return plus(one, minus(two))
    if isinstance(op, ast.Div):
        if two.low is None or two.low <= 0 or two.high is None:
            return Range(_ZERO, None) if one.positive and two.positive else ANY
        one, two = replace(one, step=None), Range(1 / two.high, 1 / two.low)
    if None in (one.low, one.high, two.low, two.high):
        return Range(_ZERO, None) if one.positive and two.positive else ANY
    ends = [a * b for a in (one.low, one.high) for b in (two.low, two.high) if a is not None and b is not None]
    return Range(min(ends), max(ends))
