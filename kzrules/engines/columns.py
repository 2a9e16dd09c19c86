"""Columns as engines take them: machine words only; the rows that have larger numbers stay behind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kzrules.compiled.batch import Records
from kzrules.extras import needed

Column = Any
"""A NumPy array: int64 or Python's whole numbers, or booleans."""
_WORD = 2**62


def small_rows(inputs: Mapping[str, Column], records: Mapping[str, Records], size: int) -> Column:
    """Rows all of whose numbers, those of their records too, fit a machine word."""
    np = needed("numpy", "frames")
    kept = np.ones(size, dtype=bool)
    for column in inputs.values():
        kept &= _small(column, np)
    for one in records.values():
        for column in one.columns.values():
            kept[one.body[~_small(column, np)]] = False
    return kept


def _small(column: Column, np: Any) -> Column:
    if column.dtype == object:
        return np.array([abs(value) < _WORD for value in column], dtype=bool)
    return np.ones(len(column), dtype=bool)


def narrowed(columns: Mapping[str, Column], kept: Column) -> dict[str, Column]:
    """The kept rows of columns as machine words, without copies where all are kept."""
    np = needed("numpy", "frames")
    whole = bool(kept.all())
    made = {key: column if whole else column[kept] for key, column in columns.items()}
    return {key: column.astype(np.int64) if column.dtype == object else column for key, column in made.items()}
