"""Two cities: friction, and how trust grows, breaks and fades."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from twinsim.rules import link

from .common import P, amounts, central, for_all, rising, shares

fives = st.lists(shares, min_size=5, max_size=5)


@for_all(fives, fives)
def test_friction_is_a_share_and_rises_with_each_distance(weights, distances):
    names = ("language", "distance", "governance", "size", "wealth")
    p = central(**{f"friction_{n}": w for n, w in zip(names, weights, strict=True)})
    before = link.friction(p, *distances)
    assert 0.0 <= before <= 1.0
    for n in range(5):
        farther = [1.0 if k == n else distance for k, distance in enumerate(distances)]
        assert link.friction(p, *farther) >= before - 1e-15


def test_equal_cities_in_one_place_have_no_friction():
    assert link.friction(P, 0.0, link.far(0.0), 0.0, link.unlike(1.0, 20.0), 0.0) == 0.0


def test_distance_runs_from_nothing_at_home_to_one_at_the_other_end_of_the_world():
    assert link.far(0.0) == 0.0
    assert link.far(20_000.0) == pytest.approx(1.0)
    assert rising([link.far(km) for km in range(0, 25_000, 500)])


@for_all(st.floats(1e-6, 1e6), st.floats(1.1, 100.0))
def test_unlike_sizes_count_the_same_either_way_round(ratio, most):
    assert link.unlike(ratio, most) == pytest.approx(link.unlike(1.0 / ratio, most))
    assert link.unlike(most, most) == pytest.approx(1.0)


@for_all(shares, shares)
def test_trust_stays_a_share_and_moves_as_the_event_says(trust, start):
    assert trust <= link.after_success(P, trust) <= 1.0
    assert 0.0 <= link.after_failure(P, trust) <= trust
    idle = link.idle_trust(P, trust, start, 0.0)
    assert min(trust, start) - 1e-15 <= idle <= max(trust, start) + 1e-15


@for_all(shares, shares, shares)
def test_visits_hold_trust_and_never_make_more_than_their_cap(trust, cap, rate):
    p = central(cap_visit=cap, trust_visit=rate)
    after = link.after_visit(p, trust)
    assert trust <= after <= max(trust, cap) + 1e-15


def test_idle_trust_loses_half_its_lead_in_its_half_life():
    trust, start = 0.8, 0.2
    for _ in range(int(P.trust_halflife)):
        trust = link.idle_trust(P, trust, start, 0.0)
    assert trust == pytest.approx(0.5)
    assert link.idle_trust(P, trust, start, 1.0) > link.idle_trust(P, trust, start, 0.0)


@for_all(amounts, amounts)
def test_more_prior_ties_never_mean_less_trust(a, b):
    fewer, more = sorted((a, b))
    assert P.trust_floor <= link.trust_at_start(P, fewer) <= link.trust_at_start(P, more) <= 1.0
