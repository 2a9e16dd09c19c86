"""Order decides nothing: not of the bodies in a run, not of the records in a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped import EDITIONS, PROGRAMS, SURVEYED, Choice, choices, parts, program, programs, results
from strategies import bodies, cohorts, readings, with_gaps

from kzrules.facts import Body
from kzrules.outcome import Assessment
from kzrules.program import KINDS, CohortMean, Kind, Program
from kzrules.scoring import Run
from kzrules.values import FactValue, Missing, NotApplicable, Record, Single

MARKS = st.integers(10_000, 50_000).map(lambda n: Fraction(n, 10_000)) | st.integers(39, 50).map(lambda n: Fraction(n, 10))


def unordered(assessment: Assessment) -> dict[str, object]:
    """Everything an assessment says but the wording of its reasons; readings are a set."""
    said: dict[str, object] = {path: _plain(value) for path, value in results(assessment).items()}
    return said | {"grade": assessment.grade, "missing": _plain(assessment.missing), "readings": frozenset(assessment.readings)}


def _plain(value: object) -> object:
    return value.facts if isinstance(value, Missing) else value


@pytest.mark.parametrize("name", EDITIONS)
@settings(max_examples=settings().max_examples // 3)
@given(data=st.data())
def test_the_order_of_bodies_decides_nothing(name: str, data: st.DataObject) -> None:
    """A body not surveyed takes the mean of the surveyed, in whatever order they stand; nothing else looks at other bodies."""
    choice = data.draw(readings(name), label="readings")
    only = data.draw(st.sampled_from(["", "services", "services"]), label="only") if name in SURVEYED else ""
    run = [data.draw(with_gaps(body)) for body in data.draw(cohorts(name, only=only), label="bodies")]
    shuffled = data.draw(st.permutations(run), label="another order")
    before = {body.id: unordered(Run(programs(name, choice), run).assess(body)) for body in run}
    second = Run(programs(name, choice), shuffled)
    after = {body.id: unordered(second.assess(body)) for body in shuffled}
    assert before == after


@pytest.mark.parametrize(("name", "kind"), PROGRAMS)
@settings(max_examples=settings().max_examples // 2)
@given(data=st.data())
def test_the_order_of_records_decides_nothing(name: str, kind: Kind, data: st.DataObject) -> None:
    """The mean over services, over search engines, is the same in whatever order they are listed."""
    choice = data.draw(readings(name), label="readings")
    body = data.draw(with_gaps(data.draw(bodies(name, kind))), label="body")
    lists = {fact: value for fact, value in body.values.items() if isinstance(value, tuple)}
    moved = {fact: tuple(data.draw(st.permutations(value), label=fact)) for fact, value in lists.items()}
    one, other = (Run({kind: program(name, kind, choice)}, [b]).assess(b) for b in (body, with_values(body, moved)))
    assert unordered(one) == unordered(other)


def cohort_rules(one: Program) -> dict[str, str]:
    """The rules that look at other bodies, with their pool."""
    return {path: part.pool for path, rule in one.rules.items() for part in parts(rule.score) if isinstance(part, CohortMean)}


def surveyed(id_: str, kind: Kind, marks: list[Fraction]) -> Body:
    services: list[Record] = [{"service": f"n{index}", "monitoring_mark": mark} for index, mark in enumerate(marks)]
    return Body(id_, kind, {}, {"services": tuple(services)})


@cache
def with_cohort_rules(name: str, kind: Kind) -> list[Choice]:
    """The choices under which an edition takes the mean of the surveyed; in 2021 the act says nothing of it, and it is one of two readings."""
    return [choice for choice in choices(name) if cohort_rules(program(name, kind, choice))]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", SURVEYED)
@given(data=st.data())
def test_a_body_not_surveyed_takes_the_mean_of_the_surveyed(name: str, kind: Kind, data: st.DataObject) -> None:
    """«Среднее по органам, чьи услуги вошли в общественный мониторинг»: of the same kind, or of all as shares of their maxima."""
    choice = data.draw(st.sampled_from(with_cohort_rules(name, kind)), label="readings")
    marks = data.draw(st.lists(st.tuples(st.sampled_from(KINDS), st.lists(MARKS, min_size=1, max_size=3)), min_size=2, max_size=4), label="marks")
    others = [surveyed(f"body{index}", *one) for index, one in enumerate(marks)]
    asking = replace(surveyed("asking", kind, []), values={"services": ({"service": "n0", "monitoring_mark": NotApplicable},)})
    found = results(Run(programs(name, choice), data.draw(st.permutations([asking, *others]))).assess(asking))
    for path, pool in cohort_rules(program(name, kind, choice)).items():
        whole = {k: one.rules[path].maximum if pool == "all_bodies" else 1 for k, one in programs(name, choice).items()}
        own = [(body.kind, results(Run(programs(name, choice), [body]).assess(body))[path]) for body in others]
        shares = [value / whole[k] for k, value in own if pool == "all_bodies" or k == kind]  # type: ignore[operator]
        expected = sum(shares) / len(shares) * whole[kind] if shares else None  # type: ignore[operator]
        assert found[path] == expected if shares else isinstance(found[path], Missing)


@pytest.mark.parametrize("name", SURVEYED)
def test_the_reason_is_the_same_in_any_order(name: str) -> None:
    """A mean that cannot be taken names every body whose data are missing, not the one that happens to stand first."""
    services: tuple[Mapping[str, Single]] = ({"service": "n0", "monitoring_mark": NotApplicable},)
    asking = Body("asking", "local", {}, {"services": services})
    first, second = (Body(id_, "local", {}, {"services": Missing(frozenset(["services"]))}) for id_ in ("first", "second"))
    reasons = [set(Run(programs(name), run).assess(asking).missing.reasons) for run in ([asking, first, second], [second, first, asking])]
    assert reasons[0] == reasons[1]


def with_values(body: Body, values: Mapping[str, FactValue]) -> Body:
    return replace(body, values={**body.values, **values})
