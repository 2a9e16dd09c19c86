"""Order decides nothing: not of the bodies in a run, not of the records in a list."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped import EDITIONS, PROGRAMS, program, programs, results
from strategies import bodies, cohorts, readings, with_gaps

from kzrules.facts import Body
from kzrules.outcome import Assessment
from kzrules.program import Kind
from kzrules.scoring import Run
from kzrules.values import FactValue, Missing


def unordered(assessment: Assessment) -> dict[str, object]:
    """Everything an assessment says, where what is a set of reasons or readings is compared as a set."""
    said: dict[str, object] = {path: _plain(value) for path, value in results(assessment).items()}
    said["readings"] = frozenset(assessment.readings)
    return said | {"grade": assessment.grade, "missing": _plain(assessment.missing)}


def _plain(value: object) -> object:
    return (value.facts, frozenset(value.reasons)) if isinstance(value, Missing) else value


@pytest.mark.parametrize("name", EDITIONS)
@given(data=st.data())
def test_the_order_of_bodies_decides_nothing(name: str, data: st.DataObject) -> None:
    """A body not surveyed takes the mean of the surveyed, in whatever order they stand; nothing else looks at other bodies."""
    choice = data.draw(readings(name), label="readings")
    only = data.draw(st.sampled_from(["", "services", "services"]), label="only")
    run = [data.draw(with_gaps(body)) for body in data.draw(cohorts(name, only=only), label="bodies")]
    shuffled = data.draw(st.permutations(run), label="another order")
    before = {body.id: unordered(Run(programs(name, choice), run).assess(body)) for body in run}
    second = Run(programs(name, choice), shuffled)
    after = {body.id: unordered(second.assess(body)) for body in shuffled}
    assert before == after


@pytest.mark.parametrize(("name", "kind"), PROGRAMS)
@given(data=st.data())
def test_the_order_of_records_decides_nothing(name: str, kind: Kind, data: st.DataObject) -> None:
    """The mean over services, over search engines, is the same in whatever order they are listed."""
    choice = data.draw(readings(name), label="readings")
    body = data.draw(with_gaps(data.draw(bodies(name, kind))), label="body")
    lists = {fact: value for fact, value in body.values.items() if isinstance(value, tuple)}
    moved = {fact: tuple(data.draw(st.permutations(value), label=fact)) for fact, value in lists.items()}
    one, other = (Run({kind: program(name, kind, choice)}, [b]).assess(b) for b in (body, with_values(body, moved)))
    assert unordered(one) == unordered(other)


def with_values(body: Body, values: dict[str, FactValue]) -> Body:
    return replace(body, values={**body.values, **values})
