"""Firms' money: flows explain cash, unpaid cost is what firms do, births and exits the stock."""

from __future__ import annotations

import numpy as np
import pytest

from twinsim.rules import cluster as cluster_rules
from twinsim.world.columns import COLUMN

INTO = ("cash_earned", "equity", "cash_entered")
OUT_OF = ("cash_paid_out", "firms_unpaid", "cash_lost")
LIVELY = ("months=60", "parameters.deal_bau=0.02", "parameters.margin_sd=0.2")
ARMS = ["baseline", "solo", "twin"]


class TestCash:
    """cash = start + earned + equity + entered − paid out − unpaid − lost, in every city."""

    @pytest.mark.parametrize("arm", ARMS)
    def test_flows_explain_cash_month_by_month(self, runs, of, busy, scenario, arm: str) -> None:
        for keys in ((), (*busy, *LIVELY)):
            block = runs(arm, "months=60", *keys, of=scenario)
            change = np.diff(of(block, "cash", months=True), axis=2)
            flows = sum(np.diff(of(block, id, months=True), axis=2) for id in INTO)
            flows = flows - sum(np.diff(of(block, id, months=True), axis=2) for id in OUT_OF)
            scale = 1.0 + of(block, "cash_earned", months=True)[:, :, 1:]
            scale = scale + of(block, "cash", months=True)[:, :, 1:]
            assert (np.abs(change - flows) <= 1e-9 * scale).all()

    @pytest.mark.parametrize("arm", ARMS)
    def test_flows_explain_cash_from_the_scenarios_start_to_its_end(
        self, world, history, final, busy, scenario: str, arm: str
    ) -> None:
        setup = world(*busy, *LIVELY, of=scenario).setups[arm]
        months = history(setup, 1)
        start = next(_cash(before, setup) for t, before, _ in months if t == setup.warmup)
        after = final(setup, 1)
        column = after.flows.T
        flows = sum(column[getattr(COLUMN, id)] for id in INTO)
        flows = flows - sum(column[getattr(COLUMN, id)] for id in OUT_OF)
        assert _cash(after, setup) == pytest.approx(start + flows, rel=1e-9, abs=1e-6)
        assert column[COLUMN.cash] == pytest.approx(_cash(after, setup), rel=1e-12)
        assert (start[setup.cities["follower"] == 0] > 0.0).all()

    @pytest.mark.parametrize("arm", ["baseline", "twin"])
    def test_what_is_earned_is_margin_on_revenue(self, world, history, added, arm: str) -> None:
        setup = world("months=24").setups[arm]
        for t, before, after in history(setup, 3):
            stay = before.sme["alive"] == 1
            firms = after.sme[stay]
            earned = np.bincount(firms["home"], firms["margin"] * firms["revenue"])
            flows = added(setup, t, before, after)
            assert flows[:, COLUMN.cash_earned] == pytest.approx(earned, rel=1e-9), t
            revenue = np.bincount(firms["home"], firms["revenue"])
            assert flows[:, COLUMN.revenue] == pytest.approx(revenue, rel=1e-9), t


class TestUnpaid:
    """What firms do for a programme on their own account: bids, courses, teams, their match."""

    @pytest.mark.parametrize("arm", ARMS)
    def test_cost_is_bids_courses_teams_services_and_pilots(
        self, world, history, added, progress, busy, scenario: str, arm: str
    ) -> None:
        keys = (*busy, "months=60", "parameters.consortium_base=1")
        setup = world(*keys, of=scenario).setups[arm]
        p = world(*keys, of=scenario).parameters[arm]
        teams = 0
        for t, before, after in history(setup, 3):
            flows = added(setup, t, before, after)
            unpaid = flows[:, COLUMN.firms_unpaid]
            assert after.city["unpaid"] == pytest.approx(unpaid, abs=1e-9)
            done = sum(progress(before, after, supported=s).sum() for s in (True, False))
            cost = p.bid_cost * flows[:, COLUMN.bids].sum()
            cost += p.hour_value * flows[:, COLUMN.training_hours].sum()
            cost += p.match * p.award * done + _services(p, before, after)
            found = (unpaid.sum() - cost) / p.team_cost
            assert found == pytest.approx(round(found), abs=1e-6), t
            assert found >= -1e-6
            if scenario == "belfast-sejong":  # a fund finds partners in the month of the start
                assert round(found) == _teams(setup, t, before, after), t
            teams += round(found)
        assert (teams > 0) == (arm == "twin")

    def test_members_pay_for_services_once_they_are_offered(self, runs, of) -> None:
        """Without other services: the cluster of one sector in one city."""
        keys = ("months=24", "programme.cohorts=0", "programme.focus={research=1.0}")
        usual = runs("twin", *keys, "programme.fund=0", of="alliance")
        none = runs("twin", *keys, "programme.fund=0", "programme.steps=[]", of="alliance")
        more = of(usual, "firms_unpaid") - of(none, "firms_unpaid")
        assert (more[:, 0] > 0.0).all()
        assert np.abs(more[:, 1:]).max() == 0.0


@pytest.mark.parametrize("arm", ARMS)
def test_the_stock_of_firms_is_explained_by_births_and_exits(
    runs, of, busy, scenario: str, arm: str
) -> None:
    for keys in ((), busy):
        block = runs(arm, "months=60", *keys, of=scenario)
        entries = sum(of(block, id, months=True) for id in ("births", "spinouts", "graduates"))
        change = np.diff(entries - of(block, "exits", months=True), axis=2)
        assert np.array_equal(np.diff(of(block, "firms", months=True), axis=2), change)
    assert entries[..., -1].sum() > of(block, "births").sum()


def _cash(state, setup):
    """Cash of the live firms of each city."""
    live = state.sme[state.sme["alive"] == 1]
    return np.bincount(live["home"], live["cash"], minlength=len(setup.cities))


def _services(p, before, after) -> float:
    """What members of clusters that offer services have paid for them in a month."""
    offers = after.cluster["services"] == 1
    paid = 0.0
    for quality, members in zip(
        before.cluster["quality"][offers], after.cluster["members"][offers], strict=True
    ):
        paid += members * cluster_rules.service_price(p, quality)
    return paid


def _teams(setup, t: int, before, after) -> int:
    """Cross-city pilots that started in a month, of firms that won a place in a call."""
    if not setup.plan["pilots"][:, t].any():
        return 0
    alive, home = after.sme["alive"] == 1, after.sme["home"]
    partner = before.sme["partner"]
    team = (before.sme["place"] == 1) & alive & (partner >= 0)
    return int((team & alive[partner] & (home[partner] != home)).sum())
