"""The distribution of a number around a body's own, in units of its last decimal."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from kzrules.dictionary import FactSpec
from kzrules.simulation.drawing import MOST, Bell, Drawing, Evenly, Pick, Triangle, pick_of
from kzrules.simulation.spec import Distribution

_WORD = 2**62


def number_drawing(given: Distribution, own: Fraction, spec: FactSpec) -> tuple[Drawing | None, int]:
    """How a number is drawn, and with how many decimals: those of the dictionary, or fewer where a double could not tell neighbours apart.

    Returns:
        None for the drawing when the own value is to be the likeliest and lies beyond the ends.

    """
    for places in range(spec.places, -1, -1):
        drawing = _drawing(given, own, spec, places)
        if drawing is None or isinstance(drawing, Pick) or fits(drawing):
            return drawing, places
    return drawing, 0


def fits(drawing: Drawing) -> bool:
    """Whether doubles tell the whole numbers of a drawing apart, or a machine word holds them."""
    if isinstance(drawing, Pick):
        return all(abs(number) < _WORD for number in drawing.numbers)
    if isinstance(drawing, Bell):
        return abs(drawing.mean) + 9 * drawing.spread < MOST
    return abs(Fraction(drawing.low)) + abs(Fraction(drawing.high)) < MOST


def _drawing(given: Distribution, own: Fraction, spec: FactSpec, places: int) -> Drawing | None:
    scale = 10**places
    own *= scale
    numbers = [own if one is None else one * scale for one in given.numbers]
    match given.shape:
        case "values":
            return pick_of(given.chances, [int(Fraction(word) * scale) for word in given.values])
        case "normal":
            return Bell(own, numbers[0])
        case "percent":
            return Bell(own, abs(own) * numbers[0] / scale / 100)
        case "times":
            ends = sorted(own * one / scale for one in numbers)
            return Triangle(*ends) if len(ends) == 3 else _between(ends[0], ends[1], spec, scale)
        case "triangular":
            return Triangle(*numbers) if numbers == sorted(numbers) else None
        case _:
            return _between(numbers[0], numbers[1], spec, scale)


def _between(low: Fraction, high: Fraction, spec: FactSpec, scale: int) -> Evenly:
    """The whole numbers between two ends that the dictionary admits; where there is none, the nearest."""
    least, most = ceil(low), floor(high)
    if least > most:
        least = most = floor((low + high) / 2 + Fraction(1, 2))
    if spec.least is not None:
        least, most = (max(end, ceil(spec.least * scale)) for end in (least, most))
    if spec.most is not None:
        least, most = (min(end, floor(spec.most * scale)) for end in (least, most))
    return Evenly(least, most)
