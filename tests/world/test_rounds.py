"""Rounds over the years: fund, courses, missions, exchanges, an accelerator, delegations."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from twinsim.world.timetable import PURSES

# First month after mobilisation and months between rounds.
ROUNDS = {
    "fund": (0, 12),
    "course": (3, 12),
    "mission": (6, 12),
    "exchange": (0, 3),
    "accelerate": (0, 1),
}
ARMS = ("solo", "twin")


def start_of(setup: Any, programme: int = 0) -> int:
    """The month after mobilisation: a fund's first round."""
    return int(np.flatnonzero(setup.plan[programme]["fund"])[0])


@pytest.mark.parametrize("arm", ARMS)
@pytest.mark.parametrize("what", ROUNDS)
@pytest.mark.parametrize("years", [1, 4])
def test_rounds_come_once_or_more_a_year_and_are_counted(
    partners, arm: str, what: str, years: int
) -> None:
    setup = partners(f"programme.years={years}").setups[arm]
    after, every = ROUNDS[what]
    for number, row in enumerate(setup.plan):
        first = start_of(setup, number) + after
        months = np.flatnonzero(row[what])
        assert months.tolist() == [first + every * k for k in range(12 // every * years)]
        assert row[what][months].tolist() == list(range(1, len(months) + 1))


def test_rounds_wait_for_mobilisation_which_friction_delays(partners) -> None:
    setups = partners().setups
    start = int(setups["twin"].programmes["start"][0])
    friction = float(setups["twin"].links["friction"][0])
    p = setups["twin"].p[0]
    assert start_of(setups["solo"]) == start + int(p["mobilise_min"])
    delay = int(p["mobilise_min"] + p["mobilise_span"] * friction + 0.5)
    assert start_of(setups["twin"]) == start + delay > start_of(setups["solo"])


@pytest.mark.parametrize("arm", ARMS)
def test_each_year_of_a_fund_is_shown_to_investors_later(partners, arm: str) -> None:
    setup = partners().setups[arm]
    later = int(setup.p["showcase_after"][0])
    for row in setup.plan:
        rounds = np.flatnonzero(row["fund"])
        assert np.flatnonzero(row["shows"]).tolist() == (rounds + later).tolist()


def test_without_a_call_nothing_opens_selects_trains_or_starts(partners) -> None:
    for arm in ARMS:
        plan = partners().setups[arm].plan
        for flag in ("opens", "open", "selects", "trains", "trained", "pilots"):
            assert not plan[flag].any(), flag
        assert (plan["cohort"] == -1).all()


@pytest.mark.parametrize(
    ("settings", "held"),
    [
        ((), set()),
        (("programme.fund=100",), {"fund"}),
        (("programme.focus={economic_development=0.2}",), {"mission"}),
        (("programme.focus={research=0.2}",), {"exchange"}),
        (("programme.focus={startups=0.2}",), {"course", "accelerate"}),
        (
            ("programme.focus={startups=0.2}", "parameters.accelerator_share=1"),
            {"accelerate"},
        ),
    ],
)
def test_only_what_has_money_has_rounds(world, settings, held: set[str]) -> None:
    for arm in ARMS:
        setup = world(*settings).setups[arm]
        assert {what for what in ROUNDS if setup.plan[what].any()} == held
        assert {what for what in ROUNDS if setup.programmes[PURSES[what]].all()} == held


@pytest.mark.parametrize("years", [1, 3])
@pytest.mark.parametrize("many", [0, 1, 5])
def test_delegations_are_visits_of_the_twin_over_the_years(world, years: int, many: int) -> None:
    keys = (f"programme.years={years}", "programme.visits=0", f"programme.delegations={many}")
    setups = world(*keys).setups
    start = int(setups["twin"].programmes["start"][0])
    visits = setups["twin"].plan[0]["visits"]
    assert visits.sum() == visits[start : start + 12 * years].sum() == many
    months = np.flatnonzero(visits) - start
    assert months.tolist() == [int(12 * years * (k + 0.5) / many) for k in range(many)]
    assert not setups["solo"].plan["visits"].any()


def test_delegations_come_beside_the_visits_that_coordination_pays(world) -> None:
    usual = world().setups["twin"].plan[0]["visits"]
    more = world("programme.delegations=4").setups["twin"].plan[0]["visits"]
    alone = world("programme.delegations=4", "programme.visits=0").setups["twin"].plan[0]["visits"]
    assert np.array_equal(more, usual + alone)


@pytest.mark.parametrize(
    ("settings", "months"),
    [
        ((), 20),
        (("programme.cohorts=3",), 60),
        (("programme.years=5",), 20),  # years count for what runs over years
        (("programme.years=5", "programme.fund=10"), 60),
        (("programme.years=5", "programme.focus={research=0.1}"), 60),
        (("programme.years=1", "programme.fund=10"), 20),
    ],
)
def test_lines_are_paid_as_long_as_the_longest_of_cohorts_and_years(
    world, settings, months: int
) -> None:
    for arm in ARMS:
        setup = world(*settings).setups[arm]
        assert (setup.programmes["line_months"] == months).all()
        assert (setup.plan["pays"].sum(axis=1) == months).all()


@pytest.mark.parametrize("arm", ARMS)
def test_what_lies_beyond_the_horizon_is_left_out(alliance, arm: str) -> None:
    whole = alliance().setups[arm].plan
    for months in (3, 4, 5, 10, 20, 41):
        plan = alliance(f"months={months}").setups[arm].plan
        assert np.array_equal(plan, whole[:, : 12 + months])
