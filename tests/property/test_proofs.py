"""No facts contradict what is proved: no score lies outside the proved ends, and no dead row is ever looked up."""

from __future__ import annotations

from functools import cache

import pytest
import shipped
import strategies
from hypothesis import given
from hypothesis import strategies as st

from kzrules.outcome import Step
from kzrules.program import Kind
from kzrules.proofs import Proof
from kzrules.scoring import Run
from kzrules.values import Missing

pytest.importorskip("z3", reason="the solver (extra “prove”) is not installed")

from kzrules.proving import proofs_of

PROVED: list[tuple[str, Kind]] = [("interaction/2017-02", "local"), ("interaction/2021-04", "central"), ("interaction/2020-03", "local")]


@cache
def proof(name: str, kind: Kind) -> Proof:
    (found,) = proofs_of(shipped.edition(name), kinds=(kind,))
    return found


@pytest.mark.parametrize(("edition", "kind"), PROVED)
@given(data=st.data())
def test_no_facts_contradict_a_proof(edition: str, kind: Kind, data: st.DataObject) -> None:
    """A ministry that trusts a proved bound must never be shown a score beyond it."""
    body = data.draw(strategies.bodies(edition, kind))
    assessment = Run(shipped.programs(edition), [body]).assess(body)
    results = shipped.results(assessment)
    claims = proof(edition, kind).claims
    for claim in claims:
        value = results[claim.path]
        if isinstance(value, Missing) or claim.bound is None:
            continue
        assert claim.what != "least" or value >= claim.bound, claim.path
        assert claim.what != "greatest" or value <= claim.bound, claim.path
    defined = {claim.path for claim in claims if claim.what == "defined" and claim.verdict == "proved"}
    for score in assessment.walk():
        parts = [child.value for child in score.children]
        if score.rule.path in defined and not any(isinstance(part, Missing) for part in parts):
            assert not isinstance(score.value, Missing) or score.value.facts == frozenset(), score.rule.path
    dead = {(c.path, c.place) for c in claims if c.what == "row" and c.verdict == "refuted"}
    met = {(score.rule.path, step.row.place) for score in assessment.walk() for step in walk(score.steps) if step.row is not None}
    assert not dead & met


def walk(steps: tuple[Step, ...]) -> list[Step]:
    return [found for step in steps for found in (step, *walk(step.inner))]
