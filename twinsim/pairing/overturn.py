"""The smallest change of weights that puts another candidate level with the first.

The norm is the share of the weight that moves, half the sum of all changes (total variation).
Weight moves to the one criterion that favours the other most, from those that favour it least,
worst first: a fractional knapsack, which solves this linear programme exactly. Criteria without
weight stay without.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twinsim.pairing.sheet import Floats

_NOTHING = 1e-12  # what rounding may leave of a lead


@dataclass(frozen=True)
class Overturn:
    """How much of the weight has to move, out of which criteria and into which one.

    `share` is from 0 to 1; `out_of` says how much leaves each criterion.
    """

    share: float
    out_of: dict[str, float]
    into: str


def overturn(
    first: Floats, other: Floats, weights: Floats, ids: tuple[str, ...]
) -> Overturn | None:
    """What has to move for `other` to score as much as `first`; None where no weighting does it.

    `first` and `other` are scores by criterion, `weights` sum to 1.
    """
    used = [at for at in range(len(ids)) if weights[at] > 0]
    ahead = np.asarray(first - other)
    lead = float(ahead @ weights)
    if not used or lead <= _NOTHING:
        return Overturn(0.0, {}, "") if used else None
    target = min(used, key=lambda at: (ahead[at], at))
    if ahead[target] > 0:
        return None
    moved: dict[str, float] = {}
    for at in sorted(used, key=lambda at: (-ahead[at], at)):
        gain = float(ahead[at] - ahead[target])
        if lead <= _NOTHING or gain <= 0:
            break
        part = min(float(weights[at]), lead / gain)
        moved[ids[at]] = part
        lead -= part * gain
    if lead > _NOTHING:
        return None
    return Overturn(sum(moved.values()), moved, ids[target])
