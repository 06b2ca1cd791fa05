"""A mean over worlds, with its Monte-Carlo interval and how different single worlds are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twinsim.report.page.case import Case
from twinsim.report.page.table import Value
from twinsim.sweep.effects import TOTAL
from twinsim.sweep.rows import Floats
from twinsim.sweep.stats import half_width
from twinsim.text import number, span


@dataclass(frozen=True)
class Mean:
    """`half` is half the 95 % interval of the mean; `p05` and `p95` are quantiles of worlds."""

    mean: float
    half: float
    p05: float
    p95: float

    @staticmethod
    def of(values: Floats) -> Mean:
        """The mean of worlds, shape (worlds,); all NaN for none."""
        if not len(values):
            return Mean(*[float("nan")] * 4)
        p05, p95 = np.quantile(values, (0.05, 0.95))
        return Mean(float(values.mean()), float(half_width(values)), float(p05), float(p95))

    def text(self, digits: int) -> str:
        """`26.3 ± 1.2`."""
        return f"{number(self.mean, digits)} ± {number(self.half, digits)}"

    def worlds(self, digits: int) -> str:
        """`18.0 to 35.0`."""
        return span(self.p05, self.p95, digits)

    def record(self) -> dict[str, Value]:
        """The numbers in full, under the names of `effects.csv`."""
        return {
            "mean": self.mean,
            "mc_lo95": self.mean - self.half,
            "mc_hi95": self.mean + self.half,
            "world_p05": self.p05,
            "world_p95": self.p95,
        }


def mean_over_worlds(case: Case, arm: str, indicator: str, scope: str = TOTAL) -> Mean:
    """The mean of an indicator over the worlds of an arm."""
    worlds = case.results.worlds
    column = worlds.indicators.index(indicator)
    return Mean.of(worlds.values[scope][worlds.arms.index(arm), :, column])
