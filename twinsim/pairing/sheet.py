"""Scores of many pairs at once: what is known of each, between which ends, on which weights.

Which criteria count is settled for all pairs together. One for which the table has no column is
asked of nobody; its pillar's other criteria take its weight. One that has a column but is known of
no pair (and half known of none, as ties may be) is left out for all, and *all* others take its
weight in proportion: were it left to its pillar alone, a city could gain rank by a gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from twinsim.pairing.criteria import criteria, pillars
from twinsim.pairing.forms import outcome
from twinsim.pairing.weights import Weights
from twinsim.scenario import CityProfile, CityTable
from twinsim.text import inert, listed

Floats = npt.NDArray[np.float64]

NO_COLUMN = "the table has no column for it"
NO_PAIR = "not known of any pair"
NO_WEIGHT = "weighs 0"
DIGITS = 12
"""Decimals in which two scores are the same, whatever order they were summed in."""


@dataclass(frozen=True)
class Sheet:
    """Pairs by criteria: `score` (NaN where a fact is missing), `lo` and `hi`."""

    pairs: tuple[tuple[CityProfile, CityProfile], ...]
    ids: tuple[str, ...]
    score: Floats
    lo: Floats
    hi: Floats
    asked: tuple[bool, ...]
    weights: Weights

    @staticmethod
    def of(
        pairs: Sequence[tuple[CityProfile, CityProfile]],
        table: CityTable,
        unit: str,
        weights: Weights,
    ) -> Sheet:
        """Every criterion on every pair."""
        rows = criteria()
        countries = {city.id: city.iso2 for city in table}
        cells = [[outcome(row, a, b, unit, countries) for row in rows.values()] for a, b in pairs]
        values = np.array(cells, dtype=np.float64).reshape(len(pairs), len(rows), 3)
        return Sheet(
            tuple(pairs),
            tuple(rows),
            values[..., 0],
            values[..., 1],
            values[..., 2],
            tuple(row.held_by(table.columns, unit) for row in rows.values()),
            weights,
        )

    @cached_property
    def known(self) -> npt.NDArray[np.bool_]:
        """Where both facts are there."""
        return ~np.isnan(self.score)

    @cached_property
    def shares(self) -> Floats:
        """The share of the whole that each criterion counts, 0 where it is left out for all."""
        counted = self.weights.shares(
            [id for id, asked in zip(self.ids, self.asked, strict=True) if asked]
        )
        shares = np.array([counted.get(id, 0.0) for id in self.ids])
        ties = np.array([criteria()[id].form == "tie" for id in self.ids])
        told = self.known.any(axis=0) | ties & (np.ptp(self.lo, axis=0) > 0)
        shares[~told] = 0.0
        return shares / shares.sum() if shares.sum() > 0 else shares

    @cached_property
    def left_out(self) -> dict[str, str]:
        """Criteria that count for nothing, and why."""
        told = {}
        counted = self.weights.shares(self.ids)
        for at, id in enumerate(self.ids):
            if self.shares[at] == 0:
                reason = NO_COLUMN if not self.asked[at] else NO_PAIR
                told[id] = NO_WEIGHT if counted[id] == 0 else reason
        return told

    @cached_property
    def coverage(self) -> Floats:
        """The share of all declared weight, left out or not, on which each pair is known."""
        declared = self.weights.shares(self.ids)
        return np.asarray(self.known @ np.array([declared[id] for id in self.ids]))

    @cached_property
    def total_lo(self) -> Floats:
        """Each pair's score with every missing fact at its worst."""
        return np.clip(self.lo @ self.shares, 0.0, 1.0)

    @cached_property
    def total_hi(self) -> Floats:
        """Each pair's score with every missing fact at its best."""
        return np.clip(np.maximum(self.hi @ self.shares, self.total_lo), 0.0, 1.0)

    @cached_property
    def by_pillar(self) -> tuple[dict[str, Floats], dict[str, Floats], dict[str, Floats]]:
        """Score (of what is known; NaN for nothing), lower and upper end of each pillar."""
        told: tuple[dict[str, Floats], ...] = ({}, {}, {})
        for pillar in pillars():
            own = self.shares * self._in(pillar)
            weight = own.sum()
            empty = np.full(len(self.pairs), np.nan)
            lo = self.lo @ own / weight if weight > 0 else empty
            hi = self.hi @ own / weight if weight > 0 else empty
            mean = self._of_known(own)
            told[0][pillar] = np.clip(mean, lo, hi) if weight > 0 else mean
            told[1][pillar], told[2][pillar] = lo, hi
        return told[0], told[1], told[2]

    @cached_property
    def total(self) -> Floats:
        """The weighted mean of the pillars of which something is known, within its ends."""
        scores = np.array([self.by_pillar[0][pillar] for pillar in pillars()])
        own = np.array([(self.shares * self._in(pillar)).sum() for pillar in pillars()])
        weight = own @ ~np.isnan(scores)
        with np.errstate(invalid="ignore"):
            mean = own @ np.nan_to_num(scores) / weight
        return np.asarray(np.clip(mean, self.total_lo, self.total_hi))

    def order(self, names: Sequence[str]) -> list[int]:
        """Pairs from best to worst, each missing fact at its worst; of equals the better known
        goes first, then the name that comes first."""
        lo, coverage = self.total_lo.round(DIGITS), self.coverage.round(DIGITS)
        return sorted(range(len(names)), key=lambda at: (-lo[at], -coverage[at], names[at]))

    def _in(self, pillar: str) -> Floats:
        rows = criteria()
        return np.array([float(rows[id].pillar == pillar) for id in self.ids])

    def _of_known(self, own: Floats) -> Floats:
        """Weighted mean over the criteria that are known, NaN where none is."""
        weight = self.known @ own
        with np.errstate(invalid="ignore"):
            return np.asarray(np.nan_to_num(self.score) @ own / weight)


def unit_notes(sheet: Sheet, unit: str) -> list[str]:
    """What the choice of cities or city-regions leaves unknown."""
    regions = {
        city.id: None
        for both in sheet.pairs
        for city in both
        if unit == "city" and city.facts.get("unit") == "region"
    }
    if not regions:
        return []
    return [
        f"Of {inert(listed([*regions]))} the table gives the city-region, not the city: their size "
        "as cities is not known. --unit region compares regions."
    ]
