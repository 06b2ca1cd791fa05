"""`twinsim sweep`: a designed experiment."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Annotated

import typer

from twinsim.cli.options import (
    Cities,
    DryRun,
    ExperimentName,
    Firms,
    Force,
    Json,
    Months,
    Out,
    Quiet,
    Seed,
    Settings,
    Workers,
)

if TYPE_CHECKING:
    from twinsim.sweep import Results, Size

Samples = Annotated[
    int | None,
    typer.Option(
        metavar="N", min=1, help="Points of the sampled design.", show_default="the file's"
    ),
]
Replicates = Annotated[
    int | None,
    typer.Option(
        metavar="N", min=1, help="Replicates of each arm and point.", show_default="the file's"
    ),
]
Until = Annotated[
    str | None,
    typer.Option(
        metavar="INDICATOR:CONTRAST:HALFWIDTH",
        help="Add replicates at each point until the interval of the difference is so narrow.",
        show_default=False,
    ),
]
Choose = Annotated[
    str | None,
    typer.Option(
        metavar="INDICATOR:CONTRAST[:PROBABILITY]",
        help="Add replicates where it is open which combination of levers is best.",
        show_default=False,
    ),
]
Cluster = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help="A Dask scheduler (tcp://host:8786), or local:N for N processes here.",
        show_default=False,
    ),
]


def sweep(
    experiment: ExperimentName,
    samples: Samples = None,
    replicates: Replicates = None,
    seed: Seed = 1,
    out: Out = None,
    workers: Workers = None,
    settings: Settings = None,
    cities: Cities = None,
    until: Until = None,
    choose: Choose = None,
    cluster: Cluster = None,
    months: Months = False,
    firms: Firms = False,
    dry_run: DryRun = False,
    force: Force = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Run a scenario at every point of an experiment, and keep each run as a row.

    The same command again makes what is missing; more --samples or --replicates add to it.

    Example: twinsim sweep partner-choice --replicates 400
    """
    from twinsim.cli.bar import Bar
    from twinsim.cli.engine import engine_saying_so
    from twinsim.cli.options import default_out
    from twinsim.cli.words import note, print_json
    from twinsim.scenario import load_experiment
    from twinsim.sweep import size, sweep
    from twinsim.sweep.designed import goals_of
    from twinsim.text import inert

    loaded = load_experiment(experiment, set=tuple(settings or ()), cities=cities)
    build = engine_saying_so(quiet=quiet)
    if dry_run:
        goals = goals_of(loaded, until, choose)
        found = size(
            loaded,
            samples=samples,
            replicates=replicates,
            workers=workers,
            months=months,
            firms=firms,
            seed=seed,
            build=build,
        )
        if json:
            from dataclasses import asdict

            print_json(asdict(found))
        else:
            print("\n".join([_told(found), *[_MORE.format(option) for option in goals]]))
        return
    with Bar("Sweeping", quiet=quiet) as bar:
        results = sweep(
            loaded,
            samples=samples,
            replicates=replicates,
            seed=seed,
            out=out or default_out(loaded.name),
            workers=workers,
            months=months,
            firms=firms,
            force=force,
            until=until,
            choose=choose,
            cluster=cluster,
            progress=bar,
            build=build,
        )
    if json:
        print_json(_document(results))
    elif not quiet:
        _show(results)
    folder = inert(shlex.quote(str(results.folder)))
    note(f"Results are in {inert(str(results.folder))}", quiet=quiet)
    levers = [column.id for column in results.manifest.identity.columns]
    if levers:
        note(f"What a factor changes: twinsim effects {folder} --by {levers[0]}", quiet=quiet)


_LIMIT = "20 times the replicates asked for, or 2,000 where that is more"
_MISSED = f"not reached; no point goes on beyond {_LIMIT}"
_MORE = f"{{}} may add to this, up to {_LIMIT}, at each point"


def _told(size: Size) -> str:
    """A sweep's size in a few lines."""
    from twinsim.cli.words import threads
    from twinsim.sweep.size import told

    lines = [
        f"{size.points:,} design points × {size.replicates:,} replicates × "
        f"{size.runs // max(size.points * size.replicates, 1)} arms = {size.runs:,} runs",
        f"about {said_of_time(size.seconds)} on {threads(size.workers)} of this machine, "
        f"measured at {size.tried} points",
        f"about {told(size.bytes)} of disk",
    ]
    if size.failed:
        lines.append(
            f"{size.failed} of the {size.tried} points tried gave failed runs: twinsim check "
            "the experiment, or see status and reason in runs/"
        )
    return "\n".join(lines)


def said_of_time(seconds: float) -> str:
    """A time in two figures."""
    if seconds < 100:
        return f"{seconds:.2g} s"
    if seconds < 6000:
        return f"{seconds / 60:.2g} minutes"
    return f"{seconds / 3600:.2g} hours"


def _show(results: Results) -> None:
    """What was run, and what failed."""
    points = results.points()
    arms = len(results.manifest.arms)
    worlds = int(points["replicates"].sum())
    many = f"{len(points):,} design point{'s' * (len(points) != 1)}"
    print(f"{many}, {worlds * arms:,} runs of {arms} arms")
    for option, reached in results.goals.items():
        print(f"{option}: {'reached' if reached else _MISSED}")
    bad = points[points["failed"] > 0]
    if len(bad):
        first = bad.iloc[0]
        print(
            f"{int(bad['failed'].sum()):,} worlds at {len(bad):,} points hold a failed run and are "
            f"left out; the first, point {first['design']}: {first['reason']}"
        )


def _document(results: Results) -> dict[str, object]:
    """The same for machines."""
    points = results.points()
    return {
        "folder": str(results.folder),
        "points": len(points),
        "worlds": int(points["replicates"].sum()),
        "failed": int(points["failed"].sum()),
        "content": results.manifest.content,
        "done": results.manifest.done,
        "goals": dict(results.goals),
    }
