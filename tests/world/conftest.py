"""Worlds of scenarios with some keys set, each built once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from twinsim.scenario import Scenario, load
from twinsim.world import World, build

SCENARIOS = Path(__file__).parents[1] / "scenarios"


@pytest.fixture(scope="session")
def scenario() -> Callable[..., Scenario]:
    """The packaged scenario with keys set, as `scenario("programme.budget=500")`."""

    @cache
    def scenario(*settings: str) -> Scenario:
        return load("belfast-sejong", set=settings)

    return scenario


@pytest.fixture(scope="session")
def world(scenario: Callable[..., Scenario]) -> Callable[..., World]:
    """Its world, as `world("programme.budget=500", seed=2)`."""

    @cache
    def world(*settings: str, seed: int = 1) -> World:
        return build(scenario(*settings), seed)

    return world


@pytest.fixture(scope="session")
def partners() -> Callable[..., World]:
    """The world of Birmingham and Ulsan, as `partners("programme.fund=500")`."""

    @cache
    def partners(*settings: str) -> World:
        return build(load("birmingham-ulsan", set=settings))

    return partners


@pytest.fixture(scope="session")
def alliance() -> Callable[..., World]:
    """The world of the alliance of five and its followers, as `alliance("months=12")`."""

    @cache
    def alliance(*settings: str) -> World:
        table = SCENARIOS / "alliance.csv"
        return build(load(SCENARIOS / "alliance.toml", cities=table, set=settings))

    return alliance
