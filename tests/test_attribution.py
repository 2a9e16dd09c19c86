"""Shares of a difference: exact, free of order, and with both citations."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations, product
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from helpers import COHORT, GAPS, ROOT, edition, library, run
from hypothesis import given
from hypothesis import strategies as st

from kzrules.attribution import Attribution, attributions_of
from kzrules.comparison import run_of
from kzrules.facts import Cohort, cohort_from_bytes
from kzrules.shapley import MOST_PLAYERS, Group, grouped, leaves_of, shares

LETTERS = "abcdefghijkl"


def cohort() -> Cohort:
    found, _ = cohort_from_bytes(COHORT.read_bytes(), COHORT.name, library().dictionary)
    assert found is not None
    return found


def attributions(one: str, other: str) -> list[Attribution]:
    bodies = cohort().bodies
    runs = [run_of(edition(name), bodies, None, 2018) for name in (one, other)]
    return list(attributions_of((runs[0], runs[1]), bodies))


def orders(members: tuple[str | Group, ...]) -> Iterator[list[str]]:
    """Every order in which the players of a group stand together."""
    for order in permutations(members):
        inner = [[[m]] if isinstance(m, str) else list(orders(m.members)) for m in order]
        yield from ([player for part in chosen for player in part] for chosen in product(*inner))


def by_orders(members: tuple[str | Group, ...], worth: dict[frozenset[str], int]) -> dict[str, Fraction]:
    """The mean contribution over all such orders: slow, and plainly what is meant."""
    every = list(orders(members))
    found = dict.fromkeys((p for m in members for p in leaves_of(m)), Fraction(0))
    for order in every:
        for index, player in enumerate(order):
            found[player] += Fraction(worth[frozenset(order[: index + 1])] - worth[frozenset(order[:index])], len(every))
    return found


@st.composite
def games(draw: st.DrawFn, players: str) -> dict[frozenset[str], int]:
    sets = [frozenset(p for i, p in enumerate(players) if mask >> i & 1) for mask in range(1 << len(players))]
    return {s: draw(st.integers(-50, 50)) for s in sets}


@given(games("abcde"))
def test_a_share_is_the_mean_contribution_over_all_orders(worth: dict[frozenset[str], int]) -> None:
    assert shares(tuple("abcde"), lambda state: Fraction(worth[state])) == by_orders(tuple("abcde"), worth)


@given(games("abcdef"))
def test_groups_stand_together_in_the_order(worth: dict[frozenset[str], int]) -> None:
    members = ("a", Group(("b", Group(("c", "d")))), Group(("e", "f")))
    assert shares(members, lambda state: Fraction(worth[state])) == by_orders(members, worth)


@given(st.integers(1, 12), st.randoms())
def test_more_players_than_eight_still_add_up(count: int, random: object) -> None:
    players = tuple(LETTERS[:count])
    weight = {p: n * n for n, p in enumerate(players, 1)}

    def worth(state: frozenset[str]) -> Fraction:
        return Fraction(sum(weight[p] for p in state) ** 2)

    found = shares(players, worth)
    assert sum(found.values()) == worth(frozenset(players))
    assert len(grouped(players)) <= MOST_PLAYERS


SCORED = [name for name in library().line("interaction") if "/201" in name]  # the cohort of 2018 is complete under these; others: property/
PAIRS = [(a, b) for a, b in product(SCORED, repeat=2) if a < b]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_parts_add_up_exactly_and_swapping_the_editions_flips_every_sign(one: str, other: str) -> None:
    flipped = {"added": "dropped", "dropped": "added"}
    known = 0
    for there, back in zip(attributions(one, other), attributions(other, one), strict=True):
        if there.total is None:
            assert there.missing is not None
            assert not there.parts
            continue
        known += 1
        assert sum((p.amount for p in there.parts), Fraction(0)) == there.total
        amounts = {(p.path, flipped.get(p.what, p.what)): -p.amount for p in back.parts}
        assert {(p.path, p.what): p.amount for p in there.parts} == amounts
        assert all(any(p.cites) for p in there.parts)
    assert known == len(cohort().bodies)


def test_an_edition_against_itself_has_no_parts() -> None:
    assert all(a.parts == () and a.total == 0 for a in attributions("interaction/2018-01", "interaction/2018-01"))


def test_the_forms_of_an_attribution() -> None:
    given_ = ("attribute", "2018-01", "2019-03", "--data", str(COHORT))
    found = json.loads(run(*given_, "--format", "json").out)
    jsonschema.validate(found, json.loads((ROOT / "schemas/attribution.schema.json").read_text(encoding="utf-8")))
    assert all(sum(Fraction(p["amount"]["exact"]) for p in a["parts"]) == Fraction(a["total"]["exact"]) for a in found)
    svg = run(*given_, "--body", found[0]["body"], "--format", "svg").out
    assert len(list(ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}rect"))) > len(found[0]["parts"])
    page = run(*given_, "--format", "html").out
    assert page.count("<svg") == len(found)
    assert run(*given_, "--format", "svg").code == 2


def test_a_body_without_a_score_says_what_is_missing() -> None:
    ran = run("attribute", "2018-01", "2019-03", "--data", str(GAPS))
    assert ran.code == 0
    assert "не вычисляется, не хватает" in ran.out


def test_an_unknown_body_and_an_unknown_reading_are_said() -> None:
    given_ = ("attribute", "2018-01", "2019-03", "--data", str(COHORT))
    assert run(*given_, "--body", "nobody").code == 2
    assert "KZ211" in run(*given_, "--reading", "nothing=x").err
