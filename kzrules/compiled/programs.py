"""A program as one Python function, and the scores of a body by it: the digits of the interpreter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from kzrules.compiled.lowered import LoweredProgram, inputs_around, integers_of, lowered_program
from kzrules.compiled.python_function import Compiled, python_function
from kzrules.dictionary import Dictionary
from kzrules.facts import Body
from kzrules.program import Program
from kzrules.questions import answers_in, list_unknown
from kzrules.scoring import Run


@dataclass(frozen=True, slots=True)
class CompiledProgram:
    """A program as a function from answers to each output's fraction and whether it is missing, in turn; and its source."""

    lowered: LoweredProgram
    function: Compiled
    source: str


def compiled_program(program: Program, dictionary: Dictionary, lengths: Mapping[str, int]) -> CompiledProgram:
    """A program compiled for lists of exactly these lengths; a list that is not named is not known."""
    lowered = lowered_program(program, dictionary, lengths)
    return CompiledProgram(lowered, *python_function(lowered.wanted))


def scores(compiled: CompiledProgram, body: Body, run: Run) -> dict[str, Fraction | None]:
    """The value of each output for a body of a run; None where it is missing (the interpreter says why)."""
    found = compiled.function(inputs_of(compiled.lowered, body, run))
    pairs = zip(compiled.lowered.outputs, found[::2], found[1::2], strict=True)
    return {name: None if missing else Fraction(*pair) for name, pair, missing in pairs}


def inputs_of(lowered: LoweredProgram, body: Body, run: Run) -> dict[str, int | bool]:
    """The whole numbers and conditions behind the answers of a body."""
    values = integers_of(lowered.questions, answers_in(lowered.questions, body.values))
    values |= {list_unknown(name): not isinstance(body.values.get(name), tuple) for name in lowered.lists}
    return values | inputs_around(lowered, body, run)
