"""Universities: how many, how long ties hold, what exchanges teach, who founds and leads."""

from __future__ import annotations

import math

import pytest
from hypothesis import strategies as st

from twinsim.rules import university

from .common import P, between, central, for_all, rising, shares

months = st.integers(0, 240)
successes = st.integers(0, 10)


@for_all(st.integers(0, 500), st.floats(0.0, 2e7))
def test_a_known_number_of_universities_is_taken_as_it_is(known, people):
    assert university.universities(P, float(known), people) == known


def test_where_no_number_is_known_it_grows_with_the_root_of_residents_from_one_to_eight():
    def of(people: float) -> int:
        return university.universities(P, -1.0, people)

    assert of(0.0) == 1
    assert of(P.university_residents) == 2  # 1.5, rounded
    assert of(4.0 * P.university_residents) == 3
    assert of(16.0 * P.university_residents) == 6
    assert of(1e9) == 8
    assert rising([of(people) for people in range(0, 10_000_000, 50_000)])


@for_all(months, successes)
def test_the_end_of_a_tie_is_half_as_likely_after_each_joint_success(age, joint):
    hazard = university.tie_end(P, age, joint)
    assert university.tie_end(P, age, joint + 1) == pytest.approx(0.5 * hazard)


@for_all(months, successes)
def test_a_tie_that_has_lasted_lasts(age, joint):
    assert university.tie_end(P, age + 1, joint) < university.tie_end(P, age, joint)
    assert university.tie_end(P, 0, 0) == P.tie_hazard
    assert university.tie_end(P, round(P.tie_age), 0) == pytest.approx(0.5 * P.tie_hazard)


def test_most_new_ties_that_stay_idle_are_gone_within_a_year():
    kept = math.exp(-sum(university.tie_end(P, month, 0) for month in range(12)))
    assert 0.1 < kept < 0.3


@for_all(shares)
def test_an_exchange_opens_a_firm_by_its_part_of_what_is_missing(absorptive):
    after = university.absorptive_next(P, absorptive)
    assert absorptive <= after <= 1.0
    assert after - absorptive == pytest.approx(P.exchange_absorptive * (1.0 - absorptive))


@for_all(shares, shares, shares)
def test_an_exchange_turns_knowledge_towards_the_partner_and_never_past_it(own, other, learning):
    after = university.taught(P, own, other, learning)
    assert between(after, own, other)
    assert after - own == pytest.approx(P.learn_rate * learning * (other - own))


@for_all(st.lists(st.tuples(shares, shares), min_size=2, max_size=13), shares)
def test_what_is_taught_changes_no_sum(pairs, learning):
    before = sum(own for own, _ in pairs)
    gap = sum(other for _, other in pairs) - before
    after = sum(university.taught(P, own, other, learning) for own, other in pairs)
    assert after == pytest.approx(before + P.learn_rate * learning * gap)


@for_all(st.floats(0.0, 1.0), st.floats(0.0, 2.0))
def test_a_tie_abroad_adds_its_part_to_spin_outs(base, more):
    p = central(spin_base=base, spin_tie=more)
    assert university.spins_out(p, 0) == base
    assert university.spins_out(p, 1) == pytest.approx(base * (1.0 + more))


@for_all(shares, shares)
def test_a_university_leads_the_more_readily_the_better_a_challenge_fits(a, b):
    worse, better = sorted((a, b))
    assert 0.0 <= university.leads(P, worse) <= university.leads(P, better) <= P.lead_base
    assert university.leads(P, P.bid_fit_ref) == pytest.approx(0.5 * P.lead_base)
