"""Which arm is best, world by world, and what another would forgo."""

import math
from statistics import NormalDist

import numpy as np
import pytest

from twinsim.sweep.best import best, choices
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


def normal(*means, n=400, shared=0.0, seed=1):
    """Options of exactly these means and of variance 1 beside what they share."""
    luck = np.random.default_rng(seed)
    own = luck.normal(size=(len(means), n))
    own -= own.mean(axis=1, keepdims=True)
    level = shared * luck.normal(size=n)
    return [row + mean + level for row, mean in zip(own, means, strict=True)]


def test_how_sure_the_best_is_follows_the_error_of_the_paired_difference():
    values = normal(0.1, 0.0, shared=100)
    judged = best(values)
    error = (values[0] - values[1]).std(ddof=1) / 20
    sure = NormalDist().cdf(0.1 / error)
    assert judged.p_best == pytest.approx([sure, 1 - sure], abs=0.03)
    assert judged.mean[0] - judged.mean[1] == pytest.approx(0.1)


def test_regret_is_what_an_option_forgoes_in_expectation():
    values = normal(0.1, 0.0)
    judged = best(values)
    error = (values[0] - values[1]).std(ddof=1) / 20
    z = 0.1 / error
    loss = error * (NormalDist().pdf(z) - z * NormalDist().cdf(-z))
    assert judged.regret == pytest.approx([loss, loss + 0.1], rel=0.12)
    assert judged.regret_90[1] == pytest.approx(0.1 + 1.2816 * error, rel=0.06)
    assert judged.regret_90[0] == pytest.approx(max(0, 1.2816 * error - 0.1), rel=0.5, abs=0.01)


def test_more_worlds_make_a_choice_sure_and_do_not_change_in_how_many_it_is_best():
    few, many = (best(normal(0.2, 0.0, n=n)) for n in (60, 6000))
    assert few.p_best[0] < 0.95 < many.p_best[0]
    assert many.regret[0] < few.regret[0]
    share = choices(worlds(normal(0.2, 0.0, n=6000)), "x")[0].p_best
    assert share == pytest.approx(NormalDist().cdf(0.2 / 2**0.5), abs=0.03)


def test_options_that_are_the_same_share_the_probability_and_the_regret():
    a, b = normal(0.0, -0.1, shared=5)
    judged = best([a, b, a, a])
    assert judged.p_best[0] == judged.p_best[2] == judged.p_best[3]
    assert judged.p_best.sum() == pytest.approx(1)
    assert judged.p_best[0] * 3 == pytest.approx(best([a, b]).p_best[0])
    assert judged.regret[0] == judged.regret[3]


def test_an_option_the_same_so_far_shares_with_the_longer_one():
    a, b = normal(0.0, -3.0, shared=5)
    assert best([a, a[:50], b]).p_best == pytest.approx([0.5, 0.5, 0])


def test_unequal_lengths_are_compared_in_the_worlds_that_they_share():
    luck = np.random.default_rng(1)
    level = luck.normal(0, 1000, 2000)
    values = [level, level[:100] + luck.normal(3, 1, 100), level[:50] + luck.normal(-3, 1, 50)]
    judged = best(values)
    assert list(judged.p_best) == [0, 1, 0]
    assert judged.regret == pytest.approx([3, 0, 6], abs=0.5)


def test_neither_order_nor_sign_nor_the_size_of_a_portion_counts(monkeypatch):
    values = [v[:n] for v, n in zip(normal(0.1, 0, 0.05, shared=3), (400, 100, 250), strict=True)]
    judged = best(values)
    turned = best(values[::-1])
    assert turned.p_best[::-1] == pytest.approx(judged.p_best)
    assert turned.regret_90[::-1] == pytest.approx(judged.regret_90)
    least = best([-v for v in values], smallest=True)
    assert list(least.p_best) == list(judged.p_best)
    assert least.mean == pytest.approx(-judged.mean)
    monkeypatch.setattr("twinsim.sweep.best._AT_ONCE", 7 * 400)
    assert best(values).regret == pytest.approx(judged.regret)


def test_with_fewer_than_two_worlds_of_an_option_nothing_is_known():
    judged = best([[1.0, 2.0, 3.0], [np.nan, 1.0]])
    assert np.isnan([judged.mean, judged.p_best, judged.regret, judged.regret_90]).all()
    assert np.isnan(best([[], [1.0, 2.0]]).p_best).all()
