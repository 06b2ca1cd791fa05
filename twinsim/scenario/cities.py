"""City profiles, and the tables they are read from.

A table is a CSV file with a row for each city; its columns are those of
:mod:`twinsim.scenario.columns`. A user's table stands beside the packaged one: its rows
are added, and replace those of the same id. Missing facts stay missing.
"""

from __future__ import annotations

import csv
import io
import math
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import NamedTuple, overload

from twinsim.errors import ScenarioError
from twinsim.scenario.columns import COLUMNS
from twinsim.scenario.files import read_text
from twinsim.scenario.rows import read_rows
from twinsim.text import inert

MOST_BYTES = 20_000_000


class Provenance(NamedTuple):
    """Where a fact comes from: source (id or citation), year or period, grade."""

    source: str
    year: str
    grade: str


@dataclass(frozen=True)
class CityProfile:
    """A city's facts. A missing number is NaN, a missing list empty; `missing` names both.

    `population` counts residents of the programme's unit (city or region), `gdp_per_head`
    is USD of 2015 at purchasing power, `gov_level` the reach of its government. `facts`
    holds every other known column as it was read, `sources` the provenance of each fact.
    """

    id: str
    name: str
    country: str
    iso2: str
    lat: float
    lon: float
    population: float
    population_year: str = ""
    population_region: float = math.nan
    gdp_per_head: float = math.nan
    gov_level: float = math.nan
    universities: float = math.nan
    tags: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    prior_links: tuple[str, ...] = ()
    facts: dict[str, float | str | tuple[str, ...]] = field(default_factory=dict, repr=False)
    sources: dict[str, Provenance] = field(default_factory=dict, repr=False)
    missing: tuple[str, ...] = field(default=(), repr=False)

    @property
    def used(self) -> dict[str, object]:
        """The facts that the model reads, as plain values; None where missing."""
        numbers = ("lat", "lon", "population", "gdp_per_head", "gov_level", "universities")
        plain = {key: getattr(self, key) for key in numbers}
        return {
            "id": self.id,
            "iso2": self.iso2,
            **{key: None if math.isnan(value) else value for key, value in plain.items()},
            "tags": sorted(self.tags),
            "networks": sorted(self.networks),
            "prior_links": sorted(self.prior_links),
        }

    def __repr__(self) -> str:
        place, people = inert(f"{self.name}, {self.country}", 80), f"{self.population:,.10g}"
        missing = len(self.missing)
        return f"CityProfile({self.id!r}: {place}; {people} residents; {missing} facts missing)"

    def _repr_html_(self) -> str:
        from twinsim.report.cells import city_html

        return str(city_html(self))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CityProfile):
            return NotImplemented
        return self._compared() == other._compared()

    def __hash__(self) -> int:
        return hash((self.id, self.name, self.population))

    def _compared(self) -> tuple[object, ...]:
        region = None if math.isnan(self.population_region) else self.population_region
        return self.used, self.name, region, self.facts, self.sources


class CityTable(Sequence[CityProfile]):
    """The cities of one or more tables, in order of id; found by id or name, in any case.

    `columns` are the headers read, `notes` remarks of one line each (unknown columns), `own` the
    text of a user's table where there is one.
    """

    def __init__(
        self,
        cities: Iterable[CityProfile],
        columns: Iterable[str] = (),
        notes: Iterable[str] = (),
        own: str = "",
    ) -> None:
        self._cities = tuple(sorted(cities, key=lambda city: city.id))
        self.columns = tuple(columns)
        self.notes = tuple(notes)
        self.own = own
        self._by_id = {city.id: city for city in self._cities}
        self._by_name: dict[str, list[str]] = {}
        for city in self._cities:
            self._by_name.setdefault(city.name.casefold(), []).append(city.id)

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> CityTable:
        """The table in a CSV file. Raises :class:`ScenarioError` with all its faults."""
        return cls.parse(read_text(path, MOST_BYTES, "a city table"), str(path))

    @classmethod
    def parse(cls, text: str, file: str) -> CityTable:
        """The table in a CSV text. Raises :class:`ScenarioError` with all its faults."""
        header, rows, faults, notes = read_rows(text, file)
        if faults:
            raise ScenarioError(faults)
        return cls([_profile(row) for row in rows], header, notes, text)

    @property
    def names(self) -> tuple[str, ...]:
        """Ids and names, for the nearest to a misspelt one."""
        return tuple(word for city in self._cities for word in (city.id, city.name))

    def find(self, word: str) -> CityProfile | None:
        """The city of this id, or else of this name, in any case; None if none or several."""
        city = self._by_id.get(word.strip().casefold())
        if city is None:
            ids = self._by_name.get(word.strip().casefold(), [])
            city = self._by_id[ids[0]] if len(ids) == 1 else None
        return city

    def with_rows(self, other: CityTable) -> CityTable:
        """This table with another's rows added, those of the same id replaced."""
        return CityTable(
            {**self._by_id, **other._by_id}.values(),
            dict.fromkeys((*self.columns, *other.columns)),
            (*self.notes, *other.notes),
            other.own,
        )

    @overload
    def __getitem__(self, index: int) -> CityProfile: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[CityProfile, ...]: ...

    def __getitem__(self, index: int | slice) -> CityProfile | tuple[CityProfile, ...]:
        return self._cities[index]

    def __len__(self) -> int:
        return len(self._cities)

    def __repr__(self) -> str:
        countries = len({city.iso2 for city in self._cities})
        return f"CityTable({len(self)} cities of {countries} countries)"

    def _repr_html_(self) -> str:
        from twinsim.report.cells import cities_html

        return str(cities_html(self))


def cities_table(path: str | os.PathLike[str] | None = None) -> CityTable:
    """The packaged city table, with the rows of the table at `path` added if there is one.

    Raises :class:`ScenarioError`.
    """
    return _packaged() if path is None else _packaged().with_rows(CityTable.read(path))


@cache
def _packaged() -> CityTable:
    table = CityTable.parse(data("cities.csv"), "cities.csv")
    return CityTable(table, table.columns, table.notes)


@cache
def citations() -> dict[str, str]:
    """The citation behind each id of the packaged tables' sources."""
    rows = csv.DictReader(io.StringIO(data("sources.csv")))
    return {row["id"]: row["citation"] for row in rows}


def data(name: str) -> str:
    """The text of a packaged table."""
    return files("twinsim").joinpath("data", name).read_text("utf-8")


def _profile(row: dict[str, object]) -> CityProfile:
    """A profile from a checked row: `column: value` and `column_source` and so on."""
    values = {key: value for key, value in row.items() if key in COLUMNS}
    direct = (
        "id",
        "name",
        "country",
        "iso2",
        "lat",
        "lon",
        "population",
        "networks",
        "population_region",
        "gdp_per_head",
        "gov_level",
        "universities",
        "prior_links",
    )
    sources = {
        key: Provenance(*(str(row.get(f"{key}_{part}", "")) for part in Provenance._fields))
        for key, column in COLUMNS.items()
        if column.fact and key in values
    }
    return CityProfile(
        **{key: values[key] for key in direct if key in values},  # type: ignore[arg-type]
        population_year=str(row.get("population_year", "")),
        tags=values.get("sectors", ()),  # type: ignore[arg-type]
        facts={key: values[key] for key in values if key not in (*direct, "sectors")},  # type: ignore[misc]
        sources=sources,
        missing=tuple(key for key, c in COLUMNS.items() if c.fact and key not in values),
    )
