"""A city's facts in a notebook, each with its year, source and grade; and a table of cities."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from twinsim.report.cells.markup import paragraph, table
from twinsim.scenario.cities import CityProfile, CityTable, citations
from twinsim.scenario.columns import COLUMNS
from twinsim.text import listed, number

_MOST = 30  # cities of a table that are shown
_READ = {"gdp_per_head", "gov_level", "universities", "sectors", "networks", "prior_links"}


def city_html(city: CityProfile) -> Markup:
    """Each known fact of a city with its provenance, and what is missing."""
    rows = [
        (
            COLUMNS[key].meaning,
            _value(value),
            city.sources[key].year,
            citations().get(city.sources[key].source, city.sources[key].source) or "not named",
            city.sources[key].grade or "not graded",
        )
        for key, value in _known(city)
    ]
    read = [key for key in city.missing if key in _READ]
    others = [key for key in city.missing if key not in _READ]
    return Markup("").join(
        [
            table(
                ("fact", "value", "year", "source", "grade"),
                rows,
                caption=f"{city.name}, {city.country} ({city.id})",
                left=(0, 3, 4),
            ),
            paragraph(f"Missing, and read by the model: {listed(read)}." if read else ""),
            paragraph(Markup("Missing else: {}.").format(listed(others)) if others else ""),
        ]
    )


def cities_html(cities: CityTable) -> Markup:
    """The first cities of a table, with what the model reads of them."""
    rows = [
        (
            city.id,
            city.name,
            city.country,
            number(city.population, 0),
            number(city.gdp_per_head, 0),
            number(city.universities, 0),
            ", ".join(city.tags) or "–",
        )
        for city in cities[:_MOST]
    ]
    heads = (
        "id",
        "city",
        "country",
        "residents",
        "GDP per head, USD of 2015 at PPP",
        "universities",
        "priority sectors",
    )
    more = len(cities) - _MOST
    return table(heads, rows, caption=repr(cities), left=(0, 1, 2, 6)) + paragraph(
        f"{more} more: find('name') gives one." if more > 0 else ""
    )


def _known(city: CityProfile) -> Iterable[tuple[str, object]]:
    """The facts that are there, by column, in the order of the columns."""
    for key in COLUMNS:
        if key in city.sources:
            held = "tags" if key == "sectors" else key
            yield key, city.facts[key] if key in city.facts else getattr(city, held)


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, float):
        return number(value, 0) if value == int(value) else f"{value:,.10g}".replace("-", "−")
    return str(value)
