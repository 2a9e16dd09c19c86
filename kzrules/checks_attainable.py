"""Checks of what scores can be: grades that none reaches, scores below their stated minimum, divisions by nothing that no case decides.

Bounds prove that a grade is out of reach. The other two are shown by facts, tried at the corners of what is admissible:
what is reported is real; what is not may still be there (`kzrules prove` settles it).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from kzrules.diagnostic import Diagnostic
from kzrules.edition import Edition
from kzrules.program import Program
from kzrules.questions import Question, present
from kzrules.symbolic import program_terms
from kzrules.symbols import Divisions
from kzrules.term_bounds import Bounds, Span, whole_box
from kzrules.term_records import ProgramTerms, RuleTerms
from kzrules.term_values import TermValues
from kzrules.terms import Term, Terms, unknowns
from kzrules.values import decimal_text

_TRIES = 24
_SIZES = (0, 1, 2, 10, 1000, 1_000_000)
Values = Mapping[str, Fraction | bool]
Tried = tuple[Values, Mapping[Term, Any]]


def attainable(program: Program, edition: Edition) -> Iterator[Diagnostic]:
    """Grades, minima and divisions of one program."""
    lists = {name.partition(".")[0] for name in program.facts if edition.dictionary.facts[name.partition(".")[0]].type == "list"}
    terms = program_terms(program, edition.dictionary, dict.fromkeys(lists, 1), symbols=Divisions(Terms()))
    yield from _bands(program, terms)
    rules = terms.rules.values()
    parts = [part for r in rules for part in (r.value.term, r.value.missing, *(when for _, when in r.specials))]
    reader = TermValues([*parts, *terms.admissible])
    tried = [(values, reader.of(values)) for values in _corners(terms)]
    sound = [(values, found) for values, found in tried if all(found[term] for term in terms.admissible)]
    for path, rule in terms.rules.items():
        yield from _below(path, rule, sound, terms)
        yield from _divisions(path, rule, sound, terms)


def _bands(program: Program, terms: ProgramTerms) -> Iterator[Diagnostic]:
    steps = {q.path: q.step for q in terms.questions.values() if q.is_number}
    stated = {rule.value.term: Span(None, rule.rule.maximum) for rule in terms.rules.values() if rule.rule.maximum is not None}
    span = Bounds([terms.score.term], steps, terms.admissible).of(whole_box(terms.questions.values()), stated)[terms.score.term]
    assert isinstance(span, Span)
    for band in program.bands:
        if band.low is not None and span.high is not None and span.high < band.low:
            values = {"grade": band.grade, "kind": program.kind, "most": decimal_text(span.high)}
            yield Diagnostic("KZ381", band.place, values, band.cite)


def _below(path: str, rule: RuleTerms, tried: Sequence[Tried], terms: ProgramTerms) -> Iterator[Diagnostic]:
    least = rule.rule.minimum
    if least is None:
        return
    low = [(found[rule.value.term], values) for values, found in tried if not found[rule.value.missing]]
    value, facts = min(low, key=lambda pair: pair[0], default=(least, {}))
    if value < least:
        said = {"rule": path, "value": decimal_text(value), "min": decimal_text(least), "facts": _told(rule, facts, terms)}
        yield Diagnostic("KZ382", rule.rule.place, said, rule.rule.cite)


def _divisions(path: str, rule: RuleTerms, tried: Sequence[Tried], terms: ProgramTerms) -> Iterator[Diagnostic]:
    for values, found in tried:
        decided = any(found[when] for _, when in rule.specials) or any(found[child.value.missing] for child in rule.children)
        if found[rule.value.missing] and not decided:
            said = {"rule": path, "facts": _told(rule, values, terms)}
            yield Diagnostic("KZ383", rule.rule.place, said, rule.rule.cite)
            return


def _told(rule: RuleTerms, values: Values, terms: ProgramTerms) -> str:
    """The numbers that the rule itself looks at."""
    names = [name for name in unknowns([rule.value.term, rule.value.missing]) if name in terms.questions and terms.questions[name].is_number]
    shown = [f"{name} = {decimal_text(Fraction(values[name]))}" for name in names if name in values]
    return ", ".join(shown[:6]) + (", …" if len(shown) > 6 else "")


# ── facts to try ──


def _corners(terms: ProgramTerms) -> Iterator[dict[str, Fraction | bool]]:
    """All answers at their least, all at their greatest, and the same random corners each time."""
    for index in range(_TRIES):
        chance = random.Random(index)  # noqa: S311 - the same corners each time, not a secret
        values: dict[str, Fraction | bool] = {f"{name}:missing": False for name in terms.means} | dict.fromkeys(terms.means, Fraction(0))
        for ends in terms.ends.values():
            values |= {ends.least: Fraction(0), ends.greatest: Fraction(1), ends.nobody: False}
        for question in terms.questions.values():
            values |= _answer(question, index, chance)
        values |= {present(name, 0): index % 3 > 0 for name in terms.lengths}
        yield _mended(values, terms)


def _answer(question: Question, index: int, chance: random.Random) -> dict[str, Fraction | bool]:
    marks: dict[str, Fraction | bool] = {question.na: False, question.absent: False}
    match question.spec.type:
        case "yes_no":
            return {**marks, question.path: index % 2 == 1 if index < 4 else chance.random() < 0.5}
        case "choice":
            codes = list(question.spec.choices)
            chosen = codes[-1 if index == 1 else 0] if index < 4 else chance.choice(codes)
            return {**marks, **{question.code(code): code == chosen for code in codes}}
        case _:
            low, high = question.bounds
            size = _SIZES[index] if index < 4 else chance.choice(_SIZES)
            ends = (low, high if question.spec.most is not None else low + size)
            return {**marks, question.path: min(high, ends[index % 2] if index < 4 else max(low, low + size * question.step))}


def _mended(values: dict[str, Fraction | bool], terms: ProgramTerms) -> dict[str, Fraction | bool]:
    """What is above a limit among facts is brought down to it."""
    for _ in range(3):
        for term in terms.admissible:
            for limit in term.args if term.op == "or" else (term,):
                atoms = limit.args[0].args[1] if limit.op == "at_most" and limit.args[0].op == "linear" else ()
                if len(atoms) == 2 and all(atom.op == "number" for atom, _ in atoms):
                    (upper, one), (lower, other) = sorted(((atom.args[0], times) for atom, times in atoms), key=lambda pair: -pair[1])
                    if one > 0 > other:
                        values[upper] = min(values[upper], Fraction(int(-other * values[lower] / one)))
    return values
