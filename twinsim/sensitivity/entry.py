"""From Python: `ts.sensitivity` asks an experiment what `twinsim sensitivity` asks it, and
`ts.discover` asks the results of a sweep where the answer turns and which choice stands."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

from twinsim.sensitivity.analysis import Analysis
from twinsim.sensitivity.analysis import sensitivity as analysed
from twinsim.sensitivity.asked import INDICATORS, REPLICATES, Asked, wrong
from twinsim.sensitivity.discovery.explore import INDICATORS as EXPLORED
from twinsim.sensitivity.discovery.explore import Explored, explore
from twinsim.sensitivity.groups import By
from twinsim.sweep.engine import CoreEngine
from twinsim.sweep.results import Results
from twinsim.sweep.run import place
from twinsim.sweep.session import Build

if TYPE_CHECKING:
    from twinsim.scenario import Experiment
    from twinsim.sweep.making import Progress


def sensitivity(
    experiment: Experiment | str | os.PathLike[str],
    *,
    method: str = "all",
    samples: int = 64,
    trajectories: int = 10,
    replicates: int | None = None,
    seed: int = 1,
    indicators: Sequence[str] = INDICATORS,
    contrasts: Sequence[str] = (),
    groups: By = "actor",
    inputs: Sequence[str] = (),
    decide: str = "",
    second_order: bool = False,
    switches: bool = True,
    levels: bool = False,
    cases: int | None = None,
    questions: Sequence[str] = (),
    lever: str = "",
    thresholds: Mapping[str, float] | None = None,
    out: str | os.PathLike[str] | None = None,
    into: Results | str | os.PathLike[str] | None = None,
    workers: int | None = None,
    force: bool = False,
    figures: bool = True,
    progress: Progress | None = None,
    build: Build = CoreEngine.build,
) -> Analysis:
    """Find which levers, uncertain parameters and forms of the model the answers of `experiment` (a
    file, a packaged name or an object) come from.

    Everything as in `twinsim sensitivity --help`; `replicates` are 12 worlds in the samples and the
    experiment's own in the cases of discovery, where it is None. With `out`, what the command
    writes is written under `out`/analysis/sensitivity, with `figures` or without, and a second call
    makes only what is missing; without it, files are kept as long as the object. `into` is a
    results folder to write into, whose points are the cases where it is the sweep of this very
    experiment.

    Raises :class:`ExperimentError` and :class:`ResultsError` for wrong input, :class:`RunError` for
    what the system refuses, :class:`Interrupted` after Ctrl-C or SIGTERM.
    """
    from twinsim.report.sensitivity.files import make_way, place_of, save
    from twinsim.scenario import Experiment, load_experiment

    loaded = experiment if isinstance(experiment, Experiment) else load_experiment(experiment)
    asked = Asked(
        loaded,
        method,
        samples,
        trajectories,
        REPLICATES if replicates is None else replicates,
        seed,
        tuple(dict.fromkeys(indicators)),
        tuple(dict.fromkeys(contrasts)),
        groups,
        tuple(inputs),
        decide,
        second_order,
        switches,
        levels,
        cases,
        replicates,
        tuple(dict.fromkeys(questions)),
        lever,
        tuple((thresholds or {}).items()),
    )
    if out is not None and into is not None:
        raise wrong("into", str(into), "expected out or into, not both")
    given = into if isinstance(into, Results) or into is None else Results.open(into)
    folder, kept = place(given.folder if given else out)
    lasting = kept is None
    where = make_way(asked, folder, force=force) if lasting else place_of(folder)
    found = analysed(
        asked, where, workers=workers, build=build, given=given,
        bars=lambda _: nullcontext(progress),
    )  # fmt: skip
    if lasting:
        save(found, folder, figures=figures)
    return replace(found, _keep=kept)


def discover(
    results: Results | str | os.PathLike[str],
    *,
    indicators: Sequence[str] = EXPLORED,
    questions: Sequence[str] = (),
    lever: str | None = None,
    thresholds: Mapping[str, float] | None = None,
    out: str | os.PathLike[str] | None = None,
    figures: bool = True,
    progress: Progress | None = None,
) -> Explored:
    """Ask a sweep, or the folder of one, where the answer turns and which choice stands.

    `questions` are ids, such as "twin_beats_solo" (all that these results can be asked, where there
    is none); `lever` is the one whose levels are chosen among (`arm`: the arms), `thresholds` what
    is enough of an indicator, in its unit, as a difference from the reference arm (else 0). With
    `out`, the folder for discovery.json, tables and `figures`.

    Raises :class:`ResultsError` for a wrong word or folder, :class:`RunError` for what the system
    refuses. What these results cannot be asked stands in `left_out`.
    """
    found = explore(
        results if isinstance(results, Results) else Results.open(results),
        indicators=tuple(dict.fromkeys(indicators)),
        asked=tuple(dict.fromkeys(questions)),
        lever=lever,
        thresholds=thresholds,
        progress=progress,
    )
    if out is not None:
        found.to_files(out, figures=figures)
    return found
