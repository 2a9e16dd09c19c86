"""A program as an integer form: what it reads, what comes out, and the lists that it gathers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from kzrules.compiled.integers import Integers, Node, Parts
from kzrules.compiled.lowering import Lowering, below_of
from kzrules.dictionary import Dictionary
from kzrules.facts import Body
from kzrules.program import Program
from kzrules.questions import Question, values_of
from kzrules.scoring import Run
from kzrules.symbolic import Lengths, program_terms
from kzrules.symbolic_cohort import around
from kzrules.symbols import OpenAnswers, Symbol
from kzrules.term_records import Ends, Gather, Mean
from kzrules.terms import Terms
from kzrules.values import Single

OVERALL, EXACT = "overall", "exact"


@dataclass(frozen=True, slots=True)
class GatheredList:
    """A list as integers: of any record, whether it counts, whether it is open, what it scores."""

    gather: Gather
    counted: Node
    open: Node
    value: Parts


@dataclass(frozen=True, slots=True)
class LoweredEnds:
    """The ends among which a rule places a value, and the body's own value and when it is missing.

    Attributes:
        places: decimals of the ends; None where an end is a fraction of two inputs.

    """

    ends: Ends
    value: Parts
    missing: Node
    places: int | None


@dataclass(frozen=True, slots=True)
class LoweredProgram:
    """A program as an integer form.

    Attributes:
        program: what was lowered.
        questions: the answers it looks at; those of any record of a gathered list under `list[].field`.
        lists: names of the lists it looks at.
        gathered: the lists of any length, in the order in which they are needed.
        means: the means over other bodies that it needs.
        outputs: `overall` (rounded), `exact` (before it), and the path of every rule.
        wanted: the fraction of each output and when it is missing, in turn.
        ends: by the path of the rule, the least and greatest values of other bodies that it needs.

    """

    program: Program
    questions: Mapping[str, Question]
    lists: tuple[str, ...]
    gathered: tuple[GatheredList, ...]
    means: Mapping[str, Mean]
    outputs: tuple[str, ...]
    wanted: tuple[Parts | Node, ...]
    ends: Mapping[str, LoweredEnds] = field(default_factory=dict)


def lists_of(program: Program, dictionary: Dictionary) -> tuple[str, ...]:
    """The lists that a program looks at."""
    return tuple(sorted({head for name in program.facts if dictionary.facts[head := name.partition(".")[0]].type == "list"}))


def lowered_program(program: Program, dictionary: Dictionary, lengths: Lengths) -> LoweredProgram:
    """A program for lists of exactly these lengths (None: of any length); a list that is not named is not known."""
    terms = program_terms(program, dictionary, lengths, fixed=True, symbols=OpenAnswers(Terms()))
    places: dict[str, int | None] = {question.path: question.spec.places for question in terms.questions.values()}
    places |= dict.fromkeys((*terms.means, *(gather.total for gather in terms.gathers)))
    of_ends = {ends.path: dictionary.facts[ends.fact].places if ends.fact else None for ends in terms.ends.values()}
    places |= {name: of_ends[ends.path] for ends in terms.ends.values() for name in (ends.least, ends.greatest)}
    places |= dict.fromkeys((gather.count for gather in terms.gathers), 0)
    signed = {path for path, question in terms.questions.items() if question.bounds[0] < 0}
    signed |= {*terms.means, *(gather.total for gather in terms.gathers)}
    signed |= {name for ends in terms.ends.values() for name in (ends.least, ends.greatest)}
    outputs: dict[str, Symbol] = {OVERALL: terms.score, EXACT: terms.exact, **{path: rule.value for path, rule in terms.rules.items()}}
    lowering = Lowering(Integers(), places, signed)
    lowering.lower(*(part for gather in terms.gathers for part in (gather.counted, gather.open, gather.value)))
    lowering.lower(*(part for ends in terms.ends.values() for part in (ends.own.term, ends.own.missing)))
    lowering.lower(*(part for symbol in outputs.values() for part in (symbol.term, symbol.missing, symbol.na)))
    numbers, truths, joined = lowering.numbers, lowering.truths, lowering.integers.joined
    wanted: list[Parts | Node] = []
    for symbol in outputs.values():
        wanted += [numbers[symbol.term], joined("or", (truths[symbol.missing], truths[symbol.na]))]
    gathered = tuple(GatheredList(gather, truths[gather.counted], truths[gather.open], numbers[gather.value]) for gather in terms.gathers)
    placed = {p: LoweredEnds(e, numbers[e.own.term], truths[e.own.missing], of_ends[p]) for p, e in terms.ends.items()}
    return LoweredProgram(program, terms.questions, lists_of(program, dictionary), gathered, terms.means, tuple(outputs), tuple(wanted), placed)


# ── answers as whole numbers ──


def integers_of(questions: Mapping[str, Question], answers: Mapping[str, Single]) -> dict[str, int | bool]:
    """The whole numbers and conditions behind answers."""
    values: dict[str, int | bool] = {}
    for path, question in questions.items():
        known = values_of(question, answers[path])
        values[f"{path}:unknown"] = known is None
        scale = 10**question.spec.places
        for name, value in {**_nothing_known(question), **(known or {})}.items():
            values[name] = value if isinstance(value, bool) else int(value * scale)
    return values


def inputs_around(lowered: LoweredProgram, body: Body, run: Run) -> dict[str, int | bool]:
    """What is seen of the other bodies of a run: means, and ends among which a value is placed."""
    return whole_around(lowered, around(lowered.program, lowered.means, (one.ends for one in lowered.ends.values()), run, body))


def whole_around(lowered: LoweredProgram, seen: Mapping[str, Fraction | bool]) -> dict[str, int | bool]:
    """Numbers about other bodies as whole numbers: those of a known scale, the others as numerator and denominator."""
    scales = {name: one.places for one in lowered.ends.values() for name in (one.ends.least, one.ends.greatest)}
    values: dict[str, int | bool] = {}
    for name, value in seen.items():
        places = scales.get(name)
        if isinstance(value, bool):
            values[name] = value
        elif places is None:
            values |= {name: value.numerator, below_of(name): value.denominator}
        else:
            values[name] = int(value * 10**places)
    return values


def _nothing_known(question: Question) -> dict[str, Fraction | bool]:
    """Values that stand in for an answer nobody knows: they are not looked at."""
    codes = {question.code(code): False for code in question.spec.choices}
    return {question.na: False, question.absent: False, question.path: False if question.spec.type == "yes_no" else Fraction(0), **codes}
