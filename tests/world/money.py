"""What tests of money share: an arm's bill, and steps that a programme may take."""

from __future__ import annotations

from twinsim.scenario import Scenario
from twinsim.world.money import Costs, costs
from twinsim.world.parameters import as_object, resolve

PENNY = 1e-5  # k£
STEPS = [
    f'{{city="{city}", sector="digital_ai", what="{what}"}}'
    for city in ("belfast", "sejong")
    for what in ("services", "diversification", "home_market")
]


def costs_of(scenario: Scenario, id: str) -> Costs:
    """Costs of an arm's programme, jointly run in `twin`."""
    arm = next(arm for arm in scenario.arms if arm.id == id)
    return costs(arm.programme, id == "twin", as_object(resolve(arm.parameters, arm.mechanisms)))
