"""`twinsim pair`: who should twin with whom, why, and how far the answer can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from twinsim.cli.options import Cities, Json, Quiet, Seed, Settings, Workers
from twinsim.cli.suggest import city_ids, group_names, scenario_names

if TYPE_CHECKING:
    from twinsim.pairing import Pairing, Portfolio
    from twinsim.scenario import CityTable

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
    typer.Option("--simulate", help="Run the twin programme with every candidate, and compare."),
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
        show_default="the packaged one of CITY",
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


def pair(
    city: City = None,
    group: With = None,
    between: Between = None,
    weights: Weighing = None,
    unit: Unit = "city",
    cities: Cities = None,
    seed: Seed = 1,
    simulate: Simulate = False,
    replicates: Replicates = None,
    indicator: Indicator = None,
    scenario: Programme = None,
    settings: Settings = None,
    choose: Choose = None,
    believe: Believe = None,
    missing: Missing = None,
    upskilling: Upskilling = False,
    workers: Workers = None,
    out: Out = None,
    into: Into = None,
    figures: Draw = False,
    force: Force = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Rank partners for a city by knowledge, capacity and ambition, and say why.

    Missing facts are never filled in: a candidate ranks by its score with each of them at its
    worst. The seed draws weightings, to see how far the order depends on them. Scores say how well
    a pair fits the methodology, not what a programme would achieve: that --simulate explores, with
    the same luck for CITY whoever the partner is.

    Example: twinsim pair belfast --with "South Korea" --simulate
    """
    from twinsim.cli.words import note, print_json
    from twinsim.errors import Fault, ScenarioError
    from twinsim.pairing.weights import parse_weights
    from twinsim.scenario import cities_table

    asked = {
        "indicator": indicator,
        "replicates": replicates,
        "scenario": scenario,
        "set": settings or None,
        "choose": choose,
        "believe": believe,
        "missing": missing,
        "upskilling": upskilling or None,
        "workers": workers,
    }
    options = {key: value for key, value in asked.items() if value is not None}
    if (options or simulate) and between:
        expected = "expected --simulate or --portfolio, not both"
        raise ScenarioError(Fault("", 0, "--portfolio", ", ".join(between), expected))
    if options and not simulate:
        first = next(iter(options))
        raise ScenarioError(Fault("", 0, f"--{first}", "", "expected --simulate beside it"))
    wanted = parse_weights(weights or ())
    table = cities_table(cities)
    for remark in table.notes:
        note(f"Note: {remark}", quiet=quiet)
    if between and group:
        expected = "expected --portfolio or --with, not both"
        raise ScenarioError(Fault("", 0, "--with", group, expected))
    if city is None and not between:
        expected = "expected a city to find partners for, or --portfolio GROUP GROUP"
        raise ScenarioError(Fault("", 0, "CITY", "", expected))
    from twinsim.pairing.groups import find_city

    anchor = find_city(city, table).id if city else ""
    name = "portfolio" if between else anchor
    if simulate:
        name = simulated_name(anchor, group)
    place = _place(out, into, figures=figures or simulate, name=name)
    found: Pairing | Portfolio
    if between:
        from twinsim.pairing import portfolio

        found = portfolio(*between, weights=wanted, unit=unit, cities=table)
    else:
        from twinsim.pairing import pair as rank

        found = rank(anchor, group, weights=wanted, unit=unit, cities=table, seed=seed)
        if simulate:
            kept = None if into else place
            found = _simulated(found, table, options, seed, kept, force=force, quiet=quiet)
    if json:
        print_json(found.to_dict())
    elif not quiet:
        from twinsim.cli.pair_text import text

        print(text(found, anchor))
    if place:
        from twinsim.report.pairing import save
        from twinsim.text import inert

        save(found, place, figures=figures, force=force)
        note(f"Written to {inert(str(place / 'analysis' / 'pair'))}", quiet=quiet)


def simulated_name(anchor: str, group: str | None) -> str:
    """The anchor and its group, as the name of a folder."""
    return f"{anchor}-{group}"[:60] if group else anchor


def _simulated(
    ranking: Pairing,
    table: CityTable,
    options: Mapping[str, object],
    seed: int,
    out: Path | None,
    *,
    force: bool,
    quiet: bool,
) -> Pairing:
    """The ranking with its candidates simulated, a bar showing how far it is."""
    from twinsim.cli.bar import Bar
    from twinsim.cli.engine import engine_saying_so
    from twinsim.pairing.impact import simulate

    with Bar("Simulating partners", quiet=quiet) as bar:
        return simulate(
            ranking,
            cities=table,
            seed=seed,
            out=out,
            force=force,
            progress=bar,
            build=engine_saying_so(quiet=quiet),
            **options,  # type: ignore[arg-type]
        )


def _place(out: Path | None, into: Path | None, *, figures: bool, name: str) -> Path | None:
    """Where files go, None for nowhere. Raises :class:`ScenarioError` and :class:`ResultsError`."""
    from twinsim.cli.options import default_out
    from twinsim.errors import Fault, ScenarioError

    if out and into:
        expected = "expected --out or --into, not both"
        raise ScenarioError(Fault("", 0, "--into", str(into), expected))
    if into:
        from twinsim.sweep import Results

        Results.open(into)
    return into or out or (default_out(f"pair-{name}") if figures else None)
