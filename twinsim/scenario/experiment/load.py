"""Load an experiment file: every fault of it, of its scenario and of its tables at once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path as FilePath
from typing import Any

from twinsim.errors import ExperimentError, Fault, ScenarioError
from twinsim.scenario.checks import check_contrasts
from twinsim.scenario.cities import CityTable, cities_table
from twinsim.scenario.document import SET, Document
from twinsim.scenario.experiment.base import Base, read_base, select
from twinsim.scenario.experiment.blocks import Block, read_blocks
from twinsim.scenario.experiment.factor import Factor
from twinsim.scenario.experiment.levers import read_levers, try_out
from twinsim.scenario.experiment.model import Experiment, united
from twinsim.scenario.experiment.schema import MOST_FACTORS, MOST_LEVELS, ExperimentFile
from twinsim.scenario.experiment.settings import leaves, overlap
from twinsim.scenario.experiment.uncertainties import read_uncertainties
from twinsim.scenario.faults import Faults, Path
from twinsim.scenario.model import Scenario
from twinsim.scenario.names import frozen, name_of
from twinsim.scenario.packaged import packaged_experiments, path_of
from twinsim.scenario.schema import errors_of, report

AnyPath = str | os.PathLike[str]

_OWN = ("scenario", "levers", "uncertainties", "design")


def load_experiment(
    name_or_path: AnyPath, *, set: Sequence[str] = (), cities: AnyPath | None = None
) -> Experiment:
    """Load an experiment: a packaged one by name, or a TOML file.

    `set` are overrides `KEY=VALUE` of the scenario that it varies, at every point; `cities` is a
    city table (CSV) whose rows stand beside the packaged ones, or in their place.

    Raises :class:`ExperimentError` with every fault of the file and of what it names.
    """
    known = packaged_experiments()
    path, near = path_of(name_or_path, known)
    what = "an experiment"
    if not os.path.exists(path) and not near:
        what = f"an experiment file or one of: {', '.join(known)}"
    try:
        document = Document.read(path, what, nearest=near)
        if not is_experiment(document.values):
            expected = "expected an experiment, with `scenario` and [levers] or [uncertainties]"
            raise ScenarioError(Fault(document.file, 0, "", "", expected))
        return build_experiment(document, cities_table(cities), path.parent, name_of(path), set)
    except ScenarioError as error:
        raise ExperimentError(error.faults) from error


def is_experiment(values: dict[str, Any]) -> bool:
    """Whether the values of a TOML file are those of an experiment and not of a scenario."""
    return any(key in values for key in _OWN)


def build_experiment(
    document: Document,
    table: CityTable,
    folder: FilePath,
    name: str,
    settings: Sequence[str] = (),
) -> Experiment:
    """The experiment that a document describes; `folder` is where its files are found.

    Raises :class:`ExperimentError` with every fault.
    """
    faults = Faults(document.place)
    own = {"name": name} | document.values
    values = {key: frozen(value) for key, value in own.items()}
    errors = errors_of(ExperimentFile, values)
    report(faults, ExperimentFile, errors, ())
    wrong = {error["loc"][0] for error in errors}
    base, elsewhere = read_base(faults, document, own, folder, table, settings)
    usual = None
    if base is not None:
        try:
            usual = base.scenario({})
        except ScenarioError as error:
            elsewhere += error.faults
    written = base.document.values if base else {}
    factors = _factors(faults, values, written, table)
    elsewhere += _check_fixed(faults, base, document.values.get("set"), factors)
    tried = [usual] if usual else []
    if base and usual:
        if sum(len(factor.levels) for factor in factors if factor.role == "lever") > MOST_LEVELS:
            faults.add(("levers",), f"expected at most {MOST_LEVELS:,} values of levers in all")
        for factor in factors if not faults else ():
            if factor.role == "lever":
                tried += try_out(faults, factor, base, usual)
    blocks: tuple[Block, ...] = ()
    if not {"design", "samples"} & wrong and not faults:
        sound = ExperimentFile.model_validate(values)
        try:
            blocks = read_blocks(faults, sound.design, factors, sound.samples, folder)
        except ScenarioError as error:
            elsewhere += error.faults
    arms, contrasts = _compared(faults, values, usual, wrong)
    if faults or elsewhere or usual is None or base is None:
        raise ExperimentError([*(faults.all if faults else ()), *elsewhere])
    file = ExperimentFile.model_validate(values)
    return Experiment(
        name=file.name,
        title=file.title or file.name,
        question=file.question,
        replicates=file.replicates,
        samples=file.samples,
        factors=tuple(factors),
        blocks=blocks,
        arms=arms,
        contrasts=contrasts,
        base=select(usual, arms, contrasts),
        cities=united(tried),
        _base=base,
    )


def _factors(
    faults: Faults, values: dict[str, Any], written: dict[str, Any], table: CityTable
) -> list[Factor]:
    """Levers and uncertainties; no key is set by two of them, no two have one name."""
    levers = read_levers(faults, values.get("levers"), table, written)
    own = written.get("parameters")
    taken = [*own] if isinstance(own, dict) else []
    taken += [
        key.removeprefix("parameters.")
        for lever in levers
        for key in lever.keys
        if key.startswith("parameters.")
    ]
    uncertain = read_uncertainties(faults, values.get("uncertainties"), taken)
    setter: dict[str, Factor] = {}
    names: set[str] = {"levers", "uncertainties"}
    for factor in (*levers, *uncertain):
        place: Path = ("levers" if factor.role == "lever" else "uncertainties", factor.id)
        if factor.id in names:
            expected = "expected a name that no other factor has"
            faults.add(place, f"{expected} and that is not `levers` or `uncertainties`", factor.id)
        names.add(factor.id)
        for key in factor.keys:
            other = next(
                (f for k, f in setter.items() if overlap(k, key) and f is not factor), None
            )
            if other is not None:
                faults.add(
                    place, f"expected a key that no other factor sets, {other.id} sets it", key
                )
        setter |= dict.fromkeys(factor.keys, factor)
    factors = [*levers, *uncertain]
    if not factors and not faults:
        faults.add((), "expected at least one factor in [levers] or [uncertainties]")
    if len(factors) > MOST_FACTORS:
        faults.add(("levers",), f"expected at most {MOST_FACTORS:,} factors")
    return factors


def _check_fixed(
    faults: Faults, base: Base | None, table: Any, factors: Sequence[Factor]
) -> list[Fault]:
    """What `[set]` fixes at every point is varied by no factor; faults of what `--set` does."""
    varied = {key: factor.id for factor in factors for key in factor.always}

    def varier(key: str) -> str:
        return next((id for own, id in varied.items() if overlap(own, key)), "")

    for key, _, path in leaves(table) if isinstance(table, dict) else ():
        if id := varier(key):
            faults.add(("set", *path), f"expected a key that no factor varies, {id} varies it", key)
    origins = base.document.origins if base else {}
    overridden = [".".join(map(str, path)) for path, (file, _) in origins.items() if file == SET]
    return [
        Fault(SET, 0, key, "", f"expected a key that no factor varies, {varier(key)} varies it")
        for key in overridden
        if varier(key)
    ]


def _compared(
    faults: Faults, values: dict[str, Any], usual: Scenario | None, wrong: set[Any]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The arms that are run, in the scenario's order, and their contrasts."""
    if usual is None or {"arms", "contrasts"} & wrong:
        return (), ()
    there = [arm.id for arm in usual.arms]
    listed = f"the arms are {', '.join(there)}"
    asked = values.get("arms", there)
    for i, arm in enumerate(asked):
        if arm not in there:
            faults.add(("arms", i), f"expected an arm of the scenario; {listed}", arm, there)
        elif arm in asked[:i]:
            faults.add(("arms", i), "expected each arm once", arm)
    if usual.reference not in asked:
        expected = f"expected the reference {usual.reference} among them"
        faults.add(("arms",), f'{expected}, or another by "reference" in [set]')
    arms = tuple(arm for arm in there if arm in asked)
    contrasts = values.get("contrasts")
    if contrasts is None:
        return arms, tuple(c for c in usual.contrasts if {*c.split("-", 1)} <= {*arms})
    check_contrasts(faults, usual.reference, contrasts, arms)
    return arms, tuple(contrasts)
