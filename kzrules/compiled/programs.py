"""A program compiled for bodies whose lists are so long, and the scores of a body by it: the digits of the interpreter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from kzrules.compiled.integers import Integers, Node, Parts
from kzrules.compiled.lowering import Lowering, below_of
from kzrules.compiled.python_function import Compiled, python_function
from kzrules.dictionary import Dictionary
from kzrules.facts import Body
from kzrules.program import Program
from kzrules.questions import Question, answers_in, list_unknown, values_of
from kzrules.scoring import Run
from kzrules.symbolic import program_terms
from kzrules.symbols import OpenAnswers, Symbol
from kzrules.term_records import Mean
from kzrules.terms import Terms
from kzrules.values import Missing

OVERALL, EXACT = "overall", "exact"


@dataclass(frozen=True, slots=True)
class CompiledProgram:
    """A program as one function of whole numbers.

    Attributes:
        program: what was compiled.
        questions: the answers it looks at.
        lists: the lists it looks at.
        places: decimals of each number; None for a mean over bodies.
        means: the means over other bodies that it needs.
        outputs: `overall` (rounded), `exact` (before it), and the path of every rule.
        wanted: the fraction of each output and when it is missing, in turn.
        function: from answers to each output's fraction and whether it is missing, in turn.
        source: of the function.

    """

    program: Program
    questions: Mapping[str, Question]
    lists: tuple[str, ...]
    places: Mapping[str, int | None]
    means: Mapping[str, Mean]
    outputs: tuple[str, ...]
    wanted: tuple[Parts | Node, ...]
    function: Compiled
    source: str


def compiled_program(program: Program, dictionary: Dictionary, lengths: Mapping[str, int]) -> CompiledProgram:
    """A program compiled for lists of exactly these lengths; a list that is not named is not known."""
    terms = program_terms(program, dictionary, lengths, fixed=True, symbols=OpenAnswers(Terms()))
    places: dict[str, int | None] = {question.path: question.spec.places for question in terms.questions.values()}
    places |= dict.fromkeys(terms.means)
    outputs: dict[str, Symbol] = {OVERALL: terms.score, EXACT: terms.exact, **{path: rule.value for path, rule in terms.rules.items()}}
    lowering = Lowering(Integers(), places)
    lowering.lower(*(part for symbol in outputs.values() for part in (symbol.term, symbol.missing, symbol.na)))
    joined = lowering.integers.joined
    wanted: list[Parts | Node] = [
        part
        for symbol in outputs.values()
        for part in (lowering.numbers[symbol.term], joined("or", (lowering.truths[symbol.missing], lowering.truths[symbol.na])))
    ]
    function, source = python_function(wanted)
    lists = tuple(sorted({name.partition(".")[0] for name in program.facts if dictionary.facts[name.partition(".")[0]].type == "list"}))
    return CompiledProgram(program, terms.questions, lists, places, terms.means, tuple(outputs), tuple(wanted), function, source)


def scores(compiled: CompiledProgram, body: Body, run: Run) -> dict[str, Fraction | None]:
    """The value of each output for a body of a run; None where it is missing (the interpreter says why)."""
    found = compiled.function(inputs_of(compiled, body, run))
    pairs = zip(compiled.outputs, found[::2], found[1::2], strict=True)
    return {name: None if missing else Fraction(*pair) for name, pair, missing in pairs}


def inputs_of(compiled: CompiledProgram, body: Body, run: Run) -> dict[str, int | bool]:
    """The whole numbers and conditions behind the answers of a body."""
    values: dict[str, int | bool] = {}
    for path, answer in answers_in(compiled.questions, body.values).items():
        question = compiled.questions[path]
        known = values_of(question, answer)
        values[f"{path}:unknown"] = known is None
        scale = 10**question.spec.places
        for name, value in (known or _nothing_known(question)).items():
            values[name] = value if isinstance(value, bool) else int(value * scale)
    for name in compiled.lists:
        values[list_unknown(name)] = not isinstance(body.values.get(name), tuple)
    for name, mean in compiled.means.items():
        found, _ = run.surveyed(compiled.program.rules[mean.path], mean.pool, body)
        values[f"{name}:missing"] = isinstance(found, Missing)
        exact = Fraction(0) if isinstance(found, Missing) else found
        values |= {name: exact.numerator, below_of(name): exact.denominator}
    return values


def _nothing_known(question: Question) -> dict[str, Fraction | bool]:
    """Values that stand in for an answer nobody knows: they are not looked at."""
    codes = {question.code(code): False for code in question.spec.choices}
    return {question.na: False, question.absent: False, question.path: False if question.spec.type == "yes_no" else Fraction(0), **codes}
