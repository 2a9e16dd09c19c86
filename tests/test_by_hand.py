"""Two ways to the same number: the 2018 edition interpreted, and written by hand in Fractions."""

from __future__ import annotations

import sys

from helpers import COHORT, ROOT, edition

import kzrules as kz

sys.path.insert(0, str(ROOT))

from benchmarks import by_hand


def test_every_central_body_of_the_cohort_scores_the_same_by_hand() -> None:
    loaded = edition("2018-01")
    cohort = kz.read_facts(COHORT, loaded)
    assessments = kz.compare([loaded], cohort.bodies).reports[0].assessments
    central = [a for a in assessments if a.body.kind == "central"]
    assert len(central) >= 8
    for a in central:
        level = next(s.value for s in a.walk() if s.rule.id == "satisfaction_level")
        assert a.exact == by_hand.overall(a.body.values, level), a.body.id
