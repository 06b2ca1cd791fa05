"""What cities need, learn and believe: directions, bounds and known values."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import strategies as st

from twinsim.rules import city

from .common import GRID, P, amounts, central, for_all, shares, uniforms, vectors


@for_all(shares, st.integers(0, 1), shares)
def test_a_mandate_puts_a_floor_under_legitimacy(legitimacy, mandate, strength):
    p = central(g_mandate=strength)
    after = city.under_mandate(p, legitimacy, mandate)
    assert after == max(legitimacy, strength * p.mandate_floor * mandate)
    assert city.under_mandate(p, legitimacy, 0) == legitimacy


@for_all(uniforms, uniforms)
def test_an_election_leaves_all_or_cuts_less_of_it_under_a_contract(u_change, u_cut):
    free = city.kept_by_election(P, u_change, u_cut, 0)
    bound = city.kept_by_election(P, u_change, u_cut, 1)
    assert free in (1.0, 1.0 - P.leg_cut)
    assert free <= bound <= 1.0
    assert (free == 1.0) == (bound == 1.0)


def test_elections_cut_legitimacy_as_often_as_stated():
    some = GRID[::20]
    cut = np.mean([city.kept_by_election(P, u, v, 0) < 1.0 for u in some for v in some])
    assert cut == pytest.approx(P.leader_change * P.leader_downgrade, abs=0.01)


@for_all(shares, shares)
def test_a_contract_needs_a_mandate_and_lapses_at_a_yearly_review_alone(legitimacy, capability):
    assert city.signing(P, legitimacy, capability, 0) == 0.0
    ready = legitimacy > P.commit_legitimacy and capability > P.commit_capability
    assert (city.signing(P, legitimacy, capability, 1) > 0.0) == ready
    assert city.stands(P, legitimacy, 0) == city.stands(P, legitimacy, 7) == 1
    assert city.stands(P, legitimacy, 24) == int(legitimacy >= P.commit_lapse)


@for_all(shares, shares, st.integers(0, 20), st.integers(0, 5), shares, shares)
def test_doing_and_playbooks_build_capability(capability, start, done, adopted, month, playbook):
    idle = city.capability_next(P, capability, start, 0, 0, 0.0, 0.0, 0.0)
    busy = city.capability_next(P, capability, start, done, adopted, month, 0.0, 0.0)
    assert idle <= busy <= 1.0
    if capability >= start:  # playbooks slow the fading of what was gained
        assert idle <= city.capability_next(P, capability, start, 0, 0, 0.0, playbook, 0.0) + 1e-15


@for_all(shares, shares)
def test_success_that_citizens_see_raises_legitimacy(legitimacy, start):
    unseen = city.legitimacy_next(P, legitimacy, start, 0, 0.0, 0.0)
    assert unseen <= city.legitimacy_next(P, legitimacy, start, 1, 0.0, 0.0)
    assert unseen <= city.legitimacy_next(P, legitimacy, start, 0, 0.1, 0.0)


@for_all(shares, shares)
def test_a_need_drifts_back_to_its_start(need, start):
    after = city.need_next(P, need, start)
    assert min(need, start) - 1e-15 <= after <= max(need, start) + 1e-15


@for_all(shares, shares, amounts, st.floats(1.0, 1e7), st.floats(0.0, 2.0))
def test_an_adoption_relieves_more_with_quality_up_to_its_impact(
    quality, theme, price, heads, impact
):
    relief = city.relief(P, quality, theme, price, heads, impact)
    assert 0.0 <= relief <= P.impact * impact * quality * theme
    assert relief <= city.relief(P, 1.0, theme, price, heads, impact)
    assert relief == pytest.approx(impact * city.relief(P, quality, theme, price, heads, 1.0))


def test_an_adoption_that_covers_half_a_city_relieves_half():
    price = P.price_per_head * 100.0  # what 100,000 residents take
    whole = city.relief(P, 0.8, 0.5, price, 100_000.0, 1.0)
    assert whole == pytest.approx(P.impact * 0.8 * 0.5)
    assert city.relief(P, 0.8, 0.5, price, 200_000.0, 1.0) == pytest.approx(0.5 * whole)


def test_the_share_of_needs_relieved_runs_from_none_to_all():
    start, tags = [0.6, 0.4, 0.2], [1, 0, 0]
    assert city.relieved(P, start, start, tags) == 0.0
    assert city.relieved(P, [0.0] * 3, start, tags) == 1.0
    first, last = ([*start], [*start])
    first[0], last[2] = 0.5, 0.1
    assert city.relieved(P, first, start, tags) > city.relieved(P, last, start, tags)


@for_all(vectors)
def test_a_running_mean_is_the_mean(values):
    mean = 0.0
    for n, value in enumerate(values):
        mean = city.running_mean(mean, value, n)
    assert mean == pytest.approx(np.mean(values))


@for_all(shares, shares, shares, shares)
def test_a_city_learns_from_a_partner_that_is_ahead(capability, start, lead, more):
    def after(lead: float) -> float:
        return city.capability_next(P, capability, start, 0, 0, 0.0, 0.0, lead)

    low, high = sorted((lead, more))
    assert after(0.0) <= after(low) <= after(high) <= 1.0


@for_all(shares)
def test_what_a_city_gained_fades_to_its_start_and_not_below(start):
    capability = 1.0
    for _ in range(3_000):
        capability = city.capability_next(P, capability, start, 0, 0, 0.0, 0.0, 0.0)
        assert capability >= start - 1e-12
    assert capability == pytest.approx(start, abs=1e-3)


@for_all(shares, amounts)
def test_telling_citizens_reaches_those_who_do_not_know(dissemination, spend):
    after = city.dissemination_next(P, dissemination, spend)
    assert city.dissemination_next(P, dissemination, 0.0) <= after <= 1.0
    assert city.dissemination_next(P, dissemination, 0.0) <= dissemination


@for_all(st.integers(0, 1), st.floats(-5.0, 5.0))
def test_a_priority_weighs_and_needs_more_by_the_same_luck(tag, z):
    assert city.priority(P, 1) == 1.0 > city.priority(P, 0) == P.priority_floor
    assert 0.05 <= city.need_at_start(P, 0, z) <= city.need_at_start(P, tag, z) <= 1.0


def test_money_and_residents_make_pounds_a_head():
    assert city.pounds_a_head(40.0, 200_000.0) == pytest.approx(0.2)
    assert city.pounds_a_head(40.0, 0.0) == 0.0
    assert city.yearly_budget(central(procurement_per_head=3.0), 200_000.0) == pytest.approx(600.0)


def test_a_month_is_worth_its_jobs_and_adoptions_less_public_money_and_unpaid_cost():
    p = central(gva_per_job=55.0, crowding_out=0.2, value_ratio=1.0, relief_value=12.0)
    worth = city.month_value(p, 12.0, 30.0, 5_000.0, 7.0, 2.0)
    assert worth == pytest.approx(12.0 * 55.0 / 12.0 * 0.8 + 30.0 + 5.0 - 7.0 - 2.0)
