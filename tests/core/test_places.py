"""Places: one purse of an arm, parted among its programmes and cohorts, and never overspent."""

from __future__ import annotations

import numpy as np
import pytest

from twinsim.rules.draws import (
    ACCELERATOR,
    COURSES,
    EXCHANGE,
    FUND,
    MISSIONS,
    PLACES,
    PLANNED_BIDS,
    draw,
)
from twinsim.rules.programme import places_bought
from twinsim.world.keys import programme_key, world_key

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


def keyed(setup, replicate: int, purse: float, unit: float, event: int) -> int:
    """What a purse buys in a world, by the programme's own draw."""
    u = draw(programme_key(world_key(int(setup.luck), replicate)), 0, event, 0)
    return places_bought(purse, unit, u)


@pytest.mark.parametrize("arm", ["solo", "twin"])
def test_places_of_cities_and_cohorts_sum_to_what_the_purse_buys(world, runs, of, arm: str) -> None:
    setup = world(*SMALL).setups[arm]
    plan = setup.programmes[0]
    places = of(runs(arm, *SMALL, count=WORLDS), "places").sum(axis=1)
    bought = [keyed(setup, run, plan["purse"], plan["unit"], PLACES) for run in range(WORLDS)]
    assert places.tolist() == pytest.approx(bought)


@pytest.mark.parametrize("arm", ["solo", "twin"])
def test_places_times_their_price_are_the_purse_in_expectation(world, runs, of, arm) -> None:
    plan = world(*SMALL).setups[arm].programmes[0]
    cost = plan["unit"] * of(runs(arm, *SMALL, count=WORLDS), "places")
    for c, share in enumerate((0.3, 0.7)):
        error = 3.0 * cost[:, c].std() / np.sqrt(WORLDS)
        assert cost[:, c].mean() == pytest.approx(share * plan["purse"], abs=error)


def test_every_cohort_gets_its_part(world, history) -> None:
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
def test_a_cap_holds_over_all_cities_and_cohorts(runs, of, cap: int) -> None:
    for arm in ("solo", "twin"):
        block = runs(arm, *SMALL, f"programme.places={cap}", count=20)
        assert of(block, "places").sum(axis=1) == pytest.approx(cap)
        assert (of(block, "shortlisted").sum(axis=1) <= cap).all()


@pytest.mark.parametrize("arm", ["solo", "twin"])
@pytest.mark.parametrize("budget", [100, 310])
def test_bids_assessed_never_exceed_the_plan(world, runs, of, arm, budget: int) -> None:
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


def test_each_city_that_pays_gets_at_least_a_third_of_the_places(runs, of) -> None:
    many = ("months=24", "parameters.bid_base=4", "programme.planned_bids=200")
    block = runs("twin", *many, count=20)
    won = of(block, "shortlisted")
    assert np.array_equal(won.sum(axis=1), of(block, "places").sum(axis=1))
    assert (won.min(axis=1) >= won.sum(axis=1) // 3).all()
    free = of(runs("twin", *many, "programme.floor=0", count=20), "shortlisted")
    assert np.array_equal(free.sum(axis=1), won.sum(axis=1))
    assert (free.min(axis=1) < won.sum(axis=1) // 3).any()


@pytest.mark.parametrize("arm", ["solo", "twin"])
def test_few_bids_are_all_assessed_and_cost_only_themselves(runs, of, arm) -> None:
    block = runs(arm, "months=40", "parameters.bid_base=-7", count=20)
    bids, assessed = of(block, "bids").sum(axis=1), of(block, "spend_assessment").sum(axis=1)
    assert (assessed <= bids).all()
    assert bids.sum() - assessed.sum() <= 2  # firms that ended in between
    assert (bids < 27).all()


PURSES = {  # a purse, the indicator that its pieces add up to, and what a piece adds
    "missions": ("missions", "mission_unit", "spend_missions"),
    "courses": ("courses", "course_unit", "spend_courses"),
    "exchanges": (None, "exchange_unit", "spend_exchanges"),
    "graduates": (None, "graduate_unit", "spend_accelerator"),
}
EVENTS = {"missions": MISSIONS, "courses": COURSES, "exchanges": EXCHANGE, "graduates": ACCELERATOR}
EVERYWHERE = [
    ("birmingham-ulsan", "solo", 12),
    ("birmingham-ulsan", "twin", 12),
    ("alliance", "twin", 60),
]


@pytest.mark.parametrize(("name", "arm", "worlds"), EVERYWHERE)
@pytest.mark.parametrize("purse", PURSES)
def test_focus_areas_draw_whole_pieces_as_many_as_their_purse_buys(
    world, runs, of, name: str, arm: str, worlds: int, purse: str
) -> None:
    pieces, unit, line = PURSES[purse]
    setup = world("months=60", of=name).setups[arm]
    block = runs(arm, "months=60", count=worlds, of=name)
    plan = setup.programmes[0]
    bought = [keyed(setup, run, plan[purse], plan[unit], EVENTS[purse]) for run in range(worlds)]
    drawn = of(block, line).sum(axis=1)
    assert drawn == pytest.approx(plan[unit] * np.array(bought))
    if pieces is not None:
        assert np.array_equal(of(block, pieces).sum(axis=1), bought)


@pytest.mark.parametrize(("name", "arm", "worlds"), EVERYWHERE)
def test_a_fund_starts_as_many_pilots_as_it_pays(
    world, runs, of, name: str, arm: str, worlds: int
) -> None:
    setup = world("months=60", of=name).setups[arm]
    plan = setup.programmes[0]
    bought = [keyed(setup, run, plan["fund"], plan["fund_unit"], FUND) for run in range(worlds)]
    started = of(runs(arm, "months=60", count=worlds, of=name), "pilots_fund").sum(axis=1)
    assert np.array_equal(started, bought)


@pytest.mark.parametrize("arm", ["solo", "twin"])
def test_nothing_of_an_arm_is_bought_twice(world, arm: str) -> None:
    """The programmes of an arm part one purse between them."""
    for of in ("belfast-sejong", "birmingham-ulsan", "alliance"):
        plans = world(of=of).setups[arm].programmes
        assert plans["slice_low"][0] == 0.0
        assert plans["slice_high"][-1] == 1.0
        assert np.array_equal(plans["slice_low"][1:], plans["slice_high"][:-1])
        for purse in ("purse", "fund", *PURSES, "planned_bids"):
            assert np.ptp(plans[purse]) == 0.0
