"""What a programme costs: lines, the price of a place, and twin and solo equal to the penny."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twinsim.errors import ScenarioError
from twinsim.scenario import Scenario, load
from twinsim.scenario.programme import Lines
from twinsim.world import build
from twinsim.world.money import LINES, Costs, costs
from twinsim.world.parameters import as_object, resolve

PENNY = 1e-5  # k£
NAMES = tuple(Lines.model_fields)


def costs_of(scenario: Scenario, id: str) -> Costs:
    arm = next(arm for arm in scenario.arms if arm.id == id)
    return costs(arm.programme, id == "twin", as_object(resolve(arm.parameters, arm.mechanisms)))


@st.composite
def affordable(draw) -> list[str]:
    """Settings of a programme that both arms can pay for."""
    shares = draw(st.lists(st.integers(0, 100), min_size=len(NAMES), max_size=len(NAMES)))
    share = draw(st.floats(0.0, 1.0))
    lines = {
        name: 800.0 * part / max(100, sum(shares)) for name, part in zip(NAMES, shares, strict=True)
    }
    return [
        f"programme.budget={draw(st.floats(1.0, 20_000.0))!r}",
        f"programme.award={draw(st.floats(1.0, 200.0))!r}",
        f"programme.host_support={draw(st.floats(0.0, 50.0))!r}",
        f"programme.cohorts={draw(st.integers(1, 5))}",
        f"programme.payers={{belfast={share!r}, sejong={1.0 - share!r}}}",
        f"programme.upskilling.hours={draw(st.floats(0.0, 500.0))!r}",
        f"programme.upskilling.customisation={draw(st.floats(0.0, 3.0))!r}",
        f"programme.upskilling.intensive={str(draw(st.booleans())).lower()}",
        f"programme.upskilling.cohort={str(draw(st.booleans())).lower()}",
        f"parameters.coordination={draw(st.floats(0.0, 0.15))!r}",
        *(f"programme.lines.{name}={amount!r}" for name, amount in lines.items()),
    ]


@settings(max_examples=100, deadline=None, derandomize=True)
@given(affordable())
def test_planned_cost_of_twin_and_solo_is_the_budget_to_the_penny(keys: list[str]) -> None:
    scenario = load("belfast-sejong", set=keys)
    budget = scenario.programme.budget
    world = build(scenario, 1)
    for arm in ("solo", "twin"):
        assert costs_of(scenario, arm).planned == pytest.approx(budget, rel=0, abs=PENNY)
        planned = world.setups[arm].cities["planned"]
        assert planned.sum() == pytest.approx(budget, rel=0, abs=PENNY)
        for city, part in zip(world.cities, planned, strict=True):
            share = scenario.programme.payers[city]
            assert part == pytest.approx(share * budget, rel=0, abs=PENNY)


def test_planned_cost_of_the_packaged_scenario(scenario, world) -> None:
    solo, twin = (costs_of(scenario(), arm).planned for arm in ("solo", "twin"))
    assert solo == pytest.approx(1000.0, rel=0, abs=PENNY)
    assert twin == pytest.approx(1000.0, rel=0, abs=PENNY)
    setups = world().setups
    assert setups["baseline"].cities["planned"].sum() == 0.0
    for arm in ("solo", "twin"):
        assert setups[arm].cities["planned"].tolist() == pytest.approx([500.0, 500.0])


def test_the_records_of_an_arm_hold_its_planned_cost(world) -> None:
    uneven = "programme.payers={belfast=0.3, sejong=0.7}"
    for arm in ("solo", "twin"):
        setup = world(uneven).setups[arm]
        fixed = sum(setup.programmes[line].sum() for line in LINES)
        fixed += setup.programmes["planned_bids"][0] * setup.p["assess_cost"][0]
        assert fixed + setup.programmes["purse"][0] == pytest.approx(1000.0, abs=PENNY)


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
    }
    twin, solo = (costs_of(scenario(), arm) for arm in ("twin", "solo"))
    assert dict(zip(LINES, twin.lines, strict=True)) == expected
    assert dict(zip(LINES, solo.lines, strict=True)) == expected | {"coordination": 0.0}
    assert twin.assessment == solo.assessment == 27.0
    assert scenario().programme.planned_bids == 27.0
    assert twin.purse == pytest.approx(471.0)
    assert solo.purse == pytest.approx(591.0)


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
    assert other.places == pytest.approx(usual.places * budget / 1000.0)
    assert other.unit == usual.unit


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
        assert bill.unit == pytest.approx(35.0 + 6.0 + training)


def test_a_place_costs_51_2(scenario) -> None:
    assert costs_of(scenario(), "twin").unit == pytest.approx(51.2)


def test_no_budget_costs_nothing(scenario, world) -> None:
    none = "programme.budget=0"
    for arm in ("solo", "twin"):
        bill = costs_of(scenario(none), arm)
        assert (bill.planned, bill.purse, bill.places, bill.assessment) == (0.0, 0.0, 0.0, 0.0)
        assert len(world(none).setups[arm].programmes) == 0


def test_a_cap_on_places_never_costs_more(scenario) -> None:
    for cap in (0, 3, 9, 100):
        for arm in ("solo", "twin"):
            bill = costs_of(scenario(f"programme.places={cap}"), arm)
            assert bill.places <= cap
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

    def test_bids_to_assess_beyond_the_budget(self) -> None:
        scenario = load("belfast-sejong", set=["programme.planned_bids=600"])
        with pytest.raises(ScenarioError):
            build(scenario, 1)

    def test_coordination_that_only_the_twin_cannot_pay(self) -> None:
        scenario = load("belfast-sejong", set=["programme.lines.teams=620"])
        assert costs_of(scenario, "solo").places > 0.0
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
        assert costs_of(scenario, "twin").places == pytest.approx(0.0, abs=1e-9)
