"""A check that does not rest on variance: how far the whole distribution of an output moves.

PAWN (Pianosi and Wagener 2018, Distribution-based sensitivity analysis from a generic input-output
sample, Environmental Modelling & Software 108): the points are cut into slices of equal number by
one input; the Kolmogorov-Smirnov distance of a slice's outputs from all outputs says how much it
matters where the input stands. The index is the median over slices, the largest is given too.

It is computed from rows A and B of a Sobol sample: these are independent points over all inputs.
The other rows repeat coordinates of these, and would count them again as if they were new. Outputs
are means over worlds, with their noise.

The distance of a slice of few points is never near 0, whatever the input does, and that of a
resample is larger still by the same noise, so that percentiles of resamples lie above what they are
to hold. A distance is the size of a difference of two functions, and noise adds to its square: so
the square is corrected by what the bootstrap adds to it, d² − (mean of d*² − d²), and its interval
turns the resamples' quantiles round it, 2 d² − q(d*²) (the basic interval: Davison and Hinkley
1997, Bootstrap methods and their application, 2.1 and 5.2). What is told is the root, with the
sign. It may so come out below 0, like a share of variance, where an input does little.

Beside it stands the *dummy* (Khorashadi Zadeh and others 2017, Comparison of variance-based and
moment-independent global sensitivity analysis approaches by application to the SWAT model,
Environmental Modelling & Software 91): the same input with its values shuffled, many times, each
corrected in the same way.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from twinsim.errors import Fault, ResultsError
from twinsim.sensitivity.sample import Answers, by_block
from twinsim.sensitivity.sobol import SobolSample
from twinsim.sensitivity.worlds import Floats, Interval

FEWEST_IN_SLICE = 6
MOST_SLICES = 10
FEWEST_BLOCKS = 8  # of a sample: two slices of six of its sixteen independent rows
_RESAMPLES = 200


@dataclass(frozen=True)
class Distance:
    """The median and the largest distance of an input's slices, without what noise adds to them;
    the median with its interval. Below 0 for less than noise alone is expected to show."""

    input: str
    median: Interval
    largest: float


@dataclass(frozen=True)
class PawnFound:
    """Distances of inputs; `dummy` are the mean and the 95 % range of shuffled inputs, which lie
    about 0."""

    name: str
    points: int
    slices: int
    distances: tuple[Distance, ...]
    dummy: Interval

    def of(self, input: str) -> Distance:
        """The distances of an input."""
        return next(distance for distance in self.distances if distance.input == input)

    def resolved(self, found: Distance) -> bool:
        """Whether the whole of a distance's interval lies above the dummy's. That is strict, since
        few points of a Sobol sequence pair some inputs less evenly than shuffles do."""
        return found.median.lo95 > self.dummy.hi95


def pawn(sample: SobolSample, given: Answers, inputs: tuple[str, ...]) -> PawnFound:
    """Distances of some of the sample's inputs, from its independent rows.

    Raises :class:`ResultsError` for outputs of another sample, or too few rows for two slices.
    """
    y = by_block(sample, given).mean(axis=0)
    y = np.concatenate([y[:, 0], y[:, -1]])
    whole = sample.independent.reshape(2, sample.base, -1)[:, given.blocks]
    points = whole.reshape(-1, len(sample.names))
    count = len(y)
    slices = min(MOST_SLICES, count // FEWEST_IN_SLICE)
    if slices < 2:
        expected = f"expected at least {2 * FEWEST_IN_SLICE} independent rows for PAWN"
        raise ResultsError(Fault("", 0, given.name, f"{count} rows", expected))
    rng = np.random.default_rng(11)
    picks = rng.integers(0, count, (_RESAMPLES, count))
    found = []
    for input in inputs:
        x = points[:, sample.names.index(input)]
        own = _ends(slice_distances(x, y, slices))
        again = np.array([_ends(slice_distances(x[p], y[p], slices)) for p in picks])
        middle, most = 2.0 * own - again.mean(axis=0)
        low, high = 2.0 * own[0] - np.percentile(again[:, 0], (97.5, 2.5))
        found.append(Distance(input, _told(middle, low, high), _root(most)))
    dummy = _shuffled(y, slices, picks, rng)
    return PawnFound(given.name, count, slices, tuple(found), dummy)


def _shuffled(
    y: Floats, slices: int, picks: NDArray[np.int64], rng: np.random.Generator
) -> Interval:
    """What an input that moves nothing shows: one resample of each shuffle says what noise adds."""
    nothing, again = np.empty(len(picks)), np.empty(len(picks))
    for n, p in enumerate(picks):
        x = rng.permutation(len(y)).astype(float)
        nothing[n] = _ends(slice_distances(x, y, slices))[0]
        again[n] = _ends(slice_distances(x[p], y[p], slices))[0]
    nothing -= (again - nothing).mean()
    low, high = np.percentile(nothing, (2.5, 97.5))
    return _told(nothing.mean(), low, high)


def _ends(distances: Floats) -> Floats:
    """The squares of the median and of the largest distance."""
    return np.array([np.median(distances), distances.max()]) ** 2


def _told(value: float, low: float, high: float) -> Interval:
    """Squares as distances; a mean of few resamples far out may lie outside their quantiles."""
    return Interval(*(_root(v) for v in (value, min(low, value), max(high, value))))


def _root(square: float) -> float:
    return float(np.sign(square) * np.sqrt(abs(square)))


def slice_distances(x: Floats, y: Floats, slices: int) -> Floats:
    """The Kolmogorov-Smirnov distance of each slice's outputs from all outputs.

    Slices lie between quantiles of `x`, each without its upper end, as in SALib.
    """
    ends = np.quantile(x, np.linspace(0.0, 1.0, slices + 1))
    values = np.sort(y)
    all_: Floats = np.searchsorted(values, values, side="right") / len(y)
    found = []
    for low, high in pairwise(ends):
        inside: NDArray[np.float64] = np.sort(y[(x >= low) & (x < high)])
        if len(inside):
            own = np.searchsorted(inside, values, side="right") / len(inside)
            found.append(float(np.abs(own - all_).max()))
    return np.array(found)
