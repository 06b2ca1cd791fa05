"""The two engines are equal, and verify would see it if they were not."""

from __future__ import annotations

import inspect
import math
import sys
from collections.abc import Callable
from typing import Any

import pytest

import twinsim as ts
from twinsim.agents import TwinCityModel
from twinsim.core import Stepper
from twinsim.registry import state
from twinsim.rules.base import RULES
from twinsim.scenario import Scenario
from twinsim.verify import INDICATOR, Count, Difference, compare, verify
from twinsim.world import build
from twinsim.world.columns import COLUMNS

# A small, busy world in which every rule is called within a few years: few firms, much money,
# keen cities, patient customers, and arms for what one programme cannot show at once.
BUSY = (
    "warmup=2",
    "months=40",
    "programme.budget=3000",
    "programme.cohorts=2",
    "programme.start=1",
    "programme.places=8",
    "programme.planned_bids=14",
    "parameters.smes_per_1000=0.08",
    "parameters.bid_base=0.0",
    "parameters.consortium_base=0.9",
    "parameters.stop_base=0.1",
    "parameters.search_width=5",
    "parameters.adopt_base=0.5",
    "parameters.replicate_base=1.0",
    "parameters.sale_base=0.3",
    "parameters.sale_abroad=1.0",
    "parameters.grant_apply=0.1",
    "parameters.trust_floor=0.5",
    "parameters.bau_pilot=0.01",
    "parameters.election_months=24",
    "parameters.pilot_months=4",
    "parameters.contract_price=300",
    "parameters.relief_value=1.0",
    "parameters.deal_base=0.0",
    "parameters.deal_bau=0.02",
    "parameters.attend_foreign=0.9",
    "parameters.showcase_after=6",
    "parameters.commit_rate=0.3",
    "parameters.commit_scale=1.5",
    "parameters.commit_lapse=0.6",
    "arms.light.programme.upskilling.intensive=false",
    "arms.light.programme.upskilling.hours=24",
    "arms.light.programme.pilot_share=0.9",
    "arms.derived.programme.themes=[]",
    "arms.derived.programme.require_foreign=true",
)
ARMS = ("twin", "light", "derived")


@pytest.fixture(scope="module")
def busy() -> Scenario:
    return ts.load("belfast-sejong", set=BUSY)


def test_the_packaged_scenario_is_equal_in_all_arms_and_variables() -> None:
    report = verify(ts.load("belfast-sejong"), horizon=12)
    assert report.equal, report
    assert report.arms == ("baseline", "solo", "twin")
    assert report.kinds == len(state())
    assert report.variables == sum(len(variables) for variables in state().values())


def test_a_busy_world_is_equal_in_all_arms_over_several_seeds(busy: Scenario) -> None:
    report = verify(busy, seeds=(0, 1, 2, 2**63 + 5))
    assert report.equal, report


def test_nothing_compared_is_not_equal(busy: Scenario) -> None:
    assert not verify(busy, seeds=()).equal


@pytest.mark.parametrize("name", RULES)
def test_a_change_planted_in_a_rule_of_one_engine_is_caught_and_named(
    busy: Scenario, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    difference = first_difference(busy, name, monkeypatch)
    assert difference is not None, f"{name}: a change went unseen"
    assert -2 <= difference.month < 40
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
