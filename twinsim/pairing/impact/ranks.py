"""Rank correlations, many at a time, and what chance alone would make of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import permutations

import numpy as np

from twinsim.pairing.sheet import Floats
from twinsim.sweep.stats import t975

_EXACT = 7  # of so many all orders are gone through
_TIMES = 9999


def ranked(values: Floats) -> Floats:
    """Ranks along the last axis, from 1 to K; equals share the mean of theirs."""
    above = values[..., :, None] - values[..., None, :]
    return np.asarray((above > 0).sum(axis=-1) + 0.5 * (above == 0).sum(axis=-1) + 0.5)


def spearman(x: Floats, y: Floats) -> Floats:
    """Spearman's rank correlation along the last axis; NaN where one does not vary."""
    return _pearson(ranked(x), ranked(y))


def kendall(x: Floats, y: Floats) -> Floats:
    """Kendall's tau-b along the last axis; NaN where one does not vary."""
    a = np.sign(x[..., :, None] - x[..., None, :])
    b = np.sign(y[..., :, None] - y[..., None, :])
    above = (a * b).sum(axis=(-2, -1))
    below = np.sqrt(np.abs(a).sum(axis=(-2, -1)) * np.abs(b).sum(axis=(-2, -1)))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(below > 0, above / below, np.nan))


def detectable(count: int) -> float:
    """The least rank correlation of `count` candidates that a test at 5 % tells from none.

    By Student's t, as r = t / √(n − 2 + t²); NaN below four, where none is.
    Source: Kendall, M. G. and Stuart, A. (1973), The advanced theory of statistics, volume 2.
    """
    if count < 4:
        return math.nan
    t = t975(count - 2)
    return t / math.sqrt(count - 2 + t * t)


def permutation_p(x: Floats, y: Floats, seed: int = 1) -> float:
    """The two-sided probability of a Spearman correlation as large if `y` were dealt at random.

    Exact up to seven candidates, else from 9,999 deals; NaN where one does not vary.
    """
    seen = float(spearman(x, y))
    if math.isnan(seen):
        return math.nan
    count = len(x)
    if count <= _EXACT:
        deals = np.array(list(permutations(range(count))))
    else:
        luck = np.random.default_rng((seed, 11))
        deals = luck.permuted(np.tile(np.arange(count), (_TIMES, 1)), axis=1)
    rx, ry = ranked(x), ranked(y)
    made = _pearson(np.broadcast_to(rx, deals.shape), ry[deals])
    hits = int((np.abs(made) >= abs(seen) - 1e-12).sum())
    return hits / len(deals) if count <= _EXACT else (hits + 1) / (len(deals) + 1)


def holm(p: Sequence[float]) -> list[float]:
    """Holm's correction for having asked several questions; NaN stays.

    Source: Holm, S. (1979), A simple sequentially rejective multiple test procedure, Scandinavian
    Journal of Statistics 6(2).
    """
    asked = sorted((value, at) for at, value in enumerate(p) if not math.isnan(value))
    told, worst = [math.nan] * len(p), 0.0
    for place, (value, at) in enumerate(asked):
        worst = max(worst, min(1.0, (len(asked) - place) * value))
        told[at] = worst
    return told


def _pearson(x: Floats, y: Floats) -> Floats:
    x = x - x.mean(axis=-1, keepdims=True)
    y = y - y.mean(axis=-1, keepdims=True)
    below = np.sqrt((x * x).sum(axis=-1) * (y * y).sum(axis=-1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(below > 0, (x * y).sum(axis=-1) / below, np.nan))
