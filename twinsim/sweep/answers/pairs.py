"""Two factors at once: the mean at each combination of their levels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twinsim.registry import indicators
from twinsim.sweep.answers.factors import Varied
from twinsim.sweep.answers.gather import Gathered
from twinsim.sweep.answers.levels import Levels, levels
from twinsim.sweep.answers.means import Mean, mean_of


@dataclass(frozen=True)
class Table:
    """Means by the levels of two factors, `cells[i][k]` at row i and column k; `digits` are those
    of the indicator."""

    down: Varied
    across: Varied
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Mean, ...], ...]
    digits: int


def pairs(gathered: Gathered, of: Levels, indicator: str, contrast: str) -> tuple[Table, ...]:
    """A table for each other lever that has levels of its own, no bins; none for bins."""
    if of.binned:
        return ()
    others = [levels(gathered, f) for f in gathered.about.levers if f.id != of.factor.id]
    differences, draws = gathered.of(indicator, contrast), gathered.draws()
    sampled = bool(draws.max())
    found = []
    for other in others:
        if other.binned:
            continue
        cells = tuple(
            tuple(
                mean_of(differences[own], draws[own], sampled=sampled)
                for k in range(len(other.labels))
                for own in [np.flatnonzero((of.of == i) & (other.of == k))]
            )
            for i in range(len(of.labels))
        )
        digits = indicators()[indicator].digits
        found.append(Table(of.factor, other.factor, of.labels, other.labels, cells, digits))
    return tuple(found)
