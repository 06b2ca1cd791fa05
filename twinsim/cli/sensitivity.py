"""`twinsim sensitivity`: which inputs the answers come from."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from twinsim.cli.options import Cities, Force, Json, Quiet, Seed, Settings, Workers
from twinsim.cli.suggest import experiment_names, indicator_ids

if TYPE_CHECKING:
    from twinsim.sensitivity.analysis import Analysis, Planned

Name = Annotated[
    str,
    typer.Argument(
        metavar="EXPERIMENT",
        help="An experiment file, or the name of a packaged one.",
        autocompletion=experiment_names,
    ),
]
Method = Annotated[
    str,
    typer.Option(
        metavar="all|morris|sobol|pawn|learnt",
        help="Screening, shares of variance, the check without variance, or what is learnt.",
    ),
]
Samples = Annotated[
    int,
    typer.Option(
        metavar="N", min=1, help="Blocks of the Sobol samples, a power of two; more is growth."
    ),
]
Trajectories = Annotated[
    int, typer.Option(metavar="N", min=1, help="Trajectories of the screening; more is growth.")
]
Replicates = Annotated[
    int,
    typer.Option(
        metavar="N", min=1, help="Worlds at every point, the same at all; under 4 no noise floor."
    ),
]
Indicators = Annotated[
    list[str] | None,
    typer.Option(
        "--indicator",
        metavar="ID",
        help="Explain this indicator. Repeatable.",
        show_default="net_value, need_relieved, adoptions, job_years",
        autocompletion=indicator_ids,
    ),
]
Contrasts = Annotated[
    list[str] | None,
    typer.Option(
        "--contrast",
        metavar="ARM-ARM",
        help="Explain this contrast. Repeatable.",
        show_default="twin-solo, twin-baseline",
    ),
]
Groups = Annotated[
    str,
    typer.Option(
        "--groups", metavar="actor|role|each", help="What moves together in the first screening."
    ),
]
Inputs = Annotated[
    str | None,
    typer.Option(
        "--inputs",
        metavar="ID,ID...",
        help="Tell these inputs apart (at most 8), without a screening.",
        show_default="the strongest 8 of the screening",
    ),
]
Decide = Annotated[
    str | None,
    typer.Option(
        metavar="LEVER",
        help="Run every point at each level of this lever, and explain which is best.",
        show_default=False,
    ),
]
Second = Annotated[bool, typer.Option("--second-order", help="Indices of pairs of inputs too.")]
Switches = Annotated[
    bool, typer.Option("--switches/--no-switches", help="Vary the form of the model too.")
]
Levels = Annotated[bool, typer.Option("--levels", help="Explain raw levels of every arm too.")]
Out = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        help="Write to DIR/analysis/sensitivity.",
        show_default="results/<name>-sensitivity",
    ),
]
Into = Annotated[
    Path | None,
    typer.Option(metavar="RESULTS", help="Write into this results folder.", show_default=False),
]
Draw = Annotated[bool, typer.Option("--figures/--no-figures", help="Draw the figures.")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Say how many runs, minutes and bytes; make nothing.")
]


def sensitivity(
    experiment: Name,
    method: Method = "all",
    samples: Samples = 64,
    trajectories: Trajectories = 10,
    replicates: Replicates = 12,
    seed: Seed = 1,
    indicator: Indicators = None,
    contrast: Contrasts = None,
    groups: Groups = "actor",
    inputs: Inputs = None,
    decide: Decide = None,
    second_order: Second = False,
    switches: Switches = True,
    levels: Levels = False,
    out: Out = None,
    into: Into = None,
    workers: Workers = None,
    settings: Settings = None,
    cities: Cities = None,
    figures: Draw = True,
    dry_run: DryRun = False,
    force: Force = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Find which levers, uncertain parameters and forms of the model the answers come from.

    Screens groups of inputs, then the inputs of the strongest groups, then shares out the
    variance over at most eight of them, with all others varied together. The same command
    again makes what is missing. It explores, conditional on the priors.

    Example: twinsim sensitivity twin-vs-solo --samples 128
    """
    from twinsim.cli.bar import Bar
    from twinsim.cli.engine import engine_saying_so
    from twinsim.cli.words import note, print_json
    from twinsim.report.sensitivity.files import document, make_way, save
    from twinsim.scenario import load_experiment
    from twinsim.sensitivity.analysis import INDICATORS, Asked, planned, sensitivity
    from twinsim.text import inert

    asked = Asked(
        load_experiment(experiment, set=tuple(settings or ()), cities=cities),
        method,
        samples,
        trajectories,
        replicates,
        seed,
        tuple(dict.fromkeys(indicator or INDICATORS)),
        tuple(dict.fromkeys(contrast or ())),
        _groups(groups),
        tuple(filter(None, (word.strip() for word in (inputs or "").split(",")))),
        decide or "",
        second_order,
        switches,
        levels,
    )
    build = engine_saying_so(quiet=quiet)
    if dry_run:
        size = planned(asked, workers=workers, build=build)
        if json:
            print_json(_size(size))
        else:
            print(_told(size))
        return
    folder = _place(out, into, asked.experiment.name)
    place = make_way(asked, folder, force=force)
    found = sensitivity(
        asked, place, workers=workers, build=build,
        bars=lambda stage: Bar(f"Running {stage}", quiet=quiet),
    )  # fmt: skip
    save(found, folder, figures=figures)
    if json:
        print_json(document(found))
    elif not quiet:
        print(text(found))
    note(f"Written to {inert(shlex.quote(str(place)))}", quiet=quiet)


def text(found: Analysis) -> str:
    """What was found, in lines: what is not learnt first."""
    from textwrap import fill

    from twinsim.cli.tables import WIDTH
    from twinsim.report.sensitivity.findings import conditions, findings, learnt
    from twinsim.report.wording import CAVEAT

    lines = [first] if (first := learnt(found)) else []
    for title, said in findings(found):
        lines += ["", title, *(f"  {one}" for one in said)]
    lines.append("")
    lines += [f"note          {one}" for one in found.notes]
    lines.append(f"claim         {conditions(found)}")
    lines.append(f"caveat        {CAVEAT}")
    indents = {"  ": "    ", "note": " " * 14, "clai": " " * 14, "cave": " " * 14}

    def wrapped(line: str) -> str:
        later = indents.get(line[:2], indents.get(line[:4], ""))
        return fill(line, WIDTH, subsequent_indent=later, break_on_hyphens=False)

    return "\n".join(wrapped(line) if line else "" for line in lines)


def _groups(word: str) -> Any:
    from twinsim.errors import ExperimentError, Fault
    from twinsim.registry import nearest
    from twinsim.sensitivity.groups import KINDS

    if word not in KINDS:
        expected = f"expected one of {', '.join(KINDS)}"
        raise ExperimentError(Fault("", 0, "--groups", word, expected, nearest(word, KINDS) or ""))
    return word


def _place(out: Path | None, into: Path | None, name: str) -> Path:
    """The folder that the analysis goes into. Raises :class:`ScenarioError`, `ResultsError`."""
    from twinsim.cli.options import default_out
    from twinsim.errors import Fault, ScenarioError

    if out and into:
        expected = "expected --out or --into, not both"
        raise ScenarioError(Fault("", 0, "--into", str(into), expected))
    if into:
        from twinsim.sweep import Results

        Results.open(into)
    return into or out or default_out(f"{name}-sensitivity")


def _told(planned: Planned) -> str:
    """The size of an analysis in a few lines."""
    from twinsim.sweep.size import told

    stages = ", ".join(f"{name} {count:,}" for name, count in planned.points.items())
    minutes = planned.seconds / 60
    time = f"{planned.seconds:.2g} s" if minutes < 1.5 else f"{minutes:.2g} minutes"
    return "\n".join(
        [
            f"at most {sum(planned.points.values()):,} points ({stages}), {planned.runs:,} runs in "
            f"{planned.size.replicates} worlds",
            f"about {time} on {planned.size.workers} threads of this machine, measured at "
            f"{planned.size.tried} points",
            f"about {told(planned.bytes)} of disk",
        ]
    )


def _size(planned: Planned) -> dict[str, object]:
    """The same for machines."""
    return {
        "points": dict(planned.points),
        "replicates": planned.size.replicates,
        "runs": planned.runs,
        "seconds": planned.seconds,
        "bytes": planned.bytes,
        "workers": planned.size.workers,
        "tried": planned.size.tried,
    }
