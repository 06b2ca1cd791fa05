"""The few statistics that the effects need, in NumPy alone."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_T_FEW = (12.706204736174694, 4.302652729749462, 3.182446305283708, 2.776445105197793)
_Z = 1.959963984540054


def t975(freedom: int) -> float:
    """The 97.5 % point of Student's t with `freedom` >= 1 degrees of freedom.

    Exact to ten digits up to 4, then the Cornish–Fisher expansion around the normal
    (Abramowitz and Stegun 26.7.5), right to 3e-4 at 5 and to 3e-7 from 20 on.
    """
    if freedom <= len(_T_FEW):
        return _T_FEW[freedom - 1]
    z, n = _Z, float(freedom)
    g1 = (z**3 + z) / 4
    g2 = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    g3 = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    g4 = (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160
    return z + g1 / n + g2 / n**2 + g3 / n**3 + g4 / n**4


def half_width(values: Floats) -> Floats:
    """Half the 95 % interval of the mean over the first axis; NaN for fewer than two."""
    n = len(values)
    if n < 2:
        return np.full(values.shape[1:], np.nan)
    return np.asarray(t975(n - 1) * values.std(axis=0, ddof=1) / math.sqrt(n))


@dataclass(frozen=True)
class Tail:
    """What a mean hides where payoffs are heavy-tailed.

    `trimmed` is the mean without the lowest and highest tenth, `top_decile` the share of
    the sum that the highest tenth of worlds makes (NaN where the sum is not positive),
    `gained` and `harmed` the shares of worlds above and below zero.
    """

    n: int
    mean: float
    median: float
    trimmed: float
    top_decile: float
    gained: float
    harmed: float


def tail(differences: Floats) -> Tail:
    """Describe the paired differences of one indicator, shape (worlds,)."""
    n = len(differences)
    if n == 0:
        return Tail(0, *[math.nan] * 6)
    ordered = np.sort(differences)
    cut = n // 10
    total = float(ordered.sum())
    top = float(ordered[n - max(cut, 1) :].sum())
    return Tail(
        n=n,
        mean=total / n,
        median=float(np.median(ordered)),
        trimmed=float(ordered[cut : n - cut].mean()),
        top_decile=top / total if total > 0 else math.nan,
        gained=float((ordered > 0).mean()),
        harmed=float((ordered < 0).mean()),
    )


@dataclass(frozen=True)
class Ratio:
    """A ratio of two means with its 95 % interval; `lo` and `hi` are NaN where unbounded."""

    value: float
    lo: float
    hi: float


def ratio_of_means(above: Floats, below: Floats) -> Ratio:
    """Fieller's interval of mean(above) / mean(below), paired by world.

    Where the mean below is not distinguishable from zero the ratio has no bounded
    interval. Source: Fieller, E. C. (1954), Some problems in interval estimation, Journal of the
    Royal Statistical Society B 16(2).
    """
    n = len(above)
    a, b = (float(above.mean()), float(below.mean())) if n else (math.nan, math.nan)
    value = a / b if n and b else math.nan
    if n < 2:
        return Ratio(value, math.nan, math.nan)
    (aa, ab), (_, bb) = np.cov(above, below) / n
    t2 = t975(n - 1) ** 2
    square = b * b - t2 * bb
    middle = a * b - t2 * ab
    inside = middle * middle - square * (a * a - t2 * aa)
    if square <= 0 or inside < 0:
        return Ratio(value, math.nan, math.nan)
    root = math.sqrt(inside)
    return Ratio(value, float((middle - root) / square), float((middle + root) / square))


def worlds_to_resolve(mean: float, half: float, n: int) -> int | None:
    """About how many worlds would put zero outside the interval, to two figures.

    None where the mean is exactly zero or the interval unknown: no number would do.
    """
    if not mean or not half or not math.isfinite(half):
        return None
    need = n * (half / mean) ** 2
    if not math.isfinite(need):
        return None
    step = 10 ** max(0, math.floor(math.log10(max(need, 1))) - 1)
    return int(math.ceil(need / step) * step)
