"""How likely a gain is over uncertain parameters, from few worlds for each draw of them.

The question is the chance P(E[d] > 0): the share of parameter draws whose expected difference,
over all worlds, is a gain. With few worlds a draw's mean is the expectation plus noise, and
the plain share of means above 0 is drawn towards one half. So the noise is taken out by
one-way random effects: expectations vary between draws, worlds vary within them, and each
draw's mean is shrunk towards the mean of all by how noisy it is.

This is done on *standardised* differences, a draw's mean over its own standard deviation of
worlds. A draw with large firms and prices has large expectations and large noise alike, which
one variance for all draws would take for a real difference; dividing by a positive number
changes no sign, and makes the noise the same in all. With n worlds, mean m_k and standard
deviation s_k of draw k, and Hedges' factor J = 1 − 3 / (4 (n − 1) − 1):

    g_k = J m_k / s_k, of noise variance v = J² (n − 1) / (n − 3) / n
    tau² = max(0, var(g) − v), w = tau² / (tau² + v)
    P(E[d] > 0) = mean over k of Φ((ḡ + w (g_k − ḡ)) / √(w v))

The mean of these posterior probabilities is taken, and not the share of shrunk means above 0:
shrunk means vary less than the expectations do (by w tau² and not tau²), so that their share
would err away from one half. Draws need worlds of their own: luck that all share does not
average out over them. Source of J and of the noise's variance: Hedges, L. V. (1981),
Distribution theory for Glass's estimator of effect size and related estimators, Journal of
Educational Statistics 6(2).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from twinsim.sweep.stats import half_width

Floats = NDArray[np.float64]

FEWEST_WORLDS = 4
_ENDS = (2.5, 97.5)


class Estimate(NamedTuple):
    """A value with its 95 % interval."""

    value: float
    lo95: float
    hi95: float


@dataclass(frozen=True)
class Chance:
    """What draws of the parameters, each with its own worlds, say about one difference.

    `mean` is the expectation over parameters and worlds, `between` the standard deviation of
    expectations between draws, `noise` that of a draw's mean about its expectation, all in the
    indicator's unit. `gain` is P(E[d] > 0); `raw` the plain share of draws with a mean above 0
    and `zero` of those with a mean of exactly 0. Intervals are of the draws: of the mean by
    Student's t, else by the bootstrap.
    """

    draws: int
    worlds: int
    mean: Estimate
    between: Estimate
    noise: float
    gain: Estimate
    raw: Estimate
    zero: float


def chance(differences: Floats, *, resamples: int = 1000) -> Chance:
    """The chance of a gain, from differences of the shape (draws, worlds), all finite.

    `resamples` are those of the bootstrap, whose luck is always the same.

    Raises ValueError for fewer than two draws, or fewer than four worlds.
    """
    draws, worlds = differences.shape
    if draws < 2 or worlds < FEWEST_WORLDS:
        raise ValueError(f"expected two draws of {FEWEST_WORLDS} worlds, found {draws} of {worlds}")
    means, sds = differences.mean(axis=1), differences.std(axis=1, ddof=1)
    mean, half = float(means.mean()), float(half_width(means))
    picks = np.random.default_rng(1).integers(0, draws, (resamples, draws))
    again = [_readings(means[kept], sds[kept], worlds) for kept in picks]
    ends = np.percentile(again, _ENDS, axis=0).T
    between, gain, raw = (
        Estimate(value, float(low), float(high))
        for value, (low, high) in zip(_readings(means, sds, worlds), ends, strict=True)
    )
    return Chance(
        draws=draws,
        worlds=worlds,
        mean=Estimate(mean, mean - half, mean + half),
        between=between,
        noise=math.sqrt(float((sds * sds).mean()) / worlds),
        gain=gain,
        raw=raw,
        zero=float((means == 0.0).mean()),
    )


def _readings(means: Floats, sds: Floats, worlds: int) -> tuple[float, float, float]:
    """Spread between draws, chance of a gain and plain share of means above 0."""
    return _between(means, sds, worlds), _gain(means, sds, worlds), float((means > 0.0).mean())


def _between(means: Floats, sds: Floats, worlds: int) -> float:
    """Standard deviation of expectations between draws, by the method of moments."""
    variance = float(means.var(ddof=1)) - float((sds * sds).mean()) / worlds
    return math.sqrt(max(0.0, variance))


def _gain(means: Floats, sds: Floats, worlds: int) -> float:
    """P(E[d] > 0), as the module's docstring has it.

    Draws in which all worlds agree go by their own sign; one of no difference counts half.
    """
    from scipy.special import ndtr

    varied = sds > 1e-9 * np.abs(means)  # less is rounding
    by_sign = np.sign(means[~varied]) / 2.0 + 0.5
    if varied.sum() < 2:
        return float(np.append(by_sign, means[varied] > 0.0).mean())
    freedom = worlds - 1
    factor = 1.0 - 3.0 / (4.0 * freedom - 1.0)
    effects = factor * means[varied] / sds[varied]
    noise = factor * factor * freedom / (freedom - 2) / worlds
    tau2 = max(0.0, float(effects.var(ddof=1)) - noise)
    weight = tau2 / (tau2 + noise)
    shrunk = effects.mean() + weight * (effects - effects.mean())
    with np.errstate(divide="ignore", invalid="ignore"):
        posterior = np.asarray(ndtr(shrunk / math.sqrt(weight * noise)))
    return float(np.concatenate([by_sign, np.nan_to_num(posterior, nan=0.5)]).mean())
