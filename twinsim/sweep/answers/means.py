"""The mean over design points and worlds, with an interval that holds both kinds of doubt.

World r has the same luck at every design point, so that worlds and draws of the parameters are
crossed, and neither's error averages out over the other. With weights w_j of the points (equal),
m_j the mean of a point, e_jr its worlds' deviations, n_j their number:

    variance of luck    = R / (R − 1) Σ_r (Σ_j w_j e_jr / n_j)²
    variance of draws   = S / (S − 1) Σ_s (Σ_{j in s} w_j (m_j − m))²

The second holds the part of the luck that differs between draws once more; this part is estimated
by the same sum over the worlds' deviations, and taken out once. The sum is never let below either.
Degrees of freedom by Welch and Satterthwaite. Draws are taken as independent, which for a Sobol
sequence errs on the wide side. Source of the crossed variance: Owen, A. B. (2007), The pigeonhole
bootstrap, Annals of Applied Statistics 1(2).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from twinsim.sweep.answers.gather import Ints, number
from twinsim.sweep.rows import Floats
from twinsim.sweep.stats import t975


@dataclass(frozen=True)
class Mean:
    """A mean over design points with its 95 % interval (NaN where one world is all there is).

    `points` are those with a world that did not fail, `draws` those of sampled factors, `worlds`
    the number of paired worlds of all points together; `world_*` quantiles and `p_gain` are over
    these single worlds.
    """

    value: float
    lo95: float
    hi95: float
    points: int
    draws: int
    worlds: int
    world_p05: float
    world_p50: float
    world_p95: float
    p_gain: float


def mean_of(differences: Floats, draws: Ints, *, sampled: bool) -> Mean:
    """The mean over points, from differences of shape (points, worlds), NaN for a failed world.

    `draws` numbers the draw of each point. Where something was `sampled`, the interval is over
    draws and luck, and there is none for a single draw; else it is of luck alone.
    """
    good = np.isfinite(differences)
    kept = good.any(axis=1)
    if not kept.any():
        nan = math.nan
        return Mean(nan, nan, nan, 0, 0, 0, nan, nan, nan, nan)
    values, good, draws = differences[kept], good[kept], number(draws[kept].tolist())
    each = np.nanmean(values, axis=1)
    value = float(each.mean())
    half = _half(values, good, each, draws, sampled)
    single = values[good]
    p05, p50, p95 = (float(q) for q in np.quantile(single, (0.05, 0.5, 0.95)))
    return Mean(
        value,
        value - half,
        value + half,
        len(each),
        int(draws.max()) + 1,
        single.size,
        p05,
        p50,
        p95,
        float((single > 0).mean()),
    )


def _half(values: Floats, good: np.ndarray, each: Floats, draws: Ints, sampled: bool) -> float:
    worlds, many = int(good.any(axis=0).sum()), int(draws.max()) + 1
    if worlds < 2 or (sampled and many < 2):
        return math.nan
    shares = np.where(good, values - each[:, None], 0.0) / (len(each) * good.sum(axis=1)[:, None])
    by_draw = np.zeros((many, values.shape[1]))
    np.add.at(by_draw, draws, shares)
    bessel = worlds / (worlds - 1)
    luck = bessel * float((by_draw.sum(axis=0) ** 2).sum())
    if not sampled:
        return t975(worlds - 1) * math.sqrt(luck)
    drawn = np.zeros(many)
    np.add.at(drawn, draws, (each - each.mean()) / len(each))
    of_draws = many / (many - 1) * float((drawn * drawn).sum())
    apart = by_draw - by_draw.mean(axis=0)
    twice = many / (many - 1) * bessel * float((apart * apart).sum())
    total = max(luck + of_draws - twice, luck, of_draws)
    if total == 0.0:
        return 0.0
    freedom = total**2 / (luck**2 / (worlds - 1) + of_draws**2 / (many - 1))
    return t975(max(1, int(freedom))) * math.sqrt(total)
