"""Lists in DuckDB: a long relation gathered into one row for each body, its fractions added up exactly over a common denominator.

The common denominator is that of the whole batch where it is small, else that of each body; a body whose own is too large is left out, to be
decided elsewhere.
"""

# ruff: noqa: S608 - the SQL is built from names of columns, quoted, and from whole numbers
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import lcm
from typing import Any

from kzrules.compiled.integers import Node, in_order
from kzrules.compiled.lowered import GatheredList, LoweredProgram
from kzrules.compiled.lowering import below_of, roots_of
from kzrules.compiled.magnitudes import Interval
from kzrules.engines.select import NEAR, ROW, select_of
from kzrules.engines.sql import DUCKDB
from kzrules.engines.steps import BeyondEngine

_SHARED, _OWN = 10**9, 10**18
"""The largest denominator common to a batch, and to the records of one body."""
_MOST = 1000
"""The most different denominators that are looked at."""
_Q = DUCKDB.quoted
_ROW = _Q(ROW)


@dataclass(frozen=True, slots=True)
class Staged:
    """The relation that the one SELECT reads, lists joined to the answers of bodies, with the bounds of its numbers and its `known` conditions."""

    relation: str
    intervals: Mapping[str, Interval]
    known: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Bodies:
    """The answers of bodies: the relation as it was given, the same with the lists gathered so far, and the bounds of its columns."""

    given: str
    relation: str
    intervals: Mapping[str, Interval]


def staged_by(connection: Any, lowered: LoweredProgram, inputs: str, records: Mapping[str, str]) -> Staged:
    """Gather the lists of a program into temporary tables and join them to the inputs.

    Args:
        connection: of DuckDB.
        lowered: the program.
        inputs: a relation with `row` and a column for every answer of a body.
        records: for each list a relation with `row` and a column for every answer of a record.

    Raises:
        BeyondEngine: a number of a list does not fit, whatever rows are left out.

    """
    intervals = dict(scanned(connection, inputs))
    relation = inputs
    for index, ones in enumerate(_together(lowered.gathered)):
        table, view = f"{inputs}_gathered_{index}", f"{inputs}_with_{index}"
        _gather(connection, ones, Bodies(inputs, relation, intervals), records[ones[0].gather.over], table)
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {view} AS SELECT * FROM {relation} JOIN {table} USING ({_ROW})")
        intervals |= scanned(connection, table)
        relation = view
    return Staged(relation, intervals, known_in(connection, relation))


def scanned(connection: Any, relation: str) -> dict[str, Interval]:
    """The least and the greatest of every whole number of a relation."""
    numbers = [name for name, kind in _columns(connection, relation).items() if kind != "BOOLEAN" and name != ROW]
    if not numbers:
        return {}
    asked = ", ".join(f"coalesce(min({_Q(name)}), 1), coalesce(max({_Q(name)}), 1)" for name in numbers)
    (found,) = connection.execute(f"SELECT {asked} FROM {relation}").fetchall()
    return {name: (int(found[2 * index]), int(found[2 * index + 1])) for index, name in enumerate(numbers)}


def known_in(connection: Any, relation: str) -> dict[str, bool]:
    """The conditions of a relation that are the same in every row."""
    names = [name for name, kind in _columns(connection, relation).items() if kind == "BOOLEAN"]
    if not names:
        return {}
    asked = ", ".join(f"bool_and({_Q(name)}), bool_or({_Q(name)})" for name in names)
    (found,) = connection.execute(f"SELECT {asked} FROM {relation}").fetchall()
    pairs = ((name, found[2 * index], found[2 * index + 1]) for index, name in enumerate(names))
    return {name: every for name, every, some in pairs if every is not None and every == some}


def _columns(connection: Any, relation: str) -> dict[str, str]:
    return {name: kind for name, kind, *_ in connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()}


def _together(gathered: Iterable[GatheredList]) -> Iterator[list[GatheredList]]:
    """Gathers in the order in which they are needed; neighbours over one list that look at nothing else are read in one go."""
    for _, group in groupby(enumerate(gathered), key=lambda one: (one[1].gather.over, -1 if _is_plain(one[1]) else one[0])):
        yield [one for _, one in group]


def _is_plain(one: GatheredList) -> bool:
    """Whether the denominators of a list are figures, and it looks at its own answers only."""
    return not any(part.by for part in one.value) and not _asked(one)


def _asked(one: GatheredList) -> list[str]:
    """The answers of the body that a record looks at."""
    nodes = in_order(_roots(one))
    return sorted({node.args[0] for node in nodes if node.op in ("input", "flag") and not node.args[0].startswith(f"{one.gather.over}[].")})


def _roots(one: GatheredList) -> list[Node]:
    return [*roots_of([one.value]), one.counted, one.open]


def _gather(connection: Any, ones: Sequence[GatheredList], bodies: Bodies, records: str, table: str) -> None:
    """A table of what lists come to: `row`, and for each count, open, total and its denominator; bodies that cannot be told are not in it."""
    lines = f"{table}_lines"
    text, outside = _lines(connection, ones, bodies, records)
    plain = all(not part.by for one in ones for part in one.value)
    if not plain:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {lines} AS {text}")
    sums, shown, kept, own = [], [], [], ""
    for index, one in enumerate(ones):
        gather, parts = one.gather, len(one.value)
        shared = lcm(*(part.scale for part in one.value)) if plain else _shared(connection, lines, parts)
        total, below = f"coalesce(g.total_{index}, 0)", f"CAST('{shared}' AS HUGEINT)"
        if shared is None:
            own = _own_totals(connection, lines, parts)
            total, below = "coalesce(t.total, 0)", "coalesce(t.below, 1)"
        times = [str((shared or 0) // part.scale) if plain else f"({shared or 0} // below_{index}_{at})" for at, part in enumerate(one.value)]
        scaled = " + ".join(f"over_{index}_{at} * {by}" for at, by in enumerate(times))
        sums.append(
            f"count(*) FILTER (counts_{index}) AS number_{index}, bool_or(lacks_{index}) AS open_{index}, "
            f"sum({scaled}) FILTER (counts_{index} AND NOT lacks_{index}) AS total_{index}"
        )
        shown.append(
            f"coalesce(g.number_{index}, 0) AS {_Q(gather.count)}, coalesce(g.open_{index}, FALSE) AS {_Q(gather.any_open)}, "
            f"CAST({total} AS BIGINT) AS {_Q(gather.total)}, CAST({below} AS BIGINT) AS {_Q(below_of(gather.total))}"
        )
        kept.append(f"abs({total}) < {DUCKDB.word} AND {below} < {_OWN}")
    source, joined = (f"({text})" if plain else lines), f"LEFT JOIN totals t ON t.{_ROW} = i.{_ROW} " if own else ""
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS "
        f"WITH g AS (SELECT {_ROW}, bool_or(near) AS near, {', '.join(sums)} FROM {source} GROUP BY {_ROW}){own} "
        f"SELECT i.{_ROW}, {', '.join(shown)} FROM {bodies.given} i LEFT JOIN g ON g.{_ROW} = i.{_ROW} {joined}"
        f"WHERE NOT coalesce(g.near, FALSE) AND {' AND '.join(kept)}{outside}"
    )
    if not plain:
        connection.execute(f"DROP TABLE {lines}")


def _lines(connection: Any, ones: Sequence[GatheredList], bodies: Bodies, records: str) -> tuple[str, str]:
    """A query for the records, each with whether it counts and its fractions; and which bodies to leave out."""
    asked = sorted({name for one in ones for name in _asked(one)})
    spread = "".join(f", i.{_Q(name)}" for name in asked)
    joined = f"(SELECT r.*{spread} FROM {records} r JOIN {bodies.relation} i USING ({_ROW}))" if asked else records
    roots = [root for one in ones for root in _roots(one)]
    select = select_of(roots, {**bodies.intervals, **scanned(connection, records)}, DUCKDB, joined, known_in(connection, joined))
    if select.wide:
        raise BeyondEngine
    columns = []
    for index, one in enumerate(ones):
        columns += [f"{select.columns[one.counted]} AS counts_{index}", f"{select.columns[one.open]} AS lacks_{index}"]
        for at, part in enumerate(one.value):
            below = _below(part.scale, [select.columns[node] for node in part.by])
            columns += [f"CAST({select.columns[part.over]} AS HUGEINT) AS over_{index}_{at}", f"{below} AS below_{index}_{at}"]
    text = f"SELECT {_ROW}, {', '.join(columns)}, {_Q(NEAR)} AS near FROM ({select.text})"
    within = " AND ".join(f"{_Q(name)} BETWEEN {low} AND {high}" for name, (low, high) in select.within.items())
    return text, f" AND i.{_ROW} NOT IN (SELECT {_ROW} FROM {joined} WHERE NOT ({within}))" if within else ""


def _below(scale: int, by: list[str]) -> str:
    return " * ".join([f"CAST('{scale}' AS HUGEINT)", *by])


def _each(lines: str, parts: int) -> str:
    """Every fraction of the records that count, one a row."""
    return " UNION ALL ".join(
        f"SELECT {_ROW}, over_0_{at} AS over, below_0_{at} AS below FROM {lines} WHERE counts_0 AND NOT lacks_0" for at in range(parts)
    )


def _shared(connection: Any, lines: str, parts: int) -> int | None:
    """One denominator for all records of the batch, if it is small: then no sum of less than 10^10 machine words overflows."""
    denominators = connection.execute(f"SELECT DISTINCT below FROM ({_each(lines, parts)}) LIMIT {_MOST}").fetchall()
    shared = lcm(*(int(below) for (below,) in denominators)) if len(denominators) < _MOST else _SHARED
    return shared if shared < _SHARED else None


def _own_totals(connection: Any, lines: str, parts: int) -> str:
    """CTEs that end in `totals`: `row`, total, and the denominator common to the records of one body."""
    each = _each(lines, parts)
    (most,) = connection.execute(f"SELECT coalesce(max(size), 0) FROM (SELECT sum(abs(over)) AS size FROM ({each}) GROUP BY {_ROW})").fetchone()
    if int(most) * _OWN >= DUCKDB.limit:
        raise BeyondEngine
    larger = f"CASE WHEN x >= {_OWN} THEN x ELSE x // gcd(x, y) * y END"
    return (
        f", bare AS (SELECT {_ROW}, over // gcd(over, below) AS over, below // gcd(over, below) AS below FROM ({each})), "
        f"alike AS (SELECT {_ROW}, below, sum(over) AS over FROM bare GROUP BY {_ROW}, below), "
        f"common AS (SELECT {_ROW}, list_reduce(list(below), lambda x, y: {larger}) AS common FROM alike GROUP BY {_ROW}), "
        f"totals AS (SELECT {_ROW}, CASE WHEN any_value(common) < {_OWN} THEN sum(over * (least(common, {_OWN}) // below)) ELSE 0 END AS total, "
        f"any_value(common) AS below FROM alike JOIN common USING ({_ROW}) GROUP BY {_ROW})"
    )
