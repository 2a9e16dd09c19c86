"""One way of computing, measured in a process of its own: `benchmarks.side_by_side` starts it and reads the JSON that it prints."""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import resource
import time
from pathlib import Path
from typing import Any

from benchmarks.others.ways import WAYS

_STATUS, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
HOISTED = ("least", "greatest", "rounded")


def main() -> None:
    """Start-up on ten rows, then each kind of rows in turn."""
    parser = argparse.ArgumentParser()
    parser.add_argument("way", choices=WAYS)
    parser.add_argument("edition")
    parser.add_argument("folder", type=Path, help="has a folder for each kind of rows, and `few`")
    parser.add_argument("out", type=Path, help="folder for what was found")
    parser.add_argument("--part", default="full")
    parser.add_argument("--times", type=int, default=2)
    parser.add_argument("--grown", type=int, nargs="*", default=[], help="also so many of the first rows")
    parser.add_argument("--data", nargs="+", required=True)
    options = parser.parse_args()
    imported = _seconds(lambda: [importlib.import_module(name) for name in WAYS[options.way].libraries])
    print(json.dumps(measured(options, imported)))


def measured(options: argparse.Namespace, imported: float) -> dict[str, Any]:
    """What `main` prints."""
    import numpy as np  # noqa: PLC0415 - after the libraries of the way, whose import is measured

    from benchmarks.others.drawn_rows import kept, setting_of  # noqa: PLC0415

    kind = WAYS[options.way]
    start = time.perf_counter()
    setting = setting_of(options.edition, lists=kind.lists)
    lowered = time.perf_counter() - start
    setting.steps()
    setting.steps(*HOISTED)
    maker = kind.make()
    few = kept(options.folder / "few")
    start = time.perf_counter()
    way = maker(setting)
    made = time.perf_counter() - start
    ten = way.ready(few)
    first = made + _seconds(lambda: way.run(ten))
    said: dict[str, Any] = {"import": imported, "first": first, "lowered": lowered, "data": {}}
    for data in options.data:
        rows = kept(options.folder / data / options.part, lists=kind.lists or kind.group == "rows")
        given = way.ready(rows)
        size = rows.size
        if kind.group == "rows":
            del rows
        said["data"][data], answer = best(way, given, options.times if data == options.data[0] else 1)
        said["data"][data]["rows"] = size
        found = way.found(answer)
        np.savez(options.out / f"{options.way}-{data}.npz", overall=found.overall, missing=found.missing)
        del answer, given
    if options.grown:
        rows = kept(options.folder / options.data[0] / options.part, lists=kind.lists)
        said["grown"] = {size: best(way, way.ready(rows.first(size)), options.times)[0] for size in options.grown}
    return said


def best(way: Any, given: Any, times: int) -> tuple[dict[str, float], Any]:
    """The best of several runs, and the memory of the first above what was there."""
    seconds, worked, memory, answer = [], [], 0.0, None
    for turn in range(times):
        del answer
        answer = None
        gc.collect()
        before = reset_peak()
        start, busy = time.perf_counter(), time.process_time()
        answer = way.run(given)
        worked.append(time.process_time() - busy)
        seconds.append(time.perf_counter() - start)
        if turn == 0:
            memory = peak() - before
    return {"seconds": min(seconds), "worked": min(worked), "memory": memory, "answer": way.size(answer)}, answer


def reset_peak() -> float:
    """Forget the peak of memory so far, where the system lets us; bytes that are in use."""
    try:
        _RESET.write_text("5")
    except OSError:
        return peak()
    return _status("VmRSS")


def peak() -> float:
    """The most bytes that were in use."""
    return _status("VmHWM") if _STATUS.exists() else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024.0


def _status(name: str) -> float:
    line = next(line for line in _STATUS.read_text().splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1]) * 1024.0


def _seconds(work: Any) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
