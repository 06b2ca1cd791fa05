"""What is asked of an experiment: by which methods, of which outputs, and how much of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from twinsim.errors import ExperimentError, Fault
from twinsim.registry import nearest
from twinsim.sensitivity.discovery.explore import INDICATORS as EXPLORED
from twinsim.sensitivity.discovery.options import ARM
from twinsim.sensitivity.groups import LEARNT, NOT_LEARNT, By, by_learnt
from twinsim.sensitivity.inputs import Input, inputs_of
from twinsim.sensitivity.outputs import Output, outputs_of
from twinsim.sensitivity.own import own_design
from twinsim.sensitivity.pawn import FEWEST_BLOCKS
from twinsim.sensitivity.sobol import SobolSample

if TYPE_CHECKING:
    from twinsim.scenario import Experiment

MOST_SURVIVORS = 8
MOST_TRAJECTORIES = 10_000
TRAJECTORIES = f"expected at least 2, and at most {MOST_TRAJECTORIES:,}"
MOST_WORLDS = 1_000_000
MOST_SCREENED = 40  # inputs told apart in the second screening
METHODS = ("all", "morris", "sobol", "pawn", "learnt", "discovery")
INDICATORS = ("net_value", "need_relieved", "adoptions", "job_years")
PREMIUM = "twin-solo"
REPLICATES = 12


@dataclass(frozen=True)
class Asked:
    """What is to be analysed, and how much of it.

    The last five are of discovery: `cases` and `worlds` are the points of the experiment's sampled
    design and the worlds at each, where they differ from its own; `questions` the ids of those that
    are asked (all, where there is none), `lever` the one whose levels are chosen among,
    `thresholds` what is enough of an indicator.
    """

    experiment: Experiment
    method: str = "all"
    samples: int = 64
    trajectories: int = 10
    replicates: int = REPLICATES
    seed: int = 1
    indicators: tuple[str, ...] = INDICATORS
    contrasts: tuple[str, ...] = ()
    by: By = "actor"
    survivors: tuple[str, ...] = ()
    decided: str = ""
    second: bool = False
    switches: bool = True
    levels: bool = False
    cases: int | None = None
    worlds: int | None = None
    questions: tuple[str, ...] = ()
    lever: str = ""
    thresholds: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            near = nearest(self.method, METHODS) or ""
            raise wrong("--method", self.method, f"expected one of {', '.join(METHODS)}", near)
        if not 2 <= self.trajectories <= MOST_TRAJECTORIES:
            raise wrong("--trajectories", str(self.trajectories), TRAJECTORIES)
        if not 1 <= self.replicates <= MOST_WORLDS:
            expected = f"expected 1 to {MOST_WORLDS:,} worlds"
            raise wrong("--replicates", str(self.replicates), expected)
        SobolSample(("a",), ("a",), self.samples)  # a power of two
        if self.method == "pawn" and self.samples < FEWEST_BLOCKS:
            told = str(self.samples)
            raise wrong("--samples", told, f"expected at least {FEWEST_BLOCKS} for PAWN")
        if self.decided and not self.experiment.factor(self.decided).levels:
            raise wrong("--decide", self.decided, "expected a lever with values or options")
        ids = [one.id for one in self.inputs]
        for id in self.survivors:
            if id not in ids:
                near = nearest(id, ids) or ""
                expected = f"expected an input of {self.experiment.name}"
                raise wrong("--inputs", id, expected, near)
        if len(self.survivors) > MOST_SURVIVORS:
            told = f"{len(self.survivors)} inputs"
            raise wrong("--inputs", told, f"expected at most {MOST_SURVIVORS}")
        if len(ids) < 2:
            expected = "expected an experiment with at least two inputs to tell apart"
            raise wrong("EXPERIMENT", self.experiment.name, expected)
        _ = self.outputs
        if self.discovers:
            self._check_discovery()
            return
        without = {
            "--cases": "" if self.cases is None else str(self.cases),
            "--question": ", ".join(self.questions),
            "--lever": self.lever,
            "--threshold": ", ".join(f"{id}:{value:g}" for id, value in self.thresholds),
        }
        for option, value in without.items():
            if value:
                raise wrong(option, value, "expected --method discovery or all beside it")

    def _check_discovery(self) -> None:
        own_design(self.experiment, self.cases)
        levers = [one.id for one in self.experiment.levers if one.levels]
        if self.lever and self.lever not in (known := [*levers, ARM]):
            held = ", ".join(levers) or "none"
            expected = f"expected a lever with values or options: {held}; or {ARM}"
            raise wrong("--lever", self.lever, expected, nearest(self.lever, known) or "")
        for id in self.questions:
            known = self.known_questions
            if id not in known and not any(id.startswith(f"{lever}_") for lever in levers):
                more = ", or LEVER_LEVEL_beats_LEVEL" if levers else ""
                expected = f"expected a question: {', '.join(known)}{more}"
                raise wrong("--question", id, expected, nearest(id, known) or "")
        for id, value in self.thresholds:
            if id not in self.explored:
                expected = f"expected one of the indicators asked about: {', '.join(self.explored)}"
                raise wrong("--threshold", id, expected, nearest(id, self.explored) or "")
            if not math.isfinite(value):
                raise wrong("--threshold", str(value), "expected a finite number")

    @property
    def discovers(self) -> bool:
        """Whether questions and choices are asked for."""
        return self.method in ("all", "discovery")

    @property
    def explored(self) -> tuple[str, ...]:
        """The indicators by which questions are asked."""
        return EXPLORED if self.indicators == INDICATORS else self.indicators

    @property
    def case_worlds(self) -> int:
        """Worlds at each case."""
        return self.experiment.replicates if self.worlds is None else self.worlds

    @property
    def known_questions(self) -> list[str]:
        """Ids of the questions about arms; those about levers come with their levels."""
        reference = self.experiment.base.reference
        found = []
        for contrast in self.experiment.contrasts:
            arm, other = contrast.split("-")
            found.append(f"{arm}_fails" if other == reference else f"{arm}_beats_{other}")
        return found

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
                raise wrong("--contrast", contrast, expected, near)
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


def wrong(key: str, value: str, expected: str, near: str = "") -> ExperimentError:
    """A wrong word of the question."""
    return ExperimentError(Fault("", 0, key, value, expected, near))
