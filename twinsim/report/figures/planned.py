"""What each line of a programme was planned to cost, and who was to pay: k£ of 2024 prices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from twinsim.world.money import LINES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from twinsim.scenario import Scenario

Plan = dict[str, dict[str, float]]


def planned_lines(scenario: Scenario) -> dict[str, Plan]:
    """Planned cost by arm, line (`spend_<line>`) and city; what is bought by the piece at its
    expected number of pieces."""
    from twinsim.world import build

    world = build(scenario)
    plans: dict[str, Plan] = {}
    for arm, setup in world.setups.items():
        plan: Plan = {}
        shares = _shares(scenario, arm)
        if len(setup.programmes):
            for line, amount in _amounts(setup.programmes, world.parameters[arm]).items():
                plan[f"spend_{line}"] = {city: amount * part for city, part in shares.items()}
        plans[arm] = plan
    return plans


def _shares(scenario: Scenario, arm: str) -> dict[str, float]:
    """The part of the whole cost that each city pays."""
    programme = next(one.programme for one in scenario.arms if one.id == arm)
    return {city.id: programme.payers.get(city.id, 0.0) for city in scenario.profiles}


def _amounts(programmes: NDArray[Any], p: Any) -> dict[str, float]:
    """Planned cost of each line of an arm. Its programmes share the fixed lines, and each has a
    note of the one purse that all buy from."""
    amounts = {line: float(np.sum(programmes[line])) for line in LINES}
    one = programmes[0]
    places = _pieces(one["purse"], one["unit"])
    if one["most_places"] >= 0:
        places = min(places, float(one["most_places"]))
    pilots = places + _pieces(one["fund"], one["fund_unit"])
    return {
        **amounts,
        "assessment": float(one["planned_bids"]) * p.assess_cost,
        "upskilling": places * float(one["training"]),
        "awards": pilots * float(one["award"]),
        "host": pilots * float(one["host_support"]),
        "missions": float(one["missions"]),
        "exchanges": float(one["exchanges"]),
        "courses": float(one["courses"]),
        "accelerator": float(one["graduates"]),
    }


def _pieces(money: float, unit: float) -> float:
    return float(money) / float(unit) if unit > 0.0 else 0.0
