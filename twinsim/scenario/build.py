"""From a document to a scenario, or to all that is wrong with it."""

from __future__ import annotations

from typing import Any

from twinsim.errors import ScenarioError
from twinsim.registry import mechanisms
from twinsim.scenario.arms import ArmTables, arm_tables
from twinsim.scenario.checks import (
    check_cities,
    check_contrasts,
    check_gains,
    check_networks,
    check_parameters,
    check_programme,
    check_size,
)
from twinsim.scenario.cities import CityTable
from twinsim.scenario.document import Document
from twinsim.scenario.faults import Faults, Path
from twinsim.scenario.model import CONTRASTS, DESIGNS, Arm, Scenario
from twinsim.scenario.names import canonical
from twinsim.scenario.programme import Programme
from twinsim.scenario.schema import File, errors_of, report


def build(document: Document, table: CityTable, name: str) -> Scenario:
    """The scenario that a document describes; `name` is used where it gives none.

    Raises :class:`ScenarioError` with every fault.
    """
    faults = Faults(document.place)
    values = canonical({"name": name, **document.values}, table)
    errors = errors_of(File, values)
    report(faults, File, errors, ())
    wrong = {tuple(error["loc"]) for error in errors}
    check_cities(faults, values.get("cities"), table)
    check_networks(faults, values, table)
    _check_base(faults, values, table, wrong)
    arms = arm_tables(faults, values, table)
    if not {"arms", "reference", "contrasts"} & {path[0] for path in wrong}:
        # An arm whose id is wrong has its fault already; to name it is no second one.
        _check_named(
            faults, values, (*arms, *(id for id in values.get("arms", ()) if id not in arms))
        )
    if faults:
        raise ScenarioError(faults.all)
    scenario = _scenario(File.model_validate(values), values, arms, table)
    check_size(faults, scenario)
    if faults:
        raise ScenarioError(faults.all)
    return scenario


def _check_base(faults: Faults, values: dict[str, Any], table: CityTable, wrong: set[Path]) -> None:
    """What goes beyond the types of single keys, wherever those allow to tell."""
    programme = values.get("programme", {})
    if isinstance(programme, dict):
        bad = {path[1:] for path in wrong if path[:1] == ("programme",)}
        check_programme(faults, programme, values.get("cities"), table, ("programme",), bad)
    check_gains(faults, values.get("mechanisms", {}), ("mechanisms",))
    check_parameters(faults, values.get("parameters", {}), ("parameters",))


def _check_named(faults: Faults, values: dict[str, Any], arms: tuple[str, ...]) -> None:
    """The reference and the contrasts name arms; a scenario without links lists all three."""
    programme = values.get("programme", {})
    if isinstance(programme, dict) and not programme.get("links"):
        missing = [key for key in ("reference", "contrasts") if key not in values]
        missing += [] if arms else ["arms"]
        for key in missing:
            faults.add((key,), "expected this key where programme.links has no pair of cities")
        if missing:
            return
    reference = values.get("reference", "baseline")
    check_contrasts(faults, reference, values.get("contrasts", CONTRASTS), arms)


def _scenario(
    file: File, values: dict[str, Any], arms: dict[str, ArmTables], table: CityTable
) -> Scenario:
    by_id = {city.id: city for city in table}
    gains = dict.fromkeys(mechanisms(), 1.0) | {k: float(v) for k, v in file.mechanisms.items()}
    numbers = dict(sorted(_floats(file.parameters).items()))
    return Scenario(
        name=file.name,
        title=file.title,
        start=file.start,
        months=file.months,
        warmup=file.warmup,
        luck=file.luck,
        cities=file.cities,
        followers=file.followers,
        networks=file.networks if "networks" in values else _networks(file),
        profiles=tuple(by_id[city] for city in sorted((*file.cities, *file.followers))),
        programme=file.programme,
        mechanisms=gains,
        parameters=numbers,
        arms=tuple(
            Arm(
                id,
                arm.design or DESIGNS.get(id, "twin"),
                Programme.model_validate(arm.programme),
                gains | {key: float(value) for key, value in arm.mechanisms.items()},
                dict(sorted((numbers | _floats(arm.parameters)).items())),
            )
            for id, arm in arms.items()
        ),
        reference=file.reference,
        contrasts=file.contrasts if "contrasts" in values else CONTRASTS,
        table=table,
    )


def _networks(file: File) -> tuple[tuple[str, ...], ...]:
    """Without networks written, followers hear of what all cities adopt."""
    return ((*file.cities, *file.followers),) if file.followers else ()


def _floats(values: dict[str, Any]) -> dict[str, float]:
    return {key: float(value) + 0.0 for key, value in values.items()}  # -0.0 becomes 0.0
