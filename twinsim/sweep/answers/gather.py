"""The paired differences of all design points, read once, with the factors' values beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from twinsim.errors import Fault, ResultsError
from twinsim.registry import indicators
from twinsim.sweep.answers.factors import About, about
from twinsim.sweep.rows import Floats
from twinsim.sweep.worlds import series

if TYPE_CHECKING:
    from twinsim.sweep.results import Results

Ints = NDArray[np.int64]
Pair = tuple[str, str]


@dataclass(frozen=True)
class Gathered:
    """P design points, with every paired difference of some indicators and contrasts.

    `values` maps a factor to its values, one a point; `differences` an (indicator, contrast) to
    an array of shape (P, worlds): NaN where a run of the world failed, or where a point has had
    fewer worlds than another. `failed` counts the worlds of a point that hold a failed run, and
    `reasons` why the first of those did. `kept` holds what was made of a pair already.
    """

    about: About
    values: dict[str, tuple[Any, ...]]
    differences: dict[Pair, Floats]
    failed: Ints
    reasons: tuple[str, ...]
    kept: dict[Pair, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def points(self) -> int:
        """Number of design points."""
        return len(self.reasons)

    def of(self, indicator: str, contrast: str) -> Floats:
        """The differences of an indicator and a contrast, shape (P, worlds)."""
        return self.differences[indicator, contrast]

    def draws(self, but: Sequence[str] = ()) -> Ints:
        """For each point the number of its draw: points of one draw have the same values of all
        sampled factors, apart from those of `but`. All 0 where nothing else is sampled."""
        sampled = [f.id for f in self.about.factors if f.sampled and f.id not in but]
        return number([tuple(self.values[id][p] for id in sampled) for p in range(self.points)])

    def first_reason(self) -> str:
        """Why the first failed run did; empty where none failed."""
        return next((reason for reason in self.reasons if reason), "")


def number(keys: Sequence[object]) -> Ints:
    """Numbers from 0 for keys, equal ones alike, in the order in which they come."""
    found: dict[object, int] = {}
    return np.array([found.setdefault(key, len(found)) for key in keys], np.int64)


def gather(results: Results, ids: Sequence[str], contrasts: Sequence[str]) -> Gathered:
    """Read these indicators and contrasts of every design point.

    Raises :class:`ResultsError` for a damaged shard, or where no point has two worlds without a
    failed run.
    """
    pairs = [(id, contrast) for id in ids for contrast in contrasts]
    read = series(results.folder, results.manifest, pairs)
    table = results.points()
    designs = table["design"].tolist()
    most = max((len(read[design]) for design in designs), default=0)
    filled = np.full((len(pairs), len(designs), most), np.nan)
    for row, design in enumerate(designs):
        filled[:, row, : len(read[design])] = read[design].T
    told = about(results)
    if not (np.isfinite(filled[0]).sum(axis=1) > 1).any():
        reason = next((r for r in table["reason"] if r), "no world was run twice")
        expected = f"expected a design point with two worlds without a failed run; {reason}"
        raise ResultsError(Fault(str(results.folder), 0, "", "", expected))
    return Gathered(
        about=told,
        values={factor.id: tuple(table[factor.id].tolist()) for factor in told.factors},
        differences=dict(zip(pairs, filled, strict=True)),
        failed=table["failed"].to_numpy(np.int64),
        reasons=tuple(str(reason) for reason in table["reason"]),
    )


def headlines() -> list[str]:
    """The indicators that are shown where none is chosen."""
    return [id for id, row in indicators().items() if row.headline]


def worlds_of_all(differences: Floats, points: Sequence[int] | Ints) -> Floats:
    """The worlds that all these points hold without a failed run, shape (points, worlds)."""
    own = differences[np.asarray(points)]
    found: Floats = own[:, np.isfinite(own).all(axis=0)]
    return found
