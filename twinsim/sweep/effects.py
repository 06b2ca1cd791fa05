"""Contrasts between arms, paired world by world.

`twin-baseline` is twin minus baseline in the same replicate, under the same luck. A
replicate in which any arm failed is left out of every arm, so that all contrasts of a
design speak of the same worlds.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from twinsim.registry import Indicator
from twinsim.sweep.stats import Floats, half_width

TOTAL = "total"


@dataclass(frozen=True)
class Effect:
    """A row of `effects.csv`.

    `mc_*` is the Monte-Carlo 95 % interval of the paired mean (more replicates shrink it),
    `param_*` the 95 % interval of the expected difference over uncertain parameters (NaN
    under central ones), `world_*` quantiles of the difference over single worlds, `p_gain`
    the share of worlds where the difference is above zero. `resolved` is `zero` where every
    difference is exactly 0, `yes` where the Monte-Carlo interval excludes 0, else `no`.
    """

    indicator: str
    unit: str
    level: str
    scope: str
    contrast: str
    design: int
    n: int
    failed: int
    reference_mean: float
    arm_mean: float
    difference: float
    mc_lo95: float
    mc_hi95: float
    param_lo95: float
    param_hi95: float
    world_p05: float
    world_p50: float
    world_p95: float
    p_gain: float
    resolved: str


COLUMNS = tuple(field.name for field in fields(Effect))


@dataclass(frozen=True)
class Worlds:
    """All runs of one design, every arm of a replicate beside the others.

    `values` maps a scope (`total`, then each city) to an array of shape
    (arms, replicates, indicators). Replicates with a failed arm are already left out and
    counted in `failed`.
    """

    design: int
    arms: tuple[str, ...]
    indicators: tuple[str, ...]
    values: Mapping[str, Floats]
    failed: int

    @property
    def count(self) -> int:
        """Number of worlds."""
        return int(self.values[TOTAL].shape[1])

    def differences(self, contrast: str, scope: str = TOTAL) -> Floats:
        """Paired differences of a contrast, shape (replicates, indicators)."""
        arm, reference = contrast.split("-")
        values = self.values[scope]
        return np.asarray(values[self.arms.index(arm)] - values[self.arms.index(reference)])

    def mean(self, arm: str, indicator: str, scope: str = TOTAL) -> float:
        """Mean of an indicator over the worlds of an arm; NaN where there are none."""
        column = self.values[scope][self.arms.index(arm), :, self.indicators.index(indicator)]
        return float(column.mean()) if column.size else math.nan


def effects(
    worlds: Worlds,
    contrasts: Sequence[str],
    about: Mapping[str, Indicator],
    scopes: Sequence[str] | None = None,
) -> list[Effect]:
    """Effects of one design, by scope (all, or these), contrast and indicator.

    `about` maps an indicator to its declaration, read for `unit` and `level`.
    """
    return [
        effect
        for scope in (worlds.values if scopes is None else scopes)
        for contrast in contrasts
        for effect in _of_contrast(worlds, contrast, scope, about)
    ]


def _of_contrast(
    worlds: Worlds, contrast: str, scope: str, about: Mapping[str, Indicator]
) -> Iterable[Effect]:
    arm, reference = contrast.split("-")
    paired = worlds.differences(contrast, scope)
    n = len(paired)
    if n:
        mean, half = paired.mean(axis=0), half_width(paired)
        p05, p50, p95 = np.quantile(paired, (0.05, 0.5, 0.95), axis=0)
        gain, zero = (paired > 0).mean(axis=0), (paired == 0).all(axis=0)
    else:
        mean = half = p05 = p50 = p95 = gain = np.full(len(worlds.indicators), math.nan)
        zero = np.zeros(len(worlds.indicators), dtype=bool)
    for index, indicator in enumerate(worlds.indicators):
        lo, hi = float(mean[index] - half[index]), float(mean[index] + half[index])
        yield Effect(
            indicator=indicator,
            unit=about[indicator].unit,
            level=about[indicator].level,
            scope=scope,
            contrast=contrast,
            design=worlds.design,
            n=n,
            failed=worlds.failed,
            reference_mean=worlds.mean(reference, indicator, scope),
            arm_mean=worlds.mean(arm, indicator, scope),
            difference=float(mean[index]),
            mc_lo95=lo,
            mc_hi95=hi,
            param_lo95=math.nan,
            param_hi95=math.nan,
            world_p05=float(p05[index]),
            world_p50=float(p50[index]),
            world_p95=float(p95[index]),
            p_gain=float(gain[index]),
            resolved="zero" if zero[index] else "yes" if lo > 0 or hi < 0 else "no",
        )


def to_csv(rows: Iterable[Effect], *, header: bool = True) -> str:
    """The text of `effects.csv`: numbers in full, blank where there is none."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if header:
        writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow(_cell(getattr(row, name)) for name in COLUMNS)
    return out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, float):
        return "" if math.isnan(value) else repr(value)
    return value
