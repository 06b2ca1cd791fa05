"""Runs of a scenario with some keys set: blocks, months, and worlds to step through."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from twinsim.core import Block, Stepper, simulate
from twinsim.core.kernels import kernel
from twinsim.core.slots import by_slot
from twinsim.core.state import new_state
from twinsim.scenario import load
from twinsim.world import World, build
from twinsim.world.columns import COLUMNS
from twinsim.world.setup import Setup

ALLIANCE = Path(__file__).parents[1] / "scenarios" / "alliance.toml"
CITIES = ALLIANCE.with_suffix(".csv")
FEWER = ("parameters.smes_per_1000=0.2",)  # Birmingham and Ulsan have five times Sejong's firms
BUSY = (
    "parameters.bau_pilot=0.05",
    "parameters.adopt_base=0.6",
    "parameters.order_ramp=1",
    "parameters.sale_base=0.3",
)


@pytest.fixture(scope="session", params=["belfast-sejong", "birmingham-ulsan", "alliance"])
def scenario(request: pytest.FixtureRequest) -> str:
    """Each scenario in turn: a pair with a call, a pair with a fund, an alliance with both."""
    return str(request.param)


@pytest.fixture(scope="session")
def world() -> Callable[..., World]:
    """The world of a scenario with keys set, as `world("months=60", seed=2)`."""

    @cache
    def world(*settings: str, seed: int = 1, of: str = "belfast-sejong") -> World:
        if of != "alliance":
            fewer = FEWER if of == "birmingham-ulsan" else ()
            return build(load(of, set=(*fewer, *settings)), seed)
        return build(load(ALLIANCE, cities=CITIES, set=settings), seed)

    return world


@pytest.fixture(scope="session")
def runs(world: Callable[..., World]) -> Callable[..., Block]:
    """Runs of an arm, as `runs("twin", "months=60", count=4)`; each block is made once."""

    @cache
    def runs(
        arm: str, *settings: str, count: int = 6, seed: int = 1, of: str = "belfast-sejong"
    ) -> Block:
        return simulate(world(*settings, seed=seed, of=of), arm, 0, count, months=True)

    return runs


@pytest.fixture(scope="session")
def of_cities(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., World]:
    """The world of the alliance's file with cities of a table of their own, and keys set.

    A city is given by the id of the alliance's city that it is like, and what differs:
    `of_cities({"a": ("alder", {"port": 1})}, "months=60")`. Only the given ones take part.
    """
    rows = {row["id"]: row for row in csv.DictReader(StringIO(CITIES.read_text("utf-8")))}

    def of_cities(cities: dict[str, tuple[str, dict[str, Any]]], *settings: str) -> World:
        table = [
            {**rows[like], "id": id, "name": id, "networks": "", "prior_links": "", **other}
            for id, (like, other) in cities.items()
        ]
        path = tmp_path_factory.mktemp("cities") / "cities.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(dict.fromkeys(key for row in table for key in row)))
            writer.writeheader()
            writer.writerows(table)
        ids = json.dumps(list(cities))
        alone = (f"cities={ids}", "followers=[]", "networks=[]", "programme.steps=[]")
        return build(load(ALLIANCE, cities=path, set=(*alone, *settings)), 1)

    return of_cities


@pytest.fixture(scope="session")
def busy() -> tuple[str, ...]:
    """Settings of a lively market: many pilots without programme, adoptions and sales."""
    return BUSY


@pytest.fixture(scope="session")
def differing() -> Callable[[Any, Any], list[str]]:
    """Names of the indicators that differ anywhere between two arrays of them."""

    def differing(a: Any, b: Any) -> list[str]:
        assert a.shape == b.shape
        assert a.size > 0
        assert np.isfinite(a).all()
        return [id for n, id in enumerate(COLUMNS) if not np.array_equal(a[..., n], b[..., n])]

    return differing


def copied(state: Any) -> Any:
    """A copy of a state that the next month does not change."""
    return type(state)(*(array.copy() for array in state))


def with_the_ended(before: Any, after: Any) -> Any:
    """A state by slot, in which firms whose row has another firm now are as they were before."""
    gone = (before.sme["staff"] > 0.0) & (after.sme["staff"] == 0.0)
    for kind in ("sme", "pilot", "order"):
        getattr(after, kind)[gone] = getattr(before, kind)[gone]
    return after


@pytest.fixture(scope="session")
def history() -> Callable[..., Iterator[tuple[int, Any, Any]]]:
    """The months of a run: month, state before it and state after it, firms by slot.

    Before the first month nothing has happened: the state is that of the start.
    """

    def history(setup: Setup, replicate: int = 0) -> Iterator[tuple[int, Any, Any]]:
        stepper = Stepper(setup, replicate)
        before = at_start(setup, replicate)
        for t in range(setup.months):
            stepper.step()
            after = with_the_ended(before, stepper.by_slot())
            yield t, before, after
            before = copied(after)

    return history


@pytest.fixture(scope="session")
def added() -> Callable[..., Any]:
    """What a month of a history adds to the indicators; counting begins anew after the warm-up."""

    def added(setup: Setup, t: int, before: Any, after: Any) -> Any:
        return after.flows - (0.0 if t == setup.warmup else before.flows)

    return added


@pytest.fixture(scope="session")
def progress() -> Callable[..., Any]:
    """Work that each firm's pilot has done in a month, as a share of the pilot."""

    def progress(before: Any, after: Any, *, supported: bool) -> Any:
        stay = (before.sme["alive"] == 1) & (after.sme["alive"] == 1)
        new = (before.sme["alive"] == 0) & (after.sme["alive"] == 1)
        live = (stay | new) & (after.pilot["challenge"] >= 0)
        live &= (after.pilot["programme"] >= 0) == supported
        same = live & (before.pilot["challenge"] >= 0) & stay
        done = np.where(live, after.pilot["progress"], 0.0)
        done = done - np.where(same, before.pilot["progress"], 0.0)
        complete = stay & (before.pilot["challenge"] >= 0) & (after.sme["age_solution"] == 0)
        complete &= (before.pilot["programme"] >= 0) == supported
        return np.where(complete, 1.0 - before.pilot["progress"], done)

    return progress


@pytest.fixture(scope="session")
def of() -> Callable[..., Any]:
    """An indicator of a block's runs by city, as `of(block, "bids")`; by month of its `months`."""

    def of(block: Block, id: str, *, months: bool = False) -> Any:
        return (block.months if months else block.cities)[..., COLUMNS.index(id)]

    return of


@pytest.fixture(scope="session")
def final() -> Callable[..., Any]:
    """The state at the end of a run, firms by slot."""

    def final(setup: Setup, replicate: int = 0) -> Any:
        stepper = Stepper(setup, replicate)
        for _ in range(setup.months):
            stepper.step()
        return stepper.by_slot()

    return final


def at_start(setup: Setup, replicate: int) -> Any:
    """The state of a run before its first month, firms by slot."""
    state = new_state(setup)
    cities = np.zeros((1, len(setup.cities), len(COLUMNS)))
    none = np.zeros((0, 0, 0, 0))
    kernel()(
        setup, state, replicate, 0, 0, cities, none, np.zeros(0, np.int64), np.zeros((0, 0, 0))
    )
    return by_slot(setup, state)


@pytest.fixture(scope="session")
def started() -> Callable[..., Any]:
    """The state of a run before its first month."""
    return at_start
