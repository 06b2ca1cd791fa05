"""The whole study: asked, sized, made stage by stage, and told of."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from twinsim.errors import Fault, ResultsError
from twinsim.scenario import Scenario
from twinsim.study.asked import Asked
from twinsim.study.experiment import held_experiment
from twinsim.study.journal import DOCUMENT, PLACE, Journal, read_document
from twinsim.study.sizes import SIZES, Sizes
from twinsim.study.stages import (
    DISCOVERED,
    DISCOVERY,
    PAIR,
    SENSITIVITY,
    SWEEP,
    Bars,
    Making,
    analysed,
    clear,
    paired,
    reported,
    run_all,
    swept,
)
from twinsim.sweep import Results
from twinsim.sweep.designed import Designed
from twinsim.sweep.designed import manifest_of as manifest_of_sweep
from twinsim.sweep.designs import Design
from twinsim.sweep.engine import CoreEngine
from twinsim.sweep.files import make_folder, writing
from twinsim.sweep.lock import locked
from twinsim.sweep.manifest import MANIFEST, Manifest
from twinsim.sweep.run import check
from twinsim.sweep.run import manifest_of as manifest_of_run
from twinsim.sweep.session import Build, usable_cores
from twinsim.sweep.store import move_aside, refuse_other

Begun = Callable[[str], None]


@dataclass(frozen=True)
class Study:
    """What a study has left in its folder."""

    folder: Path
    report: Path
    notes: tuple[str, ...]

    def __repr__(self) -> str:
        name = self.results.manifest.identity.resolved.get("name", "")
        return f"Study({str(name)!r}: {self.sweep.manifest.points:,} points; {str(self.folder)!r})"

    def _repr_html_(self) -> str:
        from twinsim.study.cell import study_html

        return str(study_html(self))

    @cached_property
    def results(self) -> Results:
        """The run, at the central values of the parameters."""
        return Results.open(self.folder)

    @cached_property
    def sweep(self) -> Results:
        """The sweep over what is uncertain: `sweep.by("course")`."""
        return Results.open(self.folder.joinpath(*SWEEP))

    @property
    def sensitivity(self) -> dict[str, Any]:
        """The document of the sensitivity analysis, empty where it was left out."""
        return read_document(self.folder.joinpath(*SENSITIVITY, "sensitivity.json"))

    @property
    def discovery(self) -> dict[str, Any]:
        """The document of scenario discovery and robust choice."""
        return read_document(self.folder.joinpath(*DISCOVERY, DISCOVERED))

    @property
    def partners(self) -> dict[str, Any]:
        """The document of the ranking of partners, empty where there is none."""
        return read_document(self.folder.joinpath(*PAIR, "pair.json"))


def study(
    scenario: Scenario | str | os.PathLike[str],
    *,
    out: str | os.PathLike[str],
    replicates: int = SIZES.replicates,
    samples: int = SIZES.samples,
    worlds: int = SIZES.worlds,
    trajectories: int = SIZES.trajectories,
    blocks: int = SIZES.blocks,
    seed: int = 1,
    set: Sequence[str] = (),
    cities: str | os.PathLike[str] | None = None,
    experiment: str | os.PathLike[str] | None = None,
    workers: int | None = None,
    months: bool = False,
    firms: bool = False,
    figures: bool = True,
    force: bool = False,
) -> Study:
    """Go all the way with a scenario: run, sweep, analyses and report, into the folder `out`.

    `replicates` are worlds of each arm in the run; `samples` draws of the priors in the sweep, at
    each of which and in the sensitivity analysis there are `worlds`; `trajectories` and `blocks`
    are sizes of the latter. `experiment` is a file in place of the study's own. What `out` holds of
    the same study is kept and only the rest is made; `force` moves another one aside. The rest as
    in :func:`twinsim.run`.

    Raises :class:`ScenarioError` and :class:`ExperimentError` for wrong input,
    :class:`ResultsError` for a folder of another input or with a damaged file, :class:`RunError`
    for what the system refuses, :class:`Interrupted` after Ctrl-C or SIGTERM.
    """
    asked = Asked.of(
        scenario,
        set=set,
        cities=cities,
        experiment=experiment,
        sizes=Sizes(replicates, samples, worlds, trajectories, blocks),
        seed=seed,
        months=months,
        firms=firms,
        figures=figures,
    )
    return carried_out(asked, Path(out), workers=workers, force=force)


def carried_out(
    asked: Asked,
    folder: Path,
    *,
    workers: int | None = None,
    force: bool = False,
    bars: Bars | None = None,
    begun: Begun | None = None,
    build: Build = CoreEngine.build,
) -> Study:
    """Make what is missing of a study; `begun` is told the id of each stage as it begins, `bars`
    gives each its progress. Raises as :func:`study` does."""
    asked = going_on(asked, folder)
    threads = usable_cores() if workers is None else workers
    check(workers=threads)

    stage = ""

    def begins(id: str) -> None:
        nonlocal stage
        stage = id
        (begun or _nobody)(id)

    def make() -> Study:
        refuse_another(asked, folder)
        return _made(asked, folder, threads, bars or _no_bar, begins, build)

    try:
        return make()
    except ResultsError:
        if not force or stage not in ("", "run", "sweep") or not folder.exists():
            raise  # what is found later is no reason to move finished work
        with writing(folder):
            move_aside(folder)
        return make()


def going_on(asked: Asked, folder: Path) -> Asked:
    """The same question, put as a folder's study has put it."""
    held = held_experiment(asked.experiment, folder.joinpath(*SWEEP, "experiment.toml"))
    return replace(asked, experiment=held)


def finished(asked: Asked, folder: Path) -> bool:
    """Whether all runs of a study are there already, as far as its journal knows."""
    journal = Journal.of(folder, asked)
    held = read_document(folder.joinpath(*PLACE, DOCUMENT))
    same = journal.document()
    kept = ("version", "input", "experiment", "seed", "sizes")
    return all(held.get(key) == same[key] for key in kept) and bool(
        {"sensitivity", "discovery"} & {*journal.stages}
    )


def refuse_another(asked: Asked, folder: Path) -> None:
    """Raise :class:`ResultsError` where a folder holds a study of another input, before anything
    is made."""
    if (folder / MANIFEST).exists():
        held = Manifest.read(folder).identity
        refuse_other(folder, held, manifest_of_run(asked.scenario, asked.seed).identity)
    place = folder.joinpath(*SWEEP)
    if (place / MANIFEST).exists():
        points = Designed(asked.experiment, Design.of(asked.experiment))
        here = manifest_of_sweep(asked.experiment, points, asked.seed).identity
        refuse_other(place, Manifest.read(place).identity, here, folder)
    there = read_document(folder.joinpath(*SENSITIVITY, "sensitivity.json"))
    mine = {"input": {"sha256": asked.experiment.sha256()}, "seed": asked.seed}
    differs = [key for key in mine if there and there.get(key) != mine[key]]
    if differs:
        expected = (
            f"holds the analysis of another experiment ({', '.join(differs)} differ): choose "
            f"another --out, or --force moves all to {folder.name}.old-1 or the next number"
        )
        place = folder.joinpath(*SENSITIVITY)
        raise ResultsError(Fault(str(place), 0, "", "", expected))


def _made(
    asked: Asked, folder: Path, workers: int, bars: Bars, begun: Begun, build: Build
) -> Study:
    journal = Journal.of(folder, asked)
    making = Making(asked, folder, journal, workers, bars, build)
    begun("run")
    run_all(making)  # first of all: it makes the folder one of results
    place = folder.joinpath(*PLACE)
    make_folder(place)
    with locked(place):
        clear(place)
        begun("sweep")
        results = swept(making)
        begun("sensitivity")
        analysed(making, results)
        begun("pair")
        paired(making)
        journal.save()
        begun("report")
        page = reported(making)
    return Study(folder, page, tuple(journal.notes))


def _no_bar(_: str) -> Any:
    return nullcontext()


def _nobody(_: str) -> None:
    return None
