"""`kz.assess_frame`: a frame of polars, pandas or pyarrow scored, and given back in the same kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kzrules.comparison import known_choices
from kzrules.diagnostic import Faults
from kzrules.edition import Edition
from kzrules.extras import needed
from kzrules.frames.batch_run import Given, Opened, cohorts_of, opened, sentence, stray_faults
from kzrules.frames.cohort_means import Cohort
from kzrules.frames.engines import ENGINES
from kzrules.frames.scores import Detail, Plan, plan_of, result_schema, scored_table
from kzrules.frames.sources import source_of_table
from kzrules.frames.table import Table


def assess_frame(
    edition: Edition,
    frame: Any,
    lists: Mapping[str, Any] | None = None,
    readings: Mapping[str, str] | None = None,
    *,
    detail: Detail = "overall",
    engine: str = "auto",
) -> Any:
    """Score every row of a frame.

    Args:
        edition: from `load`.
        frame: a row for each body and year: `body`, `kind`, `period`, facts by their names (`od_list.kk`). Anything that gives its
            columns by the Arrow stream interface (`__arrow_c_stream__`): polars, pandas, pyarrow. A null is unknown.
        lists: frames of the lists by name, with `body`, `period` and a column for each field.
        readings: option by reading, where another than the default is wanted.
        detail: also the scores of the `directions`, or of `all` rules.
        engine: `auto` (NumPy: the fastest here at any size), `numpy`, `python`, `duckdb` or `polars`.

    Returns:
        A frame of the same kind, a row for each row: the leading columns, `score`, `grade`, `missing`, `rejected`, the scores of
        `detail`, and `fault`: why a row was rejected.

    Raises:
        Faults: when columns are lacking, unknown or of a type that a fact cannot have, a record of a list is about a body and year that the
            frame has not, or a choice of readings has faults.
        TypeError: for a frame without the Arrow stream interface.
        NotInstalled: without the extra `frames`.

    """
    plan = plan_of([(edition, known_choices([edition], readings)[0])], detail)
    sources = {name: source_of_table(_arrow(table), f"<{name}>") for name, table in (lists or {}).items()}
    found = opened(Given(source_of_table(_arrow(frame), "<frame>"), sources), edition.dictionary, plan, "ru")
    if found.strays:
        raise Faults(stray_faults(found, {name: source.file for name, source in sources.items()}))
    return _like(frame, scored_frame(plan, found, engine, cohorts_of(plan, found)))


def scored_frame(plan: Plan, found: Opened, engine: str, cohorts: Sequence[Cohort]) -> Any:
    """The rows scored, as an Arrow table of `frame_schema`."""
    pa = needed("pyarrow", "frames")
    results = []
    for table in found.tables():
        scored = scored_table(plan, table, ENGINES[engine], cohorts)
        results.append(scored.append_column("fault", pa.array(_why(table), pa.string())))
    return pa.concat_tables(results) if results else frame_schema(plan).empty_table()


def frame_schema(plan: Plan) -> Any:
    """The columns of the result, and why a row was rejected."""
    pa = needed("pyarrow", "frames")
    return result_schema(plan).append(pa.field("fault", pa.string()))


def _why(table: Table) -> list[str | None]:
    said: list[str | None] = [None] * table.size
    for fault in table.faults:
        one = f"{fault.column}: {sentence(fault, 'ru', '<frame>')}"
        said[fault.row] = f"{said[fault.row]}; {one}" if said[fault.row] else one
    return said


def _arrow(frame: Any) -> Any:
    pa = needed("pyarrow", "frames")
    if isinstance(frame, pa.Table):
        return frame
    if not hasattr(frame, "__arrow_c_stream__"):
        raise TypeError("таблица должна отдавать столбцы по Arrow (__arrow_c_stream__): polars, pandas 2.2 и новее, pyarrow")
    return pa.RecordBatchReader.from_stream(frame).read_all()


def _like(frame: Any, table: Any) -> Any:
    """The result in the kind of the frame given; of a kind that we do not know, an Arrow table."""
    match type(frame).__module__.partition(".")[0]:
        case "polars":
            return needed("polars", "frames").from_arrow(table)
        case "pandas":
            return table.to_pandas()
        case _:
            return table
