"""Who hears of a call, who bids, with whom, and who wins: directions, bounds, known values."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import strategies as st
from scipy import stats

from twinsim.rules import call
from twinsim.rules.draws import mix

from .common import P, amounts, central, for_all, shares, vectors

bids = st.lists(
    st.tuples(st.sampled_from([0.1, 0.2, 0.3]) | shares, st.integers(0, 2)), max_size=12
)
payers = st.lists(st.integers(0, 1), min_size=3, max_size=3)


@for_all(shares, st.integers(0, 1), st.floats(0.0, 10.0))
def test_every_way_to_be_reached_raises_the_chance_to_hear_of_a_call(brokered, tied, outreach):
    base = call.hears(P, 0.0, 0, 0.0)
    assert base <= call.hears(P, brokered, tied, outreach) <= call.hears(P, 1.0, 1, 10.0) < 1.0


@for_all(shares, st.floats(-4.0, 4.0))
def test_a_clear_challenge_is_seen_as_it_is_and_luck_counts_where_it_is_not(fit, z):
    assert call.perceived(P, fit, 1.0, z) == pytest.approx(fit)
    assert call.perceived(central(bid_noise=0.0), fit, 0.0, z) == pytest.approx(fit)
    assert call.perceived(P, fit, 0.5, 1.0) > call.perceived(P, fit, 0.5, -1.0)


@for_all(shares, shares, shares)
def test_the_less_clear_a_challenge_the_more_a_firm_keeps_to_what_it_expects(fit, a, b):
    dim, clear = sorted((a, b))
    gaps = [
        abs(call.perceived(P, fit, clarity, 0.0) - P.bid_fit_mean) for clarity in (0.0, dim, clear)
    ]
    assert gaps == sorted(gaps)
    assert gaps[2] <= abs(fit - P.bid_fit_mean) + 1e-12
    lost = call.perceived(central(bid_noise=1e6), fit, 0.0, 1.0)
    assert lost == pytest.approx(P.bid_fit_mean, abs=1e-6)


@pytest.mark.parametrize("clarity", [0.0, 0.35, 0.7, 1.0])
def test_where_fits_are_as_expected_impressions_are_right_on_average_and_as_they_stand(clarity):
    points = stats.norm.ppf((np.arange(200) + 0.5) / 200)
    fits = P.bid_fit_mean + P.bid_fit_sd * points
    seen = np.array([[call.perceived(P, fit, clarity, z) for z in points] for fit in fits])
    assert seen.mean() == pytest.approx(P.bid_fit_mean)
    # Who sees x has x on average: the line of fit on impression is the diagonal.
    slope = np.cov(np.repeat(fits, 200), seen.ravel())[0, 1] / seen.var(ddof=1)
    assert slope == pytest.approx(1.0, rel=1e-3)
    assert seen.std() <= fits.std() + 1e-12  # and no impression is wilder than the truth


@for_all(shares, amounts, shares)
def test_a_firm_bids_more_readily_for_fit_and_money_and_less_when_busy(fit, award, market):
    here = call.bids(P, fit, award, market, 0)
    assert here <= call.bids(P, fit + 0.1, award, market, 0)
    assert here <= call.bids(P, fit, award + 10.0, market, 0)
    assert here <= call.bids(P, fit, award, market + 0.1, 0)
    assert here >= call.bids(P, fit, award, market, 1)


def best(scores: list[float], among: list[int], places: int) -> list[int]:
    """The highest scores, ties to the earlier."""
    return sorted(among, key=lambda i: (-scores[i], i))[: max(places, 0)]


@for_all(bids, st.integers(0, 14), st.integers(0, 5), payers)
def test_each_paying_city_gets_its_least_and_the_best_of_all_get_the_rest(
    scored, places, least, pays
):
    scores, home = [s for s, _ in scored], [c for _, c in scored]
    n = len(scored)
    taken = [7] * n
    count = call.take_best(scores, home, taken, n, places, least, pays)

    expected: list[int] = []
    for c in range(3):
        own = [i for i in range(n) if home[i] == c] if pays[c] else []
        expected += best(scores, own, min(least, places - len(expected)))
    others = [i for i in range(n) if i not in expected]
    expected += best(scores, others, places - len(expected))
    assert [i for i in range(n) if taken[i] == 1] == sorted(expected)
    assert count == sum(taken) == min(places, n)


@for_all(vectors)
def test_in_order_is_a_stable_sort(keys):
    order = [-1] * len(keys)
    assert call.in_order(keys, order, len(keys)) == len(keys)
    assert order == sorted(range(len(keys)), key=keys.__getitem__)


@pytest.mark.parametrize("values", [7, 10_000_000])
def test_in_order_sorts_many_with_and_without_ties(values):
    keys = [mix(1, i) % values / values for i in range(3000)]
    order = [-1] * len(keys)
    call.in_order(keys, order, len(keys))
    assert order == sorted(range(len(keys)), key=keys.__getitem__)


def test_a_capable_city_reads_bids_better():
    icc = P.reader_icc
    assert call.reader_noise(P, 2.0, P.c_ref) == pytest.approx(2.0 * ((1.0 - icc) / icc) ** 0.5)
    assert call.reader_noise(P, 2.0, 1.0) == 0.0
    assert call.reader_noise(P, 2.0, 0.2) > call.reader_noise(P, 2.0, 0.6)


def test_a_joint_panel_averages_the_bias_of_two_cities():
    assert call.panel_bias(P, 1.0, -1.0, 1) == 0.0
    assert call.panel_bias(P, 1.0, 1.0, 1) == call.panel_bias(P, 1.0, -1.0, 0) == P.panel_bias


@for_all(shares)
def test_a_foreign_candidate_accepts_more_readily_with_trust(trust):
    assert P.accept_base <= call.accepts(P, trust) <= call.accepts(P, 1.0) == 1.0


def test_the_lowest_fit_on_paper_is_sifted_out_first():
    order = [call.desk_order(fit) for fit in (0.9, 0.5, 0.1)]
    assert order == sorted(order)


@for_all(vectors)
def test_the_best_are_taken_by_falling_value_ties_to_the_earlier(appeal):
    n = len(appeal)
    taken, order = [0] * n, []
    while (k := call.best_left(appeal, taken, n)) >= 0:
        taken[k] = 1
        order.append(k)
    assert order == sorted(range(n), key=lambda k: -appeal[k])


def test_a_partner_is_worth_what_is_learnt_less_the_cost_of_a_team_abroad():
    assert call.partner_worth(P, 0.7, 35.0, 0) == 0.7
    assert call.partner_worth(P, 0.7, 35.0, 1) == pytest.approx(0.7 - P.team_cost / 35.0)


@for_all(shares, shares, st.integers(0, 1))
def test_merit_is_fit_and_skill_and_a_large_firm_looks_safer(fit, technical, large):
    here = call.merit(P, fit, technical, large)
    assert here <= call.merit(P, 1.0, technical, large)
    assert here <= call.merit(P, fit, 1.0, large)
    assert here <= call.merit(P, fit, technical, 1)
    assert call.merit(P, 0.0, 0.0, 0) == 0.0


def test_a_candidate_is_sought_abroad_at_even_odds_and_only_for_a_joint_call():
    assert call.looks_abroad(P, 1) == 0.5
    assert call.looks_abroad(P, 0) == 0.0
