"""The integer form in every engine, side by side in one run: `python -m benchmarks.engines -n 100000 [EDITION…]`.

Rows are drawn around the bodies of an example cohort, lists with them. Every engine runs in a process of its own: rows per second of the better
of two runs, processor time (of all threads: other work on the machine does not count), start-up (import and a first batch of ten rows), peak memory
above what the columns take, rows that the engine left to be decided exactly, and rows that differ in any numerator from NumPy with numbers of any
size. `plain` is DuckDB in doubles with its own `round`: what one would write by hand; Python and `plain` are compared by the overall score.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

import kzrules as kz
from benchmarks.plain_floats import plain_select
from kzrules.compiled.batch import Records, batch_columns
from kzrules.compiled.from_bodies import inputs_and_records
from kzrules.compiled.lowered import LoweredProgram, lists_of, lowered_program
from kzrules.compiled.lowering import below_of, roots_of
from kzrules.compiled.python_function import python_function
from kzrules.engines.columns import small_rows
from kzrules.engines.duckdb_engine import duckdb_outcome, register
from kzrules.engines.duckdb_lists import staged_by
from kzrules.engines.numpy_engine import numpy_outcome
from kzrules.engines.outcome import Outcome
from kzrules.engines.polars_engine import polars_outcome
from kzrules.extras import needed
from kzrules.program import KINDS
from kzrules.scoring import Run

ROOT = Path(__file__).resolve().parent.parent
COHORTS = {"interaction/2018-01": "cohort-2018.yaml", "interaction/2020-03": "cohort-2019-2021.yaml"}
ENGINES = ("any size", "numpy", "python", "duckdb", "polars", "plain")
MARKED = ("any size", "numpy", "duckdb", "polars")
"""Compared in every numerator; the others in the overall score."""
PYTHON_ROWS = 3000
Columns = Mapping[str, Any]
Lists = Mapping[str, Records]


def drawn(edition: str, size: int) -> tuple[LoweredProgram, Columns, Lists]:
    """Columns of `size` bodies around those of the example cohort: every number times 0.5 to 1.5, everything else as it is."""
    chance, loaded = np.random.default_rng(1), kz.load(edition)
    program = loaded.program("central")
    form = lowered_program(program, loaded.dictionary, dict.fromkeys(lists_of(program, loaded.dictionary)))
    everybody = kz.read_facts(ROOT / "examples" / COHORTS[edition], loaded).bodies
    bodies = [body for body in everybody if body.kind == "central"]
    inputs, records = inputs_and_records(form, bodies, Run({kind: loaded.program(kind) for kind in KINDS}, everybody))
    who = chance.integers(len(bodies), size=size)
    kept = {name for mean in form.means for name in (mean, below_of(mean))}
    columns = {name: column[who] if name in kept else varied(column[who], chance) for name, column in inputs.items()}
    lists = {}
    for name, table in records.items():
        counts = np.bincount(table.body, minlength=len(bodies))
        first = np.cumsum(counts) - counts
        many = counts[who]
        body = np.repeat(np.arange(size), many)
        line = first[who[body]] + np.arange(len(body)) - np.repeat(np.cumsum(many) - many, many)
        lists[name] = Records(body, {field: varied(column[line], chance) for field, column in table.columns.items()})
    return form, columns, lists


def first_bodies(table: Records) -> Records:
    """The records of the bodies that are left to Python."""
    kept = table.body < PYTHON_ROWS
    return Records(table.body[kept], {field: column[kept] for field, column in table.columns.items()})


def varied(column: Any, chance: Any) -> Any:
    return column if column.dtype == bool else np.floor(column * chance.uniform(0.5, 1.5, len(column))).astype(np.int64)


# ── one engine in this process ──


def by_any_size(form: LoweredProgram, inputs: Columns, records: Lists, size: int) -> Outcome:
    """NumPy where numbers may be of any size: what decides the rows that the engines leave."""
    return Outcome(batch_columns(form, inputs, records, size).found, size, 0)


def by_numpy(form: LoweredProgram, inputs: Columns, records: Lists, size: int) -> Outcome:
    return numpy_outcome(form, inputs, records, size)


def by_duckdb(form: LoweredProgram, inputs: Columns, records: Lists, size: int) -> Outcome:
    return duckdb_outcome(form, inputs, records, size)


def by_polars(form: LoweredProgram, inputs: Columns, records: Lists, size: int) -> Outcome:
    return polars_outcome(form, inputs, records, size)


def by_python(form: LoweredProgram, inputs: Columns, records: Lists, size: int) -> Outcome:
    """Row by row, the standard library only (the columns are read out of NumPy)."""
    compute, _ = python_function(form.wanted)
    lists = [(one, python_function([one.value, one.counted, one.open])[0]) for one in form.gathered]
    columns = {name: column.tolist() for name, column in inputs.items()}
    tables = {name: {field: column.tolist() for field, column in table.columns.items()} for name, table in records.items()}
    bounds = {name: np.searchsorted(table.body, np.arange(size + 1)).tolist() for name, table in records.items()}
    overall = []
    for row in range(size):
        values = {name: column[row] for name, column in columns.items()}
        for one, gathered in lists:
            name = one.gather.over
            lines = [
                gathered({field: column[line] for field, column in tables[name].items()}) for line in range(bounds[name][row], bounds[name][row + 1])
            ]
            total = sum((Fraction(*value) for value, counts, lacks in lines if counts and not lacks), Fraction(0))
            values |= {one.gather.total: total.numerator, below_of(one.gather.total): total.denominator}
            values |= {one.gather.count: sum(counts for _, counts, _ in lines), one.gather.any_open: any(lacks for *_, lacks in lines)}
        overall.append(compute(values)[0][0])
    part = form.wanted[0][0]  # type: ignore[index]
    return Outcome({part.over: np.array(overall)}, size, 0)


def by_plain(form: LoweredProgram, inputs: Columns, records: Lists, size: int) -> Outcome:
    """Only the overall score is right or wrong here; everything is computed."""
    connection = needed("duckdb", "frames").connect(config={"preserve_insertion_order": "false"})
    kept = small_rows(inputs, records, size)
    register(connection, "inputs", {"row": np.arange(size), **inputs}, kept)
    for name, table in records.items():
        register(connection, f"records_{name}", {"row": table.body, **table.columns}, kept[table.body])
    staged = staged_by(connection, form, "inputs", {name: f"records_{name}" for name in records})
    text, names = plain_select(roots_of(form.wanted), staged.intervals, staged.relation)
    table = connection.sql(text).to_arrow_table()
    rows, over = table.column("row").to_numpy(), form.wanted[0][0].over  # type: ignore[index]
    found = np.zeros(size, dtype=np.int64)
    found[rows] = table.column(names[over]).to_numpy()
    return Outcome({over: found}, size, 0)


RUNS: Mapping[str, Callable[[LoweredProgram, Columns, Lists, int], Outcome]] = {
    "any size": by_any_size, "numpy": by_numpy, "python": by_python, "duckdb": by_duckdb, "polars": by_polars, "plain": by_plain,
}  # fmt: skip


def one_engine(engine: str, edition: str, size: int, out: Path) -> None:
    """Run one engine in this process and say what was found as JSON."""
    few = drawn(edition, 10)
    start = time.perf_counter()
    RUNS[engine](*few, 10)
    begun = time.perf_counter() - start
    form, inputs, records = drawn(edition, size)
    if engine == "python" and size > PYTHON_ROWS:
        size, inputs = PYTHON_ROWS, {name: column[:PYTHON_ROWS] for name, column in inputs.items()}
        records = {name: first_bodies(table) for name, table in records.items()}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds, worked, outcome = [], [], None
    for _ in range(2):
        outcome = None
        start, busy = time.perf_counter(), time.process_time()
        outcome = RUNS[engine](form, inputs, records, size)
        seconds.append(time.perf_counter() - start)
        worked.append(time.process_time() - busy)
    assert outcome is not None
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    overall = outcome.found[form.wanted[0][0].over]  # type: ignore[index]
    roots = list(dict.fromkeys(roots_of(form.wanted)))
    mark = np.zeros(size, dtype=np.uint64)
    for root in roots if engine in MARKED else ():
        mark = mark * np.uint64(0x9E3779B97F4A7C15) + np.asarray(outcome.found[root]).astype(np.int64).view(np.uint64)
    np.savez(out, overall=overall.astype(np.int64), mark=mark)
    print(json.dumps({"seconds": min(seconds), "worked": min(worked), "begun": begun, "memory": memory, "left": outcome.left, "rows": size}))


# ── all of them ──


def main(args: list[str]) -> None:
    """Run the comparison."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engines")
    parser.add_argument("-n", "--rows", type=int, default=100_000)
    parser.add_argument("--engine", choices=ENGINES, action="append", help="only this engine (and that for any size)")
    parser.add_argument("--alone", help=argparse.SUPPRESS)
    parser.add_argument("editions", nargs="*")
    options = parser.parse_args(args)
    editions = options.editions or list(COHORTS)
    if options.alone:
        one_engine(options.engine[0], editions[0], options.rows, Path(options.alone))
        return
    wanted = [engine for engine in ENGINES if engine == "any size" or not options.engine or engine in options.engine]
    for edition in editions:
        with tempfile.TemporaryDirectory() as folder:
            print(f"{edition}, central, {options.rows} rows")
            compared(edition, options.rows, wanted, Path(folder))


def compared(edition: str, rows: int, engines: list[str], folder: Path) -> None:
    right: Any = None
    for engine in engines:
        out = folder / f"{engine}.npz"
        command = [sys.executable, "-m", "benchmarks.engines", "-n", str(rows), "--engine", engine, "--alone", str(out), edition]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
        if done.returncode:
            print(f"  {engine:<8} {done.stderr.strip().splitlines()[-1]}")
            continue
        said, found = json.loads(done.stdout), dict(np.load(out))
        right = right or found
        rate = said["rows"] / said["seconds"]
        key = "mark" if engine in MARKED else "overall"
        wrong = int((found[key] != right[key][: said["rows"]]).sum())
        work = said["worked"] / said["rows"] * 1e6
        speed = f"{rate:12,.0f} rows/s, {work:7.2f} µs of processor a row, start-up {said['begun']:.2f} s, peak +{said['memory']:,.0f} MB"
        print(f"  {engine:<8} {speed}, left {said['left']}, different {wrong} of {said['rows']}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
