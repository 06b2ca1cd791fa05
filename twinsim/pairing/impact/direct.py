"""Runs that nobody keeps: paired differences of a few scenarios, straight from the engine."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from twinsim.pairing.sheet import Floats
from twinsim.scenario import Scenario
from twinsim.sweep.engine import Keep
from twinsim.sweep.making import attempt, cut, fill
from twinsim.sweep.points import Column, Value
from twinsim.sweep.pool import Interrupted, answers, interruptible
from twinsim.sweep.rows import TileRows
from twinsim.sweep.session import usable_cores
from twinsim.sweep.tiles import Tile

if TYPE_CHECKING:
    from twinsim.sweep.session import Build


@dataclass(frozen=True)
class Several:
    """Scenarios of the same arms as points, without factors."""

    scenarios: tuple[Scenario, ...]
    columns: tuple[Column, ...] = ()
    levers: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        """Number of scenarios."""
        return len(self.scenarios)

    @property
    def arms(self) -> tuple[str, ...]:
        """Ids of the arms."""
        return tuple(arm.id for arm in self.scenarios[0].arms)

    def values(self, design: int) -> tuple[Value, ...]:
        """None."""
        return ()

    def scenario(self, design: int) -> Scenario:
        """The scenario of a point."""
        return self.scenarios[design]


def paired(
    scenarios: Sequence[Scenario],
    indicator: str,
    contrast: str,
    *,
    replicates: int,
    seed: int,
    workers: int | None,
    build: Build,
) -> list[Floats]:
    """The differences of each scenario, world 0 first, in all cities together; NaN where a run of
    the world failed. Raises :class:`Interrupted` after Ctrl-C or SIGTERM."""
    points = Several(tuple(scenarios))
    threads = usable_cores() if workers is None else workers
    engine = build(points, seed, Keep("none"))
    tile = Tile(0, points.count - 1, 0, replicates - 1)
    rows = TileRows(tile)
    work = cut([tile], points, threads)
    with (
        interruptible() as stop,
        closing(answers(work, partial(attempt, engine, points), threads, stop)) as got,
    ):
        for piece, answer in got:
            fill(rows, piece, answer)
    if not rows.complete:
        raise Interrupted("what the sweep made is kept; the same command goes on from there")
    arm, reference = contrast.split("-")
    found = []
    for design in rows.designs:
        layout = design.layout
        values = design.totals()[..., layout.indicators.index(indicator)]
        apart = values[layout.arms.index(arm)] - values[layout.arms.index(reference)]
        found.append(np.where(design.good, apart, np.nan))
    return found
