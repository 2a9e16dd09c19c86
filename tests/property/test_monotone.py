"""A rule follows a fact the way it says: `better: {services_late: less}`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from shipped import EDITIONS, PROGRAMS, Choice, choices, facts_under, id_of, program
from strategies import another, readings, values

from kzrules.facts import Body
from kzrules.outcome import Result
from kzrules.program import Kind, Program
from kzrules.scoring import Run
from kzrules.values import FactValue

DECLARED = list(
    dict.fromkeys(
        (id_of(name), kind, path, fact) for name, kind in PROGRAMS for path, rule in program(name, kind).rules.items() for fact in rule.better
    )
)


@dataclass(frozen=True, slots=True)
class Against:
    """Where a rule goes against its own `better`, and why.

    Attributes:
        beside: facts with which it does.
        fewer: a worse value of the fact that scores more than `more`, a better one.

    """

    edition: str
    path: str
    fact: str
    choice: Choice
    why: str
    beside: Mapping[str, int]
    fewer: int
    more: int


_BOTH = "the literal reading takes both deductions between 70 and 100 %, only one below: placing less can cost less; it is not the default"
CUMULATIVE: Choice = (("partial_deduction", "cumulative"),)

AGAINST: tuple[Against, ...] = (
    Against("interaction/2017-02", "openness.open_npa.npa_bills", "bills_published", CUMULATIVE, _BOTH, {"bills_planned": 10}, 7, 8),
    Against(
        "interaction/2017-02", "openness.open_budget.ob_consolidated", "consolidated_reports_on_time", CUMULATIVE, _BOTH,
        {"consolidated_reports_due": 10}, 7, 8,
    ),
)  # fmt: skip


@cache
def alone(name: str, kind: Kind, path: str, choice: Choice) -> Program:
    """The program with nothing but one rule."""
    whole = program(name, kind, choice)
    return replace(whole, directions=(whole.rules[path],))


@cache
def looked_at(name: str, kind: Kind, path: str) -> frozenset[str]:
    every = (program(name, kind, choice) for choice in choices(name))
    return frozenset[str]().union(*(facts_under(one.rules[path], one.let) for one in every))


@cache
def years(id_: str, kind: Kind, path: str) -> list[str]:
    """The edition, in each of its years that has the rule."""
    return [name for name in EDITIONS if id_of(name) == id_ and path in program(name, kind).rules]


def excused(name: str, path: str, fact: str, choice: Choice) -> bool:
    return any((a.edition, a.path, a.fact, a.choice) == (id_of(name), path, fact, choice) for a in AGAINST)


@pytest.mark.parametrize(("id_", "kind", "path", "fact"), DECLARED)
@settings(max_examples=settings().max_examples // 3)
@given(data=st.data())
def test_a_better_fact_never_worsens_the_score(id_: str, kind: Kind, path: str, fact: str, data: st.DataObject) -> None:
    """More late cases never raise a score; with all else equal, a fact moved the better way never lowers it."""
    name = data.draw(st.sampled_from(years(id_, kind, path)), label="edition")
    choice = data.draw(readings(name), label="readings")
    one = data.draw(values(looked_at(name, kind, path), name), label="facts")
    here = one[fact]
    if not isinstance(here, Fraction):
        reject()
    others = data.draw(st.lists(another(fact, one, name), min_size=2, max_size=9), label="other values")
    way = program(name, kind, choice).rules[path].better[fact]
    ladder = sorted({here, *others}, reverse=way == "less")
    scores = [(value, score(alone(name, kind, path, choice), {**one, fact: value})) for value in ladder]
    known = [(value, points) for value, points in scores if isinstance(points, Fraction)]
    for (worse, low), (better, high) in pairwise(known):
        assert low <= high or excused(name, path, fact, choice), f"{fact}: {worse} gives {low}, {better} gives {high}"


def score(program: Program, facts: Mapping[str, FactValue]) -> Result:
    body = Body("body", program.kind, {}, facts)
    return Run({program.kind: program}, [body]).assess(body).directions[0].value


@pytest.mark.parametrize("entry", AGAINST, ids=lambda entry: entry.path)
def test_each_exception_still_holds(entry: Against) -> None:
    """An exception that the edition no longer needs is taken out of the table."""
    one = alone(entry.edition, "central", entry.path, entry.choice)
    assert one.directions[0].better[entry.fact] == "more"
    worse, better = (score(one, {name: Fraction(n) for name, n in {**entry.beside, entry.fact: n}.items()}) for n in (entry.fewer, entry.more))
    assert isinstance(worse, Fraction)
    assert isinstance(better, Fraction)
    assert worse > better
