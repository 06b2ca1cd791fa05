"""How much of the spread of single worlds goes with the needs that were drawn for the cities.

A city's needs are drawn in each world, not known. In the model they are part of the luck that more
replicates average out; in a real city they are a fact that nobody has looked up yet. Their share
is the adjusted R² of the paired difference on the drawn needs of both cities (26 numbers), the
mean over partners: a linear share, so rather too low than too high.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from twinsim.pairing.impact.reading import Reading
from twinsim.pairing.sheet import Floats
from twinsim.rules.city import need_at_start
from twinsim.rules.draws import START_NEED, draw, mix
from twinsim.rules.maths import normal
from twinsim.scenario import Scenario
from twinsim.world.build import MASK
from twinsim.world.facts import tags, word
from twinsim.world.keys import SECTORS, city_key, world_key
from twinsim.world.parameters import as_object, resolve

_FEWEST = 4  # worlds for each need: fewer make the share itself a matter of luck


@dataclass(frozen=True)
class Needs:
    """The share of the variance of single worlds that goes with drawn needs (may be below 0 by
    luck), the standard deviation of worlds, and of the part that goes with needs; means over
    partners, in the indicator's unit."""

    share: float
    worlds_sd: float
    needs_sd: float


def needs_share(scenarios: list[Scenario], impact: Reading, seed: int) -> Needs | None:
    """The share over these scenarios, one a partner; None with too few worlds."""
    features = 2 * SECTORS
    shares, sds, parts = [], [], []
    for scenario, values in zip(scenarios, impact.values, strict=True):
        good = np.isfinite(values)
        count = int(good.sum())
        if count < _FEWEST * features:
            return None
        drawn = np.hstack([drawn_needs(scenario, c, seed, len(values)) for c in range(2)])[good]
        own = values[good] - values[good].mean()
        total = float(own @ own)
        if not total > 0:
            continue
        centred = drawn - drawn.mean(axis=0)
        fitted = centred @ np.linalg.lstsq(centred, own, rcond=None)[0]
        used = int(np.linalg.matrix_rank(centred))
        left = float(((own - fitted) ** 2).sum()) / (count - 1 - used)
        variance = total / (count - 1)
        shares.append(1.0 - left / variance)
        sds.append(math.sqrt(variance))
        parts.append(math.sqrt(max(0.0, variance - left)))
    if not shares:
        return None
    return Needs(*(float(np.mean(part)) for part in (shares, sds, parts)))


def drawn_needs(scenario: Scenario, city: int, seed: int, worlds: int) -> Floats:
    """The needs that a city of a scenario starts with, shape (worlds, sectors)."""
    profile = scenario.profiles[city]
    arm = scenario.arms[0]
    p, own = as_object(resolve(arm.parameters, arm.mechanisms)), tags(profile)
    luck = mix(seed & MASK, 0)  # as every arm has it where luck is addressed
    keys = [city_key(world_key(luck, world), word(profile.id)) for world in range(worlds)]
    return np.array(
        [
            [need_at_start(p, own[k], normal(draw(key, 0, START_NEED, k))) for k in range(SECTORS)]
            for key in keys
        ]
    )
