"""The integer form in Polars: layers of expressions over slices of columns, lists by a grouped sum of Int128."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import lcm
from typing import Any

from kzrules.compiled.batch import Records
from kzrules.compiled.integers import Node, in_order
from kzrules.compiled.lowered import GatheredList, LoweredProgram
from kzrules.compiled.lowering import below_of, roots_of
from kzrules.compiled.magnitudes import Interval
from kzrules.engines.columns import narrowed, small_rows
from kzrules.engines.fitting import fitting
from kzrules.engines.outcome import Column, Outcome, Output, completed, outputs_of
from kzrules.engines.polars_operations import PolarsOperations
from kzrules.engines.steps import BeyondEngine, Steps, layers_of
from kzrules.extras import needed

_SLICE = 2**16
_SHARED = 10**9
_NEAR, _ROW = "near", "row"
Frame = Any


def run_polars(lowered: LoweredProgram, inputs: Mapping[str, Column], records: Mapping[str, Records], size: int) -> dict[str, Output]:
    """Numerators, denominators and what is missing of every output, for columns of `size` bodies."""
    return outputs_of(polars_outcome(lowered, inputs, records, size), lowered)


def polars_outcome(lowered: LoweredProgram, inputs: Mapping[str, Column], records: Mapping[str, Records], size: int) -> Outcome:
    """The value of every node that an output is made of, for columns of `size` bodies."""
    pl, np = needed("polars", "frames"), needed("numpy", "frames")
    decided = np.zeros(size, dtype=bool)
    kept = small_rows(inputs, records, size)
    frame = pl.DataFrame({_ROW: np.arange(size)[kept], **narrowed(inputs, kept)})
    lists = {name: pl.DataFrame({_ROW: one.body[kept[one.body]], **narrowed(one.columns, kept[one.body])}) for name, one in records.items()}
    try:
        for one in lowered.gathered:
            frame = _gathered(frame, lists[one.gather.over], one)
        made = computed(frame, roots_of(lowered.wanted))
    except BeyondEngine:
        return completed(lowered, inputs, records, {}, decided)
    result, columns = made
    rows = result[_ROW].to_numpy()
    decided[rows] = ~result[_NEAR].to_numpy()
    found = {}
    for node, name in columns.items():
        column = _array(result[name])
        found[node] = np.zeros(size, dtype=column.dtype)
        found[node][rows] = column
    return completed(lowered, inputs, records, found, decided)


def _array(series: Any) -> Column:
    pl, np = needed("polars", "frames"), needed("numpy", "frames")
    return np.array(series.to_list(), dtype=object) if series.dtype == pl.Int128 else series.to_numpy()


def intervals_of(frame: Frame) -> dict[str, Interval]:
    """The least and the greatest of every whole number of a frame."""
    pl = needed("polars", "frames")
    names = [name for name, kind in frame.schema.items() if kind != pl.Boolean and name != _ROW]
    if not len(frame):
        return dict.fromkeys(names, (1, 1))
    least, most = (frame.select(getattr(pl.col(names), which)()).row(0) if names else () for which in ("min", "max"))
    return {name: (int(low), int(high)) for name, low, high in zip(names, least, most, strict=True)}


def known_in(frame: Frame) -> dict[str, bool]:
    """The conditions of a frame that are the same in every row."""
    pl = needed("polars", "frames")
    names = [name for name, kind in frame.schema.items() if kind == pl.Boolean]
    if not names or not len(frame):
        return {}
    every, some = (frame.select(getattr(pl.col(names), which)()).row(0) for which in ("all", "any"))
    return {name: everywhere for name, everywhere, anywhere in zip(names, every, some, strict=True) if everywhere == anywhere}


def computed(frame: Frame, roots: Sequence[Node]) -> tuple[Frame, Mapping[Node, str]]:
    """A frame of `row`, a column for every root, and `near`: decide this row elsewhere; rows beyond what fits are absent.

    Raises:
        BeyondEngine: a number does not fit, whatever rows are left out.

    """
    pl = needed("polars", "frames")
    steps, within = fitting(roots, intervals_of(frame), PolarsOperations(), known_in(frame))
    for name, (low, high) in within.items():
        frame = frame.filter(pl.col(name).is_between(low, high))
    slices = [_slice(frame[start : start + _SLICE], steps) for start in range(0, max(len(frame), 1), _SLICE)]
    return pl.concat(slices), steps.columns


def _slice(frame: Frame, steps: Steps[Any]) -> Frame:
    pl = needed("polars", "frames")
    lazy = frame.lazy().select(_ROW, *(pl.col(source).alias(name) for name, source in steps.reads.items()))
    for made, kept in layers_of(steps):
        lazy = lazy.select(_ROW, *kept, *(step.made.alias(step.name) for step in made))
    shown = sorted(set(steps.columns.values()))
    near = pl.any_horizontal(pl.lit(False), *steps.near)
    return lazy.select(_ROW, *shown, near.alias(_NEAR)).collect()


def _gathered(frame: Frame, records: Frame, one: GatheredList) -> Frame:
    """The frame with what a list comes to; bodies that cannot be told are no more in it."""
    pl, gather = needed("polars", "frames"), one.gather
    roots = [*roots_of([one.value]), one.counted, one.open]
    asked = sorted({node.args[0] for node in in_order(roots) if node.op in ("input", "flag")} - set(records.columns))
    joined = records.join(frame.select(_ROW, *asked), on=_ROW) if asked else records
    lines, columns = computed(joined, roots)
    counts, lacks = pl.col(columns[one.counted]), pl.col(columns[one.open])
    kept = lines.filter(counts & ~lacks)
    fractions = []
    for part in one.value:
        below = pl.lit(part.scale, dtype=pl.Int128)
        for node in part.by:
            below *= pl.col(columns[node]).cast(pl.Int128)
        fractions.append(kept.select(_ROW, pl.col(columns[part.over]).cast(pl.Int128).alias("over"), below.alias("below")))
    totals, shared = _totals(pl.concat(fractions))
    told = lines.group_by(_ROW).agg(
        counts.sum().cast(pl.Int64).alias("number"), lacks.any().alias("open"), pl.col(_NEAR).any(), pl.len().alias("lines")
    )
    given = records.group_by(_ROW).agg(pl.len().alias("given"))
    whole = frame.join(given, on=_ROW, how="left").join(told, on=_ROW, how="left").join(totals, on=_ROW, how="left")
    zero = pl.lit(0, dtype=pl.Int128)
    whole = whole.filter(
        ~pl.col(_NEAR).fill_null(False)
        & (pl.col("given").fill_null(0) == pl.col("lines").fill_null(0))
        & (pl.col("total").fill_null(zero).abs() < 2**62)
    )
    return whole.select(
        *frame.columns,
        pl.col("number").fill_null(0).alias(gather.count),
        pl.col("open").fill_null(False).alias(gather.any_open),
        pl.col("total").fill_null(zero).cast(pl.Int64).alias(gather.total),
        pl.lit(shared, dtype=pl.Int64).alias(below_of(gather.total)),
    )


def _totals(fractions: Frame) -> tuple[Frame, int]:
    """The sum of the fractions of every body over one denominator for all."""
    pl = needed("polars", "frames")
    below = fractions["below"].unique()
    if len(below) > 1000 or (shared := lcm(*below.to_list())) >= _SHARED:
        raise BeyondEngine
    sizes = fractions.group_by(_ROW).agg(pl.col("over").abs().sum())["over"]
    if len(sizes) and int(sizes.max()) * shared >= PolarsOperations.limit:
        raise BeyondEngine
    scaled = pl.col("over") * (pl.lit(shared, dtype=pl.Int128) // pl.col("below"))
    return fractions.group_by(_ROW).agg(scaled.sum().alias("total")), shared
