"""The record `Table`: some rows of a table of bodies with all their answers and faults, ready for any engine."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kzrules.dictionary import Constraint, Dictionary
from kzrules.exact import ExactEvaluator
from kzrules.extras import needed
from kzrules.frames.cells import Array, Cells, Fault, read_cells
from kzrules.frames.keys import Keys, Survey, keys_of
from kzrules.frames.layout import Layout
from kzrules.frames.list_tables import ListRecords, ListTable, records_of
from kzrules.program import Kind
from kzrules.values import Mark, decimal_text

_WORD = 2**62


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a table of bodies.

    Attributes:
        start: how many rows stand before them.
        cells: the answers, by fact (`services_total`, `od_list.kk`).
        lists: the records of the lists whose tables were given; `list_unknown`: of whose list nothing is known.
        rejected: the rows that have faults.

    """

    start: int
    keys: Keys
    cells: Mapping[str, Cells]
    lists: Mapping[str, ListRecords]
    list_unknown: Mapping[str, Array]
    faults: tuple[Fault, ...]
    rejected: Array

    @property
    def size(self) -> int:
        """The number of rows."""
        return len(self.keys.body)


@dataclass(frozen=True, slots=True)
class Reading:
    """How the chunks of a table become `Table`s."""

    dictionary: Dictionary
    layout: Layout
    lists: Mapping[str, ListTable]
    survey: Survey
    kind: Kind | None = None
    found_before: Mapping[int, tuple[Fault, ...]] | None = None


def table_of(chunk: Any, start: int, how: Reading) -> Table:
    """A chunk of an Arrow table, read; the chunk begins at row `start`."""
    np = needed("numpy", "frames")
    keys = keys_of(chunk, how.layout, how.kind)
    size = len(keys.body)
    faults = [*keys.faults, *_twice(how.survey, start, keys)]
    for row in range(start, start + size) if how.found_before else ():
        faults += (Fault(f.row - start, f.column, f.value, f.code, f.values) for f in (how.found_before or {}).get(row, ()))
    cells = {}
    for name, spec in how.layout.facts.items():
        cells[name], found = read_cells(chunk.column(how.layout.theirs[name]), spec, name)
        faults += found
    lists, unknown = {}, {}
    for name, given in how.lists.items():
        lists[name], found = records_of(given, start, keys)
        faults += found
        unknown[name] = np.zeros(size, dtype=bool)
    for name in how.layout.lists:
        if name in lists:
            spec = how.dictionary.facts[name]
            counts, found = read_cells(chunk.column(how.layout.theirs[name]), _counting(spec), name)
            unknown[name] = counts.unknown
            faults += [*found, *_other_number(name, counts, lists[name], size)]
    faulty = {fault.row for fault in faults}
    faults += _contradictions(how.dictionary.constraints, cells, lists, faulty)
    rejected = np.zeros(size, dtype=bool)
    rejected[[fault.row for fault in faults]] = True
    return Table(start, keys, cells, lists, unknown, tuple(sorted(faults, key=lambda fault: (fault.row, fault.record))), rejected)


def _counting(spec: Any) -> Any:
    """The number of the records of a list, as a fact of its own."""
    return type(spec)(name=spec.name, label=spec.label, type="count", least=Fraction(0))


def _other_number(name: str, counts: Cells, records: ListRecords, size: int) -> Iterator[Fault]:
    np = needed("numpy", "frames")
    there = np.bincount(records.body, minlength=size)
    known = ~counts.unknown
    for row in np.flatnonzero((known & (counts.value != there)) | (counts.unknown & (there > 0))):
        said = "-" if counts.unknown[row] else str(int(counts.value[row]))
        yield Fault(int(row), name, said, "KZ696", {"list": name, "said": said, "found": int(there[row])})


def _twice(survey: Survey, start: int, keys: Keys) -> Iterator[Fault]:
    if not survey.twice:
        return
    for row in range(len(keys.body)):
        other = survey.twice.get(start + row)
        if other is not None:
            values = {"body": keys.body[row], "period": int(keys.period[row]), "other": other + 1}
            yield Fault(row, "body", keys.body[row], "KZ694", values)


# ── what the dictionary says must hold ──


def _contradictions(
    constraints: Sequence[Constraint], cells: Mapping[str, Cells], lists: Mapping[str, ListRecords], faulty: set[int]
) -> Iterator[Fault]:
    """Rows whose known answers contradict one another; what has another fault already is not looked at."""
    np = needed("numpy", "frames")
    for constraint in constraints:
        records = lists.get(constraint.within) if constraint.within else None
        columns = (records.cells if records else {}) if constraint.within else cells
        names = sorted(constraint.that.names, key=constraint.that.text.index)
        if not all(name in columns for name in names):
            continue
        whole = {name: columns[name] for name in names}
        known = ~np.any([whole[name].unknown | whole[name].na | whole[name].absent for name in names], axis=0)
        holds = _holds(constraint, whole, np.flatnonzero(known))
        for place in np.flatnonzero(known)[~holds]:
            row = int(records.body[place]) if records else int(place)
            if row in faulty:
                continue
            said = ", ".join(f"{name} = {_shown(whole[name].at(place, name))}" for name in names)
            prefix = f"{constraint.within}." if records else ""
            first = _shown(whole[names[0]].at(place, names[0]))
            record = int(records.rows[place]) + 1 if records else 0
            yield Fault(row, prefix + names[0], first, "KZ510", {"that": constraint.that.text, "values": said}, record)


def _shown(value: Any) -> str:
    return decimal_text(value) if isinstance(value, Fraction) else value.value if isinstance(value, Mark) else str(value)


def _holds(constraint: Constraint, whole: Mapping[str, Cells], rows: Array) -> Array:
    """Whether it holds in rows where all is known: by column where it is a comparison of sums of numbers, else one by one."""
    np = needed("numpy", "frames")
    tree = constraint.that.tree
    if isinstance(tree, ast.Compare) and len(tree.ops) == 1:
        compare = {ast.LtE: np.less_equal, ast.Lt: np.less, ast.GtE: np.greater_equal, ast.Gt: np.greater, ast.Eq: np.equal}.get(type(tree.ops[0]))
        scaled = _on_one_scale(whole, rows)
        left, right = (_sum(side, scaled) for side in (tree.left, tree.comparators[0]))
        if left is not None and right is not None and compare is not None:
            return compare(left, right)
    evaluator = ExactEvaluator()
    answers = ({name: cells.at(row, name) for name, cells in whole.items()} for row in rows)
    return np.array([evaluator.value(constraint.that, known.__getitem__) is not False for known in answers], dtype=bool)


def _on_one_scale(whole: Mapping[str, Cells], rows: Array) -> dict[str, Array]:
    """Numbers as whole numbers of the finest last decimal among them: machine words where even their sum is one, else Python's."""
    if any(cells.spec.type in ("yes_no", "choice") for cells in whole.values()):
        return {}
    finest = max(cells.spec.places for cells in whole.values())
    found = {name: (cells.value[rows], 10 ** (finest - cells.spec.places)) for name, cells in whole.items()}
    most = sum(max(abs(int(column.min())), abs(int(column.max()))) * factor for column, factor in found.values()) if len(rows) else 0
    return {name: (column if most < _WORD else column.astype(object)) * factor for name, (column, factor) in found.items()}


def _sum(node: ast.expr, scaled: Mapping[str, Array]) -> Array | None:
    match node:
        case ast.Name(id=name) if name in scaled:
            return scaled[name]
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            one, other = _sum(left, scaled), _sum(right, scaled)
            return None if one is None or other is None else one + other
        case _:
            return None
