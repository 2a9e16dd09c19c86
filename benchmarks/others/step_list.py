"""A program as a list of steps: a name and an expression over earlier names, the way a person would write it down.

The expressions are the exact terms of the program (`+ - * /`, least, greatest, choice, comparison, and/or/not, rounding half up); an engine says
in its own idiom what each of them looks like. Lists are gathered before: their sum and count are inputs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kzrules.compiled.lowered import lists_of
from kzrules.compiled.lowering import below_of
from kzrules.dictionary import Dictionary
from kzrules.program import Program
from kzrules.symbolic import program_terms
from kzrules.symbols import OpenAnswers
from kzrules.terms import Term, Terms, all_terms

Kind = Literal["whole", "number", "truth"]
_TRUTHS = frozenset(["constant", "condition", "below", "at_most", "zero", "not", "and", "or"])
OVERALL, MISSING = "score_overall", "missing_overall"


@dataclass(frozen=True, slots=True)
class Given:
    """An input: its name here, the name in the integer form, what it is, and its decimals."""

    name: str
    source: str
    kind: Kind
    places: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """A name and what it stands for; `depth`: it needs steps of less only."""

    name: str
    term: Term
    kind: Kind
    depth: int


@dataclass(frozen=True, slots=True)
class StepList:
    """A program for other engines.

    Attributes:
        inputs: what is read.
        fractions: inputs that are a quotient of two (a sum of a list, a mean over bodies), by name: the names of numerator and denominator.
        steps: in order.
        names: of every term that has one.
        outputs: names of steps: the overall score, whether it is missing, then those of every rule in turn.

    """

    inputs: tuple[Given, ...]
    fractions: Mapping[str, tuple[str, str]]
    steps: tuple[Step, ...]
    names: Mapping[Term, str]
    outputs: tuple[str, ...]

    @property
    def scores(self) -> tuple[str, ...]:
        """The outputs that are numbers."""
        return self.outputs[::2]

    def layers(self) -> list[list[Step]]:
        """Steps that need earlier layers only."""
        found: dict[int, list[Step]] = {}
        for step in self.steps:
            found.setdefault(step.depth, []).append(step)
        return [steps for _, steps in sorted(found.items())]


def identifier(name: str) -> str:
    """A name of the integer form as every engine can take it."""
    return re.sub(r"\W+", "_", name.replace("=", "_is_").replace("#", "_list_")).strip("_")


def step_list(program: Program, dictionary: Dictionary, named: Sequence[str] = ()) -> StepList:
    """A program as steps; every operand of the `named` kinds of terms is a name or a figure."""
    terms = program_terms(program, dictionary, dict.fromkeys(lists_of(program, dictionary)), fixed=True, symbols=OpenAnswers(Terms()))
    t = terms.symbols.terms
    wanted = {"overall": terms.score} | {path: rule.value for path, rule in terms.rules.items()}
    outputs: dict[str, Term] = {}
    for path, symbol in wanted.items():
        outputs[f"score_{identifier(path)}"] = symbol.term
        outputs[f"missing_{identifier(path)}"] = t.some(symbol.missing, symbol.na)
    places = {question.path: question.spec.places for question in terms.questions.values()}
    quotients = {*terms.means, *(gather.total for gather in terms.gathers)}
    order = all_terms(outputs.values())
    inputs, fractions = _inputs(order, places, quotients)
    names = {term: identifier(term.args[0]) for term in order if term.op in ("number", "condition")}
    chosen = _chosen(order, outputs, frozenset(named))
    return StepList(inputs, fractions, _steps(order, outputs, chosen, names), names, tuple(outputs))


def _inputs(order: Iterable[Term], places: Mapping[str, int], quotients: set[str]) -> tuple[tuple[Given, ...], dict[str, tuple[str, str]]]:
    inputs: list[Given] = []
    fractions = {}
    for term in order:
        if term.op == "condition":
            inputs.append(Given(identifier(term.args[0]), term.args[0], "truth"))
        elif term.op == "number":
            source = term.args[0]
            name, decimals = identifier(source), places.get(source, 0)
            if source in quotients:
                fractions[name] = (f"{name}_over", f"{name}_below")
                inputs += [Given(f"{name}_over", source, "whole"), Given(f"{name}_below", below_of(source), "whole")]
            else:
                inputs.append(Given(name, source, "number" if decimals else "whole", decimals))
    return tuple(inputs), fractions


def _chosen(order: Sequence[Term], outputs: Mapping[str, Term], named: frozenset[str]) -> set[Term]:
    """The terms that are steps of their own: those that are used twice, and outputs."""
    uses = Counter(inner for term in order for inner in term.below())
    found = {term for term in order if uses[term] > 1 and term.op not in ("number", "condition", "constant", "named") and not is_figure(term)}
    found |= {term.args[1] for term in order if term.op == "named" and uses[term.args[1]] > 1 and not is_figure(term.args[1])}
    for term in order:
        if term.op in named:
            found |= {inner for inner in term.below() if inner.op not in ("number", "condition", "constant", "named") and not is_figure(inner)}
    return found - set(outputs.values())


def _steps(order: Sequence[Term], outputs: Mapping[str, Term], chosen: set[Term], names: dict[Term, str]) -> tuple[Step, ...]:
    """The steps in order, names given as they are met; an output that is a step already, an input or a figure gets a step of its own."""
    by_term: dict[Term, list[str]] = {}
    for name, term in outputs.items():
        by_term.setdefault(term, []).append(name)
    depth: dict[Term, int] = {}
    steps: list[Step] = []
    for term in order:
        below = max((depth[inner] for inner in term.below()), default=0)
        depth[term] = below
        own = by_term.get(term, [])
        steps += [Step(name, term, kind_of(term), below + (1 if name == own[0] else 2)) for name in own]
        if own and term not in names and term.op != "constant" and not is_figure(term):
            names[term] = own[0]
            depth[term] = below + 1
        elif term in chosen:
            names[term] = f"s{term.serial}"
            depth[term] = below + 1
            steps.append(Step(names[term], term, kind_of(term), below + 1))
    return tuple(steps)


def kind_of(term: Term) -> Kind:
    """Whether a term is a condition or a number."""
    return "truth" if term.op in _TRUTHS else "number"


def is_figure(term: Term) -> bool:
    """Whether a term is a number that is known."""
    return term.figure is not None
