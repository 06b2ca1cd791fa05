"""`twinsim cities`: what is known of each city, from where, and what is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from twinsim.cli.options import Cities, Json, Quiet
from twinsim.cli.suggest import city_ids

if TYPE_CHECKING:
    from twinsim.scenario import CityProfile, CityTable

City = Annotated[
    str | None,
    typer.Argument(
        metavar="NAME",
        help="Id or name of a city.",
        show_default="all of them",
        autocompletion=city_ids,
    ),
]
Columns = Annotated[
    bool, typer.Option("--columns", help="List the columns that a city table may have.")
]


def cities(
    name: City = None,
    columns: Columns = False,
    cities: Cities = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """List the cities, or show the facts of one with source, year and grade, and what is missing.

    A table of one's own is shown with --cities; its rows stand beside the packaged ones.

    Example: twinsim cities belfast
    """
    from twinsim.cli.words import note, print_json
    from twinsim.scenario import cities_table

    table = cities_table(cities)
    for remark in table.notes:
        note(f"Note: {remark}", quiet=quiet)
    chosen = _find(table, name) if name else None
    if json:
        told = [profile(chosen)] if chosen else [profile(city) for city in table]
        print_json(
            {"schema": 1, "columns": column_rows()} if columns else {"schema": 1, "cities": told}
        )
    elif quiet:
        return
    elif columns:
        from twinsim.cli.city_tables import columns_text

        print(columns_text())
    else:
        from twinsim.cli.city_tables import city_text, list_text

        print(city_text(chosen) if chosen else list_text(table))


def profile(city: CityProfile) -> dict[str, Any]:
    """A city's facts with their provenance, as plain values."""
    from twinsim.cli.city_tables import value_of
    from twinsim.report.missing import READ
    from twinsim.scenario import citations

    facts = {
        fact: {
            "value": value_of(city, fact),
            "source": citations().get(about.source, about.source),
            "year": about.year,
            "grade": about.grade,
        }
        for fact, about in city.sources.items()
    }
    return {
        "id": city.id,
        "name": city.name,
        "country": city.country,
        "iso2": city.iso2,
        "facts": facts,
        "missing": list(city.missing),
        "missing_read": [fact for fact in READ if fact in city.missing],
    }


def column_rows() -> list[dict[str, Any]]:
    """The columns of a city table, as plain values."""
    from twinsim.scenario.columns import COLUMNS

    return [
        {
            "id": column.id,
            "kind": column.kind,
            "meaning": column.meaning,
            "required": column.required,
            "expected": column.expected,
            "has_source": column.fact,
        }
        for column in COLUMNS.values()
    ]


def _find(table: CityTable, name: str) -> CityProfile:
    """The city of an id or a name. Raises :class:`ScenarioError` with the nearest."""
    from twinsim.errors import Fault, ScenarioError
    from twinsim.registry import nearest

    found = table.find(name)
    if found is None:
        expected = "expected the id or name of one city; twinsim cities lists them"
        raise ScenarioError(Fault("", 0, "NAME", name, expected, nearest(name, table.names) or ""))
    return found
