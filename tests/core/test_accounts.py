"""Money: every pound is in one line, nothing is paid beyond its plan, and both sides agree."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from twinsim.rules import city as city_rules
from twinsim.rules import firm as firm_rules
from twinsim.rules.draws import PLACES, PLANNED_BIDS, draw
from twinsim.rules.programme import places_bought
from twinsim.world.columns import COLUMN, COLUMNS
from twinsim.world.keys import programme_key, world_key

LINES = [id for id in COLUMNS if id.startswith("spend_")]
STOPPED = [id for id in COLUMNS if id.startswith("stopped_")]
FIXED = (
    "teams",
    "coordination",
    "analysis",
    "playbooks",
    "outreach",
    "showcases",
    "dissemination",
    "monitoring",
)
SMALL = (
    'cities=["dundee", "lund"]',
    'programme.links=[["dundee", "lund"]]',
    "warmup=6",
    "months=50",
    "parameters.smes_per_1000=0.2",
    "parameters.reach_base=0.9",
    "programme.cohorts=3",
    "programme.payers={dundee=0.3, lund=0.7}",
)
WORLDS = 250


def of(block, id: str):
    return block.cities[..., COLUMNS.index(id)]


def keyed(setup, replicate: int, purse: float, unit: float, event: int) -> int:
    """What a purse buys in a world, by the programme's own draw."""
    u = draw(programme_key(world_key(int(setup.luck), replicate)), 0, event, 0)
    return places_bought(purse, unit, u)


class TestProgramme:
    @pytest.mark.parametrize("arm", ["solo", "twin"])
    @pytest.mark.parametrize("cohorts", [1, 3])
    def test_lines_sum_to_the_spend(self, runs, arm: str, cohorts: int) -> None:
        block = runs(arm, f"programme.cohorts={cohorts}")
        total = sum(block.months[..., COLUMNS.index(line)] for line in LINES)
        assert total == pytest.approx(block.months[..., COLUMN.spend], rel=1e-12, abs=1e-9)
        assert len(LINES) == 12

    @pytest.mark.parametrize("arm", ["solo", "twin"])
    def test_fixed_lines_are_drawn_as_planned_by_those_who_pay(self, world, runs, arm) -> None:
        payers = ("programme.payers={belfast=0.3, sejong=0.7}",)
        setup = world(*payers).setups[arm]
        for line in FIXED:
            drawn = of(runs(arm, *payers), f"spend_{line}")
            total = setup.programmes[line].sum()
            assert drawn == pytest.approx(np.tile([0.3 * total, 0.7 * total], (6, 1)))

    @pytest.mark.parametrize("arm", ["solo", "twin"])
    def test_never_more_is_drawn_than_planned_plus_a_place(self, world, runs, arm) -> None:
        block = runs(arm, count=20)
        unit = world().setups[arm].programmes["unit"][0]
        drawn = of(block, "spend").sum(axis=1)
        assert (drawn <= 1000.0 + unit).all()
        assert (drawn >= 500.0).all()
        assert of(block, "planned").sum(axis=1) == pytest.approx(1000.0)

    @pytest.mark.parametrize("arm", ["solo", "twin"])
    def test_places_cost_no_more_than_were_bought(self, world, runs, arm) -> None:
        block = runs(arm, count=20)
        plan = world().setups[arm].programmes[0]
        bought = of(block, "places").sum(axis=1)
        for line, price in (("awards", "award"), ("host", "host_support")):
            assert (of(block, f"spend_{line}").sum(axis=1) <= bought * plan[price] + 1e-9).all()
        training = of(block, "spend_upskilling").sum(axis=1)
        assert (training <= bought * plan["training"] + 1e-9).all()

    def test_the_baseline_spends_nothing(self, runs) -> None:
        for id in ("spend", "planned", "places", "visits", *LINES):
            assert not of(runs("baseline"), id).any()

    @pytest.mark.parametrize("arm", ["solo", "twin"])
    def test_awards_and_host_support_follow_progress(self, world, history, busy, arm) -> None:
        setup = world(*busy, "months=60", "parameters.stop_base=0.02").setups[arm]
        plan = setup.programmes[0]
        for t, before, after in history(setup, 2):
            drawn = _new(t, setup, before, after)
            done = _progress(before, after, supported=True).sum()
            awards, host = (drawn[:, COLUMNS.index(f"spend_{id}")] for id in ("awards", "host"))
            assert awards.sum() == pytest.approx(plan["award"] * done, abs=1e-9), t
            assert host.sum() == pytest.approx(plan["host_support"] * done, abs=1e-9), t

    def test_without_awards_firms_pay_instead(self, runs) -> None:
        keys = ("months=40",)
        given, cut = runs("twin", *keys), runs("twin", *keys, "mechanisms.award=0")
        assert not of(cut, "spend_awards").any()
        assert of(cut, "firms_unpaid").sum() > of(given, "firms_unpaid").sum()
        assert np.array_equal(of(cut, "places"), of(given, "places"))


class TestPlaces:
    """One purse of an arm, parted among its programmes and cohorts."""

    @pytest.mark.parametrize("arm", ["solo", "twin"])
    def test_places_of_cities_and_cohorts_sum_to_what_the_purse_buys(
        self, world, runs, arm: str
    ) -> None:
        setup = world(*SMALL).setups[arm]
        plan = setup.programmes[0]
        places = of(runs(arm, *SMALL, count=WORLDS), "places").sum(axis=1)
        bought = [keyed(setup, run, plan["purse"], plan["unit"], PLACES) for run in range(WORLDS)]
        assert places.tolist() == pytest.approx(bought)

    @pytest.mark.parametrize("arm", ["solo", "twin"])
    def test_places_times_their_price_are_the_purse_in_expectation(self, world, runs, arm) -> None:
        plan = world(*SMALL).setups[arm].programmes[0]
        cost = plan["unit"] * of(runs(arm, *SMALL, count=WORLDS), "places")
        for c, share in enumerate((0.3, 0.7)):
            error = 3.0 * cost[:, c].std() / np.sqrt(WORLDS)
            assert cost[:, c].mean() == pytest.approx(share * plan["purse"], abs=error)

    def test_every_cohort_gets_its_part(self, world, history) -> None:
        for arm in ("solo", "twin"):
            setup = world(*SMALL).setups[arm]
            for replicate in range(5):
                parts = [
                    after.programme["places"][q]
                    for t, _, after in history(setup, replicate)
                    for q in range(len(setup.programmes))
                    if setup.plan[q, t]["opens"] == 1
                ]
                plan = setup.programmes[0]
                total = keyed(setup, replicate, plan["purse"], plan["unit"], PLACES)
                assert sum(parts) == total
                assert len(parts) == 3 * len(setup.programmes)
                if arm == "twin":
                    assert max(parts) - min(parts) <= 1

    @pytest.mark.parametrize("cap", [0, 4])
    def test_a_cap_holds_over_all_cities_and_cohorts(self, runs, cap: int) -> None:
        for arm in ("solo", "twin"):
            block = runs(arm, *SMALL, f"programme.places={cap}", count=20)
            assert of(block, "places").sum(axis=1) == pytest.approx(cap)
            assert (of(block, "shortlisted").sum(axis=1) <= cap).all()

    @pytest.mark.parametrize("arm", ["solo", "twin"])
    @pytest.mark.parametrize("budget", [100, 310])
    def test_bids_assessed_never_exceed_the_plan(self, world, runs, arm, budget: int) -> None:
        """Everybody bids: all that is planned is assessed, in every world, and no more."""
        keys = (*SMALL, f"programme.budget={budget}", "parameters.bid_base=4")
        setup = world(*keys).setups[arm]
        planned = setup.programmes["planned_bids"][0]
        assert planned == pytest.approx(0.027 * budget)
        assessed = of(runs(arm, *keys, count=WORLDS), "spend_assessment").sum(axis=1)
        drawn = [keyed(setup, run, planned, 1.0, PLANNED_BIDS) for run in range(WORLDS)]
        assert assessed.tolist() == pytest.approx(drawn)
        error = 3.0 * assessed.std() / np.sqrt(WORLDS)
        assert assessed.mean() == pytest.approx(planned, abs=error)

    def test_each_city_that_pays_gets_at_least_a_third_of_the_places(self, runs) -> None:
        many = ("months=24", "parameters.bid_base=4", "programme.planned_bids=200")
        block = runs("twin", *many, count=20)
        won = of(block, "shortlisted")
        assert np.array_equal(won.sum(axis=1), of(block, "places").sum(axis=1))
        assert (won.min(axis=1) >= won.sum(axis=1) // 3).all()
        free = of(runs("twin", *many, "programme.floor=0", count=20), "shortlisted")
        assert np.array_equal(free.sum(axis=1), won.sum(axis=1))
        assert (free.min(axis=1) < won.sum(axis=1) // 3).any()

    @pytest.mark.parametrize("arm", ["solo", "twin"])
    def test_few_bids_are_all_assessed_and_cost_only_themselves(self, runs, arm) -> None:
        block = runs(arm, "months=40", "parameters.bid_base=-7", count=20)
        bids, assessed = of(block, "bids").sum(axis=1), of(block, "spend_assessment").sum(axis=1)
        assert (assessed <= bids).all()
        assert bids.sum() - assessed.sum() <= 2  # firms that ended in between
        assert (bids < 27).all()


class TestProcurement:
    def test_no_year_pays_more_than_its_budget(self, world, history, busy) -> None:
        setup = world(*busy).setups["twin"]
        paid = np.zeros((setup.months // 12, 2))
        for t, before, after in history(setup, 1):
            paid[t // 12] += _new(t, setup, before, after)[:, COLUMN.procurement]
        assert (paid <= setup.cities["yearly"] * (1.0 + 1e-12)).all()
        assert (paid.max(axis=0) > 0.5 * setup.cities["yearly"]).all()

    @pytest.mark.parametrize("arm", ["baseline", "twin"])
    @pytest.mark.parametrize("price", [60, 400])
    def test_what_cities_pay_is_what_firms_receive_and_what_leaks(
        self, world, history, busy, arm: str, price: int
    ) -> None:
        keys = (*busy, "months=84", f"parameters.contract_price={price}", "parameters.leakage=0.3")
        setup = world(*keys).setups[arm]
        p = world(*keys).parameters[arm]
        total = 0.0
        for t, before, after in history(setup, 1):
            flows = _new(t, setup, before, after)
            paid = flows[:, COLUMN.procurement].sum()
            received = _received(p, setup, t, before, after)
            assert received + flows[:, COLUMN.leaked].sum() == pytest.approx(paid, abs=1e-8), t
            assert flows[:, COLUMN.leaked].sum() == pytest.approx(0.3 * paid, abs=1e-8)
            total += paid
        assert total > 1000.0

    def test_a_budget_falls_by_what_is_paid_or_cut_and_lapses_each_year(
        self, world, history, busy
    ) -> None:
        setup = world(*busy, "months=60").setups["twin"]
        for t, before, after in history(setup, 1):
            new = _new(t, setup, before, after)
            paid = new[:, COLUMN.procurement] + new[:, COLUMN.budget_cut]
            had = setup.cities["yearly"] if t % 12 == 0 else before.city["budget"]
            assert after.city["budget"] == pytest.approx(had - paid, abs=1e-9)

    def test_adoptions_are_the_hosts_or_the_twins_each_at_its_price(self, runs, busy) -> None:
        rich = "parameters.procurement_per_head=20"
        for arm in ("baseline", "solo", "twin"):
            block = runs(arm, *busy, rich, "months=60")
            adoptions = of(block, "adoptions")
            hosts, twins = of(block, "host_adoptions"), of(block, "twin_adoptions")
            assert np.array_equal(hosts + twins, adoptions)
            assert of(block, "contract_value") == pytest.approx(120.0 * adoptions)
            assert (of(block, "supported_adoptions") <= hosts).all()
            assert adoptions.sum() > 0.0
            assert (twins.sum() > 0.0) == (arm == "twin")


class TestFirms:
    @pytest.mark.parametrize("arm", ["baseline", "solo", "twin"])
    def test_firms_unpaid_cost_is_bids_courses_teams_and_pilots(
        self, world, history, busy, arm: str
    ) -> None:
        setup = world(*busy, "months=48", "parameters.consortium_base=1").setups[arm]
        p = world(*busy, "months=48", "parameters.consortium_base=1").parameters[arm]
        for t, before, after in history(setup, 3):
            flows = _new(t, setup, before, after)
            assert after.city["unpaid"] == pytest.approx(flows[:, COLUMN.firms_unpaid], abs=1e-9)
            teams = (after.pilot["cross"] == 1) & (before.pilot["cross"] == 0)
            done = sum(_progress(before, after, supported=s).sum() for s in (True, False))
            cost = p.bid_cost * flows[:, COLUMN.bids].sum()
            cost += p.hour_value * flows[:, COLUMN.training_hours].sum()
            cost += p.team_cost * teams.sum() + p.match * p.award * done
            assert after.city["unpaid"].sum() == pytest.approx(cost, abs=1e-9), t

    @pytest.mark.parametrize("arm", ["baseline", "twin"])
    def test_cash_is_explained_by_trade_unpaid_cost_and_equity(
        self, world, history, busy, arm
    ) -> None:
        setup = world(*busy, "months=48").setups[arm]
        p = world(*busy, "months=48").parameters[arm]
        for t, before, after in history(setup, 3):
            stay = np.flatnonzero((before.sme["alive"] == 1) & (after.sme["alive"] == 1))
            borne = np.zeros(2)
            for f, cash in zip(after.sme[stay], before.sme["cash"][stay], strict=True):
                traded = firm_rules.cash_next(p, cash, f["revenue"], f["margin"])
                borne[f["home"]] += traded - f["cash"]
            new = (before.sme["alive"] == 0) & (after.sme["alive"] == 1)
            slack = 0.2 * p.award * new.sum()  # an entrant may start a pilot at once
            equity = _new(t, setup, before, after)[:, COLUMN.equity]
            assert (np.abs(borne + equity - after.city["unpaid"]) <= 1e-8 + slack).all(), t

    @pytest.mark.parametrize("arm", ["baseline", "solo", "twin"])
    def test_the_stock_of_firms_is_explained_by_births_and_exits(self, runs, arm: str) -> None:
        months = runs(arm, "months=60").months
        stock, births, exits = (
            months[..., COLUMNS.index(id)] for id in ("firms", "births", "exits")
        )
        change = births[:, :, 1:] - births[:, :, :-1] - exits[:, :, 1:] + exits[:, :, :-1]
        assert np.array_equal(stock[:, :, 1:] - stock[:, :, :-1], change)


class TestIndicators:
    @pytest.mark.parametrize("arm", ["solo", "twin"])
    def test_the_funnel_only_narrows(self, runs, arm: str) -> None:
        for keys in ((), ("programme.cohorts=3", "programme.pilot_share=0.5")):
            block = runs(arm, *keys, count=20)
            steps = ("aware", "bids", "shortlisted", "trained", "pilots_started")
            for wide, narrow in pairwise(steps):
                assert (of(block, wide) >= of(block, narrow)).all()
            ended = sum(of(block, id) for id in ("pilots_completed", *STOPPED))
            assert np.array_equal(ended, of(block, "pilots_started"))
            assert (of(block, "quality") <= of(block, "pilots_completed")).all()

    @pytest.mark.parametrize("arm", ["solo", "twin"])
    def test_pilots_that_started_ended_or_go_on(self, world, history, busy, arm: str) -> None:
        setup = world(*busy, "months=60", "programme.cohorts=2").setups[arm]
        for replicate in (2, 5):
            for t, _, after in history(setup, replicate):
                flows = dict(zip(COLUMNS, after.flows.sum(axis=0), strict=True))
                live = ((after.pilot["programme"] >= 0) & (after.sme["alive"] == 1)).sum()
                stopped = sum(flows[id] for id in STOPPED)
                assert flows["pilots_started"] == flows["pilots_completed"] + stopped + live, t

    def test_a_programmes_pilot_begins_with_no_progress(self, world, history, busy) -> None:
        """A pilot without programme that a bidder has begun is not carried over into it."""
        setup = world(*busy, "months=60", "programme.cohorts=3").setups["twin"]
        seen = 0
        for replicate in range(4):
            for t, before, after in history(setup, replicate):
                new = (after.pilot["programme"] >= 0) & (before.pilot["programme"] < 0)
                assert (before.pilot["challenge"][new] == -1).all(), (replicate, t)
                seen += new.sum()
        assert seen > 20

    def test_job_years_and_relief_are_sums_over_months(self, runs, busy) -> None:
        months = runs("twin", *busy, "months=60").months
        jobs = months[..., COLUMN.jobs]
        assert months[..., COLUMN.job_years] == pytest.approx(np.cumsum(jobs, axis=2) / 12.0)
        assert months[..., COLUMN.gva] == pytest.approx(55.0 * months[..., COLUMN.job_years])


def _new(t: int, setup, before, after):
    """What a month adds to the indicators; counting begins anew after the warm-up."""
    return after.flows - (0.0 if t == setup.warmup else before.flows)


def _progress(before, after, *, supported: bool):
    """Work that each firm's pilot has done in a month, as a share of the pilot."""
    stay = (before.sme["alive"] == 1) & (after.sme["alive"] == 1)
    new = (before.sme["alive"] == 0) & (after.sme["alive"] == 1)
    live = (stay | new) & (after.pilot["challenge"] >= 0)
    live &= (after.pilot["programme"] >= 0) == supported
    same = live & (before.pilot["challenge"] >= 0) & stay
    done = np.where(live, after.pilot["progress"], 0.0)
    done = done - np.where(same, before.pilot["progress"], 0.0)
    complete = stay & (before.pilot["challenge"] >= 0) & (after.sme["age_solution"] == 0)
    complete &= (before.pilot["programme"] >= 0) == supported
    return np.where(complete, 1.0 - before.pilot["progress"], done)


def _received(p, setup, t: int, before, after) -> float:
    """What firms have been paid for contract work in a month, from their backlogs alone."""
    stay = before.sme["alive"] == 1
    kept = 1.0 - 1.0 / p.work_months
    change = after.sme["backlog"][stay] - kept * before.sme["backlog"][stay]
    ordered = 0.0  # this month, after the month's work; upkeep and debts are paid before it
    adopted = (after.order["adopted"] == t) & (after.sme["alive"] == 1)[:, None]
    for c in range(len(setup.cities)):
        first = city_rules.first_payment(p, p.contract_price, setup.cities["yearly"][c])
        ordered += adopted[:, c].sum() * city_rules.home_part(p, first)
    return ordered + (change.sum() - ordered) / kept
