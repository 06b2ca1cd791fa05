"""The city table of a starter folder."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twinsim.scenario import CityProfile, citations

FACTS = ("population", "gdp_per_head", "gov_level", "universities", "sectors")
"""Facts that the model reads and that want a source, in the order of the columns."""

_LISTS = ("networks", "prior_links")
_TO_FILL = "fill in what you know and where from; twinsim cities --columns explains the columns"
_TO_EDIT = "as packaged; change what you know better, and say where from"


@dataclass(frozen=True)
class Wanted:
    """A city that a scenario names: its packaged profile, or None with the nearest packaged id."""

    id: str
    name: str
    profile: CityProfile | None
    near: str = ""


def city_csv(cities: Sequence[Wanted]) -> str:
    """A row for each city that is not packaged; else the first city's row, as packaged."""
    rows = [city for city in cities if city.profile is None] or [cities[0]]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_header())
    for city in rows:
        profile = city.profile
        cells = list(_known(profile)) if profile else [city.id, city.name, *[""] * _blank()]
        writer.writerow([*cells, _TO_EDIT if profile else _TO_FILL])
    return out.getvalue()


def _header() -> list[str]:
    beside = [f"{fact}{part}" for fact in FACTS for part in ("", "_source", "_year", "_grade")]
    return ["id", "name", "country", "iso2", "lat", "lon", *beside, *_LISTS, "notes"]


def _blank() -> int:
    return len(_header()) - 3  # id, name and notes are written


def _known(city: CityProfile) -> Iterator[str]:
    yield from (city.id, city.name, city.country, city.iso2, _cell(city.lat), _cell(city.lon))
    for fact in FACTS:
        value = city.tags if fact == "sectors" else getattr(city, fact)
        about = city.sources.get(fact)
        yield _cell(value)
        if about is None:
            yield from ("", "", "")
        else:
            yield from (citations().get(about.source, about.source), about.year, about.grade)
    for key in _LISTS:
        yield ";".join(getattr(city, key))


def _cell(value: float | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return ";".join(value)
    return "" if math.isnan(value) else f"{value:.15g}"
