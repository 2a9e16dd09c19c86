"""Distributions: what comes out of a double between 0 and 1."""

from __future__ import annotations

from fractions import Fraction
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzrules.dictionary import FactSpec
from kzrules.simulation.around_own import number_drawing
from kzrules.simulation.drawing import Bell, Drawing, Evenly, Pick, Triangle, drawn, moves, pick_of, span_of
from kzrules.simulation.normal import normal_quantile
from kzrules.simulation.spec import Distribution
from kzrules.simulation.uniforms import BLOCK, again, uniforms

GRID = (np.arange(100_000) + 0.5) / 100_000


def test_every_whole_number_of_a_range_is_as_likely_as_any_other() -> None:
    values, counts = np.unique(drawn(Evenly(-2, 2), GRID), return_counts=True)
    assert values.tolist() == [-2, -1, 0, 1, 2]
    assert counts.tolist() == [20_000] * 5
    assert drawn(Evenly(0, 9), np.array([0.0, 1 - 2.0**-53])).tolist() == [0, 9]


def test_a_triangle_has_its_mean_and_its_ends() -> None:
    found = drawn(Triangle(Fraction(0), Fraction(3000), Fraction(9000)), GRID)
    assert found.mean() == pytest.approx(4000, abs=2)
    assert (found.min(), found.max()) == (12, 8984)
    assert drawn(Triangle(Fraction(7), Fraction(7), Fraction(7)), GRID[:3]).tolist() == [7, 7, 7]


def test_a_normal_draw_has_its_mean_and_spread() -> None:
    found = drawn(Bell(Fraction(5000), Fraction(100)), GRID)
    assert found.mean() == pytest.approx(5000, abs=0.1)
    assert found.std() == pytest.approx(100, rel=0.001)


@given(st.floats(2.0**-53, 1 - 2.0**-53))
def test_the_normal_quantile_is_that_of_the_standard_library(u: float) -> None:
    assert normal_quantile(np.array([u]))[0] == pytest.approx(NormalDist().inv_cdf(u), rel=1e-13, abs=1e-13)


def test_values_come_as_often_as_their_chances_say() -> None:
    pick = pick_of([Fraction(1), Fraction(0), Fraction(3)], [10, 20, 30])
    values, counts = np.unique(drawn(pick, GRID), return_counts=True)
    assert values.tolist() == [10, 30]
    assert counts.tolist() == [25_000, 75_000]
    assert drawn(pick_of([Fraction(1, 3)] * 3), np.array([1 - 2.0**-53])).tolist() == [2]


DRAWINGS = [Evenly(3, 8), Triangle(Fraction(1), Fraction(2), Fraction(5)), Pick((Fraction(1, 2), Fraction(1, 2)), (4, 9))]


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda one: type(one).__name__)
def test_nothing_is_drawn_outside_the_span(drawing: Drawing) -> None:
    span = span_of(drawing)
    assert span is not None
    found = drawn(drawing, np.concatenate([GRID, [0.0, 1 - 2.0**-53]]))
    assert span[0] <= found.min()
    assert found.max() <= span[1]
    assert moves(drawing)


def test_a_number_of_many_decimals_is_drawn_with_as_many_as_doubles_tell_apart() -> None:
    spec = FactSpec("x", {}, "number", places=18, least=Fraction(0))
    drawing, places = number_drawing(Distribution("percent", (Fraction(10),)), Fraction("0.7124524215476626"), spec)
    assert places == 15
    assert drawing == Bell(Fraction("712452421547662.6"), Fraction("71245242154766.26"))
    assert number_drawing(Distribution("uniform", (Fraction(1), Fraction(2))), Fraction(1), spec)[1] == 15


def test_what_has_no_spread_does_not_move() -> None:
    assert not moves(Evenly(3, 3))
    assert not moves(Bell(Fraction(3), Fraction(0)))
    assert moves(Bell(Fraction(3), Fraction(1)))


def test_doubles_are_even_and_those_drawn_again_have_nothing_to_do_with_them() -> None:
    u = uniforms(7, 0, 4)
    assert u.shape == (4, BLOCK)
    assert (u >= 0).all()
    assert (u < 1).all()
    others = [u[0], *(again(u[0], times) for times in range(1, 5)), u[1]]
    assert np.abs(np.corrcoef(others) - np.eye(6)).max() < 0.06
    for one in others:
        assert np.abs(np.bincount((one * 16).astype(int), minlength=16) / BLOCK - 1 / 16).max() < 0.012
