"""The main job: every arm of a scenario over its replicates, kept in a results folder."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from twinsim._version import __version__
from twinsim.errors import Fault, ScenarioError
from twinsim.registry import indicators
from twinsim.sweep.engine import CoreEngine, Keep
from twinsim.sweep.making import Progress
from twinsim.sweep.manifest import Identity, Manifest
from twinsim.sweep.points import Single
from twinsim.sweep.reading import CITIES
from twinsim.sweep.results import Results
from twinsim.sweep.session import Build, Session, usable_cores
from twinsim.sweep.sources import sources_sha256
from twinsim.sweep.store import Store, opened
from twinsim.sweep.tiles import Grid
from twinsim.sweep.worlds import kept_by_month

if TYPE_CHECKING:
    from twinsim.scenario import Scenario

LIMITS = {
    "replicates": (1, 1_000_000),
    "samples": (1, 1_000_000),
    "seed": (0, 2**63 - 1),
    "workers": (1, 4096),
}


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
    check(replicates=replicates, seed=seed, workers=workers)
    folder, kept = place(out)
    with opened(folder, manifest_of(scenario, seed), force=force) as store:
        session = Session(
            store,
            Single(scenario),
            held_as_well(store, Keep("all" if months else "headlines", firms)),
            seed,
            workers,
            build,
            {"scenario.toml": scenario.to_toml(), CITIES: scenario.table.own},
            progress,
        )
        if store.needed([replicates], session.keep.monthly(), firms=session.keep.firms):
            session.layout(0)  # a scenario that cannot run is refused before anything is written
        session.reach([replicates])
        session.conclude(done=True)
    results = replace(Results.open(folder), _keep=kept)
    if figures:
        results.draw()
    return results


def place(out: str | os.PathLike[str] | None) -> tuple[Path, object]:
    """The results folder, and what keeps a temporary one alive."""
    if out is not None:
        return Path(out), None
    kept = tempfile.TemporaryDirectory(prefix="twinsim-")
    return Path(kept.name), kept


def held_as_well(store: Store, keep: Keep) -> Keep:
    """What to keep of a run so that its tiles hold no less than those already there."""
    manifest = store.manifest
    held = kept_by_month(store.folder, manifest)
    months = "all" if held >= set(indicators()) else "headlines" if held else "none"
    order = ("none", "headlines", "all")
    most = max(keep.months, months, key=order.index)
    return Keep(most, keep.firms or bool(manifest.tiles("firms")))


def manifest_of(scenario: Scenario, seed: int) -> Manifest:
    """The manifest of a new folder of these results."""
    return Manifest(
        identity=Identity(
            seed=seed,
            parameters="changed" if any(arm.parameters for arm in scenario.arms) else "central",
            resolved=scenario.resolved(),
            input_sha256=scenario.sha256(),
            sources=sources_sha256(),
            grid=Grid(),
        ),
        version=__version__,
        arms=tuple(arm.id for arm in scenario.arms),
        contrasts=tuple(scenario.contrasts),
        cities=tuple(profile.id for profile in scenario.profiles),
        followers=scenario.followers,
    )


def check(**numbers: int) -> None:
    """Raise :class:`ScenarioError` for each number that its limits do not allow."""
    faults = [
        Fault("", 0, key, repr(value), f"expected a whole number, {low} to {high}")
        for key, value in numbers.items()
        for low, high in [LIMITS[key]]
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high
    ]
    if faults:
        raise ScenarioError(faults)
