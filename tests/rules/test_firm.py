"""What firms do with money, staff and ideas: directions, bounds and known values."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest
from hypothesis import strategies as st
from scipy import stats

from twinsim.rules import firm, maths

from .common import GRID, P, Z, amounts, central, for_all, ideas, shares


def test_the_exit_hazard_peaks_in_the_third_year():
    by_month = [firm.exit_base(P, age) for age in range(121)]
    third = by_month[24]
    assert by_month[24:36] == [third] * 12
    assert third > max(by_month[:24] + by_month[36:])


@for_all(st.integers(0, 400), st.floats(0.0, 24.0))
def test_cash_keeps_a_firm_alive_and_a_revealing_course_does_not(age, runway):
    hazard = firm.exit_hazard(P, age, runway, 0, 0.0)
    assert hazard >= firm.exit_hazard(P, age, P.runway_ref, 0, 0.0)
    assert hazard <= firm.exit_hazard(P, age, runway, 1, 0.0)


@for_all(st.floats(-1e4, 1e4), amounts, st.floats(-0.5, 0.5))
def test_a_runway_is_between_nothing_and_its_reference(cash, revenue, margin):
    assert 0.0 <= firm.runway(P, cash, revenue, margin) <= P.runway_ref
    assert firm.runway(P, -abs(cash), revenue, margin) == 0.0


def test_a_firm_that_loses_ten_a_month_lasts_as_long_as_its_cash():
    assert firm.runway(P, 50.0, 100.0, -0.1) == pytest.approx(5.0)


@for_all(st.floats(0.0, 0.5), examples=25)
def test_growth_and_first_sales_have_the_means_that_are_stated(spread):
    grown = np.mean([firm.grown(10.0, spread, z) for z in Z])
    assert grown == pytest.approx(10.0, rel=2e-3)
    p = central(sale_sd=spread)
    assert np.mean([firm.sale_revenue(p, z) for z in Z]) == pytest.approx(p.sale_revenue, rel=2e-3)


def test_the_margin_keeps_its_mean_and_spread():
    assert np.mean([firm.margin_next(P, P.margin, z) for z in Z]) == pytest.approx(P.margin)
    # With sd s before, the variance after is stay² s² + (1 - stay²) s² = s².
    stay = maths.kept(P.margin_halflife)
    noise = np.std([firm.margin_next(P, P.margin, z) for z in Z])
    assert noise**2 == pytest.approx((1.0 - stay**2) * P.margin_sd**2, rel=0.01)
    moved = firm.margin_next(P, P.margin + 0.2, 0.0) - P.margin
    assert moved == pytest.approx(0.2 * stay)


def test_larger_firms_grow_more_evenly():
    assert firm.growth_spread(P, 1.0, 10.0) == pytest.approx(P.growth_sd)
    assert firm.growth_spread(P, 1.0, 100.0) < firm.growth_spread(P, 1.0, 5.0)


@for_all(st.integers(-5, 400))
def test_private_sales_grow_to_their_cap_and_end(months):
    growth = firm.sale_growth(P, months)
    if 0 <= months < P.sale_life:
        assert 1.0 <= growth <= P.sale_cap
        assert growth >= firm.sale_growth(P, max(months - 1, 0))
    else:
        assert growth == 0.0


def test_the_share_of_grants_won_is_the_cut_for_the_population():
    # Quantiles of the law of technical capability against those of the readers' error.
    points = (np.arange(300) + 0.5) / 300
    technical = stats.beta(P.technical_a, P.technical_b).ppf(points).tolist()
    error = stats.norm.ppf(points).tolist()
    won = np.mean([firm.grant_won(P, t, z) for t in technical for z in error])
    assert won == pytest.approx(P.grant_cut, abs=0.005)


def test_an_accelerator_reveals_the_weakest_third_of_those_that_it_founds():
    points = (np.arange(3_000) + 0.5) / 3_000
    technical = stats.beta(P.technical_a, P.technical_b).ppf(points).tolist()
    months = [firm.revealed(P, t) for t in technical]
    assert set(months) == {0, P.reveal_months}
    assert months == sorted(months, reverse=True)
    assert np.mean(np.array(months) > 0) == pytest.approx(1.0 / 3.0, abs=0.01)


@for_all(shares, shares, st.integers(0, 3))
def test_ideas_move_between_none_and_yellow_only(u, connected, zone):
    after = firm.zone_next(P, zone, connected, u)
    if zone in (firm.GREEN, firm.BLUE):
        assert after == zone
    else:
        assert after in (firm.NONE, firm.YELLOW)


@for_all(st.floats(-1e4, 1e5), amounts, st.floats(-1.0, 1.0))
def test_cash_above_a_year_of_costs_is_paid_out(cash, revenue, margin):
    after = firm.cash_next(P, cash, revenue, margin)
    assert after <= max(P.payout * (1.0 - margin) * revenue, 0.0) + 1e-9
    assert after <= cash + margin * revenue + 1e-9


def test_practice_lifts_sales_and_what_others_take_lowers_them():
    assert firm.practised_sales(100.0, 0.0, 0.0, 0.0) == 100.0
    assert firm.practised_sales(100.0, 0.1, 0.05, 0.0) == pytest.approx(100.0 * exp(0.15))
    assert firm.practised_sales(100.0, 0.0, 0.0, 0.2) == pytest.approx(80.0)
    assert firm.new_sales(100.0, 0.1, 0.05, 7.0) == pytest.approx(7.0 + 100.0 * (exp(0.15) - 1.0))


@for_all(st.integers(0, 400), st.floats(0.0, 24.0), st.integers(0, 1), shares)
def test_services_of_a_cluster_take_their_share_of_the_exit_hazard(age, runway, shown, shield):
    alone = firm.exit_hazard(P, age, runway, shown, 0.0)
    assert firm.exit_hazard(P, age, runway, shown, shield) == pytest.approx((1.0 - shield) * alone)


def test_connectors_bring_ideas_and_take_none_away():
    assert ideas(P, 0.0) == pytest.approx(P.explore_base, abs=5e-4)
    assert ideas(P, 1.0) == pytest.approx(P.explore_base * (1.0 + P.connector_lift), abs=5e-4)
    for u in GRID[::50]:
        assert firm.zone_next(P, firm.YELLOW, 0.0, u) == firm.zone_next(P, firm.YELLOW, 1.0, u)


@for_all(shares, shares)
def test_a_mission_brings_what_trust_allows_and_no_more(mission, trust):
    after = firm.mission_lift(P, mission, trust)
    assert mission <= after <= mission + P.export_mission
    assert after == pytest.approx(mission + P.export_mission * trust)
    assert firm.mission_lift(P, mission, 0.0) == mission


def test_what_a_mission_brought_halves_in_its_half_life():
    mission = firm.mission_lift(P, 0.0, 1.0)
    left = mission
    for _ in range(int(P.mission_halflife)):
        left = firm.mission_next(P, left)
    assert left == pytest.approx(0.5 * mission)
    assert firm.mission_next(P, 0.0) == 0.0


def test_a_mission_sells_abroad_what_it_adds_to_sales():
    assert firm.mission_sales(100.0, 0.0) == 0.0
    assert firm.mission_sales(100.0, log(1.05)) == pytest.approx(5.0)


@for_all(shares, shares)
def test_an_accelerator_founds_only_what_would_not_be_founded_else(gain, additional):
    p = central(g_accelerator=gain, accelerator_additional=additional)
    assert firm.founds(p) == pytest.approx(gain * additional)


@for_all(amounts, amounts, st.floats(1.0, 48.0))
def test_what_lags_goes_its_part_of_the_way(value, target, months):
    assert firm.lagged(value, target, months) == pytest.approx(
        value + (target - value) / months, abs=1e-9
    )
    assert firm.lagged(target, target, months) == target


def test_staff_follow_practice_in_part():
    assert firm.jobs(P, 20.0, 0.0) == 20.0
    assert firm.jobs(P, 20.0, 0.1) == pytest.approx(20.0 * (1.0 + 0.1 * P.staff_pass))
