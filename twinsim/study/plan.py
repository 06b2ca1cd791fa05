"""How large a study is, by stage, measured on a few runs of this machine before anything starts."""

from __future__ import annotations

from dataclasses import dataclass, replace

from twinsim.study.asked import Asked
from twinsim.sweep.designed import size
from twinsim.sweep.engine import CoreEngine, Keep
from twinsim.sweep.points import Single
from twinsim.sweep.session import Build, usable_cores
from twinsim.sweep.size import Size, size_of


@dataclass(frozen=True)
class StagePlan:
    """A stage that runs the model: points, worlds at each, runs, seconds here and bytes on disk.

    `most` says that it may turn out smaller: what is screened out is not told apart.
    """

    id: str
    points: int
    worlds: int
    runs: int
    seconds: float
    bytes: float
    most: bool = False


@dataclass(frozen=True)
class Plan:
    """The stages that run the model, in turn, on so many threads; `notes` say what is left out."""

    stages: tuple[StagePlan, ...]
    workers: int
    notes: tuple[str, ...]

    @property
    def runs(self) -> int:
        """Runs of all stages, at most."""
        return sum(stage.runs for stage in self.stages)

    @property
    def seconds(self) -> float:
        """Time of all runs on this machine."""
        return sum(stage.seconds for stage in self.stages)

    @property
    def bytes(self) -> float:
        """Room of all rows on disk."""
        return sum(stage.bytes for stage in self.stages)


def planned(asked: Asked, *, workers: int | None = None, build: Build = CoreEngine.build) -> Plan:
    """The size of a study. Nothing is kept. Raises :class:`ScenarioError` where the scenario cannot
    run."""
    threads = usable_cores() if workers is None else workers
    single, keep = Single(asked.scenario), Keep("all" if asked.months else "headlines", asked.firms)
    engine = build(single, asked.seed, keep)
    engine.layout(0)
    run = size_of(single, asked.sizes.replicates, engine, keep, threads)
    stages, notes = [_of("run", run)], list(asked.notes)
    if isinstance(asked.sensitivity, str):
        stages.append(_of("sweep", _sweep(asked, threads, build)))
        notes.append(f"sensitivity is left out: {asked.sensitivity}")
    else:
        from twinsim.sensitivity.plan import planned as planned_sensitivity

        found = planned_sensitivity(asked.sensitivity, workers=threads, build=build)
        stages.append(_of("sweep", found.cases or _sweep(asked, threads, build)))
        own = replace(found, cases=None)
        points, worlds = sum(own.points.values()), asked.sizes.worlds
        stages.append(
            StagePlan("sensitivity", points, worlds, own.runs, own.seconds, own.bytes, most=True)
        )
    if isinstance(asked.partners, str):
        notes.append(f"partners are not ranked: {asked.partners}")
    return Plan(tuple(stages), threads, tuple(notes))


def _sweep(asked: Asked, workers: int, build: Build) -> Size:
    return size(
        asked.experiment,
        samples=asked.samples,
        replicates=asked.sizes.worlds,
        workers=workers,
        seed=asked.seed,
        build=build,
    )


def _of(id: str, found: Size) -> StagePlan:
    return StagePlan(id, found.points, found.replicates, found.runs, found.seconds, found.bytes)
