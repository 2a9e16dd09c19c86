"""Engines that score a `Table`: NumPy by columns, or the Python function of the integer form row by row. Both give the same digits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, cast

from kzrules.compiled.batch import Records
from kzrules.compiled.integers import Node, Part, Parts
from kzrules.compiled.lowered import OVERALL, LoweredProgram, lists_of, lowered_program, whole_around
from kzrules.compiled.lowering import below_of
from kzrules.compiled.programs import compiled_program, scores
from kzrules.dictionary import Dictionary
from kzrules.engines.duckdb_engine import duckdb_outcome
from kzrules.engines.numpy_engine import numpy_outcome
from kzrules.engines.numpy_plans import Plans
from kzrules.engines.outcome import Outcome
from kzrules.engines.polars_engine import polars_outcome
from kzrules.extras import needed
from kzrules.facts import Body
from kzrules.frames.bodies import body_at
from kzrules.frames.cells import Array, Cells, nothing_known
from kzrules.frames.table import Table
from kzrules.normalisation import Extent
from kzrules.program import Program
from kzrules.questions import Question, list_unknown
from kzrules.scoring import Run
from kzrules.values import Missing, rounded

SLICE = 16 * 1024
"""Rows that NumPy takes at a time."""
_SERIAL = 10**9
"""Above the serial of any node of a program."""
Means = Mapping[str, Fraction | None]
"""The value of each mean over other bodies; None: it is missing."""


@dataclass(frozen=True, slots=True)
class Form:
    """A program made ready: its integer form with every output rounded to the places that are printed.

    Attributes:
        exact: the integer form with the fraction of every rule.
        lowered: that of the outputs to print, rounded.
        paths: the outputs: `overall`, then rules.
        places: decimals of each output.
        plans: what NumPy made ready for earlier rows.

    """

    program: Program
    dictionary: Dictionary
    exact: LoweredProgram
    lowered: LoweredProgram
    paths: tuple[str, ...]
    places: int
    plans: Plans = field(default_factory=Plans)


@dataclass(frozen=True, slots=True)
class Scored:
    """An output of some rows: whole numbers of the last place, and where it is missing."""

    value: Array
    missing: Array


Engine = Callable[[Form, Table, Array, Means], Mapping[str, Scored]]
"""Scores rows of a table, all of one body kind and year of rules."""


def form_of(program: Program, dictionary: Dictionary, paths: tuple[str, ...]) -> Form:
    """A program made ready for the rules that are to be printed, beside the whole."""
    lowered = lowered_program(program, dictionary, dict.fromkeys(lists_of(program, dictionary)))
    places = program.overall.rounding.places
    by_path = dict(zip(lowered.outputs, zip(lowered.wanted[::2], lowered.wanted[1::2], strict=True), strict=True))
    wanted: list[Parts | Node] = []
    for number, path in enumerate((OVERALL, *paths)):
        parts, missing = by_path[path]
        parts = cast("Parts", parts)
        if len(parts) > 1 or parts[0].by or parts[0].scale != 10**places:
            parts = (Part(Node("rounded", (parts, 10**places, "half_up"), _SERIAL + number), 10**places, ()),)
        wanted += [parts, missing]
    names = (OVERALL, *paths)
    return Form(program, dictionary, lowered, replace(lowered, outputs=names, wanted=tuple(wanted)), names, places)


def inputs_of_rows(lowered: LoweredProgram, table: Table, rows: Array, means: Means) -> tuple[Any, Any]:
    """The columns that the integer form reads, of some rows and of the records of their lists."""
    np = needed("numpy", "frames")
    size = len(rows)
    inputs: dict[str, Array] = {}
    for path, question in lowered.questions.items():
        if "[]" not in path:
            cells = table.cells.get(path)
            _put(inputs, question, nothing_known(question.spec, size) if cells is None else cells.taken(rows))
    records: dict[str, Records] = {}
    place_of = np.full(table.size, -1, dtype=np.int64)
    place_of[rows] = np.arange(size)
    for name in lowered.lists:
        given = table.lists.get(name)
        inputs[list_unknown(name)] = np.ones(size, dtype=bool) if given is None else table.list_unknown[name][rows]
        body = np.array([], dtype=np.int64) if given is None else place_of[given.body]
        kept = np.flatnonzero(body >= 0)
        columns: dict[str, Array] = {}
        for path, question in lowered.questions.items():
            if not path.startswith(f"{name}[]."):
                continue
            field_cells = None if given is None else given.cells.get(path.rpartition(".")[2])
            _put(columns, question, nothing_known(question.spec, len(kept)) if field_cells is None else field_cells.taken(kept))
        records[name] = Records(body[kept], columns)
    for name in lowered.means:
        mean = means.get(name)
        exact = mean or Fraction(0)
        inputs[name] = _same(exact.numerator, size)
        inputs[below_of(name)] = _same(exact.denominator, size)
        inputs[f"{name}:missing"] = np.full(size, mean is None)
    for one in lowered.ends.values():
        nobody = means.get(one.ends.least) is None
        seen: dict[str, Fraction | bool] = {name: means.get(name) or Fraction(0) for name in (one.ends.least, one.ends.greatest)}
        for name, value in whole_around(lowered, seen).items():
            inputs[name] = _same(int(value), size)
        inputs[one.ends.nobody] = np.full(size, nobody)
    return inputs, records


def _same(value: int, size: int) -> Array:
    np = needed("numpy", "frames")
    return np.full(size, value, dtype=np.int64 if abs(value) < 2**62 else object)


def _put(inputs: dict[str, Array], question: Question, cells: Cells) -> None:
    """The inputs of one answer."""
    np = needed("numpy", "frames")
    path, spec = question.path, cells.spec
    inputs[f"{path}:unknown"], inputs[question.na], inputs[question.absent] = cells.unknown, cells.na, cells.absent
    if spec.type == "choice":
        given = ~cells.unknown & ~cells.na
        inputs.update({question.code(code): given & (cells.value == place) for place, code in enumerate(spec.choices)})
        inputs[path] = np.zeros(len(cells.value), dtype=np.int64)
        return
    if spec.type != "yes_no":
        stands_in = int(max(question.bounds[0], Fraction(0)) * 10**spec.places)
        marked = cells.na | cells.absent
        inputs[path] = np.where(marked, stands_in, cells.value) if stands_in and marked.any() else cells.value
        return
    inputs[path] = cells.value


def _by_columns(outcome_of: Callable[[Form, Any, Any, int], Outcome]) -> Engine:
    """An engine that takes columns and leaves none of its rows undecided."""

    def scored(form: Form, table: Table, rows: Array, means: Means) -> Mapping[str, Scored]:
        inputs, records = inputs_of_rows(form.lowered, table, rows, means)
        found = outcome_of(form, inputs, records, len(rows)).found
        outputs = zip(form.paths, form.lowered.wanted[::2], form.lowered.wanted[1::2], strict=True)
        return {name: Scored(found[cast("Parts", parts)[0].over], found[cast("Node", missing)]) for name, parts, missing in outputs}

    return scored


by_numpy = _by_columns(lambda form, inputs, records, size: numpy_outcome(form.lowered, inputs, records, size, form.plans))
by_duckdb = _by_columns(lambda form, inputs, records, size: duckdb_outcome(form.lowered, inputs, records, size))
by_polars = _by_columns(lambda form, inputs, records, size: polars_outcome(form.lowered, inputs, records, size))


def by_python(form: Form, table: Table, rows: Array, means: Means) -> Mapping[str, Scored]:
    """Row by row, by the function that the integer form is for lists of the row's lengths."""
    np = needed("numpy", "frames")
    compiled: dict[tuple[tuple[str, int], ...], Any] = {}
    looks = cast("Run", _Means(form, means))
    found: dict[str, list[Fraction | None]] = {name: [] for name in form.paths}
    for row in rows:
        body = body_at(table, int(row))
        lengths = tuple(sorted((name, len(value)) for name, value in body.values.items() if isinstance(value, tuple)))
        if lengths not in compiled:
            compiled[lengths] = compiled_program(form.program, form.dictionary, dict(lengths))
        values = scores(compiled[lengths], body, looks)
        for name in form.paths:
            found[name].append(values[name])
    result = {}
    for name, column in found.items():
        whole = [0 if one is None else int(rounded(one, form.places, "half_up") * 10**form.places) for one in column]
        result[name] = Scored(np.array(whole, dtype=object), np.array([one is None for one in column], dtype=bool))
    return result


class _Means:
    """Answers what a run answers about other bodies."""

    def __init__(self, form: Form, means: Means) -> None:
        self.known: dict[tuple[str, str], Fraction | None] = {(mean.path, mean.pool): means.get(name) for name, mean in form.lowered.means.items()}
        self.ends = {path: (means.get(one.ends.least), means.get(one.ends.greatest)) for path, one in form.lowered.ends.items()}

    def surveyed(self, rule: Any, pool: str, _: Any) -> tuple[Fraction | Missing, list[Any]]:
        """The mean of a rule."""
        mean = self.known.get((rule.path, pool))
        return (Missing() if mean is None else mean), []

    def extent(self, rule: Any, _: str, asking: Body) -> Extent:
        """The least and the greatest value that a rule places others between."""
        least, greatest = self.ends[rule.path]
        return Extent() if least is None or greatest is None else Extent((least, asking), (greatest, asking))


ENGINES: Mapping[str, Engine] = {"auto": by_numpy, "numpy": by_numpy, "python": by_python, "duckdb": by_duckdb, "polars": by_polars}
