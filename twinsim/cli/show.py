"""`twinsim show`: what a scenario will do, in words, before anything runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from twinsim.cli.options import Cities, Json, Parameters, Quiet, Settings
from twinsim.cli.suggest import scenario_names

if TYPE_CHECKING:
    from twinsim.report.design import Design

Which = Annotated[
    str | None,
    typer.Argument(
        metavar="SCENARIO",
        help="A scenario file, or the name of a packaged one.",
        show_default="list the packaged ones",
        autocompletion=scenario_names,
    ),
]


def show(
    scenario: Which = None,
    settings: Settings = None,
    cities: Cities = None,
    parameters: Parameters = "central",
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Say what a scenario will do: cities, firms, arms, timetable and planned cost.

    Nothing is run. Without a scenario, the packaged ones are listed.

    Example: twinsim show belfast-sejong --set programme.budget=500
    """
    from twinsim.cli.options import scenario_of
    from twinsim.cli.words import print_json

    if scenario is None:
        listed = _packaged()
        if json:
            print_json({"schema": 1, "scenarios": listed})
        elif not quiet:
            width = max(len(row["name"]) for row in listed)
            print("\n".join(f"{row['name']:<{width}}  {row['title']}" for row in listed))
            print("\ntwinsim show NAME says what one will do, twinsim run NAME runs it.")
        return
    from twinsim.report.design import design

    found = design(scenario_of(scenario, settings, cities, parameters, quiet=quiet))
    if json:
        print_json(document(found))
    elif not quiet:
        from twinsim.cli.design_text import text

        print(text(found))


def document(found: Design) -> dict[str, Any]:
    """A design as plain values."""
    from dataclasses import asdict

    scenario = found.scenario
    return {
        "schema": 1,
        "name": scenario.name,
        "title": scenario.title,
        "start": scenario.start,
        "months": scenario.months,
        "warmup": scenario.warmup,
        "cities": [asdict(city) for city in found.cities],
        "links": [asdict(link) for link in found.links],
        "arms": [{**asdict(arm), "planned": arm.planned} for arm in found.arms],
        "reference": scenario.reference,
        "contrasts": list(scenario.contrasts),
    }


def _packaged() -> list[dict[str, str]]:
    from twinsim.scenario import load, packaged

    return [{"name": name, "title": load(name).title} for name in packaged()]
