"""Runs of a scenario that no design holds, made where the ledger lacks them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from twinsim.pairing.impact.ledger import About, Ledger, about, key_of
from twinsim.pairing.sheet import Floats
from twinsim.scenario import CityTable, Scenario
from twinsim.sweep.engine import Keep
from twinsim.sweep.making import make
from twinsim.sweep.points import Single
from twinsim.sweep.pool import Interrupted
from twinsim.sweep.session import usable_cores
from twinsim.sweep.tiles import Grid, Tile, missing

if TYPE_CHECKING:
    from twinsim.sweep.session import Build

_KEEP = Keep("none")
_GRID = Grid()


@dataclass(frozen=True)
class _Shelf:
    """The place of a scenario in the ledger, where tiles are put as they are made."""

    ledger: Ledger
    key: str
    about: About

    def add(self, tile: Tile, files: Mapping[str, tuple[bytes, int]]) -> None:
        self.ledger.add(self.key, tile, files["runs"][0], self.about)


def paired(
    scenarios: Sequence[Scenario],
    indicator: str,
    contrast: str,
    *,
    replicates: int,
    seed: int,
    table: CityTable,
    workers: int | None,
    build: Build,
    ledger: Ledger,
) -> list[Floats]:
    """The differences of each scenario, world 0 first, in all cities together; NaN where a run of
    the world failed. `table` is what facts are told against.

    Raises :class:`Interrupted` after Ctrl-C or SIGTERM, with what is whole kept in the ledger, and
    :class:`ResultsError` for a damaged one.
    """
    found = []
    threads = usable_cores() if workers is None else workers
    for scenario in scenarios:
        key = key_of(scenario, seed)
        tiles = missing([replicates], ledger.tiles(key), _GRID)
        if tiles:
            points = Single(scenario)
            engine = build(points, seed, _KEEP)
            shelf = _Shelf(ledger, key, about(scenario, table))
            with ledger.writable():
                whole = make(shelf, points, engine, _KEEP, tiles, threads, None)
            if not whole:
                raise Interrupted("what was made is kept; the same command goes on from there")
        found.append(ledger.differences(key, contrast, indicator, replicates))
    return found
