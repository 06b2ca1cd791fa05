"""Who adopts and buys what was piloted, and when: directions, bounds and known values."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from hypothesis import strategies as st

from twinsim.rules import pilot

from .common import P, central, for_all, rising, shares

REFERENCE = {
    "quality": P.q_ref,
    "capability": P.c_ref,
    "legitimacy": P.v_ref,
    "market": P.m_ref,
    "need": P.need_ref,
}
factors = st.floats(0.2, 2.0)


def pull(p, **times: float) -> float:
    """Pull of the reference case with some of it changed by a factor."""
    return pilot.pull(p, *(times.get(name, 1.0) * value for name, value in REFERENCE.items()))


def test_orders_do_not_come_at_once_and_do_not_come_for_ever():
    window = P.adopt_window
    assert pilot.ripeness(P, -1.0, window) == pilot.ripeness(P, 0.0, window) == 0.0
    months = np.linspace(0.0, 200.0, 4_001)
    ripe = [pilot.ripeness(P, month, window) for month in months]
    peak = int(np.argmax(ripe))
    assert months[peak] == pytest.approx(P.order_ramp * log(1.0 + window / P.order_ramp), abs=0.05)
    assert rising(ripe[: peak + 1])
    assert rising(ripe[peak:][::-1])
    assert ripe[-1] < 1e-3


def test_the_pull_of_the_reference_case_is_one_and_its_hazard_the_base():
    assert pull(P) == pytest.approx(1.0)
    assert pilot.host_hazard(P, pull(P), 0.0, 1.0, 0) == pytest.approx(P.adopt_base)
    assert pilot.sale_hazard(P, P.q_ref, P.m_ref, 1.0, 0) == pytest.approx(P.sale_base)


@for_all(shares, shares, shares)
def test_trust_replicates_and_friction_hinders(wanted, friction, trust):
    hazard = pilot.twin_hazard(P, wanted, 0.0, 1.0, trust, friction)
    assert 0.0 <= hazard <= pilot.twin_hazard(P, wanted, 0.0, 1.0, 1.0, friction)
    assert hazard <= pilot.twin_hazard(P, wanted, 0.0, 1.0, trust, 0.0)
    assert pilot.sale_abroad_hazard(P, hazard, 0.0) == 0.0


@pytest.mark.parametrize("name", REFERENCE)
@pytest.mark.parametrize("elasticity", [0.0, 0.5, 1.0, 2.0])
def test_what_a_city_wants_follows_each_fact_by_its_elasticity(name, elasticity):
    p = central(**{f"demand_{name}": elasticity})
    for factor in (0.5, 1.0, 1.5):
        assert pull(p, **{name: factor}) == pytest.approx(factor**elasticity)


def test_a_city_that_cannot_or_does_not_believe_wants_nothing_unless_that_is_no_matter():
    for name in REFERENCE:
        assert pull(P, **{name: 0.0}) < 1e-200
        assert pull(central(**{f"demand_{name}": 0.0}), **{name: 0.0}) == 1.0


@for_all(shares, factors, factors)
def test_private_customers_ask_for_quality_and_readiness_alone(ripe, quality, market):
    usual = pilot.sale_hazard(P, P.q_ref, P.m_ref, ripe, 0)
    here = pilot.sale_hazard(P, quality * P.q_ref, market * P.m_ref, ripe, 0)
    assert usual == pytest.approx(P.sale_base * ripe)
    assert here == pytest.approx(quality * market * usual)
    p = central(demand_capability=0.0, demand_legitimacy=0.0, demand_need=0.0)
    assert pilot.sale_hazard(p, quality * P.q_ref, market * P.m_ref, ripe, 0) == here


@for_all(shares, shares, shares)
def test_an_opened_home_market_adds_its_part_to_sales(quality, market, ripe):
    shut = pilot.sale_hazard(P, quality, market, ripe, 0)
    opened = pilot.sale_hazard(P, quality, market, ripe, 1)
    assert opened == pytest.approx((1.0 + P.home_market) * shut)


@for_all(shares, shares, shares, shares)
def test_nobody_copies_before_the_first(quality, need, legitimacy, ripe):
    assert pilot.copy_hazard(P, 0.0, quality, need, legitimacy, ripe) == 0.0


@for_all(shares, shares)
def test_the_more_have_adopted_the_more_copy(a, b):
    fewer, more = sorted((a, b))
    usual = (P.q_ref, P.need_ref, P.v_ref, 1.0)
    assert pilot.copy_hazard(P, fewer, *usual) <= pilot.copy_hazard(P, more, *usual)
    if more > 0.0:  # a Bass law in the reference case
        law = P.diffusion_p + P.diffusion_q * more
        assert pilot.copy_hazard(P, more, *usual) == pytest.approx(law)


@for_all(factors, factors, factors)
def test_who_copies_asks_for_quality_need_and_legitimacy(quality, need, legitimacy):
    usual = pilot.copy_hazard(P, 0.5, P.q_ref, P.need_ref, P.v_ref, 1.0)
    here = pilot.copy_hazard(
        P, 0.5, quality * P.q_ref, need * P.need_ref, legitimacy * P.v_ref, 1.0
    )
    assert here == pytest.approx(quality * need * legitimacy * usual)


@for_all(st.floats(0.0, 100.0))
def test_an_adoption_sets_the_clock_back_by_half(clock):
    assert pilot.set_back(clock) == pytest.approx(0.5 * clock)


@for_all(shares, shares, shares)
def test_a_contract_and_citizens_who_know_hasten_an_adoption(wanted, told, ripe):
    plain = pilot.host_hazard(P, wanted, 0.0, ripe, 0)
    assert plain == pytest.approx(P.adopt_base * wanted * ripe)
    assert plain <= pilot.host_hazard(P, wanted, told, ripe, 0)
    assert pilot.host_hazard(P, wanted, told, ripe, 1) == pytest.approx(
        P.commit_scale * pilot.host_hazard(P, wanted, told, ripe, 0)
    )
