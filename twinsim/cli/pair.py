"""`twinsim pair`: who should twin with whom, why, and how far the answer can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from twinsim.cli.options import Cities, Json, Quiet, Seed, Settings, Workers
from twinsim.cli.pair_options import (
    Believe,
    Between,
    Choose,
    City,
    Draw,
    Force,
    Indicator,
    Into,
    Missing,
    Out,
    Programme,
    Replicates,
    Simulate,
    Unit,
    Upskilling,
    Weighing,
    With,
)

if TYPE_CHECKING:
    from twinsim.pairing import Pairing, Portfolio
    from twinsim.scenario import CityTable
    from twinsim.sweep import Size

_OF_CITY = ("choose", "believe", "missing", "upskilling")


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

    asked: dict[str, object] = {
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
    if options and not simulate:
        first = next(iter(options))
        raise ScenarioError(Fault("", 0, f"--{first}", "", "expected --simulate beside it"))
    apart = [key for key in _OF_CITY if key in options]
    if apart and between:
        expected = "expected a city that looks for a partner, not --portfolio"
        raise ScenarioError(Fault("", 0, f"--{apart[0]}", "", expected))
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
        name = simulated_name(name, ",".join(between) if between else group)
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
    found: Pairing | Portfolio,
    table: CityTable,
    options: Mapping[str, object],
    seed: int,
    out: Path | None,
    *,
    force: bool,
    quiet: bool,
) -> Pairing | Portfolio:
    """The same with its candidates or pairs simulated, a bar showing how far it is."""
    from twinsim.cli.bar import Bar
    from twinsim.cli.engine import engine_saying_so
    from twinsim.cli.words import note
    from twinsim.pairing import Pairing
    from twinsim.pairing.impact import simulate, simulate_portfolio

    def announce(size: Size, kept: float) -> None:
        note(_size(size, kept, "partners" if isinstance(found, Pairing) else "pairs"))

    with Bar("Simulating partners", quiet=quiet) as bar:
        given = {
            "cities": table,
            "seed": seed,
            "out": out,
            "force": force,
            "progress": bar,
            "announce": None if quiet else announce,
            "build": engine_saying_so(quiet=quiet),
            **options,
        }
        if isinstance(found, Pairing):
            return simulate(found, **given)  # type: ignore[arg-type]
        return simulate_portfolio(found, **given)  # type: ignore[arg-type]


def _size(size: Size, kept: float, what: str) -> str:
    """How much there is to do, before it is done."""
    from twinsim.cli.sweep import said_of_time
    from twinsim.cli.words import threads

    what = what if size.points != 1 else what.removesuffix("s")
    there = f", {100 * kept:.0f} % of them there" if kept else ""
    return (
        f"{size.points:,} {what} × {size.replicates:,} worlds × "
        f"{size.runs // (size.points * size.replicates)} arms = {size.runs:,} runs{there}: "
        f"about {said_of_time((1 - kept) * size.seconds)} on {threads(size.workers)} of this "
        "machine. Ctrl-C stops it; the same command goes on"
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
