"""What a sweep asks of an engine, and the core as such an engine.

Anything that answers `simulate` for a range of replicates can fill a results folder;
the pool below it knows nothing else about the model.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from twinsim.registry import firm_accounts, indicators
from twinsim.sweep.firms import Slots
from twinsim.sweep.points import Points
from twinsim.sweep.rows import Floats, Layout

if TYPE_CHECKING:
    from twinsim.scenario import Scenario

_WORLDS = 32  # laid out at a time: more than the threads work at


class Outcome(Protocol):
    """What an engine gives for some replicates of one arm.

    `cities` has the shape (replicates, cities, indicators), `months`
    (replicates, cities, months, monthly indicators), `firms` (replicates, slots, accounts).
    """

    @property
    def cities(self) -> Floats: ...

    @property
    def months(self) -> Floats: ...

    @property
    def firms(self) -> Floats: ...


class Engine(Protocol):
    """Simulates replicates of design points under one seed. Called from several threads at once."""

    def layout(self, design: int) -> Layout:
        """The names along the axes of a point's results. Raises :class:`ScenarioError` for a
        point that its scenario does not allow."""

    def simulate(self, design: int, arm: str, first: int, count: int) -> Outcome:
        """Run replicates `first` to `first + count - 1` of an arm, in the calling thread."""


@dataclass(frozen=True)
class Keep:
    """What a run keeps beside its totals and cities: indicators by month ("none", "headlines" or
    "all") and accounts by firm."""

    months: str = "headlines"
    firms: bool = False

    def monthly(self) -> tuple[str, ...]:
        """Ids of the indicators kept by month."""
        if self.months == "none":
            return ()
        every = self.months == "all"
        return tuple(id for id, row in indicators().items() if every or row.headline)


@dataclass
class CoreEngine:
    """The compiled core, for the points of a results folder under one seed."""

    points: Points
    seed: int
    keep: Keep
    _worlds: OrderedDict[int, tuple[Any, Layout]] = field(default_factory=OrderedDict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @staticmethod
    def build(points: Points, seed: int, keep: Keep) -> CoreEngine:
        """Load or compile the kernels."""
        from twinsim.core import compile_kernels

        compile_kernels()
        return CoreEngine(points, seed, keep)

    def layout(self, design: int) -> Layout:
        return self._at(design)[1]

    def simulate(self, design: int, arm: str, first: int, count: int) -> Outcome:
        from twinsim.core import simulate

        world, layout = self._at(design)
        months, firms = self.keep.months == "all", layout.slots is not None
        block = simulate(world, arm, first, count, months=months, firms=firms)
        return block if layout.monthly else replace(block, months=block.months[..., :0])

    def _at(self, design: int) -> tuple[Any, Layout]:
        """The world of a point and its layout, laid out once while they are in use."""
        with self._lock:  # laying out is all Python: two threads would take turns anyway
            if design not in self._worlds:
                self._worlds[design] = self._laid_out(design)
                if len(self._worlds) > _WORLDS:
                    self._worlds.popitem(last=False)
            self._worlds.move_to_end(design)
            return self._worlds[design]

    def _laid_out(self, design: int) -> tuple[Any, Layout]:
        from twinsim.world import build

        scenario = self.points.scenario(design)
        world, layout = build(scenario, self.seed), layout_of(scenario, self.keep)
        if self.keep.firms:
            slots = Slots.of(world, tuple(firm_accounts()), scenario.reference)
            layout = replace(layout, slots=slots)
        return world, layout


def layout_of(scenario: Scenario, keep: Keep) -> Layout:
    """The names along each axis of a scenario's results, as the registry declares them."""
    known = indicators()
    return Layout(
        arms=tuple(arm.id for arm in scenario.arms),
        cities=tuple(profile.id for profile in scenario.profiles),
        indicators=tuple(known),
        totals=tuple(indicator.total for indicator in known.values()),
        monthly=keep.monthly(),
        months=scenario.months,
        followers=scenario.followers,
    )
