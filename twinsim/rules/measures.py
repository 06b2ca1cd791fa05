"""How indicators are worked out of a state: shares, evenness, concentration."""

from __future__ import annotations

from twinsim.rules.base import Reals, collective, rule
from twinsim.rules.maths import clip01, ratio


@rule("value")
def share(part: int, whole: int) -> float:
    """A part of a whole, 0 of nothing."""
    return ratio(1.0 * part, 1.0 * whole)


@rule("value")
def per_cent(before: float, after: float) -> float:
    """Fall from `before` to `after`, per cent of `before`."""
    return ratio(100.0 * (before - after), before)


@collective("value")
def concentration(values: Reals, n: int) -> float:
    """Herfindahl index of the first n values: 1 when all is in one, 0 of nothing."""
    total = 0.0
    for i in range(n):
        total += values[i]
    squares = 0.0
    for i in range(n):
        part = ratio(values[i], total)
        squares += part * part
    return squares


@collective("value")
def evenness(values: Reals, n: int) -> float:
    """How evenly n values share their total: 1 equally, 0 all in one, or nothing to share."""
    total = 0.0
    for i in range(n):
        total += values[i]
    if n < 2 or total == 0.0:
        return 0.0
    return clip01(ratio(n * (1.0 - concentration(values, n)), n - 1.0))
