"""How much partners truly differ, and how much of what is seen is noise of too few worlds.

Partners are the rows and worlds the columns of a two-way table; what partners share in a world
(the anchor's luck) moves all of them alike and tells nothing apart. With C the covariance of the
means of K partners over joint draws, the noise in the variance between partners is

    noise = (tr C − 1ᵀC1 / K) / (K − 1)

and what is left of the observed variance is true. Their share, the *reliability*, says how far a
correlation with the means can reach: one with the true differences is seen times its root
(Spearman, C. (1904), The proof and measurement of association between two things, American
Journal of Psychology 15(1)). Its interval is that of a variance ratio under normal effects.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from twinsim.pairing.impact.reading import Reading

ENOUGH = 0.8
"""The reliability that counts as telling partners apart (a convention, grade A)."""


@dataclass(frozen=True)
class Spread:
    """Variance of impact between partners, in squares of its unit.

    `observed` is that of the means, `noise` what the number of worlds adds to it, `true` the rest,
    not below 0. `needed` is about how many worlds would make the reliability 0.8, None where
    nothing true is seen.
    """

    observed: float
    noise: float
    true: float
    reliability: float
    reliability_lo95: float
    reliability_hi95: float
    needed: int | None

    @property
    def attenuation(self) -> float:
        """By what a correlation with true differences is multiplied in what is seen."""
        return math.sqrt(self.reliability)


def spread(impact: Reading) -> Spread | None:
    """The variance between partners, split; None for a single one."""
    count = len(impact.mean)
    if count < 2:
        return None
    observed = float(impact.mean.var(ddof=1))
    covariance = np.cov(impact.draws, rowvar=False)
    noise = float((np.trace(covariance) - covariance.sum() / count) / (count - 1))
    noise = max(noise, 0.0)
    true = max(0.0, observed - noise)
    share = true / observed if observed > 0 else 0.0
    low, high = _interval(observed, noise, count, int(impact.worlds.min()))
    return Spread(observed, noise, true, share, low, high, _needed(impact, true, noise))


def _interval(observed: float, noise: float, count: int, worlds: int) -> tuple[float, float]:
    if not observed > 0:
        return 0.0, 0.0
    if not noise > 0:
        return 1.0, 1.0
    from scipy.special import fdtri

    ratio = observed / noise
    between, within = count - 1, (count - 1) * (worlds - 1)
    ends = (1.0 - float(fdtri(between, within, q)) / ratio for q in (0.975, 0.025))
    low, high = (min(1.0, max(0.0, end)) for end in ends)
    return low, high


def _needed(impact: Reading, true: float, noise: float) -> int | None:
    if not true > 0:
        return None
    worlds = float(impact.worlds.min()) * noise / true * ENOUGH / (1.0 - ENOUGH)
    step = 10 ** max(0, math.floor(math.log10(max(worlds, 1.0))) - 1)
    return int(math.ceil(worlds / step) * step)
