"""Guarded functions: the plain ones where those are defined, and total beyond."""

from __future__ import annotations

from math import exp, log, sqrt

import pytest
from hypothesis import strategies as st

from twinsim.rules import maths

from .common import GRID, for_all, shares


@for_all(st.floats(-600.0, 600.0))
def test_guarded_functions_are_the_plain_ones_where_those_are_defined(x):
    assert maths.exp(x) == pytest.approx(exp(x))
    assert maths.logistic(x) == pytest.approx(1.0 / (1.0 + exp(-x)))
    assert maths.logistic(x) + maths.logistic(-x) == pytest.approx(1.0)
    if x > 1e-300:
        assert maths.log(x) == log(x)
        assert maths.root(x) == sqrt(x)
        assert maths.power(x, 0.3) == pytest.approx(x**0.3)


@for_all(st.floats(0.0, 50.0))
def test_a_chance_is_that_of_an_event_within_the_month(hazard):
    assert maths.chance(hazard) == pytest.approx(1.0 - exp(-hazard))


@for_all(st.floats(allow_nan=True), st.floats(-10.0, 0.0), st.floats(0.0, 10.0))
def test_a_clipped_number_is_within_its_ends_whatever_it_was(x, low, high):
    assert low <= maths.clip(x, low, high) <= high
    if low <= x <= high:
        assert maths.clip(x, low, high) == x


@for_all(st.floats(0.0, 3.0), examples=25)
def test_an_event_happens_as_often_as_its_hazard_says(hazard):
    share = sum(maths.happens(hazard, u) for u in GRID) / len(GRID)
    assert share == pytest.approx(1.0 - exp(-hazard), abs=1e-3)


def test_a_ratio_to_nothing_is_nothing_and_no_gain_lifts_by_one():
    assert maths.ratio(3.0, 0.0) == 0.0
    assert maths.lift(0.0) == 1.0


@for_all(st.floats(-1e9, 1e9))
def test_a_whole_number_is_the_nearest_that_is_not_above(x):
    assert maths.whole(x) <= x < maths.whole(x) + 1


@for_all(st.floats(1.0, 240.0), shares)
def test_what_halves_is_half_after_its_half_life(halflife, part):
    assert maths.kept(halflife) ** (part * halflife) == pytest.approx(0.5**part)
