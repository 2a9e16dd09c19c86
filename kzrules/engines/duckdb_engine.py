"""The integer form in DuckDB: over any relations of a connection (tables, views of Parquet or CSV larger than memory), or over columns.

Relations: `inputs` has `row` and a column for every answer; a list is a long relation with `row`, the body of each record, and its answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kzrules.compiled.batch import Records
from kzrules.compiled.lowered import LoweredProgram
from kzrules.compiled.lowering import roots_of
from kzrules.engines.columns import narrowed, small_rows
from kzrules.engines.duckdb_lists import staged_by
from kzrules.engines.outcome import Column, Outcome, Output, completed, outputs_of
from kzrules.engines.select import NEAR, PARTS, ROW, select_of
from kzrules.engines.sql import DUCKDB
from kzrules.engines.steps import BeyondEngine
from kzrules.extras import needed


def run_duckdb(lowered: LoweredProgram, inputs: Mapping[str, Column], records: Mapping[str, Records], size: int) -> dict[str, Output]:
    """Numerators, denominators and what is missing of every output, for columns of `size` bodies."""
    return outputs_of(duckdb_outcome(lowered, inputs, records, size), lowered)


def duckdb_outcome(
    lowered: LoweredProgram, inputs: Mapping[str, Column], records: Mapping[str, Records], size: int, connection: Any = None
) -> Outcome:
    """The value of every node that an output is made of, for columns of `size` bodies."""
    np = needed("numpy", "frames")
    connection = connection or needed("duckdb", "frames").connect(config={"preserve_insertion_order": "false"})
    relations = {name: f"records_{index}" for index, name in enumerate(records)}
    kept = small_rows(inputs, records, size)
    register(connection, "inputs", {ROW: np.arange(size), **inputs}, kept)
    for name, one in records.items():
        register(connection, relations[name], {ROW: one.body, **one.columns}, kept[one.body])
    made: dict[str, Column] = {}
    decided = np.zeros(size, dtype=bool)
    try:
        staged = staged_by(connection, lowered, "inputs", relations)
        select = select_of(roots_of(lowered.wanted), staged.intervals, DUCKDB, staged.relation, staged.known)
    except BeyondEngine:
        return completed(lowered, inputs, records, {}, decided)
    table = connection.sql(select.text).to_arrow_table()
    result = {name: table.column(name) for name in table.column_names}
    del table
    rows = result.pop(ROW).to_numpy()
    decided[rows] = ~result.pop(NEAR).to_numpy()
    for name in list(dict.fromkeys(select.columns.values())):
        column = _column(result, name, name in select.wide)
        made[name] = np.zeros(size, dtype=column.dtype)
        made[name][rows] = column
    found = {node: made[name] for node, name in select.columns.items()}
    return completed(lowered, inputs, records, found, decided)


def register(connection: Any, name: str, columns: Mapping[str, Column], kept: Column) -> None:
    """Columns as a relation, without copies where all rows are kept."""
    pa = needed("pyarrow", "frames")
    connection.register(name, pa.table({key: pa.array(column) for key, column in narrowed(columns, kept).items()}))


def _column(result: dict[str, Any], name: str, wide: bool) -> Column:
    """A column of the answer, taken out of it: there is no need for two copies of all of them."""
    if not wide:
        return result.pop(name).to_numpy()
    return result.pop(f"{name}_high").to_numpy().astype(object) * PARTS + result.pop(f"{name}_low").to_numpy().astype(object)
