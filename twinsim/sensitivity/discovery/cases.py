"""The cases of a question: their inputs, and what each has shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from twinsim.errors import Fault
from twinsim.sensitivity.discovery.outcomes import Outcomes
from twinsim.sensitivity.discovery.questions import CannotAsk, Question, pairs_of, states_of
from twinsim.sensitivity.discovery.space import FEWEST_CASES, Space
from twinsim.sweep.answers.gather import gather
from twinsim.sweep.answers.levels import shown
from twinsim.sweep.chance import FEWEST_WORLDS
from twinsim.sweep.rows import Floats

if TYPE_CHECKING:
    from twinsim.sweep.answers.factors import Varied
    from twinsim.sweep.answers.gather import Ints
    from twinsim.sweep.results import Results


@dataclass(frozen=True)
class Input:
    """A factor that differs between cases. `labels` are its choices in the order of their codes,
    empty for a number; `values` has one a case, a number or a code."""

    factor: Varied
    values: Floats
    labels: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The factor's id."""
        return self.factor.id

    def rank(self, value: float) -> float:
        """The share of cases that have less than a value; of equal ones half: where the value lies
        in what was drawn, from 0 to 1."""
        return float((self.values < value).mean() + (self.values == value).mean() / 2)

    @property
    def ranks(self) -> Floats:
        """Where each case lies in what was drawn, from 0 to 1."""
        ordered = np.sort(self.values)
        below = np.searchsorted(ordered, self.values, "left")
        upto = np.searchsorted(ordered, self.values, "right")
        return np.asarray((below + upto) / (2.0 * len(ordered)))


@dataclass(frozen=True)
class Cases:
    """N cases of a question. `differences` are those of each world above the threshold (below it,
    where the question asks for that), shape (N, worlds), NaN for a failed run; `left_out` counts
    cases with too few worlds, and `reason` says why the first of their runs failed. `draws` numbers
    the draw of what was sampled that a case belongs to (points of a crossed lever share it)."""

    question: Question
    inputs: tuple[Input, ...]
    differences: Floats
    designs: Ints
    left_out: int
    reason: str
    draws: Ints

    def __len__(self) -> int:
        return len(self.differences)

    @property
    def space(self) -> Space:
        """The cases as points in their inputs."""
        x = np.column_stack([one.values for one in self.inputs])
        return Space(x, np.array([bool(one.labels) for one in self.inputs]), self.draws)

    @property
    def outcomes(self) -> Outcomes:
        """How likely each case's expectation is above the threshold."""
        return Outcomes.of(self.differences)

    @property
    def alike(self) -> int:
        """In how many cases no world differs from the threshold."""
        apart = np.nan_to_num(self.differences, nan=0.0) != 0.0
        return int((~apart.any(axis=1)).sum())

    @property
    def worlds(self) -> int:
        """The most worlds that a case has."""
        return int(self.differences.shape[1])


def cases(results: Results, question: Question) -> Cases:
    """Read the cases of a question.

    Raises :class:`CannotAsk` where there is no sweep, or too few cases with enough worlds.
    """
    gathered = gather(results, [question.indicator], [question.contrast])
    values = gathered.of(question.indicator, question.contrast)
    if question.lever:
        first, second = states_of(gathered, *pairs_of(gathered, question))
        differences = values[first] - values[second]
        designs = first
    else:
        differences, designs = values, np.arange(gathered.points)
    differences = (differences - question.threshold) * (-1.0 if question.below else 1.0)
    kept = np.isfinite(differences).sum(axis=1) >= FEWEST_WORLDS
    _check(results, kept)
    told = [
        _input(factor, [gathered.values[factor.id][p] for p in designs[kept]])
        for factor in gathered.about.factors
        if factor.id != question.lever
    ]
    inputs = tuple(one for one in told if np.ptp(one.values) > 0)
    if not inputs:
        raise _error(results, "expected factors that differ between design points")
    left = np.flatnonzero(~kept)
    reason = next((gathered.reasons[p] for p in designs[left] if gathered.reasons[p]), "")
    draws = gathered.draws([question.lever])[designs[kept]]
    if np.ptp(draws) == 0:  # nothing else was sampled
        draws = np.arange(len(draws))
    return Cases(question, inputs, differences[kept], designs[kept], len(left), reason, draws)


def _check(results: Results, kept: np.ndarray) -> None:
    if kept.sum() < 2 * FEWEST_CASES:
        raise _error(
            results,
            f"expected {2 * FEWEST_CASES} design points or more with {FEWEST_WORLDS} worlds each "
            f"in which no run failed, found {int(kept.sum())}; more points (--samples of twinsim "
            "sweep, --cases of twinsim sensitivity) or --replicates would do",
        )


def _input(factor: Varied, own: Sequence[Any]) -> Input:
    if any(isinstance(value, str | bool | np.bool_) for value in own):
        there = {shown(value) for value in own}
        known = [shown(value) for value in factor.levels if shown(value) in there]
        labels = tuple(dict.fromkeys([*known, *sorted(there)]))
        codes = np.array([labels.index(shown(value)) for value in own], float)
        return Input(factor, codes, labels)
    return Input(factor, np.array(own, float))


def _error(results: Results, expected: str) -> CannotAsk:
    return CannotAsk(Fault(str(results.folder), 0, "", "", expected))
