"""Rows to compare on: random, round and mixed, drawn around the bodies of an example cohort and kept in files, so that every engine gets the same.

Random: every number times 0.5 to 1.5. Round: those brought to the next of 1, 2, 5, 10, 20, 50…, so that shares are decimals and many scores stand
just between two hundredths. Mixed: each number the one or the other, and one answer in a thousand not known.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import numpy as np

import kzrules as kz
from benchmarks.engines import drawn
from benchmarks.others.setting import Column, Rows, Setting
from kzrules.compiled.batch import Records, batch_columns
from kzrules.compiled.integers import Integers, Node, Part, Parts, in_order
from kzrules.compiled.lowered import LoweredProgram, lists_of, lowered_program
from kzrules.compiled.lowering import below_of, roots_of
from kzrules.edition import Edition

Data = Literal["random", "round", "mixed"]
DATA: tuple[Data, ...] = ("random", "round", "mixed")
_UNKNOWN = 0.001
FEW = 10


def with_lists(edition: Edition) -> LoweredProgram:
    """The integer form of the central bodies' program, lists of any length."""
    program = edition.program("central")
    return lowered_program(program, edition.dictionary, dict.fromkeys(lists_of(program, edition.dictionary)))


def setting_of(name: str, *, lists: bool = False) -> Setting:
    """A program by the name of its edition; without `lists` their sums and counts are inputs of the integer form."""
    edition = kz.load(name)
    form = with_lists(edition)
    return Setting(edition, form.program, form if lists else replace(form, gathered=()))


def rows_of(name: str, size: int, data: Data) -> Rows:
    """Rows of an edition, drawn; lists gathered exactly."""
    return rows_from(*drawn(name, size), size, data)


def rows_from(form: LoweredProgram, inputs: Mapping[str, Column], records: Mapping[str, Records], size: int, data: Data) -> Rows:
    """Rows made of random ones."""
    bounds = bounds_of(form)
    if data != "random":
        chance = np.random.default_rng(2 if data == "round" else 3)
        share = 1.0 if data == "round" else 0.5
        means = {part for mean in form.means for part in (mean, below_of(mean))}
        inputs = {key: column if key in means else brought(column, share, chance) for key, column in inputs.items()}
        records = {key: Records(one.body, {f: brought(c, share, chance) for f, c in one.columns.items()}) for key, one in records.items()}
        if data == "mixed":
            inputs = {key: some_unknown(key, column, chance) for key, column in inputs.items()}
    inputs = {key: within(column, bounds.get(key)) for key, column in inputs.items()}
    records = {key: Records(one.body, {f: within(c, bounds.get(f)) for f, c in one.columns.items()}) for key, one in records.items()}
    return Rows(size, gathered(form, inputs, records, size), records)


def bounds_of(form: LoweredProgram) -> dict[str, tuple[int, int]]:
    """What the dictionary allows each number to be, in units of its last decimal."""
    return {path: (int(low * 10**q.spec.places), int(high * 10**q.spec.places)) for path, q in form.questions.items() for low, high in [q.bounds]}


def within(column: Column, bounds: tuple[int, int] | None) -> Column:
    """A number no less and no more than it may be."""
    return column if bounds is None or column.dtype == bool else column.clip(*bounds)


def some_unknown(name: str, column: Column, chance: Any) -> Column:
    """One answer in a thousand becomes one that nobody gave."""
    return column | (chance.random(len(column)) < _UNKNOWN) if name.endswith(":unknown") else column


def brought(column: Column, share: float, chance: Any) -> Column:
    """Some of the numbers, brought to the next of 0, 1, 2, 5, 10, 20, 50 and so on."""
    if column.dtype == bool:
        return column
    steps = np.array([0, *(figure * 10**power for power in range(18) for figure in (1, 2, 5))], dtype=np.int64)
    place = np.searchsorted(steps, column).clip(1, len(steps) - 1)
    below, above = steps[place - 1], steps[place]
    nearest = np.where(column - below < above - column, below, above)
    return np.where((chance.random(len(column)) < share) & (column >= 0), nearest, column)


def gathered(form: LoweredProgram, inputs: Mapping[str, Column], records: Mapping[str, Records], size: int) -> dict[str, Column]:
    """What the program reads once its lists are gathered."""
    i = Integers()
    wanted: list[Parts | Node] = []
    names: list[tuple[str, Node]] = []
    for one in form.gathered:
        for name in (one.gather.total, below_of(one.gather.total), one.gather.count):
            names.append((name, i.input(name)))
            wanted.append((Part(names[-1][1], 1, ()),))
        names.append((one.gather.any_open, i.flag(one.gather.any_open)))
        wanted.append(names[-1][1])
    made = batch_columns(replace(form, wanted=tuple(wanted)), inputs, records, size)
    whole = dict(inputs) | {name: made.found[node] for name, node in names}
    read = {node.args[0] for node in in_order(roots_of(form.wanted)) if node.op in ("input", "flag")}
    return {name: whole[name] for name in sorted(read)}


# ── kept in files ──


def main(name: str, size: int, slow: int, folder: Path) -> None:
    """The rows in files: all of them, the first for the slow, ten to begin with. In a process of its own, which gives the memory back."""
    form, inputs, records = drawn(name, size)
    for data in DATA:
        rows = rows_from(form, inputs, records, size, data)
        keep(rows, folder / data / "full")
        keep(rows.first(slow), folder / data / "slow")
        if data == DATA[0]:
            keep(rows.first(FEW), folder / "few")


def keep(rows: Rows, folder: Path) -> None:
    """Rows in a folder."""
    folder.mkdir(parents=True)
    np.savez(folder / "inputs.npz", **rows.inputs)
    for name, one in rows.records.items():
        np.savez(folder / f"list-{name}.npz", **{"row": one.body, **one.columns})


def kept(folder: Path, size: int | None = None, *, lists: bool = True) -> Rows:
    """Rows from a folder; only the first of them, where so many are not wanted."""
    with np.load(folder / "inputs.npz") as file:
        inputs = {name: file[name][:size].copy() if size else file[name] for name in file.files}
    records = {}
    for path in sorted(folder.glob("list-*.npz")) if lists else ():
        with np.load(path) as file:
            columns = {name: file[name] for name in file.files}
        records[path.stem.removeprefix("list-")] = Records(columns.pop("row"), columns)
    rows = Rows(len(next(iter(inputs.values()))), inputs, records)
    return rows.first(size) if size else rows


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
