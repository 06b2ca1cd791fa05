"""What `twinsim pair` may be asked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from twinsim.cli.suggest import city_ids, group_names, scenario_names

City = Annotated[
    str | None,
    typer.Argument(
        metavar="CITY",
        help="Id or name of the city that looks for a partner.",
        show_default=False,
        autocompletion=city_ids,
    ),
]
With = Annotated[
    str | None,
    typer.Option(
        "--with",
        metavar="GROUP",
        help="Who may be a partner: a country, or cities with commas between.",
        show_default="all other cities",
        autocompletion=group_names,
    ),
]
Between = Annotated[
    tuple[str, str] | None,
    typer.Option(
        "--portfolio",
        metavar="GROUP GROUP",
        help="Find the best set of pairs between two groups (the same twice: within it).",
        show_default=False,
    ),
]
Weighing = Annotated[
    list[str] | None,
    typer.Option(
        "--weights",
        metavar="NAME=NUMBER,...",
        help="Weights of pillars or criteria that are not as declared, such as knowledge=2,rank=0.",
        show_default="pillars alike",
    ),
]
Unit = Annotated[
    str,
    typer.Option(metavar="city|region", help="Compare the size of cities, or of city-regions."),
]
Out = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR", help="Write JSON and tables to DIR/analysis/pair.", show_default=False
    ),
]
Into = Annotated[
    Path | None,
    typer.Option(
        metavar="RESULTS", help="Write them into this results folder instead.", show_default=False
    ),
]
Draw = Annotated[
    bool,
    typer.Option(
        "--figures/--no-figures", help="Draw figures too (into results/pair-CITY without --out)."
    ),
]
Force = Annotated[
    bool, typer.Option("--force", help="Move another pairing that is there to pair.old-1.")
]

Simulate = Annotated[
    bool,
    typer.Option("--simulate", help="Run the twin programme with every candidate, or every pair."),
]
Replicates = Annotated[
    int | None,
    typer.Option(
        metavar="N", min=2, help="Of --simulate: replicates of each arm.", show_default="200"
    ),
]
Indicator = Annotated[
    str | None,
    typer.Option(
        metavar="INDICATOR", help="Of --simulate: what impact is.", show_default="job_years"
    ),
]
Programme = Annotated[
    str | None,
    typer.Option(
        "--scenario",
        metavar="SCENARIO",
        help="Of --simulate: whose programme is run.",
        show_default="the packaged one of CITY; of --portfolio, defaults and 1,000 k£",
        autocompletion=scenario_names,
    ),
]
Choose = Annotated[
    float | None,
    typer.Option(
        metavar="PROBABILITY",
        help="Of --simulate: add replicates where it is open which partner is best.",
        show_default=False,
    ),
]
Believe = Annotated[
    str | None,
    typer.Option(
        metavar="CITY",
        help="Of --simulate: what would have to hold for this candidate to win (none: skip).",
        show_default="the first by score that does not lead",
    ),
]
Missing = Annotated[
    int | None,
    typer.Option(
        metavar="N", help="Of --simulate: draw missing facts N times.", show_default=False
    ),
]
Upskilling = Annotated[
    bool,
    typer.Option(
        "--upskilling", help="Of --simulate: cross partners with no and an intensive course."
    ),
]
