"""What a sweep asks of an engine, and the core as such an engine.

Anything that answers `simulate` for a range of replicates can fill a results folder;
the pool below it knows nothing else about the model.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from twinsim.registry import firm_accounts, indicators
from twinsim.sweep.firms import Slots
from twinsim.sweep.rows import Floats, Layout

if TYPE_CHECKING:
    from twinsim.scenario import Scenario


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
    """Simulates replicates of one scenario and seed. Called from several threads at once."""

    @property
    def layout(self) -> Layout: ...

    def simulate(self, arm: str, first: int, count: int) -> Outcome:
        """Run replicates `first` to `first + count - 1` of an arm, in the calling thread."""


@dataclass(frozen=True)
class CoreEngine:
    """The compiled core, for one world (scenario and seed)."""

    world: Any
    layout: Layout
    months: bool

    @staticmethod
    def build(scenario: Scenario, seed: int, months: bool, firms: bool) -> CoreEngine:
        """Load or compile the kernels and lay out the world."""
        from twinsim.core import compile_kernels
        from twinsim.world import build

        world = build(scenario, seed)
        layout = layout_of(scenario, months=months)
        if firms:
            slots = Slots.of(world, tuple(firm_accounts()), scenario.reference)
            layout = replace(layout, slots=slots)
        compile_kernels()
        return CoreEngine(world, layout, months)

    def simulate(self, arm: str, first: int, count: int) -> Outcome:
        from twinsim.core import simulate

        firms = self.layout.slots is not None
        return simulate(self.world, arm, first, count, months=self.months, firms=firms)


def layout_of(scenario: Scenario, *, months: bool) -> Layout:
    """The names along each axis of a scenario's results, as the registry declares them."""
    known = indicators()
    return Layout(
        arms=tuple(arm.id for arm in scenario.arms),
        cities=tuple(profile.id for profile in scenario.profiles),
        indicators=tuple(known),
        totals=tuple(indicator.total for indicator in known.values()),
        monthly=tuple(id for id, indicator in known.items() if months or indicator.headline),
        months=scenario.months,
        followers=scenario.followers,
    )
