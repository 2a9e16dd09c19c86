"""What the properties draw is what a facts file may hold: else they would prove little."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped import PROGRAMS, asked, dictionary
from strategies import another, bodies

from kzrules.facts import Body, cohort_from_bytes
from kzrules.program import Kind
from kzrules.values import Mark, Missing, decimal_text


def written(value: Any) -> Any:
    """A value as a facts file writes it."""
    match value:
        case bool():
            return "yes" if value else "no"
        case Fraction():
            return float(text) if "." in (text := decimal_text(value)) else int(text)
        case Mark():
            return value.value
        case Missing():
            return "-"
        case Mapping():
            return {name: written(part) for name, part in value.items()}
        case tuple():
            return [written(part) for part in value]
        case _:
            return value


def as_file(body: Body) -> bytes:
    return json.dumps({"period": 2018, "bodies": [{"body": body.id, "kind": body.kind, "facts": written(body.values)}]}).encode()


@pytest.mark.parametrize(("name", "kind"), PROGRAMS)
@settings(max_examples=settings().max_examples // 2)
@given(data=st.data())
def test_drawn_facts_are_admissible(name: str, kind: Kind, data: st.DataObject) -> None:
    """A file with the drawn facts is read without a fault, and gives the same values back."""
    body = data.draw(bodies(name, kind))
    assert {fact.partition(".")[0] for fact in asked(name, kind)} == body.values.keys()
    numbers = [fact for fact, value in body.values.items() if isinstance(value, Fraction)]
    fact = data.draw(st.sampled_from(sorted(numbers)))
    moved = Body(body.id, kind, body.name, {**body.values, fact: data.draw(another(fact, body.values, name))})
    for drawn in (body, moved):
        cohort, faults = cohort_from_bytes(as_file(drawn), "facts.json", dictionary())
        assert not faults, [(fault.code, fault.message("en")) for fault in faults]
        assert cohort is not None
        assert cohort.bodies[0].values == drawn.values
