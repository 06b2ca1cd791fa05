"""Options with one meaning everywhere, and the scenario they describe."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from twinsim.cli.suggest import experiment_names, scenario_names
from twinsim.errors import Fault, ScenarioError

if TYPE_CHECKING:
    from twinsim.scenario import Scenario

Name = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO",
        help="A scenario file, or the name of a packaged one.",
        autocompletion=scenario_names,
    ),
]
ExperimentName = Annotated[
    str,
    typer.Argument(
        metavar="EXPERIMENT",
        help="An experiment file, or the name of a packaged one.",
        autocompletion=experiment_names,
    ),
]
Replicates = Annotated[
    int,
    typer.Option(
        "--replicates", "--runs", metavar="N", min=1, help="Replicates (worlds) of each arm."
    ),
]
Seed = Annotated[int, typer.Option(metavar="N", min=0, help="Seed; 0 is a seed.")]
Out = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Results folder.", show_default="results/<name>"),
]
Workers = Annotated[
    int | None,
    typer.Option(metavar="N", min=1, help="Threads.", show_default="all usable cores"),
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Change a key of the scenario, such as programme.budget=500. Repeatable.",
        show_default=False,
    ),
]
Cities = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="A city table (CSV) beside the packaged one.", show_default=False
    ),
]
Parameters = Annotated[
    str,
    typer.Option(
        metavar="central|FILE",
        help="Values of the model's parameters: central, or a TOML file of those that differ.",
    ),
]
Months = Annotated[
    bool, typer.Option("--months", help="Keep every indicator by month, not only the headlines.")
]
Firms = Annotated[
    bool, typer.Option("--firms", help="Keep accounts by firm: supported, unsupported, born.")
]
Figures = Annotated[
    bool, typer.Option("--figures/--no-figures", help="Draw the figures into the results folder.")
]
Force = Annotated[
    bool,
    typer.Option("--force", help="Move what is at --out to DIR.old-1 (or the next free number)."),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Say how many runs, minutes and bytes; make nothing.")
]
Into = Annotated[
    Path | None,
    typer.Option(metavar="RESULTS", help="Write into this results folder.", show_default=False),
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def scenario_of(
    name: str,
    settings: Sequence[str] | None,
    cities: Path | None,
    parameters: str,
    *,
    quiet: bool = False,
) -> Scenario:
    """The scenario that the options describe; remarks on its city table go to stderr, unless
    `quiet`. Raises :class:`ScenarioError`."""
    from twinsim.cli.words import note
    from twinsim.scenario import load

    if parameters != "central" and not os.path.isfile(parameters):
        expected = "expected central, or a TOML file of id = value"
        raise ScenarioError(Fault("", 0, "--parameters", parameters, expected))
    loaded = load(name, set=tuple(settings or ()), cities=cities, parameters=parameters)
    for remark in loaded.table.notes:
        note(f"Note: {remark}", quiet=quiet)
    return loaded


def default_out(name: str) -> Path:
    """`results/<name>`, whatever the name holds."""
    return Path("results") / (re.sub(r"[^\w-]+", "-", name).strip("-") or "scenario")
