"""Procurement: what a city pays, what its budget bears, and what reaches the firms."""

from __future__ import annotations

import numpy as np
import pytest

from twinsim.rules import city as city_rules
from twinsim.world.columns import COLUMN

RICH = "parameters.procurement_per_head=20"
KEEN = ("months=60", "parameters.diffusion_q=0.5", RICH)


def test_no_year_pays_more_than_its_budget(world, history, added, busy, scenario: str) -> None:
    setup = world(*busy, "months=60", of=scenario).setups["twin"]
    paid = np.zeros((setup.months // 12, len(setup.cities)))
    for t, before, after in history(setup, 1):
        paid[t // 12] += added(setup, t, before, after)[:, COLUMN.procurement]
    assert (paid <= setup.cities["yearly"] * (1.0 + 1e-12)).all()
    assert (paid.max(axis=0) > 0.5 * setup.cities["yearly"]).any()


@pytest.mark.parametrize("arm", ["baseline", "solo", "twin"])
def test_a_budget_falls_by_what_is_paid_or_cut_and_lapses_each_year(
    world, history, added, busy, scenario: str, arm: str
) -> None:
    setup = world(*busy, "months=60", of=scenario).setups[arm]
    for t, before, after in history(setup, 1):
        new = added(setup, t, before, after)
        paid = new[:, COLUMN.procurement] + new[:, COLUMN.budget_cut]
        had = setup.cities["yearly"] if t % 12 == 0 else before.city["budget"]
        assert after.city["budget"] == pytest.approx(had - paid, abs=1e-9)


@pytest.mark.parametrize("arm", ["baseline", "twin"])
@pytest.mark.parametrize("price", [60, 400])
@pytest.mark.parametrize("name", ["belfast-sejong", "alliance"])
def test_what_cities_pay_is_what_firms_receive_and_what_leaks(
    world, history, added, busy, name: str, arm: str, price: int
) -> None:
    keys = (*busy, "months=60", f"parameters.contract_price={price}", "parameters.leakage=0.3")
    keys = (*keys, RICH) if name == "alliance" else keys
    setup = world(*keys, of=name).setups[arm]
    p = world(*keys, of=name).parameters[arm]
    total = 0.0
    for t, before, after in history(setup, 1):
        flows = added(setup, t, before, after)
        paid = flows[:, COLUMN.procurement].sum()
        received = _received(p, t, before, after)
        assert received + flows[:, COLUMN.leaked].sum() == pytest.approx(paid, abs=1e-8), t
        assert flows[:, COLUMN.leaked].sum() == pytest.approx(0.3 * paid, abs=1e-8)
        total += paid
    assert total > 1000.0


@pytest.mark.parametrize("arm", ["baseline", "solo", "twin"])
def test_adoptions_are_the_hosts_the_twins_or_copies(runs, of, busy, scenario, arm) -> None:
    """A copy counts where the solution comes from, every adoption where it is bought."""
    block = runs(arm, *busy, *KEEN, of=scenario)
    adoptions, hosts = of(block, "adoptions"), of(block, "host_adoptions")
    twins, copies = of(block, "twin_adoptions"), of(block, "follower_adoptions")
    assert np.array_equal(adoptions.sum(axis=1), (hosts + twins + copies).sum(axis=1))
    assert (hosts + twins <= adoptions).all()
    assert (of(block, "supported_adoptions") <= hosts).all()
    assert hosts.sum() > 0.0
    assert (twins.sum() > 0.0) == (arm == "twin")
    assert (copies.sum() > 0.0) == (scenario == "alliance")


@pytest.mark.parametrize("arm", ["baseline", "solo", "twin"])
def test_prices_and_savings_are_the_list_price_of_all_adoptions(
    world, runs, of, busy, scenario: str, arm: str
) -> None:
    block = runs(arm, *busy, *KEEN, of=scenario)
    p = world(*busy, *KEEN, of=scenario).parameters[arm]
    listed = p.contract_price * of(block, "adoptions")
    assert of(block, "contract_value") + of(block, "saved") == pytest.approx(listed)
    assert (of(block, "saved") >= 0.0).all()
    assert (of(block, "saved").sum() > 0.0) == (arm == "twin")


def test_savings_are_at_most_the_greatest_discount(runs, of, busy) -> None:
    keys = (*busy, *KEEN, "parameters.discount_max=0.4")
    block = runs("twin", *keys, of="alliance", count=20)
    value, saved = of(block, "contract_value").sum(), of(block, "saved").sum()
    assert 0.0 < saved <= 0.4 * (value + saved)


def test_followers_only_copy(world, final, runs, of, busy) -> None:
    """They have no firms of their own and adopt nothing that no other city has adopted."""
    block = runs("twin", *busy, *KEEN, of="alliance")
    followers = world(of="alliance").setups["twin"].cities["follower"] == 1
    for id in ("firms", "jobs", "revenue", "bids", "host_adoptions", "twin_adoptions", "spend"):
        assert not of(block, id)[:, followers].any(), id
        assert of(block, id)[:, ~followers].any(), id
    assert of(block, "adoptions")[:, followers].any()
    setup = world(*busy, *KEEN, of="alliance").setups["twin"]
    for replicate in range(4):
        state = final(setup, replicate)
        adopted = state.order["adopted"][state.sme["alive"] == 1]
        month = np.where(adopted >= 0, adopted, setup.months)
        copied = (adopted[:, followers] >= 0).any(axis=1)
        assert copied.any()
        first = month[:, ~followers].min(axis=1)
        assert (month[:, followers].min(axis=1)[copied] > first[copied]).all()


def _received(p, t: int, before, after) -> float:
    """What firms have been paid for contract work in a month, from their backlogs alone."""
    stay = before.sme["alive"] == 1
    kept = 1.0 - 1.0 / p.work_months
    change = after.sme["backlog"][stay] - kept * before.sme["backlog"][stay]
    # Orders come after the month's work; upkeep and debts are paid before it.
    ordered = (after.order["adopted"] == t) & (after.sme["alive"] == 1)[:, None]
    debts = np.where(ordered, after.order["owed"] - before.order["owed"], 0.0)
    first = np.where(ordered, after.order["price"], 0.0) - debts
    at_home = city_rules.home_part(p, first.sum())
    return at_home + (change.sum() - at_home) / kept
