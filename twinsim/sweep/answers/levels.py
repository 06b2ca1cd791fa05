"""The levels of a factor: its values, or, of numbers that were drawn, bins of equal count."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twinsim.sweep.answers.factors import Varied
from twinsim.sweep.answers.gather import Gathered, Ints

BINS = 5
FEWEST_IN_BIN = 4  # different values


@dataclass(frozen=True)
class Levels:
    """K levels of a factor. `of` has the level of each point, `middles` a number for each level
    where they are numbers (a bin's median); `binned` says that they are bins."""

    factor: Varied
    labels: tuple[str, ...]
    of: Ints
    middles: tuple[float, ...] = ()
    binned: bool = False


def levels(gathered: Gathered, factor: Varied) -> Levels:
    """The levels of a factor. Listed values stay what they are; drawn numbers go into at most
    five bins of equal count, each of four values or more where there are eight."""
    values = gathered.values[factor.id]
    if any(isinstance(value, str | bool) for value in values):
        there = set(values)
        known = [value for value in factor.levels if value in there]
        order = list(dict.fromkeys([*known, *sorted(there, key=str)]))
        of = np.array([order.index(value) for value in values], np.int64)
        return Levels(factor, tuple(map(shown, order)), of)
    numbers = np.array(values, float)
    own = np.unique(numbers)
    if factor.levels or not factor.sampled or len(own) <= BINS:
        of = np.searchsorted(own, numbers)
        return Levels(factor, tuple(map(shown, own)), of, tuple(map(float, own)))
    many = min(BINS, max(2, len(own) // FEWEST_IN_BIN))
    of = bins(numbers, many)
    each = [numbers[of == k] for k in range(int(of.max()) + 1)]
    labels = tuple(f"{shown(part.min())} to {shown(part.max())}" for part in each)
    middles = tuple(float(np.median(part)) for part in each)
    return Levels(factor, labels, of, middles, binned=True)


def bins(numbers: np.ndarray, many: int) -> Ints:
    """Bins of equal count, from the lowest numbers on; equal numbers share a bin."""
    _, place, count = np.unique(numbers, return_inverse=True, return_counts=True)
    middle = (np.cumsum(count) - count / 2) / len(numbers)
    of = np.minimum((middle * many).astype(np.int64), many - 1)
    _, dense = np.unique(of, return_inverse=True)  # no bin may be empty
    return np.asarray(dense[place], np.int64)


def shown(value: object) -> str:
    """A value as a label: numbers in few digits, truth values as a file writes them."""
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, int | float | np.number):
        number = float(value)
        if number.is_integer() and abs(number) < 1e7:
            return f"{number:,.0f}"
        return f"{number:.3g}"
    return str(value)
