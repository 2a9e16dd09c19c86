"""An integer form as one SELECT: layers of columns, each a CTE over the one before."""

# ruff: noqa: S608 - the SQL is built from names of columns, quoted, and from whole numbers
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kzrules.compiled.integers import Node
from kzrules.compiled.lowered import LoweredProgram
from kzrules.compiled.lowering import roots_of
from kzrules.compiled.magnitudes import Interval
from kzrules.engines.fitting import fitting
from kzrules.engines.sql import DUCKDB, SPARK, Dialect, Sql
from kzrules.engines.steps import Steps, layers_of

ROW, NEAR, PARTS = "row", "near", 10**18


@dataclass(frozen=True, slots=True)
class Select:
    """A query for some nodes.

    Attributes:
        text: it gives `row`, a column for every root (`n12`; a wide one as `n12_high` · 10^18 + `n12_low`), and `near`: decide this row elsewhere.
        columns: the column of every root.
        wide: columns that come in two.
        within: inputs whose rows beyond these bounds it leaves out, to be decided elsewhere.

    """

    text: str
    columns: Mapping[Node, str]
    wide: frozenset[str]
    within: Mapping[str, Interval]


def sql_of(lowered: LoweredProgram, intervals: Mapping[str, Interval], dialect: Dialect, relation: str = "inputs") -> str:
    """One SELECT for everything that the outputs of a program are made of.

    Args:
        lowered: the program; the sums of its lists are read as inputs too (`duckdb_engine.gathered` makes them).
        intervals: what each number may be, in units of its last decimal; a number that has none is taken to be of any size.
        dialect: whose SQL.
        relation: has `row` and a column for every input, whole numbers and booleans, none of them null.

    Raises:
        BeyondEngine: a number does not fit, whatever rows are left out.

    """
    return select_of(roots_of(lowered.wanted), intervals, DUCKDB if dialect == "duckdb" else SPARK, relation).text


def select_of(roots: Sequence[Node], intervals: Mapping[str, Interval], sql: Sql, relation: str, known: Mapping[str, bool] | None = None) -> Select:
    """The query for some nodes, with the widest bounds of inputs that fit; `known` conditions are the same in every row of the relation."""
    steps, within = fitting(roots, intervals, sql, known)
    text = "\n".join(_text(steps, within, sql, relation))
    return Select(text, steps.columns, frozenset(steps.wide & set(steps.columns.values())), within)


def _text(steps: Steps[str], within: Mapping[str, Interval], sql: Sql, relation: str) -> Iterator[str]:
    row = sql.quoted(ROW)
    read = [f"{sql.quoted(source)} AS {name}" for name, source in steps.reads.items()]
    bounds = [f"{sql.quoted(name)} BETWEEN {low} AND {high}" for name, (low, high) in within.items()]
    where = f" WHERE {' AND '.join(bounds)}" if bounds else ""
    layers = [f"l0 AS (SELECT {', '.join([row, *read])} FROM {relation}{where})"]
    for index, (made, kept) in enumerate(layers_of(steps)):
        columns = [row, *kept, *(f"{step.made} AS {step.name}" for step in made)]
        layers.append(f"l{index + 1} AS (SELECT {', '.join(columns)} FROM l{index})")
    yield "WITH " + ",\n".join(layers)
    yield f"SELECT {row}, {', '.join([*_shown(steps, sql), *_near(steps, sql)])}\nFROM l{len(layers) - 1}"


def _shown(steps: Steps[str], sql: Sql) -> Iterator[str]:
    for name in dict.fromkeys(steps.columns.values()):
        if name in steps.wide:
            parts = sql.whole(PARTS, wide=True)
            yield f"{sql.narrowed(sql.quotient(name, parts))} AS {name}_high, {sql.narrowed(sql.rest(name, parts))} AS {name}_low"
        else:
            yield name


def _near(steps: Steps[str], sql: Sql) -> Iterator[str]:
    yield f"{sql.joined('or', [sql.truth(False), *steps.near])} AS {sql.quoted(NEAR)}"
