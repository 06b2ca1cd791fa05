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

from twinsim.errors import Fault, ResultsError
from twinsim.sensitivity.asked import (
    INDICATORS,
    MOST_SCREENED,
    MOST_SURVIVORS,
    PREMIUM,
    Asked,
    wrong,
)
from twinsim.sensitivity.discovery.explore import Explored, explore, known
from twinsim.sensitivity.groups import OTHERS, alone, by_learnt, grouped
from twinsim.sensitivity.inputs import Fixed, Input, fixed_of
from twinsim.sensitivity.ledger import Sampled, made
from twinsim.sensitivity.morris import MorrisFound, MorrisSample
from twinsim.sensitivity.outputs import Output, outputs_of, read
from twinsim.sensitivity.own import held_by, own_sweep, too_few
from twinsim.sensitivity.pawn import FEWEST_BLOCKS, PawnFound, pawn
from twinsim.sensitivity.plan import Planned, planned
from twinsim.sensitivity.sample import Answers, answers, distinct
from twinsim.sensitivity.sobol import SobolFound, SobolSample
from twinsim.sensitivity.worlds import above
from twinsim.sweep.engine import CoreEngine
from twinsim.sweep.session import Build, usable_cores

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from pandas import DataFrame

    from twinsim.sweep.results import Results

__all__ = [
    "INDICATORS",
    "PREMIUM",
    "Analysis",
    "Asked",
    "Planned",
    "Stage",
    "planned",
    "sensitivity",
]

MOST_GROUPS = 4  # of which they are members
PARTS = (0.25, 0.5)  # of the sample, for convergence

Bars = Callable[[str], Any]


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
    explored: Explored | None = None
    _keep: Any = field(default=None, repr=False, compare=False)

    def __repr__(self) -> str:
        stages = ", ".join([*self.stages, *(["discovery"] if self.explored else [])])
        return f"Analysis({self.asked.experiment.name!r}: {stages}; seed {self.asked.seed})"

    def _repr_html_(self) -> str:
        from twinsim.report.cells.sensitivity import analysis_html

        return str(analysis_html(self))

    def table(self, name: str) -> DataFrame:
        """A table as a DataFrame: inputs, fixed, morris, sobol, luck, pawn, learnt, convergence.

        Raises :class:`ResultsError` for one that there is not.
        """
        from pandas import DataFrame

        from twinsim.sensitivity.tables import tables

        found = tables(self)
        return DataFrame(found[known("table", name, found)])

    def plot(self, id: str = "") -> Figure:
        """A figure by its id, such as "sobol-twin-solo"; the first of the analysis without one.

        Raises :class:`ResultsError` for one that there is not.
        """
        from twinsim.report.sensitivity.figures import figures
        from twinsim.report.style import shown

        drawn = figures(self)
        return shown(drawn[known("figure", id or next(iter(drawn), ""), drawn)].draw())

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
        said += [f"{name}: {why}" for name, why in self.refused.items()]
        for one in self.explored.left_out if self.explored else ():
            said.append(f"discovery: {one.what} is left out, {one.why}")
        return said


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
    given: Results | None = None,
) -> Analysis:
    """Make what is missing of the samples under `place`, and analyse them.

    `given` are results that stand for the cases of discovery where they are the sweep of this very
    experiment; else that is made at `place`/cases.

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
    if asked.method == "morris" or (not survivors and asked.method not in ("learnt", "discovery")):
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
        raise wrong("--method", "learnt", expected)
    explored = _explored(work, given) if asked.discovers else None
    return Analysis(
        asked, inputs, fixed_of(asked.experiment, inputs), work.stages, found, survivors,
        work.refused, explored,
    )  # fmt: skip


def _explored(work: _Work, given: Results | None) -> Explored | None:
    """Questions and choices put to the experiment's own sweep; None where it is too small."""
    asked = work.asked
    usable, note = held_by(given, asked) if given else (False, "")
    if note:
        work.refused["cases"] = note
    if usable and given:
        results = given
    elif why := too_few(asked):
        if asked.method == "discovery":
            raise wrong("--method", asked.method, f"left out: {why}")
        work.refused["discovery"] = f"left out, {why}"
        return None
    else:
        with work.bars("cases") as bar:
            results = own_sweep(
                asked, work.place, workers=work.workers, progress=bar, build=work.build
            )
    with work.bars("discovery") as bar:
        explored = explore(
            results, indicators=asked.explored, asked=asked.questions, lever=asked.lever or None,
            thresholds=dict(asked.thresholds), progress=bar,
        )  # fmt: skip
    if asked.method == "discovery" and not (explored.found or explored.choices):
        first = explored.left_out[0]
        raise ResultsError(Fault(str(results.folder), 0, first.what, "", first.why))
    return explored


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


class _NoBar:
    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        return None


def _no_bar(_: str) -> Any:
    return _NoBar()
