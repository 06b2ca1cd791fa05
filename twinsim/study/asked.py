"""What a study is asked: a scenario, the experiment of its sweep, sizes and a seed, checked."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING

from twinsim.errors import ExperimentError, Fault, ScenarioError
from twinsim.scenario import Experiment, Scenario, load
from twinsim.study.course import runs_programme
from twinsim.study.experiment import experiment_of, given_experiment
from twinsim.study.sizes import SIZES, Sizes
from twinsim.sweep.run import check

if TYPE_CHECKING:
    from twinsim.sensitivity.asked import Asked as AskedOfSensitivity

FEWEST_WORLDS = 2
_POWERS = 65_536


@dataclass(frozen=True)
class Asked:
    """What is to be made. `experiment` varies `scenario`; `figures` are those of the analyses."""

    scenario: Scenario
    experiment: Experiment
    sizes: Sizes = SIZES
    seed: int = 1
    months: bool = False
    firms: bool = False
    figures: bool = True

    @staticmethod
    def of(
        scenario: Scenario | str | os.PathLike[str],
        *,
        set: Sequence[str] = (),
        cities: str | os.PathLike[str] | None = None,
        experiment: str | os.PathLike[str] | None = None,
        sizes: Sizes = SIZES,
        seed: int = 1,
        months: bool = False,
        firms: bool = False,
        figures: bool = True,
    ) -> Asked:
        """Load and check all of it. `set` and `cities` are of a scenario given by name or file.

        Raises :class:`ScenarioError` and :class:`ExperimentError`.
        """
        named = None if isinstance(scenario, Scenario) else scenario
        if isinstance(scenario, Scenario) and (set or cities is not None):
            expected = "expected set and cities only with a scenario's name or file"
            raise ScenarioError(Fault("", 0, "scenario", scenario.name, expected))
        loaded = (
            scenario if isinstance(scenario, Scenario) else load(scenario, set=set, cities=cities)
        )
        _check_sizes(sizes, seed)
        _check_differs(loaded)
        made = (
            experiment_of(loaded, named, set)
            if experiment is None
            else given_experiment(experiment, set, cities)
        )
        if made.base.name != loaded.name:
            expected = f"expected an experiment that varies {loaded.name}"
            file = os.fspath(experiment or "")
            raise ExperimentError(Fault(file, 0, "scenario", made.base.name, expected))
        return Asked(loaded, made, sizes, seed, months, firms, figures)

    @property
    def notes(self) -> list[str]:
        """What has to be said beforehand: what the analyses cannot tell of this scenario."""
        said = []
        there, here = self.experiment.base.resolved(), self.scenario.resolved()
        apart = [key for key in here if key not in _CHOSEN and there[key] != here[key]]
        if apart:
            said.append(
                f"the experiment {self.experiment.name} varies the scenario with other "
                f"{', '.join(apart)} than the run: what the analyses say is of that one"
            )
        if not self.experiment.levers:
            said.append(
                "no course is left out in the sweep: no programme trains a firm, or nothing else "
                "could be bought with the money"
            )
        if "twin-solo" not in self.experiment.contrasts:
            said.append(
                "what pairing adds over programmes apart, and what of it no pattern informs, is "
                "not told: there is no contrast twin-solo"
            )
        return said

    @property
    def samples(self) -> int | None:
        """Draws of the sweep's sampled design; None for an experiment that samples nothing."""
        sampled = any(block.sampled for block in self.experiment.blocks)
        return self.sizes.samples if sampled else None

    @cached_property
    def sensitivity(self) -> AskedOfSensitivity | str:
        """What the sensitivity analysis is asked, or why it is left out."""
        from twinsim.sensitivity.asked import Asked as AskedOfSensitivity

        if find_spec("SALib") is None:
            return "it takes SALib: pip install 'twinsim[sensitivity]'"
        try:
            return AskedOfSensitivity(
                self.experiment,
                samples=self.sizes.blocks,
                trajectories=self.sizes.trajectories,
                replicates=self.sizes.worlds,
                seed=self.seed,
                cases=self.samples,
                worlds=self.sizes.worlds,
            )
        except ExperimentError as error:
            return error.faults[0].expected

    @property
    def partners(self) -> tuple[str, str] | str:
        """The anchor and the country of its partner, or why no partners are ranked."""
        links = next((arm.programme.links for arm in self.scenario.arms if arm.programme.links), ())
        if not links:
            return "no two cities of the scenario are linked"
        profiles = {city.id: city for city in self.scenario.profiles}
        anchor, partner = (profiles[id] for id in links[0])
        country = partner.country
        inside = [city for city in self.scenario.table if city.country == country]
        if not [city for city in inside if city.id != anchor.id]:
            return f"{country} has no other city in the table"
        return anchor.id, country


_CHOSEN = ("contrasts", "arms")  # an experiment may run some of them alone


def _check_sizes(sizes: Sizes, seed: int) -> None:
    from twinsim.sensitivity.asked import MOST_TRAJECTORIES, MOST_WORLDS, TRAJECTORIES

    check(replicates=sizes.replicates, samples=sizes.samples, seed=seed)
    faults = []
    if sizes.worlds < FEWEST_WORLDS:
        expected = f"expected at least {FEWEST_WORLDS}: luck is told from doubt by several worlds"
        faults.append(Fault("", 0, "--worlds", str(sizes.worlds), expected))
    elif sizes.worlds > MOST_WORLDS:
        expected = f"expected at most {MOST_WORLDS:,}"
        faults.append(Fault("", 0, "--worlds", str(sizes.worlds), expected))
    if not 2 <= sizes.trajectories <= MOST_TRAJECTORIES:
        faults.append(Fault("", 0, "--trajectories", str(sizes.trajectories), TRAJECTORIES))
    if not 2 <= sizes.blocks <= _POWERS or sizes.blocks & (sizes.blocks - 1):
        expected = f"expected a power of two from 2 to {_POWERS:,}"
        faults.append(Fault("", 0, "--blocks", str(sizes.blocks), expected))
    if faults:
        raise ScenarioError(faults)


def _check_differs(scenario: Scenario) -> None:
    """Raise :class:`ScenarioError` where no two arms can differ: there is nothing to study."""
    arms = {arm.id: arm for arm in scenario.arms}
    for contrast in scenario.contrasts:
        one, other = (arms[id] for id in contrast.split("-"))
        same = (one.mechanisms, one.parameters) == (other.mechanisms, other.parameters)
        if not same or runs_programme(scenario, one) or runs_programme(scenario, other):
            return
    about = scenario.programme
    key, value = ("budget", f"{about.budget:g}") if about.budget <= 0.0 else ("links", "none")
    if about.budget > 0.0 and about.links:
        key, value = "start", str(about.start)
    expected = "expected a programme in some arm: without one no arm differs and there is no study"
    raise ScenarioError(Fault("", 0, f"programme.{key}", value, expected))
