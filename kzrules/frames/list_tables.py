"""The long tables of lists: each record with the row of its body, read a chunk of bodies at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kzrules.dictionary import FactSpec
from kzrules.extras import needed
from kzrules.frames.cells import Array, Cells, Fault, coded_column, read_cells
from kzrules.frames.column_map import ColumnMap
from kzrules.frames.keys import Keys, Survey, record_keys
from kzrules.frames.layout import BODY, PERIOD, Layout, layout_of
from kzrules.frames.sources import Source, whole


@dataclass(frozen=True, slots=True)
class ListTable:
    """The records of a list, in memory, ordered by the row of their body.

    Attributes:
        owner: rows of the table of bodies, in order; `rows`: the rows of the list's own table, from 0.
        body, period: of each record, as it names them.
        strays: rows whose body and year the table of bodies does not have.

    """

    spec: FactSpec
    table: Any
    layout: Layout
    body: Any
    period: Array
    owner: Array
    rows: Array
    strays: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ListRecords:
    """The records of some bodies: the place of the body of each among them, a column for each field, and their titles where they have them."""

    body: Array
    cells: Mapping[str, Cells]
    rows: Array
    titles: Any


def list_table(source: Source, spec: FactSpec, column_map: ColumnMap, ignore_unknown: bool, survey: Survey) -> ListTable:
    """The table of a list, joined to the rows of its bodies.

    Raises:
        Faults: when its columns are not what they must be, or it cannot be read.

    """
    np = needed("numpy", "frames")
    layout = layout_of(source, spec.fields, (BODY, PERIOD), (spec.name, column_map), ignore_unknown)
    table = whole(source, list(layout.theirs.values()))
    body, period, hashes = record_keys(table, layout)
    owner = survey.row_of(hashes)
    rows = np.argsort(owner, kind="stable")
    first = int(np.searchsorted(owner[rows], 0))
    small = np.int32 if max(len(rows), survey.size) < 2**31 else np.int64  # millions of records: every byte counts
    kept = (owner[rows][first:].astype(small), rows[first:].astype(small))
    return ListTable(spec, table, layout, body, period.astype(np.int16), *kept, tuple(int(row) for row in rows[:first]))


def records_of(given: ListTable, start: int, bodies: Keys) -> tuple[ListRecords, list[Fault]]:
    """The records of the bodies of a chunk that begins at a row, and their faults (rows counted within the chunk)."""
    np, pa, pc = needed("numpy", "frames"), needed("pyarrow", "frames"), needed("pyarrow.compute", "frames")
    first, until = (int(np.searchsorted(given.owner, row)) for row in (start, start + len(bodies.body)))
    rows, body = given.rows[first:until].astype(np.int64), given.owner[first:until].astype(np.int64) - start
    some = given.table.take(pa.array(rows))
    faults: list[Fault] = []
    cells = {}
    for field, spec in given.layout.facts.items():
        name = f"{given.spec.name}.{field}"
        cells[field], found = read_cells(some.column(given.layout.theirs[field]), spec, name)
        faults += [Fault(int(body[f.row]), name, f.value, f.code, f.values, int(rows[f.row]) + 1) for f in found]
    titles = None
    if given.spec.key in given.layout.facts:
        titles = coded_column(some.column(given.layout.theirs[given.spec.key]))
        faults += _repeated(given.spec, titles, body, rows)
    theirs, ours = given.body.take(pa.array(rows)), pa.array(bodies.body, pa.string()).take(pa.array(body))
    unlike = pc.not_equal(theirs.cast(pa.string()), ours).to_numpy(zero_copy_only=False) | (given.period[rows] != bodies.period[body])
    for place in np.flatnonzero(unlike):  # two keys of one hash would be one case in 10^19: said, never taken for one another
        row = int(rows[place])
        faults.append(Fault(int(body[place]), given.spec.name, given.body[row].as_py(), "KZ695", stray(given, row), row + 1))
    return ListRecords(body, cells, rows, titles), faults


def stray(given: ListTable, row: int) -> dict[str, str]:
    """What is said of a record without a body."""
    return {"list": given.spec.name, "body": given.body[row].as_py(), "period": str(int(given.period[row]) or "")}


def _repeated(spec: FactSpec, titles: Any, body: Array, rows: Array) -> list[Fault]:
    """The records of a body whose title another record before them has."""
    np = needed("numpy", "frames")
    words = titles.dictionary.to_pylist()
    codes = titles.indices.to_numpy()
    both = body * (len(words) + 1) + codes
    order = np.argsort(both, kind="stable")
    again = np.sort(order[1:][both[order][1:] == both[order][:-1]])
    name = f"{spec.name}.{spec.key}"
    told = ((int(place), words[codes[place]]) for place in again)
    return [Fault(int(body[place]), name, word, "KZ517", {"name": spec.name, "value": word}, int(rows[place]) + 1) for place, word in told if word]
