"""Ways to one score: the interpreter, the terms of a program over known facts, and the solver's form of these, give the same digits."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

import pytest
import shipped
import strategies
from hypothesis import given, settings
from hypothesis import strategies as st

from kzrules.facts import Body
from kzrules.outcome import Result
from kzrules.program import Kind
from kzrules.questions import answers_in, lengths_in, values_of
from kzrules.scoring import Run
from kzrules.solver import Evaluated, available
from kzrules.symbolic import program_terms
from kzrules.symbols import Symbol
from kzrules.term_bounds import Bounds, Span, whole_box
from kzrules.term_records import ProgramTerms
from kzrules.term_values import TermValues
from kzrules.terms import Term
from kzrules.values import Missing


@cache
def read(edition: str, kind: Kind, choice: shipped.Choice, lengths: tuple[tuple[str, int], ...]) -> tuple[ProgramTerms, TermValues]:
    terms = program_terms(shipped.program(edition, kind, choice), shipped.dictionary(), dict(lengths), fixed=True)
    parts = [part for symbol in symbols_of(terms).values() for part in (symbol.term, symbol.missing, symbol.na)]
    return terms, TermValues([*parts, *terms.admissible])


def symbols_of(terms: ProgramTerms) -> dict[str, Symbol]:
    return {path: rule.value for path, rule in terms.rules.items()} | dict(terms.lines) | {"overall": terms.score}


def known_of(body: Body, terms: ProgramTerms) -> dict[str, Fraction | bool]:
    """The unknowns of a body alone in its run."""
    known: dict[str, Fraction | bool] = {}
    for path, answer in answers_in(terms.questions, body.values).items():
        found = values_of(terms.questions[path], answer)
        assert found is not None, f"{path} is not answered"
        known |= found
    for name in terms.means:
        known |= {name: Fraction(0), f"{name}:missing": True}
    return known


def figures(found: dict[Term, Any], terms: ProgramTerms) -> dict[str, Result | None]:
    return {path: None if found[s.missing] or found[s.na] else found[s.term] for path, s in symbols_of(terms).items()}


@pytest.mark.parametrize(("edition", "kind"), shipped.PROGRAMS)
@settings(max_examples=min(25, settings().max_examples) if settings().max_examples < 100 else settings().max_examples)
@given(data=st.data())
def test_terms_give_the_digits_of_the_interpreter(edition: str, kind: Kind, data: st.DataObject) -> None:
    """A proof is about the edition only if the solver's form of it is the edition; and no score lies outside the bounds it starts from."""
    choice = data.draw(strategies.readings(edition))
    body = data.draw(strategies.bodies(edition, kind))
    assessment = Run(shipped.programs(edition, choice), [body]).assess(body)
    expected = {path: None if isinstance(value, Missing) else value for path, value in shipped.results(assessment).items()}
    terms, reader = read(edition, body.kind, choice, tuple(sorted(lengths_in(body.values).items())))
    known = known_of(body, terms)
    found = reader.of(known)
    assert all(found[term] for term in terms.admissible)
    ours = figures(found, terms)
    assert {p: (ours[p], v) for p, v in expected.items() if ours[p] != v} == {}
    stay_within_bounds(terms, known, found, data)
    if available() and data.draw(st.integers(0, 7)) == 0:
        form = Evaluated(known)
        theirs = {path: None if form.truth(s.missing) else form.number(s.term) for path, s in symbols_of(terms).items()}
        assert {p: (theirs[p], v) for p, v in expected.items() if theirs[p] != v} == {}


def stay_within_bounds(terms: ProgramTerms, known: dict[str, Fraction | bool], values: dict[Term, Any], data: st.DataObject) -> None:
    """In the whole box, at the point itself, and with a few answers left open."""
    symbols = symbols_of(terms)
    wide = whole_box(terms.questions.values())
    some = data.draw(st.sets(st.sampled_from(sorted(known)), max_size=3))
    point = {name: value if isinstance(value, bool) else Span(value, value) for name, value in known.items()}
    bounds = bounds_of(terms)
    for box in (wide, {**point, **{name: wide[name] for name in some if name in wide}}):
        found = bounds.of(box)
        for path, symbol in symbols.items():
            if not values[symbol.missing]:
                span = found[symbol.term]
                assert isinstance(span, Span)
                assert span.low is None or span.low <= values[symbol.term], path
                assert span.high is None or span.high >= values[symbol.term], path
            assert found[symbol.missing] in (None, values[symbol.missing]), path


_BOUNDS: dict[int, Bounds] = {}


def bounds_of(terms: ProgramTerms) -> Bounds:
    if id(terms) not in _BOUNDS:
        steps = {q.path: q.step for q in terms.questions.values() if q.is_number}
        parts = [part for s in symbols_of(terms).values() for part in (s.term, s.missing)]
        _BOUNDS[id(terms)] = Bounds(parts, steps, terms.admissible)
    return _BOUNDS[id(terms)]
