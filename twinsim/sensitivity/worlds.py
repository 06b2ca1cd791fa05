"""Means of products over worlds: how the noise of luck is kept out of a variance.

An output at a design point x in world r is Y(x, r) = m + g(x) + l(r) + d(x, r): what the inputs do
in expectation, what the world does at every point alike, and what luck does to this point alone.
All points are run in the same worlds, so that l falls out of every difference between points. What
is left of luck is d. In the square of a mean over R worlds it would add its variance over R; in

    cross(U, V)  = mean over worlds r ≠ s of U(r) V(s)

it adds nothing, since luck of different worlds is independent: cross is an unbiased estimate of
E[U] E[V] with any number of worlds above one, and may be below 0 where E[U] E[V] is near it.

Intervals are of the bootstrap over blocks of rows and over worlds at once (worlds are few, and
another few would have given other numbers). Two copies of one world are no two worlds: their
products are left out of `cross`. With one world there is nothing to keep apart; `cross` is then the
plain product, as for a function without luck.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

RESAMPLES = 400
_ENDS = (2.5, 97.5)
_FEWEST_RESAMPLED = 4
_MOST_LOST = 0.05  # of the resamples may give no number


@dataclass(frozen=True)
class Interval:
    """A value with its 95 % interval, NaN where the sample is too small to give one."""

    value: float
    lo95: float
    hi95: float

    def __str__(self) -> str:
        return f"{self.value:.3g} [{self.lo95:.3g}, {self.hi95:.3g}]"


@dataclass(frozen=True)
class Draws:
    """How often each world and each block counts: once in the first row, then resampled.

    `worlds` has the shape (1 + resamples, worlds), `blocks` (1 + resamples, blocks).
    """

    worlds: Floats
    blocks: Floats

    @classmethod
    def of(cls, worlds: int, blocks: int, resamples: int = RESAMPLES, seed: int = 0) -> Draws:
        """Draws whose luck is always the same."""
        rng = np.random.default_rng([7, seed])
        return cls(_counts(rng, worlds, resamples), _counts(rng, blocks, resamples))

    def halved(self) -> Draws:
        """Draws for half as many worlds. Of three and fewer too few differ when they are resampled:
        they stay as they are, and the interval is of the blocks alone."""
        half = self.worlds.shape[1] // 2
        if half < _FEWEST_RESAMPLED:
            return Draws(np.ones((len(self.worlds), half)), self.blocks)
        return Draws(Draws.of(half, 1, len(self.worlds) - 1, seed=1).worlds, self.blocks)

    @cached_property
    def _squares(self) -> Floats:
        squares: Floats = self.worlds * self.worlds
        return squares

    @cached_property
    def _pairs(self) -> Floats:
        """How much weight pairs of different worlds have, shape (1 + resamples, 1)."""
        total = self.worlds.sum(axis=1)
        pairs: Floats = total * total - self._squares.sum(axis=1)
        return np.where(pairs > 0.0, pairs, np.nan)[:, None]

    def mean(self, values: Floats) -> Floats:
        """Mean over worlds, shape (draws, rows), of values of the shape (worlds, rows)."""
        found: Floats = self.worlds @ values / self.worlds.sum(axis=1)[:, None]
        return found

    def same(self, u: Floats, v: Floats) -> Floats:
        """Mean of products within a world, shape (draws, rows)."""
        return self.mean(u * v)

    def cross(self, u: Floats, v: Floats) -> Floats:
        """Mean of products between different worlds, shape (draws, rows)."""
        if self.worlds.shape[1] == 1:
            return self.same(u, v)
        products = (self.worlds @ u) * (self.worlds @ v) - self._squares @ (u * v)
        found: Floats = products / self._pairs
        return found

    def over(self, values: Floats) -> Floats:
        """Mean over blocks, shape (draws,), of values of the shape (draws, blocks)."""
        found: Floats = (self.blocks * values).sum(axis=1) / self.blocks.sum(axis=1)
        return found

    def crossed(self, u: Floats, v: Floats) -> Floats:
        """Mean over blocks of products between different worlds, shape (draws,)."""
        return self.over(self.cross(u, v))


def _counts(rng: np.random.Generator, of: int, resamples: int) -> Floats:
    drawn = rng.multinomial(of, np.full(of, 1.0 / of), size=resamples).astype(float)
    return np.vstack([np.ones(of), drawn])


def interval(draws: Floats) -> Interval:
    """The first of the draws, within the middle 95 % of the others."""
    value, again = float(draws[0]), draws[1:]
    known = again[np.isfinite(again)]
    if len(known) < max(2, (1.0 - _MOST_LOST) * len(again)) or not np.isfinite(value):
        return Interval(value if np.isfinite(value) else np.nan, np.nan, np.nan)
    low, high = np.percentile(known, _ENDS)
    return Interval(value, float(low), float(high))


def above(value: Interval, dummy: Interval) -> bool:
    """Whether a whole interval lies above all that an input without effect would show: what is
    not is not resolved at the size of the sample."""
    return value.lo95 > 0.0 and value.lo95 > dummy.hi95


def ratio(over: Floats, below: Floats) -> Floats:
    """Quotients, NaN where the lower number is not above 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.where(below > 0.0, over / below, np.nan)
    return found


@dataclass(frozen=True)
class Parts:
    """Variances, shape (draws,): of what the inputs do (g), of worlds (l), of luck by point (d)."""

    inputs: Floats
    worlds: Floats
    both: Floats

    @property
    def all(self) -> Floats:
        """The variance over points and worlds together."""
        return self.inputs + self.worlds + self.both


def parts(values: Floats, blocks: Floats, draws: Draws) -> Parts:
    """Split the variance of outputs at independent points, shape (worlds, points).

    `blocks` are the draws' counts of each point. Means of products over the same or different
    points and worlds, never of a point or a world with its copy; with one world all of the
    variance is that of the inputs.
    """
    total = blocks.sum(axis=1)
    alike = (blocks * blocks).sum(axis=1) / (total * total)

    def over(rows: Floats, counts: Floats = blocks) -> Floats:
        found: Floats = (counts * rows).sum(axis=1) / counts.sum(axis=1)
        return found

    def apart(whole: Floats, rows: Floats) -> Floats:
        """Without the products of a point with itself."""
        found: Floats = (whole - alike * over(rows, blocks * blocks)) / (1.0 - alike)
        return found

    same, cross = draws.same(values, values), draws.cross(values, values)
    by_world = (blocks / total[:, None]) @ values.T  # (draws, worlds): means over points
    counts = draws.worlds
    worlds = counts.sum(axis=1)
    squares = (counts * by_world * by_world).sum(axis=1)
    here = apart(squares / worlds, same)
    if values.shape[0] == 1:
        none = np.zeros(len(total))
        return Parts(over(same) - here, none, none)
    sums = (counts * by_world).sum(axis=1)
    twice = (counts * counts * by_world * by_world).sum(axis=1)
    pairs = worlds * worlds - (counts * counts).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        elsewhere = apart((sums * sums - twice) / pairs, cross)
    point_same, point_cross = over(same), over(cross)
    return Parts(
        point_cross - elsewhere,
        here - elsewhere,
        point_same - point_cross - here + elsewhere,
    )
