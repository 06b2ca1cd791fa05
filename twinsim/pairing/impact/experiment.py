"""What is run: the anchor's programme with each candidate as partner, one lever, three arms."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from twinsim.scenario import CityProfile, CityTable, Experiment
from twinsim.scenario.document import Document
from twinsim.scenario.experiment.load import build_experiment
from twinsim.scenario.packaged import packaged, path_of

ARMS = ("baseline", "solo", "twin")
CONTRASTS = ("twin-baseline", "twin-solo")
LEVER = "partner"
_BUDGET = 1000  # k£ where no packaged scenario is the anchor's


def experiment_of(
    anchor: CityProfile,
    partners: Sequence[str],
    table: CityTable,
    *,
    scenario: str | None = None,
    settings: Sequence[str] = (),
    replicates: int = 200,
    arms: Sequence[str] = ARMS,
    levers: Mapping[str, Any] | None = None,
) -> Experiment:
    """The experiment that varies the anchor's partner over these ids, in the order of ids.

    The programme is that of `scenario` (a packaged name or a file), else of the first packaged
    scenario of the anchor, else one of defaults and 1,000 k£; its written themes are left out:
    they suit the pair that they were written for. `settings` are overrides KEY=VALUE, `levers`
    further ones. Raises :class:`twinsim.errors.ExperimentError` and :class:`ScenarioError`.
    """
    where, values = _programme(anchor, sorted(partners)[0], scenario)
    document = Document(
        where,
        {
            "schema": 1,
            "name": f"{anchor.id[:40]}-partners",
            "title": "Partners compared",
            "question": "With which partner would the programme do most, and how sure is that?",
            "scenario": values,
            "set": {"programme": {"themes": []}},
            "replicates": replicates,
            "arms": list(arms),
            "contrasts": [c for c in CONTRASTS if {*c.split("-")} <= {*arms}],
            "levers": {
                LEVER: {
                    "title": "partner city",
                    "anchor": anchor.id,
                    "partners": sorted(partners),
                },
                **(levers or {}),
            },
        },
        {},
    )
    return build_experiment(document, table, Path(), "partners", settings)


def scenario_name(anchor: CityProfile, scenario: str | None = None) -> str:
    """The name of the scenario whose programme is run, "" for one of defaults."""
    return scenario if scenario is not None else next(iter(_of(anchor)), "")


def _programme(
    anchor: CityProfile, partner: str, scenario: str | None
) -> tuple[str, dict[str, Any]]:
    """A name for errors, and the values of the scenario."""
    name = scenario_name(anchor, scenario)
    if not name:
        values = {
            "schema": 1,
            "name": f"{anchor.id[:40]}-partners",
            "cities": [anchor.id, partner],
            "programme": {"budget": _BUDGET, "links": [[anchor.id, partner]]},
        }
        return "", values
    path, near = path_of(name)
    document = Document.read(path, "a scenario", nearest=near)
    return document.file, copy.deepcopy(document.values)


def _of(anchor: CityProfile) -> dict[str, Path]:
    """Packaged scenarios that hold the anchor, by name."""
    found = {}
    for name, path in packaged().items():
        cities = Document.read(path, "a scenario").values.get("cities", ())
        if anchor.id in cities:
            found[name] = path
    return found
