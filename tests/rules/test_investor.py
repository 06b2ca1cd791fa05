"""What investors attend, fund and find elsewhere: rates, limits and fading."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import strategies as st

from twinsim.rules import investor

from .common import P, Z, amounts, central, for_all, shares


def test_a_meeting_makes_a_deal_as_often_as_stated_and_less_often_abroad():
    # At the mean fit and quality of what is shown: .025 at home and .008 abroad (E57, E60).
    assert investor.deals(P, 0.55, 0.55, 0) == pytest.approx(0.025, abs=0.005)
    assert investor.deals(P, 0.55, 0.55, 1) == pytest.approx(0.008, abs=0.002)


@for_all(shares, st.floats(0.0, 5.0))
def test_trust_brings_foreign_investors_up_to_their_share_and_delivery_none_beyond_all(trust, luck):
    there = investor.attends(P, 1, trust, luck)
    assert 0.0 <= there <= investor.attends(P, 1, 1.0, luck) <= 1.0
    assert investor.attends(P, 1, 0.0, luck) == 0.0
    assert investor.attends(central(g_showcase=0.0), 0, trust, luck) == 0.0


def test_a_first_award_doubles_the_hazard_of_a_deal_and_without_the_signal_does_nothing():
    assert investor.other_deals(P, 1) == pytest.approx(2.0 * investor.other_deals(P, 0))
    silent = central(g_signal=0.0)
    assert investor.other_deals(silent, 1) == investor.other_deals(silent, 0)


@for_all(amounts)
def test_capital_is_refilled_and_never_beyond_what_an_investor_starts_with(capital):
    most = P.fund_tickets * P.ticket_median
    after = investor.refilled(P, capital)
    assert min(capital, most) <= after <= most


def test_what_investment_gives_grows_for_a_year_and_then_halves_in_its_half_life():
    boost = 0.0
    for _ in range(int(P.invest_months)):
        boost = investor.boosted(P, boost, 1)
    top = boost
    assert 0.8 * 12 * P.invest_growth < top < 12 * P.invest_growth
    for _ in range(int(P.invest_fade)):
        boost = investor.boosted(P, boost, 0)
    assert boost == pytest.approx(0.5 * top)


@for_all(st.floats(0.0, 1e8), st.floats(0.0, 2e5))
def test_a_city_has_from_three_to_forty_investors_more_with_people_and_wealth(people, wealth):
    here = investor.investors(P, people, wealth)
    assert 3 <= here <= 40
    assert here <= investor.investors(P, 2.0 * people, wealth)
    assert here <= investor.investors(P, people, 2.0 * wealth)


def test_half_of_the_tickets_are_above_their_median():
    assert np.median([investor.ticket(P, z) for z in Z]) == pytest.approx(P.ticket_median, rel=2e-3)


@for_all(shares, shares, st.integers(0, 1))
def test_fit_and_quality_make_deals(fit, quality, foreign):
    here = investor.deals(P, fit, quality, foreign)
    assert here <= investor.deals(P, 1.0, quality, foreign)
    assert here <= investor.deals(P, fit, 1.0, foreign)
    assert here <= investor.deals(P, fit, quality, 0)
