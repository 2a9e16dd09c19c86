"""Drawn bodies as tables of Arrow, written in the ways in which people write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.drawing import Drawn
from kzrules.frames.cells import Cells
from kzrules.program import Kind


@dataclass(frozen=True, slots=True)
class Group:
    """Bodies of one kind with their names and assessed years."""

    drawn: Drawn
    kind: Kind
    names: Sequence[str]
    periods: Sequence[int]


def tables_of(groups: Sequence[Group], chance: np.random.Generator) -> tuple[pa.Table, dict[str, pa.Table]]:
    """A row for each body, shuffled, and the records of each list, shuffled too."""
    wide = [_with_keys(group, chance) for group in groups]
    bodies = _shuffled(pa.concat_tables(wide, promote_options="permissive"), chance)
    lists: dict[str, list[pa.Table]] = {}
    for group in groups:
        for name, one in group.drawn.lists.items():
            keys = {"body": pa.array([group.names[row] for row in one.body], pa.string())}
            keys["period"] = pa.array([group.periods[row] for row in one.body], pa.int64())
            lists.setdefault(name, []).append(pa.table(keys | {field: _written(cells, chance) for field, cells in one.answers.items()}))
    return bodies, {name: _shuffled(pa.concat_tables(ones, promote_options="permissive"), chance) for name, ones in lists.items()}


def _with_keys(group: Group, chance: np.random.Generator) -> pa.Table:
    size = group.drawn.size
    columns = {"body": pa.array(group.names, pa.string()), "kind": pa.array([group.kind] * size, pa.string())}
    columns["period"] = pa.array(group.periods, pa.int64())
    columns |= {path: _written(cells, chance) for path, cells in group.drawn.answers.items()}
    for name, one in group.drawn.lists.items():
        counts = np.bincount(one.body, minlength=size)
        columns[name] = pa.array(["-" if gone else str(count) for count, gone in zip(counts, one.unknown, strict=True)], pa.string())
    return pa.table(columns)


def _shuffled(table: pa.Table, chance: np.random.Generator) -> pa.Table:
    return table.take(pa.array(chance.permutation(table.num_rows)))


def _written(cells: Cells, chance: np.random.Generator) -> pa.Array:
    """As text with the marks in words: groups are put below one another, and a column has one type."""
    texts = np.array(_texts(cells), dtype=object)
    texts[cells.na], texts[cells.absent] = "n/a", "absent"
    texts[cells.unknown] = np.array([None, "", "-"], dtype=object)[chance.integers(0, 3, int(cells.unknown.sum()))]
    return pa.array(texts, pa.string())


def _texts(cells: Cells) -> list[str]:
    spec = cells.spec
    match spec.type:
        case "yes_no":
            return ["yes" if value else "no" for value in cells.value.tolist()]
        case "choice":
            codes = list(spec.choices)
            return [codes[value] for value in cells.value.tolist()]
        case _:
            values = cells.value.tolist()
            return [f"{Decimal(value).scaleb(-spec.places):f}" for value in values] if spec.places else list(map(str, values))


def typed(table: pa.Table, answers: dict[str, Cells], chance: np.random.Generator) -> pa.Table:
    """The table with some of the columns that need no words as numbers and conditions."""
    for path, cells in answers.items():
        spec = cells.spec
        if cells.na.any() or cells.absent.any() or spec.type == "choice" or chance.random() < 0.3:
            continue
        column = table.column(path).to_pylist()
        known = [value if value not in ("", "-") else None for value in column]
        if spec.type == "yes_no":
            made = pa.array([None if value is None else value == "yes" for value in known], pa.bool_())
        elif spec.places:
            made = pa.array([None if value is None else Decimal(value) for value in known], pa.decimal128(22, spec.places))
        else:
            made = pa.array([None if value is None else int(value) for value in known], pa.int64())
        table = table.set_column(table.column_names.index(path), path, made)
    return table


def whole_of(column: Any, places: int) -> list[int | None]:
    """A column of decimals as whole numbers of its last place, None where it has none."""
    return [None if value is None else int(value.scaleb(places)) for value in column.to_pylist()]
