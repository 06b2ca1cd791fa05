"""`twinsim sensitivity`: which inputs the answers come from."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from twinsim.cli.options import (
    Cities,
    DryRun,
    ExperimentName,
    Force,
    Into,
    Json,
    Quiet,
    Seed,
    Settings,
    Workers,
)
from twinsim.cli.suggest import indicator_ids

if TYPE_CHECKING:
    from twinsim.sweep import Results

Method = Annotated[
    str,
    typer.Option(
        metavar="all|morris|sobol|pawn|learnt|discovery",
        help="Screening, shares of variance, the check without variance, what is learnt, or where "
        "the answer turns and which choice stands.",
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
    int | None,
    typer.Option(
        metavar="N",
        min=1,
        help="Worlds at every point, the same at all; under 4 no noise floor.",
        show_default="12; of discovery the file's",
    ),
]
Indicators = Annotated[
    list[str] | None,
    typer.Option(
        "--indicator",
        metavar="ID",
        help="Explain this indicator. Repeatable.",
        show_default="net_value, need_relieved, adoptions, job_years; of discovery the first two",
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
Cases = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        min=1,
        help="Points of the sampled design that discovery reads; more is growth.",
        show_default="the file's",
    ),
]
Questions = Annotated[
    list[str] | None,
    typer.Option(
        "--question",
        metavar="ID",
        help="Ask this question, such as twin_beats_solo. Repeatable.",
        show_default="all that the experiment can be asked",
    ),
]
Lever = Annotated[
    str | None,
    typer.Option(
        metavar="LEVER",
        help="Choose among the levels of this lever, or with arm among the arms.",
        show_default="all combinations of levers, and the arms",
    ),
]
Thresholds = Annotated[
    list[str] | None,
    typer.Option(
        "--threshold",
        metavar="INDICATOR:VALUE",
        help="What a choice has to reach, as a difference from the reference. Repeatable.",
        show_default="0",
    ),
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
Draw = Annotated[bool, typer.Option("--figures/--no-figures", help="Draw the figures.")]


def sensitivity(
    experiment: ExperimentName,
    method: Method = "all",
    samples: Samples = 64,
    trajectories: Trajectories = 10,
    replicates: Replicates = None,
    seed: Seed = 1,
    indicator: Indicators = None,
    contrast: Contrasts = None,
    groups: Groups = "actor",
    inputs: Inputs = None,
    decide: Decide = None,
    second_order: Second = False,
    switches: Switches = True,
    levels: Levels = False,
    cases: Cases = None,
    question: Questions = None,
    lever: Lever = None,
    threshold: Thresholds = None,
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
    variance over at most eight of them, with all others varied together. Then it asks the
    experiment's own sweep where the answer turns, as boxes in few inputs, and which choice stands
    whatever is true. The same command again makes what is missing. It explores, conditional on
    the priors.

    Example: twinsim sensitivity twin-vs-solo --samples 128
    """
    from twinsim.cli.bar import Bar
    from twinsim.cli.engine import engine_saying_so
    from twinsim.cli.options import default_out
    from twinsim.cli.sensitivity_text import size_document, size_text, text
    from twinsim.cli.words import note, print_json
    from twinsim.report.sensitivity.files import document, make_way, save
    from twinsim.scenario import load_experiment
    from twinsim.sensitivity.analysis import planned, sensitivity
    from twinsim.sensitivity.asked import INDICATORS, REPLICATES, Asked
    from twinsim.text import inert

    asked = Asked(
        load_experiment(experiment, set=tuple(settings or ()), cities=cities),
        method,
        samples,
        trajectories,
        replicates or REPLICATES,
        seed,
        tuple(dict.fromkeys(indicator or INDICATORS)),
        tuple(dict.fromkeys(contrast or ())),
        _groups(groups),
        _told_apart(inputs),
        decide or "",
        second_order,
        switches,
        levels,
        cases,
        replicates,
        tuple(dict.fromkeys(question or ())),
        lever or "",
        tuple(_threshold(word) for word in threshold or ()),
    )
    given = _given(out, into)
    build = engine_saying_so(quiet=quiet)
    if dry_run:
        size = planned(asked, given=given, workers=workers, build=build)
        if json:
            print_json(size_document(size))
        else:
            print(size_text(size))
        return
    folder = into or out or default_out(f"{asked.experiment.name}-sensitivity")
    place = make_way(asked, folder, force=force)
    found = sensitivity(
        asked, place, workers=workers, build=build, given=given,
        bars=lambda stage: Bar(f"Running {stage}", quiet=quiet),
    )  # fmt: skip
    save(found, folder, figures=figures)
    if json:
        print_json(document(found))
    elif not quiet:
        print(text(found))
    note(f"Written to {inert(shlex.quote(str(place)))}", quiet=quiet)


def _told_apart(inputs: str | None) -> tuple[str, ...]:
    """The inputs that are named; an option that names none is a slip."""
    from twinsim.errors import ExperimentError, Fault

    named = tuple(filter(None, (word.strip() for word in (inputs or "").split(","))))
    if inputs is not None and not named:
        expected = "expected ids of inputs, with commas between"
        raise ExperimentError(Fault("", 0, "--inputs", inputs, expected))
    return named


def _groups(word: str) -> Any:
    from twinsim.errors import ExperimentError, Fault
    from twinsim.registry import nearest
    from twinsim.sensitivity.groups import KINDS

    if word not in KINDS:
        expected = f"expected one of {', '.join(KINDS)}"
        raise ExperimentError(Fault("", 0, "--groups", word, expected, nearest(word, KINDS) or ""))
    return word


def _threshold(word: str) -> tuple[str, float]:
    """`INDICATOR:VALUE`, read. Raises :class:`ExperimentError`."""
    from twinsim.errors import ExperimentError, Fault

    id, _, value = word.partition(":")
    try:
        return id, float(value)
    except ValueError:
        expected = "expected INDICATOR:VALUE, such as net_value:100"
        raise ExperimentError(Fault("", 0, "--threshold", word, expected)) from None


def _given(out: Path | None, into: Path | None) -> Results | None:
    """The results that the analysis goes into, if any. Raises :class:`ScenarioError`,
    :class:`ResultsError`."""
    from twinsim.errors import Fault, ScenarioError

    if out and into:
        expected = "expected --out or --into, not both"
        raise ScenarioError(Fault("", 0, "--into", str(into), expected))
    if into:
        from twinsim.sweep import Results

        return Results.open(into)
    return None
