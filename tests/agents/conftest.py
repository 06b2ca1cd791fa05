"""A short world of few firms, stepped through once for many tests."""

from __future__ import annotations

import pytest

import twinsim as ts
from twinsim.agents import TwinCityModel, collector
from twinsim.scenario import Scenario


@pytest.fixture(scope="session")
def short() -> Scenario:
    return ts.load("belfast-sejong", set=("warmup=2", "months=14", "parameters.smes_per_1000=0.3"))


@pytest.fixture(scope="session")
def collected(short: Scenario) -> TwinCityModel:
    """A model at its end, collected with two variables of firms."""
    model = TwinCityModel(short, collect=collector(firms=("cash", "knowledge")))
    model.run_model()
    return model
