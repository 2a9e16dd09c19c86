"""A rule follows a fact the way it says: `better: {services_late: less}`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from shipped import PROGRAMS, Choice, choices, facts_under, program
from strategies import another, readings, values

from kzrules.facts import Body
from kzrules.program import Kind, Program
from kzrules.scoring import Run

DECLARED = [(name, kind, path, fact) for name, kind in PROGRAMS for path, rule in program(name, kind).rules.items() for fact in rule.better]


@dataclass(frozen=True, slots=True)
class Against:
    """Where a rule goes against its own `better`, and why that is the act's doing."""

    edition: str
    path: str
    fact: str
    choice: Choice | None
    why: str


AGAINST: tuple[Against, ...] = (
    Against(
        "interaction/2017-02",
        "services.optimisation.optimised_standards_share",
        "standards_optimised",
        (("protocol_standards", "removed"),),
        "n = standards_approved - standards_protocol falls below zero: the dictionary does not say standards_protocol <= standards_approved",
    ),
)


@cache
def alone(name: str, kind: Kind, path: str, choice: Choice) -> Program:
    """The program with nothing but one rule."""
    whole = program(name, kind, choice)
    return replace(whole, directions=(whole.rules[path],))


@cache
def looked_at(name: str, kind: Kind, path: str) -> frozenset[str]:
    return frozenset[str]().union(*(facts_under(program(name, kind, choice).rules[path]) for choice in choices(name)))


def excused(name: str, path: str, fact: str, choice: Choice) -> bool:
    return any((a.edition, a.path, a.fact) == (name, path, fact) and a.choice in (None, choice) for a in AGAINST)


@pytest.mark.parametrize(("name", "kind", "path", "fact"), DECLARED)
@given(data=st.data())
def test_a_better_fact_never_worsens_the_score(name: str, kind: Kind, path: str, fact: str, data: st.DataObject) -> None:
    """More late cases never raise a score; with all else equal, a fact moved the better way never lowers it."""
    choice = data.draw(readings(name), label="readings")
    one = data.draw(values(looked_at(name, kind, path), name), label="facts")
    assume(isinstance(one[fact], Fraction))
    other = {**one, fact: data.draw(another(fact, one, name), label="the other value")}
    way = program(name, kind, choice).rules[path].better[fact]
    worse, better = sorted((one, other), key=lambda facts: facts[fact], reverse=way == "less")
    low, high = (score(alone(name, kind, path, choice), facts) for facts in (worse, better))
    if isinstance(low, Fraction) and isinstance(high, Fraction) and not excused(name, path, fact, choice):
        assert low <= high, f"{fact}: {worse[fact]} gives {low}, {better[fact]} gives {high}"


def score(program: Program, facts: dict[str, object]) -> object:
    body = Body("body", program.kind, {}, facts)  # type: ignore[arg-type]
    return Run({program.kind: program}, [body]).assess(body).directions[0].value
