"""Fit, learning and the course of a pilot: directions, bounds and known values."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest
from hypothesis import strategies as st

from twinsim.rules import pilot

from .common import GRID, P, Z, central, for_all, rising, shares, vectors

hazards = st.floats(0.0, 0.3)
facets = st.floats(0.5, 2.0)


def pace(technical=P.t_ref, capability=P.c_ref, delivery=1.0, supported=0, cross=0, **other):
    """Progress of a pilot in a month, at home and without luck unless told else."""
    values = {"friction": 0.0, "trust": 0.0, "duration": 1.0, "z": 0.0, **other}
    return pilot.step(P, technical, capability, delivery, supported, cross, *values.values())


@for_all(shares, st.floats(0.5, 6.0), shares, shares)
def test_learning_is_an_inverted_u_in_distance(d_peak, kappa, absorptive, explore):
    p = central(d_peak=d_peak, kappa=kappa)
    peak = min(max(d_peak + 0.2 * (absorptive - 0.5) + 0.1 * explore, 0.1), 0.9)
    assert pilot.learning(p, peak, absorptive, explore) == pytest.approx(1.0)
    nearer = [pilot.learning(p, d, absorptive, explore) for d in np.linspace(0.0, peak, 40)]
    farther = [pilot.learning(p, d, absorptive, explore) for d in np.linspace(peak, 1.0, 40)]
    assert rising(nearer)
    assert rising(farther[::-1])


@for_all(shares, shares)
def test_both_tails_of_learning_are_low_and_its_peak_is_inside(absorptive, explore):
    values = [pilot.learning(P, d, absorptive, explore) for d in np.linspace(0.0, 1.0, 201)]
    assert values[0] < 0.01
    assert values[-1] < 0.01
    assert 0 < int(np.argmax(values)) < 200


def test_an_absorptive_firm_learns_from_farther_away():
    distance = np.linspace(0.0, 1.0, 201)
    peaks = [np.argmax([pilot.learning(P, d, a, 0.0) for d in distance]) for a in (0.0, 0.5, 1.0)]
    assert peaks[0] < peaks[1] < peaks[2]


@for_all(shares, shares, shares)
def test_joint_work_turns_knowledge_towards_the_partner(own, other, learning):
    after = pilot.turned(P, own, other, learning)
    assert min(own, other) - 1e-15 <= after <= max(own, other) + 1e-15


@for_all(vectors, st.data())
def test_fit_is_the_cosine(a, data):
    b = data.draw(st.lists(shares, min_size=len(a), max_size=len(a)))
    norm = np.linalg.norm(a) * np.linalg.norm(b)
    if norm > 1e-100:
        assert pilot.fit(a, b) == pytest.approx(np.dot(a, b) / norm)
    assert pilot.fit(a, b) == pilot.fit(b, a)


@for_all(hazards, hazards, hazards, examples=25)
def test_competing_hazards_stop_a_pilot_in_their_proportions(demand, technical, money):
    total = demand + technical + money
    outcomes = [pilot.stopped(demand, technical, money, u) for u in GRID]
    share = np.bincount(outcomes, minlength=4) / len(GRID)
    assert share[0] == pytest.approx(exp(-total), abs=2e-3)
    for outcome, hazard in ((1, demand), (2, technical), (3, money)):
        expected = hazard / total * (1.0 - exp(-total)) if total > 0.0 else 0.0
        assert share[outcome] == pytest.approx(expected, abs=2e-3)


def test_want_of_fit_skill_or_money_stops_more_pilots():
    assert pilot.stop_demand(P, 0.3, 0.5, 0.5) > pilot.stop_demand(P, 0.9, 0.5, 0.5)
    assert pilot.stop_technical(P, 0.3, 1.0) > pilot.stop_technical(P, 0.9, 1.0)
    assert pilot.stop_money(P, 2.0) > pilot.stop_money(P, 20.0)


def test_the_noise_of_a_pilot_does_not_change_its_mean_pace():
    work = [pace(supported=1, z=z) for z in Z]
    assert np.mean(work) == pytest.approx(1.0 / P.pilot_months, rel=2e-3)


@for_all(shares, st.floats(0.0, 4.0))
def test_host_support_never_slows_a_pilot_and_helps_more_in_a_capable_city(capability, delivery):
    alone = pace(capability=capability, delivery=delivery)
    helped = pace(capability=capability, delivery=delivery, supported=1)
    more = pace(capability=min(1.0, capability + 0.1), delivery=delivery, supported=1)
    assert alone <= helped <= more


@for_all(shares, shares, shares)
def test_a_cross_city_pilot_is_slower_and_trust_takes_the_friction_out(technical, friction, trust):
    home = pace(technical, friction=friction, trust=trust)
    cross = pace(technical, cross=1, friction=friction, trust=trust)
    trusted = pace(technical, cross=1, friction=friction, trust=1.0)
    assert cross <= trusted < home
    assert trusted == pytest.approx(home * (1.0 - P.team_time))


def test_quality_rises_with_fit_skill_and_learning():
    here = pilot.quality(P, 0.5, 0.5, 0.5, 1.0, 0.0)
    assert here < pilot.quality(P, 0.6, 0.5, 0.5, 1.0, 0.0)
    assert here < pilot.quality(P, 0.5, 0.6, 0.5, 1.0, 0.0)
    assert here < pilot.quality(P, 0.5, 0.5, 0.6, 1.0, 0.0)


def test_the_award_pays_for_the_pilot_but_for_the_match():
    assert pilot.firms_part(P, 35.0, 1.0) == pytest.approx(35.0 * P.match)
    unpaid = pilot.firms_part(central(g_award=0.0), 35.0, 1.0)
    assert unpaid == pytest.approx(35.0 * (1.0 + P.match))


@for_all(facets)
def test_a_facet_multiplies_the_duration_and_the_risk_of_a_pilot(factor):
    usual = [pace(), pilot.stop_technical(P, 0.5, 1.0)]
    assert pace(duration=factor) == pytest.approx(usual[0] / factor)
    assert pilot.stop_technical(P, 0.5, factor) == pytest.approx(factor * usual[1])


@for_all(facets, st.floats(-3.0, 3.0))
def test_a_facet_multiplies_the_luck_of_quality_and_nothing_else(spread, z):
    def odds(spread: float, z: float) -> float:
        quality = pilot.quality(P, 0.5, 0.5, 0.5, spread, z)
        return float(np.log(quality / (1.0 - quality)))

    assert odds(spread, 0.0) == odds(1.0, 0.0)
    assert odds(spread, z) == pytest.approx(odds(1.0, spread * z))


@for_all(shares, shares)
def test_exploring_pays_to_learn_from_farther_away(absorptive, explore):
    distance = np.linspace(0.0, 1.0, 201)

    def peak(explore: float) -> int:
        return int(np.argmax([pilot.learning(P, d, absorptive, explore) for d in distance]))

    assert peak(0.0) <= peak(explore) <= peak(1.0)
    assert peak(1.0) == pytest.approx(peak(0.0) + 20, abs=1)  # a tenth farther


def test_the_reasons_why_projects_stop_are_shares():
    shares_ = (pilot.FOR_DEMAND, pilot.FOR_TECHNIQUE, pilot.FOR_MONEY)
    assert sum(shares_) == pytest.approx(1.0)
    assert min(shares_) > 0.0
