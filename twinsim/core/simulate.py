"""Blocks of runs of an arm, and one run month by month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from twinsim.core.kernels import kernel
from twinsim.core.slots import by_slot
from twinsim.core.state import new_state
from twinsim.world.columns import ACCOUNTS, COLUMNS, HEADLINES
from twinsim.world.setup import Reals, Setup

if TYPE_CHECKING:
    from twinsim.world import World


@dataclass(frozen=True)
class Block:
    """Indicators of some runs of an arm.

    `cities` has the shape (runs, cities, indicators), `months` (runs, cities, recorded months,
    monthly indicators: all of them, or the headlines), `firms` (runs, slots, accounts by firm),
    or no run where they are not kept.
    """

    cities: Reals
    months: Reals
    firms: Reals


def simulate(
    world: World,
    arm: str,
    first: int,
    count: int,
    *,
    months: bool = False,
    firms: bool = False,
    boundscheck: bool = False,
) -> Block:
    """Run replicates `first` to `first + count - 1` of an arm, in the calling thread.

    The lock of the interpreter is released while it runs. `months` keeps every indicator by
    month, else the headlines; `firms` keeps the accounts of every firm; `boundscheck` takes a
    kernel that checks every index.
    """
    setup = world.setups[arm]
    kept = COLUMNS if months else HEADLINES
    columns = np.array([COLUMNS.index(id) for id in kept], dtype=np.int64)
    recorded = setup.months - setup.warmup
    block = Block(
        np.zeros((count, len(setup.cities), len(COLUMNS))),
        np.zeros((count, len(setup.cities), recorded, len(columns))),
        np.zeros((count if firms else 0, int(setup.cities["end"].max(initial=0)), len(ACCOUNTS))),
    )
    run = kernel(boundscheck)
    state = new_state(setup, firms=firms)
    out = (block.cities, block.months, columns, block.firms)
    run(setup, state, first, 0, setup.months, *out)
    return block


class Stepper:
    """One run of an arm, taken through its months one at a time, its state open to view."""

    def __init__(self, setup: Setup, replicate: int = 0, *, boundscheck: bool = False) -> None:
        self.setup = setup
        self.state: Any = new_state(setup)
        self.month = 0
        self._replicate = replicate
        self._kernel = kernel(boundscheck)
        self._columns = np.zeros(0, dtype=np.int64)
        self._cities = np.zeros((1, len(setup.cities), len(COLUMNS)))
        self._months = np.zeros((0, 0, 0, 0))
        self._firms = np.zeros((0, 0, 0))

    def step(self) -> None:
        """Take the run through its next month."""
        self._kernel(
            self.setup,
            self.state,
            self._replicate,
            self.month,
            self.month + 1,
            self._cities,
            self._months,
            self._columns,
            self._firms,
        )
        self.month += 1

    def by_slot(self) -> Any:
        """The state with copies of firms, pilots and orders by slot (see :mod:`slots`)."""
        return by_slot(self.setup, self.state)
