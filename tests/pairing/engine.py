"""An engine whose answers follow from the partner's facts: what is to be told of them is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np

from twinsim.pairing import pair
from twinsim.pairing.impact import simulate
from twinsim.scenario import CityProfile, CityTable
from twinsim.sweep.engine import Keep, layout_of

from .made import rows_of, table_of

Worth = Callable[[CityProfile, CityProfile], float]
ANCHOR = "c0"
SHARE = 0.25  # of the impact that comes about in the anchor
SOLO = 0.5  # of the twin's impact that the solo arm has


@dataclass
class Known:
    """Luck of the anchor that all partners share, luck of the partner's own, and what the twin arm
    adds: the worth of the partner, of which the anchor has a quarter.

    `course` multiplies worth where there is an intensive course; `bad` are partners whose every run
    fails. `calls` counts runs.
    """

    points: object
    seed: int
    keep: Keep
    worth: Worth
    noise: float = 1.0
    course: Callable[[float], float] = lambda worth: 0.0
    bad: tuple[str, ...] = ()
    calls: list = field(default_factory=list)

    def layout(self, design: int) -> object:
        return layout_of(self.points.scenario(design), self.keep)

    def simulate(self, design: int, arm: str, first: int, count: int) -> SimpleNamespace:
        scenario, layout = self.points.scenario(design), self.layout(design)
        self.calls.append((design, arm, count))
        own = {profile.id: profile for profile in scenario.profiles}
        anchor = own.pop(ANCHOR)
        (partner,) = own.values()
        if partner.id in self.bad:
            raise ValueError("it may not")
        cities = np.empty((count, 2, len(layout.indicators)))
        worth = self.worth(anchor, partner)
        programme = next(one for one in scenario.arms if one.id == arm).programme
        hours = programme.upskilling.hours
        if hours == 120:
            worth += self.course(worth)
        added = {"baseline": 0.0, "solo": SOLO * worth, "twin": worth}[arm]
        for row in range(count):
            common = np.random.default_rng((self.seed, first + row))
            cities[row] = common.normal(10, 2, cities[row].shape)
            own_luck = (self.seed, first + row, int(hours), *partner.id.encode())
            luck = np.random.default_rng(own_luck)
            shaken = self.noise * luck.normal() * (arm != "baseline")
            for city, name in enumerate(layout.cities):
                share = SHARE if name == ANCHOR else 1 - SHARE
                cities[row, city] += share * (added + shaken) + (common.normal() if added else 0)
        months = np.zeros((count, 2, layout.months, len(layout.monthly)))
        return SimpleNamespace(cities=cities, months=months, firms=None)


def engine(worth: Worth, calls: list | None = None, **more: object):
    """What builds such an engine; `calls` collects what it was asked."""
    kept = [] if calls is None else calls

    def build(points: object, seed: int, keep: Keep) -> Known:
        return Known(points, seed, keep, worth, calls=kept, **more)

    return build


def table(count: int, seed: int = 3, gaps: float = 0.0, **same: str) -> CityTable:
    """An anchor and so many candidates; columns in `same` are alike for all."""
    return table_of([row | same for row in rows_of(seed, count + 1, gaps)])


def simulated(
    cities: CityTable,
    worth: Worth,
    *,
    weights: dict | None = None,
    calls: list | None = None,
    course: Callable[[float], float] | None = None,
    noise: float = 1.0,
    bad: tuple[str, ...] = (),
    replicates: int = 60,
    **more: object,
):
    """The anchor's candidates ranked and simulated, a few months of each run."""
    ranking = pair(ANCHOR, cities=cities, weights=weights, draws=50)
    given = {"noise": noise, "bad": bad} | ({"course": course} if course else {})
    return simulate(
        ranking,
        cities=cities,
        replicates=replicates,
        set=["months=2", "warmup=0"],
        workers=1,
        build=engine(worth, calls, **given),
        **{"believe": "none"} | more,
    )
