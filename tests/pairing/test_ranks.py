"""Rank correlations equal SciPy's; what chance makes of them is what can be counted."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from twinsim.pairing.impact.ranks import detectable, holm, kendall, permutation_p, ranked, spearman
from twinsim.report.pairing.impact import spaced

VALUES = st.lists(st.integers(0, 6), min_size=4, max_size=12)


@given(VALUES, st.integers(0, 1000))
def test_they_equal_those_of_scipy_ties_and_all(x, seed):
    x = np.array(x, float)
    y = np.random.default_rng(seed).integers(0, 5, len(x)).astype(float)
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        assert math.isnan(spearman(x, y))
        assert math.isnan(kendall(x, y))
        return
    assert ranked(x) == pytest.approx(stats.rankdata(x))
    assert float(spearman(x, y)) == pytest.approx(stats.spearmanr(x, y).statistic)
    assert float(kendall(x, y)) == pytest.approx(stats.kendalltau(x, y).statistic)


def test_with_twelve_candidates_less_than_058_is_not_told_from_none():
    assert detectable(12) == pytest.approx(0.576, abs=0.001)
    assert math.isnan(detectable(3))


def test_of_four_in_order_the_chance_is_two_in_twenty_four():
    x = np.arange(4.0)
    assert permutation_p(x, x) == pytest.approx(2 / 24)
    many = np.arange(12.0)
    assert permutation_p(many, many) == pytest.approx(1e-4)
    assert permutation_p(many, np.random.default_rng(3).normal(size=12)) > 0.01


def test_holm_is_the_known_example():
    assert holm([0.01, 0.04, math.nan, 0.03]) == pytest.approx(
        [0.03, 0.06, math.nan, 0.06], nan_ok=True
    )
    assert holm([0.9, 0.8]) == [1.0, 1.0]


@given(st.lists(st.floats(-1, 4), min_size=1, max_size=24))
def test_names_keep_their_order_and_distance(wished):
    placed = spaced(sorted(wished), 0.1, 3.0)
    assert all(b - a >= 0.1 - 1e-9 for a, b in pairwise(placed))
    assert placed[0] >= -1e-9
    assert placed[-1] <= 3 + 1e-9
