"""Runs of candidates: the sweep, and further runs under the same luck, all of them kept."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from twinsim.errors import Fault, ResultsError
from twinsim.pairing.impact.direct import paired
from twinsim.pairing.impact.experiment import LEVER, experiment_of
from twinsim.pairing.impact.ledger import Ledger
from twinsim.pairing.impact.missing import Missing, drawn_table, missing_of, summed_up, with_cities
from twinsim.pairing.sheet import Floats
from twinsim.scenario import CityProfile, CityTable, Experiment
from twinsim.sweep import Results, sweep
from twinsim.sweep.engine import CoreEngine

if TYPE_CHECKING:
    from twinsim.sweep.designed import Announce
    from twinsim.sweep.making import Progress
    from twinsim.sweep.session import Build

MAIN, PREMIUM = "twin-baseline", "twin-solo"

COURSES: Mapping[str, Any] = {
    "title": "course of the firms that won a place",
    "options": {
        "none": {"programme.upskilling.hours": 0},
        "intensive": {
            "programme.upskilling.hours": 120,
            "programme.upskilling.intensive": True,
        },
    },
}


@dataclass(frozen=True)
class Running:
    """Whose programme is run with whom, by which seed, over how many worlds, and how.

    `out` is the results folder (None: a temporary one), `place` further runs stand below it.
    """

    anchor: CityProfile
    table: CityTable
    scenario: str | None
    settings: tuple[str, ...]
    replicates: int
    seed: int
    out: str | os.PathLike[str] | None = None
    workers: int | None = None
    force: bool = False
    progress: Progress | None = None
    build: Build = CoreEngine.build

    @cached_property
    def ledger(self) -> Ledger:
        """Where runs are kept that no design holds."""
        return Ledger.of(None if self.out is None else Path(self.out))

    def experiment(self, partners: Sequence[str], **more: Any) -> Experiment:
        """The experiment that varies the partner. Raises :class:`ExperimentError`."""
        given: dict[str, Any] = {
            "scenario": self.scenario,
            "settings": self.settings,
            **more,
        }
        return experiment_of(self.anchor, partners, given.pop("table", self.table), **given)

    def sweep(
        self,
        experiment: Experiment,
        *,
        below: str = "",
        choose: str | None = None,
        announce: Announce | None = None,
    ) -> Results:
        """The runs of an experiment, made where they are missing. Raises as :func:`sweep` does.

        With `force` a folder of another input is moved aside; one of the same input is kept.
        """
        place = None if self.out is None else os.path.join(os.fspath(self.out), below)
        return swept(
            experiment,
            force=self.force,
            replicates=self.replicates,
            seed=self.seed,
            out=place,
            workers=self.workers,
            choose=choose,
            progress=self.progress,
            announce=announce,
            build=self.build,
        )

    def measure(self, city: CityProfile, indicator: str, worlds: int) -> Floats:
        """The differences with a partner whose facts are changed, in the first of the worlds."""
        (found,) = self.measured([city], [city.id], indicator, worlds)
        return found

    def measured(
        self,
        changed: Sequence[CityProfile],
        ids: Sequence[str],
        indicator: str,
        worlds: int | None = None,
    ) -> list[Floats]:
        """The differences with these partners, where the facts of some cities are changed."""
        table = with_cities(self.table, changed)
        experiment = self.experiment(ids, table=table, arms=("baseline", "twin"))
        return paired(
            [experiment.scenario({LEVER: id}) for id in ids],
            indicator,
            MAIN,
            replicates=self.replicates if worlds is None else worlds,
            seed=self.seed,
            table=self.table,
            workers=self.workers,
            build=self.build,
            ledger=self.ledger,
        )

    def redrawn(self, cities: Sequence[CityProfile], indicator: str, draws: int) -> Missing | None:
        """Candidates run again with their missing facts drawn; None where none is missing."""
        facts = {city.id: missing_of(city) for city in cities}
        if draws < 2 or not any(facts.values()):
            return None
        ids = sorted(facts)
        values = []
        for number in range(draws):
            fresh = drawn_table(self.table, cities, self.anchor, self.seed, number)
            changed = [city for city in fresh if facts.get(city.id)]
            values.append(self.measured(changed, ids, indicator))
            if self.progress is not None:
                self.progress(number + 1, draws)
        return summed_up(ids, facts, values)


def swept(experiment: Experiment, *, force: bool, **given: Any) -> Results:
    """A sweep whose folder, with `force`, is moved aside where it holds another input."""
    try:
        return sweep(experiment, **given)
    except ResultsError:
        if not force:
            raise
        return sweep(experiment, **given, force=True)


def by_partner(results: Results) -> dict[str, int]:
    """Design points by partner."""
    table = results.points()
    return {str(row[LEVER]): int(row["design"]) for row in table.to_dict("records")}


def none_of_them(results: Results) -> ResultsError:
    """The error that no candidate has two worlds in which nothing failed, with the first reason."""
    reasons = [str(reason) for reason in results.points()["reason"] if reason]
    told = f"; the first failed with: {reasons[0]}" if reasons else ""
    expected = f"expected a candidate with two worlds in which no run failed{told}"
    return ResultsError(Fault(str(results.folder), 0, "", "", expected))


def usable(values: Floats) -> bool:
    """Whether there are two worlds in which no run failed."""
    return bool(np.isfinite(values).sum() > 1)
