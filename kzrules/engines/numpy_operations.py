"""Expressions for NumPy, each distinct one a single record: what is asked twice is computed once.

The narrow type is a double below 2^52, in which whole numbers are exact, and so is the whole part of a quotient (numerator and denominator stay
below 2^53 together); the wide type is int64.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class Expr:
    """An operation over expressions; `figure` has a number or a condition instead, `column` a name."""

    op: str
    args: tuple[Any, ...]


class NumpyOperations:
    """Makes expressions."""

    limit = 2**62
    word = 2**52

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], Expr] = {}

    def _expr(self, op: str, *args: Any) -> Expr:
        key = (op, *((type(arg), arg) for arg in args))
        if key not in self._known:
            self._known[key] = Expr(op, args)
        return self._known[key]

    def column(self, name: str) -> Expr:
        """A column of the step before."""
        return self._expr("column", name)

    def whole(self, value: int, *, wide: bool) -> Expr:
        """A whole number."""
        return self._expr("figure", value if wide else 1.0 * value)

    def truth(self, value: bool) -> Expr:
        """A known condition."""
        return self._expr("figure", value)

    def added(self, terms: Sequence[Expr]) -> Expr:
        """The sum."""
        return reduce(lambda a, b: self._expr("add", a, b), terms)

    def times(self, a: Expr, b: Expr) -> Expr:
        """The product."""
        return self._expr("multiply", a, b)

    def quotient(self, a: Expr, b: Expr) -> Expr:
        """Whole part, down."""
        return self._expr("quotient", a, b)

    def rest(self, a: Expr, b: Expr) -> Expr:
        """What is left, not below nothing."""
        return self._expr("subtract", a, self.times(self.quotient(a, b), b))

    def ratio(self, a: Expr, b: Expr) -> Expr:
        """A double."""
        return self._expr("divide", a, b)

    def floor(self, a: Expr) -> Expr:
        """A double down to a whole number."""
        return self._expr("floor", a)

    def near(self, a: Expr, offset: float, hair: float) -> Expr:
        """Whether a double is about a whole number plus an offset."""
        moved = self.moved(a, -offset)
        return self._expr("less", self._expr("absolute", self._expr("subtract", moved, self._expr("rint", moved))), self._expr("figure", hair))

    def moved(self, a: Expr, by: float) -> Expr:
        """A double plus a figure."""
        return self._expr("add", a, self._expr("figure", by)) if by else a

    def widened(self, a: Expr) -> Expr:
        """As int64."""
        return self._expr("widened", a) if a.op != "figure" else self._expr("figure", int(a.args[0]))

    def narrowed(self, a: Expr) -> Expr:
        """As a double."""
        return self._expr("narrowed", a)

    def compared(self, a: Expr, sign: str) -> Expr:
        """Against nothing."""
        return self._expr({"<": "less", "<=": "less_equal", "=": "equal"}[sign], a, self._expr("figure", 0))

    def extreme(self, op: str, a: Expr, b: Expr) -> Expr:
        """One of two."""
        return self._expr("minimum" if op == "least" else "maximum", a, b)

    def choice(self, condition: Expr, a: Expr, b: Expr) -> Expr:
        """One or the other."""
        return self._expr("choice", condition, a, b)

    def no(self, a: Expr) -> Expr:
        """Not."""
        return self._expr("logical_not", a)

    def joined(self, op: str, terms: Sequence[Expr]) -> Expr:
        """All or one."""
        return reduce(lambda a, b: self._expr(f"logical_{op}", a, b), terms)
