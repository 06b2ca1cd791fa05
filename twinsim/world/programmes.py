"""The programmes of an arm as records: one joint one (`twin`), or one for each city (`solo`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twinsim.registry import SECTORS
from twinsim.rules import programme as rules
from twinsim.scenario import Arm, Programme, Scenario
from twinsim.world.money import LINES, Costs, costs
from twinsim.world.setup import CHALLENGE_DTYPE, PROGRAMME_DTYPE, STAKE_DTYPE, Reals


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
    themes = [_theme(p, [sector]) for sector in SECTORS]
    owners = _owners(programme, cities)
    idle = programme.budget <= 0.0 or programme.start >= scenario.months or not any(owners)
    if arm.design == "none" or idle:
        return Programmes(
            np.zeros(0, PROGRAMME_DTYPE),
            np.zeros((0, len(cities)), STAKE_DTYPE),
            np.zeros(len(cities)),
            _challenges(themes),
        )
    joint = arm.design == "twin"
    money = costs(programme, joint, p)
    pays = [programme.payers.get(city, 0.0) if owners[c] else 0.0 for c, city in enumerate(cities)]
    groups = [owners] if joint else [_only(c, cities) for c in range(len(cities)) if owners[c]]
    records = np.zeros(len(groups), PROGRAMME_DTYPE)
    stakes = np.zeros((len(groups), len(cities)), STAKE_DTYPE)
    low = 0.0
    for number, group in enumerate(groups):
        part = sum(pay for pay, own in zip(pays, group, strict=True) if own)
        high = 1.0 if number == len(groups) - 1 else low + part
        stakes[number]["owner"] = group
        stakes[number]["share"] = [
            pay / part if own and part else 0.0 for pay, own in zip(pays, group, strict=True)
        ]
        stakes[number]["pays"] = stakes[number]["share"] > 0.0
        written = [_theme(p, theme.sectors) for theme in programme.themes]
        first = len(themes)
        themes += written or [[0.0] * len(SECTORS)] * programme.n_themes
        _fill(p, records[number], scenario, programme, money, part, sum(group), joint)
        records[number]["first_challenge"] = first
        records[number]["challenges"] = len(themes) - first
        records[number]["derived"] = int(not written)
        records[number]["slice_low"], records[number]["slice_high"] = low, high
        low = high
    return Programmes(
        records,
        stakes,
        np.array(pays) * money.planned,
        _challenges(themes),
    )


def _fill(
    p: Any,
    record: Any,
    scenario: Scenario,
    programme: Programme,
    money: Costs,
    part: float,
    owners: int,
    joint: bool,
) -> None:
    course = programme.upskilling
    record["start"] = scenario.warmup + programme.start
    record["joint"] = int(joint)
    record["cohorts"] = programme.cohorts
    record["line_months"] = int(p.line_months) * programme.cohorts
    record["owners"] = owners
    record["planned_bids"] = programme.planned_bids
    record["visits"] = programme.visits if joint else 0
    record["intensive"] = int(course.intensive)
    record["cohort_training"] = int(course.cohort)
    record["require_foreign"] = int(programme.require_foreign and joint)
    record["most_places"] = -1 if programme.places is None else programme.places
    for line, amount in zip(LINES, money.lines, strict=True):
        record[line] = amount * part
    record["purse"] = money.purse
    record["unit"] = money.unit
    record["award"] = programme.award
    record["host_support"] = programme.host_support
    record["training"] = money.training
    record["hours"] = course.hours
    record["customisation"] = course.customisation / 3.0
    record["pilot_share"] = programme.pilot_share
    record["least_share"] = programme.floor if joint else 0.0


def _owners(programme: Programme, cities: Sequence[str]) -> list[int]:
    linked = {city for pair in programme.links for city in pair}
    return [int(city in linked) for city in cities]


def _only(c: int, cities: Sequence[str]) -> list[int]:
    return [int(i == c) for i in range(len(cities))]


def _theme(p: Any, sectors: Sequence[str]) -> list[float]:
    own = [int(sector in sectors) for sector in SECTORS]
    return [rules.theme_weight(p, mine, sum(own), len(SECTORS)) for mine in own]


def _challenges(themes: list[list[float]]) -> NDArray[Any]:
    challenges = np.zeros(len(themes), CHALLENGE_DTYPE)
    challenges["theme"] = themes
    return challenges
