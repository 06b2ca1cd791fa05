"""Scenario and seed to World: one :class:`Setup` for each arm."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twinsim.rules import city as city_rules
from twinsim.rules import link as link_rules
from twinsim.rules.draws import mix
from twinsim.scenario import Arm, CityProfile, Scenario
from twinsim.world.facts import distance_km, language_distance, median_for, prior_ties, tags, word
from twinsim.world.parameters import as_object, as_record, resolve
from twinsim.world.programmes import programmes_of
from twinsim.world.setup import Setup
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


def build(scenario: Scenario, seed: int = 1) -> World:
    """The world of every arm.

    Raises
    ------
    ScenarioError
        When a programme cannot be paid for: its fixed lines exceed its budget.
    """
    values = {arm.id: resolve(arm.parameters, arm.mechanisms) for arm in scenario.arms}
    return World(
        scenario,
        seed,
        tuple(city.id for city in scenario.profiles),
        {arm.id: _setup(scenario, arm, values[arm.id], seed) for arm in scenario.arms},
        {arm.id: as_object(values[arm.id]) for arm in scenario.arms},
    )


def _setup(scenario: Scenario, arm: Arm, values: dict[str, float], seed: int) -> Setup:
    p = as_object(values)
    cities = scenario.profiles
    months = scenario.warmup + scenario.months
    population = np.array([float(city.population) for city in cities])
    tag = np.array([tags(city) for city in cities], dtype=np.int64)
    industry = p.industry_floor + tag
    initial = np.floor(p.smes_per_1000 * population / 1000.0 + 0.5).astype(np.int64)
    rate = p.birth_rate * initial
    births = np.ceil(2.0 * rate).astype(np.int64)
    sizes = initial + births * months
    links = _links(scenario, cities)
    programmes = programmes_of(scenario, arm, p)
    friction = np.array([_friction(p, scenario, cities[a], cities[b]) for a, b in links])
    link_a, link_b = _ints(a for a, _ in links), _ints(b for _, b in links)
    table = timetable(p, programmes.records, programmes.owner, friction, link_a, link_b, months)
    luck = mix(seed & MASK, word(arm.id) if scenario.luck == "independent" else 0)
    return Setup(
        p=as_record(values),
        months=months,
        warmup=scenario.warmup,
        population=population,
        yearly=np.array([city_rules.yearly_budget(p, n) for n in population]),
        words=np.array([word(city.id) for city in cities], dtype=np.uint64),
        tags=tag,
        industry=industry / industry.sum(axis=1, keepdims=True),
        slots=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        initial=initial,
        births=births,
        birth_chance=np.divide(rate, births, out=np.zeros(len(cities)), where=births > 0),
        home=np.repeat(np.arange(len(cities)), sizes).astype(np.int64),
        link_a=link_a,
        link_b=link_b,
        link_of=_link_table(len(cities), links),
        friction=friction,
        trust0=np.array(
            [link_rules.trust_at_start(p, prior_ties(cities[a], cities[b])) for a, b in links]
        ),
        programmes=programmes.records,
        owner=programmes.owner,
        share=programmes.share,
        planned=programmes.planned,
        themes=programmes.themes,
        **table._asdict(),
        discount=(1.0 + p.discount_rate)
        ** (-np.maximum(np.arange(months) - scenario.warmup, 0) / 12.0),
        luck=np.array([luck], dtype=np.uint64),
    )


def _ints(values: Iterable[int]) -> NDArray[np.int64]:
    return np.array(list(values), dtype=np.int64)


def _links(scenario: Scenario, cities: tuple[CityProfile, ...]) -> list[tuple[int, int]]:
    index = {city.id: i for i, city in enumerate(cities)}
    pairs = (sorted((index[a], index[b])) for a, b in scenario.programme.links)
    return sorted({(a, b) for a, b in pairs})


def _link_table(n: int, links: list[tuple[int, int]]) -> NDArray[np.int64]:
    table = np.full((n, n), -1, dtype=np.int64)
    for number, (a, b) in enumerate(links):
        table[a, b] = table[b, a] = number
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
