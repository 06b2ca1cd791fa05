"""A sweep whose truth is known: where its answers turn, and by how much."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from twinsim.sweep.engine import layout_of

# A twin does more than solo where kappa is below 1, and the long course pays where delivery_zero
# is above 0.2; the title would steer a terminal, close a tag or be a formula.
EXPERIMENT = """
schema = 1
name = "turning"
title = "=1+1 <b>bold</b> \\u001b[31m"
question = "Where?"
scenario = "belfast-sejong"
replicates = 6
samples = 48
contrasts = ["twin-baseline", "twin-solo"]

[set]
months = 12

[levers.course.options.short]
"programme.upskilling.hours" = 24
[levers.course.options.long]
"programme.upskilling.hours" = 120

[uncertainties]
kappa = { low = 0, high = 2 }
delivery_zero = { low = 0.05, high = 0.35 }
adopt_base = { low = 0.01, high = 0.1 }
"""
SMALL = {"shuffles": 39, "splits": 8}


class Turning:
    """An engine: luck that arms share, and what arm, course and parameters add."""

    def __init__(self, points, seed, keep):
        self.points, self.seed, self.keep = points, seed, keep

    def layout(self, design):
        return layout_of(self.points.scenario(design), self.keep)

    def simulate(self, design, arm, first, count):
        layout = self.layout(design)
        ids = (column.id for column in self.points.columns)
        point = dict(zip(ids, self.points.values(design), strict=True))
        added = {"baseline": 0.0, "solo": 0.0, "twin": 1.0 - point.get("kappa", 1.0)}[arm]
        if point.get("course") == "long" and arm != "baseline":
            added += 10 * (point.get("delivery_zero", 0.2) - 0.2)
        cities = np.empty((count, len(layout.cities), len(layout.indicators)))
        for row in range(count):
            cities[row] = np.random.default_rng((self.seed, first + row)).normal(
                9, 1, cities[row].shape
            )
            own = np.random.default_rng((self.seed, first + row, design, len(arm)))
            cities[row, 0] += added + own.normal(0, 0.3)
        months = np.zeros((count, len(layout.cities), layout.months, len(layout.monthly)))
        return SimpleNamespace(cities=cities, months=months, firms=None)
