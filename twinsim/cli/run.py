"""`twinsim run`: the main job."""

from __future__ import annotations

import shlex

import typer

from twinsim.cli.options import (
    Cities,
    Figures,
    Firms,
    Force,
    Json,
    Months,
    Name,
    Out,
    Parameters,
    Quiet,
    Replicates,
    Seed,
    Settings,
    Workers,
)


def run(
    scenario: Name,
    replicates: Replicates = 200,
    seed: Seed = 1,
    out: Out = None,
    workers: Workers = None,
    settings: Settings = None,
    cities: Cities = None,
    parameters: Parameters = "central",
    months: Months = False,
    firms: Firms = False,
    figures: Figures = True,
    force: Force = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Run every arm over its replicates, print the effects, write a results folder.

    What the folder already holds of the same input is kept: a second call goes on where
    the first one stopped, and a larger number of replicates adds to it.

    Example: twinsim run belfast-sejong --replicates 1000 --seed 1
    """
    from twinsim.cli.bar import Bar
    from twinsim.cli.engine import engine_saying_so
    from twinsim.cli.options import default_out, scenario_of
    from twinsim.cli.words import complain, note, print_json
    from twinsim.sweep import run as run_all
    from twinsim.text import inert

    loaded = scenario_of(scenario, settings, cities, parameters, quiet=quiet)

    with Bar("Running", quiet=quiet) as bar:
        results = run_all(
            loaded,
            replicates=replicates,
            seed=seed,
            out=out or default_out(loaded.name),
            workers=workers,
            months=months,
            firms=firms,
            force=force,
            progress=bar,
            build=engine_saying_so(quiet=quiet),
        )
    if json:
        from twinsim.cli.summary import document

        print_json(document(results))
    elif not quiet:
        from twinsim.cli.summary import show

        show(results)
    if figures:
        results.draw()
    if results.replicates > replicates:
        held = f"{replicates:,} worlds were asked for; the folder holds {results.replicates:,}"
        note(f"Note: {held} of the same input, and all of them are used.", quiet=quiet)
    folder = inert(shlex.quote(str(results.folder)))
    note(f"Results are in {inert(str(results.folder))}", quiet=quiet)
    note(f"A page of them: twinsim report {folder}", quiet=quiet)
    if results.worlds.failed:
        complain(
            f"{results.worlds.failed} of {results.replicates} replicates hold a failed run and "
            "are left out of every contrast; status and reason are in runs/"
        )
        raise typer.Exit(1)
