"""Run the core with every index checked: no fault, and the same numbers as without checks."""

import numpy as np

from twinsim import load
from twinsim.core import simulate
from twinsim.world import build

RUNS = 5

world = build(load("belfast-sejong"), seed=1)
for arm in world.setups:
    checked = simulate(world, arm, 0, RUNS, months=True, boundscheck=True)
    plain = simulate(world, arm, 0, RUNS, months=True)
    assert np.array_equal(checked.cities, plain.cities, equal_nan=True), arm
    assert np.array_equal(checked.months, plain.months, equal_nan=True), arm
    print(f"{arm}: {RUNS} runs, no index out of bounds, the same {plain.months.size:,} numbers")
