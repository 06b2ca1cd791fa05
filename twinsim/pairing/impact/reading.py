"""Means over worlds of many partners at once, with what is known of them together.

Partners share the anchor's luck, so their means err together; whatever compares them reads joint
draws (the Bayesian bootstrap of worlds, see :mod:`twinsim.sweep.best`), never single intervals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from twinsim.pairing.sheet import Floats
from twinsim.sweep.best import best, expectations
from twinsim.sweep.results import Results
from twinsim.sweep.stats import half_width, t975
from twinsim.sweep.worlds import each_design

DRAWS = 2000


@dataclass(frozen=True)
class Reading:
    """A paired difference of K partners: means, half their Monte-Carlo 95 % intervals, joint draws
    (B, K) of what the means may be, worlds of each, and the chance that each is the best.

    `values` has the differences themselves, world 0 first; NaN is a failed world.
    """

    mean: Floats
    half: Floats
    draws: Floats = field(repr=False)
    worlds: np.ndarray[tuple[int], np.dtype[np.int64]]
    p_best: Floats
    regret: Floats
    values: tuple[Floats, ...] = field(repr=False)

    @property
    def order(self) -> list[int]:
        """Partners from the highest mean to the lowest, of equals the first."""
        return sorted(range(len(self.mean)), key=lambda k: (-self.mean[k], k))

    def gap(self, one: int, other: int) -> tuple[float, float, int]:
        """The difference of two means, half its interval, and the worlds that both have."""
        n = min(len(self.values[one]), len(self.values[other]))
        apart = self.values[one][:n] - self.values[other][:n]
        apart = apart[np.isfinite(apart)]
        half = t975(max(len(apart) - 1, 1)) * float(
            (self.draws[:, one] - self.draws[:, other]).std(ddof=1)
        )
        return float(self.mean[one] - self.mean[other]), half, len(apart)


def read(values: Sequence[Floats]) -> Reading:
    """What the differences of partners say; each needs two worlds in which none failed.

    Raises ValueError.
    """
    found, drawn = expectations(values, draws=DRAWS)
    judged = best(values, draws=DRAWS)
    good = [own[np.isfinite(own)] for own in values]
    longest = max(map(len, values))
    half = [
        float(half_width(own))
        if len(values[k]) == longest
        else t975(len(own) - 1) * float(drawn[:, k].std(ddof=1))
        for k, own in enumerate(good)
    ]
    return Reading(
        found.mean,
        np.array(half),
        drawn,
        np.array([len(own) for own in good]),
        judged.p_best,
        judged.regret,
        tuple(values),
    )


def differences(
    results: Results, contrasts: Sequence[str], indicator: str, scope: str
) -> Mapping[str, dict[int, Floats]]:
    """Paired differences by contrast and design point, world 0 first, in all cities together
    (`total`) or in one; NaN where a run of the world failed."""
    kept = _kept(results)
    found: dict[str, dict[int, Floats]] = {contrast: {} for contrast in contrasts}
    for worlds in each_design(results.folder, results.manifest):
        if scope not in worlds.values:
            continue
        column = worlds.indicators.index(indicator)
        good = kept[worlds.design]
        for contrast in contrasts:
            series = np.full(len(good), np.nan)
            series[good] = worlds.differences(contrast, scope)[:, column]
            found[contrast][worlds.design] = series
    return found


def by_scope(results: Results, contrast: str, indicator: str) -> dict[int, dict[str, Floats]]:
    """Paired differences by design point and scope (`total`, then each city), as
    :func:`differences` has them."""
    kept = _kept(results)
    found: dict[int, dict[str, Floats]] = {}
    for worlds in each_design(results.folder, results.manifest):
        column = worlds.indicators.index(indicator)
        good = kept[worlds.design]
        found[worlds.design] = {}
        for scope in worlds.values:
            series = np.full(len(good), np.nan)
            series[good] = worlds.differences(contrast, scope)[:, column]
            found[worlds.design][scope] = series
    return found


def _kept(results: Results) -> list[np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """Of each design point, in which worlds no run failed."""
    from twinsim.sweep.worlds import series

    contrast = results.manifest.contrasts[0]
    told = series(results.folder, results.manifest, [("job_years", contrast)])
    return [np.isfinite(rows[:, 0]) for rows in told]
