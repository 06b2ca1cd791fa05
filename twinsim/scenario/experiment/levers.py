"""Levers: what a designer chooses, read and tried out on the base one level at a time."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from twinsim.errors import ScenarioError
from twinsim.scenario.cities import CityTable
from twinsim.scenario.experiment.base import FIXED, Base
from twinsim.scenario.experiment.factor import Factor, Value, plain
from twinsim.scenario.experiment.schema import MOST_LEVELS, LeverTable, RangeTable
from twinsim.scenario.experiment.settings import known, leaves, words
from twinsim.scenario.experiment.units import is_whole, meaning_of, unit_of
from twinsim.scenario.faults import Faults, Path
from twinsim.scenario.kinds import ID, LONGEST_ID
from twinsim.scenario.model import Scenario
from twinsim.scenario.schema import errors_of, report

_OF_PARTNERS = ("cities", "programme.links")
_KINDS = ("values", "low", "options", "anchor")


def read_levers(
    faults: Faults, tables: Any, cities: CityTable, written: Mapping[str, Any]
) -> list[Factor]:
    """The levers of a file, as far as they can be read without the scenario."""
    found = []
    for id, table in tables.items() if isinstance(tables, dict) else ():
        path: Path = ("levers", id)
        if not re.fullmatch(ID, id) or len(id) > LONGEST_ID:
            faults.add(path, "expected the id of a lever, of a–z, 0–9 and _")
        elif not isinstance(table, dict):
            faults.add(path, f"expected a table [levers.{id}]", table)
        elif errors := errors_of(LeverTable, table):
            report(faults, LeverTable, errors, path)
        else:
            lever = _lever(faults, id, LeverTable.model_validate(table), path, cities, written)
            found += [lever] if lever else []
    return found


def _lever(
    faults: Faults,
    id: str,
    table: LeverTable,
    path: Path,
    cities: CityTable,
    written: Mapping[str, Any],
) -> Factor | None:
    given = table.model_fields_set
    kinds = [kind for kind in _KINDS if kind in given or (kind == "low" and "high" in given)]
    if len(kinds) != 1:
        expected = "expected one of: values or low and high (of a key), options, anchor"
        faults.add(path, f"{expected}; found {', '.join(kinds) or 'none'}")
        return None
    title = table.title or (meaning_of(table.key) if table.key else "") or id.replace("_", " ")
    if kinds[0] in ("values", "low"):
        return _of_key(faults, id, table, path, title)
    options = (
        _partners(faults, table, path, cities, written)
        if kinds[0] == "anchor"
        else _options(faults, table, path)
    )
    if table.key is not None:
        faults.add((*path, "key"), "expected no key beside options or an anchor", table.key)
    if not options:
        return None
    return Factor(id, title, "lever", levels=tuple(options), options=options)


def _of_key(faults: Faults, id: str, table: LeverTable, path: Path, title: str) -> Factor | None:
    if table.key is None:
        faults.add((*path, "key"), "expected this key: a dotted key of the scenario, in quotes")
        return None
    if not known(table.key):
        faults.add((*path, "key"), "expected a key of the scenario", table.key, words())
        return None
    if table.key.split(".")[0] in FIXED:
        expected = "expected a key that may differ between points; [set] changes it at all"
        faults.add((*path, "key"), expected, table.key)
        return None
    factor = Factor(id, title, "lever", table.unit or unit_of(table.key), table.key)
    if is_whole(table.key):
        table = table.model_copy(update={"whole": True})
    return ranged(faults, factor, table, path)


def ranged(faults: Faults, factor: Factor, table: RangeTable, path: Path) -> Factor | None:
    """The factor with the levels or the range that a table gives."""
    if table.values is not None:
        for key in ("low", "high"):
            if key in table.model_fields_set:
                faults.add((*path, key), "expected values or a range, not both")
        levels = levels_of(faults, table.values, (*path, "values"))
        whole = all(isinstance(value, int) for value in table.values)
        return replace(factor, levels=levels, whole=whole) if levels else None
    low, high = table.low, table.high
    if low is None or high is None:
        missing = "low" if low is None else "high"
        faults.add((*path, missing), "expected both ends of the range")
        return None
    if not low < high:
        faults.add((*path, "high"), f"expected a number above low = {low:g}", plain(high))
        return None
    if table.scale == "log" and low <= 0.0:
        faults.add((*path, "low"), "expected a number above 0 on a log scale", plain(low))
        return None
    if table.whole and (low != math.floor(low) or high != math.floor(high)):
        faults.add(path, "expected whole ends of a range of whole numbers", [low, high])
        return None
    return replace(factor, low=low, high=high, scale=table.scale, whole=table.whole)


def levels_of(faults: Faults, values: tuple[Any, ...], path: Path) -> tuple[Value, ...]:
    """The levels in a list: numbers, words or true and false, each once."""
    levels: list[Value] = []
    kinds = {_kind(value) for value in values}
    for i, value in enumerate(values):
        kind = _kind(value)
        if kind is None:
            faults.add((*path, i), "expected a number, text, true or false", value)
        elif len(kinds) > 1 and kind is not _kind(values[0]):
            faults.add((*path, i), "expected values of one kind", value)
        elif (level := float(value) if kind is float else value) in levels:
            faults.add((*path, i), "expected each value once", value)
        else:
            levels.append(level)
    return tuple(levels) if len(levels) == len(values) else ()


def _kind(value: Any) -> type | None:
    if isinstance(value, bool):
        return bool
    if isinstance(value, int):
        return float if value.bit_length() < 50 else None
    if isinstance(value, float):
        return float if math.isfinite(value) else None
    return str if isinstance(value, str) and len(value) <= 200 else None


def _options(faults: Faults, table: LeverTable, path: Path) -> dict[str, dict[str, Any]]:
    options: dict[str, dict[str, Any]] = {}
    path = (*path, "options")
    given = table.options or {}
    if not 1 <= len(given) <= MOST_LEVELS:
        faults.add(path, f"expected one to {MOST_LEVELS:,} options")
    for label, changes in given.items():
        if not re.fullmatch(ID, label) or len(label) > LONGEST_ID:
            faults.add((*path, label), "expected the id of an option, of a–z, 0–9 and _")
            continue
        option = options[label] = {}
        for key, value, at in leaves(changes):
            place = (*path, label, *at)
            if not known(key):
                faults.add(place, "expected a key of the scenario", key, words())
            elif key.split(".")[0] in FIXED:
                expected = "expected a key that may differ between points; [set] changes it at all"
                faults.add(place, expected, key)
            else:
                option[key] = value
    same = [label for label, option in options.items() if list(options.values()).count(option) > 1]
    if same and not faults:
        faults.add((*path, same[-1]), f"expected options that differ, {same[0]} is the same")
    return options


def _partners(
    faults: Faults, table: LeverTable, path: Path, cities: CityTable, written: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    anchor = cities.find(table.anchor or "")
    expected = "expected the id or name of one city of the table"
    if anchor is None:
        faults.add((*path, "anchor"), expected, table.anchor, cities.names)
    if (table.partners is None) == (table.group is None):
        faults.add(path, "expected partners or group, one of them")
        return {}
    if table.group is not None:
        word = table.group.strip().casefold()
        named = [c for c in cities if word in (c.country.casefold(), c.iso2.casefold())]
        if not named:
            countries = dict.fromkeys(city.country for city in cities)
            expected = "expected a country of the city table"
            faults.add((*path, "group"), expected, table.group, countries)
        found = [city.id for city in named if anchor is None or city.id != anchor.id]
        if named and not found:
            faults.add((*path, "group"), "expected a country with another city", table.group)
        found = found[:MOST_LEVELS]
    else:
        found = []
        for i, partner in enumerate(table.partners or ()):
            city = cities.find(partner)
            if city is None:
                faults.add((*path, "partners", i), expected, partner, cities.names)
            elif anchor is not None and city.id == anchor.id:
                faults.add((*path, "partners", i), "expected another city than the anchor", partner)
            elif city.id in found:
                faults.add((*path, "partners", i), "expected each city once", partner)
            else:
                found.append(city.id)
    if anchor is None:
        return {}
    return {city: _linked(anchor.id, city, cities, written) for city in found}


def _linked(
    anchor: str, partner: str, cities: CityTable, written: Mapping[str, Any]
) -> dict[str, Any]:
    """The keys that link two cities. Of written payers the anchor keeps its share, the partner
    bears the rest; otherwise both bear the same."""
    programme = written.get("programme")
    payers = programme.get("payers") if isinstance(programme, dict) else None
    settings: dict[str, Any] = {
        "cities": [anchor, partner],
        "programme.links": [[anchor, partner]],
    }
    if isinstance(payers, dict):
        shares = {found.id: share for city, share in payers.items() if (found := cities.find(city))}
        share = shares.get(anchor) if len(payers) == 2 else None
        known_share = isinstance(share, int | float) and 0.0 <= share <= 1.0
        own = float(share) if known_share and share is not None else 0.5
        settings["programme.payers"] = {anchor: own, partner: 1.0 - own}
    return settings


def try_out(faults: Faults, lever: Factor, base: Base, usual: Scenario) -> list[Scenario]:
    """Each level of a lever alone on the base; what the scenario refuses is a fault of the file.

    Gives the scenarios, for the cities that they bring in.
    """
    made: list[Scenario] = []
    told: set[str] = set()
    for value, path in _trials(lever):
        try:
            scenario = base.scenario(lever.settings(value))
        except ScenarioError as error:
            fault = error.faults[0]
            own = fault.key in ("", lever.key)
            if fault.expected not in told:
                inner = _within(faults, path, fault.key) if lever.options else path
                about = "" if own or inner != path else f"{value}, {fault.key}"
                faults.relay(inner, fault, about)
            told.add(fault.expected)
            continue
        if [arm.id for arm in scenario.arms] != [arm.id for arm in usual.arms]:
            faults.add(path, "expected the same arms at every point", plain(value))
            return made
        made.append(scenario)
    return made


def _within(faults: Faults, path: Path, key: str) -> Path:
    """The path of a key in an option's table, written as tables or as one dotted key."""
    outer = faults.place(path)
    bare = key.split("[")[0]
    for inner in ((*path, *bare.split(".")), (*path, bare)):
        if bare and faults.place(inner) != outer:
            return inner
    return path


def _trials(lever: Factor) -> Iterator[tuple[Value, Path]]:
    path: Path = ("levers", lever.id)
    if lever.options:
        partners = lever.keys[:2] == _OF_PARTNERS
        for value in lever.levels:
            yield value, path if partners else (*path, "options", str(value))
    elif lever.levels:
        for i, value in enumerate(lever.levels):
            yield value, (*path, "values", i)
    elif lever.low is not None and lever.high is not None:
        yield lever.low, (*path, "low")
        yield lever.high, (*path, "high")
