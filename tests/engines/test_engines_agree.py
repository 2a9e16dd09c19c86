"""NumPy, SQL in DuckDB and expressions in Polars give the very digits of the interpreter, on everyday facts and the worst columns we know."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "property"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
import shipped
import strategies

from benchmarks.agree.definition import scores_of, unlike
from kzrules.compiled.batch import Records
from kzrules.compiled.from_bodies import inputs_and_records
from kzrules.compiled.integers import Integers, Node, Part, in_order
from kzrules.compiled.lowered import LoweredProgram, lists_of, lowered_program
from kzrules.compiled.lowering import below_of, roots_of
from kzrules.compiled.python_function import python_function
from kzrules.engines.outcome import Outcome, outputs_of
from kzrules.facts import Body
from kzrules.program import Kind
from kzrules.scoring import Run

np = pytest.importorskip("numpy", reason="extra [frames] is not installed")
from benchmarks.agree.bodies import InFractions  # noqa: E402 - it needs numpy

Engine = Callable[[LoweredProgram, Mapping[str, Any], Mapping[str, Records], int], Outcome]


def engine_of(name: str) -> Engine:
    pytest.importorskip(name, reason=f"{name} is not installed")
    if name == "duckdb":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed")
        from kzrules.engines.duckdb_engine import duckdb_outcome

        return duckdb_outcome
    if name == "numpy":
        from kzrules.engines.numpy_engine import numpy_outcome

        return numpy_outcome
    from kzrules.engines.polars_engine import polars_outcome

    return polars_outcome


ENGINES = ("numpy", "duckdb", "polars")


@cache
def lowered(edition: str, kind: Kind, choice: shipped.Choice = shipped.DEFAULTS) -> LoweredProgram:
    program = shipped.program(edition, kind, choice)
    return lowered_program(program, shipped.dictionary(), dict.fromkeys(lists_of(program, shipped.dictionary())))


def agree(engine: Engine, form: LoweredProgram, bodies: Sequence[Body], run: Run) -> None:
    """Every score, and which of them are missing, for bodies of one kind."""
    inputs, records = inputs_and_records(form, bodies, run)
    found = outputs_of(engine(form, inputs, records, len(bodies)), form)
    for index, body in enumerate(bodies):
        expected = scores_of(run.assess(body))
        assert unlike(expected, {path: found[path].exactly(index) for path in expected}) == {}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("edition", shipped.EDITIONS)
@settings(max_examples=2 if settings().max_examples < 100 else settings().max_examples)
@given(data=st.data())
def test_an_engine_gives_the_digits_of_the_interpreter(edition: str, engine: str, data: st.DataObject) -> None:
    """Under any reading, in any cohort, with facts unknown or not applicable."""
    compute = engine_of(engine)
    choice = data.draw(strategies.readings(edition))
    bodies = [data.draw(strategies.with_gaps(body)) if data.draw(st.booleans()) else body for body in data.draw(strategies.cohorts(edition, 3, 5))]
    run = Run(shipped.programs(edition, choice), bodies)
    kind = data.draw(st.sampled_from([body.kind for body in bodies]))
    agree(compute, lowered(edition, kind, choice), [body for body in bodies if body.kind == kind], run)


# ── the worst columns ──

EDGES = (0, 0, 0, 1, 1, 2, 3, 5, 10, 11, 99, 100, 101, 200, 1000, -1, -7)
WILD = (*EDGES, 2**31 - 1, 2**31, 2**53 - 1, 2**53, 2**53 + 1, 2**61 - 1, 2**61, 2**62, 10**18, 10**25, -(2**31), -(2**62))


def columns(names: Mapping[str, bool], size: int, figures: Sequence[int], chance: Any) -> dict[str, Any]:
    """Columns drawn from figures; conditions by a coin that differs by column; denominators above nothing."""
    made: dict[str, Any] = {}
    for name, is_flag in names.items():
        if is_flag:
            made[name] = chance.random(size) < chance.choice([0.0, 0.1, 0.5, 1.0])
            continue
        drawn = [figures[index] for index in chance.integers(len(figures), size=size)]
        values = np.array([max(abs(value), 1) for value in drawn] if name.endswith(":below") else drawn, dtype=object)
        made[name] = values.astype(np.int64) if max(map(abs, values), default=0) < 2**62 else values
    return made


def read_by(nodes: Sequence[Node]) -> dict[str, bool]:
    return {node.args[0]: node.op == "flag" for node in in_order(nodes) if node.op in ("input", "flag")}


def drawn(form: LoweredProgram, size: int, figures: Sequence[int], seed: int) -> tuple[dict[str, Any], dict[str, Records]]:
    chance = np.random.default_rng(seed)
    made = {name for one in form.gathered for name in (one.gather.total, below_of(one.gather.total), one.gather.count, one.gather.any_open)}
    inner = read_by(roots_of([part for one in form.gathered for part in (one.value, one.counted, one.open)]))
    own = read_by(roots_of(form.wanted)) | {name: flag for name, flag in inner.items() if "[]." not in name}
    inputs = columns({name: flag for name, flag in own.items() if name not in made}, size, figures, chance)
    records = {}
    for name in form.lists:
        body = np.sort(chance.choice(size, size=size)) if size else np.zeros(0, dtype=np.int64)
        fields = {field: flag for field, flag in inner.items() if field.startswith(f"{name}[].")}
        sizes = [abs(figure) for figure in figures]  # a list that comes to less than nothing may not be divided by: no fact of a list allows it
        records[name] = Records(body, columns(fields, len(body), sizes, chance))
    return inputs, records


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("figures", [EDGES, WILD], ids=["edges", "wild"])
@pytest.mark.parametrize(
    ("edition", "kind"), [("interaction/2018-01", "central"), ("interaction/2020-03", "local"), (shipped.EDITIONS[-1], "central")]
)
def test_the_worst_columns_are_right_to_the_last_digit(edition: str, kind: Kind, figures: Sequence[int], engine: str) -> None:
    """Even what no body may answer: an engine gives what Python's whole numbers give, or leaves the row to be decided exactly."""
    compute, form, size = engine_of(engine), lowered(edition, kind), 60
    inputs, records = drawn(form, size, figures, 7)
    outcome = compute(form, inputs, records, size)
    found = outputs_of(outcome, form)
    for row, wanted in enumerate(InFractions(form).of(inputs, records, range(size))):
        assert unlike(wanted, {name: found[name].exactly(row) for name in form.outputs}) == {}, row
    if figures is EDGES:
        assert outcome.left < size, "the engine itself must have decided most rows"


def form_of(parts: tuple[Part, ...], *conditions: Node) -> LoweredProgram:
    made = Integers()
    wanted: list[Any] = [parts, made.false]
    for condition in conditions:
        wanted += [parts, condition]
    return LoweredProgram(None, {}, (), (), {}, tuple(f"output{index}" for index in range(len(wanted) // 2)), tuple(wanted))  # type: ignore[arg-type]


SIZES = ({"narrow": 10**3, "wide": 10**9, "apart": 10**17}, {"narrow": 10, "wide": 10**3, "apart": 10**6})
"""Numerators for which a sum of fractions is computed in each way; NumPy's wide type is a machine word."""


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("mode", ["half_up", "half_even", "down"])
@pytest.mark.parametrize("way", ["narrow", "wide", "apart"])
def test_ties_are_rounded_as_the_edition_says(way: str, mode: str, engine: str) -> None:
    """Sums of three fractions that stand at exactly half a hundredth, beside it, and at nothing, above and below nothing."""
    compute, i, size = engine_of(engine), Integers(), SIZES[engine == "numpy"][way]
    names = [(i.input(f"a{index}"), i.greatest(i.input(f"b{index}"), i.figure(1))) for index in range(3)]
    parts = tuple(Part(over, 1, (below,)) for over, below in names)
    whole = i.rounded(parts, 100, mode)
    signs = [i.sign(op, parts) for op in ("negative", "not_positive", "nothing")]
    rows = []
    chance = np.random.default_rng(3)
    for target in (Fraction(1, 200), Fraction(-1, 200), Fraction(3, 200), Fraction(0), Fraction(-5, 200), Fraction(7, 100)):
        for _ in range(8):
            one = Fraction(int(chance.integers(-size, size)), int(chance.integers(1, min(size, 999))))
            other = Fraction(int(chance.integers(-size, size)), int(chance.integers(1, min(size, 99))))
            last = target - one - other
            for off in (0, 1, -1):
                row = [one.numerator, one.denominator, other.numerator, other.denominator, last.numerator * 7 + off, last.denominator * 7]
                rows.append(row)
    inputs = {name: np.array([row[place] for row in rows], dtype=object) for place, name in enumerate(("a0", "b0", "a1", "b1", "a2", "b2"))}
    small = {name: column.astype(np.int64) if max(map(abs, column)) < 2**62 else column for name, column in inputs.items()}
    form = form_of((Part(whole, 100, ()),), *signs)
    outcome = compute(form, small, {}, len(rows))
    function, _ = python_function([(Part(whole, 1, ()),), *signs])
    for index in range(len(rows)):
        (number, _), *wanted = function({name: int(column[index]) for name, column in inputs.items()})
        assert int(outcome.found[whole][index]) == number, rows[index]
        assert [bool(outcome.found[sign][index]) for sign in signs] == wanted, rows[index]
    assert outcome.left < len(rows), "the engine itself must have decided most rows"


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_one_in_the_rows_decided_may_differ_in_a_row_left(engine: str) -> None:
    """Two choices are nothing wherever a condition fails; the one row where it holds is too large for any engine, and each keeps its own number."""
    i = Integers()
    chosen = [i.choice(i.flag("f"), i.input(name), i.figure(0)) for name in ("a", "b")]
    form = form_of((Part(i.input("huge"), 1, ()),), chosen[0], chosen[1])
    inputs = {
        "f": np.array([False] * 5 + [True]),
        "a": np.arange(6),
        "b": np.arange(6) * 10,
        "huge": np.array([1, 2, 3, 4, 5, 10**25], dtype=object),
    }
    outcome = engine_of(engine)(form, inputs, {}, 6)
    assert outcome.left == 1
    assert [outcome.found[one].tolist() for one in chosen] == [[0] * 5 + [5], [0] * 5 + [50]]


@pytest.mark.parametrize("engine", ["numpy", "duckdb"])
def test_denominators_of_a_list_need_not_have_a_small_common_one(engine: str) -> None:
    """Denominators up to 59 have none that fits: the records of each body are brought to their own."""
    form, size = lowered("interaction/2018-01", "central"), 40
    inputs, records = drawn(form, size, range(1, 60), 11)
    outcome = engine_of(engine)(form, inputs, records, size)
    found = outputs_of(outcome, form)
    assert outcome.left < size / 2
    for row, wanted in enumerate(InFractions(form).of(inputs, records, range(size))):
        assert unlike(wanted, {name: found[name].exactly(row) for name in form.outputs}) == {}, row


@pytest.mark.parametrize("engine", ENGINES)
def test_no_bodies_no_rows(engine: str) -> None:
    """An empty batch is an empty answer."""
    form = lowered("interaction/2018-01", "central")
    inputs, records = drawn(form, 0, [1], 1)
    assert engine_of(engine)(form, inputs, records, 0).left == 0


@pytest.mark.parametrize("engine", ENGINES)
def test_all_missing_is_all_missing(engine: str) -> None:
    """A body that has answered nothing, with no records: nothing is made up."""
    edition, kind = "interaction/2018-01", "central"
    bodies = [Body(f"b{index}", "central", {"ru": "b"}, {name: strategies.unknown(name) for name in asked(edition, kind)}) for index in range(3)]
    run = Run(shipped.programs(edition), bodies)
    agree(engine_of(engine), lowered(edition, kind), bodies, run)


def asked(edition: str, kind: Kind) -> set[str]:
    return {name.partition(".")[0] for name in shipped.asked(edition, kind)}
