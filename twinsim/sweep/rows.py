"""The rows of one tile: what the engine gave, checked, and totalled over the cities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twinsim.sweep.firms import Slots
from twinsim.sweep.tiles import Tile

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Layout:
    """What every tile of a results folder has in common: the names along each axis.

    `totals` holds, per indicator, how cities make the total: sum or mean; `followers` are cities
    that no total counts; `slots` says whose each slot is, where accounts by firm are kept.
    """

    arms: tuple[str, ...]
    cities: tuple[str, ...]
    indicators: tuple[str, ...]
    totals: tuple[str, ...]
    monthly: tuple[str, ...]
    months: int
    followers: tuple[str, ...] = ()
    slots: Slots | None = None

    @property
    def counted(self) -> list[int]:
        """Numbers of the cities that totals count: all but followers."""
        return [number for number, city in enumerate(self.cities) if city not in self.followers]


class TileRows:
    """Values of one tile, filled arm by arm and piece by piece.

    `cities` has the shape (arms, replicates, cities, indicators) and `months`
    (arms, replicates, cities, months, monthly). A run with a value that is not finite has
    failed: `reasons` says why and all its values are NaN.
    """

    def __init__(self, tile: Tile, layout: Layout) -> None:
        shape = (len(layout.arms), tile.count, len(layout.cities))
        self.tile = tile
        self.layout = layout
        self.cities: Floats = np.full((*shape, len(layout.indicators)), np.nan)
        self.months: Floats = np.full((*shape, layout.months, len(layout.monthly)), np.nan)
        self.reasons: list[list[str]] = [[""] * tile.count for _ in layout.arms]
        slots = layout.slots
        kept = (0, 0) if slots is None else (len(slots.slot), len(slots.accounts))
        self.firms: Floats = np.zeros((*shape[:2], *kept))
        self._open = shape[0] * shape[1]

    @property
    def complete(self) -> bool:
        """Whether every run of the tile has been filled in."""
        return self._open == 0

    def fill(
        self, arm: str, first: int, cities: Floats, months: Floats, firms: Floats | None = None
    ) -> None:
        """Take the runs of `arm` from replicate `first` on."""
        row, start, count = self.layout.arms.index(arm), first - self.tile.first, len(cities)
        self.cities[row, start : start + count] = cities
        self.months[row, start : start + count] = months
        if firms is not None and self.layout.slots is not None:
            self.firms[row, start : start + count] = firms
        self._open -= count
        good = np.isfinite(cities).all(axis=(1, 2))
        for index in np.flatnonzero(~good):
            self._fail(row, start + int(index), self._reason(cities[index]))

    def fail(self, arm: str, replicate: int, reason: str) -> None:
        """Note a run that the engine could not finish."""
        self._open -= 1
        self._fail(self.layout.arms.index(arm), replicate - self.tile.first, reason)

    def totals(self) -> Floats:
        """Shape (arms, replicates, indicators): cities joined by each indicator's rule."""
        return totals(self.cities, self.layout.totals, self.layout.counted)

    @property
    def good(self) -> NDArray[np.bool_]:
        """Which replicates have no failed run."""
        return np.array([not any(column) for column in zip(*self.reasons, strict=True)])

    def _fail(self, row: int, index: int, reason: str) -> None:
        self.reasons[row][index] = reason
        self.cities[row, index] = np.nan
        self.months[row, index] = np.nan

    def _reason(self, values: Floats) -> str:
        city, indicator = np.argwhere(~np.isfinite(values))[0]
        return f"{self.layout.indicators[indicator]} of {self.layout.cities[city]} is not finite"


def totals(cities: Floats, rules: Sequence[str], counted: Sequence[int]) -> Floats:
    """Join the axis before the last (cities) by each column's rule, sum or mean, over the
    `counted` cities.

    Cities are added in their order, one after the other, so that a total depends on
    nothing but the values.
    """
    added = cities[..., counted[0], :].copy()
    for city in counted[1:]:
        added += cities[..., city, :]
    return np.where(np.array(rules) == "mean", added / len(counted), added)
