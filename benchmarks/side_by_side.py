"""kzrules beside other engines on the same edition and rows: `python -m benchmarks.side_by_side` writes the tables and the chart of the page.

The page is docs/benchmarks.md. Needs `pip install -e '.[bench]'`; an engine that is not installed is left out with a word. Every engine runs in a
process of its own and gets the same rows from files. `--quick` is a try of a minute, which leaves the page alone unless `--page` is given.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.ingest import ingest, ready_made, write_ready
from benchmarks.others.drawn_rows import DATA
from benchmarks.others.ways import WAYS
from benchmarks.side_page import write_page

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"
EDITIONS = ("interaction/2018-01", "interaction/2020-03")
GROWN = ("numpy", "duckdb", "polars", "duckdb-plain", "polars-stream", "openfisca")
Results = dict[str, Any]


def main(args: Sequence[str]) -> None:
    """Run the comparison and write the page."""
    options = _options(args)
    if options.page_from:
        write_page(PAGE, json.loads(options.page_from.read_text()))
        return
    began = time.perf_counter()
    results: Results = {"rows": options.rows, "slow": min(options.slow, options.rows), "processors": os.cpu_count(), "editions": {}}
    editions = options.edition or EDITIONS
    for edition in editions:
        with tempfile.TemporaryDirectory(dir=options.scratch) as scratch:
            results["editions"][edition] = compared(edition, options, Path(scratch))
            if edition == editions[-1] and not options.way:
                results |= from_files(edition, options, Path(scratch))
    results["minutes"] = (time.perf_counter() - began) / 60
    if options.save:
        options.save.write_text(json.dumps(results, indent=1))
    if options.page or not (options.quick or options.way or options.edition):
        write_page(PAGE, results)


def _options(args: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.side_by_side")
    parser.add_argument("-n", "--rows", type=int, default=300_000, help="rows for the engines of columns")
    parser.add_argument("--slow", type=int, default=2000, help="rows for those that take one record at a time")
    parser.add_argument("--facts", type=int, default=50_000, help="rows of the tables of facts that `kzrules batch` reads")
    parser.add_argument("--times", type=int, default=3, help="the best of so many runs")
    parser.add_argument("--quick", action="store_true", help="few rows, one run")
    parser.add_argument("--way", choices=WAYS, action="append", help="only this one (NumPy always)")
    parser.add_argument("--edition", action="append", help="only this edition")
    parser.add_argument(
        "--large", type=int, nargs="?", const=10**7, metavar="ROWS", help="also 10 million rows from Parquet to Parquet, 5 GB of disk"
    )
    parser.add_argument("--huge", type=int, nargs="?", const=10**8, metavar="ROWS", help="also 100 million by DuckDB, 20 GB of disk")
    parser.add_argument("--page", action="store_true", help="write the page, whatever else is asked")
    parser.add_argument("--page-from", type=Path, help="write the page from a file of --save, measure nothing")
    parser.add_argument("--save", type=Path, help="what was measured, as JSON")
    parser.add_argument("--scratch", type=Path, help="where the rows are kept meanwhile (1.3 GB for a million of them)")
    options = parser.parse_args(args)
    if options.quick:
        options.rows, options.slow, options.times, options.facts = min(options.rows, 10_000), min(options.slow, 100), 1, min(options.facts, 2000)
    return options


def from_files(edition: str, options: argparse.Namespace, folder: Path) -> Results:
    """From file to file: facts with their lists, then columns made ready; ten million and a hundred million rows where that is asked."""
    for data in DATA[1:]:
        shutil.rmtree(folder / data)
    source, ready = folder / DATA[0] / "full", folder / "ready"
    found: Results = {"ingest": ingest(edition, options.facts, folder / "facts")}
    shutil.rmtree(folder / "facts")
    found["files"] = []
    for size in (options.rows, options.large):
        if size:
            found["files"] += ready_made(edition, write_ready(edition, ready, source, size), ready)
            shutil.rmtree(ready)
    if options.huge:
        found["huge"] = ready_made(edition, write_ready(edition, ready, source, options.huge, plain=False), ready, ["duckdb"])
    return found


def compared(edition: str, options: argparse.Namespace, folder: Path) -> Results:
    """Every way on every kind of rows of one edition."""
    print(f"{edition}, central bodies, {options.rows:,} rows", flush=True)
    drawing = [sys.executable, "-m", "benchmarks.others.drawn_rows", edition, str(options.rows), str(options.slow), str(folder)]
    subprocess.run(drawing, check=True, cwd=ROOT)
    ways = [way for way in WAYS if not options.way or way in options.way or way == "numpy"]
    ways.sort(key=lambda way: way != "numpy")
    found = folder / "found"
    found.mkdir()
    right: dict[str, Any] = {}
    results: Results = {}
    for way in ways:
        said = alone(way, edition, options, folder)
        if said is None:
            continue
        for data, one in said["data"].items():
            with np.load(found / f"{way}-{data}.npz") as file:
                mine = dict(file)
            right.setdefault(data, mine)
            one["wrong"] = wrong_rows(mine, right[data])
            one["wrong_slow"] = wrong_rows({name: column[: options.slow] for name, column in mine.items()}, right[data])
            one["lacks"] = int(right[data]["missing"].sum())
        results[way] = said
        print(_line(way, said), flush=True)
    return results


def alone(way: str, edition: str, options: argparse.Namespace, folder: Path) -> Results | None:
    """One way in a process of its own."""
    slow = WAYS[way].group == "rows"
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.one_way", way, edition, str(folder), str(folder / "found")]
    command += ["--part", "slow" if slow else "full", "--times", str(options.times), "--data", *DATA]
    if way in GROWN:
        command += ["--grown", *(str(10**power) for power in range(3, 8) if 10**power <= options.rows)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode:
        print(f"  {way}: left out: {(done.stderr.strip().splitlines() or ['it was ended'])[-1]}", flush=True)
        return None
    said: Results = json.loads(done.stdout)
    return said


def wrong_rows(mine: Mapping[str, Any], right: Mapping[str, Any]) -> int:
    """Rows whose score is another, or is there where there is none."""
    size = len(mine["missing"])
    missing = right["missing"][:size]
    return int(((mine["missing"] != missing) | (~missing & (mine["overall"] != right["overall"][:size]))).sum())


def _line(way: str, said: Results) -> str:
    one = said["data"][DATA[0]]
    wrong = ", ".join(f"{data} {part['wrong']}" for data, part in said["data"].items())
    speed = f"{one['rows'] / one['seconds']:12,.0f} rows/s {one['worked'] / one['rows'] * 1e6:9.2f} µs"
    more = f"start-up {said['import']:.2f} + {said['first']:.2f} s, +{one['memory'] / 2**20:,.0f} MiB"
    return f"  {way:<14} {speed}, {more}, wrong of {one['rows']:,}: {wrong}"


if __name__ == "__main__":
    main(sys.argv[1:])
