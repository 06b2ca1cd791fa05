"""A sample run as a sweep: a results folder with a design point for each row, that resumes.

Every point is run in the same worlds (replicates 0, 1, …), as in any sweep: the luck of a world is
common to all points, so that it falls out of their differences, and what an input does is seen
with far fewer worlds than with luck of each point's own. What these few worlds have in common that
others have not stays in all results alike; the intervals, which resample worlds too, show how
much.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from twinsim._version import __version__
from twinsim.sensitivity.inputs import Input
from twinsim.sensitivity.sample import Sample
from twinsim.sensitivity.switches import SWITCHES
from twinsim.sweep.engine import CoreEngine, Keep
from twinsim.sweep.manifest import Identity, Manifest
from twinsim.sweep.points import Column, FactorKind, Value
from twinsim.sweep.reading import CITIES
from twinsim.sweep.session import Build, Session, same_points
from twinsim.sweep.size import afford, size_of
from twinsim.sweep.sources import sources_sha256
from twinsim.sweep.store import opened
from twinsim.sweep.tiles import Grid

if TYPE_CHECKING:
    from twinsim.scenario import Experiment, Scenario
    from twinsim.sweep.making import Progress

KEEP = Keep("none")


@dataclass(frozen=True)
class Sampled:
    """The rows of a sample as design points, each once for every level of the decided lever."""

    experiment: Experiment
    inputs: tuple[Input, ...]
    sample: Sample
    decided: str = ""

    @property
    def options(self) -> tuple[Value, ...]:
        """Levels of the decided lever; one nameless option where there is none."""
        return self.experiment.factor(self.decided).levels if self.decided else ("",)

    @property
    def count(self) -> int:
        """Number of points."""
        return len(self.sample.rows) * len(self.options)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The inputs as columns of results, the decided lever last."""
        found = [Column(one.id, _kind(one)) for one in self.inputs]
        if self.decided:
            found.append(Column(self.decided, _kind_of(self.options[0])))
        return tuple(found)

    @property
    def levers(self) -> tuple[int, ...]:
        """Places of the levers among the columns."""
        own = [at for at, one in enumerate(self.inputs) if one.kind == "lever"]
        return (*own, *([len(self.inputs)] if self.decided else []))

    @property
    def arms(self) -> tuple[str, ...]:
        """Ids of the arms."""
        return self.experiment.arms

    def values(self, design: int) -> tuple[Value, ...]:
        """The inputs' values at a point: text, truth values, and numbers as floats."""
        row, option = divmod(design, len(self.options))
        uniforms = self.sample.rows[row]
        found = [one.at(float(u)) for one, u in zip(self.inputs, uniforms, strict=True)]
        if self.decided:
            found.append(self.options[option])
        return tuple(v if isinstance(v, str | bool) else float(v) for v in found)

    def scenario(self, design: int) -> Scenario:
        """The scenario of a point. Raises :class:`ScenarioError` where it allows none."""
        point = dict(zip((c.id for c in self.columns), self.values(design), strict=True))
        forms = {one.id: str(point.pop(one.id)) for one in SWITCHES if one.id in point}
        known = {id: v for id, v in point.items() if isinstance(v, float)}
        numbers: dict[str, float] = {}
        for one in SWITCHES:
            if one.id in forms:
                numbers |= one.numbers(forms[one.id], {**self.experiment.base.parameters, **known})
        return self.experiment.scenario(point, numbers)


def _kind(one: Input) -> FactorKind:
    return _kind_of(one.at(0.5))


def _kind_of(value: Value) -> FactorKind:
    if isinstance(value, bool):
        return "flag"
    return "text" if isinstance(value, str) else "number"


def made(
    points: Sampled,
    folder: Path,
    *,
    replicates: int,
    seed: int,
    workers: int,
    force: bool = False,
    progress: Progress | None = None,
    build: Build = CoreEngine.build,
) -> Manifest:
    """Run what is missing of the points, and return what the folder holds.

    Raises :class:`ResultsError` for a folder of another input or with a damaged file,
    :class:`RunError` for what the system refuses, :class:`Interrupted` after Ctrl-C or SIGTERM.
    """
    with opened(folder, _manifest(points, replicates, seed), force=force) as store:
        same_points(store, points)
        texts = {
            "scenario.toml": points.experiment.base.to_toml(),
            "experiment.toml": points.experiment.to_toml(),
            CITIES: points.experiment.table.own,
        }
        session = Session(store, points, KEEP, seed, workers, build, texts, progress)
        session.effects = False  # of a single row of a sample nobody asks them
        wanted = [replicates] * points.count
        if store.needed(wanted, KEEP.monthly(), firms=False):
            found = size_of(points, replicates, session.engine, KEEP, workers)
            grid = store.manifest.identity.grid
            afford(folder, points, found, KEEP, session.engine, grid)
        session.reach(wanted)
        session.conclude(done=True)
        return store.manifest


def _manifest(points: Sampled, replicates: int, seed: int) -> Manifest:
    experiment = points.experiment
    about: dict[str, Any] = {**points.sample.about(), "decided": points.decided}
    resolved = {
        **experiment.base.resolved(),
        "experiment": experiment.resolved(),
        "sensitivity": about,
    }
    text = json.dumps([experiment.sha256(), about], sort_keys=True)
    return Manifest(
        identity=Identity(
            seed=seed,
            parameters="prior",
            resolved=resolved,
            input_sha256=hashlib.sha256(text.encode()).hexdigest(),
            sources=sources_sha256(),
            grid=Grid.of(experiment.replicates),
            columns=points.columns,
        ),
        version=__version__,
        arms=experiment.arms,
        contrasts=experiment.contrasts,
        cities=tuple(profile.id for profile in experiment.cities),
        followers=experiment.base.followers,
        points=points.count,
    )
