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
    """What the rows of a design point have in common: the names along each axis.

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


class DesignRows:
    """Values of one design point of a tile, filled arm by arm and piece by piece.

    `cities` has the shape (arms, replicates, cities, indicators) and `months`
    (arms, replicates, cities, months, monthly). A run with a value that is not finite has
    failed: `reasons` says why and all its values are NaN.
    """

    def __init__(self, design: int, first: int, count: int, layout: Layout) -> None:
        shape = (len(layout.arms), count, len(layout.cities))
        self.design = design
        self.first = first
        self.count = count
        self.layout = layout
        self.cities: Floats = np.full((*shape, len(layout.indicators)), np.nan)
        self.months: Floats = np.full((*shape, layout.months, len(layout.monthly)), np.nan)
        self.reasons: list[list[str]] = [[""] * count for _ in layout.arms]
        slots = layout.slots
        kept = (0, 0) if slots is None else (len(slots.slot), len(slots.accounts))
        self.firms: Floats = np.zeros((*shape[:2], *kept))
        self._open = shape[0] * shape[1]

    @property
    def complete(self) -> bool:
        """Whether every run has been filled in."""
        return self._open == 0

    def fill(
        self, arm: str, first: int, cities: Floats, months: Floats, firms: Floats | None = None
    ) -> None:
        """Take the runs of `arm` from replicate `first` on."""
        row, start, count = self.layout.arms.index(arm), first - self.first, len(cities)
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
        self._fail(self.layout.arms.index(arm), replicate - self.first, reason)

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


class TileRows:
    """The rows of a tile's design points, in their order; a point is begun when its layout is
    known."""

    def __init__(self, tile: Tile) -> None:
        self.tile = tile
        self._designs: dict[int, DesignRows] = {}

    def of(self, design: int, layout: Layout) -> DesignRows:
        """The rows of a design point, to be filled."""
        if design not in self._designs:
            tile = self.tile
            self._designs[design] = DesignRows(design, tile.first, tile.count, layout)
        return self._designs[design]

    @property
    def complete(self) -> bool:
        """Whether every run of the tile has been filled in."""
        return len(self._designs) == self.tile.designs and all(
            rows.complete for rows in self._designs.values()
        )

    @property
    def designs(self) -> list[DesignRows]:
        """The rows of each design point begun, in the order of their numbers."""
        return [self._designs[number] for number in sorted(self._designs)]


def totals(cities: Floats, rules: Sequence[str], counted: Sequence[int]) -> Floats:
    """Join the axis before the last (cities) by each column's rule, sum or mean, over the
    `counted` cities; NaN where there are none.

    Cities are added in their order, one after the other, so that a total depends on
    nothing but the values.
    """
    if not counted:
        return np.full((*cities.shape[:-2], cities.shape[-1]), np.nan)
    added = cities[..., counted[0], :].copy()
    for city in counted[1:]:
        added += cities[..., city, :]
    return np.where(np.array(rules) == "mean", added / len(counted), added)
