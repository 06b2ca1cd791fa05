"""The main job: every arm of a scenario over its replicates, kept in a results folder."""

from __future__ import annotations

import os
import platform
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from math import ceil
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from twinsim._version import __version__
from twinsim.errors import Fault, ScenarioError
from twinsim.registry import indicators
from twinsim.sweep.effects import to_csv
from twinsim.sweep.engine import CoreEngine, Engine, Outcome, layout_of
from twinsim.sweep.files import write_text
from twinsim.sweep.manifest import Identity, Manifest
from twinsim.sweep.pool import Interrupted, answers, interruptible
from twinsim.sweep.results import Results
from twinsim.sweep.rows import TileRows
from twinsim.sweep.sources import sources_sha256
from twinsim.sweep.store import Store, content_sha256, opened
from twinsim.sweep.tiles import TILE_REPLICATES, Tile, pieces
from twinsim.sweep.worlds import kept_by_month

if TYPE_CHECKING:
    from twinsim.scenario import Scenario

Progress = Callable[[int, int], None]
Piece = tuple[Tile, str, int, int]
Build = Callable[["Scenario", int, bool, bool], Engine]

_LARGEST_PIECE = 50


def run(
    scenario: Scenario,
    *,
    replicates: int = 200,
    seed: int = 1,
    out: str | os.PathLike[str] | None = None,
    workers: int | None = None,
    months: bool = False,
    firms: bool = False,
    figures: bool = False,
    force: bool = False,
    progress: Progress | None = None,
    build: Build = CoreEngine.build,
) -> Results:
    """Run every arm of `scenario` over replicates 0 to `replicates - 1`.

    `out` is the results folder; without it results live in a temporary one for as long as
    the object returned. What `out` already holds of the same input is kept and only the
    rest is made. `workers` are threads (default: all usable cores) and change no result.
    With `months` every indicator is kept by month, else the headlines; with `firms` accounts by
    firm are kept. `force` moves what
    is at `out` aside. `progress` is called with the runs done and the runs to do; `build`
    makes the engine.

    Raises :class:`ScenarioError` for numbers out of range, :class:`ResultsError` for an
    `out` of another input or with a damaged file, :class:`RunError` for what the system
    refuses, :class:`Interrupted` after Ctrl-C or SIGTERM, with finished tiles kept.
    """
    workers = usable_cores() if workers is None else workers
    _check(replicates=replicates, seed=seed, workers=workers)
    keep = None
    if out is None:
        keep = tempfile.TemporaryDirectory(prefix="twinsim-")
        out = keep.name
    folder = Path(out)
    with opened(folder, _manifest(scenario, seed), force=force) as store:
        months = months or kept_by_month(folder, store.manifest) >= set(indicators())
        firms = firms or bool(store.manifest.tiles("firms"))
        needed = store.needed(replicates, layout_of(scenario, months=months).monthly, firms=firms)
        if needed:
            began, clock = datetime.now(UTC), monotonic()
            store.begin(scenario.to_toml(), scenario.table.own)
            engine = build(scenario, seed, months, firms)
            try:
                whole = _make(store, engine, needed, workers, progress)
            finally:
                store.keep()
            store.manifest.made = _made(began, monotonic() - clock, workers)
            _conclude(store, done=whole)
            if not whole:
                raise Interrupted(_interruption(store, needed))
        else:
            _conclude(store, done=True)
    results = replace(Results.open(folder), _keep=keep)
    if figures:
        results.draw()
    return results


def usable_cores() -> int:
    """Cores this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not on macOS and Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _make(
    store: Store,
    engine: Engine,
    tiles: Sequence[Tile],
    workers: int,
    progress: Progress | None,
) -> bool:
    """Make the tiles and keep each as soon as it is whole; False when interrupted."""
    layout = engine.layout
    total = len(layout.arms) * sum(tile.count for tile in tiles)
    size = min(_LARGEST_PIECE, ceil(total / (4 * workers)))
    work: list[Piece] = [
        (tile, arm, first, count)
        for tile in tiles
        for arm in layout.arms
        for first, count in pieces(tile, size)
    ]
    rows: dict[Tile, TileRows] = {}
    done = written = 0
    with (
        interruptible() as stop,
        closing(answers(work, partial(_attempt, engine), workers, stop)) as got,
    ):
        for (tile, arm, _, count), outcomes in got:
            if tile not in rows:
                rows[tile] = TileRows(tile, layout)
            filling = rows[tile]
            for start, outcome in outcomes:
                if isinstance(outcome, str):
                    filling.fail(arm, start, outcome)
                else:
                    filling.fill(arm, start, outcome.cities, outcome.months, outcome.firms)
            if filling.complete:
                store.add(rows.pop(tile))
                written += 1
            done += count
            if progress is not None:
                progress(done, total)
    return written == len(tiles)


def _attempt(engine: Engine, piece: Piece) -> list[tuple[int, Outcome | str]]:
    """Simulate a piece; where that fails, run by run, so that one bad run costs only itself."""
    _, arm, first, count = piece
    try:
        return [(first, engine.simulate(arm, first, count))]
    except (ArithmeticError, ValueError) as error:
        if count == 1:
            return [(first, f"{type(error).__name__}: {error}")]
    alone = [_attempt(engine, (piece[0], arm, first + i, 1)) for i in range(count)]
    return [answer for answers_of_one in alone for answer in answers_of_one]


def _conclude(store: Store, *, done: bool) -> None:
    manifest = store.manifest
    manifest.done = done
    if manifest.shards:
        manifest.content = content_sha256(store.folder, manifest)
        rows = Results(store.folder, manifest).contrasts()
        write_text(store.folder / "effects.csv", to_csv(rows))
    store.save()


def _manifest(scenario: Scenario, seed: int) -> Manifest:
    return Manifest(
        identity=Identity(
            seed=seed,
            parameters="changed" if _changed(scenario) else "central",
            resolved=scenario.resolved(),
            input_sha256=scenario.sha256(),
            sources=sources_sha256(),
            tile=TILE_REPLICATES,
        ),
        version=__version__,
        arms=tuple(arm.id for arm in scenario.arms),
        contrasts=tuple(scenario.contrasts),
        cities=tuple(profile.id for profile in scenario.profiles),
        followers=scenario.followers,
    )


def _changed(scenario: Scenario) -> bool:
    """Whether any arm takes a parameter away from its central value."""
    return any(arm.parameters for arm in scenario.arms)


def _made(began: datetime, seconds: float, workers: int) -> dict[str, object]:
    libraries = ("numpy", "numba", "pyarrow")
    return {
        "started": began.isoformat(timespec="seconds"),
        "seconds": round(seconds, 3),
        "workers": workers,
        "python": platform.python_version(),
        "platform": platform.platform(),
        **{name: version(name) for name in libraries},
    }


def _interruption(store: Store, needed: Sequence[Tile]) -> str:
    have = sum(tile.count for tile in store.manifest.tiles())
    want = have + sum(tile.count for tile in needed if tile not in store.manifest.tiles())
    kept = f"{have} of {want} replicates of each arm are kept in {store.folder}"
    return f"{kept}; the same command goes on from there"


def _check(**numbers: int) -> None:
    least = {"replicates": 1, "seed": 0, "workers": 1}
    most = {"replicates": 1_000_000, "seed": 2**63 - 1, "workers": 4096}
    faults = [
        Fault("", 0, key, repr(value), f"expected a whole number, {least[key]} to {most[key]}")
        for key, value in numbers.items()
        if not isinstance(value, int)
        or isinstance(value, bool)
        or not least[key] <= value <= most[key]
    ]
    if faults:
        raise ScenarioError(faults)
