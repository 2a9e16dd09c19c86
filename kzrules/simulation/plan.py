"""The record `Plan`: everything that a run draws, and what stays as it is, each with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kzrules.edition import Edition
from kzrules.facts import Body
from kzrules.place import NOWHERE, Place
from kzrules.questions import Question
from kzrules.simulation.drawing import Drawing
from kzrules.simulation.spec import Distribution

What = Literal["fact", "weight", "reading"]
Why = Literal["unknown", "not_applicable", "absent", "no_fact", "too_small", "not_asked", "one_option", "dates_only", "given", "other_bodies"]
WEIGHT_PLACES = 4
"""Decimals of a drawn weight or factor of a weight."""


@dataclass(frozen=True, slots=True)
class Group:
    """A thing that is varied: a fact of all its bodies together, a weight, a reading.

    Attributes:
        distributions: how it is drawn; of a reading, nothing.
        bodies: how many bodies it is drawn for, each by itself.
        chances: of a reading, each option with its chance in words.
        place: where the spec says so.

    """

    what: What
    name: str
    distributions: tuple[Distribution, ...] = ()
    bodies: int = 0
    chances: tuple[tuple[str, str], ...] = ()
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class FactDim:
    """One answer of one body that is drawn.

    Attributes:
        body: its place in the cohort.
        places: decimals of what is drawn.

    """

    group: int
    body: int
    question: Question
    drawing: Drawing
    places: int

    @property
    def name(self) -> str:
        """The unknown of the cohort that it stands for."""
        return unknown_of(self.body, self.question.path)


@dataclass(frozen=True, slots=True)
class WeightDim:
    """The weight of a direction; `relative`: a factor of the edition's."""

    group: int
    direction: str
    drawing: Drawing
    relative: bool

    @property
    def name(self) -> str:
        """Its unknown."""
        return f"weight:{self.direction}"


@dataclass(frozen=True, slots=True)
class ReadingDim:
    """The option of a reading."""

    group: int
    reading: str
    options: tuple[str, ...]
    drawing: Drawing

    def name(self, option: str) -> str:
        """The condition “this option is taken”."""
        return f"reading:{self.reading}={option}"


@dataclass(frozen=True, slots=True)
class Left:
    """What was to be varied and stays, for some bodies or altogether."""

    what: What
    name: str
    why: Why
    bodies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run draws.

    Attributes:
        bodies: of one assessed year, in the order of the data.
        choices: options of readings that hold in every run.
        facts, weights, readings: in the order of their doubles.

    """

    edition: Edition
    bodies: tuple[Body, ...]
    period: int | None
    choices: Mapping[str, str]
    groups: tuple[Group, ...]
    facts: tuple[FactDim, ...] = ()
    weights: tuple[WeightDim, ...] = ()
    readings: tuple[ReadingDim, ...] = ()
    left: tuple[Left, ...] = field(default=())

    @property
    def dims(self) -> int:
        """How many doubles a run takes."""
        return len(self.facts) + len(self.weights) + len(self.readings)

    @property
    def group_of(self) -> tuple[int, ...]:
        """The group of every double."""
        groups = ([dim.group for dim in dims] for dims in (self.facts, self.weights, self.readings))
        return tuple(group for some in groups for group in some)


def unknown_of(body: int, name: str) -> str:
    """An unknown of a body as one of the whole cohort."""
    return f"{body}/{name}"
