"""`twinsim study`: all the way, in one command."""

from __future__ import annotations

import shlex
from typing import Annotated

import typer

from twinsim.cli.options import (
    Cities,
    Firms,
    Force,
    Json,
    Months,
    Name,
    Out,
    Quiet,
    Replicates,
    Seed,
    Settings,
    Workers,
)
from twinsim.cli.suggest import experiment_names

Samples = Annotated[
    int,
    typer.Option(
        metavar="N", min=1, help="Draws of the uncertain parameters in the sweep; more is growth."
    ),
]
Worlds = Annotated[
    int,
    typer.Option(
        metavar="N", min=1, help="Worlds at each point of the sweep and of the sensitivity samples."
    ),
]
Trajectories = Annotated[
    int, typer.Option(metavar="N", min=1, help="Trajectories of the screening; more is growth.")
]
Blocks = Annotated[
    int,
    typer.Option(
        metavar="N", min=1, help="Blocks of the Sobol samples, a power of two; more is growth."
    ),
]
Experiment = Annotated[
    str | None,
    typer.Option(
        metavar="EXPERIMENT",
        help="Sweep and analyse this experiment of the scenario instead of the study's own.",
        show_default=False,
        autocompletion=experiment_names,
    ),
]
Draw = Annotated[
    bool, typer.Option("--figures/--no-figures", help="Draw the figures of the analyses.")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Say how many runs, minutes and bytes; make nothing.")
]


def study(
    scenario: Name,
    replicates: Replicates = 200,
    samples: Samples = 192,
    worlds: Worlds = 20,
    trajectories: Trajectories = 8,
    blocks: Blocks = 64,
    seed: Seed = 1,
    experiment: Experiment = None,
    out: Out = None,
    workers: Workers = None,
    settings: Settings = None,
    cities: Cities = None,
    months: Months = False,
    firms: Firms = False,
    figures: Draw = True,
    dry_run: DryRun = False,
    force: Force = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Run a scenario, sweep it over doubt with its course and without, analyse, write the report.

    Screens which inputs the answers come from and shares out the variance of the strongest, seeks
    what would have to be true for another answer, ranks other partners. The same command again
    goes on where it was stopped; a folder of `twinsim run` is gone on with too.

    Example: twinsim study belfast-sejong
    """
    from twinsim.cli.bar import Bar
    from twinsim.cli.engine import engine_saying_so
    from twinsim.cli.options import default_out
    from twinsim.cli.study_text import begun, ended, plan_document, plan_text, study_document
    from twinsim.cli.words import note, print_json
    from twinsim.study.asked import Asked
    from twinsim.study.plan import planned
    from twinsim.study.sizes import Sizes
    from twinsim.study.study import carried_out, finished, going_on, refuse_another
    from twinsim.text import inert

    asked = Asked.of(
        scenario,
        set=tuple(settings or ()),
        cities=cities,
        experiment=experiment,
        sizes=Sizes(replicates, samples, worlds, trajectories, blocks),
        seed=seed,
        months=months,
        firms=firms,
        figures=figures,
    )
    for remark in asked.scenario.table.notes:
        note(f"Note: {remark}", quiet=quiet)
    build = engine_saying_so(quiet=quiet)
    folder = out or default_out(asked.scenario.name)
    asked = going_on(asked, folder)
    if not force:
        refuse_another(asked, folder)
    if dry_run:
        plan = planned(asked, workers=workers, build=build)
        if json:
            print_json(plan_document(plan))
        else:
            print(plan_text(plan))
        return
    if not quiet and not finished(asked, folder):
        note(plan_text(planned(asked, workers=workers, build=build)))
    made = carried_out(
        asked,
        folder,
        workers=workers,
        force=force,
        bars=lambda what: Bar(f"Running {what}", quiet=quiet),
        begun=lambda id: note(begun(id), quiet=quiet),
        build=build,
    )
    if json:
        print_json(study_document(made))
    elif not quiet:
        print(ended(made))
    swept = inert(shlex.quote(str(made.sweep.folder)))
    first = made.sweep.manifest.identity.columns[0].id
    note(f"What a factor changes: twinsim effects {swept} --by {first}", quiet=quiet)
    note(f"The report: {inert(str(made.report))}", quiet=quiet)
