"""Cases as points in their inputs, and boxes among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from twinsim.sweep.rows import Floats

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

FEWEST_CASES = 12
_SMALLEST = 0.05  # of all cases


@dataclass(frozen=True)
class Limits:
    """What a box allows of one input: numbers from low to high, or some choices (as codes)."""

    low: float = -np.inf
    high: float = np.inf
    choices: frozenset[int] | None = None

    def holds(self, values: Floats) -> Flags:
        """Which values are within."""
        if self.choices is not None:
            return np.isin(values, list(self.choices))
        return np.asarray((values >= self.low) & (values <= self.high))

    @property
    def sides(self) -> tuple[str, ...]:
        """Which ends are restricted: `low`, `high`, or `choices`."""
        if self.choices is not None:
            return ("choices",)
        return ("low",) * bool(np.isfinite(self.low)) + ("high",) * bool(np.isfinite(self.high))

    def only(self, sides: Sequence[str]) -> Limits:
        """These limits with some of their ends."""
        low = self.low if "low" in sides else -np.inf
        high = self.high if "high" in sides else np.inf
        return Limits(low, high, self.choices if "choices" in sides else None)


Box = dict[int, Limits]  # by the number of the input; absent means not restricted


@dataclass(frozen=True)
class Space:
    """N cases in D inputs: `x` of shape (N, D), choices as codes from 0; `is_choice` shape (D,).
    `draw` numbers the draw that each case belongs to, shape (N,): each its own by default."""

    x: Floats
    is_choice: Flags
    draw: Ints = field(default_factory=lambda: np.zeros(0, np.int64), repr=False)
    order: Ints = field(init=False, repr=False)  # of each number, cases from its lowest to highest

    def __post_init__(self) -> None:
        if len(self.draw) != len(self.x):
            object.__setattr__(self, "draw", np.arange(len(self.x)))
        order = np.argsort(self.x[:, ~self.is_choice].T, axis=1, kind="stable")
        object.__setattr__(self, "order", order)

    def __len__(self) -> int:
        return len(self.x)

    @property
    def fewest(self) -> int:
        """The fewest cases that a box may hold."""
        return max(FEWEST_CASES, int(np.ceil(_SMALLEST * len(self))))

    def part(self, cases: Ints) -> Space:
        """Some of the cases."""
        return Space(self.x[cases], self.is_choice, self.draw[cases])

    def inputs(self, kept: list[int]) -> Space:
        """All cases, in some of the inputs."""
        return Space(self.x[:, kept], self.is_choice[kept], self.draw)

    def inside(self, box: Box) -> Flags:
        """Which cases are in a box."""
        held = np.ones(len(self), bool)
        for j, limits in box.items():
            held &= limits.holds(self.x[:, j])
        return held


def without(box: Box, j: int) -> Box:
    """The box without its restriction of an input."""
    return {i: limits for i, limits in box.items() if i != j}
