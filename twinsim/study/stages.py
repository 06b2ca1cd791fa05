"""The stages of a study, each of which makes what is missing of its own and nothing else.

| stage | what it leaves in the results folder |
| --- | --- |
| run | the folder itself, as `twinsim run` makes it |
| sweep | `analysis/sweep/`, a results folder of the study's experiment |
| sensitivity | `analysis/sensitivity/`: screening, shares of variance, what is not learnt, and |
| | in `discovery/` there what would have to be true, and robust choice |
| pair | `analysis/pair/`: the partners of the first city, ranked |
| report | `report.html`, with `figures/` and `tables/` |
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from twinsim.errors import ResultsError
from twinsim.study.asked import Asked
from twinsim.study.journal import Journal, key_of
from twinsim.sweep import Results, run, sweep
from twinsim.sweep.engine import CoreEngine
from twinsim.sweep.files import TEMPORARY, make_folder, writing
from twinsim.sweep.making import Progress
from twinsim.sweep.session import Build

Bars = Callable[[str], AbstractContextManager[Progress]]

SWEEP, SENSITIVITY, PAIR = ("analysis", "sweep"), ("analysis", "sensitivity"), ("analysis", "pair")
DISCOVERY = (*SENSITIVITY, "discovery")
DISCOVERED = "discovery.json"
STAGES = {
    "run": "the scenario at the central values of its parameters",
    "sweep": "the programme over draws of all priors",
    "sensitivity": "which inputs the answers come from, and what would have to be true for others",
    "pair": "other partners",
    "report": "the page",
}


@dataclass
class Making:
    """A study under way: what is asked, where it goes, and how it is made and told of."""

    asked: Asked
    folder: Path
    journal: Journal
    workers: int
    bars: Bars
    build: Build = CoreEngine.build

    def say(self, note: str) -> None:
        """Have something told of this making."""
        self.journal.said.append(note)

    def place(self, parts: tuple[str, ...]) -> Path:
        """A folder within the study's."""
        return self.folder.joinpath(*parts)


def run_all(making: Making) -> Results:
    """Every arm of the scenario over its replicates."""
    asked = making.asked
    with making.bars("run") as bar:
        results = run(
            asked.scenario,
            replicates=asked.sizes.replicates,
            seed=asked.seed,
            out=making.folder,
            workers=making.workers,
            months=asked.months,
            firms=asked.firms,
            progress=bar,
            build=making.build,
        )
    held, wanted = results.replicates, asked.sizes.replicates
    if held > wanted:
        making.say(
            f"{wanted:,} worlds were asked for; the folder holds {held:,}, and all of them are used"
        )
    if failed := results.worlds.failed:
        making.say(f"{failed:,} worlds of the run hold a failed run and are left out")
    return results


def swept(making: Making) -> Results:
    """Every point of the experiment over its worlds."""
    asked = making.asked
    place = making.place(SWEEP)
    make_folder(place.parent)
    with making.bars("sweep") as bar:
        results = sweep(
            asked.experiment,
            samples=asked.samples,
            replicates=asked.sizes.worlds,
            seed=asked.seed,
            out=place,
            workers=making.workers,
            progress=bar,
            build=making.build,
        )
    failed = int(results.points()["failed"].sum())
    if failed:
        making.say(f"{failed:,} worlds of the sweep hold a failed run and are left out")
    return results


def analysed(making: Making, results: Results) -> None:
    """Which inputs the answers come from, by samples of their own that resume; and put to the
    sweep, what would have to be true for another answer and which choice stands."""
    from twinsim.report.sensitivity.files import DISCOVERY, DOCUMENT, make_way, save
    from twinsim.sensitivity.analysis import sensitivity

    asked = making.asked.sensitivity
    if isinstance(asked, str):
        making.say(f"sensitivity is left out: {asked}")
        return explored_alone(making, results)
    key = key_of(
        asked.experiment.sha256(),
        [asked.seed, asked.method, asked.samples, asked.trajectories, asked.replicates],
        results.manifest.content,
        making.asked.figures,
    )
    if making.journal.done("sensitivity", key):
        return None
    clear(making.place(SENSITIVITY))
    clear(making.place(SENSITIVITY) / DISCOVERY)
    place = make_way(asked, making.folder)
    try:
        found = sensitivity(
            asked,
            place,
            workers=making.workers,
            build=making.build,
            given=results,
            bars=lambda stage: making.bars(f"sensitivity, {stage}"),
        )
    except ResultsError as error:
        if "varies" not in error.faults[0].expected:
            raise
        making.say(f"sensitivity is left out: {error.faults[0].expected}")
        return explored_alone(making, results)
    save(found, making.folder, figures=making.asked.figures)
    documents = [place / DOCUMENT, place / DISCOVERY / DISCOVERED]
    making.journal.put("sensitivity", key, [path for path in documents if path.exists()], [])
    return None


def explored_alone(making: Making, results: Results) -> None:
    """What would have to be true and which choice stands, where there is nothing else to tell."""
    from twinsim.sensitivity.discovery.explore import explored

    key = key_of(results.manifest.content, making.asked.figures)
    if making.journal.done("discovery", key):
        return
    place = making.place(DISCOVERY)
    make_folder(place)
    clear(place)
    with making.bars("discovery") as bar:
        explored(results, place, figures=making.asked.figures, progress=bar)
    making.journal.put("discovery", key, [place / DISCOVERED], [])


def paired(making: Making) -> None:
    """The partners of the first city that is linked, by score."""
    from twinsim.pairing import pair
    from twinsim.report.pairing.files import DOCUMENT, save

    asked = making.asked
    if isinstance(asked.partners, str):
        making.say(f"partners are not ranked: {asked.partners}")
        return
    anchor, country = asked.partners
    found = pair(anchor, country, cities=asked.scenario.table, seed=asked.seed)
    key = key_of(found.to_dict(), asked.figures)
    if making.journal.done("pair", key):
        return
    place = making.place(PAIR)
    clear(place)
    if place.is_dir() and not any(place.iterdir()):  # stopped before its first file was whole
        with writing(place):
            place.rmdir()
    try:
        save(found, making.folder, figures=asked.figures)
    except ResultsError:
        making.say(f"partners are not ranked: {'/'.join(PAIR)} holds another pairing, which stays")
        return
    making.journal.put("pair", key, [place / DOCUMENT], [])


def reported(making: Making) -> Path:
    """The page, with what all stages have left."""
    from twinsim.report.page import write_report

    for name in ("", "figures", "tables"):
        clear(making.folder / name)
    return write_report(Results.open(making.folder)).page


def clear(place: Path) -> None:
    """Remove what a killed study was writing there. Raises :class:`RunError`."""
    with writing(place):
        for path in place.iterdir() if place.is_dir() else ():
            if path.name.startswith(TEMPORARY) and path.is_file() and not path.is_symlink():
                path.unlink()
