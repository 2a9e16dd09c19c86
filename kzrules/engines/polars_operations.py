"""Expressions of Polars: Int64 and Int128, which wrap when they overflow: only numbers of proved size come here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add
from typing import Any

from kzrules.extras import needed

Expr = Any


class PolarsOperations:
    """Expressions of Polars; `//` and `%` go down, exactly, in Int128 too."""

    limit = 10**36
    word = 2**62

    def __init__(self) -> None:
        self.pl = needed("polars", "frames")

    def column(self, name: str) -> Expr:
        """A column of the step before."""
        return self.pl.col(name)

    def whole(self, value: int, *, wide: bool) -> Expr:
        """A whole number."""
        return self.pl.lit(value, dtype=self.pl.Int128 if wide else self.pl.Int64)

    def truth(self, value: bool) -> Expr:
        """A known condition."""
        return self.pl.lit(value)

    def added(self, terms: Sequence[Expr]) -> Expr:
        """The sum."""
        return reduce(add, terms)

    def times(self, a: Expr, b: Expr) -> Expr:
        """The product."""
        return a * b

    def quotient(self, a: Expr, b: Expr) -> Expr:
        """Whole part, down."""
        return a // b

    def rest(self, a: Expr, b: Expr) -> Expr:
        """What is left, not below nothing."""
        return a % b

    def ratio(self, a: Expr, b: Expr) -> Expr:
        """A double."""
        return a.cast(self.pl.Float64) / b.cast(self.pl.Float64)

    def floor(self, a: Expr) -> Expr:
        """A double down to a whole number."""
        return a.floor().cast(self.pl.Int64)

    def near(self, a: Expr, offset: float, hair: float) -> Expr:
        """Whether a double is about a whole number plus an offset."""
        return (a - offset - (a + (0.5 - offset)).floor()).abs() < hair

    def moved(self, a: Expr, by: float) -> Expr:
        """A double plus a figure."""
        return a + by

    def widened(self, a: Expr) -> Expr:
        """As the wide type."""
        return a.cast(self.pl.Int128)

    def narrowed(self, a: Expr) -> Expr:
        """As the narrow type."""
        return a.cast(self.pl.Int64)

    def compared(self, a: Expr, sign: str) -> Expr:
        """Against nothing."""
        return {"<": a < 0, "<=": a <= 0, "=": a == 0}[sign]

    def extreme(self, op: str, a: Expr, b: Expr) -> Expr:
        """One of two."""
        return (self.pl.min_horizontal if op == "least" else self.pl.max_horizontal)(a, b)

    def choice(self, condition: Expr, a: Expr, b: Expr) -> Expr:
        """One or the other."""
        return self.pl.when(condition).then(a).otherwise(b)

    def no(self, a: Expr) -> Expr:
        """Not."""
        return ~a

    def joined(self, op: str, terms: Sequence[Expr]) -> Expr:
        """All or one."""
        return (self.pl.all_horizontal if op == "and" else self.pl.any_horizontal)(*terms)
