"""Does the score go with the impact? Rank correlation, how sure it is, and what hides it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from twinsim.pairing.impact.ranks import detectable, kendall, permutation_p, spearman
from twinsim.pairing.impact.reading import Reading
from twinsim.pairing.sheet import Floats

FEWEST = 4
"""Candidates below which nothing is said of a correlation."""

_AT_ONCE = 4_000_000  # cells of pairs held in memory


@dataclass(frozen=True)
class Correlation:
    """Rank correlation of something known beforehand with simulated impact, over candidates.

    Intervals are 95 %, over candidates drawn anew and over Monte-Carlo noise of impact together.
    `p` is the probability of a correlation as large by chance, `detectable` the least that so many
    candidates tell from none. All NaN below four candidates, or where one of the two is the same
    for all.
    """

    count: int
    spearman: float
    spearman_lo95: float
    spearman_hi95: float
    kendall: float
    kendall_lo95: float
    kendall_hi95: float
    p: float
    detectable: float

    @property
    def told(self) -> bool:
        """Whether it is told from none."""
        return self.p < 0.05


def correlation(known: Floats, impact: Reading, seed: int = 1) -> Correlation:
    """Of one number a candidate (NaN where it is not known) with the impact.

    Each draw takes candidates with replacement and their expected impact as the worlds' bootstrap
    has it, the same draw for all candidates, since they share luck.
    """
    there = np.flatnonzero(np.isfinite(known))
    x, y, drawn = known[there], impact.mean[there], impact.draws[:, there]
    count = len(there)
    if count < FEWEST or not np.ptp(x) or not np.ptp(y):
        nan = math.nan
        return Correlation(count, nan, nan, nan, nan, nan, nan, nan, detectable(count))
    ends = _intervals(x, drawn, seed)
    return Correlation(
        count,
        float(spearman(x, y)),
        *ends[0],
        float(kendall(x, y)),
        *ends[1],
        permutation_p(x, y, seed),
        detectable(count),
    )


def _intervals(x: Floats, drawn: Floats, seed: int) -> list[tuple[float, float]]:
    luck = np.random.default_rng((seed, 12))
    count = len(x)
    picks = luck.integers(0, count, drawn.shape)
    step = max(1, _AT_ONCE // (count * count))
    made: list[list[Floats]] = [[], []]
    for first in range(0, len(drawn), step):
        own = picks[first : first + step]
        xs, ys = x[own], np.take_along_axis(drawn[first : first + step], own, axis=1)
        made[0].append(spearman(xs, ys))
        made[1].append(kendall(xs, ys))
    return [
        (float(low), float(high))
        for low, high in (np.nanquantile(np.concatenate(m), (0.025, 0.975)) for m in made)
    ]
