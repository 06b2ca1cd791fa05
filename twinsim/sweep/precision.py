"""How many replicates make the 95 % interval of a paired mean as narrow as wanted.

To look at the interval again and again and to stop once it is narrow is to stop where the spread
happens to look small: the interval then holds the true mean less often than 95 %, the less the
fewer worlds there are when it may stop (Chow, Y. S. and Robbins, H. (1965), On the asymptotic
theory of fixed-width sequential confidence intervals for the mean, Annals of Mathematical
Statistics 36(2): right only in the limit of narrow intervals). It is worst where most of the
spread comes from rare events, which few worlds have not met. So nothing stops before 50 worlds,
and :func:`following` goes towards the number needed by doubling at most. `python -m
benchmarks.choice` measures how often the interval then holds the mean.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from twinsim.sweep.paired import Floats
from twinsim.sweep.stats import half_width as half_width_of
from twinsim.sweep.stats import t975

FEWEST = 50


def needed(differences: ArrayLike, half_width: float) -> int:
    """How many worlds would make half the 95 % interval of the mean at most `half_width`.

    `differences` are paired, a number a world, in the unit of `half_width`; NaN (a failed pair) is
    left out. The interval is that of :func:`twinsim.sweep.stats.half_width`, the spread the one
    seen so far. At least 50; exactly the least number that will do, so that worlds may be fewer than
    there are already. Raises ValueError for fewer than two differences, an infinity, or a half-width
    that is not above 0.
    """
    known, wanted = _known(differences), _wanted(half_width)
    if len(known) < 2:
        raise ValueError("expected at least two differences")
    spread = float(known.std(ddof=1))
    # The least number by the normal is a floor, as t is above it; a step or two from there.
    low = _normal(spread, wanted)
    n = max(low, FEWEST)
    while t975(n - 1) * spread / math.sqrt(n) > wanted:
        n += 1
    return n


def _normal(spread: float, wanted: float) -> int:
    return math.floor((1.959963984540054 * spread / wanted) ** 2)


def enough(differences: ArrayLike, half_width: float) -> bool:
    """Whether there are 50 differences or more and half their 95 % interval is at most `half_width`."""
    known, wanted = _known(differences), _wanted(half_width)
    return len(known) >= FEWEST and float(half_width_of(known)) <= wanted


def following(differences: ArrayLike, half_width: float, *, block: int = 50) -> int:
    """How many worlds to have before looking again: whole blocks, and never fewer than there are.

    What there is (failed pairs count as worlds) where that is enough; else the number needed, but no
    more than twice what there is, as the spread of few worlds is no plan for many.
    """
    have = np.asarray(differences, np.float64).size
    if enough(differences, half_width):
        return have
    known = _known(differences)
    if len(known) < FEWEST:
        return _blocks(have + FEWEST - len(known), block)
    failed = have - len(known)
    aim = min(needed(known, half_width) + failed, 2 * have)
    return _blocks(max(aim, have + 1), block)


def _blocks(n: int, block: int) -> int:
    if block < 1:
        raise ValueError("expected a block of at least 1")
    return -(-n // block) * block


def _known(differences: ArrayLike) -> Floats:
    values = np.asarray(differences, np.float64).ravel()
    if np.isinf(values).any():
        raise ValueError("expected finite differences")
    known: Floats = values[~np.isnan(values)]
    return known


def _wanted(half_width: float) -> float:
    if not half_width > 0 or not math.isfinite(half_width):
        raise ValueError(f"half-width {half_width}: expected a number above 0")
    return float(half_width)
