"""Which arm is best, world by world, and what another would forgo."""

import math

import numpy as np
import pytest

from twinsim.sweep.best import choices
from twinsim.sweep.effects import Worlds


def worlds(rows):
    """Worlds of one indicator; a row of values for each arm."""
    values = np.array(rows, float)[:, :, None]
    return Worlds(0, tuple("abc"[: len(rows)]), ("x",), {"total": values}, 0)


def test_the_best_of_each_world_is_counted_and_equals_share_it():
    judged = choices(worlds([[3, 1, 2, 2], [1, 4, 2, 0], [0, 0, 2, 1]]), "x")
    assert [c.arm for c in judged] == ["a", "b", "c"]
    assert [c.p_best for c in judged] == pytest.approx(
        [(1 + 1 / 3 + 1) / 4, (1 + 1 / 3) / 4, 1 / 12]
    )
    assert sum(c.p_best for c in judged) == pytest.approx(1)


def test_regret_is_paired_within_a_world():
    a, b = choices(worlds([[10, 20], [12, 20]]), "x")
    assert (a.mean, a.regret, b.regret) == (15.0, 1.0, 0.0)
    assert b.regret_half == 0.0
    assert a.regret_half > 0


def test_the_arm_of_the_highest_mean_has_the_least_regret():
    rng = np.random.default_rng(1)
    judged = choices(worlds(rng.normal([[0], [0.5], [0.2]], size=(3, 50))), "x")
    ranks = [sorted(judged, key=lambda c: c.regret), sorted(judged, key=lambda c: -c.mean)]
    assert ranks[0] == ranks[1]


def test_one_world_has_no_interval_and_none_no_choice():
    assert math.isnan(choices(worlds([[1], [2]]), "x")[0].regret_half)
    assert choices(worlds([[], []]), "x") == []
