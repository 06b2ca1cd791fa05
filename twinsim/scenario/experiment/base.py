"""The scenario that an experiment varies: found, changed by `[set]`, checked, rebuilt."""

from __future__ import annotations

import copy
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from typing import Any

from twinsim.errors import Fault, ScenarioError
from twinsim.scenario.build import build
from twinsim.scenario.checks import check_size
from twinsim.scenario.cities import CityTable
from twinsim.scenario.document import Document
from twinsim.scenario.experiment.settings import changed, known, leaves, words
from twinsim.scenario.faults import Faults, Path
from twinsim.scenario.model import Scenario
from twinsim.scenario.names import name_of
from twinsim.scenario.packaged import packaged, path_of

# What is the same at every point, so that rows of all points stand in one table.
FIXED = ("schema", "name", "title", "months", "reference", "contrasts")


@dataclass(frozen=True)
class Base:
    """The written values of the scenario, with `[set]` applied, and what it is built with."""

    document: Document
    table: CityTable
    name: str

    @property
    def written(self) -> list[str]:
        """The dotted keys that the scenario writes, of those that factors may change."""
        keys = (key for key, _, _ in leaves(self.document.values))
        return sorted(key for key in keys if key.split(".")[0] not in FIXED)

    def scenario(self, settings: Mapping[str, Any]) -> Scenario:
        """The scenario with dotted keys set. Raises :class:`ScenarioError`."""
        try:
            values = changed(self.document.values, settings)
        except KeyError as error:
            fault = Fault("", 0, str(error.args[0]), "", "expected a table of keys")
            raise ScenarioError(fault) from error
        return build(replace(self.document, values=values), self.table, self.name)

    def own_parameters(self, settings: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
        """The parameters that arms write of their own, with dotted keys set, by arm."""
        arms = changed(self.document.values, settings).get("arms", {})
        return {id: arm.get("parameters", {}) for id, arm in arms.items()}


def read_base(
    faults: Faults,
    document: Document,
    values: Mapping[str, Any],
    folder: FilePath,
    table: CityTable,
    settings: Sequence[str],
) -> tuple[Base | None, list[Fault]]:
    """The base of an experiment file and the faults of the scenario itself.

    `document` is the experiment file, `settings` are overrides of the scenario.
    """
    try:
        base = _read(faults, document, values.get("scenario"), folder)
    except ScenarioError as error:
        return None, error.faults
    if base is None:
        return None, []
    _put(faults, document, values.get("set", {}), base)
    try:
        base.override(settings)
    except ScenarioError as error:
        return None, error.faults
    own = base.file == document.file
    return Base(base, table, str(values.get("name", "")) if own else name_of(base.file)), []


def select(scenario: Scenario, arms: Sequence[str], contrasts: Sequence[str]) -> Scenario:
    """The scenario with some of its arms and contrasts."""
    if len(arms) == len(scenario.arms) and tuple(contrasts) == scenario.contrasts:
        return scenario
    kept = tuple(arm for arm in scenario.arms if arm.id in arms)
    return replace(scenario, arms=kept, contrasts=tuple(contrasts))


def with_parameters(
    scenario: Scenario, numbers: Mapping[str, float], own: Mapping[str, Mapping[str, Any]]
) -> Scenario:
    """The scenario with some of its parameters set, in every arm that has no value of its `own`.

    The numbers are known to lie in their domains; that the firms still fit into memory is
    checked. Raises :class:`ScenarioError`.
    """
    fresh = {id: value + 0.0 for id, value in numbers.items()}
    arms = tuple(
        replace(arm, parameters=_sorted(arm.parameters, fresh, own.get(arm.id, {})))
        for arm in scenario.arms
    )
    made = replace(scenario, parameters=_sorted(scenario.parameters, fresh, {}), arms=arms)
    faults = Faults(lambda path: ("", 0))
    check_size(faults, made)
    if faults:
        raise ScenarioError(faults.all)
    return made


def _sorted(
    before: Mapping[str, float], fresh: Mapping[str, float], kept: Mapping[str, Any]
) -> dict[str, float]:
    both = {**before, **fresh, **{id: before[id] for id in kept}}
    return dict(sorted(both.items()))


def _read(faults: Faults, document: Document, named: Any, folder: FilePath) -> Document | None:
    """The document of the scenario: a packaged one, a file, or a table of the file itself."""
    if isinstance(named, dict):
        own = {path[1:]: at for path, at in document.origins.items() if path[:1] == ("scenario",)}
        return Document(document.file, copy.deepcopy(named), own)
    expected = "the name of a packaged scenario, the path of a file, or a table [scenario]"
    if not isinstance(named, str) or not named or "\0" in named:
        if named is not None:
            faults.add(("scenario",), f"expected {expected}", named)
        return None
    path, near = path_of(named)
    if named not in packaged() and near.casefold() != named.casefold():
        path = folder / path
    if not os.path.exists(path):
        expected = f"expected the path of a file or one of: {', '.join(packaged())}"
        faults.add(("scenario",), f"{expected}; there is no such file", named, packaged())
        return None
    return Document.read(path, "a scenario")


def _put(faults: Faults, document: Document, table: Any, base: Document) -> None:
    """Apply `[set]`, each key with its own line."""
    for key, value, path in leaves(table) if isinstance(table, dict) else ():
        place: Path = ("set", *path)
        if not known(key):
            faults.add(place, "expected a key of the scenario", key, words())
            continue
        try:
            base.put(tuple(key.split(".")), value, document.place(place))
        except KeyError as error:
            faults.add(place, f"expected a key, {error.args[0]} is no table", key)
