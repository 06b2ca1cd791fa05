"""A small experiment, two levers by two uncertain parameters, and an engine of known answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np

from twinsim.errors import Fault, ScenarioError
from twinsim.sweep.engine import Keep, layout_of

EXPERIMENT = """
schema = 1
name = "small"
title = "Two levers"
question = "Which?"
scenario = "belfast-sejong"
replicates = 12
samples = 4
contrasts = ["twin-baseline", "twin-solo"]

[set]
months = 12

[levers.hours]
key = "programme.upskilling.hours"
values = [24, 120]

[levers.course.options.light]
"programme.upskilling.intensive" = false
[levers.course.options.intensive]
"programme.upskilling.intensive" = true
[levers.course.options.dear]
"programme.upskilling.intensive" = true
"programme.award" = 40

[uncertainties]
kappa = "prior"
delivery_zero = { low = 0.05, high = 0.3 }
"""
ARM = {"baseline": 0.0, "solo": 1.0, "twin": 2.0}
COURSE = {"light": 0.0, "intensive": 3.0, "dear": 2.8}


@dataclass
class Answers:
    """An engine: luck that all arms and points of a world share, what arm and point add, and a
    little luck of the point's own.

    `bad` maps (design, arm, replicate) to a value, or an exception, in place of the result.
    """

    points: object
    seed: int
    keep: Keep
    bad: dict = field(default_factory=dict)
    calls: list = field(default_factory=list)

    def layout(self, design: int) -> object:
        if dict(self.point(design)).get("budget") == 300:
            raise ScenarioError(Fault("", 0, "programme.budget", "300", "expected more"))
        return layout_of(self.points.scenario(design), self.keep)

    def point(self, design: int):
        return zip((c.id for c in self.points.columns), self.points.values(design), strict=True)

    def simulate(self, design: int, arm: str, first: int, count: int) -> SimpleNamespace:
        self.calls.append((design, arm, first, count))
        layout = self.layout(design)
        point = dict(self.point(design))
        added = ARM[arm] * (COURSE[point["course"]] + point["hours"] / 120)
        cities = np.empty((count, len(layout.cities), len(layout.indicators)))
        for row in range(count):
            luck = np.random.default_rng((self.seed, first + row))
            cities[row] = luck.normal(10, 2, cities[row].shape)
            own = np.random.default_rng((self.seed, first + row, design))
            cities[row, 0] += added * luck.uniform(0.5, 1.5) + ARM[arm] * own.normal(0, 0.5)
            value = self.bad.get((design, arm, first + row))
            if isinstance(value, Exception):
                raise value
            if value is not None:
                cities[row, 1, 3] = value
        months = np.zeros((count, len(layout.cities), layout.months, len(layout.monthly)))
        return SimpleNamespace(cities=cities, months=months, firms=None)
