"""Means of many options that share worlds, when some options have had fewer worlds than others.

Option k has been run in worlds 0 … n_k − 1. Options of one world share its luck, so that plain
means of unequal length must not be compared: the longer one has seen other worlds, and where the
spread of worlds is many times that of a difference (job-years of a city) nothing else would be
seen. Each option is therefore read beside the *hub* h, an option that has had the most worlds:

    mean_k = mean over its n_k worlds of (x_k − slope_k x_h) + slope_k × (mean of all x_h)

with slope_k the regression of x_k on x_h over the shared worlds. At slope 1 this is pairing, at
slope 0 (luck not shared) the plain mean; for an option as long as the hub it is the plain mean
whatever the slope. It is the maximum likelihood estimate of a normal sample whose shorter series
are prefixes of the longer: Anderson, T. W. (1957), Maximum likelihood estimates for a multivariate
normal distribution when some observations are missing, Journal of the American Statistical
Association 52(278), here with the hub as the one regressor, so that any number of options can be
read from 50 worlds. The same estimate under common random numbers: Chick, S. E. and Inoue, K.
(2001), New procedures to select the best simulated system using common random numbers, Management
Science 47(8).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Series:
    """Outcomes of K options, each over a prefix of the same worlds.

    `lengths` says how many worlds each option was given, failed ones among them; `values` has
    those worlds alone in which no option failed.
    """

    lengths: Ints
    values: list[Floats]

    @property
    def worlds(self) -> Ints:
        """How many worlds each option has in which no option failed, shape (K,)."""
        return np.array([len(v) for v in self.values], np.int64)


def series(values: Sequence[ArrayLike], *, smallest: bool = False) -> Series:
    """Read the outcomes of each option, world 0 first; NaN stands for a run that failed.

    A world in which any option failed is left out in all. `smallest` turns signs, so that more is
    better from here on. Raises ValueError for no option, more than one axis or an infinity.
    """
    rows = [np.asarray(v, np.float64) for v in values]
    if not rows:
        raise ValueError("expected the outcomes of at least one option")
    for number, row in enumerate(rows):
        if row.ndim != 1 or np.isinf(row).any():
            raise ValueError(f"option {number}: expected finite outcomes along one axis")
    kept = np.ones(max(len(row) for row in rows), bool)
    for row in rows:
        kept[: len(row)] &= ~np.isnan(row)
    sign = -1.0 if smallest else 1.0
    lengths = np.array([len(row) for row in rows], np.int64)
    return Series(lengths, [sign * row[kept[: len(row)]] for row in rows])


@dataclass(frozen=True)
class Means:
    """What is known of each option's expectation: `mean` and `slope` on the hub, shape (K,)."""

    hub: int
    mean: Floats
    slope: Floats


def slope(on: Floats, of: Floats) -> float:
    """Least-squares slope `of` on `on`, over one length; 0 where `on` does not vary."""
    x = on - on.mean()
    xx = float(x @ x)
    return float(x @ (of - of.mean())) / xx if xx > 0 else 0.0


def means(outcomes: Series) -> Means:
    """Estimate every option's expectation; every option needs a world.

    The hub is the longest option; of several the one with the highest mean, then the first.
    """
    values, worlds = outcomes.values, outcomes.worlds
    if worlds.min() < 1:
        raise ValueError(f"option {int(worlds.argmin())}: expected at least one world")
    hub = max(range(len(values)), key=lambda k: (worlds[k], float(values[k].mean())))
    centre = float(values[hub].mean())
    slopes, found = [], []
    for own in values:
        beside = values[hub][: len(own)]
        b = slope(beside, own)
        slopes.append(b)
        found.append(float(own.mean()) + b * (centre - float(beside.mean())))
    return Means(hub, np.array(found), np.array(slopes))
