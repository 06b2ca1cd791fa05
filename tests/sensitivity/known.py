"""An experiment, and an engine of which every share of the variance is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np

from twinsim.registry import indicators
from twinsim.sweep.engine import Keep, layout_of

EXPERIMENT = """
schema = 1
name = "small"
title = "Two levers and four parameters"
scenario = "belfast-sejong"
replicates = 4
samples = 4  # too few for boxes, which have tests of their own
contrasts = ["twin-baseline", "twin-solo"]

[set]
months = 12

[levers.hours]
key = "programme.upskilling.hours"
low = 24
high = 120

[levers.course.options.light]
"programme.upskilling.intensive" = false
[levers.course.options.intensive]
"programme.upskilling.intensive" = true

[uncertainties]
bid_noise = { low = 0, high = 0.4 }
u0 = { low = 0, high = 1 }
exit_scale = { low = 0.5, high = 1.5 }
rivalry = { low = 0, high = 1 }
"""
COURSE = {"light": 0.0, "intensive": 2.0}
ARM = {"baseline": 0.0, "solo": 1.0, "twin": 2.0}
LUCK = 1.0


def effect(point) -> float:
    """What an arm adds at a point, for each unit of its strength: half of the range of `u0` counts
    four times that of `exit_scale`, and twice that of the course; `rivalry` counts for nothing."""
    found = 8.0 * point.get("u0", 0.5) + 2.0 * point.get("exit_scale", 1.0)
    return found + COURSE[point.get("course", "light")] + 0.5 * point.get("hours", 60.0) / 96.0


@dataclass
class Known:
    """An engine: luck that all points of a world share, what arm and point add, and luck of its
    own at each point. `bad` maps a design to what is raised there."""

    points: object
    seed: int
    keep: Keep
    bad: dict = field(default_factory=dict)
    calls: list = field(default_factory=list)

    def layout(self, design: int):
        return layout_of(self.points.experiment.base, self.keep)  # alike at every point

    def point(self, design: int) -> dict:
        ids = (column.id for column in self.points.columns)
        return dict(zip(ids, self.points.values(design), strict=True))

    def simulate(self, design: int, arm: str, first: int, count: int):
        self.calls.append((design, arm, first, count))
        if design in self.bad:
            raise self.bad[design]
        added = ARM[arm] * effect(self.point(design))
        cities = np.zeros((count, 2, len(indicators())))
        for row in range(count):
            world = np.random.default_rng((self.seed, first + row))
            cities[row] = world.normal(10.0, 3.0, cities[row].shape)
            own = np.random.default_rng((self.seed, first + row, design))
            cities[row, 0] += added + LUCK * ARM[arm] * own.normal(0.0, 1.0)
        cities[:, :, list(indicators()).index("visits")] = 5.0
        return SimpleNamespace(cities=cities, months=np.zeros((count, 2, 12, 0)), firms=None)
