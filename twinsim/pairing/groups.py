"""Groups of cities as users write them: a country, cities with commas between, or all others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from twinsim.errors import Fault, ScenarioError
from twinsim.registry import nearest
from twinsim.scenario import CityProfile, CityTable
from twinsim.text import inert

MOST = 1000  # cities: ranks are held for each pair of candidate and rank
_ALL = "all other cities"


@dataclass(frozen=True)
class Group:
    """Cities in order of id, and what they were called."""

    label: str
    cities: tuple[CityProfile, ...]


def find_city(word: str, table: CityTable, key: str = "CITY") -> CityProfile:
    """A city by id or name, in any case. Raises :class:`ScenarioError` with the nearest."""
    found = table.find(word)
    if found is None:
        expected = "expected the id or name of one city; twinsim cities lists them"
        raise ScenarioError(Fault("", 0, key, word, expected, nearest(word, table.names) or ""))
    return found


def find_group(word: str | Sequence[str] | None, table: CityTable, key: str = "--with") -> Group:
    """The cities of a country (by name or ISO code), or those named; None for all.

    Raises :class:`ScenarioError`, naming every word that is neither with the nearest that is.
    """
    if word is None:
        return _checked(_ALL, list(table), key)
    whole = word if isinstance(word, str) else ",".join(word)
    found = _cities(whole, table)
    if found is not None:
        return _checked(whole.strip(), found, key)
    chosen: list[CityProfile] = []
    faults = []
    for part in whole.split(",") if isinstance(word, str) else word:
        cities = _cities(part, table)
        if cities is None:
            faults.append(_unknown(part, table, key))
        chosen += cities or []
    if faults:
        raise ScenarioError(faults)
    return _checked(", ".join(city.id for city in _sorted(chosen)), chosen, key)


def without(group: Group, anchor: CityProfile, key: str = "--with") -> Group:
    """The group without the anchor: no city pairs with itself. Raises :class:`ScenarioError`."""
    others = tuple(city for city in group.cities if city.id != anchor.id)
    if not others:
        expected = f"expected a city other than {inert(anchor.id)}"
        raise ScenarioError(Fault("", 0, key, group.label, expected))
    return Group(group.label, others)


def _cities(word: str, table: CityTable) -> list[CityProfile] | None:
    sought = word.strip().casefold()
    inside = [city for city in table if sought in (city.country.casefold(), city.iso2.casefold())]
    if inside and sought:
        return inside
    city = table.find(word)
    return [city] if city else None


def _checked(label: str, cities: list[CityProfile], key: str) -> Group:
    chosen = _sorted(cities)
    if len(chosen) > MOST:
        expected = f"expected at most {MOST:,} cities, found {len(chosen):,}"
        raise ScenarioError(Fault("", 0, key, label, expected))
    return Group(label, chosen)


def _sorted(cities: list[CityProfile]) -> tuple[CityProfile, ...]:
    return tuple(sorted({city.id: city for city in cities}.values(), key=lambda city: city.id))


def _unknown(word: str, table: CityTable, key: str) -> Fault:
    countries = dict.fromkeys(city.country for city in table)
    expected = "expected a country of the table, or cities with commas between"
    return Fault(
        "", 0, key, word.strip(), expected, nearest(word, (*countries, *table.names)) or ""
    )
