"""Small results that tests of the command line share."""

from __future__ import annotations

from pathlib import Path

import pytest

from twinsim import load, run


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A results folder of few worlds over few months, with an arm of its own; only to be read."""
    settings = ["months=18", "warmup=6", "arms.light.programme.upskilling.intensive=false"]
    scenario = load("belfast-sejong", set=settings)
    return run(scenario, replicates=5, seed=3, out=tmp_path_factory.mktemp("r") / "small").folder
