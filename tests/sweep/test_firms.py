"""Accounts by firm: groups by support, moments over replicates, tiles joined."""

from __future__ import annotations

import numpy as np
import pytest

import twinsim as ts
from twinsim.errors import ScenarioError
from twinsim.sweep.firms import Slots, merged, summarise
from twinsim.world import build

ACCOUNTS = ("months", "supported", "revenue")


@pytest.fixture
def slots() -> Slots:
    """Two slots of the start and one that is born later; the first arm is the reference."""
    zero = np.zeros(3, np.int64)
    return Slots(zero, np.arange(3), np.array([0, 0, 1]), ACCOUNTS, 0)


def values(luck: np.random.Generator, replicates: int) -> np.ndarray:
    """Accounts of two arms: the second supports slot 0 in every other replicate."""
    rows = np.zeros((2, replicates, 3, 3))
    rows[..., 0] = 12.0
    rows[..., 2] = luck.normal(100.0, 10.0, (2, replicates, 3))
    rows[1, ::2, 0, 1] = 1.0
    return rows


def as_frame(table):
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"arm": table.arm, "by": table.by, "design": 0, "city": table.city})
    frame["slot"], frame["group"], frame["n"] = table.slot, table.group, table.n
    for column, id in enumerate(ACCOUNTS):
        frame[f"mean_{id}"] = table.mean[:, column]
    for column, id in enumerate(ACCOUNTS):
        frame[f"m2_{id}"] = table.m2[:, column]
    return frame


def test_the_reference_is_told_for_the_groups_that_an_arm_makes(slots):
    rows = values(np.random.default_rng(1), 10)
    table = summarise(rows, slots, np.ones(10, bool))
    supported = (table.group == 0) & (table.slot == 0)
    assert list(table.arm[supported]) == [0, 1]
    assert list(table.n[supported]) == [5, 5]
    np.testing.assert_allclose(table.mean[supported, 2], rows[:, ::2, 0, 2].mean(axis=1))
    assert set(table.by[table.arm == 0]) == {0, 1}


def test_every_replicate_of_a_live_slot_is_in_one_group(slots):
    rows = values(np.random.default_rng(2), 10)
    rows[0, :4, 2, 0] = 0.0
    table = summarise(rows, slots, np.ones(10, bool))
    own = (table.arm == 1) & (table.by == 1)
    assert [table.n[own & (table.slot == slot)].sum() for slot in range(3)] == [10, 10, 10]
    never_born = (table.arm == 0) & (table.by == 1) & (table.slot == 2)
    assert table.n[never_born].sum() == 6
    assert set(table.group[table.slot == 2]) == {2}


def test_a_failed_replicate_counts_nowhere(slots):
    rows = values(np.random.default_rng(3), 10)
    table = summarise(rows, slots, np.arange(10) != 4)
    assert table.n[(table.arm == 0) & (table.by == 0)].sum() == 27


def test_tiles_join_to_the_moments_of_all_replicates(slots):
    rows = values(np.random.default_rng(4), 12)
    whole = as_frame(summarise(rows, slots, np.ones(12, bool)))
    parts = [
        as_frame(summarise(rows[:, first:last], slots, np.ones(last - first, bool)))
        for first, last in ((0, 5), (5, 6), (6, 12))
    ]
    joined = merged(parts)
    keys = ["arm", "by", "city", "slot", "group"]
    whole[keys] = whole[keys].astype(str)
    joined[keys] = joined[keys].astype(str)
    whole = whole.sort_values(keys).reset_index(drop=True)
    joined = joined.sort_values(keys).reset_index(drop=True)
    for name in [column for column in whole if column.startswith(("n", "mean_", "m2_"))]:
        np.testing.assert_allclose(joined[name], whole[name], rtol=1e-9, atol=1e-9)


def test_accounts_of_a_city_sum_to_its_indicators(tmp_path):
    scenario = ts.load("belfast-sejong", set=["months=24", "parameters.smes_per_1000=0.1"])
    results = ts.run(scenario, replicates=3, out=tmp_path / "r", firms=True)
    firms, cities = results.firms(), results.cities()
    for arm in ("baseline", "solo", "twin"):
        rows = firms[(firms.arm == arm) & (firms.by == arm)]
        for account, indicator in (("revenue", "revenue"), ("unpaid", "firms_unpaid")):
            told = (rows.n * rows[f"mean_{account}"]).sum()
            np.testing.assert_allclose(told, cities[cities.arm == arm][indicator].sum(), rtol=1e-9)
    assert not (firms[firms.arm == "baseline"].query("by == 'baseline'").group == "supported").any()


def test_arms_with_other_firms_are_refused():
    keys = ["months=12", "arms.more.parameters.smes_per_1000=1.0"]
    world = build(ts.load("belfast-sejong", set=keys))
    with pytest.raises(ScenarioError, match="same firms"):
        Slots.of(world, ACCOUNTS, "baseline")
