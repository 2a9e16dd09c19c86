"""What is said to be possible is possible, and nothing else is: intervals over unknown facts against random facts."""

from __future__ import annotations

import pytest
import shipped
import strategies
from hypothesis import given, settings
from hypothesis import strategies as st

from kzrules.gaps import gaps_of
from kzrules.inquiry import completed, inquiry_of, scored
from kzrules.program import Kind
from kzrules.scoring import Run
from kzrules.values import Missing, rounded


@pytest.mark.parametrize(("edition", "kind"), shipped.PROGRAMS)
@settings(max_examples=4)
@given(data=st.data())
def test_no_completion_lies_outside_and_the_ends_are_attained(edition: str, kind: Kind, data: st.DataObject) -> None:
    """A gap never becomes a zero, and it never hides more than it can: the interval holds the score whatever the fact turns out to be."""
    body = data.draw(strategies.bodies(edition, kind))
    programs = shipped.programs(edition)
    asked = inquiry_of(Run(programs, [body]), body, shipped.dictionary()).questions
    gone = data.draw(st.sets(st.sampled_from(sorted(asked)), min_size=1, max_size=3))
    holed = completed(body, {path: Missing(frozenset([path])) for path in gone})
    run = Run(programs, [holed])
    found = gaps_of(inquiry_of(run, holed, shipped.dictionary()), limit=2000)
    assert set(found.inquiry.missing) == gone
    truth = Run(programs, [body]).assess(body)
    if isinstance(truth.score, Missing):
        assert found.overall.lacks != "no"
    else:
        assert found.overall.low is not None
        assert found.overall.high is not None
        assert found.overall.low <= truth.score <= found.overall.high
        assert truth.grade in {chance.band.grade for chance in found.grades if chance.possible != "no"} or truth.grade is None
    for score in truth.walk():
        interval = found.rules[score.rule.path]
        if not isinstance(score.value, Missing):
            assert interval.low is not None
            assert interval.high is not None
            assert interval.low <= score.value <= interval.high, score.rule.path
    for end in (found.low, found.high, *(chance.attained for chance in found.grades)):
        if end is not None:
            assessment = scored(found.inquiry, end.answers)
            assert (assessment.score, assessment.grade) == (end.score, end.grade)
            assert not isinstance(assessment.exact, Missing)
            assert rounded(assessment.exact, 2, programs[kind].overall.rounding.mode) == end.score
