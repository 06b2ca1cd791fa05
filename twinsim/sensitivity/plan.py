"""How large an analysis is, said before anything is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from twinsim.sensitivity.asked import MOST_SCREENED, MOST_SURVIVORS, Asked
from twinsim.sensitivity.groups import grouped
from twinsim.sensitivity.ledger import KEEP, Sampled
from twinsim.sensitivity.morris import MorrisSample
from twinsim.sensitivity.own import held_by, own_design, too_few
from twinsim.sensitivity.sample import distinct
from twinsim.sweep.engine import CoreEngine
from twinsim.sweep.session import Build, usable_cores
from twinsim.sweep.size import Size, size_of

if TYPE_CHECKING:
    from twinsim.sweep.results import Results


@dataclass(frozen=True)
class Planned:
    """How large an analysis is: points by stage (the most, where it is not known yet), the size of
    one of the samples and that of the cases, None where no more of them are to be run."""

    points: Mapping[str, int]
    size: Size
    cases: Size | None = None

    @property
    def runs(self) -> int:
        """Runs of all stages."""
        each = self.size.runs / max(self.size.points, 1)
        return round(each * sum(self.points.values())) + (self.cases.runs if self.cases else 0)

    @property
    def tried(self) -> int:
        """At how many points it was measured."""
        return self.size.tried + (self.cases.tried if self.cases else 0)

    @property
    def seconds(self) -> float:
        """Time of all stages on this machine."""
        own = self.size.seconds * sum(self.points.values()) / max(self.size.points, 1)
        return own + (self.cases.seconds if self.cases else 0.0)

    @property
    def bytes(self) -> float:
        """Room of all stages on disk."""
        own = self.size.bytes * sum(self.points.values()) / max(self.size.points, 1)
        return own + (self.cases.bytes if self.cases else 0.0)


def planned(
    asked: Asked,
    *,
    given: Results | None = None,
    workers: int | None = None,
    build: Build = CoreEngine.build,
) -> Planned:
    """The size of an analysis, measured on a few runs. Nothing is kept. `given` are results that
    stand for the cases, where they are the sweep of this experiment."""
    inputs, threads = asked.inputs, workers or usable_cores()
    ids = tuple(one.id for one in inputs)
    count = len(ids)
    options = len(asked.experiment.factor(asked.decided).levels) if asked.decided else 1
    groups = len(distinct(grouped(inputs, asked.by)))
    points: dict[str, int] = {}
    few = asked.survivors or (count <= MOST_SURVIVORS and asked.method in ("sobol", "pawn"))
    if asked.method == "morris" or (not few and asked.method not in ("learnt", "discovery")):
        points["groups"] = asked.trajectories * (groups + 1) * options
        if groups < count:
            told = min(count, MOST_SCREENED + 1)  # one group holds the rest
            points["inputs"] = asked.trajectories * (told + 1) * options
    if asked.method in ("all", "sobol", "pawn"):
        told = len(asked.survivors) or min(count, MOST_SURVIVORS)
        own = told + (told < count)
        points["sobol"] = asked.samples * ((2 if asked.second else 1) * own + 2) * options
    if asked.learns and asked.method in ("all", "learnt"):
        points["learnt"] = asked.samples * 4
    cases = _of_cases(asked, given, threads, build)
    if not points:
        return Planned(points, Size(0, asked.replicates, 0, 0.0, 0.0, threads, 0, 0), cases)
    sample = MorrisSample(ids, grouped(inputs, asked.by), asked.trajectories, asked.seed)
    tried = Sampled(asked.experiment, inputs, sample, asked.decided)
    engine = build(tried, asked.seed, KEEP)
    return Planned(points, size_of(tried, asked.replicates, engine, KEEP, threads), cases)


def _of_cases(asked: Asked, given: Results | None, workers: int, build: Build) -> Size | None:
    if not asked.discovers or too_few(asked) or (given and held_by(given, asked)[0]):
        return None
    own = own_design(asked.experiment, asked.cases)
    return size_of(own, asked.case_worlds, build(own, asked.seed, KEEP), KEEP, workers)
