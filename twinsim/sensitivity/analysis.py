"""The whole analysis: screening by groups, then by inputs, then indices of what is left.

Every stage is a sample with its own ledger. All uncertain inputs vary in every stage; what a stage
does not tell apart moves together as one group (`others`), so that no index rests on inputs that
were held at their central values.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from twinsim.errors import ExperimentError, Fault, ResultsError
from twinsim.registry import nearest
from twinsim.sensitivity.groups import LEARNT, NOT_LEARNT, OTHERS, By, alone, by_learnt, grouped
from twinsim.sensitivity.inputs import Fixed, Input, fixed_of, inputs_of
from twinsim.sensitivity.ledger import KEEP, Sampled, made
from twinsim.sensitivity.morris import MorrisFound, MorrisSample
from twinsim.sensitivity.outputs import Output, outputs_of, read
from twinsim.sensitivity.pawn import FEWEST_BLOCKS, PawnFound, pawn
from twinsim.sensitivity.sample import Answers, answers, distinct
from twinsim.sensitivity.sobol import SobolFound, SobolSample
from twinsim.sensitivity.worlds import above
from twinsim.sweep.engine import CoreEngine
from twinsim.sweep.session import Build, usable_cores
from twinsim.sweep.size import Size, size_of

if TYPE_CHECKING:
    from twinsim.scenario import Experiment

MOST_SURVIVORS = 8
MOST_SCREENED = 40  # inputs told apart in the second screening
MOST_GROUPS = 4  # of which they are members
PARTS = (0.25, 0.5)  # of the sample, for convergence
METHODS = ("all", "morris", "sobol", "pawn", "learnt")
INDICATORS = ("net_value", "need_relieved", "adoptions", "job_years")
PREMIUM = "twin-solo"

Bars = Callable[[str], Any]


@dataclass(frozen=True)
class Asked:
    """What is to be analysed, and how much of it."""

    experiment: Experiment
    method: str = "all"
    samples: int = 64
    trajectories: int = 10
    replicates: int = 12
    seed: int = 1
    indicators: tuple[str, ...] = INDICATORS
    contrasts: tuple[str, ...] = ()
    by: By = "actor"
    survivors: tuple[str, ...] = ()
    decided: str = ""
    second: bool = False
    switches: bool = True
    levels: bool = False

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            near = nearest(self.method, METHODS) or ""
            expected = f"expected one of {', '.join(METHODS)}"
            raise ExperimentError(Fault("", 0, "--method", self.method, expected, near))
        if self.trajectories < 2:
            raise _wrong("--trajectories", str(self.trajectories), "expected at least 2")
        SobolSample(("a",), ("a",), self.samples)  # a power of two
        if self.method == "pawn" and self.samples < FEWEST_BLOCKS:
            told = str(self.samples)
            raise _wrong("--samples", told, f"expected at least {FEWEST_BLOCKS} for PAWN")
        if self.decided and not self.experiment.factor(self.decided).levels:
            raise _wrong("--decide", self.decided, "expected a lever with values or options")
        ids = [one.id for one in self.inputs]
        for id in self.survivors:
            if id not in ids:
                near = nearest(id, ids) or ""
                expected = f"expected an input of {self.experiment.name}"
                raise ExperimentError(Fault("", 0, "--inputs", id, expected, near))
        if len(self.survivors) > MOST_SURVIVORS:
            told = f"{len(self.survivors)} inputs"
            raise _wrong("--inputs", told, f"expected at most {MOST_SURVIVORS}")
        if len(ids) < 2:
            expected = "expected an experiment with at least two inputs to tell apart"
            raise _wrong("EXPERIMENT", self.experiment.name, expected)
        _ = self.outputs

    @property
    def inputs(self) -> tuple[Input, ...]:
        """All that is varied."""
        return inputs_of(self.experiment, switches=self.switches, decided=self.decided)

    @property
    def compared(self) -> tuple[str, ...]:
        """The contrasts: those asked for, else the programme's effect and the twin premium."""
        known = self.experiment.contrasts
        for contrast in self.contrasts:
            if contrast not in known:
                near = nearest(contrast, known) or ""
                expected = f"expected a contrast of {self.experiment.name}: {', '.join(known)}"
                raise ExperimentError(Fault("", 0, "--contrast", contrast, expected, near))
        usual = tuple(c for c in (PREMIUM, "twin-baseline") if c in known)
        return self.contrasts or usual or known

    @property
    def outputs(self) -> tuple[Output, ...]:
        """All that is explained."""
        options = self.experiment.factor(self.decided).levels if self.decided else ()
        return outputs_of(
            self.indicators, self.compared, self.experiment.arms, self.decided, options,
            levels=self.levels,
        )  # fmt: skip

    @property
    def uncertain(self) -> tuple[Input, ...]:
        """The inputs that are parameters with a prior or a range."""
        return tuple(one for one in self.inputs if one.kind == "parameter")

    @property
    def learns(self) -> bool:
        """Whether what is learnt can be told from what is not: both are varied, and compared."""
        groups = set(by_learnt(self.uncertain))
        return groups == {LEARNT, NOT_LEARNT} and PREMIUM in self.experiment.contrasts


@dataclass(frozen=True)
class Stage:
    """A sample that was run, and what it gave for each output, by name, whole and in parts."""

    points: Sampled
    folder: Path
    found: Mapping[str, Any]
    smaller: Mapping[str, Mapping[str, Any]]
    said: str = ""


@dataclass(frozen=True)
class Analysis:
    """All that was found."""

    asked: Asked
    inputs: tuple[Input, ...]
    fixed: tuple[Fixed, ...]
    stages: Mapping[str, Stage]
    pawn: Mapping[str, PawnFound]
    survivors: tuple[str, ...]
    refused: Mapping[str, str] = field(default_factory=dict)

    def morris(self, stage: str) -> Mapping[str, MorrisFound]:
        """Effects by output; empty where the stage was not run."""
        return self.stages[stage].found if stage in self.stages else {}

    @property
    def sobol(self) -> Mapping[str, SobolFound]:
        """Indices of the survivors by output."""
        return self.stages["sobol"].found if "sobol" in self.stages else {}

    @property
    def learnt(self) -> Mapping[str, SobolFound]:
        """Indices of what patterns inform and of what none does, by output."""
        return self.stages["learnt"].found if "learnt" in self.stages else {}

    @property
    def notes(self) -> list[str]:
        """What has to be said of single stages and outputs."""
        said = [f"{name}: {one.said}" for name, one in self.stages.items() if one.said]
        if screened := self.morris("inputs") or self.morris("groups"):
            clear = {
                effect.group
                for one in screened.values()
                for effect in one.effects
                if above(effect.mu_star, one.dummy)
            }
            if open_ := [id for id in self.survivors if id not in clear]:
                said.append(
                    f"the screening does not resolve {', '.join(open_)} at this size: told apart "
                    "for their rank alone"
                )
        return said + [f"{name}: {why}" for name, why in self.refused.items()]


@dataclass
class _Work:
    """The stages as they are made."""

    asked: Asked
    place: Path
    workers: int
    build: Build
    bars: Bars
    stages: dict[str, Stage] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    bound: dict[str, dict[str, Answers]] = field(default_factory=dict)

    def run(self, name: str, points: Sampled, outputs: Sequence[Output]) -> Stage:
        asked = self.asked
        folder = self.place / ledger_name(name, points, asked.seed)
        with self.bars(name) as bar:
            manifest = made(
                points, folder, replicates=asked.replicates, seed=asked.seed,
                workers=self.workers, progress=bar, build=self.build,
            )  # fmt: skip
        options, sample = len(points.options), points.sample
        manifest = replace(manifest, points=points.count)
        held = read(folder, manifest, asked.indicators, asked.replicates, sample.block, options)
        found: dict[str, Any] = {}
        smaller: dict[str, dict[str, Any]] = {}
        bound = self.bound.setdefault(name, {})
        for output in outputs:
            try:
                given = answers(sample, held.output(output), output.name, held.dropped)
            except ResultsError as error:
                if "varies" not in error.faults[0].expected:
                    raise
                self.refused[output.name] = (
                    f"refused in {name}, {error.faults[0].value}: it depends on none"
                )
                continue
            bound[output.name] = given
            found[output.name] = sample.analyse(given)
            if not output.decision:
                sooner = {f"{part:g}": sample.analyse(given.first(part)) for part in PARTS}
                smaller[output.name] = {**sooner, "1": found[output.name]}
        if not found:
            told = ", ".join(output.name for output in outputs)
            raise ResultsError(
                Fault(str(folder), 0, name, told, "expected an output that varies; none does")
            )
        self.stages[name] = Stage(points, folder, found, smaller, held.said)
        return self.stages[name]


def sensitivity(
    asked: Asked,
    place: Path,
    *,
    workers: int | None = None,
    bars: Bars | None = None,
    build: Build = CoreEngine.build,
) -> Analysis:
    """Make what is missing of the samples under `place`, and analyse them.

    Raises :class:`ExperimentError` and :class:`ResultsError` for wrong input, output that is not
    finite or does not vary; :class:`RunError` for what the system refuses, and
    :class:`Interrupted`.
    """
    work = _Work(asked, place, workers or usable_cores(), build, bars or _no_bar)
    inputs = asked.inputs
    ids = [one.id for one in inputs]
    survivors = asked.survivors
    if not survivors and (len(ids) <= MOST_SURVIVORS and asked.method in ("sobol", "pawn")):
        survivors = tuple(ids)
    if asked.method == "morris" or (not survivors and asked.method != "learnt"):
        survivors = _screened(work, inputs) or survivors
    found: dict[str, PawnFound] = {}
    if asked.method in ("all", "sobol", "pawn"):
        groups = alone(inputs, survivors)
        sample = SobolSample(tuple(ids), groups, asked.samples, asked.seed, asked.second)
        work.run("sobol", Sampled(asked.experiment, inputs, sample, asked.decided), asked.outputs)
        if asked.method == "all" and asked.samples < FEWEST_BLOCKS:
            few = f"left out, it takes at least {FEWEST_BLOCKS} samples"
            work.refused["PAWN"] = few
        elif asked.method in ("all", "pawn"):
            found = {
                name: pawn(sample, given, survivors) for name, given in work.bound["sobol"].items()
            }
    if asked.learns and asked.method in ("all", "learnt"):
        _learnt(work)
    elif asked.method == "learnt":
        expected = (
            f"expected parameters of the role fit and others among what is varied, and {PREMIUM} "
            "among the contrasts"
        )
        raise _wrong("--method", "learnt", expected)
    return Analysis(
        asked, inputs, fixed_of(asked.experiment, inputs), work.stages, found, survivors,
        work.refused,
    )  # fmt: skip


def _screened(work: _Work, inputs: tuple[Input, ...]) -> tuple[str, ...]:
    """Screen by groups, then by inputs of the strongest groups; the inputs that matter most."""
    asked, ids = work.asked, tuple(one.id for one in inputs)
    amounts = [output.name for output in asked.outputs if not output.decision]
    groups = grouped(inputs, asked.by)

    def screen(name: str, groups: tuple[str, ...]) -> list[str]:
        sample = MorrisSample(ids, groups, asked.trajectories, asked.seed)
        points = Sampled(asked.experiment, inputs, sample, asked.decided)
        return strongest(work.run(name, points, asked.outputs).found, amounts)

    best = screen("groups", groups)
    if len(distinct(groups)) == len(ids):
        return tuple(best[:MOST_SURVIVORS])
    members: list[str] = []
    for group in best[:MOST_GROUPS]:
        members += [id for id, own in zip(ids, groups, strict=True) if own == group]
    order = screen("inputs", alone(inputs, members[:MOST_SCREENED]))
    return tuple([id for id in order if id != OTHERS][:MOST_SURVIVORS])


def strongest(found: Mapping[str, MorrisFound], amounts: Sequence[str]) -> list[str]:
    """Groups by the largest share that one has of the sum of mu* of an output."""
    shares: dict[str, float] = {}
    for name in (name for name in found if name in amounts):
        whole = sum(effect.mu_star.value for effect in found[name].effects)
        for effect in found[name].effects:
            share = effect.mu_star.value / whole if whole > 0 else 0.0
            shares[effect.group] = max(share, shares.get(effect.group, 0.0))
    return sorted(shares, key=lambda group: (-shares[group], group))


def _learnt(work: _Work) -> None:
    """Parameters that patterns inform against all others; levers and switches at the base."""
    asked = work.asked
    inputs = asked.uncertain
    ids = tuple(one.id for one in inputs)
    sample = SobolSample(ids, by_learnt(inputs), asked.samples, asked.seed)
    outputs = [o for o in outputs_of(asked.indicators, [PREMIUM], ()) if not o.decision]
    work.run("learnt", Sampled(asked.experiment, inputs, sample), outputs)


def ledger_name(stage: str, points: Sampled, seed: int) -> str:
    """The folder of a stage: another question has another, the same with more samples the same."""
    about = [points.experiment.sha256(), points.sample.about(), points.decided, seed]
    text = json.dumps(about, sort_keys=True)
    return f"sweep-{stage}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


@dataclass(frozen=True)
class Planned:
    """How large an analysis is: points by stage (the most, where it is not known yet)."""

    points: Mapping[str, int]
    size: Size

    @property
    def runs(self) -> int:
        """Runs of all stages."""
        each = self.size.runs / max(self.size.points, 1)
        return round(each * sum(self.points.values()))

    @property
    def seconds(self) -> float:
        """Time of all stages on this machine."""
        return self.size.seconds * sum(self.points.values()) / max(self.size.points, 1)

    @property
    def bytes(self) -> float:
        """Room of all stages on disk."""
        return self.size.bytes * sum(self.points.values()) / max(self.size.points, 1)


def planned(
    asked: Asked, *, workers: int | None = None, build: Build = CoreEngine.build
) -> Planned:
    """The size of an analysis, measured on a few runs. Nothing is kept."""
    inputs, threads = asked.inputs, workers or usable_cores()
    ids = tuple(one.id for one in inputs)
    count = len(ids)
    options = len(asked.experiment.factor(asked.decided).levels) if asked.decided else 1
    groups = len(distinct(grouped(inputs, asked.by)))
    points: dict[str, int] = {}
    few = asked.survivors or (count <= MOST_SURVIVORS and asked.method in ("sobol", "pawn"))
    if asked.method == "morris" or (not few and asked.method != "learnt"):
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
    sample = MorrisSample(ids, grouped(inputs, asked.by), asked.trajectories, asked.seed)
    tried = Sampled(asked.experiment, inputs, sample, asked.decided)
    engine = build(tried, asked.seed, KEEP)
    return Planned(points, size_of(tried, asked.replicates, engine, KEEP, threads))


class _NoBar:
    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        return None


def _no_bar(_: str) -> Any:
    return _NoBar()


def _wrong(key: str, value: str, expected: str) -> ExperimentError:
    return ExperimentError(Fault("", 0, key, value, expected))
