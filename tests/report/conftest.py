"""Results of a scenario with four arms, made by hand, whose names try to be markup."""

from types import SimpleNamespace

import numpy as np
import pytest

from twinsim.sweep import Results, run
from twinsim.sweep.engine import layout_of

ARMS = ("baseline", "solo", "twin", "no_upskilling")


@pytest.fixture(scope="module")
def results(tmp_path_factory) -> Results:
    resolved = {
        "name": "four",
        "title": "Four arms for $5^2$ <b>each</b>",
        "start": "2021-09",
        "months": 24,
        "reference": "baseline",
    }
    scenario = SimpleNamespace(
        arms=tuple(SimpleNamespace(id=arm, parameters={}) for arm in ARMS),
        profiles=(SimpleNamespace(id="ayr"), SimpleNamespace(id="jeju")),
        followers=(),
        contrasts=("twin-baseline", "solo-baseline", "twin-solo", "twin-no_upskilling"),
        months=24,
        resolved=lambda: resolved,
        to_toml=lambda: "",
        sha256=lambda: "0" * 64,
    )

    def build(scenario, seed, months, firms):
        layout = layout_of(scenario, months=months)

        def simulate(arm, first, count):
            months = np.empty((count, 2, 24, len(layout.monthly)))
            for row in range(count):
                luck = np.random.default_rng((seed, first + row))
                steps = luck.exponential(4e4, months[row].shape)
                steps += ARMS.index(arm) * luck.normal(0, 1e3, months[row].shape)
                months[row] = steps.cumsum(axis=1)
            cities = np.zeros((count, 2, len(layout.indicators)))
            return SimpleNamespace(cities=cities, months=months, firms=None)

        return SimpleNamespace(layout=layout, simulate=simulate)

    folder = tmp_path_factory.mktemp("report") / "results"
    return run(scenario, replicates=60, out=folder, build=build)
