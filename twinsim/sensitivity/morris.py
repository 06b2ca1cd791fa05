"""Screening by elementary effects of groups of inputs, on noisy output.

The sample is SALib's: trajectories over a grid of four levels, in each of which every group moves
once, all of its inputs together by two levels, up or down (Morris 1991, Factorial sampling plans
for preliminary computational experiments, Technometrics 33; groups: Campolongo, Cariboni and
Saltelli 2007, An effective screening design, Environmental Modelling & Software 22). A level is
the middle of its quarter of an input's probability, so that no prior is asked for its ends.

    effect  the change of the output, over the move as a share of the range (2/3)
    mu*     mean of the effects' sizes: how much a group matters
    mu      mean of the effects, for a group of one input: which way
    sigma   standard deviation of the effects (of their sizes, for a group of several inputs, that
            move against each other): how much depends on where the others stand

Values equal SALib's own for one world. Luck that a move changes adds to every size: what an input
that changes nothing but luck would show is the dummy. Half of the worlds stand on each side of
it, which is set right by √2. Screening only: it ranks, and shares out nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from twinsim.sensitivity.sample import (
    Answers,
    by_block,
    distinct,
    key_of,
    library,
    library_seed,
    without_worlds,
)
from twinsim.sensitivity.sobol import FEWEST_FOR_DUMMY, problem
from twinsim.sensitivity.worlds import Draws, Floats, Interval, interval

LEVELS = 4
MOVE = LEVELS / (2.0 * (LEVELS - 1.0))  # a share of the range from the lowest level to the highest
_NONE = Interval(np.nan, np.nan, np.nan)


@dataclass(frozen=True)
class Effect:
    """The elementary effects of a group: in the output's unit over the range of its inputs.

    `mu` is NaN for a group of several inputs. `moved` is the mean size of the change itself, when
    the group's inputs move by half of their probability.
    """

    group: str
    mu_star: Interval
    mu: Interval
    sigma: float
    moved: float


@dataclass(frozen=True)
class MorrisFound:
    """Effects of every group, and the level of an input that changes nothing but luck."""

    name: str
    trajectories: int
    worlds: int
    effects: tuple[Effect, ...]
    dummy: Interval

    def of(self, group: str) -> Effect:
        """The effects of a group."""
        return next(effect for effect in self.effects if effect.group == group)


@dataclass(frozen=True)
class MorrisSample:
    """Trajectories in which each group moves once."""

    names: tuple[str, ...]
    groups: tuple[str, ...]
    trajectories: int
    seed: int = 1

    @property
    def block(self) -> int:
        """Rows of a trajectory."""
        return len(distinct(self.groups)) + 1

    @cached_property
    def levels(self) -> Floats:
        """The rows as SALib has them, from 0 for the lowest level to 1 for the highest."""
        rows: Floats = library("morris").sample(
            problem(self.names, self.groups),
            self.trajectories,
            num_levels=LEVELS,
            seed=library_seed(self.seed),
        )
        return rows

    @cached_property
    def rows(self) -> Floats:
        """The rows in the unit cube; a larger sample begins with those of a smaller one."""
        return (self.levels * (LEVELS - 1) + 0.5) / LEVELS

    @cached_property
    def key(self) -> str:
        """SHA-256 of the rows and of what they are for."""
        return key_of("morris", self.names, self.groups, self.rows)

    def about(self) -> dict[str, Any]:
        """What decides the rows, without how many there are."""
        return {
            "method": "morris",
            "inputs": dict(zip(self.names, self.groups, strict=True)),
            "sampler_seed": self.seed,
        }

    def analyse(self, given: Answers) -> MorrisFound:
        """Effects from outputs at the sample's own rows. Raises :class:`ResultsError`."""
        return _found(self, given)


def _found(sample: MorrisSample, given: Answers) -> MorrisFound:
    y = without_worlds(by_block(sample, given))
    worlds, count = y.shape[:2]
    draws = Draws.of(worlds, count)
    changes = np.diff(y, axis=2)
    steps = np.diff(sample.levels.reshape(-1, sample.block, len(sample.names)), axis=1)
    steps = steps[given.blocks]
    effects = []
    for group in distinct(sample.groups):
        columns = [i for i, own in enumerate(sample.groups) if own == group]
        moves = steps[:, :, columns]
        step, at = np.arange(count), np.abs(moves).max(axis=2).argmax(axis=1)
        change = changes[:, step, at]
        single = len(columns) == 1
        sign = np.sign(moves[step, at, 0]) if single else np.ones(count)
        effects.append(_effect(group, change * sign / MOVE, draws, single=single))
    return MorrisFound(given.name, count, worlds, tuple(effects), _dummy(y, draws))


def _effect(group: str, found: Floats, draws: Draws, *, single: bool) -> Effect:
    """The statistics of effects of the shape (worlds, trajectories)."""
    means = draws.mean(found)
    sizes = interval(draws.over(np.abs(means)))
    spread = means[0] if single else np.abs(means[0])
    return Effect(
        group,
        sizes,
        interval(draws.over(means)) if single else _NONE,
        float(spread.std(ddof=1)),
        sizes.value * MOVE,
    )


def _dummy(y: Floats, draws: Draws) -> Interval:
    """mu* of an input that changes nothing but luck: one half of the worlds against the other."""
    worlds = y.shape[0]
    if worlds < FEWEST_FOR_DUMMY:
        none = 0.0 if worlds == 1 else np.nan
        return Interval(none, none, none)
    half, fewer = worlds // 2, draws.halved()
    each = y[1 : 2 * half : 2] - y[: 2 * half : 2]
    sizes = np.mean([np.abs(fewer.mean(each[:, :, row])) for row in range(each.shape[2])], axis=0)
    return interval(fewer.over(sizes) / np.sqrt(2.0) / MOVE)
