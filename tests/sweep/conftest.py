"""A small scenario and an engine whose answers are known, so that the store is what is tested."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest

from twinsim.sweep import Results, run
from twinsim.sweep.engine import Keep, layout_of

ARMS = {"baseline": 0.0, "solo": 1.0, "twin": 1.5}


@dataclass
class Plan:
    """What the store asks of a scenario."""

    name: str = "two-towns"
    title: str = "Two towns"
    start: str = "2021-09"
    months: int = 6
    budget: float = 1000.0
    followers: tuple = ()
    contrasts: tuple[str, ...] = ("twin-baseline", "solo-baseline", "twin-solo")
    arms: tuple = field(
        default_factory=lambda: tuple(SimpleNamespace(id=arm, parameters={}) for arm in ARMS)
    )
    profiles: tuple = (SimpleNamespace(id="ayr"), SimpleNamespace(id="jeju"))
    table: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(own=""))

    def resolved(self) -> dict:
        return {
            "name": self.name,
            "title": self.title,
            "start": self.start,
            "months": self.months,
            "programme": {"budget": self.budget},
        }

    def to_toml(self) -> str:
        return f'name = "{self.name}"\nmonths = {self.months}\n'

    def sha256(self) -> str:
        return f"{hash(str(self.resolved())) & 0xFFFF:064x}"


@dataclass
class Known:
    """An engine: noise shared by all arms of a world, plus what the arm adds in each city."""

    points: object
    seed: int
    keep: Keep
    bad: dict = field(default_factory=dict)  # (arm, replicate) -> value of one cell
    calls: list = field(default_factory=list)

    def layout(self, design: int) -> object:
        return layout_of(self.points.scenario(design), self.keep)

    def simulate(self, design: int, arm: str, first: int, count: int) -> SimpleNamespace:
        self.calls.append((arm, first, count))
        layout = self.layout(design)
        cities = np.empty((count, len(layout.cities), len(layout.indicators)))
        months = np.empty((count, len(layout.cities), layout.months, len(layout.monthly)))
        for row in range(count):
            luck = np.random.default_rng((self.seed, first + row))
            cities[row] = luck.normal(10, 2, cities[row].shape)
            cities[row, 0] += ARMS[arm] * luck.uniform(0, 2)
            ends = [layout.indicators.index(name) for name in layout.monthly]
            share = np.arange(1, layout.months + 1) / layout.months
            months[row] = cities[row][:, None, ends] * share[None, :, None]
            value = self.bad.get((arm, first + row))
            if isinstance(value, Exception):
                raise value
            if value is not None:
                cities[row, 1, 3] = value
        return SimpleNamespace(cities=cities, months=months, firms=None)


@pytest.fixture
def plan() -> Plan:
    return Plan()


@pytest.fixture
def engines() -> list[Known]:
    """Every engine built during the test, in order."""
    return []


@pytest.fixture
def go(plan, engines, tmp_path):
    """`run` with the known engine; `bad` plants a value or an exception in single runs."""

    def build(bad, points, seed, keep):
        engines.append(Known(points, seed, keep, bad))
        return engines[-1]

    def go(out="results", *, scenario=plan, bad=None, **options) -> Results:
        options = {"replicates": 70, "workers": 2} | options
        return run(scenario, out=tmp_path / out, build=partial(build, bad or {}), **options)

    return go


@dataclass
class Dosed(Known):
    """The known engine, in which a design point matters too."""

    def simulate(self, design: int, arm: str, first: int, count: int) -> SimpleNamespace:
        found = super().simulate(design, arm, first, count)
        found.cities[:, 0] += design * ARMS[arm]
        return found


SMALL = """schema = 1
name = "small"
title = "Small"
question = "Does a longer course do more?"
scenario = "belfast-sejong"
replicates = 50
samples = 8
arms = ["baseline", "solo", "twin"]
[set]
months = 6
warmup = 3
[levers.hours]
key = "programme.upskilling.hours"
"""


@pytest.fixture(scope="session")
def experiments(tmp_path_factory):
    """Paths of two small experiments: of seven listed points, and of points that are sampled."""
    folder = tmp_path_factory.mktemp("experiments")
    endings = {
        "listed": f"values = {[20 * n for n in range(1, 8)]}\n",
        "sampled": "low = 10.0\nhigh = 200.0\n",
    }
    for name, ending in endings.items():
        (folder / f"{name}.toml").write_text(SMALL + ending)
    return {name: folder / f"{name}.toml" for name in endings}


@pytest.fixture
def designed(experiments, tmp_path, monkeypatch):
    """`sweep` of a small experiment with the known engine; its effects are for other tests."""
    from twinsim.sweep import session, sweep

    monkeypatch.setattr(session, "write_effects", lambda *_: None)

    def designed(out="sweep", which="listed", **options) -> Results:
        options = {"replicates": 4, "workers": 2, "build": Dosed} | options
        return sweep(experiments[which], out=tmp_path / out, **options)

    return designed
