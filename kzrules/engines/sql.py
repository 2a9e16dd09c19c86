"""Expressions as SQL text, for DuckDB and for Spark: whole numbers, conditions, and doubles only in the filter before a tie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Dialect = Literal["duckdb", "spark"]
_SIGNS = {"<": "< 0", "<=": "<= 0", "=": "= 0"}


@dataclass(frozen=True, slots=True)
class Sql:
    """SQL of a dialect.

    DuckDB: `BIGINT` and `HUGEINT`, both refuse to overflow; `//` goes to nothing, exactly, in both. Wide numbers stop at 10^36, so that two
    `BIGINT` carry one out. Spark: `BIGINT` only (its `DIV` of decimals is a `BIGINT`, its decimals round).
    """

    dialect: Dialect
    limit: int
    word: int = 2**62

    def quoted(self, name: str) -> str:
        """A name as an identifier."""
        mark = '"' if self.dialect == "duckdb" else "`"
        return mark + name.replace(mark, mark * 2) + mark

    def column(self, name: str) -> str:
        """A column of the step before."""
        return self.quoted(name) if not name.isidentifier() else name

    def whole(self, value: int, *, wide: bool) -> str:
        """A whole number; of a type of its own, else DuckDB reads a small one as INTEGER and a long one as DOUBLE."""
        return f"CAST('{value}' AS {'HUGEINT' if wide else 'BIGINT'})"

    def truth(self, value: bool) -> str:
        """A known condition."""
        return "TRUE" if value else "FALSE"

    def added(self, terms: Sequence[str]) -> str:
        """The sum."""
        return f"({' + '.join(terms)})"

    def times(self, a: str, b: str) -> str:
        """The product."""
        return f"({a} * {b})"

    def quotient(self, a: str, b: str) -> str:
        """Whole part, to nothing."""
        return f"({a} {'//' if self.dialect == 'duckdb' else 'DIV'} {b})"

    def rest(self, a: str, b: str) -> str:
        """What is left, with the sign of a."""
        return f"({a} % {b})"

    def ratio(self, a: str, b: str) -> str:
        """A double."""
        return f"(CAST({a} AS DOUBLE) / CAST({b} AS DOUBLE))"

    def floor(self, a: str) -> str:
        """A double down to a whole number."""
        return f"CAST(floor({a}) AS BIGINT)"

    def near(self, a: str, offset: float, hair: float) -> str:
        """Whether a double is about a whole number plus an offset."""
        moved = self.moved(a, 0.5 - offset)
        return f"(abs({a} - {offset:e} - floor({moved})) < {hair:e})"

    def moved(self, a: str, by: float) -> str:
        """A double plus a figure; an exponent makes a figure a double and not a decimal."""
        return f"({a} + {by:e})"

    def widened(self, a: str) -> str:
        """As the wide type."""
        return f"CAST({a} AS HUGEINT)"

    def narrowed(self, a: str) -> str:
        """As the narrow type."""
        return f"CAST({a} AS BIGINT)"

    def compared(self, a: str, sign: str) -> str:
        """Against nothing."""
        return f"({a} {_SIGNS[sign]})"

    def extreme(self, op: str, a: str, b: str) -> str:
        """One of two."""
        return f"{op}({a}, {b})"

    def choice(self, condition: str, a: str, b: str) -> str:
        """One or the other."""
        return f"CASE WHEN {condition} THEN {a} ELSE {b} END"

    def no(self, a: str) -> str:
        """Not."""
        return f"(NOT {a})"

    def joined(self, op: str, terms: Sequence[str]) -> str:
        """All or one."""
        return f"({f' {op.upper()} '.join(terms)})"


DUCKDB = Sql("duckdb", 10**36)
SPARK = Sql("spark", 2**62)
