"""How the points of a sweep are arranged: levers crossed with all else, and draws of the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from twinsim.sweep.answers.factors import Varied
from twinsim.sweep.answers.gather import Gathered, Ints, number
from twinsim.sweep.answers.levels import BINS, FEWEST_IN_BIN, Levels, bins, levels


@dataclass(frozen=True)
class Crossing:
    """Points as a full grid of `levers` by S draws of all other factors.

    `place` has the point at each combination, shape (*levels of the levers, S). A lever is crossed
    where each of its levels is run at the same values of all else.
    """

    levers: tuple[Crossed, ...]
    place: Ints
    rest: tuple[tuple[Varied, tuple[object, ...]], ...]

    def bins(self) -> Iterator[tuple[str, Ints]]:
        """Each other factor with the bin or level of each draw; of numbers, up to five bins."""
        for factor, values in self.rest:
            if len(set(values)) < 2:
                continue
            if any(isinstance(value, str | bool) for value in values) or factor.levels:
                yield factor.id, number(list(values))
            else:
                many = min(BINS, max(2, len(values) // FEWEST_IN_BIN))
                yield factor.id, bins(np.array(values, float), many)


@dataclass(frozen=True)
class Crossed:
    """A crossed lever: its id and how many levels it has."""

    id: str
    many: int


def crossing(gathered: Gathered, kept: Ints) -> Crossing:
    """The arrangement of the points of these numbers; draws that lack a combination are left out,
    so there may be no draw left."""
    factors = gathered.about.factors
    own = {f.id: [gathered.values[f.id][p] for p in range(gathered.points)] for f in factors}
    crossed = [f for f in factors if f.role == "lever" and _crossed(own, f.id, gathered.points)]
    each: list[Levels] = [levels(gathered, factor) for factor in crossed]
    others = [factor for factor in factors if factor not in crossed]
    keys = [tuple(own[f.id][p] for f in others) for p in range(gathered.points)]
    draw = number(keys)
    shape = tuple(len(one.labels) for one in each)
    place = np.full((*shape, int(draw.max()) + 1), -1, np.int64)
    for point in kept:
        place[(*(one.of[point] for one in each), draw[point])] = point
    whole = (place >= 0).all(axis=tuple(range(len(shape)))) if shape else place >= 0
    place = place[..., whole]
    firsts = place.reshape(-1, place.shape[-1])[0] if place.size else np.zeros(0, np.int64)
    rest = tuple((f, tuple(own[f.id][p] for p in firsts)) for f in others)
    return Crossing(
        tuple(Crossed(f.id, len(one.labels)) for f, one in zip(crossed, each, strict=True)),
        place,
        rest,
    )


def _crossed(own: dict[str, list[object]], id: str, points: int) -> bool:
    """Whether each level of a factor is run at the very values of all others."""
    rest = {tuple(values[p] for other, values in own.items() if other != id) for p in range(points)}
    return len(set(own[id])) * len(rest) == points
