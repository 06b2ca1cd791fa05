"""Which option is best, in expectation and world by world, and what choosing another forgoes.

Two questions that are easily taken for one. *How sure is it that an option is best?* is about
expectations: more replicates settle it (:func:`best`). *In how many worlds is it best?* is about
luck, which no replicates make smaller (:func:`choices`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from twinsim.sweep.effects import TOTAL, Worlds
from twinsim.sweep.paired import Floats, Means, Series, means, series
from twinsim.sweep.stats import half_width

_AT_ONCE = 4_000_000  # weights held in memory at once
ROUNDING = 1e-12


@dataclass(frozen=True)
class Choice:
    """An arm judged by one indicator, of which more counts as better.

    `p_best` is the share of worlds in which no arm has more; a world in which several have the
    most is shared among them. `regret` is how much less the arm has than the best arm of the same
    world, as a mean over worlds, `regret_half` half its 95 % interval (NaN for one world).
    """

    indicator: str
    arm: str
    mean: float
    p_best: float
    regret: float
    regret_half: float


def choices(worlds: Worlds, indicator: str, scope: str = TOTAL) -> list[Choice]:
    """Every arm judged by an indicator, in the scenario's order; empty without worlds."""
    values = worlds.values[scope][:, :, worlds.indicators.index(indicator)]
    if not values.size:
        return []
    most = values.max(axis=0)
    first = values == most
    shares = (first / first.sum(axis=0)).mean(axis=1)
    missed = most - values
    halves = half_width(missed.T)
    return [
        Choice(
            indicator,
            arm,
            float(values[i].mean()),
            float(shares[i]),
            float(missed[i].mean()),
            float(np.asarray(halves)[i]),
        )
        for i, arm in enumerate(worlds.arms)
    ]


@dataclass(frozen=True)
class Judged:
    """Options judged by expectations that are known from a number of worlds, each shape (K,).

    `mean` is the estimate of :mod:`twinsim.sweep.paired`. `p_best` is the probability that no
    option has a better expectation; those that share the best share it. `regret` is how much worse
    an option's expectation is than the best expectation, as the mean over what is still possible
    (the expected opportunity cost of choosing it), and `regret_90` what it exceeds with a
    probability of one tenth. All in the indicator's unit, and of the worlds alone: at the
    parameters of these runs.
    """

    mean: Floats
    p_best: Floats
    regret: Floats
    regret_90: Floats


def best(
    values: Sequence[ArrayLike], *, smallest: bool = False, draws: int = 2000, seed: int = 1
) -> Judged:
    """How sure it is which option is best in expectation, by the Bayesian bootstrap of worlds.

    `values` has the outcomes of each option, world 0 first, over prefixes of the same worlds that
    may differ in length; NaN is a run that failed, and its world is left out in all options. Every
    draw weighs the worlds anew, by exponential weights, alike for all options (so that what is
    paired stays paired), and gives every option an expectation by :mod:`twinsim.sweep.paired`.
    Their spread is that of the usual standard error; options of few worlds get a distribution as
    skewed as what was seen. What no world has shown yet is in no draw: with rare large losses,
    p_best is too sure at 50 worlds. Options whose outcomes are the very same share p_best equally.
    The draws' own error in p_best is at most 1.96 × 0.5 / √draws, 0.022 for 2,000.
    Source: Rubin, D. B. (1981), The Bayesian bootstrap, Annals of Statistics 9(1). That lengths
    were chosen after looking needs no correction in a posterior: Rubin, D. B. (1976), Inference
    and missing data, Biometrika 63(3). Where an option has fewer than two worlds in which none
    failed, all is NaN. Raises ValueError for outcomes that are no series of numbers.
    """
    outcomes = series(values, smallest=smallest)
    if outcomes.worlds.min() < 2:
        unknown = np.full(len(outcomes.values), np.nan)
        return Judged(unknown, unknown, unknown, unknown)
    kinds: dict[bytes, int] = {}  # the same outcomes are one option until the end
    which = np.array([kinds.setdefault(own.tobytes(), len(kinds)) for own in outcomes.values])
    firsts = [int(np.flatnonzero(which == kind)[0]) for kind in range(len(kinds))]
    alike = np.bincount(which)
    found = means(outcomes)
    drawn = _drawn(outcomes, found, firsts, draws, seed)
    missed = drawn.max(axis=1, keepdims=True) - drawn
    # What differs by rounding alone is equal: an option as long as the hub and one like it so far.
    missed[missed <= ROUNDING * max(float(np.abs(v).max()) for v in outcomes.values)] = 0.0
    first = missed == 0
    # A draw in which several are best is shared among the options, not among the kinds.
    shares = (first / (first @ alike)[:, None]).mean(axis=0)
    return Judged(
        -found.mean if smallest else found.mean,
        shares[which],
        missed.mean(axis=0)[which],
        np.quantile(missed, 0.9, axis=0)[which],
    )


def expectations(
    values: Sequence[ArrayLike], *, draws: int = 2000, seed: int = 1
) -> tuple[Means, Floats]:
    """What is known of every option's expectation: its estimate, and draws of all of them
    together, shape (draws, K), by the bootstrap of :func:`best`.

    Every option needs two worlds in which none failed; ValueError otherwise.
    """
    outcomes = series(values)
    if outcomes.worlds.min() < 2:
        raise ValueError("expected two worlds of each option in which none failed")
    found = means(outcomes)
    return found, _drawn(outcomes, found, list(range(len(outcomes.values))), draws, seed)


def _drawn(outcomes: Series, found: Means, firsts: list[int], draws: int, seed: int) -> Floats:
    """Draws of the expectations of these options, shape (draws, options)."""
    luck = np.random.default_rng(seed)
    hub = outcomes.values[found.hub]
    n = len(hub)
    at_hub = hub - hub.mean()
    rest = [outcomes.values[k] - found.slope[k] * at_hub[: len(outcomes.values[k])] for k in firsts]
    centres = np.array([r.mean() for r in rest])
    made = np.empty((draws, len(firsts)))
    step = max(1, _AT_ONCE // n)
    for start in range(0, draws, step):
        weights = luck.standard_exponential((min(step, draws - start), n))
        shift = spread(weights, at_hub)
        for column, (k, own) in enumerate(zip(firsts, rest, strict=True)):
            deviation = spread(weights[:, : len(own)], own - centres[column])
            made[start : start + step, column] = deviation + found.slope[k] * shift
    result: Floats = made + centres
    return result


def spread(weights: Floats, deviations: Floats) -> Floats:
    """Weighted means of deviations, drawn out to the variance s² / n of a mean.

    `weights` has the shape (draws, n), `deviations` (n,) or (n, m); the answer (draws,) or
    (draws, m).
    """
    n = len(deviations)
    total = weights.sum(axis=1)
    mean: Floats = weights @ deviations / (total if deviations.ndim == 1 else total[:, None])
    return mean * math.sqrt((n + 1) / (n - 1))
