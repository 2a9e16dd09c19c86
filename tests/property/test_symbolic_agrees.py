"""Two ways to one score: the terms of a program over known facts, and the interpreter, give the same digits."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import pytest
import shipped
import strategies
from hypothesis import given
from hypothesis import strategies as st

from kzrules.facts import Body
from kzrules.outcome import Result
from kzrules.program import Kind
from kzrules.questions import answers_in, lengths_in, values_of
from kzrules.scoring import Run
from kzrules.symbolic import ProgramTerms, program_terms
from kzrules.symbols import Symbol
from kzrules.term_values import TermValues
from kzrules.values import Missing


@cache
def read(edition: str, kind: Kind, choice: shipped.Choice, lengths: tuple[tuple[str, int], ...]) -> tuple[ProgramTerms, TermValues]:
    terms = program_terms(shipped.program(edition, kind, choice), shipped.dictionary(), dict(lengths), fixed=True)
    return terms, TermValues(part for symbol in symbols_of(terms).values() for part in (symbol.term, symbol.missing, symbol.na))


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


def by_terms(body: Body, edition: str, choice: shipped.Choice) -> dict[str, Result | None]:
    terms, reader = read(edition, body.kind, choice, tuple(sorted(lengths_in(body.values).items())))
    found = reader.of(known_of(body, terms))
    return {path: None if found[s.missing] or found[s.na] else found[s.term] for path, s in symbols_of(terms).items()}


@pytest.mark.parametrize(("edition", "kind"), shipped.PROGRAMS)
@given(data=st.data())
def test_terms_give_the_digits_of_the_interpreter(edition: str, kind: Kind, data: st.DataObject) -> None:
    """A proof is about the edition only if the solver's form of it is the edition."""
    choice = data.draw(strategies.readings(edition))
    body = data.draw(strategies.bodies(edition, kind))
    assessment = Run(shipped.programs(edition, choice), [body]).assess(body)
    expected = {path: None if isinstance(value, Missing) else value for path, value in shipped.results(assessment).items()}
    found = by_terms(body, edition, choice)
    assert {p: (found[p], v) for p, v in expected.items() if found[p] != v} == {}
