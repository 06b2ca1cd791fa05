"""The smallest change of weights that overturns the first: as a linear programme has it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from twinsim.pairing.overturn import overturn

IDS = ("p", "q", "r", "s")


def least_by_linear_programme(ahead, weights):
    """Half the sum of absolute changes, minimised over all weights that turn the lead."""
    count = len(weights)
    cost = np.concatenate([np.zeros(count), np.full(count, 0.5)])
    above = np.hstack([np.eye(count), -np.eye(count)])
    below = np.hstack([-np.eye(count), -np.eye(count)])
    lead = np.concatenate([ahead, np.zeros(count)])[None]
    whole = np.concatenate([np.ones(count), np.zeros(count)])[None]
    bounds = [(0, None if w > 0 else 0) for w in weights] + [(0, None)] * count
    limits = np.concatenate([weights, -weights, [0.0]])
    found = linprog(cost, np.vstack([above, below, lead]), limits, whole, [1.0], bounds)
    return found.fun if found.success else None


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10_000))
def test_it_is_what_a_linear_programme_finds(seed):
    luck = np.random.default_rng(seed)
    first, other = luck.random(4).round(2), luck.random(4).round(2)
    weights = luck.dirichlet(np.ones(4)) * (luck.random(4) < 0.8)
    weights = weights / weights.sum() if weights.sum() else np.array([1.0, 0, 0, 0])
    if (first - other) @ weights < 0:
        first, other = other, first
    found = overturn(first, other, weights, IDS)
    least = least_by_linear_programme(first - other, weights)
    assert (found is None) == (least is None)
    if found is not None:
        assert found.share == pytest.approx(least, abs=1e-7)


def test_the_weights_that_it_names_put_the_two_level():
    first, other = np.array([0.9, 0.5, 0.2, 0.4]), np.array([0.3, 0.5, 0.6, 0.4])
    weights = np.array([0.4, 0.3, 0.2, 0.1])
    found = overturn(first, other, weights, IDS)
    moved = weights.copy()
    for id, part in found.out_of.items():
        moved[IDS.index(id)] -= part
        moved[IDS.index(found.into)] += part
    assert found.into == "r"
    assert moved.min() >= 0
    assert moved @ (first - other) == pytest.approx(0)


def test_one_that_leads_on_every_criterion_cannot_be_overturned():
    assert overturn(np.ones(2), np.zeros(2), np.array([0.5, 0.5]), ("p", "q")) is None


def test_nothing_moves_where_the_two_are_level(korean):
    assert korean.best.overturn.share == 0
    assert all(one.overturn is None or one.overturn.share > 0 for one in korean.candidates[1:])
