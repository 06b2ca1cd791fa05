"""Acceptability: shares of weightings, equal to closed forms where there are any."""

from __future__ import annotations

import numpy as np
import pytest

from twinsim.pairing import pair
from twinsim.pairing.acceptability import acceptability, draw_weights

from .made import rows_of, table_of

MANY = 40_000
SLACK = 4 * 0.5 / np.sqrt(MANY)  # four standard errors of a share


@pytest.mark.parametrize("groups", [[[0, 1]], [[0], [1]]], ids=["one pillar", "two pillars"])
@pytest.mark.parametrize(("a", "b"), [((0.9, 0.1), (0.3, 0.6)), ((0.2, 0.7), (0.6, 0.1))])
def test_two_criteria_agree_with_the_closed_form(groups, a, b):
    found = acceptability(np.array([a, b]), groups, MANY, seed=1)
    ahead, behind = a[0] - b[0], b[1] - a[1]  # first where w > behind / (ahead + behind)
    turn = behind / (ahead + behind)
    share = 1 - turn if ahead > 0 else turn
    assert found[0, 0] == pytest.approx(share, abs=SLACK)


def test_three_criteria_of_one_pillar_are_uniform_on_the_triangle():
    found = acceptability(np.eye(3)[:, :], [[0, 1, 2]], MANY, seed=2)
    assert found == pytest.approx(np.full((3, 3), 1 / 3), abs=SLACK)
    weights = draw_weights([[0, 1, 2]], MANY, seed=2)
    assert weights.sum(axis=1) == pytest.approx(np.ones(MANY))
    assert (weights[:, 0] > 0.5).mean() == pytest.approx(0.25, abs=SLACK)


def test_pillars_share_the_weight_and_criteria_share_their_pillars():
    weights = draw_weights([[0], [1, 2, 3]], MANY, seed=3)
    assert weights.mean(axis=0) == pytest.approx([1 / 2, 1 / 6, 1 / 6, 1 / 6], abs=SLACK)


def test_ranks_and_candidates_each_sum_to_one():
    found = acceptability(np.random.default_rng(1).random((7, 5)), [[0, 1], [2, 3, 4]], 999, 1)
    assert found.sum(axis=0) == pytest.approx(np.ones(7))
    assert found.sum(axis=1) == pytest.approx(np.ones(7))


def test_equals_share_their_ranks_by_lot():
    found = acceptability(np.full((2, 3), 0.5), [[0, 1, 2]], MANY, seed=4)
    assert found == pytest.approx(np.full((2, 2), 0.5), abs=SLACK)


def test_the_seed_makes_it_and_one_that_leads_everywhere_is_always_first(korean):
    table = table_of(rows_of(1, 6))
    one, same, other = (pair("c0", cities=table, draws=300, seed=s) for s in (5, 5, 6))
    assert one.to_json() == same.to_json()
    assert one.best.acceptability != other.best.acceptability
    values = np.array([[0.9, 0.8], [0.2, 0.3]])
    assert acceptability(values, [[0], [1]], 500, 1)[0, 0] == 1
    assert sum(c.acceptability[0] for c in korean.candidates) == pytest.approx(1)
