"""The planned cost of twin and solo is the budget in both, to the penny."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twinsim.scenario import load, packaged
from twinsim.scenario.programme import Focus, Lines
from twinsim.world import World, build
from twinsim.world.money import LINES

from .money import PENNY, STEPS, costs_of

NAMES = tuple(Lines.model_fields)
AREAS = tuple(Focus.model_fields)
PURSES = ("purse", "fund", "missions", "exchanges", "courses", "graduates")


@st.composite
def affordable(draw) -> list[str]:
    """Settings of a programme that both arms can pay for: at least .3 of the budget is left by
    lines, coordination and assessment, of which fund, delegations and steps take at most .2."""
    budget = draw(st.floats(1.0, 20_000.0))
    share, funded = draw(st.floats(0.0, 1.0)), draw(st.floats(0.0, 0.1))
    lines = _parts(draw, NAMES, 500.0)
    cohorts = draw(st.integers(0, 5))
    areas = AREAS if cohorts else tuple(area for area in AREAS if area != "smart_cities")
    focus = {"smart_cities": 0.0, **_parts(draw, areas, 1.0)}
    steps = STEPS[: min(draw(st.integers(0, len(STEPS))), int(0.05 * budget / 20.0))]
    return [
        f"programme.budget={budget!r}",
        f"programme.award={draw(st.floats(1.0, 200.0))!r}",
        f"programme.host_support={draw(st.floats(0.0, 50.0))!r}",
        f"programme.cohorts={cohorts}",
        f"programme.years={draw(st.integers(1, 6))}",
        f"programme.fund={funded * budget!r}",
        f"programme.delegations={min(draw(st.integers(0, 12)), int(0.05 * budget / 10.0))}",
        f"programme.steps=[{', '.join(steps)}]",
        f"programme.payers={{belfast={share!r}, sejong={1.0 - share!r}}}",
        f"programme.upskilling.hours={draw(st.floats(1.0, 500.0))!r}",
        f"programme.upskilling.customisation={draw(st.floats(0.0, 3.0))!r}",
        f"programme.upskilling.intensive={str(draw(st.booleans())).lower()}",
        f"programme.upskilling.cohort={str(draw(st.booleans())).lower()}",
        f"parameters.coordination={draw(st.floats(0.0, 0.15))!r}",
        f"parameters.accelerator_share={draw(st.floats(0.0, 1.0))!r}",
        *(f"programme.lines.{name}={amount!r}" for name, amount in lines.items()),
        *(f"programme.focus.{name}={amount!r}" for name, amount in focus.items()),
    ]


def _parts(draw, names: tuple[str, ...], total: float) -> dict[str, float]:
    """A total parted among some names by whole weights."""
    weights = draw(st.lists(st.integers(0, 100), min_size=len(names), max_size=len(names)))
    whole = sum(weights)
    return {
        name: total * (weight / whole if whole else 1.0 / len(names))
        for name, weight in zip(names, weights, strict=True)
    }


def check_planned(world: World) -> None:
    """Planned cost is the budget in both arms, each city pays its share, records hold it all."""
    scenario = world.scenario
    budget = scenario.programme.budget
    for arm in ("solo", "twin"):
        assert costs_of(scenario, arm).planned == pytest.approx(budget, rel=0, abs=PENNY)
        setup = world.setups[arm]
        assert setup.cities["planned"].sum() == pytest.approx(budget, rel=0, abs=PENNY)
        for city, part in zip(world.cities, setup.cities["planned"], strict=True):
            share = scenario.programme.payers.get(city, 0.0)
            assert part == pytest.approx(share * budget, rel=0, abs=PENNY)
        fixed = sum(setup.programmes[line].sum() for line in LINES)
        fixed += setup.programmes["planned_bids"][0] * setup.p["assess_cost"][0]
        purses = sum(setup.programmes[purse][0] for purse in PURSES)
        assert fixed + purses == pytest.approx(budget, rel=0, abs=PENNY)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(affordable())
def test_planned_cost_of_twin_and_solo_is_the_budget_to_the_penny(keys: list[str]) -> None:
    check_planned(build(load("belfast-sejong", set=keys), 1))


@pytest.mark.parametrize("name", sorted(packaged()))
def test_planned_cost_of_a_packaged_scenario_is_its_budget(name: str) -> None:
    check_planned(build(load(name), 1))


@pytest.mark.parametrize("keys", [(), ("programme.payers={alder=0.7, birch=0.3}",)])
def test_planned_cost_of_an_alliance_of_two_programmes_is_its_budget(alliance, keys) -> None:
    check_planned(alliance(*keys))
