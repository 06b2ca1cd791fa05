"""Cases that go together: points of a crossed lever share their draw of all that was sampled.

Two such cases are no two draws of what may be true. Where one is in a half the other is no test of
it; so halves, shuffles and resamples are of draws, whole. `draw` numbers the draw of each case,
shape (N,); where no two cases share one, all of this is what it is for cases alone.
"""

from __future__ import annotations

import numpy as np

from twinsim.sensitivity.discovery.space import Ints
from twinsim.sweep.rows import Floats


def apart(draw: Ints) -> bool:
    """Whether no two cases share a draw."""
    return len(np.unique(draw)) == len(draw)


def shuffled(values: Floats, draw: Ints, luck: np.random.Generator) -> Floats:
    """Values mixed over the cases; those of one draw stay together, in any order."""
    if apart(draw):
        return luck.permutation(values)
    mixed = np.empty_like(values)
    mixed[_in_any_order(draw, luck)] = values[_in_any_order(draw, luck)]
    return mixed


def halves(draw: Ints, luck: np.random.Generator) -> tuple[Ints, Ints]:
    """The numbers of the cases of each half of the draws."""
    if apart(draw):
        mixed = luck.permutation(len(draw))
        return mixed[: len(mixed) // 2], mixed[len(mixed) // 2 :]
    draws = luck.permutation(np.unique(draw))
    first = np.isin(draw, draws[: len(draws) // 2])
    return np.flatnonzero(first), np.flatnonzero(~first)


def resampled(draw: Ints, luck: np.random.Generator) -> Ints:
    """The numbers of cases of as many draws, drawn anew."""
    if apart(draw):
        return luck.integers(0, len(draw), len(draw))
    order = np.argsort(draw, kind="stable")
    _, first, many = np.unique(draw[order], return_index=True, return_counts=True)
    picks = luck.integers(0, len(first), len(first))
    return np.concatenate([order[first[k] : first[k] + many[k]] for k in picks])


def weights(draw: Ints) -> Floats:
    """What each case counts, so that a draw counts once, shape (N,)."""
    _, of, many = np.unique(draw, return_inverse=True, return_counts=True)
    return np.asarray(1.0 / many[of])


def _in_any_order(draw: Ints, luck: np.random.Generator) -> Ints:
    _, of = np.unique(draw, return_inverse=True)
    place = luck.permutation(int(of.max()) + 1)[of]
    return np.lexsort((luck.random(len(draw)), place))
