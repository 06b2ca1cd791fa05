"""What a scenario will do, before it runs: firms, timetable and planned cost of every arm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from twinsim.scenario import Arm, Scenario
from twinsim.world import Setup, World, build
from twinsim.world.facts import distance_km
from twinsim.world.money import LINES

PIECES = {
    "fund": ("demonstrator fund", "fund_unit"),
    "missions": ("trade missions", "mission_unit"),
    "exchanges": ("exchanges of universities", "exchange_unit"),
    "courses": ("open courses", "course_unit"),
    "graduates": ("accelerator", "graduate_unit"),
}
_ROUNDS = {
    "fund": "the fund starts pilots",
    "mission": "trade mission",
    "exchange": "exchanges of universities start",
    "course": "open course",
    "accelerate": "the accelerator takes firms",
}
_EVENTS = {
    "opens": "a call opens",
    "selects": "the panel selects",
    "trained": "the course ends",
    "pilots": "pilots start",
    "shows": "solutions are shown to investors",
    "visits": "funded visit",
}


@dataclass(frozen=True)
class CityPlan:
    """What of a city is modelled: counts at the start."""

    id: str
    name: str
    country: str
    residents: float
    firms: int
    universities: int
    investors: int
    clusters: int
    follower: bool


@dataclass(frozen=True)
class LinkPlan:
    """Two linked cities: distance (km), friction and trust at the start (0 to 1)."""

    a: str
    b: str
    km: float
    friction: float
    trust: float


@dataclass(frozen=True)
class ArmPlan:
    """An arm: what it changes, its timetable and its planned cost (k£ of 2024).

    `events` are what happens and in which months (0 the first recorded one), `costs` the cost by
    line, `paid` by city; each city pays its share of every line. `places` is the expected number
    of places (None where no call buys any).
    """

    id: str
    design: str
    changes: dict[str, Any]
    events: dict[str, list[int]]
    costs: dict[str, float]
    paid: dict[str, float]
    places: float | None

    @property
    def planned(self) -> float:
        """Planned cost in all, k£."""
        return sum(self.costs.values())


@dataclass(frozen=True)
class Design:
    """A scenario as it will run."""

    scenario: Scenario
    cities: tuple[CityPlan, ...]
    links: tuple[LinkPlan, ...]
    arms: tuple[ArmPlan, ...]


def design(scenario: Scenario) -> Design:
    """What a scenario will do. Raises :class:`ScenarioError` where it cannot be paid for."""
    world = build(scenario)
    return Design(
        scenario,
        tuple(_cities(scenario, world)),
        tuple(_links(scenario, world)),
        tuple(_arm(scenario, world, arm) for arm in scenario.arms),
    )


def _cities(scenario: Scenario, world: World) -> Iterator[CityPlan]:
    facts = next(iter(world.setups.values())).cities
    by_id = dict(zip(world.cities, zip(scenario.profiles, facts, strict=True), strict=True))
    for id in (*scenario.cities, *scenario.followers):
        profile, row = by_id[id]
        yield CityPlan(
            id,
            profile.name,
            profile.country,
            profile.population,
            int(row["initial"]),
            int(row["universities"]),
            int(row["investors"]),
            int(row["clusters"]),
            bool(row["follower"]),
        )


def _links(scenario: Scenario, world: World) -> Iterator[LinkPlan]:
    for row in next(iter(world.setups.values())).links:
        a, b = scenario.profiles[row["a"]], scenario.profiles[row["b"]]
        yield LinkPlan(a.id, b.id, distance_km(a, b), float(row["friction"]), float(row["trust0"]))


def _arm(scenario: Scenario, world: World, arm: Arm) -> ArmPlan:
    setup = world.setups[arm.id]
    written = scenario.resolved()["arms"][arm.id]
    changes = dict(flat({k: v for k, v in written.items() if v}))
    changes.pop("programme.design", None)
    costs = _costs(setup, world.parameters[arm.id]) if len(setup.programmes) else {}
    places = None
    if len(setup.programmes) and setup.programmes[0]["cohorts"] and setup.programmes[0]["purse"]:
        places = _places(setup.programmes[0])
    paid = zip(world.cities, setup.cities["planned"], strict=True)
    return ArmPlan(
        arm.id,
        arm.design,
        changes,
        _events(setup, scenario.warmup),
        costs,
        {city: float(cost) for city, cost in paid if cost > 0.0},
        places,
    )


def _costs(setup: Setup, p: Any) -> dict[str, float]:
    """Planned cost by line; lines that cost nothing are left out."""
    rows = setup.programmes
    first = rows[0]
    costs = {line: float(rows[line].sum()) for line in LINES}
    costs["assessment"] = float(first["planned_bids"] * p.assess_cost)
    costs["places"] = _places(first) * float(first["unit"])
    costs |= {word: float(first[key]) for key, (word, _) in PIECES.items()}
    return {line: cost for line, cost in costs.items() if cost > 0.0}


def _places(record: Any) -> float:
    """Expected number of places of all programmes of an arm, which share one purse."""
    bought = float(record["purse"] / record["unit"]) if record["unit"] > 0.0 else 0.0
    return bought if record["most_places"] < 0 else min(bought, float(record["most_places"]))


def _events(setup: Setup, warmup: int) -> dict[str, list[int]]:
    """What happens in which recorded months, in any of the arm's programmes."""
    found: dict[str, list[int]] = {}
    for key, what in {**_EVENTS, **_ROUNDS}.items():
        months = np.flatnonzero((setup.plan[key] > 0).any(axis=0))
        if len(months):
            found[what] = [int(month) - warmup for month in months]
    return found


def flat(values: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Nested tables as dotted keys."""
    for key, value in values.items():
        if isinstance(value, Mapping) and value:
            yield from flat(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value
