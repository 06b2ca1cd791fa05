"""The scenario of a results folder, and one of its worlds, made again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twinsim.errors import ScenarioError
from twinsim.sweep.results import Results
from twinsim.sweep.sources import sources_sha256

if TYPE_CHECKING:
    from twinsim.scenario import Scenario


def scenario_of(results: Results) -> Scenario | None:
    """The scenario that made the results; None where the folder does not hold all of it and
    `results.table` does not give the rest (the facts of cities)."""
    from twinsim.scenario import load

    path = results.folder / "scenario.toml"
    try:
        scenario = load(path, cities=results.table) if path.is_file() else None
    except ScenarioError:
        return None
    same = scenario is not None and scenario.sha256() == results.manifest.identity.input_sha256
    return scenario if same else None


def same_model(results: Results) -> bool:
    """Whether the model is still the one that made the results: a world made again is then the
    same world."""
    return results.manifest.identity.sources == sources_sha256()
