"""Which set of disjoint pairs is best by expected impact, how sure that is, and beside what.

A set is chosen by the means of pairs, and the same worlds that chose it make it look better than
it is: of many sets that are alike the luckiest comes first. So what a set comes to is told twice,
as seen, and *held out*: chosen without a tenth of the worlds and counted in that tenth, for each
tenth in turn (Stone, M. (1974), Cross-validatory choice and assessment of statistical predictions,
Journal of the Royal Statistical Society B 36(2)). How sure the choice is follows from joint draws
of all means (see :mod:`twinsim.sweep.best`), in each of which the best set is found anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from twinsim.pairing.assignment import best_between, best_within
from twinsim.pairing.objects import Estimate
from twinsim.pairing.sheet import Floats
from twinsim.sweep.best import expectations
from twinsim.sweep.stats import half_width

DRAWS = 2000
DRAWS_WITHIN = 200  # a matching within a group takes a hundred times as long
FOLDS = 10
_ROUNDING = 1e-9

Set = frozenset[int]


@dataclass(frozen=True)
class Table:
    """Pairs as cells of a table of two sides, or of one side within itself."""

    cells: tuple[tuple[int, int], ...]
    shape: tuple[int, int]
    within: bool

    def filled(self, values: Floats) -> Floats:
        """A number of each pair in its cell (and mirrored, within), −inf where there is no pair."""
        made = np.full(self.shape, -np.inf)
        rows, columns = np.array(self.cells).T
        made[rows, columns] = values
        if self.within:
            made[columns, rows] = values
        return made

    def best(self, values: Floats) -> Set:
        """The numbers of the pairs that are worth most together; NaN and −inf are no pairs."""
        worth = self.filled(np.where(np.isfinite(values), values, -np.inf))
        found = best_within(worth) if self.within else best_between(worth)
        return frozenset(self._number[cell] for cell in found)

    @cached_property
    def _number(self) -> dict[tuple[int, int], int]:
        return {cell: at for at, cell in enumerate(self.cells)}


@dataclass(frozen=True)
class Sets:
    """The best set of pairs, by their numbers.

    `total` is its mean as seen, `held` the mean held out. `same` is the share of draws in which
    this very set is the best, `member` that in which a pair belongs to the best, shape (P,).
    `second` is the best other set (empty where there is none), `gap` by how much it is behind, as
    seen. `values` has the differences of pairs, shape (P, worlds), without worlds in which any
    failed; `drawn` draws of their means, shape (draws, P).
    """

    table: Table
    values: Floats = field(repr=False)
    drawn: Floats = field(repr=False)
    chosen: Set
    total: Estimate
    held: Estimate
    same: float
    draws: int
    member: Floats = field(repr=False)
    second: Set
    gap: Estimate

    @property
    def worlds(self) -> int:
        """Worlds in which no run failed."""
        return int(self.values.shape[1])

    def over(self, other: Set) -> Estimate:
        """By how much sets chosen by impact beat another, held out."""
        return mean_of(_held(self.table, self.values) - _sum(self.values, other))


def sets_of(values: Sequence[Floats], table: Table) -> Sets:
    """The best set of pairs, from the paired differences of each, world 0 first.

    A world in which a pair failed is left out in all. Raises ValueError below two worlds.
    """
    every = np.array([*values])
    good = every[:, np.isfinite(every).all(axis=0)]
    _, drawn = expectations([*good], draws=DRAWS)
    mean = good.mean(axis=1)
    chosen = table.best(mean)
    draws = drawn[:DRAWS_WITHIN] if table.within else drawn
    found = [table.best(draw) for draw in draws]
    member = np.zeros(len(mean))
    for one in found:
        member[list(one)] += 1.0
    second = _second(table, mean, chosen)
    return Sets(
        table,
        good,
        drawn,
        chosen,
        mean_of(_sum(good, chosen)),
        mean_of(_held(table, good)),
        sum(one == chosen for one in found) / len(found),
        len(found),
        member / len(found),
        second,
        mean_of(_sum(good, chosen) - _sum(good, second)) if second else _nothing(),
    )


def mean_of(series: Floats) -> Estimate:
    """The mean over worlds with its 95 % interval."""
    mean, half = float(series.mean()), float(half_width(series))
    return Estimate(mean, mean - half, mean + half)


def _nothing() -> Estimate:
    return Estimate(float("nan"), float("nan"), float("nan"))


def _sum(values: Floats, pairs: Set) -> Floats:
    """What the pairs come to together, world by world."""
    return np.asarray(values[sorted(pairs)].sum(axis=0))


def _held(table: Table, values: Floats) -> Floats:
    """What sets chosen without a world come to in it, world by world."""
    worlds = values.shape[1]
    fold = np.arange(worlds) % min(FOLDS, worlds)
    made = np.empty(worlds)
    for number in range(int(fold.max()) + 1):
        out = fold == number
        made[out] = _sum(values[:, out], table.best(values[:, ~out].mean(axis=1)))
    return made


def _second(table: Table, mean: Floats, chosen: Set) -> Set:
    """The best set that lacks a pair of the chosen one, with as many pairs; empty for none.

    Any other set as large lacks one, so the best of those without each in turn is it (Murty, K. G.
    (1968), An algorithm for ranking all the assignments in order of increasing cost, Operations
    Research 16(3)).
    """
    others: list[tuple[float, list[int], Set]] = []
    for at in sorted(chosen):
        without = mean.copy()
        without[at] = -np.inf
        found = table.best(without)
        if len(found) == len(chosen):
            others.append((float(mean[sorted(found)].sum()), sorted(found), found))
    return max(others, key=lambda one: (one[0], [-at for at in one[1]]))[2] if others else Set()


def level(sets: Sets) -> bool:
    """Whether the next set comes to the very same, so that which of the two is best is no question
    of worlds."""
    scale = max(1.0, abs(sets.total.value))
    return bool(sets.second) and abs(sets.gap.value) <= _ROUNDING * scale
