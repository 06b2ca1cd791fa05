"""The programme's money: every pound is in one line, paid by those who pay, and as planned."""

from __future__ import annotations

import numpy as np
import pytest

from twinsim.world.columns import COLUMN, COLUMNS
from twinsim.world.money import LINES as FIXED

LINES = [id for id in COLUMNS if id.startswith("spend_")]
PAYERS = {
    "belfast-sejong": (0.3, 0.7),
    "birmingham-ulsan": (0.6, 0.4),
    "alliance": (0.1, 0.3, 0.25, 0.0, 0.35, 0.0, 0.0),
}
PENNY = 1e-5
SPREADS = {
    "its own": (),
    "anchor only": "anchor",
    "three cohorts": ("programme.cohorts=3",),
    "no call": ("programme.cohorts=0", "programme.focus={research=0.5, startups=0.5}"),
    "a small budget": ("programme.budget=1500", "programme.fund=50", "programme.steps=[]"),
    "dear coordination": ("parameters.coordination=0.2", "programme.delegations=5"),
    "alone and light": ("programme.upskilling={intensive=false, cohort=false, hours=30}",),
    "a derived theme": ("programme.themes=[]", "programme.n_themes=2"),
}


def paid_by(world, name: str, shares: tuple[float, ...]) -> tuple[str, ...]:
    """The scenario paid by its cities in given shares."""
    table = ", ".join(
        f"{id}={share}" for id, share in zip(world(of=name).cities, shares, strict=True) if share
    )
    return ("months=60", f"programme.payers={{{table}}}")


@pytest.mark.parametrize("arm", ["solo", "twin"])
@pytest.mark.parametrize("cohorts", [1, 3])
def test_lines_sum_to_the_spend_of_each_city(runs, of, scenario, arm: str, cohorts: int) -> None:
    if scenario == "birmingham-ulsan":
        cohorts = 0
    block = runs(arm, "months=60", f"programme.cohorts={cohorts}", of=scenario)
    total = sum(of(block, line, months=True) for line in LINES)
    assert total == pytest.approx(of(block, "spend", months=True), rel=1e-12, abs=1e-9)
    assert len(LINES) == 20


@pytest.mark.parametrize("arm", ["solo", "twin"])
def test_every_line_is_paid_by_the_owners_in_their_shares(
    world, runs, of, scenario: str, arm: str
) -> None:
    keys = paid_by(world, scenario, PAYERS[scenario])
    stakes = world(*keys, of=scenario).setups[arm].stakes
    block = runs(arm, *keys, of=scenario)
    drawn = 0.0
    for stake in stakes:
        owners = stake["owner"] == 1
        for line in LINES:
            paid = of(block, line)[:, owners]
            shared = paid.sum(axis=1)[:, None] * stake["share"][owners]
            assert paid == pytest.approx(shared, rel=1e-9, abs=1e-9), line
        drawn += of(block, "spend")[:, owners].sum()
    assert drawn == pytest.approx(of(block, "spend").sum())
    assert stakes["share"].sum(axis=1) == pytest.approx(1.0)
    assert drawn > 0.0


@pytest.mark.parametrize("arm", ["solo", "twin"])
def test_fixed_lines_are_drawn_as_planned_by_those_who_pay(
    world, runs, of, scenario: str, arm: str
) -> None:
    keys = paid_by(world, scenario, PAYERS[scenario])
    setup = world(*keys, of=scenario).setups[arm]
    for line in FIXED:
        expected = sum(
            stake["share"] * plan[line]
            for stake, plan in zip(setup.stakes, setup.programmes, strict=True)
        )
        drawn = of(runs(arm, *keys, of=scenario), f"spend_{line}")
        assert drawn == pytest.approx(np.tile(expected, (len(drawn), 1)), rel=1e-9), line


@pytest.mark.parametrize("spread", SPREADS)
def test_twin_and_solo_plan_the_same_cost_to_the_penny(world, scenario: str, spread: str) -> None:
    keys = SPREADS[spread]
    if keys == "anchor":
        only = tuple(float(n == 0) for n in range(len(PAYERS[scenario])))
        keys = paid_by(world, scenario, only)
    built = world(*keys, of=scenario)
    solo, twin = (built.setups[arm].cities["planned"] for arm in ("solo", "twin"))
    assert solo == pytest.approx(twin, abs=PENNY)
    assert solo.sum() == pytest.approx(built.scenario.programme.budget, abs=PENNY)
    shares = [built.scenario.programme.payers.get(id, 0.0) for id in built.cities]
    assert solo == pytest.approx(np.array(shares) * solo.sum(), abs=PENNY)


@pytest.mark.parametrize("arm", ["solo", "twin"])
def test_a_city_is_told_what_its_part_is_planned_to_cost(world, runs, of, scenario, arm) -> None:
    planned = world("months=60", of=scenario).setups[arm].cities["planned"]
    assert (of(runs(arm, "months=60", of=scenario), "planned") == planned).all()


@pytest.mark.parametrize("arm", ["solo", "twin"])
def test_never_more_is_drawn_than_planned_and_a_piece_of_each_purse(
    world, runs, of, scenario: str, arm: str
) -> None:
    setup = world("months=60", of=scenario).setups[arm]
    plan = setup.programmes[0]
    units = ("unit", "fund_unit", "mission_unit", "exchange_unit", "course_unit", "graduate_unit")
    drawn = of(runs(arm, "months=60", of=scenario, count=12), "spend").sum(axis=1)
    planned = setup.cities["planned"].sum()
    assert (drawn <= planned + 1.0 + sum(plan[unit] for unit in units)).all()
    assert (drawn >= 0.5 * planned).all()


@pytest.mark.parametrize("arm", ["solo", "twin"])
def test_places_cost_no_more_than_were_bought(world, runs, of, arm) -> None:
    block = runs(arm, count=20)
    plan = world().setups[arm].programmes[0]
    bought = of(block, "places").sum(axis=1)
    for line, price in (("awards", "award"), ("host", "host_support"), ("upskilling", "training")):
        assert (of(block, f"spend_{line}").sum(axis=1) <= bought * plan[price] + 1e-9).all()


def test_the_baseline_spends_nothing(runs, of, scenario: str) -> None:
    block = runs("baseline", "months=60", of=scenario)
    for id in ("spend", "planned", "places", "visits", "calls", *LINES):
        assert not of(block, id).any(), id


@pytest.mark.parametrize("arm", ["solo", "twin"])
def test_awards_and_host_support_follow_progress(
    world, history, added, progress, busy, scenario: str, arm: str
) -> None:
    keys = (*busy, "months=60", "parameters.stop_base=0.02")
    setup = world(*keys, of=scenario).setups[arm]
    plan = setup.programmes[0]
    for t, before, after in history(setup, 2):
        drawn = added(setup, t, before, after).sum(axis=0)
        done = progress(before, after, supported=True).sum()
        assert drawn[COLUMN.spend_awards] == pytest.approx(plan["award"] * done, abs=1e-9), t
        assert drawn[COLUMN.spend_host] == pytest.approx(plan["host_support"] * done, abs=1e-9), t


def test_without_awards_firms_pay_instead(runs, of) -> None:
    keys = ("months=40",)
    given, cut = runs("twin", *keys), runs("twin", *keys, "mechanisms.award=0")
    assert not of(cut, "spend_awards").any()
    assert of(cut, "firms_unpaid").sum() > of(given, "firms_unpaid").sum()
    assert np.array_equal(of(cut, "places"), of(given, "places"))


@pytest.mark.parametrize("arm", ["solo", "twin"])
def test_what_is_drawn_is_public_money_of_the_month(
    world, history, added, scenario: str, arm: str
) -> None:
    """Programme and contracts: the public money of the joint account."""
    setup = world("months=60", of=scenario).setups[arm]
    for t, before, after in history(setup, 1):
        month = added(setup, t, before, after)
        public = month[:, COLUMN.spend] + month[:, COLUMN.procurement]
        assert after.city["public"] == pytest.approx(public, abs=1e-8), t
