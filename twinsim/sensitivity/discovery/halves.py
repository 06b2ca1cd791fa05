"""The same search in halves of the cases: what recurs, and how it does in the other half."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

import numpy as np

from twinsim.sensitivity.discovery.outcomes import Outcomes
from twinsim.sensitivity.discovery.prim import search
from twinsim.sensitivity.discovery.shares import step_of
from twinsim.sensitivity.discovery.space import Space
from twinsim.sensitivity.discovery.together import halves
from twinsim.sweep.rows import Floats

STABLE = 0.75

Key = tuple[int, str]  # an input and the end of it that is restricted


@dataclass(frozen=True)
class Half:
    """The box of one half, and what it holds of the other: density, coverage, rate there."""

    keys: frozenset[Key]
    density: float
    coverage: float
    rate: float


def halves_of(
    space: Space, outcomes: Outcomes, y: Floats, splits: int, luck: np.random.Generator
) -> list[Half]:
    """The boxes of both halves of `splits` random splits of the cases."""
    made = []
    for _ in range(splits):
        parts = halves(space.draw, luck)
        for own, other in (parts, parts[::-1]):
            half = space.part(own)
            _, box = search(half, y[own])
            inside = space.part(other).inside(box)
            step = step_of(space.part(other), outcomes.part(other), box)
            keys = frozenset((j, side) for j, limits in box.items() for side in limits.sides)
            density = step.density if inside.any() else math.nan
            made.append(Half(keys, density, step.coverage, outcomes.part(other).share()))
    return made


def recurring(made: list[Half], splits: int) -> dict[Key, float]:
    """How often each restriction was made."""
    counts = Counter(key for half in made for key in half.keys)
    return {key: count / (2 * splits) for key, count in counts.most_common()}


def by_luck(recurs: dict[Key, float], inputs: int) -> float:
    """The bound on how many restrictions are expected to be stable by luck."""
    each = sum(recurs.values())
    return float(each * each / ((2 * STABLE - 1) * 2 * inputs))


def elsewhere(made: list[Half]) -> tuple[float, float, float]:
    """Density, coverage and rate in the other halves, as means."""
    each = np.array([(half.density, half.coverage, half.rate) for half in made])
    density, coverage, rate = np.nanmean(each, axis=0)
    return float(density), float(coverage), float(rate)
