"""Cases of one draw are no two draws: halves, shuffles, resamples keep them together."""

from __future__ import annotations

import numpy as np

from twinsim.sensitivity.discovery.boxes import find
from twinsim.sensitivity.discovery.measure import quasi_p
from twinsim.sensitivity.discovery.outcomes import Outcomes
from twinsim.sensitivity.discovery.shares import interval
from twinsim.sensitivity.discovery.space import Limits, Space
from twinsim.sensitivity.discovery.together import halves, resampled, shuffled, weights

DRAW = np.repeat(np.arange(20), 3)


def test_halves_and_resamples_hold_whole_draws():
    luck = np.random.default_rng(1)
    one, other = halves(DRAW, luck)
    assert set(DRAW[one]).isdisjoint(DRAW[other])
    assert sorted([*one, *other]) == list(range(60))
    again = DRAW[resampled(DRAW, luck)]
    assert len(again) == 60
    assert all((again == draw).sum() % 3 == 0 for draw in range(20))
    assert len(set(again)) < 20


def test_shuffles_keep_the_values_of_a_draw_together_and_break_what_inputs_do():
    luck = np.random.default_rng(1)
    values = DRAW + np.tile([0.0, 0.1, 0.2], 20)
    mixed = shuffled(values, DRAW, luck)
    assert sorted(mixed) == sorted(values)
    for draw in range(20):
        assert np.ptp(mixed[draw == DRAW]) < 1
    assert (mixed[::3] % 1 > 0.05).any(), "a lever's levels are mixed within a draw as well"


def test_a_draw_counts_once():
    assert weights(np.array([7, 7, 9])).tolist() == [0.5, 0.5, 1.0]
    luck = np.random.default_rng(3)
    x = luck.random((30, 2))
    y = (x[:, 0] < 0.4).astype(float)
    box = {0: Limits(high=0.4)}
    twice = Space(np.repeat(x, 2, 0), np.zeros(2, bool), np.repeat(np.arange(30), 2))
    plain = Space(x, np.zeros(2, bool))
    assert quasi_p(twice, np.repeat(y, 2), box, 0) == quasi_p(plain, y, box, 0)


def test_the_same_cases_twice_say_no_more_than_once():
    luck = np.random.default_rng(4)
    x = luck.random((60, 6))
    apart = np.where(x[:, 2] < 0.4, 1.0, -1.0)[:, None] + 0.5 * luck.standard_normal((60, 8))
    once = find(Space(x, np.zeros(6, bool)), Outcomes.of(apart), shuffles=19, splits=6)
    space = Space(np.repeat(x, 2, 0), np.zeros(6, bool), np.repeat(np.arange(60), 2))
    twice = find(space, Outcomes.of(np.repeat(apart, 2, 0)), shuffles=19, splits=6)
    wide = [found.rate.hi95 - found.rate.lo95 for found in (once, twice)]
    assert wide[1] > 0.85 * wide[0], "120 cases of 60 draws are no 120 draws"


def test_an_interval_holds_its_value_though_nearly_all_luck_says_otherwise():
    luck = np.random.default_rng(5)
    common = luck.standard_normal(4)  # what all cases share says nearly all
    outcomes = Outcomes.of(-1.1 + common + 0.05 * luck.standard_normal((60, 4)))
    found = interval(outcomes, np.arange(60), luck)
    assert found.lo95 <= found.value <= found.hi95
