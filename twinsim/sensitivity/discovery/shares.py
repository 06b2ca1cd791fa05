"""Shares of success in a box, with intervals over cases and over the luck that they share."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from twinsim.sensitivity.discovery.outcomes import Outcomes
from twinsim.sensitivity.discovery.space import Box, Flags, Ints, Space
from twinsim.sensitivity.discovery.together import resampled
from twinsim.sweep.chance import Estimate

_RESAMPLES = 400


@dataclass(frozen=True)
class Step:
    """A box on the path of peeling."""

    coverage: float
    density: float
    mass: float
    restricted: int


def step_of(space: Space, outcomes: Outcomes, box: Box) -> Step:
    """How much of all successes a box holds, and how many of its cases are such."""
    inside = space.inside(box)
    held, rest = outcomes.part(inside), outcomes.part(~inside)
    good = held.share() * len(held)
    other = rest.share() * len(rest) if len(rest) else 0.0
    restricted = sum(1 for limits in box.values() if limits.sides)
    return Step(good / max(good + other, 1e-12), held.share(), len(held) / len(space), restricted)


def interval(outcomes: Outcomes, draw: Ints, luck: np.random.Generator) -> Estimate:
    """The share of success with its interval over draws (bootstrap) and over shared luck."""
    if not len(outcomes):
        return Estimate(math.nan, math.nan, math.nan)
    again = [outcomes.part(pick).share(shift) for pick, shift in _again(draw, luck)]
    return _ends(outcomes.share(), again)


def coverage(outcomes: Outcomes, inside: Flags, draw: Ints, luck: np.random.Generator) -> Estimate:
    """The share of all successes that a box holds, with its interval."""

    def of(cases: Ints, shift: float | None = None) -> float:
        held, rest = outcomes.part(cases[inside[cases]]), outcomes.part(cases[~inside[cases]])
        good = held.share(shift) * len(held) if len(held) else 0.0
        other = rest.share(shift) * len(rest) if len(rest) else 0.0
        return good / (good + other) if good + other > 0 else math.nan

    again = [of(pick, shift) for pick, shift in _again(draw, luck)]
    return _ends(of(np.arange(len(outcomes))), again)


def _again(draw: Ints, luck: np.random.Generator) -> Iterator[tuple[Ints, float]]:
    """Draws drawn anew, and what the luck that all cases share may have been."""
    for _ in range(_RESAMPLES):
        yield resampled(draw, luck), float(luck.standard_normal())


def _ends(value: float, again: Sequence[float]) -> Estimate:
    low, high = np.nanpercentile(again, (2.5, 97.5))
    # A mean over luck can lie beyond nearly all of it: where the answer turns in rare luck alone.
    return Estimate(value, min(float(low), value), max(float(high), value))
