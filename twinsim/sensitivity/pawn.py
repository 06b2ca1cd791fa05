"""A check that does not rest on variance: how far the whole distribution of an output moves.

PAWN (Pianosi and Wagener 2018, Distribution-based sensitivity analysis from a generic input-output
sample, Environmental Modelling & Software 108): the points are cut into slices of equal number by
one input; the Kolmogorov-Smirnov distance of a slice's outputs from all outputs says how much it
matters where the input stands. The index is the median over slices, the largest is given too.

It is computed from rows A and B of a Sobol sample: these are independent points over all inputs.
The other rows repeat coordinates of these, and would count them again as if they were new. Outputs
are means over worlds, with their noise. The distance of a slice of few points is never near 0, so
that an index says little but beside the *dummy*: the same input with its values shuffled, many
times.
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
    """The median and the largest distance of an input's slices, the median with its interval."""

    input: str
    median: Interval
    largest: float


@dataclass(frozen=True)
class PawnFound:
    """Distances of inputs; `dummy` are the middle and the 95 % range of shuffled inputs."""

    name: str
    points: int
    slices: int
    distances: tuple[Distance, ...]
    dummy: Interval

    def of(self, input: str) -> Distance:
        """The distances of an input."""
        return next(distance for distance in self.distances if distance.input == input)


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
        distances = slice_distances(x, y, slices)
        again = [float(np.median(slice_distances(x[p], y[p], slices))) for p in picks]
        low, high = np.percentile(again, (2.5, 97.5))
        median = Interval(float(np.median(distances)), float(low), float(high))
        found.append(Distance(input, median, float(distances.max())))
    nothing = [
        float(np.median(slice_distances(rng.permutation(count).astype(float), y, slices)))
        for _ in range(_RESAMPLES)
    ]
    low, middle, high = (float(v) for v in np.percentile(nothing, (2.5, 50.0, 97.5)))
    dummy = Interval(middle, low, high)
    return PawnFound(given.name, count, slices, tuple(found), dummy)


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
