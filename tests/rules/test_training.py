"""What a course gives a firm: directions and bounds of gains, the cohort and the price."""

from __future__ import annotations

from math import ceil

import numpy as np
import pytest
from hypothesis import strategies as st

from twinsim.rules import call, firm, programme

from .common import P, amounts, for_all, shares, vectors


@for_all(shares, shares, shares, shares, st.floats(0.0, 8.0), amounts, amounts)
def test_more_hours_of_training_never_lower_the_gain(
    gain, level, customised, absorptive, luck, a, b
):
    few, many = sorted((a, b))
    gains = [
        firm.training_gain(P, gain, P.dose_market, level, hours, customised, absorptive, luck)
        for hours in (few, many)
    ]
    assert gains[0] <= gains[1]


@for_all(shares, shares, shares, amounts, shares, shares, st.floats(0.0, 100.0))
def test_training_never_carries_a_skill_above_one_or_lowers_it(
    gain, dose, level, hours, customised, absorptive, luck
):
    gained = firm.training_gain(P, gain, dose, level, hours, customised, absorptive, luck)
    assert gained >= 0.0
    assert level + gained <= 1.0


def test_no_hours_no_delivery_and_no_mechanism_give_no_skill():
    full = (0.3, 0.2, 80.0, 1.0, 0.5)
    assert firm.training_gain(P, 1.0, *full, 1.0) > 0.0
    assert firm.training_gain(P, 0.0, *full, 1.0) == 0.0
    assert firm.training_gain(P, 1.0, *full, 0.0) == 0.0
    assert firm.training_gain(P, 1.0, 0.3, 0.2, 0.0, 1.0, 0.5, 1.0) == 0.0


def test_customised_courses_and_absorptive_firms_gain_more():
    gains = [firm.training_gain(P, 1.0, 0.3, 0.2, 60.0, c, 0.5, 1.0) for c in (0.0, 0.5, 1.0)]
    assert gains[0] < gains[1] < gains[2]
    gains = [firm.training_gain(P, 1.0, 0.3, 0.2, 60.0, 0.5, a, 1.0) for a in (0.0, 0.5, 1.0)]
    assert gains[0] < gains[1] < gains[2]


@for_all(shares, shares, amounts, shares, shares)
def test_peers_lift_a_firm_towards_them_and_only_the_weaker_one(level, others, hours, rivals, luck):
    gained = firm.peer_gain(P, level, others, hours, rivals, luck)
    assert 0.0 <= gained <= max(others - level, 0.0)
    assert gained <= firm.peer_gain(P, level, others, hours, 0.0, luck)


@for_all(st.floats(0.0, 5.0), st.floats(1.0, 60.0))
def test_the_gain_of_a_light_course_halves_in_its_half_life(gain, halflife):
    months = 100
    left = gain
    for _ in range(months):
        left = firm.halved(left, halflife)
    assert left == pytest.approx(gain * 0.5 ** (months / halflife), rel=1e-9, abs=1e-300)


@for_all(vectors, st.data())
def test_statistics_of_a_cohort_are_those_of_numpy(values, data):
    n = len(values)
    me = data.draw(st.integers(0, n - 1))
    assert call.spread(values, n) == pytest.approx(np.std(values), abs=1e-12)
    if n > 1:
        assert call.mean_of_others(values, n, me) == pytest.approx(np.mean(np.delete(values, me)))
    assert call.mean_of_others(values, 1, 0) == values[0]


@for_all(vectors)
def test_training_shows_a_third_of_a_cohort_that_it_is_weak(values):
    n = len(values)
    shown = [me for me in range(n) if call.weakest_third(values, n, me) == 1]
    third = ceil(n / 3) if n > 2 else 0
    assert shown == sorted(sorted(range(n), key=values.__getitem__)[:third])


def test_rivals_share_both_city_and_sector():
    cities, sectors = [0, 0, 0, 1, 1], [3, 3, 4, 3, 3]
    shares_ = [call.share_of_rivals(cities, sectors, 5, me) for me in range(5)]
    assert shares_ == [0.25, 0.25, 0.0, 0.25, 0.25]


def test_stated_prices_hold_for_stated_courses():
    assert programme.training_cost(P, P.hours_intensive, 1.0, 1, 1) == P.cost_cohort
    assert programme.training_cost(P, P.hours_intensive, 1.0, 1, 0) == P.cost_alone
    assert programme.training_cost(P, P.hours_light, 1.0, 0, 0) == P.cost_light
    longer = programme.training_cost(P, 2.0 * P.hours_intensive, 1.0, 1, 1)
    assert longer == pytest.approx(2.0 * P.cost_cohort)
    assert programme.training_cost(P, P.hours_intensive, 0.5, 1, 1) < P.cost_cohort


@for_all(amounts, shares)
def test_a_light_course_pushes_sales_in_full_at_its_hours_and_no_more_beyond(hours, luck):
    push = firm.light_push(P, hours, luck)
    assert 0.0 <= push <= firm.light_push(P, P.hours_light, luck) == P.light_push * luck
    assert firm.light_push(P, 0.5 * P.hours_light, luck) == pytest.approx(0.5 * P.light_push * luck)


@for_all(amounts)
def test_a_course_takes_its_hours_of_managers(hours):
    assert firm.training_time(P, hours) == pytest.approx(hours * P.hour_value)
