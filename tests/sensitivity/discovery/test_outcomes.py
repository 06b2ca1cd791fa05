"""Few worlds are neither taken for certainty nor drawn to one half."""

from __future__ import annotations

import numpy as np
import pytest

from twinsim.sensitivity.discovery.outcomes import Outcomes
from twinsim.sweep.chance import chance


def worlds(expected, count=10, noise=3.0, shared=0.0, seed=1):
    luck = np.random.default_rng(seed)
    own = np.sqrt(1 - shared) * luck.standard_normal((len(expected), count))
    return expected[:, None] + noise * (own + np.sqrt(shared) * luck.standard_normal(count))


def test_without_shared_luck_the_share_is_that_of_chance():
    expected = np.random.default_rng(2).normal(0.5, 1.0, 400)
    differences = worlds(expected)
    assert Outcomes.of(differences).share() == pytest.approx(
        chance(differences).gain.value, abs=0.01
    )


def test_the_share_is_right_where_the_plain_share_is_not():
    expected = np.random.default_rng(2).normal(1.0, 0.7, 600)
    truth = (expected > 0).mean()
    outcomes = Outcomes.of(worlds(expected, noise=6.0))
    assert outcomes.share() == pytest.approx(truth, abs=0.07)
    assert abs(outcomes.alone().mean() - truth) > 0.1


def test_shared_luck_is_seen_and_is_no_difference_between_cases():
    same = np.full(300, 0.3)
    outcomes = Outcomes.of(worlds(same, shared=0.5))
    assert outcomes.shared == pytest.approx(0.5, abs=0.15)
    assert np.ptp(outcomes.posterior()) < 0.1
    assert 0.1 < outcomes.share() < 0.95, "one draw of luck for all leaves the sign open"


def test_cases_whose_worlds_agree_go_by_their_sign_and_no_difference_is_no_success():
    outcomes = Outcomes.of(np.array([[2.0] * 5, [-1.0] * 5, [0.0] * 5]))
    assert outcomes.posterior().tolist() == [1.0, 0.0, 0.0]


def test_three_worlds_are_too_few():
    with pytest.raises(ValueError, match="4 worlds"):
        Outcomes.of(np.zeros((5, 3)))
