"""Total versions of the functions that can fail: they guard overflow, zero and the ends.

Python raises where compiled code gives infinity, so every rule uses these; only `+ - * /`
by a non-zero constant, comparisons and these functions appear elsewhere in `rules/`.
"""

from __future__ import annotations

import math

from twinsim.rules.base import rule


@rule("value")
def clip(x: float, low: float, high: float) -> float:
    """x, no lower than `low` and no higher than `high`; `low` when x is not a number."""
    if x >= high:
        return high
    if x > low:
        return x
    return low


@rule("value")
def clip01(x: float) -> float:
    """x within [0, 1]."""
    return clip(x, 0.0, 1.0)


@rule("value")
def exp(x: float) -> float:
    """e^x with x held within [-700, 700]."""
    return math.exp(clip(x, -700.0, 700.0))


@rule("value")
def log(x: float) -> float:
    """ln x, with x no smaller than 1e-300."""
    return math.log(clip(x, 1e-300, 1e300))


@rule("value")
def root(x: float) -> float:
    """The square root of x, 0 below 0."""
    return math.sqrt(clip(x, 0.0, 1e300))


@rule("value")
def power(x: float, exponent: float) -> float:
    """x^exponent for x > 0, through exp and log."""
    return exp(exponent * log(x))


@rule("value")
def ratio(a: float, b: float) -> float:
    """a / b, or 0 where b is 0."""
    if b == 0.0:
        return 0.0
    return a / b


@rule("probability")
def logistic(x: float) -> float:
    """1 / (1 + e^-x)."""
    if x >= 0.0:
        return 1.0 / (1.0 + exp(-x))
    z = exp(x)
    return z / (1.0 + z)


@rule("value")
def kept(halflife: float) -> float:
    """Share that is left after one month, of what halves in `halflife` months."""
    return exp(ratio(-0.6931471805599453, halflife))


@rule("probability")
def chance(hazard: float) -> float:
    """Probability of an event within a month of hazard `hazard`."""
    return 1.0 - exp(-clip(hazard, 0.0, 1e6))


@rule("count")
def happens(hazard: float, u: float) -> int:
    """1 when an event of this hazard happens within a month: u < 1 - e^-hazard.

    Since 1 - e^-h is at most h, most draws need no exponential.
    """
    if u >= hazard:
        return 0
    return 1 if u < chance(hazard) else 0


@rule("value")
def lift(log_gain: float) -> float:
    """Factor of a gain in logs; where there is none it costs no exponential."""
    return 1.0 if log_gain == 0.0 else exp(log_gain)


@rule("count")
def whole(x: float) -> int:
    """The whole number at or below x."""
    return math.floor(clip(x, -1e15, 1e15))


@rule("value")
def normal(u: float) -> float:
    """The standard normal quantile of u (Acklam's rational approximation, error below 1.2e-9)."""
    return normal_tail(u) if in_tail(u) == 1 else normal_middle(u)


@rule("count")
def in_tail(u: float) -> int:
    """1 where the quantile of u is that of a tail of the law."""
    return 1 if not 0.02425 <= u <= 0.97575 else 0


@rule("value")
def normal_tail(u: float) -> float:
    """The standard normal quantile of u, where u is in a tail."""
    q = clip(u, 1e-16, 1.0 - 1e-16)
    tail = q if q < 0.5 else 1.0 - q
    s = root(-2.0 * log(tail))
    z = (
        (
            (
                ((-7.784894002430293e-03 * s - 3.223964580411365e-01) * s - 2.400758277161838) * s
                - 2.549732539343734
            )
            * s
            + 4.374664141464968
        )
        * s
        + 2.938163982698783
    ) / (
        (
            ((7.784695709041462e-03 * s + 3.224671290700398e-01) * s + 2.445134137142996) * s
            + 3.754408661907416
        )
        * s
        + 1.0
    )
    return z if q < 0.5 else -z


@rule("value")
def normal_middle(u: float) -> float:
    """The standard normal quantile of u, where u is in no tail."""
    s = u - 0.5
    r = s * s
    return (
        (
            (
                (
                    ((-3.969683028665376e01 * r + 2.209460984245205e02) * r - 2.759285104469687e02)
                    * r
                    + 1.383577518672690e02
                )
                * r
                - 3.066479806614716e01
            )
            * r
            + 2.506628277459239
        )
        * s
    ) / (
        (
            (
                ((-5.447609879822406e01 * r + 1.615858368580409e02) * r - 1.556989798598866e02) * r
                + 6.680131188771972e01
            )
            * r
            - 1.328068155288572e01
        )
        * r
        + 1.0
    )
