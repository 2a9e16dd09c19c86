"""Plain Polars: lazy expressions in doubles, layer by layer, in memory or streaming."""

# ruff: noqa: D102 - said in `setting.Way`
from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from operator import and_, or_
from typing import Any, Literal

import polars as pl

from benchmarks.others.idiom import Sign, step_written
from benchmarks.others.setting import Column, Found, Rows, Setting, printed
from benchmarks.others.step_list import StepList

Expression = Any
"""A Polars expression or a Python number."""
Mode = Literal["half_to_even", "half_away_from_zero"]


class PolarsWords:
    """Expressions of Polars."""

    def __init__(self, mode: Mode) -> None:
        self.mode = mode

    def name(self, name: str) -> Expression:
        return pl.col(name)

    def figure(self, value: Fraction) -> Expression:
        return int(value) if value.denominator == 1 else float(value)

    def truth(self, value: bool) -> Expression:
        return pl.lit(value)

    def added(self, plus: Sequence[Expression], minus: Sequence[Expression]) -> Expression:
        return sum(plus[1:], plus[0]) - sum(minus[1:], minus[0]) if minus else sum(plus[1:], plus[0])

    def times(self, a: Expression, b: Expression) -> Expression:
        return a * b

    def over(self, a: Expression, b: Expression) -> Expression:
        return a / b

    def quotient(self, a: Expression, b: Expression) -> Expression:
        return a / b

    def least(self, *terms: Expression) -> Expression:
        return pl.min_horizontal(*(_lit(one) for one in terms))

    def greatest(self, *terms: Expression) -> Expression:
        return pl.max_horizontal(*(_lit(one) for one in terms))

    def choice(self, condition: Expression, a: Expression, b: Expression) -> Expression:
        return pl.when(condition).then(_lit(a)).otherwise(_lit(b))

    def rounded(self, a: Expression, places: int) -> Expression:
        return a.round(places, mode=self.mode)

    def compared(self, a: Expression, sign: Sign, b: Expression) -> Expression:
        return _lit(a) < b if sign == "<" else _lit(a) <= b if sign == "<=" else _lit(a) == b

    def no(self, a: Expression) -> Expression:
        return ~a

    def every(self, terms: Sequence[Expression]) -> Expression:
        return reduce(and_, terms)

    def some(self, terms: Sequence[Expression]) -> Expression:
        return reduce(or_, terms)


def _lit(value: Expression) -> Expression:
    return value if isinstance(value, pl.Expr) else pl.lit(value)


def scored(frame: pl.LazyFrame, steps: StepList, mode: Mode) -> pl.LazyFrame:
    """The outputs of a lazy frame of inputs."""
    words = PolarsWords(mode)
    frame = frame.with_columns((pl.col(over) / pl.col(below)).alias(name) for name, (over, below) in steps.fractions.items())
    for layer in steps.layers():
        frame = frame.with_columns(_lit(step_written(step, steps.names, words)).alias(step.name) for step in layer)
    return frame.select(steps.outputs)


class PolarsColumns:
    """Columns in, a frame of results out."""

    def __init__(self, setting: Setting, engine: Literal["in-memory", "streaming"], mode: Mode = "half_away_from_zero") -> None:
        self.steps = setting.steps()
        self.engine = engine
        self.mode = mode

    def ready(self, rows: Rows) -> dict[str, Column]:
        return rows.plain(self.steps)

    def run(self, ready: dict[str, Column]) -> pl.DataFrame:
        frame = pl.LazyFrame(ready)
        return scored(frame, self.steps, self.mode).collect(engine=self.engine)

    def found(self, answer: pl.DataFrame) -> Found:
        return printed(answer[self.steps.outputs[0]].to_numpy(), answer[self.steps.outputs[1]].to_numpy())

    def size(self, answer: pl.DataFrame) -> int:
        return int(answer.estimated_size())
