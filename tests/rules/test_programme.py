"""What a programme buys, how clear its challenges are, what it passes on."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import strategies as st

from twinsim.rules import programme

from .common import GRID, P, amounts, between, central, for_all, rising, shares, uniforms

cuts = st.lists(shares, max_size=6).map(lambda inner: [0.0, *sorted(inner), 1.0])


@for_all(st.integers(0, 5_000), cuts, uniforms)
def test_parts_sum_to_the_whole_for_any_cut_and_any_draw(total, cut, u):
    parts = [programme.part_of(total, a, b, u) for a, b in pairwise(cut)]
    assert sum(parts) == total
    for part, (a, b) in zip(parts, pairwise(cut), strict=True):
        assert part >= 0
        assert abs(part - total * (b - a)) < 1.0 + 1e-9


@for_all(st.integers(0, 50), shares, shares, examples=25)
def test_each_part_is_right_in_expectation(total, a, b):
    low, high = sorted((a, b))
    mean = np.mean([programme.part_of(total, low, high, u) for u in GRID])
    assert mean == pytest.approx(total * (high - low), abs=1e-3)


@for_all(st.floats(0.0, 500.0), st.floats(0.5, 40.0), examples=25)
def test_a_purse_is_spent_in_expectation(purse, unit):
    bought = [programme.places_bought(purse, unit, u) for u in GRID]
    assert np.mean(bought) == pytest.approx(purse / unit, abs=1e-3)
    assert max(bought) - min(bought) <= 1


def test_what_costs_nothing_or_has_no_purse_buys_no_places():
    assert programme.places_bought(0.0, 10.0, 1.0 - 2.0**-53) == 0
    assert programme.places_bought(100.0, 0.0, 0.5) == 0


def test_delivery_has_mean_one_and_is_nothing_for_its_share():
    # The gamma has mean 1; the law is linear in it, so its mean may stand for it.
    luck = [programme.delivered(P, u, 1.0) for u in GRID]
    assert np.mean(luck) == pytest.approx(1.0)
    assert np.mean([x == 0.0 for x in luck]) == pytest.approx(P.delivery_zero)
    assert programme.delivered(P, 0.9, 2.0) == 2.0 * programme.delivered(P, 0.9, 1.0)


@for_all(amounts, amounts, shares)
def test_money_and_capability_make_a_challenge_clearer(a, b, capability):
    less, more = sorted((a, b))
    low, high = (programme.clarity(P, effort, capability) for effort in (less, more))
    assert P.clarity_floor - 1e-15 <= low <= high <= 1.0
    assert high <= programme.clarity(P, more, 1.0)


@for_all(st.integers(1, 12), st.integers(1, 13))
def test_the_weights_of_a_theme_sum_to_one(owned, n):
    if owned < n:
        own, rest = (programme.theme_weight(P, own, owned, n) for own in (1, 0))
        assert owned * own + (n - owned) * rest == pytest.approx(1.0)


@for_all(shares, shares)
def test_programmes_of_other_links_help_where_they_know_more_and_never_hold_back(own, other):
    after = programme.interfaced(P, own, other)
    assert own <= after <= max(own, other)
    if other <= own:
        assert after == own
    else:
        assert after - own == pytest.approx(P.interface_share * (other - own))


@for_all(shares, shares, shares, shares)
def test_a_mission_driver_turns_a_weight_from_even_to_shared(even, shared, a, b):
    weak, strong = sorted((a, b))
    low, high = (programme.aligned(P, even, shared, driver) for driver in (weak, strong))
    assert programme.aligned(P, even, shared, 0.0) == even
    assert programme.aligned(P, even, shared, 1.0) == pytest.approx(shared)
    assert between(low, even, high)
    assert between(high, low, shared)


@for_all(amounts, amounts, st.floats(0.1, 1e4))
def test_money_works_up_to_its_reference(a, b, reference):
    less, more = sorted((a, b))
    weak, strong = (programme.strength(spend, reference) for spend in (less, more))
    assert 0.0 <= weak <= strong <= 1.0
    assert programme.strength(0.0, reference) == 0.0
    assert programme.strength(reference, reference) == 1.0
    assert programme.strength(0.25 * reference, reference) == pytest.approx(0.25)


def test_the_usual_lines_of_two_cities_do_their_full_work():
    assert programme.playbook_strength(P, 0.5 * P.line_playbooks) == 1.0
    assert programme.playbook_strength(P, P.line_playbooks) == 1.0
    assert programme.outreach_ratio(P, 0.5 * P.line_outreach) == pytest.approx(1.0)
    assert programme.outreach_ratio(P, 1e6) == 10.0


def test_friction_delays_the_first_call_by_its_span():
    months = [programme.mobilisation(P, friction) for friction in np.linspace(0.0, 1.0, 21)]
    assert rising(months)
    assert (months[0], months[-1]) == (P.mobilise_min, P.mobilise_min + P.mobilise_span)


def test_a_cohort_takes_its_call_selection_training_and_showcase():
    parts = P.call_months + P.select_months + P.training_months + P.showcase_after
    assert programme.cohort_months(P) == parts
    assert programme.cohort_months(central(call_months=P.call_months + 1)) == parts + 1


@for_all(amounts, amounts, shares, shares)
def test_monitoring_teaches_only_what_is_past(analysis, monitoring, past, luck):
    first = programme.analysis_effort(P, analysis, monitoring, 0.0, luck)
    later = programme.analysis_effort(P, analysis, monitoring, past, luck)
    assert first == pytest.approx(luck * analysis)
    assert later == pytest.approx(luck * (analysis + monitoring * past))


@for_all(st.floats(0.05, 1.0), st.floats(0.05, 1.0), st.integers(0, 1), st.integers(0, 1))
def test_a_theme_appeals_by_the_product_of_its_owners_needs_and_priorities(a, b, first, second):
    appeal = programme.theme_appeal(P, a, first) + programme.theme_appeal(P, b, second)
    weight = {0: P.priority_floor, 1: 1.0}
    assert np.exp(appeal) == pytest.approx(a * b * weight[first] * weight[second])
