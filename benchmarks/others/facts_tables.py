"""Tables of facts as a ministry would send them: the bodies of an example cohort, every count times a whole number, so that sums and limits hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

import kzrules as kz
from benchmarks.engines import COHORTS, ROOT
from kzrules.compiled.lowered import lists_of
from kzrules.dictionary import FactSpec
from kzrules.facts import Body
from kzrules.values import Absent, Missing, NotApplicable

_FACTORS = 40
Column = Any


@dataclass(frozen=True, slots=True)
class FactsTables:
    """A row for each body and year, and a table for each list."""

    bodies: pa.Table
    lists: Mapping[str, pa.Table]

    def write(self, folder: Path) -> None:
        """As Parquet and as CSV."""
        for name, table in {"bodies": self.bodies, **self.lists}.items():
            pyarrow.parquet.write_table(table, folder / f"{name}.parquet")
            pyarrow.csv.write_csv(table, folder / f"{name}.csv")


def facts_tables(name: str, size: int) -> FactsTables:
    """Rows of central bodies for an edition, drawn from the cohort that has facts for its year."""
    edition = kz.load(name)
    program = edition.program("central")
    chance = np.random.default_rng(4)
    bodies = [body for body in kz.read_facts(ROOT / "examples" / COHORTS[name], edition).bodies if body.kind == "central"]
    who, factor = chance.integers(len(bodies), size=size), chance.integers(1, _FACTORS, size=size)
    ids = np.array([f"{bodies[place].id}-{row}" for row, place in enumerate(who)])
    periods = np.array([body.period for body in bodies], dtype=np.int64)
    lists = lists_of(program, edition.dictionary)
    columns: dict[str, Column] = {"body": ids, "kind": np.full(size, "central"), "period": periods[who]}
    for fact in sorted({path.partition(".")[0] for path in program.facts} - set(lists)):
        columns |= _cells(edition.dictionary.facts[fact], [body.values.get(fact) for body in bodies], who, factor)
    tables = {one: _list(edition.dictionary.facts[one], bodies, who, {"body": ids, "period": periods[who]}) for one in lists}
    columns |= {one: np.array([_length(body, one) for body in bodies])[who] for one in lists}
    return FactsTables(pa.table(columns), tables)


def _length(body: Body, name: str) -> int:
    given = body.values.get(name)
    return len(given) if isinstance(given, tuple) else 0


def _list(spec: FactSpec, bodies: Sequence[Body], who: Column, keys: Mapping[str, Column]) -> pa.Table:
    """The records of every row, one after the other."""
    given = [body.values.get(spec.name) for body in bodies]
    records = [one if isinstance(one, tuple) else () for one in given]
    counts = np.array([len(one) for one in records])
    first = np.cumsum(counts) - counts
    row = np.repeat(np.arange(len(who)), counts[who])
    line = first[who[row]] + np.arange(len(row)) - np.repeat(np.cumsum(counts[who]) - counts[who], counts[who])
    columns = {name: column[row] for name, column in keys.items()}
    flat = [record for one in records for record in one]
    for name, field in spec.fields.items():
        columns |= _cells(field, [record.get(name) for record in flat], line, None)
    return pa.table(columns)


def _cells(spec: FactSpec, values: Sequence[Any], who: Column, factor: Column | None) -> dict[str, Column]:
    """The columns of a fact; numbers with no greatest are times the factor of the row."""
    if spec.per_language and any(isinstance(value, Mapping) for value in values):
        parts = {f"{spec.name}.{language}": [v.get(language) if isinstance(v, Mapping) else None for v in values] for language in ("kk", "ru")}
    else:
        parts = {spec.name: list(values)}
    return {name: _cell(spec, answers, who, factor) for name, answers in parts.items()}


def _cell(spec: FactSpec, answers: Sequence[Any], who: Column, factor: Column | None) -> Column:
    words = [_word(one) for one in answers]
    numeric = spec.type == "count" and spec.most is None and all(isinstance(one, Fraction) for one in answers)
    if numeric:
        whole = np.array([int(one) for one in answers], dtype=np.int64)[who]
        return whole if factor is None else whole * factor
    if all(isinstance(one, bool) for one in answers):
        return np.array(answers, dtype=bool)[who]
    return pa.array(_taken(words, who), pa.string())


def _taken(words: Sequence[str | None], who: Column) -> Iterable[str | None]:
    taken: list[str | None] = np.array(words, dtype=object)[who].tolist()
    return taken


def _word(value: Any) -> str | None:
    """A cell as it is written by hand."""
    if value is None or isinstance(value, Missing):
        return None
    if value is NotApplicable:
        return "n/a"
    if value is Absent:
        return "absent"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Fraction):
        return f"{float(value):g}" if value.denominator != 1 else str(value.numerator)
    return str(value)
