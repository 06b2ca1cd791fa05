"""Which arm is best, world by world, and what choosing another would forgo."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twinsim.sweep.effects import TOTAL, Worlds
from twinsim.sweep.stats import half_width


@dataclass(frozen=True)
class Choice:
    """An arm judged by one indicator, of which more counts as better.

    `p_best` is the share of worlds in which no arm has more; a world in which several have the
    most is shared among them. `regret` is how much less the arm has than the best arm of the same
    world, as a mean over worlds, `regret_half` half its 95 % interval (NaN for one world).
    """

    indicator: str
    arm: str
    mean: float
    p_best: float
    regret: float
    regret_half: float


def choices(worlds: Worlds, indicator: str, scope: str = TOTAL) -> list[Choice]:
    """Every arm judged by an indicator, in the scenario's order; empty without worlds."""
    values = worlds.values[scope][:, :, worlds.indicators.index(indicator)]
    if not values.size:
        return []
    most = values.max(axis=0)
    first = values == most
    shares = (first / first.sum(axis=0)).mean(axis=1)
    missed = most - values
    halves = half_width(missed.T)
    return [
        Choice(
            indicator,
            arm,
            float(values[i].mean()),
            float(shares[i]),
            float(missed[i].mean()),
            float(np.asarray(halves)[i]),
        )
        for i, arm in enumerate(worlds.arms)
    ]
