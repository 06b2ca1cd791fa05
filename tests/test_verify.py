"""The two engines are equal, and verify would see it if they were not."""

from __future__ import annotations

import inspect
import math
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import twinsim as ts
from twinsim import rules
from twinsim.agents import TwinCityModel
from twinsim.core import Stepper
from twinsim.registry import state
from twinsim.rules.base import RULES
from twinsim.scenario import Scenario
from twinsim.verify import INDICATOR, Count, Difference, compare, verify
from twinsim.world import build
from twinsim.world.columns import COLUMNS

ALLIANCE = Path(__file__).parent / "scenarios" / "alliance.toml"
TABLE = ALLIANCE.with_suffix(".csv")

# A small, busy world in which every rule is called within a few years: five cities of few firms
# and two that follow, much money, keen cities, patient customers, and arms for what one programme
# cannot show at once.
BUSY = (
    "warmup=2",
    "months=36",
    "programme.budget=4000",
    "programme.fund=300",
    "programme.places=9",
    "programme.planned_bids=14",
    "parameters.smes_per_1000=0.25",
    "parameters.bid_base=0.0",
    "parameters.lead_base=1.0",
    "parameters.consortium_base=0.9",
    "parameters.search_width=4",
    "parameters.trust_floor=0.5",
    "parameters.stop_base=0.1",
    "parameters.pilot_months=4",
    "parameters.bau_pilot=0.01",
    "parameters.grant_apply=0.1",
    "parameters.adopt_base=0.5",
    "parameters.contract_price=30",
    "parameters.joint_window=2",
    "parameters.replicate_base=1.0",
    "parameters.diffusion_q=0.9",
    "parameters.sale_base=0.3",
    "parameters.sale_abroad=1.0",
    "parameters.relief_value=1.0",
    "parameters.election_months=24",
    "parameters.deal_base=0.0",
    "parameters.deal_bau=0.02",
    "parameters.attend_foreign=0.9",
    "parameters.showcase_after=6",
    "parameters.commit_rate=0.3",
    "parameters.commit_scale=1.5",
    "parameters.commit_lapse=0.6",
    "parameters.accelerator_additional=0.4",
    "parameters.accelerator_cost=10.0",
    "arms.light.programme.pilot_share=0.5",
)
ARMS = ("twin", "open", "light")


@pytest.fixture(scope="module")
def busy() -> Scenario:
    return ts.load(ALLIANCE, cities=TABLE, set=BUSY)


@pytest.mark.parametrize("name", ["belfast-sejong", "birmingham-ulsan"])
@pytest.mark.parametrize(
    "horizon", [2, pytest.param(24, marks=pytest.mark.slow)], ids=["months", "years"]
)
def test_a_packaged_scenario_is_equal_in_all_arms_and_variables(name: str, horizon: int) -> None:
    report = verify(ts.load(name, set=("warmup=1",)), horizon=horizon)
    assert report.equal, report
    assert report.arms == ("baseline", "solo", "twin")
    assert report.kinds == len(state())
    assert report.variables == sum(len(variables) for variables in state().values())


@pytest.mark.parametrize(
    "seeds", [(0,), pytest.param((1, 2, 2**63 + 5), marks=pytest.mark.slow)], ids=["one", "more"]
)
def test_a_busy_world_is_equal_in_all_arms(busy: Scenario, seeds: tuple[int, ...]) -> None:
    report = verify(busy, seeds=seeds)
    assert report.equal, report
    assert report.arms == ("baseline", "solo", "twin", "light", "open")


@pytest.mark.slow
def test_the_alliance_is_equal_in_all_arms_as_its_file_says() -> None:
    report = verify(ts.load(ALLIANCE, cities=TABLE))
    assert report.equal, report


def test_nothing_compared_is_not_equal(busy: Scenario) -> None:
    assert not verify(busy, seeds=()).equal


def test_all_files_of_rules_are_among_those_that_are_changed() -> None:
    files = {path.stem for path in Path(rules.__path__[0]).glob("*.py")}
    assert {name.split(".")[0] for name in RULES} == files - {"__init__", "base", "draws"}


@pytest.mark.parametrize("name", RULES)
def test_a_change_planted_in_a_rule_of_one_engine_is_caught_and_named(
    busy: Scenario, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    difference = first_difference(busy, name, monkeypatch)
    assert difference is not None, f"{name}: a change went unseen"
    assert -2 <= difference.month < 36
    assert difference.kind in (*state(), INDICATOR)
    assert difference.id
    declared = {variable.id for variable in state().get(difference.kind, ())}
    assert difference.variable in declared | {"alive", *COLUMNS}
    assert difference.mesa != difference.core


def first_difference(
    scenario: Scenario, name: str, monkeypatch: pytest.MonkeyPatch
) -> Difference | None:
    """Plant a change in a rule of the Mesa model and run the arms until it is seen."""
    cores = build(scenario)
    plant(name, monkeypatch)
    changed = build(scenario)
    for arm in ARMS:
        model = TwinCityModel(scenario, arm, world=changed)
        for difference in compare(model, Stepper(cores.setups[arm]), model.months, Count()):
            if difference is not None:
                return difference
    return None


def plant(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace a rule by one that returns a little more, wherever plain Python calls it."""
    rule = RULES[name]
    names = list(inspect.signature(rule.function).parameters)

    def changed(*args: Any) -> Any:
        value = rule.function(*args)
        if rule.returns != "vector":
            return NUDGES[rule.returns](value)
        args[names.index("taken" if "taken" in names else "order")].reverse()
        return value

    for module in list(sys.modules.values()):
        if module.__name__.startswith(("twinsim.rules.", "twinsim.agents.", "twinsim.world.")):
            for attribute, value in list(vars(module).items()):
                if value is rule.function:
                    monkeypatch.setattr(module, attribute, changed)


NUDGES: dict[str, Callable[[Any], Any]] = {
    "value": lambda value: math.nextafter(value, math.inf),
    "setup": lambda value: value + 1 if isinstance(value, int) else math.nextafter(value, math.inf),
    "probability": lambda value: value + 0.2,
    "weight": lambda value: value + 0.2,
    "score": lambda value: -value,
    "count": lambda value: value + 1,
    "index": lambda value: value - 1,
}
