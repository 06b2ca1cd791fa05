"""The inputs that an outcome differs by most, each alone."""

from __future__ import annotations

import numpy as np

from twinsim.sensitivity.discovery.space import Space
from twinsim.sweep.rows import Floats

SCREENED = 8  # inputs in which boxes are searched
_FIFTHS = 5


def screened(space: Space, y: Floats) -> list[int]:
    """The numbers of at most `SCREENED` inputs, by the variance that each explains alone."""
    ranked = np.argsort(-explained(space, y), kind="stable")
    return sorted(int(j) for j in ranked[:SCREENED])


def explained(space: Space, y: Floats) -> Floats:
    """The share of y's variance between the fifths (or choices) of each input, shape (D,), less
    what chance gives to inputs that say nothing (as an adjusted R²)."""
    apart, many = y - y.mean(), len(y)
    between, groups = np.zeros(space.x.shape[1]), np.full(space.x.shape[1], _FIFTHS)
    cuts = np.arange(_FIFTHS) * many // _FIFTHS
    sums = np.add.reduceat(apart[space.order], cuts, axis=1)
    between[~space.is_choice] = (sums**2 / np.diff(np.append(cuts, many))).sum(axis=1)
    for j in np.flatnonzero(space.is_choice):
        _, of = np.unique(space.x[:, j], return_inverse=True)
        counts, sums = np.bincount(of), np.bincount(of, apart)
        between[j], groups[j] = (sums**2 / counts).sum(), len(counts)
    total = float(apart @ apart)
    if not total > 0:
        return np.zeros(len(between))
    left = (1.0 - between / total) * (many - 1) / np.maximum(many - groups, 1)
    return np.asarray(1.0 - left)
