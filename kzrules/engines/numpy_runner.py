"""A plan run over columns, slice by slice, on several threads: NumPy lets go of the interpreter while it computes."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

from kzrules.engines.numpy_plan import TRUTHS, Place, Plan
from kzrules.extras import needed

Column = Any
SLICE = 16 * 1024
"""Rows at a time: a buffer of them stays in the processor's cache, and a call costs little beside its work."""


def run_plan(plan: Plan, columns: Mapping[str, Column], size: int, threads: int | None = None) -> list[Column]:
    """The outputs of a plan for `size` rows: int64, or conditions.

    Args:
        plan: what to compute.
        columns: the inputs, int64 within the bounds of the plan, or conditions.
        size: how many rows.
        threads: at most so many; None: as many as this process may use.

    """
    np = needed("numpy", "batch")
    outputs = [np.empty(size, dtype=_dtypes()["truth" if kind == "truth" else "whole"]) for kind in plan.outputs]
    starts = range(0, size, SLICE)
    workers = max(1, min(threads or processors(), len(starts)))

    def work(first: int) -> None:
        runner = Runner(plan, columns, outputs, min(SLICE, size))
        for start in starts[first::workers]:
            runner.run(start, min(size, start + SLICE))

    if workers == 1:
        work(0)
    else:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(work, range(workers)))
    return outputs


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Runner:
    """A plan over columns with buffers of its own: one for each thread."""

    def __init__(self, plan: Plan, columns: Mapping[str, Column], outputs: Sequence[Column], size: int) -> None:
        np = needed("numpy", "batch")
        self.outputs = outputs
        self.buffers = [np.empty(size, dtype=_dtypes()[kind]) for kind in plan.buffers]
        figures = list(dict.fromkeys((type(p.what), p.what) for call in plan.calls for p in call.reads if p.of == "figure"))
        inputs = list(dict.fromkeys(p.what for call in plan.calls for p in call.reads if p.of == "input"))
        self.inputs = [columns[name] for name in inputs]
        self.figures = [figure for _, figure in figures]
        first = {"buffer": 0, "input": len(self.buffers), "figure": len(self.buffers) + len(inputs)}
        index = {("input", name): place for place, name in enumerate(inputs)} | {("figure", *figure): place for place, figure in enumerate(figures)}

        def at(place: Place) -> int:
            key = ("figure", type(place.what), place.what) if place.of == "figure" else (place.of, place.what)
            return first[place.of] + (place.what if place.of == "buffer" else index[key])

        self.calls = [(_functions().get(call.function), tuple(map(at, call.reads)), call.writes) for call in plan.calls]

    def run(self, start: int, stop: int) -> None:
        """Compute the outputs of some rows."""
        copyto, size = needed("numpy", "batch").copyto, stop - start
        places = [buffer[:size] for buffer in self.buffers] + [column[start:stop] for column in self.inputs] + self.figures
        for function, reads, writes in self.calls:
            if function is None:
                copyto(self.outputs[writes][start:stop], places[reads[0]], casting="unsafe")
            else:
                function(*[places[read] for read in reads], out=places[writes])


@cache
def _dtypes() -> dict[str, Any]:
    np = needed("numpy", "batch")
    return {"double": np.float64, "whole": np.int64, "truth": np.bool_}


@cache
def _functions() -> dict[str, Any]:
    """Each takes what it reads, then where it writes."""
    np = needed("numpy", "batch")

    def chosen(condition: Column, a: Column, b: Column, out: Column) -> None:
        np.copyto(out, b)
        np.copyto(out, a, where=condition)

    def copied(a: Column, out: Column) -> None:
        np.copyto(out, a, casting="unsafe")

    def quotient(a: Column, b: Column, out: Column) -> None:
        np.divide(a, b, out)
        np.floor(out, out)

    ours = {"choice": chosen, "load": copied, "widened": copied, "narrowed": copied, "quotient": quotient}
    names = (*TRUTHS, "add", "subtract", "multiply", "divide", "floor", "rint", "absolute", "minimum", "maximum", "floor_divide")
    return ours | {name: getattr(np, name) for name in names}
