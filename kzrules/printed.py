"""The bounds that an act prints, read from its own words: «70-89,99», «менее 50», «более 25».

What does not read as bounds alone says nothing: «не проводились», «80-100 либо отсутствие услуг».
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

_NUMBER = r"(\d{1,12}(?:[.,]\d{1,6})?)\s*%?"
_ABOVE = rf"(?:более|свыше|выше)\s+{_NUMBER}"
_BELOW = rf"(?:менее|ниже)\s+{_NUMBER}"


@dataclass(frozen=True, slots=True)
class Edge:
    """One printed bound; `included` is None where the words leave it open («до 20»)."""

    value: Fraction
    included: bool | None
    places: int


@dataclass(frozen=True, slots=True)
class Bounds:
    """The bounds that words print; None: not printed."""

    low: Edge | None = None
    high: Edge | None = None

    @property
    def places(self) -> int:
        """Decimal places of the more exact bound."""
        return max((edge.places for edge in (self.low, self.high) if edge), default=0)


# each form: a pattern, and for each of its numbers which bound it is and whether the bound belongs to the interval
_FORMS: tuple[tuple[re.Pattern[str], tuple[tuple[str, bool | None], ...]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), sides)
    for pattern, sides in (
        (rf"(?:от\s+)?{_NUMBER}(?:\s*[-–—]\s*|\s+до\s+){_NUMBER}", (("low", True), ("high", True))),
        (rf"{_NUMBER}\s+(?:и\s+)?(?:более|выше|далее)", (("low", True),)),
        (rf"{_NUMBER}\s+(?:и\s+)?(?:менее|ниже)", (("high", True),)),
        (rf"(?:не\s+менее|от|[A-Za-zА-Яа-я]?\s*≥)\s*{_NUMBER}", (("low", True),)),
        (rf"(?:не\s+более|[A-Za-zА-Яа-я]?\s*≤)\s*{_NUMBER}", (("high", True),)),
        (_ABOVE, (("low", False),)),
        (_BELOW, (("high", False),)),
        (rf"до\s+{_NUMBER}", (("high", None),)),
        (rf"{_ABOVE}\s*(?:,?\s*но|и)\s+{_BELOW}", (("low", False), ("high", False))),
        (rf"{_BELOW}\s*(?:,?\s*но|и)\s+{_ABOVE}", (("high", False), ("low", False))),
    )
)


def bounds_from_words(words: str) -> Bounds | None:
    """The bounds that words print, or None where they say anything else."""
    for pattern, sides in _FORMS:
        match = pattern.fullmatch(words.strip())
        if match:
            edges = {side: _edge(number, included) for number, (side, included) in zip(match.groups(), sides, strict=True)}
            return Bounds(edges.get("low"), edges.get("high"))
    return None


def _edge(number: str, included: bool | None) -> Edge:
    _, _, decimals = number.replace(",", ".").partition(".")
    return Edge(Fraction(number.replace(",", ".")), included, len(decimals))


def agrees(edge: Edge, bound: Fraction, included: bool, side: int, step: Fraction | None) -> bool:
    """Whether a printed bound and a written one leave the same values on the same side.

    Args:
        edge: the printed bound.
        bound: the written one.
        included: whether the written one belongs to its interval.
        side: 1 for a lower bound, -1 for an upper one.
        step: values come in multiples of it; without one, the places that are printed decide.

    """
    if edge.included is None and edge.value == bound:
        return True
    unit = step if step is not None else Fraction(1, 10**edge.places)
    return _first(edge.value, edge.included is not False, side, unit) == _first(bound, included, side, unit)


def _first(bound: Fraction, included: bool, side: int, unit: Fraction) -> Fraction:
    """The first multiple of a unit on the inner side of a bound."""
    count = bound * side / unit
    whole = -(-count.numerator // count.denominator)
    return Fraction(whole + (whole == count and not included)) * unit * side
