"""How often a candidate takes each rank when nobody knows the weights (SMAA).

Stochastic multicriteria acceptability analysis, after Lahdelma & Salminen (2001), SMAA-2. Weights
of pillars are uniform on their simplex, and those of a pillar's criteria, independently, on
theirs; the user's own weights play no part, but that a criterion without weight stays out. Facts
that are missing stand at their worst, as in the ranking.
"""

from __future__ import annotations

import numpy as np

from twinsim.pairing.sheet import DIGITS, Floats

DRAWS = 10_000
_AT_ONCE = 2_000_000  # scores held at a time


def draw_weights(groups: list[list[int]], draws: int, seed: int) -> Floats:
    """Weights of criteria, a row per draw. `groups` holds the criteria's numbers by pillar."""
    luck = np.random.default_rng((seed, 6))
    weights = np.zeros((draws, sum(map(len, groups))))
    pillars = _simplex(luck, draws, len(groups))
    for at, group in enumerate(groups):
        weights[:, group] = pillars[:, [at]] * _simplex(luck, draws, len(group))
    return weights


def acceptability(values: Floats, groups: list[list[int]], draws: int, seed: int) -> Floats:
    """For each candidate (row) the share of weightings in which it takes each rank.

    `values` are scores, candidates by criteria, in an order that does not depend on the table's;
    `groups` the criteria's numbers by pillar. Equals take their ranks by lot. Rows and columns
    sum to 1.
    """
    count = len(values)
    weights = draw_weights(groups, draws, seed)
    luck = np.random.default_rng((seed, 7))
    found = np.zeros((count, count))
    step = max(1, _AT_ONCE // max(count, 1))
    for first in range(0, draws, step):
        scores = (weights[first : first + step] @ values.T).round(DIGITS)
        order = np.lexsort((luck.random(scores.shape), -scores), axis=1)
        for rank in range(count):
            found[:, rank] += np.bincount(order[:, rank], minlength=count)
    return found / draws


def _simplex(luck: np.random.Generator, draws: int, count: int) -> Floats:
    """Points uniform on the simplex of so many corners."""
    parts = luck.standard_exponential((draws, count))
    return np.asarray(parts / parts.sum(axis=1, keepdims=True))
