"""Uncertainties: parameters by their prior, or within a range or a list of values."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from twinsim.registry import parameters
from twinsim.scenario.domains import domain, key_of_lever
from twinsim.scenario.experiment.factor import Factor, plain
from twinsim.scenario.experiment.levers import ranged
from twinsim.scenario.experiment.schema import RangeTable
from twinsim.scenario.faults import Faults, Path
from twinsim.scenario.schema import errors_of, report

_ALL, _EXCEPT = "all", "except"


def read_uncertainties(faults: Faults, table: Any, taken: Collection[str]) -> list[Factor]:
    """The uncertainties of a file.

    `taken` are the parameters that a lever or the scenario sets: `all` leaves them out.
    """
    if not isinstance(table, dict):
        return []
    found = {}
    for id, given in table.items():
        if id not in (_ALL, _EXCEPT):
            factor = _uncertainty(faults, id, given, ("uncertainties", id))
            if factor is not None:
                found[id] = factor
    left_out = _left_out(faults, table)
    if _ALL in table and table[_ALL] != "prior":
        faults.add(("uncertainties", _ALL), 'expected "prior"', table[_ALL], ["prior"])
    elif _ALL in table:
        for id, row in parameters().items():
            named = id in table or id in taken or id in left_out
            if row.prior is not None and row.role != "lever" and not named:
                found[id] = _by_prior(id)
    return [found[id] for id in parameters() if id in found] if _ALL in table else [*found.values()]


def _left_out(faults: Faults, table: dict[str, Any]) -> tuple[str, ...]:
    names = table.get(_EXCEPT, ())
    path: Path = ("uncertainties", _EXCEPT)
    if not isinstance(names, tuple):
        faults.add(path, "expected a list of parameters", names)
        return ()
    if names and _ALL not in table:
        faults.add(path, 'expected `all = "prior"` beside it')
    for i, id in enumerate(names):
        if not isinstance(id, str) or id not in parameters():
            faults.add((*path, i), "expected the id of a parameter", id, parameters())
    return tuple(id for id in names if isinstance(id, str))


def _uncertainty(faults: Faults, id: str, given: Any, path: Path) -> Factor | None:
    if id not in parameters():
        faults.unknown(path, tuple(parameters()), "expected the id of a parameter")
        return None
    if key := key_of_lever(id):
        faults.add(path, f"expected an uncertain parameter, this is a lever: {key}")
        return None
    if given == "prior" and isinstance(given, str):
        if parameters()[id].prior is None:
            expected = "expected { low = …, high = … }, this parameter has no prior"
            faults.add(path, expected, given)
            return None
        return _by_prior(id)
    if not isinstance(given, dict):
        expected = 'expected "prior", or { low = …, high = … }, or { values = […] }'
        faults.add(path, expected, given, ["prior"] if isinstance(given, str) else ())
        return None
    if errors := errors_of(RangeTable, given):
        report(faults, RangeTable, errors, path)
        return None
    table = RangeTable.model_validate(given)
    row = parameters()[id]
    whole = domain(id).whole
    factor = ranged(
        faults,
        Factor(id, row.meaning, "uncertainty", row.unit, f"parameters.{id}"),
        table.model_copy(update={"whole": True}) if whole else table,
        path,
    )
    return factor if factor and _plausible(faults, factor, path) else None


def _by_prior(id: str) -> Factor:
    row = parameters()[id]
    key = f"parameters.{id}"
    bounds = domain(id)
    return Factor(
        id,
        row.meaning,
        "uncertainty",
        row.unit,
        key,
        whole=bounds.whole,
        prior=row.prior,
        domain=bounds,
    )


def _plausible(faults: Faults, factor: Factor, path: Path) -> bool:
    """Whether the parameter may have all its values."""
    allowed = domain(factor.id)
    expected = f"expected {allowed} ({factor.unit})"
    ends = {"low": factor.low, "high": factor.high}
    wrong: list[tuple[Path, object]] = [
        ((*path, end), value)
        for end, value in ends.items()
        if value is not None and value not in allowed
    ]
    wrong += [
        ((*path, "values", i), value)
        for i, value in enumerate(factor.levels)
        if isinstance(value, str | bool) or value not in allowed
    ]
    for place, value in wrong:
        faults.add(place, expected, plain(value))
    return not wrong
