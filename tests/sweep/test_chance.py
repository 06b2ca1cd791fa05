"""The chance of a gain: simulated draws whose true expectations are known."""

from __future__ import annotations

import numpy as np
import pytest

from twinsim.sweep.chance import chance

DRAWS, WORLDS = 500, 20


def simulated(seed, mean, between, within, *, scales=0.0, tails=False):
    """True expectations and differences by world; `scales` is how (ln) draws differ in scale."""
    luck = np.random.default_rng(seed)
    scale = np.exp(luck.normal(0.0, scales, DRAWS))
    true = luck.normal(mean, between, DRAWS) * scale
    shape = (DRAWS, WORLDS)
    noise = luck.standard_t(3, shape) / 3**0.5 if tails else luck.normal(size=shape)
    return true, true[:, None] + within * scale[:, None] * noise


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("shape", [{}, {"scales": 0.8}, {"scales": 0.8, "tails": True}])
@pytest.mark.parametrize("sign", [1, -1])
def test_it_is_closer_to_the_truth_than_the_plain_share(seed, shape, sign):
    true, differences = simulated(seed, sign * 0.8, 0.8, 5.0, **shape)
    found, truth = chance(differences, resamples=10), (true > 0).mean()
    assert abs(found.gain.value - truth) < 0.5 * abs(found.raw.value - truth)
    assert abs(found.gain.value - truth) < 0.06


def test_the_plain_share_is_drawn_towards_one_half_and_more_worlds_mend_it():
    true, differences = simulated(1, 0.8, 0.8, 5.0)
    few, many = chance(differences[:, :5]), chance(differences)
    assert few.raw.value < many.raw.value < many.gain.value
    assert many.gain.value == pytest.approx((true > 0).mean(), abs=0.04)


def test_spread_and_noise_are_those_simulated():
    _, differences = simulated(1, 1.0, 2.0, 5.0)
    found = chance(differences)
    assert (found.draws, found.worlds) == (DRAWS, WORLDS)
    assert found.mean.value == pytest.approx(1.0, abs=0.25)
    assert found.between.value == pytest.approx(2.0, abs=0.2)
    assert found.noise == pytest.approx(5.0 / WORLDS**0.5, rel=0.03)
    assert found.zero == 0.0


def test_a_small_example_by_hand():
    found = chance(np.array([[1.0, 1.0, 3.0, 3.0], [5.0, 5.0, 7.0, 7.0]]))
    # Means 2 and 6, each of variance (4/3) / 4 = 1/3; variance of the means 8.
    assert found.mean.value == 4.0
    assert found.noise == pytest.approx((1 / 3) ** 0.5)
    assert found.between.value == pytest.approx((8 - 1 / 3) ** 0.5)
    assert found.raw.value == 1.0


def test_the_intervals_cover_the_truth_about_as_often_as_they_say():
    truth = 0.8413  # Φ(1)
    covered = 0
    for seed in range(40):
        _, differences = simulated(seed, 1.0, 1.0, 4.0, scales=0.5)
        gain = chance(differences, resamples=200).gain
        assert gain.lo95 < gain.value < gain.hi95
        covered += gain.lo95 < truth < gain.hi95
    assert covered >= 34


def test_a_change_of_scale_within_a_draw_changes_no_chance():
    _, differences = simulated(3, 0.5, 1.0, 4.0)
    scaled = differences * np.exp(np.random.default_rng(4).normal(size=(DRAWS, 1)))
    before, after = chance(differences), chance(scaled)
    assert after.gain == pytest.approx(before.gain)
    assert after.raw == before.raw


def test_without_noise_it_is_the_plain_share():
    true, differences = simulated(5, 0.3, 1.0, 1e-9)
    assert chance(differences).gain.value == pytest.approx((true > 0).mean(), abs=1e-6)


def test_draws_that_differ_by_noise_alone_all_have_the_sign_of_their_mean():
    _, differences = simulated(6, 1.0, 0.0, 20.0)
    level = differences - differences.mean(axis=1, keepdims=True) + 1.0
    found = chance(level)
    assert found.between.value == 0.0
    assert found.gain.value == 1.0
    assert chance(-level).gain.value == 0.0


def test_draws_without_any_difference_count_half():
    found = chance(np.zeros((10, WORLDS)))
    assert (found.gain.value, found.raw.value, found.zero) == (0.5, 0.0, 1.0)
    some = np.zeros((10, WORLDS))
    some[:2] = 1.0
    assert chance(some).gain.value == pytest.approx(0.6)


def test_worlds_that_agree_but_for_rounding_go_by_their_sign():
    _, differences = simulated(7, 0.0, 1.0, 1.0)
    differences[:250] = 0.1 + 1e-16 * differences[:250]
    rest = chance(differences[250:]).gain.value
    assert chance(differences).gain.value == pytest.approx(0.5 + rest / 2)


@pytest.mark.parametrize("shape", [(1, 20), (20, 3)])
def test_too_few_draws_or_worlds_are_an_error(shape):
    with pytest.raises(ValueError, match="expected two draws"):
        chance(np.ones(shape))
