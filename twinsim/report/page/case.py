"""What a report is about: results, and the scenario as it was run where it can be had again.

A results folder holds the resolved scenario and a city table of the user's own. The facts of
cities (and what follows from the whole scenario, such as the plan of each line of money) are
shown only where the tables give the very input that the manifest's hash names.
"""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from twinsim.errors import Fault, ResultsError
from twinsim.registry import indicators
from twinsim.report.figures.again import same_model, scenario_of
from twinsim.scenario import cities_table
from twinsim.sweep.effects import TOTAL, Effect
from twinsim.sweep.reading import CITIES
from twinsim.sweep.results import Results
from twinsim.text import inert

if TYPE_CHECKING:
    from twinsim.scenario import Scenario

LONGEST_NAME = 80


@dataclass(frozen=True)
class Case:
    """Results with what the report needs to know beside them.

    `scenario` is None where the facts of its cities are not at hand.
    """

    results: Results
    scenario: Scenario | None

    @staticmethod
    def of(results: Results) -> Case:
        """The case of a results folder.

        Raises :class:`ScenarioError` for faults of the table, :class:`ResultsError` for a table
        with other facts than those of the run.
        """
        if results.table is not None:
            cities_table(results.table)  # what is wrong with the file itself is said first
        scenario = scenario_of(results)
        if scenario is None and results.table not in (None, results.folder / CITIES):
            expected = f"expected the table of the run, with the facts that {results.folder} used"
            raise ResultsError(Fault("", 0, "--cities", str(results.table), expected))
        return Case(results, scenario)

    @property
    def arms(self) -> tuple[str, ...]:
        """Arms, in the scenario's order."""
        return self.results.manifest.arms

    @property
    def resolved(self) -> Any:
        """The resolved scenario as plain values."""
        return self.results.manifest.identity.resolved

    @property
    def reference(self) -> str:
        """The arm that others are compared with."""
        return str(self.resolved.get("reference", "baseline"))

    @property
    def seed(self) -> int:
        """The seed of the run."""
        return self.results.manifest.identity.seed

    @property
    def title(self) -> str:
        """The scenario's title, inert and short enough for a heading."""
        return inert(str(self.resolved.get("title") or self.resolved.get("name", "")), 120)

    @property
    def owners(self) -> tuple[str, ...]:
        """Cities with modelled firms."""
        manifest = self.results.manifest
        return tuple(city for city in manifest.cities if city not in manifest.followers)

    @property
    def same_model(self) -> bool:
        """Whether the model that made the numbers is the one installed here."""
        return same_model(self.results)

    @cached_property
    def headlines(self) -> list[Effect]:
        """Effects of the headlines, totals and cities, in the order of `effects.csv`."""
        return [row for row in self.results.contrasts() if indicators()[row.indicator].headline]

    def of_contrast(self, contrast: str, scope: str = TOTAL) -> list[Effect]:
        """The headlines of a contrast in a scope."""
        return [row for row in self.headlines if (row.contrast, row.scope) == (contrast, scope)]

    @cached_property
    def against_reference(self) -> list[str]:
        """Contrasts with the arm of reference, in the scenario's order."""
        return [c for c in self.results.manifest.contrasts if c.endswith(f"-{self.reference}")]

    def city(self, id: str) -> str:
        """The name of a city where it is known, inert, or its id."""
        named = {p.id: p.name for p in self.scenario.profiles} if self.scenario else {}
        return inert(named.get(id, id), LONGEST_NAME)

    def design(self, arm: str) -> str:
        """Design of an arm: none, solo or twin; empty where the folder does not say."""
        return str(self.own(arm).get("programme", {}).get("design", ""))

    def own(self, arm: str) -> dict[str, Any]:
        """What an arm changes."""
        own: dict[str, Any] = self.resolved.get("arms", {}).get(arm, {})
        return own

    @property
    def place(self) -> str:
        """The folder as a word of a command line, without anything above where one stands."""
        return _word(self.results.folder)

    @property
    def table_option(self) -> str:
        """The option that a command needs to find the cities again, or nothing."""
        table, folder = self.results.table, self.results.folder
        if table is None:
            return ""
        shown = f"{_shown(folder)}/{CITIES}" if table == folder / CITIES else _shown(table)
        return f" --cities {shlex.quote(inert(shown))}"


def _word(path: Path) -> str:
    return shlex.quote(inert(_shown(path)))


def _shown(path: Path) -> str:
    shown = os.path.relpath(path)
    return path.name if shown.startswith("..") else shown
