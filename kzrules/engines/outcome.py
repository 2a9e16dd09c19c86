"""What an engine found for the outputs of many bodies, with the rows that it left decided exactly by NumPy and Python's fractions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any

from kzrules.compiled.batch import Records, batch_columns
from kzrules.compiled.integers import Node, Part
from kzrules.compiled.lowered import LoweredProgram
from kzrules.compiled.lowering import roots_of
from kzrules.extras import needed

Column = Any
"""A NumPy array: int64 or Python's whole numbers, or booleans."""


@dataclass(frozen=True, slots=True)
class Output:
    """An output for every row: fractions to add up, each a numerator and a denominator, and whether it is missing."""

    fractions: tuple[tuple[Column, Column], ...]
    missing: Column

    def exactly(self, row: int) -> Fraction | None:
        """The number of one row, None where it is missing."""
        if self.missing[row]:
            return None
        return sum((Fraction(int(over[row]), int(below[row])) for over, below in self.fractions), Fraction(0))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an engine found.

    Attributes:
        found: the value of every node that an output is made of, by row.
        size: how many rows.
        left: how many rows the engine left to be decided exactly: a number too large for it, or a sum within a hair of an edge.

    """

    found: Mapping[Node, Column]
    size: int
    left: int


def outputs_of(outcome: Outcome, lowered: LoweredProgram) -> dict[str, Output]:
    """Each output's numerators, denominators and what is missing."""
    found = {}
    for name, parts, missing in zip(lowered.outputs, lowered.wanted[::2], lowered.wanted[1::2], strict=True):
        assert not isinstance(parts, Node)
        assert isinstance(missing, Node)
        found[name] = Output(tuple(_fraction(outcome, part) for part in parts), outcome.found[missing])
    return found


def _fraction(outcome: Outcome, part: Part) -> tuple[Column, Column]:
    np = needed("numpy", "frames")
    columns = [outcome.found[node] for node in part.by]
    most = part.scale * prod(max(abs(int(column.min())), abs(int(column.max()))) if outcome.size else 0 for column in columns)
    below = np.full(outcome.size, part.scale, dtype=object if most >= 2**62 else np.int64)
    for column in columns:
        below = below * (column.astype(object) if most >= 2**62 else column)
    return outcome.found[part.over], below


def completed(
    lowered: LoweredProgram, inputs: Mapping[str, Column], records: Mapping[str, Records], found: Mapping[Node, Column], decided: Column
) -> Outcome:
    """An outcome from what an engine found in the rows that it `decided`; the others are computed here, exactly."""
    np = needed("numpy", "frames")
    size, rows = len(decided), np.flatnonzero(~decided)
    columns = dict(found)
    if len(rows):
        exact = exact_rows(lowered, inputs, records, rows, size)
        written: set[int] = set()
        for node in dict.fromkeys(roots_of(lowered.wanted)):
            column = columns.get(node, np.zeros(size, dtype=exact[node].dtype))
            if exact[node].dtype == object and column.dtype != object:
                column = column.astype(object)
            elif id(column) in written:  # nodes that are one in the rows decided may differ in the others
                column = column.copy()
            written.add(id(column))
            column[rows] = exact[node]
            columns[node] = column
    return Outcome(columns, size, len(rows))


def exact_rows(
    lowered: LoweredProgram, inputs: Mapping[str, Column], records: Mapping[str, Records], rows: Column, size: int
) -> Mapping[Node, Column]:
    """The values of the nodes of the outputs in some rows, by NumPy."""
    np = needed("numpy", "frames")
    place = np.full(size, -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    few = {}
    for name, one in records.items():
        kept = np.flatnonzero(place[one.body] >= 0)
        few[name] = Records(place[one.body[kept]], {key: column[kept] for key, column in one.columns.items()})
    made = batch_columns(lowered, {name: column[rows] for name, column in inputs.items()}, few, len(rows))
    return {node: made.found[node] for node in dict.fromkeys(roots_of(lowered.wanted))}
