"""The integer form gives the very digits of the interpreter: every score, and which of them are missing."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "property"))
import shipped
import strategies
from helpers import ROOT, run

sys.path.insert(0, str(ROOT))

from benchmarks.agree.definition import scores_of, unlike
from kzrules.compiled.batch import batch_columns, fractions_of
from kzrules.compiled.from_bodies import inputs_and_records
from kzrules.compiled.integers import Part
from kzrules.compiled.lowered import LoweredProgram, lists_of, lowered_program
from kzrules.compiled.lowering import roots_of
from kzrules.compiled.magnitudes import input_intervals, magnitudes
from kzrules.compiled.programs import CompiledProgram, compiled_program, inputs_of, scores
from kzrules.compiled.python_function import python_function
from kzrules.facts import Body
from kzrules.program import KINDS, Kind
from kzrules.questions import lengths_in
from kzrules.scoring import Run


@cache
def compiled(edition: str, kind: Kind, choice: shipped.Choice, lengths: tuple[tuple[str, int], ...]) -> CompiledProgram:
    return compiled_program(shipped.program(edition, kind, choice), shipped.dictionary(), dict(lengths))


def agree(edition: str, choice: shipped.Choice, body: Body, run: Run) -> None:
    fast = scores(compiled(edition, body.kind, choice, tuple(sorted(lengths_in(body.values).items()))), body, run)
    expected = scores_of(run.assess(body))
    assert expected.keys() == fast.keys()
    assert unlike(expected, fast) == {}


@cache
def lowered(edition: str, kind: Kind, choice: shipped.Choice) -> LoweredProgram:
    program = shipped.program(edition, kind, choice)
    return lowered_program(program, shipped.dictionary(), dict.fromkeys(lists_of(program, shipped.dictionary())))


def columns_agree(edition: str, choice: shipped.Choice, bodies: list[Body], run: Run) -> None:
    """The same by columns, lists as a second table."""
    if not bodies:
        return
    form = lowered(edition, bodies[0].kind, choice)
    inputs, records = inputs_and_records(form, bodies, run)
    columns = batch_columns(form, inputs, records, len(bodies))
    values = {name: fractions_of(columns, parts) for name, parts in zip(form.outputs, form.wanted[::2], strict=True)}
    lacks = {name: columns.found[node] for name, node in zip(form.outputs, form.wanted[1::2], strict=True)}
    for index, body in enumerate(bodies):
        expected = scores_of(run.assess(body))
        assert unlike(expected, {path: None if lacks[path][index] else values[path][index] for path in expected}) == {}


@pytest.mark.parametrize("edition", shipped.EDITIONS)
@settings(max_examples=min(6, settings().max_examples) if settings().max_examples < 100 else settings().max_examples)
@given(data=st.data())
def test_the_integer_form_gives_the_digits_of_the_interpreter(edition: str, data: st.DataObject) -> None:
    """Under any reading, in any cohort, with facts unknown or not applicable."""
    choice = data.draw(strategies.readings(edition))
    bodies = [data.draw(strategies.with_gaps(body)) if data.draw(st.booleans()) else body for body in data.draw(strategies.cohorts(edition))]
    run = Run(shipped.programs(edition, choice), bodies)
    for body in bodies:
        agree(edition, choice, body, run)
    for kind in KINDS:
        columns_agree(edition, choice, [body for body in bodies if body.kind == kind], run)


@pytest.mark.parametrize("edition", ["interaction/2018-01", "organizational-development/2020-01@2020"])
@settings(max_examples=8)
@given(data=st.data())
def test_no_number_leaves_its_bounds(edition: str, data: st.DataObject) -> None:
    """The bounds decide which machine number is exact: one value beyond them would be one wrong digit."""
    body = data.draw(strategies.bodies(edition, data.draw(st.sampled_from(KINDS))))
    whole = compiled(edition, body.kind, shipped.DEFAULTS, tuple(sorted(lengths_in(body.values).items())))
    bounds = magnitudes(roots_of(whole.lowered.wanted), input_intervals(whole.lowered.questions))
    nodes = list(bounds)
    function, _ = python_function([(Part(node, 1, ()),) for node in nodes])
    values = function(inputs_of(whole.lowered, body, Run(shipped.programs(edition), [body])))
    for node, (value, _) in zip(nodes, values, strict=True):
        low, high = bounds[node]
        assert low is None or low <= value, node
        assert high is None or value <= high, node


def test_the_form_is_shown_for_people() -> None:
    shown = run("show", "2020-03", "--compiled", "central").out
    assert "complaints_late" in shown
    assert "округлить(100·(" in shown
    assert "double" in shown
    assert shown.count("overall = ") == 1
    assert "кроме" in shown, "what is missing when is said too"
    assert run("show", "2018-01", "--compiled", "local").code == 0
