"""Bodies as tables: what the tests of batches share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

from kzrules.dictionary import Dictionary
from kzrules.facts import Body, Cohort, cohort_from_bytes
from kzrules.outcome import Assessment
from kzrules.values import Mark, Missing, decimal_text, rounded


def written(value: Any) -> str | None:
    """An answer as a table writes it; what is unknown is left empty."""
    match value:
        case Missing():
            return None
        case Mark():
            return value.value
        case bool():
            return "yes" if value else "no"
        case Fraction():
            return decimal_text(value)
        case _:
            return str(value)


def rows_of(bodies: Iterable[Body], dictionary: Dictionary) -> tuple[list[dict[str, str | None]], dict[str, list[dict[str, str | None]]]]:
    """A row for each body, and the records of each list."""
    rows: list[dict[str, str | None]] = []
    lists: dict[str, list[dict[str, str | None]]] = {}
    for body in bodies:
        row: dict[str, str | None] = {"body": body.id, "kind": body.kind, "period": str(body.period), "name": body.name.get("ru")}
        key = {"body": body.id, "period": str(body.period)}
        for name, value in body.values.items():
            if dictionary.facts[name].type == "list":
                records = lists.setdefault(name, [])
                row[name] = str(len(value)) if isinstance(value, tuple) else "-"
                records += [{**key, **{k: written(v) for k, v in one.items()}} for one in (value if isinstance(value, tuple) else ())]
            elif isinstance(value, Mapping):
                row |= {f"{name}.{language}": written(one) for language, one in value.items()}
            else:
                row[name] = written(value)
        rows.append(row)
    return rows, lists


def arrow(rows: list[dict[str, str | None]], lead: tuple[str, ...] = ("body", "period")) -> pa.Table:
    """Rows as a table of text."""
    names = dict.fromkeys([*lead, *(name for row in rows for name in row)])
    return pa.table({name: pa.array([row.get(name) for row in rows], pa.string()) for name in names})


def tables_of(bodies: Iterable[Body], dictionary: Dictionary) -> tuple[pa.Table, dict[str, pa.Table]]:
    rows, lists = rows_of(bodies, dictionary)
    return arrow(rows, ("body", "kind", "period")), {name: arrow(records) for name, records in lists.items()}


def save(table: pa.Table, path: Path) -> Path:
    if path.suffix == ".csv":
        arrow_csv.write_csv(table, path)
    else:
        pq.write_table(table, path)
    return path


def saved(cohort: Iterable[Body], dictionary: Dictionary, folder: Path, ending: str = ".csv") -> tuple[str, ...]:
    """The arguments of `batch` that name the tables of bodies."""
    table, lists = tables_of(cohort, dictionary)
    arguments = [str(save(table, folder / f"bodies{ending}"))]
    for name, records in lists.items():
        arguments += ["--list", f"{name}={save(records, folder / f'{name}{ending}')}"]
    return tuple(arguments)


def cohort_in(path: Path, dictionary: Dictionary) -> Cohort:
    cohort, faults = cohort_from_bytes(path.read_bytes(), path.name, dictionary)
    assert cohort is not None, faults
    return cohort


def expected(assessment: Assessment, columns: Iterable[str], places: int = 2) -> dict[str, str | None]:
    """The row that the interpreter would write, of some columns."""
    scores = {"score": assessment.score, **{score.rule.path: score.value for score in assessment.walk()}}
    found: dict[str, str | None] = {"grade": assessment.grade, "missing": "yes" if isinstance(assessment.score, Missing) else "no"}
    for name in columns:
        value = scores.get(name, Missing())
        found[name] = None if isinstance(value, Missing) else decimal_text(rounded(value, places, "half_up"), places)
    return found


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """Values as text."""
    return {k: None if v is None else f"{v:f}" if isinstance(v, Decimal) else str(v) for k, v in row.items()}


def result(path: Path) -> list[dict[str, Any]]:
    """The rows of a result, decimals as text."""
    if path.suffix == ".parquet":
        return [plain(row) for row in pq.read_table(path).to_pylist()]
    read = arrow_csv.ConvertOptions(strings_can_be_null=True, quoted_strings_can_be_null=False)
    with path.open(encoding="utf-8") as stream:
        names = next(stream).replace('"', "").strip().split(",")
    read.column_types = dict.fromkeys(names, pa.string())
    return [{k: v or None for k, v in row.items()} for row in arrow_csv.read_csv(path, convert_options=read).to_pylist()]
