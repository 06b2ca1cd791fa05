"""Load and check scenarios and city tables."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from twinsim.errors import Fault, ScenarioError, TwinsimError
from twinsim.scenario.build import build
from twinsim.scenario.checks import A_CITY
from twinsim.scenario.cities import CityTable, cities_table
from twinsim.scenario.document import Document
from twinsim.scenario.experiment.load import build_experiment, is_experiment
from twinsim.scenario.model import Scenario
from twinsim.scenario.names import name_of
from twinsim.scenario.packaged import packaged, packaged_experiments, path_of

FilePath = str | os.PathLike[str]

TABLE = "cities.csv"  # what a folder of one's own calls its city table


def load(
    name_or_path: FilePath,
    *,
    set: Sequence[str] = (),
    cities: FilePath | None = None,
    parameters: FilePath | None = None,
) -> Scenario:
    """Load a scenario: a packaged one by name, or a TOML file.

    Parameters
    ----------
    set
        Overrides `KEY=VALUE`: KEY a dotted key of the scenario, VALUE as in TOML, a bare
        word being a string (`programme.budget=500`, `arms.light.programme.award=20`).
    cities
        A city table (CSV) whose rows stand beside the packaged ones, or in their place.
    parameters
        "central" (the default), or a TOML file of `id = value` that overrides the
        scenario's own `parameters`; `set` overrides both.

    Raises
    ------
    ScenarioError
        With every fault of the file that is read.
    """
    table = cities_table(cities)
    document = _read(name_or_path)
    if is_experiment(document.values):
        expected = "expected a scenario; this is an experiment, for twinsim sweep"
        raise ScenarioError(Fault(document.file, 0, "", "", expected))
    if parameters is not None and parameters != "central":
        _put_parameters(document, Document.read(parameters, "a file of parameters"))
    document.override(set)
    try:
        return build(document, table, name_of(name_or_path))
    except ScenarioError as error:
        if cities is not None:
            raise
        raise ScenarioError(
            _with_table_beside(error.faults, name_or_path, "add --cities ")
        ) from None


def check(paths: Iterable[FilePath] | FilePath) -> list[Fault]:
    """All faults of scenarios, experiments and city tables (`.csv`); none is an empty list.

    City tables among `paths` are known to the scenarios and experiments among them.
    """
    several = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    table = cities_table()
    faults: list[Fault] = []
    for path in several:
        if _is_table(path):
            try:
                table = table.with_rows(CityTable.read(path))
            except ScenarioError as error:
                faults += error.faults
    for path in several:
        if not _is_table(path):
            try:
                _check_file(path, table)
            except TwinsimError as error:
                found = error.faults
                if not any(_is_table(other) for other in several):
                    found = _with_table_beside(found, path, "check it together with ")
                faults += found
    return faults


def notes(paths: Iterable[FilePath]) -> list[str]:
    """Remarks on the city tables among files: columns that are not known, and so ignored."""
    said: list[str] = []
    for path in filter(_is_table, paths):
        with suppress(ScenarioError):  # its faults are told by `check`
            said += CityTable.read(path).notes
    return said


def _check_file(path: FilePath, table: CityTable) -> None:
    """Build what a TOML file describes: an experiment by its keys or its packaged name."""
    known = {**packaged_experiments(), **packaged()}
    document = _read(path, "a scenario or an experiment", known)
    if is_experiment(document.values):
        folder = Path(path_of(path, known)[0]).parent
        build_experiment(document, table, folder, name_of(path))
    else:
        build(document, table, name_of(path))


def _read(
    name: FilePath, what: str = "a scenario", among: Mapping[str, Path] | None = None
) -> Document:
    known = packaged() if among is None else among
    path, near = path_of(name, known)
    if not os.path.exists(path) and not near:
        what = f"{what} file or one of: {', '.join(known)}"
    return Document.read(path, what, nearest=near)


def _with_table_beside(faults: list[Fault], scenario: FilePath, how: str) -> list[Fault]:
    """The faults; those of a city that a `cities.csv` beside the scenario has, or may have where it
    cannot be read yet, say so."""
    path = os.path.join(os.path.dirname(os.fspath(scenario)), TABLE)
    if not os.path.isfile(path) or not any(fault.expected == A_CITY for fault in faults):
        return faults
    table, state = None, "lies beside it, with faults of its own"
    with suppress(ScenarioError):
        table, state = CityTable.read(path), "beside it has this one"
    hint = f"{A_CITY}; {path} {state}: {how}{shlex.quote(path)}"
    return [
        replace(fault, expected=hint, nearest="")
        if fault.expected == A_CITY and (table is None or table.find(fault.value.strip('"')))
        else fault
        for fault in faults
    ]


def _put_parameters(document: Document, values: Document) -> None:
    if not isinstance(document.values.setdefault("parameters", {}), dict):
        return
    for id, value in values.values.items():
        document.put(("parameters", id), value, values.place((id,)))


def _is_table(path: FilePath) -> bool:
    return os.fspath(path).lower().endswith(".csv")
