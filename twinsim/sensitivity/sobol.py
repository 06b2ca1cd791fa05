"""Variance-based indices by groups of inputs, on noisy output.

The sample is SALib's (Saltelli, Annoni, Azzini, Campolongo, Ratto and Tarantola 2010, Variance
based sensitivity analysis of model output, Computer Physics Communications 181): blocks of rows A,
A with each group from B, (B with each group from A), B. A group's inputs change together.

    first   V[E(Y | group)] / V(Y)              mean of B (AB − A)
    total   1 − V[E(Y | all but group)] / V(Y)  mean of (A − AB)² / 2   (Jansen 1999)
    second  what two groups add together        mean of (BA' AB − A B), less both firsts

Products go over different worlds (see worlds.py), so that these are the indices of the expected
output. Over the variance of all single worlds instead, with products within a world in the total,
they are those of an output with luck as one more input. With one world and the same resamples the
values equal SALib's own, which a test holds.

The dummy is an input that changes nothing but the luck that a point meets: row A with other worlds
in place of its own. Its indices are 0 but for noise, which is what the interval shows. Half of the
worlds stand on each side of it, so that it is rather too noisy than too quiet. With less than four
worlds it is the product of A and B, which share nothing, and shows the noise of sampling alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np

from twinsim.errors import ExperimentError, Fault
from twinsim.sensitivity.sample import (
    Answers,
    by_block,
    distinct,
    key_of,
    library,
    library_seed,
    without_worlds,
)
from twinsim.sensitivity.worlds import Draws, Floats, Interval, interval, parts, ratio

FEWEST_FOR_DUMMY = 4
MOST_BASE = 2**16


@dataclass(frozen=True)
class Index:
    """The indices of a group: of the expected output, and with luck as one more input."""

    group: str
    first: Interval
    total: Interval
    first_with_luck: Interval
    total_with_luck: Interval


@dataclass(frozen=True)
class Pair:
    """What two groups do together beyond what each does alone, as a share of the variance."""

    one: str
    other: str
    second: Interval


@dataclass(frozen=True)
class Luck:
    """How the variance of single worlds splits: inputs, the world alone, luck by point.

    `total` is what would go if luck were known: the world alone and what it does with the inputs.
    """

    inputs: Interval
    first: Interval
    total: Interval


@dataclass(frozen=True)
class SobolFound:
    """Indices of every group, the dummy's, the shares of luck, and the first indices' sum."""

    name: str
    blocks: int
    worlds: int
    indices: tuple[Index, ...]
    pairs: tuple[Pair, ...]
    dummy: Index
    luck: Luck
    sum: Interval
    sd: float
    sd_of_world: float

    @property
    def clear(self) -> bool:
        """Whether the variance of the expected output is told from luck: else no share is."""
        return self.worlds == 1 or self.luck.inputs.lo95 > 0.0

    def of(self, group: str) -> Index:
        """The indices of a group."""
        return next(index for index in self.indices if index.group == group)


@dataclass(frozen=True)
class SobolSample:
    """Blocks of rows for Sobol indices of groups; `base` is their number, a power of two."""

    names: tuple[str, ...]
    groups: tuple[str, ...]
    base: int
    seed: int = 1
    second: bool = False

    def __post_init__(self) -> None:
        if not 2 <= self.base <= MOST_BASE or self.base & (self.base - 1):
            near = 2 ** max(1, min(16, round(np.log2(max(self.base, 2)))))
            expected = f"expected a power of two from 2 to {MOST_BASE:,}, such as {near}"
            raise ExperimentError(Fault("", 0, "samples", str(self.base), expected))

    @property
    def block(self) -> int:
        """Rows of a block."""
        return (2 if self.second else 1) * len(distinct(self.groups)) + 2

    @cached_property
    def rows(self) -> Floats:
        """The rows; a larger sample begins with those of a smaller one."""
        rows: Floats = library("sobol").sample(
            problem(self.names, self.groups),
            self.base,
            calc_second_order=self.second,
            seed=library_seed(self.seed),
        )
        return np.clip(rows, 2.0**-32, 1.0 - 2.0**-32)

    @cached_property
    def key(self) -> str:
        """SHA-256 of the rows and of what they are for."""
        return key_of(f"sobol {self.block}", self.names, self.groups, self.rows)

    @property
    def independent(self) -> Floats:
        """Rows A, then rows B: points that share no coordinate, shape (2 base, names)."""
        whole = self.rows.reshape(self.base, self.block, -1)
        return np.concatenate([whole[:, 0], whole[:, -1]])

    def about(self) -> dict[str, Any]:
        """What decides the rows, without how many there are."""
        return {
            "method": "sobol",
            "inputs": dict(zip(self.names, self.groups, strict=True)),
            "second": self.second,
            "sampler_seed": self.seed,
        }

    def analyse(self, given: Answers) -> SobolFound:
        """Indices from outputs at the sample's own rows. Raises :class:`ResultsError`."""
        return _found(self, given)


def problem(names: tuple[str, ...], groups: tuple[str, ...]) -> dict[str, Any]:
    """The inputs as SALib takes them: each over the unit interval."""
    return {
        "num_vars": len(names),
        "names": list(names),
        "bounds": [[0.0, 1.0]] * len(names),
        "groups": list(groups),
    }


def _found(sample: SobolSample, given: Answers) -> SobolFound:
    raw = by_block(sample, given)
    worlds, count = raw.shape[:2]
    draws = Draws.of(worlds, count)
    points = np.hstack([raw[:, :, 0], raw[:, :, -1]])
    split = parts(points, np.hstack([draws.blocks, draws.blocks]), draws)
    y = without_worlds(raw)
    a, b = y[:, :, 0], y[:, :, -1]
    names = distinct(sample.groups)
    v, whole = split.inputs, split.all
    firsts, indices = {}, []
    for at, group in enumerate(names):
        ab = y[:, :, 1 + at]
        above, below = draws.crossed(b, ab - a), 0.5 * draws.crossed(a - ab, a - ab)
        inside = 0.5 * draws.over(draws.same(a - ab, a - ab))
        firsts[group] = ratio(above, v)
        shares = (firsts[group], ratio(below, v), ratio(above, whole), ratio(inside, whole))
        indices.append(Index(group, *(interval(share) for share in shares)))
    pairs = _pairs(sample, y, draws, v, firsts) if sample.second else ()
    return SobolFound(
        given.name,
        count,
        worlds,
        tuple(indices),
        pairs,
        _dummy(a, b, v, whole, draws),
        Luck(
            interval(ratio(split.inputs, whole)),
            interval(ratio(split.worlds, whole)),
            interval(ratio(split.worlds + split.both, whole)),
        ),
        interval(np.sum(list(firsts.values()), axis=0)),
        float(np.sqrt(max(v[0], 0.0))),
        float(np.sqrt(max(whole[0], 0.0))),
    )


def _pairs(
    sample: SobolSample, y: Floats, draws: Draws, v: Floats, firsts: dict[str, Floats]
) -> tuple[Pair, ...]:
    names = distinct(sample.groups)
    a, b = y[:, :, 0], y[:, :, -1]
    apart = draws.crossed(a, b)
    found = []
    for j, k in combinations(range(len(names)), 2):
        ba, ab = y[:, :, 1 + len(names) + j], y[:, :, 1 + k]
        closed = ratio(draws.crossed(ba, ab) - apart, v)
        rest = closed - firsts[names[j]] - firsts[names[k]]
        found.append(Pair(names[j], names[k], interval(rest)))
    return tuple(found)


def _dummy(a: Floats, b: Floats, v: Floats, whole: Floats, draws: Draws) -> Index:
    """The indices of an input that changes nothing but luck."""
    worlds = len(a)
    if worlds < FEWEST_FOR_DUMMY:
        first = draws.crossed(a, b)
        none = np.zeros(len(v))
        parts_ = (ratio(first, v), none, ratio(first, whole), none)
        return Index("dummy", *(interval(part) for part in parts_))
    half, fewer = worlds // 2, draws.halved()
    one, other = a[: 2 * half : 2], a[1 : 2 * half : 2]
    mean = 0.5 * (b[: 2 * half : 2] + b[1 : 2 * half : 2])
    first = fewer.crossed(mean, other - one)
    total = 0.5 * fewer.crossed(one - other, one - other)
    parts_ = (ratio(first, v), ratio(total, v), ratio(first, whole), ratio(total, whole))
    return Index("dummy", *(interval(part) for part in parts_))
