"""Sobol indices: the sample is SALib's own, the estimates come to what is known of an additive case."""

from __future__ import annotations

import numpy as np
import pytest
import simulated
from SALib.sample import sobol as salib

from kzrules.diagnostic import Faults
from kzrules.simulation.integer_form import form_of
from kzrules.simulation.simulating import nominal_of
from kzrules.simulation.sobol import base_sample, scheme, sensitivity


def test_the_sample_is_that_of_salib() -> None:
    groups = ["a", "b", "a", "c", "b"]
    problem = {"num_vars": 5, "names": list("vwxyz"), "bounds": [[0, 1]] * 5, "groups": groups}
    theirs = salib.sample(problem, 16, calc_second_order=False, seed=5)
    points, of = base_sample(5, 16, 5), np.array(["abc".index(group) for group in groups])
    ours = np.stack([np.where(scheme(of, place, 3), points[:, 5:], points[:, :5]) for place in range(5)], axis=1)
    assert np.array_equal(ours.reshape(-1, 5), theirs)


def test_an_additive_case_has_the_indices_of_its_variances() -> None:
    """0.5 x + 0.5 (100 - y): x has the variance of 401 hundredths, y of 7 whole numbers; nothing joins in with anything."""
    text = "vary: {facts: {site_reachable_percent: {uniform: [30, 34]}, services_late: {uniform: [0, 6]}}}"
    form = form_of(simulated.toy_plan(text))
    found = sensitivity(form, nominal_of(form.plan), 1, 1024)
    assert found is not None
    x, y = (401**2 - 1) / 12 / 100**2, (7**2 - 1) / 12
    for body in ("one", "two", "three"):
        indices = found.of_body[body]
        assert indices is not None
        for index, share in zip(indices, (x / (x + y), y / (x + y)), strict=True):
            assert index.first == pytest.approx(share, abs=0.03)
            assert index.total == pytest.approx(share, abs=0.03)
            assert 0 < index.first_conf < 0.15
    assert found.runs == 1024 * 4
    assert set(found.libraries) == {"SALib", "scipy", "numpy"}


def test_a_choice_and_a_weight_have_their_shares_too() -> None:
    """A reading that takes ten off half the score: variance 25 / 4."""
    form = form_of(simulated.toy_plan("vary: {facts: {services_late: {uniform: [0, 10]}}, readings: all}"))
    found = sensitivity(form, nominal_of(form.plan), 1, 1024)
    assert found is not None
    fact, reading = 10 / 4, 25 / 4
    indices = found.of_body["one"]
    assert indices is not None
    assert [round(index.first, 1) for index in indices] == [round(fact / (fact + reading), 1), round(reading / (fact + reading), 1)]


def test_what_never_varies_and_what_is_not_always_there_have_no_indices() -> None:
    text = "vary: {facts: {services_late: {bodies: [one], uniform: [0, 40]}}}"
    data = simulated.TOY_COHORT.replace(
        "{body: three, kind: local, facts: {site_reachable_percent: 70,", '{body: three, kind: local, facts: {site_reachable_percent: "-",'
    )
    form = form_of(simulated.toy_plan(text, data))
    found = sensitivity(form, nominal_of(form.plan), 1, 64)
    assert found is not None
    assert found.of_body["one"] is not None
    assert found.of_body["two"] is None
    assert found.of_body["three"] is None
    assert found.undefined == ("three",)


def test_the_same_seed_gives_the_same_indices() -> None:
    form = form_of(simulated.toy_plan("vary: {facts: {services_late: {uniform: [0, 40]}}, weights: {first: {times: [0.5, 2]}}}"))
    nominal = nominal_of(form.plan)
    assert sensitivity(form, nominal, 0, 64) == sensitivity(form, nominal, 0, 64)
    assert sensitivity(form, nominal, 0, 64) != sensitivity(form, nominal, 1, 64)


def test_more_numbers_than_the_sequence_has_dimensions_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kzrules.simulation.sobol.MOST_DIMS", 2)
    form = form_of(simulated.toy_plan("vary: {facts: {services_late: {uniform: [0, 40]}}}"))
    with pytest.raises(Faults) as refused:
        sensitivity(form, nominal_of(form.plan), 1, 8)
    assert [fault.code for fault in refused.value.diagnostics] == ["KZ909"]
