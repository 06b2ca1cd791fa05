"""Worlds of the packaged scenario with some keys set, each built once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from twinsim.scenario import Scenario, load
from twinsim.world import World, build


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
