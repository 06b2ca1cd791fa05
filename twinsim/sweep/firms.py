"""Accounts by firm of one tile: who was helped, and what became of the same slots without.

A firm's slot is the same in all arms of a replicate; whether a programme supports it hangs on the
arm. So an arm's accounts are kept beside those of the reference for the same groups: of the firms
that arm `by` supports, of the others, and of those born since the scenario's start. A supported
firm that is born later counts as supported.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from twinsim.errors import Fault, ScenarioError

if TYPE_CHECKING:
    from pandas import DataFrame

Floats = NDArray[np.float64]
GROUPS = ("supported", "unsupported", "born")


class UnequalArms(ScenarioError):
    """Arms whose firms cannot stand side by side, which is no fault of a single point."""


@dataclass(frozen=True)
class Slots:
    """Whose each slot is: city by number, slot within the city, 1 for one born since the start."""

    city: NDArray[np.int64]
    slot: NDArray[np.int64]
    born: NDArray[np.int64]
    accounts: tuple[str, ...]
    reference: int

    @staticmethod
    def none(accounts: tuple[str, ...]) -> Slots:
        """The slots of a point that has no world."""
        empty = np.zeros(0, np.int64)
        return Slots(empty, empty, empty, accounts, 0)

    @staticmethod
    def of(world: Any, accounts: tuple[str, ...], reference: str) -> Slots:
        """The slots of a world. Raises :class:`UnequalArms` when arms have other firms."""
        setups = [world.setups[arm] for arm in world.arms]
        layouts = [setup.cities[["first", "end", "initial", "monthly"]] for setup in setups]
        if any((layout != layouts[0]).any() for layout in layouts):
            expected = (
                "expected arms with the same firms: parameters that change their number differ"
            )
            raise UnequalArms(Fault("", 0, "--firms", "", expected))
        city, slot, born = [], [], []
        for number, facts in enumerate(setups[0].cities):
            own = np.arange(facts["end"] - facts["first"])
            month = (own - facts["initial"]) // max(1, int(facts["monthly"]))
            city.append(np.full(len(own), number))
            slot.append(own)
            born.append((own >= facts["initial"]) & (month >= setups[0].warmup))
        return Slots(
            np.concatenate(city).astype(np.int64),
            np.concatenate(slot).astype(np.int64),
            np.concatenate(born).astype(np.int64),
            accounts,
            world.arms.index(reference),
        )


@dataclass(frozen=True)
class FirmTable:
    """Rows of arm, arm whose support makes the groups, city, slot, group; n, means and sums of
    squared deviations (M2) over the tile's replicates."""

    arm: NDArray[np.int32]
    by: NDArray[np.int32]
    city: NDArray[np.int32]
    slot: NDArray[np.int64]
    group: NDArray[np.int32]
    n: NDArray[np.int64]
    mean: Floats
    m2: Floats


def summarise(values: Floats, slots: Slots, good: NDArray[np.bool_]) -> FirmTable:
    """The table of a tile; `values` has the shape (arms, replicates, slots, accounts), `good` marks
    the replicates whose runs have not failed in any arm."""
    values = values[:, good]
    alive = values[..., slots.accounts.index("months")] > 0.0
    helped = values[..., slots.accounts.index("supported")] > 0.0
    parts: list[tuple[Any, ...]] = []
    for by in range(len(values)):
        arms = [by] if by == slots.reference else [slots.reference, by]
        unsupported = ~helped[by] & (slots.born == 0)
        chosen = (helped[by], unsupported, ~helped[by] & (slots.born == 1))
        for arm in arms:
            for group, member in enumerate(chosen):
                parts.append((arm, by, group, *_moments(values[arm], member & alive[arm])))
    return _joined(parts, slots)


def merged(tables: list[DataFrame]) -> DataFrame:
    """Tiles joined into one table, moments by the rule of Chan, Golub and LeVeque (1979)."""
    import pandas as pd

    keys = ["arm", "by", "design", "city", "slot", "group"]
    rows = pd.concat(tables, ignore_index=True)
    accounts = [name.removeprefix("mean_") for name in rows.columns if name.startswith("mean_")]
    means, squares = [f"mean_{id}" for id in accounts], [f"m2_{id}" for id in accounts]
    rows[keys] = rows[keys].astype(dict.fromkeys(("arm", "by", "city", "group"), str))
    place = [rows[key] for key in keys]
    n = rows["n"].groupby(place).transform("sum")
    whole = rows[means].mul(rows["n"], axis=0).groupby(place).transform("sum").div(n, axis=0)
    between = (rows[means] - whole).pow(2).mul(rows["n"], axis=0)
    rows[squares] += between.to_numpy()
    joined = rows[[*keys, "n", *squares]].groupby(keys, sort=True).sum()
    joined[means] = whole.set_axis(rows.index).assign(**rows[keys]).groupby(keys).first()[means]
    return joined.reset_index()[[*keys, "n", *means, *squares]]


def _moments(values: Floats, member: NDArray[np.bool_]) -> tuple[NDArray[np.int64], Floats, Floats]:
    """Per slot: how many replicates are in the group, mean and M2 of each account."""
    n = member.sum(axis=0)
    weight = member[..., None]
    mean = np.where(weight, values, 0.0).sum(axis=0) / np.maximum(n, 1)[:, None]
    m2 = np.where(weight, (values - mean) ** 2, 0.0).sum(axis=0)
    return n, mean, m2


def _joined(parts: list[tuple[Any, ...]], slots: Slots) -> FirmTable:
    columns: list[list[Any]] = [[] for _ in range(8)]
    for arm, by, group, n, mean, m2 in parts:
        kept = np.flatnonzero(n > 0)
        whole = (
            np.full(len(kept), arm),
            np.full(len(kept), by),
            slots.city[kept],
            slots.slot[kept],
            np.full(len(kept), group),
            n[kept],
            mean[kept],
            m2[kept],
        )
        for column, part in zip(columns, whole, strict=True):
            column.append(part)
    arm_, by_, city, slot, group_, n_, mean_, m2_ = (np.concatenate(column) for column in columns)
    return FirmTable(
        arm_.astype(np.int32),
        by_.astype(np.int32),
        city.astype(np.int32),
        slot,
        group_.astype(np.int32),
        n_.astype(np.int64),
        mean_,
        m2_,
    )
