"""The parts of a difference add up to it, whatever the editions, the readings and the facts."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from shipped import EDITIONS, programs
from strategies import cohorts, readings

from kzrules.attribution import attributions_of
from kzrules.facts import Body
from kzrules.outcome import Assessment
from kzrules.scoring import Run
from kzrules.values import Missing

SIDES = st.sampled_from([(a, b) for a in EDITIONS for b in EDITIONS if a.split("/")[0] == b.split("/")[0]])


@given(SIDES, st.data())
def test_parts_add_up_exactly_between_two_editions_under_any_reading(names: tuple[str, str], data: st.DataObject) -> None:
    bodies = [Body(b.id, b.kind, b.name, b.values) for b in data.draw(cohorts(names[0], 1, 2))]
    if names[0] != names[1]:
        more = data.draw(cohorts(names[1], len(bodies), len(bodies)))
        bodies = [Body(b.id, b.kind, b.name, {**other.values, **b.values}) for b, other in zip(bodies, more, strict=True)]
    one, other = (Run(programs(name, data.draw(readings(name))), bodies) for name in names)
    there = list(attributions_of((one, other), bodies))
    back = list(attributions_of((other, one), bodies))
    for body, forth, reverse in zip(bodies, there, back, strict=True):
        scores: list[Assessment] = [one.assess(body), other.assess(body)]
        if any(isinstance(a.score, Missing) for a in scores):
            assert forth.missing is not None
            assert not forth.parts
            continue
        assert sum((p.amount for p in forth.parts), Fraction(0)) == forth.total == scores[1].score - scores[0].score  # type: ignore[operator]
        assert sorted(-p.amount for p in reverse.parts) == sorted(p.amount for p in forth.parts)
