"""The timetable: what follows what, what delays it, and what the horizon cuts off."""

from __future__ import annotations

import numpy as np
import pytest

FLAGS = ("opens", "open", "selects", "trains", "trained", "pilots", "pays")
COHORT_MONTHS = 17


def months_of(setup, programme: int = 0) -> dict[str, list[int]]:
    """Months after the programme's start at which each thing happens."""
    start = setup.programmes[programme]["start"]
    return {flag: (np.flatnonzero(setup.plan[programme][flag]) - start).tolist() for flag in FLAGS}


def test_the_months_of_belfast_and_sejong(world) -> None:
    setups = world().setups
    assert months_of(setups["solo"]) == {
        "opens": [2],
        "open": [2, 3],
        "selects": [4],
        "trains": [5, 6, 7],
        "trained": [7],
        "pilots": [8],
        "pays": list(range(20)),
    }
    late = months_of(setups["twin"])["opens"][0] - 2
    assert late == round(6.0 * setups["twin"].links["friction"][0])
    assert late > 0


@pytest.mark.parametrize("start", [0, 7, 30])
@pytest.mark.parametrize("arm", ["solo", "twin"])
def test_call_selection_training_and_pilots_follow_each_other(world, arm: str, start: int) -> None:
    setup = world(f"programme.start={start}", "programme.cohorts=3").setups[arm]
    assert setup.programmes["start"].tolist() == [36 + start] * len(setup.programmes)
    for programme in range(len(setup.programmes)):
        when = months_of(setup, programme)
        for k in range(3):
            assert when["open"][2 * k : 2 * k + 2] == [when["opens"][k], when["opens"][k] + 1]
            assert when["selects"][k] == when["opens"][k] + 2
            assert when["trains"][3 * k : 3 * k + 3] == [when["selects"][k] + n for n in (1, 2, 3)]
            assert when["trained"][k] == when["selects"][k] + 3
            assert when["pilots"][k] == when["trained"][k] + 1
        assert np.diff(when["opens"]).tolist() == [COHORT_MONTHS] * 2


def test_nothing_happens_before_the_start(world) -> None:
    for arm in ("solo", "twin"):
        setup = world("programme.start=24", "programme.cohorts=2").setups[arm]
        for row in setup.plan[:, : 36 + 24]:
            assert (row["cohort"] == -1).all()
            assert not any(row[flag].any() for flag in (*FLAGS, "visits"))
        assert (setup.plan["pays"][:, 36 + 24] == 1).all()


def test_a_cohort_is_the_last_whose_call_has_opened(world) -> None:
    plan = world("programme.cohorts=3").setups["twin"].plan[0]
    assert plan["cohort"].tolist() == (np.cumsum(plan["opens"]) - 1).tolist()


def test_friction_delays_the_calls_of_the_twin_and_nothing_else(world) -> None:
    kinds = ("language", "distance", "governance", "size", "wealth")
    worlds = {
        weight: world(*(f"parameters.friction_{kind}={weight}" for kind in kinds)).setups
        for weight in (0.0, 0.5, 1.0)
    }
    for setups in worlds.values():
        assert np.array_equal(setups["solo"].plan, worlds[0.0]["solo"].plan)
        for fixed in ("pays", "visits"):
            assert np.array_equal(setups["twin"].plan[fixed], worlds[0.0]["twin"].plan[fixed])
    opens = [months_of(setups["twin"])["opens"][0] for setups in worlds.values()]
    assert opens[0] == months_of(worlds[0.0]["solo"])["opens"][0] == 2
    assert opens == sorted(set(opens))
    assert opens[2] == 8


def test_the_slowest_link_of_an_alliance_sets_its_pace(world) -> None:
    cities = 'cities=["belfast", "glasgow", "sejong"]'
    near, far = '["belfast", "glasgow"]', '["belfast", "sejong"]'

    def opening(*links: str) -> int:
        keys = (cities, f"programme.links=[{', '.join(links)}]", "programme.payers={belfast=1.0}")
        return months_of(world(*keys).setups["twin"])["opens"][0]

    assert opening(near) < opening(far) == opening(near, far)


@pytest.mark.parametrize("cohorts", [1, 3])
def test_lines_are_paid_for_twenty_months_a_cohort(world, cohorts: int) -> None:
    for arm in ("solo", "twin"):
        setup = world(f"programme.cohorts={cohorts}").setups[arm]
        assert (setup.plan["pays"].sum(axis=1) == 20 * cohorts).all()
        assert (setup.programmes["line_months"] == 20 * cohorts).all()


@pytest.mark.parametrize("visits", [0, 1, 6, 50])
def test_visits_are_the_twins_and_fall_into_two_years(world, visits: int) -> None:
    setups = world(f"programme.visits={visits}").setups
    plan = setups["twin"].plan[0]["visits"]
    assert plan.sum() == plan[36 : 36 + 24].sum() == visits
    assert setups["solo"].plan["visits"].sum() == 0


@pytest.mark.parametrize("arm", ["solo", "twin"])
def test_what_lies_beyond_the_horizon_is_left_out(world, arm: str) -> None:
    keys = ("programme.cohorts=4", "programme.start=5")
    whole = world(*keys).setups[arm].plan
    for months in (*range(6, 30), 60, 90):
        plan = world(*keys, f"months={months}").setups[arm].plan
        assert np.array_equal(plan, whole[:, : 36 + months])


@pytest.mark.parametrize("start", [12, 13, 600])
def test_a_programme_that_starts_at_the_horizon_or_later_is_none(world, start: int) -> None:
    setups = world("months=12", f"programme.start={start}").setups
    for arm in ("solo", "twin"):
        assert len(setups[arm].programmes) == len(setups[arm].plan) == 0
        assert setups[arm].cities["planned"].sum() == 0.0
