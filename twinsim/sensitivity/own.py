"""The experiment's own sweep: the cases that questions and choices are put to.

Boxes and choices are read from points that stand for what may be true, and not from a sample that
was laid out to tell variances apart. The experiment's own design is such a set of points; forms of
the model (switches) are not among its factors and stay as they are in it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from twinsim.errors import ExperimentError
from twinsim.sensitivity.discovery.space import FEWEST_CASES
from twinsim.sweep.chance import FEWEST_WORLDS
from twinsim.sweep.designed import Designed, sweep
from twinsim.sweep.designs import Design
from twinsim.sweep.session import Build
from twinsim.sweep.sources import sources_sha256

if TYPE_CHECKING:
    from twinsim.scenario import Experiment
    from twinsim.sensitivity.asked import Asked
    from twinsim.sweep.making import Progress
    from twinsim.sweep.results import Results

FOLDER = "cases"
FEWEST = 2 * FEWEST_CASES


def own_design(experiment: Experiment, cases: int | None = None) -> Designed:
    """The points of the experiment's own design. Raises :class:`ExperimentError` for a number of
    `cases` (points of its sampled block) that it cannot have."""
    try:
        return Designed(experiment, Design.of(experiment, cases))
    except ExperimentError as error:
        if cases is None:
            raise
        raise ExperimentError([replace(f, key="--cases") for f in error.faults]) from None


def too_few(asked: Asked) -> str:
    """Why the design is too small for any box, and what would do; empty where it is not."""
    points, worlds = own_design(asked.experiment, asked.cases).count, asked.case_worlds
    if points >= FEWEST and worlds >= FEWEST_WORLDS:
        return ""
    sampled = any(block.sampled for block in asked.experiment.blocks)
    more = "--cases adds points" if sampled else "levels or [uncertainties] in its file add points"
    return (
        f"it takes {FEWEST} points of {FEWEST_WORLDS} worlds, and {asked.experiment.name} has "
        f"{points:,} of {worlds:,}; {more}, --replicates worlds"
    )


def held_by(results: Results, asked: Asked) -> tuple[bool, str]:
    """Whether results are the sweep of this very experiment, and if they nearly are, why not.

    Raises :class:`ExperimentError` where more cases are asked for than they hold.
    """
    from twinsim.sensitivity.asked import wrong

    who = results.manifest.identity
    if who.input_sha256 != asked.experiment.sha256():
        return False, ""
    if who.seed != asked.seed:
        return False, f"cases were run anew: the sweep there has seed {who.seed}"
    if who.sources != sources_sha256():
        return False, "cases were run anew: the sweep there is of another version of the model"
    there = results.manifest.points
    wanted = own_design(asked.experiment, asked.cases).count if asked.cases else 0
    if wanted > there:
        expected = f"expected no more than the {there:,} points there; twinsim sweep adds some"
        raise wrong("--cases", str(asked.cases), expected)
    return True, "" if results.manifest.done else "the sweep there was interrupted and is not whole"


def own_sweep(
    asked: Asked,
    place: Path,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
    build: Build,
) -> Results:
    """Run what is missing of the cases in `place`/cases, a results folder like any other.

    Raises as :func:`twinsim.sweep.sweep`.
    """
    return sweep(
        asked.experiment,
        samples=asked.cases,
        replicates=asked.case_worlds,
        seed=asked.seed,
        out=place / FOLDER,
        workers=workers,
        progress=progress,
        build=build,
    )
