"""The programmes of an arm as records: one for each group of linked cities that runs one jointly
(`twin`), or one for each city (`solo`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twinsim.registry import SECTORS
from twinsim.rules import programme as rules
from twinsim.scenario import Arm, Programme, Scenario
from twinsim.scenario.programme import Step
from twinsim.world.money import LINES, Costs, costs
from twinsim.world.setup import (
    CHALLENGE_DTYPE,
    PROGRAMME_DTYPE,
    STAKE_DTYPE,
    STEP_DTYPE,
    STEPS,
    Reals,
)

# What a facet of the portfolio changes: risk, duration, spread, impact, exploration. The reference
# case, `none`, changes nothing.
FACETS = {
    "none": (1.0, 1.0, 1.0, 1.0, 0.0),
    "enhancement": (0.8, 0.8, 0.7, 0.7, 0.0),
    "mission": (1.0, 1.2, 1.0, 1.3, 0.3),
    "adaptive": (1.0, 0.9, 1.1, 1.0, 0.5),
    "anticipatory": (1.5, 1.3, 1.6, 1.6, 1.0),
}


@dataclass(frozen=True)
class Programmes:
    """Records of the programmes with who owns, who pays, and the themes of all challenges."""

    records: NDArray[Any]
    stakes: NDArray[Any]
    planned: Reals
    challenges: NDArray[Any]


def programmes_of(scenario: Scenario, arm: Arm, p: Any) -> Programmes:
    """The programmes that an arm runs; none without a budget or before the horizon's end."""
    cities = [city.id for city in scenario.profiles]
    programme = arm.programme
    challenges = [_challenge(p, "none", [sector]) for sector in SECTORS]
    joint = arm.design == "twin"
    groups = _groups(programme, cities, joint)
    idle = programme.budget <= 0.0 or programme.start >= scenario.months or not groups
    if arm.design == "none" or idle:
        return Programmes(
            np.zeros(0, PROGRAMME_DTYPE),
            np.zeros((0, len(cities)), STAKE_DTYPE),
            np.zeros(len(cities)),
            np.array(challenges, CHALLENGE_DTYPE),
        )
    running = {cities[c] for group in groups for c in group}
    steps = sum(_taken(step, programme, scenario, running) for step in programme.steps)
    money = costs(programme, joint, p, len(groups), steps)
    pays = [programme.payers.get(city, 0.0) for city in cities]
    records = np.zeros(len(groups), PROGRAMME_DTYPE)
    stakes = np.zeros((len(groups), len(cities)), STAKE_DTYPE)
    low = 0.0
    for number, group in enumerate(groups):
        part = sum(pays[c] for c in group)
        high = 1.0 if number == len(groups) - 1 else low + part
        for c in group:
            stakes[number, c] = (1, pays[c] > 0.0, pays[c] / part)
        record = records[number]
        _fill(p, record, programme, money, part)
        record["start"] = scenario.warmup + programme.start
        record["joint"] = int(joint)
        record["owners"] = len(group)
        record["visits"] = programme.visits if joint else 0
        record["delegated"] = programme.delegations if joint else 0
        record["require_foreign"] = int(programme.require_foreign and joint)
        record["joint_procurement"] = int(programme.joint_procurement and joint)
        record["least_share"] = programme.floor if joint else 0.0
        record["slice_low"], record["slice_high"] = low, high
        record["first_challenge"] = len(challenges)
        challenges += _themes(p, programme)
        record["challenges"] = len(challenges) - record["first_challenge"]
        low = high
    return Programmes(
        records, stakes, np.array(pays) * money.planned, np.array(challenges, CHALLENGE_DTYPE)
    )


def steps_of(
    scenario: Scenario, arm: Arm, programmes: Programmes, clusters: NDArray[Any]
) -> NDArray[Any]:
    """The dated steps of clusters in an arm; only cities that run a programme take any."""
    index = {city.id: number for number, city in enumerate(scenario.profiles)}
    owners = programmes.stakes["owner"]
    running = {city for city, number in index.items() if owners[:, number].any()}
    rows = []
    for step in arm.programme.steps:
        home = index[step.city]
        if _taken(step, arm.programme, scenario, running):
            (cluster,) = np.flatnonzero(
                (clusters["home"] == home) & (clusters["sector"] == SECTORS.index(step.sector))
            )
            month = scenario.warmup + arm.programme.start + step.month
            rows.append((month, cluster, STEPS.index(step.what)))
    return np.array(rows, dtype=STEP_DTYPE) if rows else np.zeros(0, STEP_DTYPE)


def _taken(step: Step, programme: Programme, scenario: Scenario, running: set[str]) -> bool:
    """Whether a step of a cluster is taken: its city runs a programme, and it is within reach."""
    return step.city in running and programme.start + step.month < scenario.months


def _fill(p: Any, record: Any, programme: Programme, money: Costs, part: float) -> None:
    """What does not hang on who runs it, and the `part` of the fixed lines."""
    course = programme.upskilling
    uses_years = programme.fund > 0.0 or programme.focus.smart_cities < 1.0
    record["cohorts"] = programme.cohorts
    record["years"] = programme.years
    record["line_months"] = max(
        int(p.line_months) * programme.cohorts, 12 * programme.years * uses_years
    )
    record["planned_bids"] = programme.planned_bids
    record["intensive"] = int(course.intensive)
    record["cohort_training"] = int(course.cohort)
    record["most_places"] = -1 if programme.places is None else programme.places
    record["universities"] = -1 if programme.universities is None else programme.universities
    record["derived"] = int(not programme.themes)
    for line, amount in zip(LINES, money.lines, strict=True):
        record[line] = amount * part
    record["purse"], record["unit"] = money.places.money, money.places.unit
    for name in ("fund", "missions", "exchanges", "courses", "graduates"):
        purse = getattr(money, name)
        record[name] = purse.money
        record["fund_unit" if name == "fund" else f"{name[:-1]}_unit"] = purse.unit
    record["award"] = programme.award
    record["host_support"] = programme.host_support
    record["training"] = money.training
    record["hours"] = course.hours
    record["customisation"] = course.customisation / 3.0
    record["pilot_share"] = programme.pilot_share


def _groups(programme: Programme, cities: Sequence[str], joint: bool) -> list[list[int]]:
    """Cities, by number, that run a programme together: those joined by links, or each alone.
    Groups that pay nothing run none."""
    number = {city: c for c, city in enumerate(cities)}
    groups: list[set[int]] = []
    for pair in programme.links:
        linked = {number[city] for city in pair}
        if joint:
            touching = [group for group in groups if group & linked]
            groups = [group for group in groups if not group & linked]
            groups.append(linked.union(*touching))
        else:
            groups += [{c} for c in sorted(linked) if {c} not in groups]
    paying = {number[city] for city, share in programme.payers.items() if share > 0.0}
    return sorted(sorted(group) for group in groups if group & paying)


def _themes(p: Any, programme: Programme) -> list[Any]:
    """Challenges as the file writes them, or empty ones that each run derives."""
    if programme.themes:
        return [
            _challenge(p, theme.facet or programme.facet, theme.sectors)
            for theme in programme.themes
        ]
    return [_challenge(p, programme.facet, ())] * programme.n_themes


def _challenge(p: Any, facet: str, sectors: Sequence[str]) -> Any:
    own = [int(sector in sectors) for sector in SECTORS]
    if sectors:
        theme = [rules.theme_weight(p, mine, sum(own), len(SECTORS)) for mine in own]
    else:
        theme = [0.0] * len(SECTORS)
    return (list(FACETS).index(facet) - 1, *FACETS[facet], theme, own)
