"""The same scenario and seed give the same bytes, however the work is cut."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest

from twinsim.core import Stepper, simulate
from twinsim.core.kernels import kernel
from twinsim.core.slots import by_slot
from twinsim.core.state import new_state
from twinsim.scenario import load
from twinsim.world import build
from twinsim.world.columns import COLUMN, COLUMNS, HEADLINES

SHORT = ("months=60",)
ARMS = ("baseline", "solo", "twin")


def bytes_of(*blocks) -> tuple[bytes, ...]:
    """Bytes of blocks laid one after another."""
    return tuple(
        np.concatenate([getattr(block, part) for block in blocks]).tobytes()
        for part in ("cities", "months", "firms")
    )


@pytest.mark.parametrize("arm", ARMS)
def test_cutting_runs_into_blocks_changes_nothing(world, scenario: str, arm: str) -> None:
    here = world(*SHORT, of=scenario)
    whole = bytes_of(simulate(here, arm, 0, 7, firms=True))
    for cuts in ((0, 3, 4, 7), tuple(range(8))):
        parts = [simulate(here, arm, a, b - a, firms=True) for a, b in pairwise(cuts)]
        assert bytes_of(*parts) == whole


@pytest.mark.parametrize("arm", ARMS)
def test_doing_it_again_from_the_file_changes_nothing(runs, arm: str) -> None:
    again = build(load("belfast-sejong", set=SHORT), 1)
    assert bytes_of(simulate(again, arm, 0, 6, months=True)) == bytes_of(runs(arm, *SHORT))


@pytest.mark.parametrize("of", ["belfast-sejong", "alliance"])
def test_threads_side_by_side_change_nothing(world, of: str) -> None:
    here = world(*SHORT, of=of)
    jobs = [(arm, first) for arm in ARMS for first in (0, 3)]
    with ThreadPoolExecutor(4) as pool:
        blocks = list(pool.map(lambda job: simulate(here, *job, 3), jobs))
    for job, block in zip(jobs, blocks, strict=True):
        assert bytes_of(block) == bytes_of(simulate(here, *job, 3))


@pytest.mark.parametrize("arm", ARMS)
def test_a_state_that_has_served_other_runs_keeps_no_trace_of_them(
    world, busy, final, scenario: str, arm: str
) -> None:
    setup = world(*SHORT, *busy, of=scenario).setups[arm]
    served = new_state(setup)
    cities = np.zeros((4, len(setup.cities), len(COLUMNS)))
    none = np.zeros((0, 0, 0, 0))
    kernel()(
        setup, served, 0, 0, setup.months, cities, none, np.zeros(0, np.int64), np.zeros((0, 0, 0))
    )
    fresh = final(setup, 3)
    kinds = ("city", "link", "challenge", "programme", "investor", "university", "cluster")
    served = by_slot(setup, served)
    for kind in (*kinds, "flows", "luck", "row", "sme", "pilot", "order"):
        assert getattr(served, kind).tobytes() == getattr(fresh, kind).tobytes(), kind
    for city, state in zip(setup.cities, fresh.city, strict=True):
        live = slice(city["first"], city["first"] + state["firms"])
        assert np.array_equal(served.live[live], fresh.live[live])
    assert (fresh.sme["born"] > 0).any()


@pytest.mark.parametrize("arm", ARMS)
def test_stepping_month_by_month_is_the_same_run(world, runs, scenario: str, arm: str) -> None:
    setup = world(*SHORT, of=scenario).setups[arm]
    stepper = Stepper(setup, 4)
    months = []
    for t in range(setup.months):
        assert stepper.month == t
        stepper.step()
        months.append(stepper.state.flows.copy())
    block = runs(arm, *SHORT, of=scenario)
    expected = block.months[4].swapaxes(0, 1)
    assert np.array(months[setup.warmup :]).tobytes() == np.ascontiguousarray(expected).tobytes()
    assert np.array_equal(months[-1], block.cities[4])


def test_the_last_month_is_the_horizon_and_headlines_are_some_of_all(world, runs) -> None:
    every = runs("twin", *SHORT)
    assert np.array_equal(every.months[:, :, -1], every.cities)
    some = simulate(world(*SHORT), "twin", 0, 6)
    kept = [COLUMNS.index(id) for id in HEADLINES]
    assert np.array_equal(some.months, every.months[..., kept])
    assert np.array_equal(some.cities, every.cities)


def test_every_replicate_and_every_seed_is_a_world_of_its_own(runs) -> None:
    jobs = [
        run
        for seed in (0, 1, 2)
        for run in runs("baseline", *SHORT, seed=seed).cities[:, 0, COLUMN.job_years]
    ]
    assert len(set(jobs)) == len(jobs) == 18


def test_no_runs_are_no_rows(world) -> None:
    block = simulate(world(*SHORT), "twin", 5, 0)
    assert block.cities.shape == (0, 2, len(COLUMNS))
    assert block.months.shape == (0, 2, 60, len(HEADLINES))
