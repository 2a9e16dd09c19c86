"""A body as it stands, with a few of its answers set free: only what rests on these is made anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from kzrules.answer_sets import every_name, values_in, whole
from kzrules.boxes import Space, space_of
from kzrules.inquiry import OVERALL, Inquiry, limits_of
from kzrules.questions import answer_of, list_unknown
from kzrules.symbols import Symbol
from kzrules.term_folding import folded
from kzrules.term_values import TermValues
from kzrules.terms import Term, Terms, unknowns
from kzrules.values import Single


@dataclass(frozen=True, slots=True)
class Standing:
    """The terms of a body's scores with their values as the facts are.

    Attributes:
        scores: by path, the value and when it is missing; the overall score, before its rounding, is "".
        values: of every term, where the facts are as they are.
        users: for each term the terms right around it.
        conditions: what must hold among the facts.

    """

    inquiry: Inquiry
    scores: Mapping[str, tuple[Term, Term]]
    conditions: tuple[Term, ...]
    order: Mapping[Term, int]
    values: Mapping[Term, Any]
    users: Mapping[Term, list[Term]]
    leaves: Mapping[str, Term]

    @property
    def terms(self) -> Terms:
        """What makes the terms."""
        return self.inquiry.terms.symbols.terms


def standing_of(inquiry: Inquiry) -> Standing:
    """A body as it stands; an answer that is not known stands as the plainest there is."""
    t = inquiry.terms.symbols.terms
    symbols: dict[str, Symbol] = {OVERALL: inquiry.terms.exact, **{path: rule.value for path, rule in inquiry.terms.rules.items()}}
    scores = {path: (symbol.term, t.some(symbol.missing, symbol.na)) for path, symbol in symbols.items()}
    conditions = tuple(limits_of(inquiry.terms))
    reader = TermValues([part for pair in scores.values() for part in pair] + list(conditions))
    plain = {path: inquiry.answers.get(path, answer_of(question, {})) for path, question in inquiry.questions.items()}
    known = values_in(inquiry.questions, plain)
    known |= {list_unknown(name): True for name in inquiry.lists}
    known |= inquiry.around
    users: dict[Term, list[Term]] = {term: [] for term in reader.order}
    for term in reader.order:
        for inner in term.below():
            users[inner].append(term)
    leaves = {term.args[0]: term for term in reader.order if term.op in ("number", "condition")}
    return Standing(inquiry, scores, conditions, {term: i for i, term in enumerate(reader.order)}, reader.of(known), users, leaves)


def unknown_to(standing: Standing, path: str, free: Collection[str]) -> list[str]:
    """The unknown facts and lists, other than some, that a score rests on as the body stands."""
    inquiry = standing.inquiry
    others = [name for name in inquiry.missing if name not in free]
    if not others and not inquiry.lists:
        return []
    value, missing = freed_terms(standing, [*others, *free], standing.scores[path])
    names = unknowns([value, missing])
    owner = {name: question for question in others for name in every_name(inquiry.questions[question])}
    lists = [name for name in inquiry.lists if list_unknown(name) in unknowns(standing.scores[path])]
    return list(dict.fromkeys([*(owner[name] for name in names if name in owner), *lists]))


def freed_terms(standing: Standing, paths: Iterable[str], roots: Iterable[Term]) -> list[Term]:
    """Terms made anew with some answers free and all the others as they stand."""
    t = standing.terms
    questions = standing.inquiry.questions
    leaves = [standing.leaves[name] for path in paths for name in every_name(questions[path]) if name in standing.leaves]
    touched: set[Term] = set()
    waiting = list(leaves)
    while waiting:
        term = waiting.pop()
        if term not in touched:
            touched.add(term)
            waiting += standing.users[term]
    made: dict[Term, Term] = {}
    for term in sorted(touched, key=standing.order.__getitem__):
        for inner in term.below():
            if inner not in made:
                made[inner] = _standing(t, standing.values[inner])
        made[term] = folded(t, [term], {}, made=made)[term]
    return [made[root] if root in made else _standing(t, standing.values[root]) for root in roots]


def _standing(t: Terms, value: Fraction | bool) -> Term:
    return t.truth(value) if isinstance(value, bool) else t.number(value)


def freed(standing: Standing, paths: Collection[str], path: str = OVERALL) -> tuple[Space | None, Term, Term]:
    """The space of some questions, and a score with its lack over them; None when no answers to them are admissible."""
    value, missing, *conditions = freed_terms(standing, paths, [*standing.scores[path], *standing.conditions])
    questions = {name: standing.inquiry.questions[name] for name in paths}
    box = {name: whole(question) for name, question in questions.items()}
    return space_of(standing.terms, questions, conditions, box), value, missing


def now_of(standing: Standing, path: str) -> Single | None:
    """The answer as it stands; None when it is not known."""
    return standing.inquiry.answers.get(path)
