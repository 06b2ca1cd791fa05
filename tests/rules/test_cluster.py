"""What clusters live on: books that balance at the start, quality that follows, members that come
and go."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from twinsim.rules import cluster

from .common import P, amounts, between, central, for_all, rising, shares

sizes = st.integers(0, 500)
members = st.integers(1, 500)
inner = st.floats(0.05, 0.95)


def income(p, size: int) -> float:
    """Monthly income at the start, without services."""
    return cluster.fees(p, size) + cluster.subsidy(p, size)


@for_all(members, inner, inner, st.floats(0.3, 1.0))
def test_at_the_start_income_pays_for_the_usual_quality(size, quality, public, scale):
    p = central(cluster_quality=quality, cluster_subsidy=public, cluster_scale=scale)
    cost = cluster.full_cost(p, cluster.cost_scale(p, size), size)
    assert income(p, size) == pytest.approx(quality * cost)
    assert cluster.quality_next(p, quality, income(p, size), cost) == pytest.approx(quality)


@for_all(members, inner)
def test_the_subsidy_is_its_share_of_the_first_income(size, public):
    p = central(cluster_subsidy=public)
    assert cluster.subsidy(p, size) == pytest.approx(public * income(p, size))
    assert cluster.fees(p, size) == pytest.approx(size * p.cluster_fee / 12.0)


def test_a_cluster_without_members_is_kept_as_one_of_a_single_member():
    assert cluster.cost_scale(P, 0) == cluster.cost_scale(P, 1)
    assert cluster.subsidy(P, 0) == cluster.subsidy(P, 1) > 0.0
    scale = cluster.cost_scale(P, 0)
    assert cluster.full_cost(P, scale, 0) == cluster.full_cost(P, scale, 1)
    assert cluster.fees(P, 0) == 0.0


@for_all(members, st.floats(0.1, 1e3))
def test_service_costs_more_for_more_members_and_less_for_each(size, scale):
    cost = cluster.full_cost(P, scale, size)
    twice = cluster.full_cost(P, scale, 2 * size)
    assert cost < twice < 2.0 * cost
    assert twice == pytest.approx(2.0**P.cluster_scale * cost)


def test_the_fee_of_a_further_member_pays_for_more_than_its_service():
    # With economies of scale a growing cluster gets better, a shrinking one worse.
    size = 20
    scale = cluster.cost_scale(P, size)
    paid = [
        (cluster.fees(P, n) + cluster.subsidy(P, size) * n / size) / cluster.full_cost(P, scale, n)
        for n in (10, 20, 40)
    ]
    assert paid[0] < paid[1] < paid[2]
    assert paid[1] == pytest.approx(P.cluster_quality)


@for_all(shares, amounts, st.floats(0.1, 1e5))
def test_quality_moves_to_what_income_pays_and_no_further(quality, money, cost):
    target = min(money / cost, 1.0)
    after = cluster.quality_next(P, quality, money, cost)
    assert between(after, quality, target)
    assert after - quality == pytest.approx((target - quality) / P.cluster_lag)


@for_all(shares, shares, shares)
def test_a_cluster_copies_only_better_ones_and_never_beyond_them(quality, other, trust):
    after = cluster.copied(P, quality, other, trust)
    assert quality <= after <= max(quality, other)
    assert after == quality or other > quality
    assert cluster.copied(P, quality, other, 0.0) == quality
    assert after <= cluster.copied(P, quality, other, 1.0)


def test_at_the_usual_quality_as_many_join_as_leave():
    joining = (1.0 - P.member_share) * cluster.joins(P, P.cluster_quality)
    leaving = P.member_share * cluster.quits(P, P.cluster_quality)
    assert (P.cluster_quality, P.member_share) == (pytest.approx(1.0 / 3.0), 0.25)
    assert joining == pytest.approx(leaving)


def test_a_good_cluster_draws_members_and_a_bad_one_loses_them():
    steps = [k / 10.0 for k in range(11)]
    assert rising([cluster.joins(P, quality) for quality in steps])
    assert rising([cluster.quits(P, quality) for quality in steps[::-1]])
    assert cluster.joins(P, 0.0) == cluster.quits(P, 1.0) == 0.0


@for_all(shares, shares)
def test_services_shield_by_quality_and_only_where_they_are_sold(quality, most):
    p = central(cluster_shield=most)
    assert cluster.shield(p, quality, 0) == 0.0
    assert cluster.shield(p, quality, 1) == pytest.approx(most * quality)


@for_all(shares, shares, st.floats(0.0, 3.0))
def test_a_cluster_passes_calls_on_to_members_in_full_and_beyond_them_in_part(
    quality, beyond, delivery
):
    p = central(cluster_beyond=beyond)
    inside = cluster.brokered(p, quality, 1, delivery)
    assert inside == pytest.approx(quality * delivery)
    assert cluster.brokered(p, quality, 0, delivery) == pytest.approx(beyond * inside)


@for_all(shares)
def test_services_are_paid_by_their_quality(quality):
    assert cluster.service_price(P, quality) == pytest.approx(quality * P.service_price / 12.0)
