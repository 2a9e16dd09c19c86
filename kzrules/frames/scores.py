"""What comes out: a table of Arrow with a row for each body, year and edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import Any, Literal

from kzrules.compiled.lowered import OVERALL
from kzrules.diagnostic import Diagnostic, Faults
from kzrules.edition import Edition
from kzrules.extras import needed
from kzrules.frames.cells import Array
from kzrules.frames.cohort_means import Cohort, FormOf, groups_of
from kzrules.frames.engines import Engine, Form, Scored, form_of
from kzrules.frames.keys import NO_KIND, NO_YEAR
from kzrules.frames.table import Table
from kzrules.place import file_place
from kzrules.program import KINDS, Program

Detail = Literal["overall", "directions", "all"]
DIGITS = 38
"""Of a score as Arrow holds it."""
_WORD = 2**62


@dataclass(frozen=True, slots=True)
class Plan:
    """What to score and print.

    Attributes:
        editions: each with its choice of readings.
        columns: paths of the rules printed, of all editions.
        places: decimals of every score.

    """

    editions: tuple[tuple[Edition, FormOf], ...]
    columns: tuple[str, ...]
    places: int


def plan_of(editions: Sequence[tuple[Edition, Mapping[str, str]]], detail: Detail) -> Plan:
    """What to print of editions under choices of readings.

    Raises:
        Faults: when a choice names no reading or option of an edition.

    """
    columns: dict[str, None] = {}
    places = 0
    ready = []
    for edition, choices in editions:
        for kind in KINDS:
            for year in edition.years:
                program = edition.program(kind, choices, year)
                columns.update(dict.fromkeys(_printed(program, detail)))
                places = max(places, program.overall.rounding.places)
        ready.append((edition, _forms(edition, choices, detail)))
    return Plan(tuple(ready), tuple(columns), places)


def _printed(program: Program, detail: Detail) -> list[str]:
    match detail:
        case "overall":
            return []
        case "directions":
            return [rule.path for rule in program.directions]
        case _:
            return list(program.rules)


def _forms(edition: Edition, choices: Mapping[str, str], detail: Detail) -> FormOf:
    """The forms of an edition, each made when it is first needed."""
    made: dict[tuple[int, int | None], Form] = {}

    def form(kind: int, period: int) -> Form:
        year = edition.year(period)
        if (kind, year) not in made:
            program = edition.program(KINDS[kind], choices, year)
            made[kind, year] = form_of(program, edition.dictionary, tuple(_printed(program, detail)))
        return made[kind, year]

    return form


def result_schema(plan: Plan) -> Any:
    """The columns of the result."""
    pa = needed("pyarrow", "frames")
    text, score = pa.string(), pa.decimal128(DIGITS, plan.places)
    lead = [("body", text), ("kind", text), ("period", pa.int32()), ("edition", text)]
    marks = [("score", score), ("grade", text), ("missing", text), ("rejected", text)]
    return pa.schema([*lead, *marks, *((path, score) for path in plan.columns)])


def scored_table(plan: Plan, table: Table, engine: Engine, cohorts: Sequence[Cohort]) -> Any:
    """The results of the rows of a chunk, editions side by side."""
    np, pa = needed("numpy", "frames"), needed("pyarrow", "frames")
    schema = result_schema(plan)
    found = [_of_edition(plan, edition, form, table, engine, cohort) for (edition, form), cohort in zip(plan.editions, cohorts, strict=True)]
    tables = [pa.table(columns, schema=schema) for columns in found]
    if len(tables) == 1:
        return tables[0]
    turns = np.arange(len(tables) * table.size).reshape(len(tables), table.size).T.ravel()
    return pa.concat_tables(tables).take(pa.array(turns)).combine_chunks()


def _of_edition(plan: Plan, edition: Edition, form: FormOf, table: Table, engine: Engine, cohort: Cohort) -> dict[str, Any]:
    np, pa = needed("numpy", "frames"), needed("pyarrow", "frames")
    size, keys = table.size, table.keys
    values: dict[str, Array] = {name: np.zeros(size, dtype=np.int64) for name in ("score", *plan.columns)}
    known: dict[str, Array] = {name: np.zeros(size, dtype=bool) for name in values}
    grades = np.full(size, None, dtype=object)
    for kind, year, rows in groups_of(table):
        ready = form(kind, year)
        results = engine(ready, table, rows, cohort.means(form, kind, year) if ready.lowered.means or ready.lowered.ends else {})
        for path, one in results.items():
            name = "score" if path == OVERALL else path
            values[name] = _placed(values[name], one, rows, 10 ** (plan.places - ready.places))
            known[name][rows] = ~one.missing
        grades[rows] = _grades(ready, results[OVERALL])
    missing = np.where(table.rejected, None, np.where(known["score"], "no", "yes"))
    names = np.array([*KINDS, None], dtype=object)
    return {
        "body": pa.array(list(keys.body), pa.string()),
        "kind": pa.array(names[np.where(keys.kind == NO_KIND, len(KINDS), keys.kind)], pa.string()),
        "period": pa.array(keys.period, pa.int32(), mask=keys.period == NO_YEAR),
        "edition": pa.array([edition.id], pa.string()).take(pa.array(np.zeros(size, dtype=np.int32))),
        "score": _decimals(values["score"], known["score"], plan.places),
        "grade": pa.array(grades, pa.string()),
        "missing": pa.array(missing, pa.string()),
        "rejected": pa.array(np.where(table.rejected, "yes", "no").astype(object), pa.string()),
        **{path: _decimals(values[path], known[path], plan.places) for path in plan.columns},
    }


def _placed(column: Array, one: Scored, rows: Array, times: int) -> Array:
    """A column with results put into their rows; where there is none, nothing of what stood in for it."""
    np = needed("numpy", "frames")
    value = np.where(one.missing, 0, one.value)
    most = max((abs(int(end)) for end in (value.min(), value.max())), default=0) * times if len(value) else 0
    if most >= _WORD:
        column, value = column.astype(object), value.astype(object)
    column[rows] = value * times
    return column


def _grades(form: Form, overall: Scored) -> Array:
    np = needed("numpy", "frames")
    grades = np.full(len(overall.value), None, dtype=object)
    open_ = ~overall.missing
    scale = 10**form.places
    for band in form.program.bands:
        inside = open_.copy()
        if band.low is not None:
            inside &= overall.value >= ceil(band.low * scale)
        if band.high is not None:
            inside &= overall.value < ceil(band.high * scale)
        grades[inside] = band.grade
        open_ &= ~inside
    return grades


def _decimals(values: Array, known: Array, places: int) -> Any:
    """Whole numbers of the last place as Arrow's decimals."""
    np, pa = needed("numpy", "frames"), needed("pyarrow", "frames")
    type_ = pa.decimal128(DIGITS, places)
    if values.dtype == object:
        scaled = [Decimal(f"{value}e-{places}") if there else None for value, there in zip(values, known, strict=True)]
        try:
            return pa.array(scaled, type_)
        except pa.ArrowInvalid:
            said = {
                "problem_ru": f"в какой-то строке балл длиннее {DIGITS} цифр",
                "problem_en": f"the score of some row has more than {DIGITS} digits",
            }
            raise Faults([Diagnostic("KZ690", file_place("<frame>"), said)]) from None
    words = np.empty((len(values), 2), dtype=np.int64)
    words[:, 0], words[:, 1] = values, values >> 63
    bits = np.packbits(known, bitorder="little").tobytes()
    return pa.Array.from_buffers(type_, len(values), [pa.py_buffer(bits), pa.py_buffer(words.tobytes())])
