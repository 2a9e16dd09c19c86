"""The parts of a difference add up to it, whatever the editions, the readings and the facts."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from shipped import EDITIONS, asked, dictionary, programs
from strategies import cohorts, readings

from kzrules.attribution import attributions_of
from kzrules.dictionary import FactSpec
from kzrules.facts import Body
from kzrules.outcome import Assessment
from kzrules.scoring import Run
from kzrules.values import FactValue, Missing, Single

LINES = list(dict.fromkeys(name.split("/")[0] for name in EDITIONS))
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)  # shrinking a failure takes minutes


@pytest.mark.parametrize("line", LINES)
@settings(phases=QUICK, max_examples=settings().max_examples // 2)
@given(data=st.data())
def test_parts_add_up_exactly_between_two_editions_under_any_reading(line: str, data: st.DataObject) -> None:
    sides = [name for name in EDITIONS if name.split("/")[0] == line]
    names = data.draw(st.tuples(st.sampled_from(sides), st.sampled_from(sides)), label="editions")
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


def known(name: str) -> FactValue:
    """Some answer to a fact of the dictionary."""
    spec = dictionary().facts[name]
    match spec.type:
        case "yes_no":
            return False
        case "list":
            record: dict[str, Single] = {field: _single(inner) for field, inner in spec.fields.items() if field != spec.key}
            return ({spec.key: "one", **record},)
        case _:
            return _single(spec)


def _single(spec: FactSpec) -> Single:
    match spec.type:
        case "yes_no":
            return True
        case "choice":
            return min(spec.choices)
        case _:
            return Fraction(40 if spec.name == "working_days" else 20 if spec.name.startswith("survey_sum") else 10)


@pytest.mark.parametrize("option", ["part", "report"])
def test_a_let_that_only_deductions_name_has_its_share(option: str) -> None:
    """Where a cap makes a direction no plain sum, the newer deductions go with the newer definitions they lean on."""
    name = "organizational-development/2020-01@2020"
    body = Body("body", "local", {}, {fact: known(fact) for fact in asked(name, "local") if "." not in fact})
    one = Run(programs(name, (("incomplete_counting", option),)), [body])
    other = Run(programs(name, (("bonus_excess", "hundred"),)), [body])
    (found,) = attributions_of((one, other), [body])
    if found.total is None or found.total == 0:
        raise NotImplementedError(found.missing)
    assert sum(part.amount for part in found.parts) == found.total
