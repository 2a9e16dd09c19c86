"""What every way of computing is given: the program and rows of it; and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from benchmarks.others.step_list import MISSING, OVERALL, StepList, step_list
from kzrules.compiled.batch import Records
from kzrules.compiled.lowered import LoweredProgram
from kzrules.edition import Edition
from kzrules.program import Program

Column = Any
"""A NumPy array."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A program, and its integer form whose lists are gathered before."""

    edition: Edition
    program: Program
    form: LoweredProgram
    known: dict[tuple[str, ...], StepList] = field(default_factory=dict)

    def steps(self, *named: str) -> StepList:
        """The program as steps for other engines, made once."""
        if named not in self.known:
            self.known[named] = step_list(self.program, self.edition.dictionary, named)
        return self.known[named]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a program.

    Attributes:
        inputs: whole numbers and conditions of the integer form, lists gathered.
        records: the records of the lists, for the ways that gather themselves.

    """

    size: int
    inputs: Mapping[str, Column]
    records: Mapping[str, Records]

    def first(self, size: int) -> Rows:
        """The first rows."""
        kept = {name: table.body < size for name, table in self.records.items()}
        records = {
            name: Records(table.body[kept[name]], {field: column[kept[name]] for field, column in table.columns.items()})
            for name, table in self.records.items()
        }
        return Rows(min(size, self.size), {name: column[:size] for name, column in self.inputs.items()}, records)

    def plain(self, steps: StepList) -> dict[str, Column]:
        """The inputs of the steps: whole numbers as they are, decimals as the nearest double."""
        found = {}
        for given in steps.inputs:
            column = self.inputs[given.source]
            found[given.name] = column / 10**given.places if given.kind == "number" else column
        return found


@dataclass(frozen=True, slots=True)
class Found:
    """The overall score in hundredths (as printed, at two places) and where there is none."""

    overall: Column
    missing: Column


class Way(Protocol):
    """A way of computing the scores; only `run` is timed."""

    def ready(self, rows: Rows) -> Any:
        """Rows as the way takes them."""

    def run(self, ready: Any) -> Any:
        """Every score of every row."""

    def found(self, answer: Any) -> Found:
        """The overall score of an answer."""

    def size(self, answer: Any) -> int:
        """Bytes of an answer; nothing for one of Python objects."""


def printed(overall: Any, missing: Any) -> Found:
    """Doubles as whole numbers of hundredths, those that are none as a number no score has."""
    lacks = np.asarray(missing, dtype=bool)
    values = np.asarray(overall, dtype=float)
    known = np.isfinite(values) & ~lacks
    whole = np.rint(np.where(known, values, 0) * 100).astype(np.int64)
    return Found(np.where(known | lacks, whole, -(10**9)), lacks)


def printed_rows(results: Sequence[Mapping[str, Any]]) -> Found:
    """Doubles of rows as whole numbers of hundredths."""
    return printed([np.nan if one[OVERALL] is None else one[OVERALL] for one in results], [one[MISSING] for one in results])


def dictionaries(columns: Mapping[str, Column]) -> list[dict[str, Any]]:
    """Rows as dictionaries of Python's own numbers."""
    names = list(columns)
    return [dict(zip(names, row, strict=True)) for row in zip(*(column.tolist() for column in columns.values()), strict=True)]
