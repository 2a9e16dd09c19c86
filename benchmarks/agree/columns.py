"""Ways over columns of many bodies, and in which rows the outputs of two of them differ."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from kzrules.compiled.batch import Records, batch_columns
from kzrules.compiled.lowered import LoweredProgram
from kzrules.engines.outcome import Outcome, Output, outputs_of

Column = Any
"""A NumPy array: int64 or Python's whole numbers, or booleans."""
Engine = Callable[[LoweredProgram, Mapping[str, Column], Mapping[str, Records], int], Outcome]
_ENGINES = {"numpy": (), "duckdb": ("duckdb", "pyarrow"), "polars": ("polars",)}
FIRST = "columns"
"""The way that the others are compared with, row by row."""


def by_columns(form: LoweredProgram, inputs: Mapping[str, Column], records: Mapping[str, Records], size: int) -> Outcome:
    """Node by node, in whole columns of NumPy: machine numbers where they fit, Python's where they do not."""
    return Outcome(batch_columns(form, inputs, records, size).found, size, 0)


def engines(names: Collection[str] = ()) -> dict[str, Engine]:
    """The engines that are installed, of those named (none: of all); whole columns first, the way that the others are compared with."""
    found: dict[str, Engine] = {FIRST: by_columns}
    for name, packages in _ENGINES.items():
        if (not names or name in names) and all(map(find_spec, packages)):
            found[name] = getattr(import_module(f"kzrules.engines.{name}_engine"), f"{name}_outcome")
    return found


def found_by(
    engine: Engine, form: LoweredProgram, inputs: Mapping[str, Column], records: Mapping[str, Records], size: int
) -> tuple[dict[str, Output], int]:
    """Every output of every row, exact, and how many rows the engine left to be decided one by one."""
    outcome = engine(form, inputs, records, size)
    return outputs_of(outcome, form), outcome.left


def differing(one: Mapping[str, Output], other: Mapping[str, Output]) -> dict[str, Column]:
    """The rows in which an output differs, by output: missing in one only, or another number; nothing where none does."""
    found = {}
    for name, a in one.items():
        b = other[name]
        lacks_a, lacks_b = np.asarray(a.missing, dtype=bool), np.asarray(b.missing, dtype=bool)
        rows = lacks_a != lacks_b
        doubtful = np.flatnonzero(~lacks_a & ~lacks_b & ~_same_fractions(a, b))
        rows[[row for row in doubtful.tolist() if a.exactly(row) != b.exactly(row)]] = True
        if rows.any():
            found[name] = rows
    return found


def _same_fractions(a: Output, b: Output) -> Column:
    """Rows in which the fractions are the same one by one: their sums are the same then. Where they are not, the sums may be all the same."""
    size = len(a.missing)
    same = np.full(size, len(a.fractions) == len(b.fractions))
    if not same.all():
        return same
    for (over_a, below_a), (over_b, below_b) in zip(a.fractions, b.fractions, strict=True):
        like = _equal(over_a, over_b) & _equal(below_a, below_b)
        rest = np.flatnonzero(~like)
        if len(rest):
            across = [np.asarray(column)[rest].astype(object) for column in (over_a, below_b, over_b, below_a)]
            like[rest] = _equal(across[0] * across[1], across[2] * across[3]) & (across[1] != 0).astype(bool) & (across[3] != 0).astype(bool)
        same &= like
    return same


def _equal(a: Column, b: Column) -> Column:
    return np.asarray(np.asarray(a) == np.asarray(b), dtype=bool)
