"""What a programme costs: lines, purses, the price of a place, and what cannot be paid."""

from __future__ import annotations

import pytest

from twinsim.errors import ScenarioError
from twinsim.scenario import load
from twinsim.world import build
from twinsim.world.money import LINES

from .money import PENNY, STEPS, costs_of


def test_planned_cost_of_the_packaged_scenario(scenario, world) -> None:
    solo, twin = (costs_of(scenario(), arm).planned for arm in ("solo", "twin"))
    assert solo == pytest.approx(1000.0, rel=0, abs=PENNY)
    assert twin == pytest.approx(1000.0, rel=0, abs=PENNY)
    setups = world().setups
    assert setups["baseline"].cities["planned"].sum() == 0.0
    for arm in ("solo", "twin"):
        assert setups[arm].cities["planned"].tolist() == pytest.approx([500.0, 500.0])


def test_lines_of_a_budget_of_1000(scenario) -> None:
    expected = {
        "teams": 132.0,
        "coordination": 120.0,
        "analysis": 60.0,
        "playbooks": 40.0,
        "outreach": 30.0,
        "showcases": 30.0,
        "dissemination": 40.0,
        "monitoring": 50.0,
        **dict.fromkeys(("connectors", "mission", "delegations", "clusters"), 0.0),
    }
    twin, solo = (costs_of(scenario(), arm) for arm in ("twin", "solo"))
    assert dict(zip(LINES, twin.lines, strict=True)) == expected
    assert dict(zip(LINES, solo.lines, strict=True)) == expected | {"coordination": 0.0}
    assert twin.assessment == solo.assessment == 27.0
    assert scenario().programme.planned_bids == 27.0
    assert twin.places.money == pytest.approx(471.0)
    assert solo.places.money == pytest.approx(591.0)
    for bill in (twin, solo):
        assert not any(
            purse.money
            for purse in (bill.fund, bill.missions, bill.exchanges, bill.courses, bill.graduates)
        )


def test_delegations_and_steps_are_priced_by_the_piece_and_delegations_need_a_twin(
    scenario,
) -> None:
    steps = f"programme.steps=[{STEPS[0]}, {STEPS[4]}]"
    for arm, delegations in (("twin", 30.0), ("solo", 0.0)):
        chosen = scenario("programme.delegations=3", steps)
        programmes = build(chosen).setups[arm].programmes
        assert programmes["delegations"].sum() == delegations
        assert programmes["clusters"].sum() == 40.0


def test_a_step_is_paid_where_it_is_taken(scenario) -> None:
    keys = (f"programme.steps=[{STEPS[0]}]", "programme.payers={belfast=0, sejong=1}")
    setups = build(scenario(*keys)).setups
    for arm, cost in (("twin", 20.0), ("solo", 0.0)):
        assert setups[arm].programmes["clusters"].sum() == cost
        assert len(setups[arm].steps) == (1 if cost else 0)


@pytest.mark.parametrize(
    "keys",
    [
        ("programme.upskilling.hours=0", "programme.focus={startups=0.5}"),
        ("parameters.exchange_cost=0", "programme.focus={research=0.5}"),
        ("programme.award=0", "programme.host_support=0", "programme.upskilling.hours=0"),
    ],
)
def test_money_for_what_costs_nothing_is_refused(scenario, keys) -> None:
    with pytest.raises(ScenarioError, match="cost nothing"):
        build(scenario(*keys))


def test_the_activity_budget_is_what_lines_and_fund_leave_parted_by_focus(scenario) -> None:
    areas = "smart_cities=0.4, economic_development=0.3, startups=0.2, research=0.1"
    chosen = scenario(
        "programme.fund=171", f"programme.focus={{{areas}}}", "parameters.accelerator_share=0.25"
    )
    for arm, part in (("twin", 471.0 / 591.0), ("solo", 1.0)):
        bill = costs_of(chosen, arm)
        activity = part * 420.0
        assert bill.fund.money == pytest.approx(part * 171.0)
        assert bill.places.money == pytest.approx(0.4 * activity)
        assert bill.missions.money == pytest.approx(0.3 * activity)
        assert bill.courses.money == pytest.approx(0.15 * activity)
        assert bill.graduates.money == pytest.approx(0.05 * activity)
        assert bill.exchanges.money == pytest.approx(0.1 * activity)


def test_a_demonstrator_costs_what_a_place_does_without_its_course(scenario) -> None:
    bill = costs_of(scenario("programme.fund=100"), "twin")
    assert bill.fund.unit == pytest.approx(35.0 + 6.0)
    assert bill.places.unit == pytest.approx(bill.fund.unit + bill.training)
    assert bill.courses.unit == bill.training


def test_without_a_call_no_money_is_for_places(partners) -> None:
    bill = costs_of(partners().scenario, "solo")
    assert (bill.places.money, bill.bought, bill.assessment) == (0.0, 0.0, 0.0)
    assert bill.fund.money == 1000.0


PURSES = ("fund", "missions", "exchanges", "courses", "graduates")


@pytest.mark.parametrize("coordination", [0.0, 0.06, 0.25])
def test_what_pairing_costs_takes_the_same_share_of_all_that_a_programme_buys(
    partners, coordination: float
) -> None:
    """Of 1,480 k£ that other lines leave, coordination and four delegations take their part."""
    scenario = partners(f"parameters.coordination={coordination}").scenario
    twin, solo = (costs_of(scenario, arm) for arm in ("twin", "solo"))
    left = 1.0 - (2000.0 * coordination + 40.0) / 1480.0
    for purse in PURSES:
        mine, theirs = (getattr(bill, purse).money for bill in (twin, solo))
        assert theirs > 0.0
        assert mine == pytest.approx(left * theirs)


@pytest.mark.parametrize("budget", [1.0, 250.0, 3000.0])
def test_lines_and_bids_grow_with_the_budget_and_places_do_not_change_price(
    scenario, budget: float
) -> None:
    usual, other = (
        costs_of(scenario(), "twin"),
        costs_of(scenario(f"programme.budget={budget}"), "twin"),
    )
    grown = [line * budget / 1000.0 for line in usual.lines]
    assert list(other.lines) == pytest.approx(grown)
    assert other.assessment == pytest.approx(27.0 * budget / 1000.0)
    assert other.bought == pytest.approx(usual.bought * budget / 1000.0)
    assert other.places.unit == usual.places.unit


@pytest.mark.parametrize(
    ("keys", "training"),
    [
        ((), 10.2),
        (("cohort=false",), 24.6),
        (("hours=60",), 5.1),
        (("hours=240",), 20.4),
        (("hours=0",), 0.0),
        (("customisation=2",), 9.18),
        (("customisation=0",), 7.14),
        (("intensive=false", "hours=24"), 1.5),
        (("intensive=false", "hours=24", "cohort=false"), 1.5),
    ],
)
def test_the_price_of_a_course(scenario, keys: tuple[str, ...], training: float) -> None:
    chosen = scenario(*(f"programme.upskilling.{key}" for key in keys))
    for arm in ("solo", "twin"):
        bill = costs_of(chosen, arm)
        assert bill.training == pytest.approx(training)
        assert bill.places.unit == pytest.approx(35.0 + 6.0 + training)


def test_a_place_costs_51_2(scenario) -> None:
    assert costs_of(scenario(), "twin").places.unit == pytest.approx(51.2)


def test_no_budget_costs_nothing(scenario, world) -> None:
    none = "programme.budget=0"
    for arm in ("solo", "twin"):
        bill = costs_of(scenario(none), arm)
        assert (bill.planned, bill.bought, bill.assessment) == (0.0, 0.0, 0.0)
        assert len(world(none).setups[arm].programmes) == 0


def test_a_cap_on_places_never_costs_more(scenario) -> None:
    for cap in (0, 3, 9, 100):
        for arm in ("solo", "twin"):
            bill = costs_of(scenario(f"programme.places={cap}"), arm)
            assert bill.bought <= cap
            assert bill.planned <= 1000.0 + PENNY


class TestUnaffordable:
    """Fixed lines that exceed the budget are told as a fault of the scenario."""

    def test_fixed_lines_beyond_the_budget(self) -> None:
        scenario = load("belfast-sejong", set=["programme.lines.teams=700"])
        with pytest.raises(ScenarioError) as caught:
            build(scenario, 1)
        (fault,) = caught.value.faults
        assert fault.key == "programme.lines"
        assert "1097.0" in fault.value
        assert "1000.0" in fault.expected

    def test_a_fund_beyond_what_the_lines_of_a_city_alone_leave(self) -> None:
        assert build(load("belfast-sejong", set=["programme.fund=591"]), 1)
        with pytest.raises(ScenarioError) as caught:
            build(load("belfast-sejong", set=["programme.fund=592"]), 1)
        (fault,) = caught.value.faults
        assert fault.key == "programme.fund"
        assert "1001.0" in fault.value
        assert "fund" in fault.expected

    def test_no_fund_is_too_large_for_a_twin_that_a_city_alone_can_pay(self) -> None:
        keys = ["programme.fund=591", "parameters.coordination=0.5"]
        bill = costs_of(load("belfast-sejong", set=keys), "twin")
        assert bill.fund.money == pytest.approx(91.0)
        assert bill.planned == pytest.approx(1000.0, abs=PENNY)

    def test_delegations_that_only_the_twin_cannot_pay(self) -> None:
        scenario = load("belfast-sejong", set=["programme.delegations=48"])
        assert costs_of(scenario, "solo").bought > 0.0
        with pytest.raises(ScenarioError):
            costs_of(scenario, "twin")

    def test_bids_to_assess_beyond_the_budget(self) -> None:
        scenario = load("belfast-sejong", set=["programme.planned_bids=600"])
        with pytest.raises(ScenarioError):
            build(scenario, 1)

    def test_coordination_that_only_the_twin_cannot_pay(self) -> None:
        scenario = load("belfast-sejong", set=["programme.lines.teams=620"])
        assert costs_of(scenario, "solo").bought > 0.0
        with pytest.raises(ScenarioError):
            costs_of(scenario, "twin")

    @pytest.mark.parametrize("budget", ["7.4", "291.3", "1000"])
    @pytest.mark.parametrize("teams", [130, 285, 371])
    def test_a_budget_that_fixed_lines_use_up_buys_no_place(self, budget: str, teams: int) -> None:
        """Coordination takes 120 and assessment 27 of 1,000; lines may take the other 853."""
        lines = {"teams": teams, "analysis": 190, "playbooks": 3, "outreach": 0}
        lines |= {"showcases": 160, "dissemination": 125, "monitoring": 0}
        lines["monitoring"] = 853 - sum(lines.values())
        keys = [f"programme.lines.{name}={amount}" for name, amount in lines.items()]
        scenario = load("belfast-sejong", set=[f"programme.budget={budget}", *keys])
        assert costs_of(scenario, "twin").bought == pytest.approx(0.0, abs=1e-9)
