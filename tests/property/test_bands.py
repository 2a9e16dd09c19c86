"""The scale is a partition: every rounded score has exactly one grade."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shipped import PROGRAMS, choices, program

from kzrules.program import Band, Kind
from kzrules.scoring import band_of
from kzrules.values import rounded


def holding(bands: tuple[Band, ...], score: Fraction) -> list[Band]:
    return [band for band in bands if (band.low is None or band.low <= score) and (band.high is None or score < band.high)]


@pytest.mark.parametrize(("name", "kind"), PROGRAMS)
def test_every_rounded_score_falls_in_exactly_one_band(name: str, kind: Kind) -> None:
    """Every hundredth from -20 to 120 has one grade, and a higher score never a lower one."""
    bands = program(name, kind).bands
    before: Band | None = None
    changes = 0
    for hundredth in range(-2000, 12001):
        score = Fraction(hundredth, 100)
        (band,) = holding(bands, score)
        assert band_of(bands, score) is band
        changes += before is not None and band is not before
        before = band
    assert changes == len(bands) - 1, "a grade stands in one unbroken interval"


@pytest.mark.parametrize(("name", "kind"), PROGRAMS)
@given(score=st.fractions(min_value=-(10**9), max_value=10**9), data=st.data())
def test_any_score_has_a_grade_once_it_is_rounded(name: str, kind: Kind, score: Fraction, data: st.DataObject) -> None:
    """The printed bands leave 89.99 to 90 open: the score is rounded before it meets them, under every reading."""
    one = program(name, kind, data.draw(st.sampled_from(choices(name)), label="readings"))
    assert len(holding(one.bands, rounded(score, one.overall.rounding.places, one.overall.rounding.mode))) == 1
