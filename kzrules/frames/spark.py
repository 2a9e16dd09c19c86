"""`assess_spark`: a DataFrame of Spark scored on the workers of a cluster, each body with its records beside it.

Spark joins and moves the rows, kzrules scores them where they are (`mapInArrow`): the workers need kzrules with its extra `spark`.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from kzrules.comparison import known_choices
from kzrules.diagnostic import Diagnostic, Faults
from kzrules.edition import Edition
from kzrules.extras import needed
from kzrules.frames.assess import frame_schema, scored_frame
from kzrules.frames.batch_run import Given, Opened, cohorts_of, looks_around, opened
from kzrules.frames.cohort_means import Cohort, joined
from kzrules.frames.layout import BODY, PERIOD
from kzrules.frames.scores import Detail, Plan, plan_of
from kzrules.frames.sources import source_of_table
from kzrules.place import file_place

_SHOWN = 5
"""Keys that a fault quotes."""
_FILE = "<frame>"
Frame = Any
"""A DataFrame of Spark."""


def assess_spark(
    edition: Edition,
    bodies: Frame,
    lists: Mapping[str, Frame] | None = None,
    readings: Mapping[str, str] | None = None,
    *,
    detail: Detail = "overall",
) -> Frame:
    """Score every row of a DataFrame.

    Args:
        edition: from `load`.
        bodies: a row for each body and year, as for `assess_frame`.
        lists: DataFrames of the lists by name, with `body`, `period` and a column for each field.
        readings: option by reading, where another than the default is wanted.
        detail: also the scores of the `directions`, or of `all` rules.

    Returns:
        A DataFrame, lazy as Spark's are: the columns of `assess_frame`. Where the edition takes a mean over other bodies, or places a value
        among theirs, that is computed first.

    Raises:
        Faults: when two rows are about one body and year, a record has no body, columns are lacking or unknown, or a choice of readings has faults.
        NotInstalled: without the extra `spark`.

    """
    sql = needed("pyspark.sql.functions", "spark")
    arrow_types = needed("pyspark.sql.pandas.types", "spark")
    choices = known_choices([edition], readings)[0]
    key = (edition, tuple(sorted(choices.items())), detail)
    plan = _plan(*key)
    packed = bodies.toDF(*(name.replace(".", _DOT) for name in bodies.columns)).withColumns(_keys(sql))
    _refuse(packed.groupBy(*_KEYS).count().where("count > 1"), _twice)
    for name, records in (lists or {}).items():
        _refuse(records.withColumns(_keys(sql)).join(packed, list(_KEYS), "left_anti"), partial(_stray, name))
        fields = [column for column in records.columns if column not in (BODY, PERIOD)]
        one = records.withColumns(_keys(sql)).groupBy(*_KEYS).agg(sql.collect_list(sql.struct(*fields)).alias(_packed(name)))
        packed = packed.join(one, list(_KEYS), "left")
    packed = packed.drop(*_KEYS)
    names = tuple(lists or {})
    around = Cohort()
    if any(looks_around(one, form) for one, form in plan.editions):
        found = packed.mapInArrow(lambda batches: _looked(batches, names, key), "cohort binary").collect()
        around = joined(pickle.loads(row["cohort"]) for row in found)  # noqa: S301 - what our own workers wrote
    schema = arrow_types.from_arrow_schema(frame_schema(plan))
    return packed.mapInArrow(lambda batches: _scored(batches, names, key, around), schema)


_KEYS = ("kzrules_body", "kzrules_period")
_DOT = "__dot__"
"""Stands for the dot of `od_list.kk`, which Spark reads as a field of a struct."""


def _keys(sql: Any) -> dict[str, Any]:
    """A body and a year as the tables name them, whatever their types."""
    return {key: sql.trim(sql.col(column).cast("string")) for key, column in zip(_KEYS, (BODY, PERIOD), strict=True)}


def _packed(name: str) -> str:
    return f"kzrules_list_{name}"


def _refuse(wrong: Frame, fault: Callable[[str, str], Diagnostic]) -> None:
    """A fault for each of the first rows that should not be there."""
    rows = wrong.limit(_SHOWN).collect()
    if rows:
        raise Faults([fault(row[_KEYS[0]] or "", row[_KEYS[1]] or "") for row in rows])


def _twice(body: str, year: str) -> Diagnostic:
    ru = f"орган «{body}» за {year} год стоит в ней не один раз; какая строка верна, неизвестно"
    en = f"the body “{body}” of {year} stands in it more than once; which row is right is not known"
    return Diagnostic("KZ690", file_place(_FILE), {"problem_ru": ru, "problem_en": en})


def _stray(name: str, body: str, year: str) -> Diagnostic:
    return Diagnostic("KZ695", file_place(_FILE), {"list": name, "body": body, "period": year})


# ── on a worker ──

Key = tuple[Edition, tuple[tuple[str, str], ...], Detail]


_PLANS: dict[tuple[Any, ...], Plan] = {}
"""The plan of each question, made once in each process: editions that were sent twice are the same by their hashes."""


def _plan(edition: Edition, choices: tuple[tuple[str, str], ...], detail: Detail) -> Plan:
    asked = (edition.sha256, edition.dictionary.sha256, choices, detail)
    if asked not in _PLANS:
        _PLANS[asked] = plan_of([(edition, dict(choices))], detail)
    return _PLANS[asked]


def _opened(batch: Any, names: tuple[str, ...], key: Key) -> tuple[Plan, Opened]:
    """The bodies of a batch and their records, understood."""
    pa, pc, np = needed("pyarrow", "spark"), needed("pyarrow.compute", "spark"), needed("numpy", "spark")
    table = pa.Table.from_batches([batch])
    lists = {}
    for name in names:
        column = table.column(_packed(name)).combine_chunks()
        counts = pc.fill_null(pc.list_value_length(column), 0).to_numpy()
        owner = pa.array(np.repeat(np.arange(len(table)), counts))
        fields = column.flatten()
        records = {field.name: fields.field(place) for place, field in enumerate(fields.type)}
        records |= {lead: table.column(lead).take(owner) for lead in (BODY, PERIOD)}
        lists[name] = source_of_table(pa.table(records), f"<{name}>")
    plan = _plan(*key)
    own = table.drop_columns([_packed(name) for name in names])
    bodies = source_of_table(own.rename_columns([name.replace(_DOT, ".") for name in own.column_names]), _FILE, max(1, len(table)))
    return plan, opened(Given(bodies, lists), key[0].dictionary, plan, "ru", max(1, len(table)))


def _looked(batches: Iterator[Any], names: tuple[str, ...], key: Key) -> Iterator[Any]:
    pa = needed("pyarrow", "spark")
    found = [cohort for batch in batches if len(batch) for plan, tables in [_opened(batch, names, key)] for cohort in cohorts_of(plan, tables)]
    yield pa.RecordBatch.from_pydict({"cohort": [pickle.dumps(joined(found))]})


def _scored(batches: Iterator[Any], names: tuple[str, ...], key: Key, around: Cohort) -> Iterator[Any]:
    for batch in batches:
        if len(batch):
            plan, tables = _opened(batch, names, key)
            yield from scored_frame(plan, tables, "auto", [around]).to_batches()
