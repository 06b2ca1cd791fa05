"""Figures with an interval over worlds, beside the target that is known for them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
DRAWS = 2000


@dataclass(frozen=True)
class Estimate:
    """A figure and its 95 % interval, if it has one."""

    value: float
    lo: float = math.nan
    hi: float = math.nan


@dataclass(frozen=True)
class Finding:
    """A figure of a pattern and the range that the pattern allows; without one it only informs."""

    pattern: str
    label: str
    figure: Estimate
    target: tuple[float, float] | None = None

    def __str__(self) -> str:
        seen = self.figure
        told = f"{self.pattern:5}{self.label:60}{seen.value:7.3f} "
        told += " " * 18 if math.isnan(seen.lo) else f"({seen.lo:6.3f} to {seen.hi:6.3f})"
        if self.target is None:
            return told.rstrip()
        low, high = self.target
        return f"{told}   {_span(low, high):14} {_verdict(seen, low, high)}"


def pooled(worlds: Any, statistic: Callable[..., Any]) -> Estimate:
    """A statistic of sums over worlds, with a bootstrap interval over whole worlds.

    `worlds` has a row a world and a column for each argument of `statistic`, which takes sums
    (numbers, or arrays of one shape). One world gives no interval.
    """
    table = np.asarray(worlds, dtype=np.float64)
    n = len(table)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = float(statistic(*table.sum(axis=0)))
        if n < 2:
            return Estimate(value)
        luck = np.random.default_rng(1)
        again = luck.multinomial(n, np.full(n, 1.0 / n), size=DRAWS) @ table
        values = np.asarray(statistic(*again.T), dtype=np.float64)
    known = values[np.isfinite(values)]
    if not len(known):
        return Estimate(value)
    lo, hi = np.quantile(known, (0.025, 0.975))
    return Estimate(value, float(lo), float(hi))


def share(part: Any, whole: Any) -> Any:
    """A ratio of totals."""
    return part / whole


def ratio_of_shares(part: Any, whole: Any, other_part: Any, other_whole: Any) -> Any:
    """One ratio of totals against another."""
    return (part / whole) / (other_part / other_whole)


def difference_of_shares(part: Any, whole: Any, other_part: Any, other_whole: Any) -> Any:
    """One ratio of totals less another."""
    return part / whole - other_part / other_whole


def mean_of(worlds: Any) -> Estimate:
    """The mean over worlds."""
    column = np.asarray(worlds, dtype=np.float64)
    return pooled(np.column_stack([column, np.ones(len(column))]), share)


def _verdict(seen: Estimate, low: float, high: float) -> str:
    if math.isnan(seen.value):
        return "cannot be read"
    if low <= seen.value <= high:
        return "inside"
    return "outside, its interval reaches in" if seen.lo <= high and seen.hi >= low else "outside"


def _span(low: float, high: float) -> str:
    if math.isinf(high):
        return f"from {low:g}"
    if math.isinf(low):
        return f"to {high:g}"
    return f"{low:g} to {high:g}"
