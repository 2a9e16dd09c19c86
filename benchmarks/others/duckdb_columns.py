"""Plain DuckDB: SQL in doubles with its own `round`, one SELECT of layers."""

# ruff: noqa: D102 - said in `setting.Way`
from __future__ import annotations

from typing import Any

import duckdb
import pyarrow as pa

from benchmarks.others.idiom import step_written
from benchmarks.others.setting import Column, Found, Rows, Setting, printed
from benchmarks.others.step_list import StepList
from benchmarks.others.texts import DuckdbText


def select(steps: StepList, relation: str) -> str:
    """The outputs of a relation of inputs."""
    words = DuckdbText()
    made = [f"CAST({over} AS DOUBLE) / {below} AS {name}" for name, (over, below) in steps.fractions.items()]
    layers = [f"l0 AS (SELECT {', '.join(['*', *made])} FROM {relation})"]
    for index, layer in enumerate(steps.layers()):
        shown = ", ".join(f"{step_written(step, steps.names, words)} AS {step.name}" for step in layer)
        layers.append(f"l{index + 1} AS (SELECT *, {shown} FROM l{index})")
    return f"WITH {', '.join(layers)} SELECT {', '.join(steps.outputs)} FROM l{len(layers) - 1}"


class DuckdbColumns:
    """Columns in, an Arrow table of results out, in the order of the rows."""

    def __init__(self, setting: Setting) -> None:
        self.steps = setting.steps()
        self.text = select(self.steps, "inputs")

    def ready(self, rows: Rows) -> dict[str, Column]:
        return rows.plain(self.steps)

    def run(self, ready: dict[str, Column]) -> pa.Table:
        connection = duckdb.connect()
        connection.register("inputs", pa.table({name: pa.array(column) for name, column in ready.items()}))
        return connection.sql(self.text).to_arrow_table()

    def found(self, answer: Any) -> Found:
        return printed(answer.column(self.steps.outputs[0]).to_numpy(), answer.column(self.steps.outputs[1]).to_numpy())

    def size(self, answer: pa.Table) -> int:
        return int(answer.nbytes)
