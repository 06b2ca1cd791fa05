"""Scenario and seed to World: one :class:`Setup` for each arm."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twinsim.errors import Fault, ScenarioError
from twinsim.registry import nearest
from twinsim.rules import city as city_rules
from twinsim.rules import investor as investor_rules
from twinsim.rules import link as link_rules
from twinsim.rules import university as university_rules
from twinsim.rules.draws import mix
from twinsim.scenario import Arm, CityProfile, Scenario
from twinsim.world.facts import distance_km, language_distance, median_for, prior_ties, tags, word
from twinsim.world.parameters import as_object, as_record, resolve
from twinsim.world.programmes import programmes_of, steps_of
from twinsim.world.setup import CITY_DTYPE, CLUSTER_DTYPE, LINK_DTYPE, Reals, Setup
from twinsim.world.timetable import timetable

MASK = 0xFFFFFFFFFFFFFFFF


@dataclass(frozen=True)
class World:
    """Everything the engines need, for each arm of a scenario, under one seed."""

    scenario: Scenario
    seed: int
    cities: tuple[str, ...]
    setups: dict[str, Setup]
    parameters: dict[str, Any]

    @property
    def arms(self) -> tuple[str, ...]:
        """Ids of the arms, in the scenario's order."""
        return tuple(self.setups)

    def arm(self, id: str) -> Arm:
        """An arm by its id. Raises :class:`ScenarioError` when there is none."""
        for arm in self.scenario.arms:
            if arm.id == id:
                return arm
        expected = f"expected an arm of the scenario: {', '.join(self.arms)}"
        raise ScenarioError(
            Fault("", 0, "arm", str(id), expected, nearest(str(id), self.arms) or "")
        )


def build(scenario: Scenario, seed: int = 1) -> World:
    """The world of every arm.

    Raises
    ------
    ScenarioError
        When a programme cannot be paid for: its fixed lines exceed its budget.
    """
    values = {arm.id: resolve(arm.parameters, arm.mechanisms) for arm in scenario.arms}
    objects: dict[tuple[float, ...], Any] = {}  # arms mostly share theirs, and it takes long
    for own in values.values():
        if tuple(own.values()) not in objects:
            objects[tuple(own.values())] = as_object(own)
    parameters = {arm: objects[tuple(own.values())] for arm, own in values.items()}
    return World(
        scenario,
        seed,
        tuple(city.id for city in scenario.profiles),
        {
            arm.id: _setup(scenario, arm, parameters[arm.id], values[arm.id], seed)
            for arm in scenario.arms
        },
        parameters,
    )


def _setup(scenario: Scenario, arm: Arm, p: Any, values: dict[str, float], seed: int) -> Setup:
    months = scenario.warmup + scenario.months
    programmes = programmes_of(scenario, arm, p)
    links = _links(p, scenario)
    cities = _cities(p, scenario, programmes.planned, months)
    clusters = _clusters(scenario)
    return Setup(
        p=as_record(values),
        months=months,
        warmup=scenario.warmup,
        luck=np.uint64(mix(seed & MASK, word(arm.id) if scenario.luck == "independent" else 0)),
        cities=cities,
        links=links,
        link_of=_link_table(len(scenario.profiles), links),
        networked=_networked(scenario),
        clusters=clusters,
        steps=steps_of(scenario, arm, programmes, clusters),
        programmes=programmes.records,
        stakes=programmes.stakes,
        plan=timetable(p, programmes.records, programmes.stakes, links, months),
        challenges=programmes.challenges,
        discount=(1.0 + p.discount_rate)
        ** (-np.maximum(np.arange(months) - scenario.warmup, 0) / 12.0),
    )


def _cities(p: Any, scenario: Scenario, planned: Reals, months: int) -> NDArray[Any]:
    facts = np.zeros(len(scenario.profiles), CITY_DTYPE)
    first = investor = university = cluster = 0
    for row, city, cost in zip(facts, scenario.profiles, planned, strict=True):
        row["follower"] = city.id in scenario.followers
        row["population"] = city.population
        row["yearly"] = city_rules.yearly_budget(p, row["population"])
        row["planned"] = cost
        row["word"] = word(city.id)
        row["tags"] = tags(city)
        industry = p.industry_floor + row["tags"]
        row["industry"] = industry / industry.sum()
        row["first"] = row["end"] = first
        row["first_investor"], row["first_university"] = investor, university
        row["first_cluster"] = cluster
        row["cluster_of"] = -1
        if row["follower"]:
            continue
        row["initial"] = int(p.smes_per_1000 * city.population / 1000.0 + 0.5)
        rate = p.birth_rate * row["initial"]
        row["births"] = math.ceil(2.0 * rate)
        row["birth_chance"] = rate / row["births"] if row["births"] else 0.0
        wealth = median_for(city, scenario.table, lambda c: c.gdp_per_head)
        row["investors"] = investor_rules.investors(p, row["population"], wealth)
        known = -1.0 if math.isnan(city.universities) else city.universities
        row["universities"] = university_rules.universities(p, known, row["population"])
        row["clusters"] = sum(row["tags"])
        row["cluster_of"][row["tags"] == 1] = cluster + np.arange(row["clusters"])
        row["monthly"] = row["births"] + row["universities"] + row["clusters"]
        first += int(row["initial"] + row["monthly"] * months)
        row["end"] = first
        investor += int(row["investors"])
        university += int(row["universities"])
        cluster += int(row["clusters"])
    return facts


def _clusters(scenario: Scenario) -> NDArray[Any]:
    """One cluster for each priority sector of a city that is no follower."""
    rows = [
        (number, sector)
        for number, city in enumerate(scenario.profiles)
        if city.id not in scenario.followers
        for sector, tag in enumerate(tags(city))
        if tag
    ]
    return np.array(rows, dtype=CLUSTER_DTYPE) if rows else np.zeros(0, CLUSTER_DTYPE)


def _networked(scenario: Scenario) -> NDArray[np.int64]:
    """Who hears of whose adoptions: only as the scenario file says, never from the city table."""
    index = {city.id: i for i, city in enumerate(scenario.profiles)}
    table = np.zeros((len(index), len(index)), dtype=np.int64)
    for group in scenario.networks:
        for a in group:
            for b in group:
                table[index[a], index[b]] = int(a != b)
    return table


def _links(p: Any, scenario: Scenario) -> NDArray[Any]:
    cities = scenario.profiles
    index = {city.id: i for i, city in enumerate(cities)}
    named = [scenario.programme.links, *(arm.programme.links for arm in scenario.arms)]
    pairs = sorted({tuple(sorted((index[a], index[b]))) for links in named for a, b in links})
    links = np.zeros(len(pairs), LINK_DTYPE)
    for row, (a, b) in zip(links, pairs, strict=True):
        row["a"], row["b"] = a, b
        row["friction"] = _friction(p, scenario, cities[a], cities[b])
        row["trust0"] = link_rules.trust_at_start(p, prior_ties(cities[a], cities[b]))
    return links


def _link_table(n: int, links: NDArray[Any]) -> NDArray[np.int64]:
    table = np.full((n, n), -1, dtype=np.int64)
    for number, link in enumerate(links):
        table[link["a"], link["b"]] = table[link["b"], link["a"]] = number
    return table


def _friction(p: Any, scenario: Scenario, a: CityProfile, b: CityProfile) -> float:
    table = scenario.table
    levels = [median_for(city, table, lambda c: c.gov_level) for city in (a, b)]
    wealth = [median_for(city, table, lambda c: c.gdp_per_head) for city in (a, b)]
    return link_rules.friction(
        p,
        language_distance(a.iso2, b.iso2),
        link_rules.far(distance_km(a, b)),
        min(1.0, abs(levels[0] - levels[1]) / 3.0),
        link_rules.unlike(a.population / b.population, 20.0),
        link_rules.unlike(wealth[0] / wealth[1], 3.0),
    )
