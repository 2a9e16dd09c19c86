"""Unknown is not zero: a fact replaced by `-` can only make results unknown, never change them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped import EDITIONS, PROGRAMS, SURVEYED, asked, dictionary, program, programs, results
from strategies import bodies, cohorts, readings, unknown

from kzrules.facts import Body
from kzrules.outcome import Assessment, Result
from kzrules.program import Kind
from kzrules.scoring import Run
from kzrules.values import FactValue, Missing


def gaps(body: Body, fact: str) -> Iterator[tuple[str, FactValue | None]]:
    """Each way to write `-` for a fact, with the name that is then missing; None: the fact is left out."""
    value, name = body.values[fact], fact.partition(".")[0]
    yield name, unknown(name)
    yield name, None
    if dictionary().facts[name].per_language:
        for language in value:  # type: ignore[union-attr]
            yield name, {**value, language: Missing(frozenset([name]))}  # type: ignore[dict-item]
    if isinstance(value, tuple):
        for index, record in enumerate(value):
            for field in record.keys() - {dictionary().facts[name].key}:
                lost = {**record, field: Missing(frozenset([f"{name}.{field}"]))}
                yield f"{name}.{field}", (*value[:index], lost, *value[index + 1 :])


def missing_below(assessment: Assessment) -> frozenset[str]:
    """What the directions that count lack together."""
    overall = assessment.program.overall
    counted = [direction for direction in assessment.directions if direction.rule.id in overall.weights]
    values = [direction.value if overall.of == "after_deductions" else direction.before for direction in counted]
    return frozenset[str]().union(*(value.facts for value in values if isinstance(value, Missing)))


def without(body: Body, fact: str, value: FactValue | None) -> Body:
    kept = {name: known for name, known in body.values.items() if name != fact}
    return replace(body, values=kept if value is None else {**kept, fact: value})


def changed(before: Assessment, after: Assessment) -> Iterator[tuple[str, object, object]]:
    """Results that became another number, or known where they were unknown."""
    for path, was, now in both(before, after):
        if now != was and not isinstance(now, Missing):
            yield path, was, now


def both(before: Assessment, after: Assessment) -> Iterator[tuple[str, Result, Result]]:
    """What was and is now the result of everything that is scored both times (a special case leaves checklist lines unscored)."""
    one, other = results(before), results(after)
    assert set(assessment_paths(before)) == set(assessment_paths(after))
    yield from ((path, one[path], other[path]) for path in one if path in other)


def assessment_paths(assessment: Assessment) -> Iterator[str]:
    return (score.rule.path for score in assessment.walk())


@pytest.mark.parametrize(("name", "kind"), PROGRAMS)
@given(data=st.data())
def test_a_fact_replaced_by_a_dash_gives_the_same_or_nothing(name: str, kind: Kind, data: st.DataObject) -> None:
    """Facts that are not known make a score unknown, never zero; and what is missing is then said by name."""
    choice = data.draw(readings(name), label="readings")
    body = data.draw(bodies(name, kind), label="body")
    facts = data.draw(st.lists(st.sampled_from(sorted(body.values)), min_size=1, max_size=5, unique=True), label="facts")
    before = assessed(name, kind, choice, body)
    for fact in facts:
        lost, value = data.draw(st.sampled_from(list(gaps(body, fact))), label=f"{fact} becomes")
        after = assessed(name, kind, choice, without(body, fact, value))
        assert not list(changed(before, after))
        for path, was, now in both(before, after):
            if isinstance(now, Missing) and not isinstance(was, Missing):
                assert lost in now.facts, f"{path} is missing, but not for want of {lost}"
        assert after.missing.facts == missing_below(after)


def assessed(name: str, kind: Kind, choice: tuple[tuple[str, str], ...], body: Body) -> Assessment:
    return Run({kind: program(name, kind, choice)}, [body]).assess(body)


@pytest.mark.parametrize("name", SURVEYED)
@given(data=st.data())
def test_a_gap_in_one_body_never_changes_the_number_of_another(name: str, data: st.DataObject) -> None:
    """The mean of the surveyed is unknown while the data of a surveyed body are missing: it is never taken over the others."""
    run = data.draw(cohorts(name, least=2, most=3, only="services"), label="bodies")
    index = data.draw(st.integers(0, len(run) - 1), label="the body with a gap")
    _, value = data.draw(st.sampled_from(list(gaps(run[index], "services"))), label="services become")
    gapped = [*run[:index], without(run[index], "services", value), *run[index + 1 :]]
    choice = data.draw(readings(name), label="readings")
    first, second = Run(programs(name, choice), run), Run(programs(name, choice), gapped)
    for one, other in zip(run, gapped, strict=True):
        assert not list(changed(first.assess(one), second.assess(other)))


@pytest.mark.parametrize("name", EDITIONS)
def test_a_body_without_facts_is_told_every_fact(name: str) -> None:
    """The results list what is missing: with nothing known, nothing is scored, and no rule is silently zero."""
    for kind, one in programs(name).items():
        body = Body("body", kind, {}, {})
        found = Run({kind: one}, [body]).assess(body)
        assert isinstance(found.score, Missing)
        assert missing_below(found) == found.missing.facts <= asked(name, kind)
        assert all(isinstance(direction.value, Missing) for direction in found.directions)
