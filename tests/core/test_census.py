"""A firm is known by its slot; it lies in a row of its own for as long as it lives."""

from __future__ import annotations

import numpy as np
import pytest

from twinsim.core import Stepper, simulate
from twinsim.world.columns import ACCOUNTS

YOUNG = ("months=60", "parameters.smes_per_1000=0.3")


@pytest.fixture(scope="module")
def here(world, busy, scenario: str):
    return world(*YOUNG, *busy, of=scenario)


@pytest.fixture(scope="module")
def setup(here):
    return here.setups["twin"]


def test_each_live_firm_has_a_row_among_those_of_its_city_that_are_used(setup) -> None:
    run = Stepper(setup, 1)
    for _ in range(setup.months):
        run.step()
        state = run.state
        for number, (city, here) in enumerate(zip(setup.cities, state.city, strict=True)):
            slots = city["first"] + np.flatnonzero(state.row[city["first"] : city["end"]] >= 0)
            rows = state.row[slots]
            assert len(rows) == here["firms"]
            assert np.array_equal(state.sme["slot"][rows], slots)
            assert (state.sme["home"][rows] == number).all()
            assert ((rows >= city["first"]) & (rows < city["first"] + here["rows"])).all()


def test_firms_close_up_before_a_third_of_the_rows_is_of_ended_ones(setup) -> None:
    run = Stepper(setup, 1)
    moved = 0
    firms, row = setup.cities["initial"], np.arange(setup.cities["end"].max())
    for _ in range(setup.months):
        run.step()
        most = 3 * firms // 2 + setup.cities["monthly"]
        assert (run.state.city["rows"] <= most).all()
        still = run.state.row >= 0
        moved += (still & (row >= 0) & (run.state.row != row)).sum()
        firms, row = run.state.city["firms"].copy(), run.state.row.copy()
    assert moved > 0
    assert len(row) > 2 * run.state.city["rows"].sum()


def test_the_account_of_a_firm_outlives_the_firm_and_its_moves(here, setup) -> None:
    kept = simulate(here, "twin", 0, 2, firms=True)
    for replicate in range(2):
        run = Stepper(setup, replicate)
        months = np.zeros(len(run.state.row))
        alive = np.zeros(len(months), dtype=bool)
        for month in range(setup.months):
            run.step()
            months += alive & (month >= setup.warmup)
            alive = run.state.row >= 0
        ended = (months > 0) & ~alive
        assert ended.sum() > 5
        assert np.array_equal(kept.firms[replicate, :, ACCOUNTS.index("months")], months)


def test_firms_by_slot_are_a_copy_that_tells_who_lives(setup) -> None:
    run = Stepper(setup)
    while run.month < setup.months:
        run.step()
    state, lives = run.by_slot(), run.state.row >= 0
    rows = run.state.row[lives]
    assert np.array_equal(state.sme["alive"] == 1, lives)
    for kind in ("sme", "pilot", "order"):
        for name in getattr(run.state, kind).dtype.names:
            field = getattr(state, kind)[name]
            assert np.array_equal(field[lives], getattr(run.state, kind)[name][rows]), name
            field[...] = 1
    assert not (run.state.sme["staff"][rows] == 1).all()
