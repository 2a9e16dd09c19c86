"""The edges of a point table or a scale: exactly at the edge, and the nearest values that fall into another row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from kzrules.dictionary import Dictionary, FactSpec
from kzrules.formula import Formula
from kzrules.place import Place
from kzrules.program import Lookup, Program
from kzrules.tables import holds
from kzrules.values import rounded

Side = Literal["at", "below", "above"]
_HUNDREDTH = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class Edge:
    """A side of an edge: the value itself, or those within one step below or above it; `place` is the row it falls in."""

    place: Place
    value: Fraction
    side: Side
    step: Fraction

    def met_by(self, value: Any) -> bool:
        """Whether a value (rounded as the table says) is of this side."""
        if not isinstance(value, Fraction):
            return False
        match self.side:
            case "at":
                return value == self.value
            case "below":
                return self.value - self.step <= value < self.value
            case "above":
                return self.value < value <= self.value + self.step


def edges_of(lookup: Lookup, dictionary: Dictionary) -> Iterator[Edge]:
    """Every side of every edge of a table, as one lookup meets it."""
    rows = lookup.table.rows

    def place_at(value: Fraction) -> Place | None:
        return next((row.place for row in rows if holds(row, value)), None)

    limits = {end for row in rows for end in (row.low, row.high) if end is not None and not row.code}
    yield from _sides(sorted(limits), step_of(lookup, dictionary), place_at)


def band_edges(program: Program) -> Iterator[Edge]:
    """Every side of every edge of the scale."""

    def place_at(value: Fraction) -> Place | None:
        return next((b.place for b in program.bands if (b.low is None or value >= b.low) and (b.high is None or value < b.high)), None)

    limits = {end for band in program.bands for end in (band.low, band.high) if end is not None}
    yield from _sides(sorted(limits), Fraction(1, 10**program.overall.rounding.places), place_at)


def _sides(limits: list[Fraction], step: Fraction, place_at: Callable[[Fraction], Place | None]) -> Iterator[Edge]:
    for limit in limits:
        here, below, above = (place_at(limit + way * step) for way in (0, -1, 1))
        if here is not None:
            yield Edge(here, limit, "at", step)
        if below is not None and below != here:
            yield Edge(below, limit, "below", step)
        if above is not None and above != here:
            yield Edge(above, limit, "above", step)


def looked_up(lookup: Lookup, value: Any) -> Any:
    """The value as its table sees it."""
    rounding = lookup.table.rounding
    return rounded(value, rounding.places, rounding.mode) if rounding and isinstance(value, Fraction) else value


def step_of(lookup: Lookup, dictionary: Dictionary) -> Fraction:
    """The least step between two values: of the rounding, or of the fact that is looked up; else a hundredth."""
    spec = _fact(lookup.of.text.strip(), dictionary) if isinstance(lookup.of, Formula) else None
    own = _HUNDREDTH if spec is None else Fraction(1, 10**spec.places)
    rounding = lookup.table.rounding
    if rounding is None:
        return own
    return max(own, Fraction(1, 10**rounding.places)) if spec else Fraction(1, 10**rounding.places)


def _fact(name: str, dictionary: Dictionary) -> FactSpec | None:
    found = dictionary.facts.get(name) or next((s.fields[name] for s in dictionary.facts.values() if name in s.fields), None)
    return found if found and found.type in ("count", "number") else None
