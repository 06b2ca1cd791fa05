"""`twinsim verify`: the readable model and the compiled core, side by side."""

from __future__ import annotations

from typing import Annotated

import typer

from twinsim.cli.options import Cities, Json, Name, Parameters, Quiet, Settings
from twinsim.cli.words import print_json
from twinsim.text import inert

Seeds = Annotated[str, typer.Option(metavar="1,2,3", help="Seeds to compare, with commas.")]
Horizon = Annotated[
    int | None,
    typer.Option(metavar="N", min=1, help="Months to compare.", show_default="the scenario's"),
]


def verify(
    scenario: Name,
    seeds: Seeds = "1",
    horizon: Horizon = None,
    settings: Settings = None,
    cities: Cities = None,
    parameters: Parameters = "central",
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Run the Mesa model and the core side by side and say whether they are equal.

    Every state variable of every kind is compared after every month, exactly. Exit code 1
    when something differs.

    Example: twinsim verify belfast-sejong --seeds 1,2,3
    """
    from twinsim.cli.bar import Bar
    from twinsim.cli.options import scenario_of

    numbers = _numbers(seeds)
    from twinsim.verify import verify as compare

    loaded = scenario_of(scenario, settings, cities, parameters, quiet=quiet)
    with Bar("Comparing", quiet=quiet) as bar:
        report = compare(loaded, seeds=numbers, horizon=horizon, progress=bar)
    if json:
        print_json(report.as_dict())
    elif not quiet:
        print(inert(str(report), 2000))
    if not report.equal:
        raise typer.Exit(1)


def _numbers(text: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(",")]
    if not all(p.isdecimal() and p.isascii() and len(p) < 20 and int(p) < 2**63 for p in parts):
        raise typer.BadParameter("expected whole numbers with commas, such as 1,2,3: --seeds")
    return tuple(int(part) for part in parts)
