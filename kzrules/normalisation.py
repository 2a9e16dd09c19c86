"""Min-max over the bodies of a run: whose value is the least and the greatest, and where a value stands between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from kzrules.facts import Body
from kzrules.outcome import Result, Step
from kzrules.program import Normalise
from kzrules.values import Missing

Held = tuple[Fraction, Body]
"""A value, and a body that has it."""


@dataclass(frozen=True, slots=True)
class Extent:
    """The least and the greatest value among some bodies, each with the first body that has it.

    Attributes:
        least, greatest: None where nobody's value is known.
        left_out: the bodies whose value is not known.

    """

    least: Held | None = None
    greatest: Held | None = None
    left_out: tuple[Body, ...] = ()


@dataclass(frozen=True, slots=True)
class Survey:
    """The two least and the two greatest values of all bodies of a pool: enough to leave any one body out."""

    least: tuple[Held, ...]
    greatest: tuple[Held, ...]
    unknown: tuple[Body, ...]

    def without(self, body: Body) -> Extent:
        """The extent of the others."""
        least, greatest = (next((held for held in ends if held[1] is not body), None) for ends in (self.least, self.greatest))
        return Extent(least, greatest, tuple(other for other in self.unknown if other is not body))


def survey_of(values: Iterable[tuple[Body, Result]]) -> Survey:
    """A look at the values of all bodies, in the order of the run."""
    known: list[Held] = []
    unknown: list[Body] = []
    for body, value in values:
        if isinstance(value, Missing):
            unknown.append(body)
        else:
            known.append((value, body))
    ordered = sorted(known, key=lambda held: held[0])
    downward = sorted(known, key=lambda held: -held[0])
    return Survey(tuple(ordered[:2]), tuple(downward[:2]), tuple(unknown))


def placed(normalise: Normalise, own: Fraction, least: Fraction, greatest: Fraction) -> Fraction:
    """The score of a value between two ends that differ."""
    way = own - least if normalise.better == "more" else greatest - own
    return normalise.to * way / (greatest - least)


def ends_of(extent: Extent, own: Fraction, body: Body) -> tuple[Fraction, Fraction, list[Step]]:
    """The least and the greatest when the body's own value is among them; whose they are, and who is left out."""
    least = extent.least if extent.least is not None and extent.least[0] <= own else (own, body)
    greatest = extent.greatest if extent.greatest is not None and extent.greatest[0] >= own else (own, body)
    told = [Step("least", least[1].title(), least[0]), Step("greatest", greatest[1].title(), greatest[0])]
    if extent.left_out:
        told.append(Step("left_out", ", ".join(other.title() for other in extent.left_out), Missing()))
    return least[0], greatest[0], told
