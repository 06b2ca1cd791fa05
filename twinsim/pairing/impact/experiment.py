"""What is run: the anchor's programme with each candidate as partner, one lever, three arms; for a
portfolio one programme with every pair of cities, two arms."""

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
PAIR = "pair"
REPLICATES = 200
"""The experiment's own, whatever is asked for: they set the range of its files, so that more of
them is growth."""

_BUDGET = 1000  # k£ where no packaged scenario is the anchor's
_LABEL = 60


def experiment_of(
    anchor: CityProfile,
    partners: Sequence[str],
    table: CityTable,
    *,
    scenario: str | None = None,
    settings: Sequence[str] = (),
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
            "replicates": REPLICATES,
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


def experiment_of_pairs(
    pairs: Sequence[tuple[str, str]],
    table: CityTable,
    *,
    scenario: str | None = None,
    settings: Sequence[str] = (),
) -> Experiment:
    """The experiment that varies the pair over these, each two ids in their order.

    The programme is the same for all: that of `scenario`, or one of defaults and 1,000 k£. Its
    written themes are left out, and its payers: they suit the pair that they were written for, and
    the two cities of a pair bear the same. The rest as in :func:`experiment_of`.
    """
    where, values = _written(scenario) if scenario else ("", _defaults("pairs", *pairs[0]))
    if isinstance(programme := values.get("programme"), dict):
        programme.pop("payers", None)
    document = Document(
        where,
        {
            "schema": 1,
            "name": "pairs",
            "title": "Pairs compared",
            "question": "With which pairs would the programme do most, and how sure is that?",
            "scenario": values,
            "set": {"programme": {"themes": []}},
            "replicates": REPLICATES,
            "arms": [ARMS[0], ARMS[-1]],
            "contrasts": [CONTRASTS[0]],
            "levers": {
                PAIR: {
                    "title": "pair of cities",
                    "options": {
                        label: {"cities": [*pair], "programme": {"links": [[*pair]]}}
                        for label, pair in labelled(pairs).items()
                    },
                }
            },
        },
        {},
    )
    return build_experiment(document, table, Path(), "pairs", settings)


def labelled(pairs: Sequence[tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Pairs by labels that a lever's options may have, in the order of the ids: `belfast_sejong`,
    cut where it is long, numbered where two are alike."""
    found: dict[str, tuple[str, str]] = {}
    for pair in sorted(pairs):
        label = "_".join(pair)[:_LABEL]
        number = 2
        while label in found:
            label = f"{'_'.join(pair)[: _LABEL - 5]}_{number}"
            number += 1
        found[label] = pair
    return found


def scenario_name(anchor: CityProfile, scenario: str | None = None) -> str:
    """The name of the scenario whose programme is run, "" for one of defaults."""
    return scenario if scenario is not None else next(iter(_of(anchor)), "")


def _programme(
    anchor: CityProfile, partner: str, scenario: str | None
) -> tuple[str, dict[str, Any]]:
    """A name for errors, and the values of the scenario."""
    name = scenario_name(anchor, scenario)
    if name:
        return _written(name)
    return "", _defaults(f"{anchor.id[:40]}-partners", anchor.id, partner)


def _defaults(name: str, a: str, b: str) -> dict[str, Any]:
    """A scenario of two cities in which no more is written than has to be."""
    programme = {"budget": _BUDGET, "links": [[a, b]]}
    return {"schema": 1, "name": name, "cities": [a, b], "programme": programme}


def _written(name: str) -> tuple[str, dict[str, Any]]:
    """A name for errors, and the values of a packaged scenario or a file."""
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
