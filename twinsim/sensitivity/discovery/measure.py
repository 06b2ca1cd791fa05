"""How much a box says: the correlation of being in it with the outcome, and what luck would do.

For the sources see :mod:`twinsim.sensitivity.discovery.prim`.
"""

from __future__ import annotations

import math

import numpy as np

from twinsim.sensitivity.discovery.space import Box, Flags, Ints, Space, without
from twinsim.sensitivity.discovery.together import weights
from twinsim.sweep.rows import Floats


def correlation(y: Floats, inside: Flags) -> float:
    """The correlation of outcomes with being in a box; 0 for a box of all cases or none."""
    apart = y - y.mean()
    deviation = math.sqrt(float(apart @ apart))
    if not deviation > 0:
        return 0.0
    score = scores(np.array([apart[inside].sum()]), np.array([inside.sum()]), len(y))
    return float(score[0]) * math.sqrt(len(y)) / deviation


def scores(sums: Floats, counts: Ints, many: int) -> Floats:
    """The correlation but for a factor that all boxes share, from the sum of deviations within."""
    scale = counts * (many - counts)
    found: Floats = np.where(scale > 0, sums / np.sqrt(np.maximum(scale, 1)), 0.0)
    return found


def quasi_p(space: Space, y: Floats, box: Box, j: int) -> float:
    """How likely as many successes as in the box would be if input j made no difference.

    The upper tail of the binomial with the density of the box without that restriction (Bryant and
    Lempert 2010), for sums of probabilities as for counts. Small ones say that it matters; they are
    no p-values, since the same cases chose the box. Cases of one draw count as one.
    """
    from scipy.special import betainc

    inside, free = space.inside(box), space.inside(without(box, j))
    whole = weights(space.draw[inside]).sum() / max(int(inside.sum()), 1)
    cases, successes = whole * int(inside.sum()), whole * float(y[inside].sum())
    if successes <= 0:
        return 1.0
    # P(X >= k) of the binomial is the regularised incomplete beta function at the rate.
    return float(betainc(successes, max(cases - successes, 0.0) + 1.0, float(y[free].mean())))
