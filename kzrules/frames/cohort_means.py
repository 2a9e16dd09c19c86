"""What is seen of other bodies, by a first look at all rows: means and ends, exact, a chunk at a time.

Who asks for a mean has no result of its own, so that the mean over the others is one number for all who ask: of a body kind (or of
all bodies) and an assessed year. A body that lacks what its own result needs, or whose row was rejected, leaves the mean unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, cast

from kzrules.compiled.batch import batch_columns
from kzrules.compiled.integers import Node, Parts
from kzrules.compiled.lowered import LoweredProgram
from kzrules.extras import needed
from kzrules.frames.bodies import body_at
from kzrules.frames.cells import Array
from kzrules.frames.cohort_ends import Reach, reach_of, values_wanted
from kzrules.frames.engines import SLICE, Form, Means, inputs_of_rows
from kzrules.frames.keys import NO_KIND, NO_YEAR
from kzrules.frames.table import Table
from kzrules.program import KINDS
from kzrules.scoring import Scorer
from kzrules.values import Missing

FormOf = Callable[[int, int], Form]
"""The form of a body kind (its place in `KINDS`) and an assessed year."""
Group = tuple[int, int, str]
"""Body kind, assessed year, path of the rule."""


@dataclass(slots=True)
class Sums:
    """What the own results of bodies come to: their sum, their number, and whether one of them is unknown."""

    total: Fraction = Fraction(0)
    count: int = 0
    lack: bool = False


@dataclass(slots=True)
class Cohort:
    """The own results and values of every group; `anywhere`: a rejected row whose kind or year is not known could be of any."""

    groups: dict[Group, Sums] = field(default_factory=dict)
    anywhere: set[tuple[int, int]] = field(default_factory=set)
    reach: Reach = field(default_factory=Reach)

    def means(self, form_of: FormOf, kind: int, year: int) -> Means:
        """The means, and the ends, that the bodies of a kind and year ask for."""
        form = form_of(kind, year)
        found = self.reach.of(form.lowered.ends, kind, year)
        for name, mean in form.lowered.means.items():
            kinds = [kind] if mean.pool == "same_kind" else range(len(KINDS))
            total, count, lack = Fraction(0), 0, False
            for other in kinds:
                sums = self.groups.get((other, year, mean.path), Sums())
                lack |= sums.lack or any((k, y) in self.anywhere for k in (other, NO_KIND) for y in (year, NO_YEAR))
                twin = form_of(other, year).program.rules.get(mean.path)
                whole = Fraction(1) if mean.pool == "same_kind" or twin is None else twin.maximum or Fraction(1)
                total += sums.total / whole
                count += sums.count
            value = None if lack or not count else total / count
            if value is not None and mean.pool != "same_kind":
                value *= form.program.rules[mean.path].maximum or 1
            found[name] = value
        return found


def look_at(tables: Iterable[Table], form_of: FormOf) -> Cohort:
    """The own results and values of all bodies of all chunks."""
    np = needed("numpy", "frames")
    cohort = Cohort()
    for table in tables:
        cohort.anywhere |= {(int(table.keys.kind[row]), int(table.keys.period[row])) for row in np.flatnonzero(table.rejected)}
        for kind, year, rows in groups_of(table):
            form = form_of(kind, year)
            paths = _paths(form_of, kind, year)
            for start in range(0, len(rows), SLICE):
                some = rows[start : start + SLICE]
                if paths:
                    _add(cohort, form, paths, table, some)
                if form.exact.ends:
                    columns = _computed(replace(form.exact, wanted=tuple(values_wanted(form.exact))), table, some, None)
                    reach_of(cohort.reach, form.exact, columns, kind, year)
    return cohort


def joined(cohorts: Iterable[Cohort]) -> Cohort:
    """What was seen of several parts of the bodies, as of all of them."""
    whole = Cohort()
    for cohort in cohorts:
        for group, sums in cohort.groups.items():
            one = whole.groups.setdefault(group, Sums())
            one.total, one.count, one.lack = one.total + sums.total, one.count + sums.count, one.lack or sums.lack
        whole.anywhere |= cohort.anywhere
        for group, (low, high) in cohort.reach.groups.items():
            whole.reach.add(group, low, high)
    return whole


def groups_of(table: Table) -> list[tuple[int, int, Array]]:
    """The rows to score, by body kind and assessed year."""
    np = needed("numpy", "frames")
    rows = np.flatnonzero(~table.rejected)
    keys = table.keys.kind[rows] * 10_000 + table.keys.period[rows]
    return [(int(key) // 10_000, int(key) % 10_000, rows[keys == key]) for key in np.unique(keys)]


def _paths(form_of: FormOf, kind: int, year: int) -> list[str]:
    """The rules of a kind that somebody takes a mean of."""
    found: dict[str, None] = {}
    for other in range(len(KINDS)):
        for mean in form_of(other, year).lowered.means.values():
            if (other == kind or mean.pool != "same_kind") and mean.path in form_of(kind, year).program.rules:
                found[mean.path] = None
    return list(found)


def _add(cohort: Cohort, form: Form, paths: list[str], table: Table, rows: Array) -> None:
    np = needed("numpy", "frames")
    lowered = only(form.exact, paths)
    columns = _computed(lowered, table, rows, None)
    asked = _computed(lowered, table, rows, Fraction(0)) if lowered.means else columns
    for path in paths:
        sums = cohort.groups.setdefault((int(table.keys.kind[rows[0]]), int(table.keys.period[rows[0]]), path), Sums())
        place = lowered.outputs.index(path)
        parts, missing = cast("Parts", lowered.wanted[2 * place]), cast("Node", lowered.wanted[2 * place + 1])
        lacks = columns.found[missing]
        counted = np.flatnonzero(~lacks)
        sums.count += len(counted)
        for part in parts:
            sums.total += _sum(columns.found[part.over][counted], columns.below(part)[0][counted], np)
        if sums.lack:
            continue
        for row in np.flatnonzero(lacks & asked.found[missing]):  # lacking whatever the mean: does it ask for one all the same?
            scorer = Scorer(form.program, body_at(table, int(rows[row])), None)
            value = scorer.score(form.program.rules[path]).value
            if isinstance(value, Missing) and not scorer.asked_cohort:
                sums.lack = True
                break


def _computed(lowered: LoweredProgram, table: Table, rows: Array, mean: Fraction | None) -> Any:
    """The outputs with every mean missing, or a figure."""
    means: Mapping[str, Fraction | None] = dict.fromkeys(lowered.means, mean)
    inputs, records = inputs_of_rows(lowered, table, rows, means)
    return batch_columns(lowered, inputs, records, len(rows))


def only(lowered: LoweredProgram, paths: Iterable[str]) -> LoweredProgram:
    """The integer form of some outputs only."""
    kept = [(path, lowered.outputs.index(path)) for path in paths]
    wanted = [part for _, place in kept for part in lowered.wanted[2 * place : 2 * place + 2]]
    return replace(lowered, outputs=tuple(path for path, _ in kept), wanted=tuple(wanted))


def _sum(over: Array, below: Array, np: Any) -> Fraction:
    """The exact sum of over / below."""
    total = Fraction(0)
    for one in np.unique(below):
        some = over[below == one]
        fits = some.dtype != object and len(some) * max(int(np.abs(some).max()), 1) < 2**62
        total += Fraction(int(some.sum() if fits else sum(map(int, some))), int(one))
    return total
