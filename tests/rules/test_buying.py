"""How cities pay, alone and jointly, and whom new sales displace."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from twinsim.rules import city

from .common import P, amounts, between, central, for_all, rising, shares


@for_all(amounts, amounts)
def test_the_first_payment_is_at_most_the_price_and_the_cap(price, yearly):
    paid = city.first_payment(P, price, yearly)
    assert paid == min(price, P.price_cap * yearly)


@for_all(st.floats(-100.0, 1e6), amounts)
def test_a_budget_pays_a_share_of_what_is_due_and_no_more_than_it_has(budget, due):
    share = city.share_paid(budget, due)
    assert 0.0 <= share <= 1.0
    assert share * due <= max(budget, 0.0) * (1.0 + 1e-12) + 1e-12
    if 0.0 < due <= budget:
        assert share == 1.0


@for_all(amounts, st.floats(1.0, 1e6), shares, shares)
def test_displaced_sales_are_lost_by_modelled_firms_and_the_rest_at_most_half_of_theirs(
    new, sales, displacement, modelled
):
    p = central(displacement=displacement, modelled_share=modelled)
    share = city.loss_share(p, new, sales)
    assert 0.0 <= share <= 0.5
    rest = city.rest_loss(p, new, share, sales)
    assert rest >= -1e-9 * (1.0 + new)
    assert share * sales + rest == pytest.approx(displacement * new, abs=1e-9)


@for_all(amounts, shares)
def test_what_leaks_is_not_done_at_home(paid, leakage):
    assert 0.0 <= city.home_part(central(leakage=leakage), paid) <= paid


@for_all(amounts, st.floats(0.0, 0.5), shares)
def test_a_framework_gets_cheaper_with_each_buyer_down_to_its_discount(price, most, gain):
    p = central(discount_max=most, g_joint_procurement=gain)
    prices = [city.framework_price(p, price, buyers) for buyers in range(1, 40)]
    assert prices[0] == price
    assert rising(prices[::-1])
    assert prices[-1] >= price * (1.0 - gain * most) - 1e-9


def test_two_buyers_get_four_tenths_of_the_largest_discount():
    # 1 - 2^-.74 = .40: that is 8 % of the price where many buyers would get 20 %.
    for most, discount in ((0.2, 0.08), (0.5, 0.2)):
        p = central(discount_max=most)
        assert 1.0 - city.framework_price(p, 1.0, 2) == pytest.approx(discount, rel=0.01)
    assert city.framework_price(P, 100.0, 10**9) == pytest.approx(100.0 * (1.0 - P.discount_max))


@for_all(amounts, shares, st.integers(1, 20))
def test_outsiders_hear_of_part_of_the_discount(price, known, buyers):
    joint = city.framework_price(P, price, buyers)
    outside = city.known_price(central(price_known=known), price, joint)
    assert between(outside, joint, price)
    assert city.known_price(central(price_known=0.0), price, joint) == price
    assert city.known_price(central(price_known=1.0), price, joint) == pytest.approx(joint)


def test_an_order_waits_only_for_a_city_that_is_about_to_decide():
    hazard = 1.0 / P.joint_window
    assert city.waits(P, 0, 1.01 * hazard) == 1
    assert city.waits(P, 0, 0.99 * hazard) == city.waits(P, 0, 0.0) == 0


@for_all(st.integers(0, 40), st.floats(0.0, 5.0))
def test_no_order_waits_longer_than_the_window_or_without_joint_procurement(months, hazard):
    assert city.waits(central(g_joint_procurement=0.0), months, hazard) == 0
    if months >= P.joint_window:
        assert city.waits(P, months, hazard) == 0


@for_all(amounts, amounts)
def test_a_payment_leaves_the_rest_and_never_a_debt(budget, paid):
    assert city.left(budget, paid) == max(budget - paid, 0.0)
