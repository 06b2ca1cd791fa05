"""The small experiment, and an analysis of it by the engine of known answers."""

from __future__ import annotations

from functools import partial

import pytest

from twinsim.scenario import load_experiment
from twinsim.sensitivity.analysis import Asked, sensitivity

from .known import EXPERIMENT, Known


@pytest.fixture(scope="session")
def experiment(tmp_path_factory):
    file = tmp_path_factory.mktemp("experiment") / "small.toml"
    file.write_text(EXPERIMENT, "utf-8")
    return load_experiment(file)


@pytest.fixture(scope="session")
def asking(experiment):
    """What is asked, small; any of it can be changed."""

    def asking(**options):
        usual = {"samples": 16, "trajectories": 4, "replicates": 4, "indicators": ("jobs",)}
        return Asked(experiment, **(usual | options))

    return asking


@pytest.fixture(scope="session")
def analysing(asking):
    """Analyse into a folder; gives the analysis and every engine that was built."""

    def analysing(folder, bad=None, **options):
        engines = []

        def build(points, seed, keep, bad):
            engines.append(Known(points, seed, keep, bad or {}))
            return engines[-1]

        asked = asking(**options)
        found = sensitivity(asked, folder, workers=2, build=partial(build, bad=bad))
        return found, engines

    return analysing


@pytest.fixture(scope="session")
def analysis(analysing, tmp_path_factory):
    """All methods, once."""
    return analysing(tmp_path_factory.mktemp("whole"), samples=32, switches=False)[0]
