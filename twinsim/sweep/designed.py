"""A designed experiment: every point of it run over its replicates, kept in a results folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from twinsim._version import __version__
from twinsim.sweep.cluster_address import Address
from twinsim.sweep.designs import Design
from twinsim.sweep.engine import CoreEngine, Keep
from twinsim.sweep.goals import Choose, Until, stages
from twinsim.sweep.making import Progress
from twinsim.sweep.manifest import Identity, Manifest
from twinsim.sweep.points import Column, FactorKind, Value
from twinsim.sweep.reading import CITIES
from twinsim.sweep.results import Results
from twinsim.sweep.run import check, held_as_well, place
from twinsim.sweep.session import Build, Session, same_points, usable_cores
from twinsim.sweep.size import Size, afford, size_of
from twinsim.sweep.sources import sources_sha256
from twinsim.sweep.store import opened
from twinsim.sweep.tiles import Grid

if TYPE_CHECKING:
    from twinsim.scenario import Experiment, Factor, Scenario

Announce = Callable[[Size, float], None]


@dataclass(frozen=True)
class Designed:
    """The points of an experiment's design."""

    experiment: Experiment
    design: Design

    @property
    def count(self) -> int:
        """Number of points."""
        return self.design.count

    @property
    def columns(self) -> tuple[Column, ...]:
        """The factors as columns of results."""
        return tuple(Column(factor.id, _kind(factor)) for factor in self.experiment.factors)

    @property
    def levers(self) -> tuple[int, ...]:
        """Places of the levers among the factors."""
        factors = self.experiment.factors
        return tuple(i for i, factor in enumerate(factors) if factor.role == "lever")

    @property
    def arms(self) -> tuple[str, ...]:
        """Ids of the arms."""
        return self.experiment.arms

    def values(self, design: int) -> tuple[Value, ...]:
        """The factors' values at a point: text, truth values, and numbers as floats."""
        point = _point(self.design, design)
        return tuple(v if isinstance(v, str | bool) else float(v) for v in point.values())

    def scenario(self, design: int) -> Scenario:
        """The scenario of a point. Raises :class:`ScenarioError` where it allows none."""
        return self.experiment.scenario(_point(self.design, design))


@lru_cache(maxsize=1024)
def _point(design: Design, number: int) -> dict[str, Value]:
    return design.point(number)


def _kind(factor: Factor) -> FactorKind:
    levels = factor.levels
    if levels and all(isinstance(level, bool) for level in levels):
        return "flag"
    return "text" if levels and isinstance(levels[0], str) else "number"


def sweep(
    experiment: Experiment | str | os.PathLike[str],
    *,
    samples: int | None = None,
    replicates: int | None = None,
    seed: int = 1,
    out: str | os.PathLike[str] | None = None,
    workers: int | None = None,
    months: bool = False,
    firms: bool = False,
    force: bool = False,
    until: str | None = None,
    choose: str | None = None,
    cluster: str | None = None,
    progress: Progress | None = None,
    announce: Announce | None = None,
    build: Build = CoreEngine.build,
) -> Results:
    """Run every arm at every design point of `experiment`, a file, a packaged name or an object.

    `samples` (points of the sampled design) and `replicates` (of each arm at each point) default
    to the experiment's own; larger values add rows to what `out` holds, and what it holds already
    is kept. `until`, as "job_years:twin-baseline:5", goes on at each point until the Monte-Carlo
    interval of that difference is no wider than ± 5; `choose`, as "job_years:twin-baseline",
    goes on where it is open which combination of levers is best. `cluster` is the address of a
    Dask scheduler, or "local:2" for two processes of this machine. `announce` is told the size of
    the sweep, and which share of its worlds is there already, before anything is made (nothing
    where all is there). The rest as in :func:`run`.

    Raises :class:`ExperimentError` for a wrong experiment or numbers out of range,
    :class:`ResultsError` for an `out` of another input or with a damaged file, :class:`RunError`
    for what the system refuses, :class:`Interrupted` after Ctrl-C or SIGTERM.
    """
    from twinsim.scenario import Experiment, load_experiment

    loaded = experiment if isinstance(experiment, Experiment) else load_experiment(experiment)
    workers = usable_cores() if workers is None else workers
    replicates = loaded.replicates if replicates is None else replicates
    check(replicates=replicates, seed=seed, workers=workers)
    points = Designed(loaded, Design.of(loaded, samples))
    goals = goals_of(loaded, until, choose)
    reached: dict[str, bool] = {}
    keep = Keep("all" if months else "none", firms)
    address = None if cluster is None else Address.parse(cluster)
    folder, kept = place(out)
    with (
        opened(folder, manifest_of(loaded, points, seed), force=force) as store,
        ExitStack() as stack,
    ):
        same_points(store, points)
        session = Session(
            store,
            points,
            held_as_well(store, keep),
            seed,
            workers,
            build,
            {
                "scenario.toml": loaded.base.to_toml(),
                "experiment.toml": loaded.to_toml(),
                CITIES: loaded.table.own,
            },
            progress,
        )
        wanted = [replicates] * points.count
        if store.needed(wanted, session.keep.monthly(), firms=firms):
            found = size_of(points, replicates, session.engine, session.keep, workers)
            if announce is not None:
                held = store.manifest.replicates()
                there = sum(map(min, held, wanted))  # of the points asked for
                announce(found, there / sum(wanted))
            afford(folder, points, found, session.keep, session.engine, Grid.of(loaded.replicates))
        if address is not None:
            from twinsim.sweep.cluster import crew

            session.crew = stack.enter_context(crew(address, points, seed, session.keep))
        session.reach(wanted)
        for option, goal in goals.items():
            for stage in stages(goal, store, points, wanted):
                wanted = stage.replicates
                session.reach(wanted)
                reached[option] = stage.end == "reached"
        session.conclude(done=True)
    return replace(Results.open(folder), _keep=kept, goals=reached)


def goals_of(
    experiment: Experiment, until: str | None, choose: str | None
) -> dict[str, Until | Choose]:
    """What a sweep is asked to go on for, by option. Raises :class:`ExperimentError`."""
    found: dict[str, Until | Choose] = {}
    if until:
        found["--until"] = Until.parse(until, experiment.contrasts)
    if choose:
        found["--choose"] = Choose.parse(choose, experiment.contrasts)
    return found


def size(
    experiment: Experiment,
    *,
    samples: int | None = None,
    replicates: int | None = None,
    workers: int | None = None,
    months: bool = False,
    firms: bool = False,
    seed: int = 1,
    build: Build = CoreEngine.build,
) -> Size:
    """How many runs a sweep is, how long it takes and how much room, measured on a few runs here.

    Raises as :func:`sweep` does.
    """
    workers = usable_cores() if workers is None else workers
    replicates = experiment.replicates if replicates is None else replicates
    check(replicates=replicates, seed=seed, workers=workers)
    points = Designed(experiment, Design.of(experiment, samples))
    keep = Keep("all" if months else "none", firms)
    engine = build(points, seed, keep)
    return size_of(points, replicates, engine, keep, workers)


def manifest_of(experiment: Experiment, points: Designed, seed: int) -> Manifest:
    """The manifest of a new folder of these results."""
    base = experiment.base
    resolved: dict[str, Any] = {**base.resolved(), "experiment": experiment.resolved()}
    return Manifest(
        identity=Identity(
            seed=seed,
            parameters=_parameters(experiment),
            resolved=resolved,
            input_sha256=experiment.sha256(),
            sources=sources_sha256(),
            grid=Grid.of(experiment.replicates),
            columns=points.columns,
        ),
        version=__version__,
        arms=experiment.arms,
        contrasts=experiment.contrasts,
        cities=tuple(profile.id for profile in experiment.cities),
        followers=base.followers,
        points=points.count,
    )


def _parameters(experiment: Experiment) -> str:
    """What the values of the parameters are: sampled, changed by hand, or central."""
    if experiment.uncertainties:
        return "prior" if all(f.prior for f in experiment.uncertainties) else "sampled"
    return "changed" if any(arm.parameters for arm in experiment.base.arms) else "central"
