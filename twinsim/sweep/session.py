"""Work on one results folder: makes what is missing, stage by stage, and concludes it."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from time import monotonic
from typing import Protocol

from twinsim.errors import Fault, ResultsError
from twinsim.sweep.engine import Engine, Keep
from twinsim.sweep.making import Progress, make
from twinsim.sweep.points import Points
from twinsim.sweep.pool import Interrupted
from twinsim.sweep.reading import content_sha256, read_table
from twinsim.sweep.rows import Layout
from twinsim.sweep.store import Store
from twinsim.sweep.tiles import Tile
from twinsim.sweep.written import write_effects

Build = Callable[[Points, int, Keep], Engine]


class Crew(Protocol):
    """Makes tiles in place of this machine's threads; False when interrupted."""

    @property
    def workers(self) -> int:
        """How many workers there were, at most."""

    def __call__(self, store: Store, tiles: Sequence[Tile], progress: Progress | None) -> bool: ...


@dataclass
class Session:
    """The points of a folder, how to run them and what to keep of each run.

    `crew` makes tiles in place of this machine's threads; `texts` are files that say what the
    folder holds, by name; `effects` says whether effects.csv is written.
    """

    store: Store
    points: Points
    keep: Keep
    seed: int
    workers: int
    build: Build
    texts: Mapping[str, str]
    progress: Progress | None = None
    crew: Crew | None = None
    effects: bool = True
    _engine: Engine | None = field(default=None, repr=False)
    _began: tuple[datetime, float] | None = field(default=None, repr=False)

    def reach(self, replicates: Sequence[int]) -> None:
        """Make what is missing until design d has `replicates[d]` replicates.

        Raises :class:`Interrupted` after Ctrl-C or SIGTERM, with finished tiles kept.
        """
        needed = self.store.needed(replicates, self.keep.monthly(), firms=self.keep.firms)
        if not needed:
            return
        if self._began is None:
            self._began = datetime.now(UTC), monotonic()
            self.store.begin(self.texts)
        try:
            whole = self._make(needed)
        finally:
            self.store.keep()
        if not whole:
            self.conclude(done=False)
            raise Interrupted(self._interruption(replicates))

    def conclude(self, *, done: bool) -> None:
        """Write what is said of the rows: their hash, the effects, the manifest."""
        store, manifest = self.store, self.store.manifest
        changed = self._began is not None or not manifest.done
        manifest.done = done
        if self._began is not None:
            workers = self.workers if self.crew is None else self.crew.workers
            manifest.made = _made(*self._began, workers)
        if manifest.shards:
            if changed:
                manifest.content = content_sha256(store.folder, manifest)
            if self.effects:
                write_effects(store.folder, manifest)
        store.save()

    def layout(self, design: int) -> Layout:
        """The layout of a point. Raises :class:`ScenarioError` for one that has no scenario."""
        return self.engine.layout(design)

    @property
    def engine(self) -> Engine:
        """The engine, built when it is first needed."""
        if self._engine is None:
            self._engine = self.build(self.points, self.seed, self.keep)
        return self._engine

    def _make(self, tiles: Sequence[Tile]) -> bool:
        if self.crew is not None:
            return self.crew(self.store, tiles, self.progress)
        return make(
            self.store, self.points, self.engine, self.keep, tiles, self.workers, self.progress
        )

    def _interruption(self, replicates: Sequence[int]) -> str:
        have, want = sum(self.store.manifest.replicates()), sum(replicates)
        what = "worlds" if len(replicates) > 1 else "replicates of each arm"
        kept = f"{min(have, want)} of {want} {what} are kept in {self.store.folder}"
        return f"{kept}; the same command goes on from there"


def same_points(store: Store, points: Points) -> None:
    """Check that the rows in the folder are those of these points.

    Raises :class:`ResultsError` where a tile was made of other values, as by another version
    of the library that draws them.
    """
    names = [column.name for column in points.columns]
    for tile in store.manifest.tiles() if names else ():
        table = read_table(store.folder, store.manifest, "runs", tile, names)
        rows = len(points.arms) * tile.count
        for at, design in enumerate(range(tile.design_first, tile.design_last + 1)):
            if design >= points.count:
                break
            found = tuple(table.column(name)[at * rows].as_py() for name in names)
            wanted = points.values(design)
            if found != wanted:
                place = next(
                    i
                    for i, pair in enumerate(zip(found, wanted, strict=True))
                    if pair[0] != pair[1]
                )
                raise ResultsError(
                    Fault(
                        str(store.folder),
                        0,
                        f"{names[place]} at design point {design}",
                        str(found[place]),
                        f"holds other design points: expected {wanted[place]}; "
                        "choose another --out, or --force to move them aside",
                    )
                )


def _made(began: datetime, clock: float, workers: int) -> dict[str, object]:
    libraries = ("numpy", "numba", "pyarrow")
    return {
        "started": began.isoformat(timespec="seconds"),
        "seconds": round(monotonic() - clock, 3),
        "workers": workers,
        "python": platform.python_version(),
        "platform": platform.platform(),
        **{name: version(name) for name in libraries},
    }


def usable_cores() -> int:
    """Cores this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not on macOS and Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
