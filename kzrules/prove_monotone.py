"""Claims that a score follows a fact: where the edition declares `better: less | more`, one step never moves the score the other way.

A step is one case of a count, or one unit of the last decimal: what holds of every step holds of every change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from kzrules.proofs import Claim
from kzrules.prove_scores import notes_of
from kzrules.prover import Prover
from kzrules.questions import Question
from kzrules.solver import No, Values, edges_of
from kzrules.term_copies import copies
from kzrules.term_records import RuleTerms
from kzrules.terms import Term


def monotone_claims(prover: Prover, paths: frozenset[str] | None = None) -> Iterator[Claim]:
    """Claims about every fact that a rule declares a direction of, as its edition does."""
    for path, rule in prover.terms.rules.items():
        if paths is not None and path not in paths:
            continue
        for fact, way in rule.rule.better.items():
            for question in prover.terms.questions.values():
                if _stands_for(question, fact):
                    yield _claim(prover, path, rule, question, way)


def _stands_for(question: Question, fact: str) -> bool:
    """The question itself, a language version of it, or the first record of a list (they are all alike)."""
    return question.path in (fact, f"{fact}.kk", f"{fact}.ru") or question.path == fact.replace(".", "[0].", 1)


def _claim(prover: Prover, path: str, rule: RuleTerms, question: Question, way: str) -> Claim:
    name = f"{question.path}: {way}"
    notes = notes_of(prover, rule.value)
    t = prover.make
    claim = Claim("monotone", path, name, "proved", cite=rule.rule.cite, place=rule.rule.place, notes=notes)
    before, after = _sides(prover, question)
    symbol = rule.value
    looked = [symbol.term, symbol.missing, *prover.terms.admissible]
    first, second = (copies(t, looked, dict(side)) for side in (before, after))
    one, other = first[symbol.term], second[symbol.term]
    wrong = t.below(other, one) if way == "more" else t.below(one, other)
    both = [copy[part] for copy in (first, second) for part in prover.related([symbol.term, symbol.missing])]
    conditions = [wrong, t.no(first[symbol.missing]), t.no(second[symbol.missing]), *both]
    edges = prover.edges
    prover.edges = {**edges, **edges_of(conditions)}
    found = prover.find(conditions, compare=True)
    prover.edges = edges
    if found is No.IMPOSSIBLE:
        return claim
    if isinstance(found, No):
        return replace(claim, verdict="undecided")
    pair = tuple(prover.witness(path, _moved(found, question, up=up)) for up in (False, True))
    return replace(claim, verdict="refuted", witnesses=pair)


def _sides(prover: Prover, question: Question) -> tuple[list[tuple[Term, Term]], list[tuple[Term, Term]]]:
    """What the answer's unknowns become: as it is, and one step up. Marks (not applicable, absent) are no steps."""
    t = prover.make
    marks = [(t.condition(mark), t.false) for mark in (question.na, question.absent)]
    if question.spec.type == "yes_no":
        answer = t.condition(question.path)
        return [(answer, t.false), *marks], [(answer, t.true), *marks]
    number = t.unknown(question.path)
    return marks, [(number, t.total(((number, Fraction(1)),), question.step)), *marks]


def _moved(values: Values, question: Question, up: bool) -> Values:
    value = values[question.path]
    moved = up if isinstance(value, bool) else value + question.step if up else value
    return {**values, question.path: moved, question.na: False, question.absent: False}
