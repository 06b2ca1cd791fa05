"""A scenario in a notebook: its cities, its arms and what each arm changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from twinsim.report import wording
from twinsim.report.cells.markup import paragraph, table, title
from twinsim.scenario import Arm, Scenario
from twinsim.scenario.model import changed, plain
from twinsim.text import listed, number

_DESIGNS = {
    "none": "no programme",
    "solo": "each city alone, same money",
    "twin": "the paired programme",
}
_LONGEST = 160


def scenario_html(scenario: Scenario) -> Markup:
    """What is run, where and when, in which arms, and what is compared."""
    start = f"{scenario.months} months from {scenario.start}, after {scenario.warmup} of warm-up"
    contrasts = [wording.spaced(contrast) for contrast in scenario.contrasts]
    return Markup("").join(
        [
            title(_name(scenario)),
            paragraph(f"{start}. Compared: {listed(contrasts)}."),
            table(
                ("city", "country", "residents", "facts missing"),
                [
                    (
                        city.name + (" (follows)" if city.id in scenario.followers else ""),
                        city.country,
                        number(city.population, 0),
                        f"{len(city.missing)}",
                    )
                    for city in scenario.profiles
                ],
                left=(0, 1),
            ),
            _arms(scenario),
        ]
    )


def _arms(scenario: Scenario) -> Markup:
    """The arms; what they change has a column where any changes something."""
    heads = ["arm", "what runs", "budget, k£ of 2024"]
    rows = [[arm.id, _DESIGNS[arm.design], number(_budget(arm), 0)] for arm in scenario.arms]
    changes = [_changes(scenario, arm) for arm in scenario.arms]
    if any(changes):
        heads.append("changed against the programme")
        rows = [[*row, change] for row, change in zip(rows, changes, strict=True)]
    return table(heads, rows, left=(0, 1, 3))


def _name(scenario: Scenario) -> str:
    """The title, and the name by which results are filed."""
    return f"{scenario.title} ({scenario.name})" if scenario.title else scenario.name


def _budget(arm: Arm) -> float:
    return 0.0 if arm.design == "none" else arm.programme.budget


def _changes(scenario: Scenario, arm: Arm) -> str:
    """The keys that an arm has otherwise than the scenario, with their values."""
    programme = changed(plain(arm.programme), plain(scenario.programme))
    own = list(_flat("", programme)) if arm.design != "none" else []
    own += _flat("mechanisms.", changed(arm.mechanisms, scenario.mechanisms))
    own += _flat("parameters.", changed(arm.parameters, scenario.parameters))
    said = ", ".join(own)
    return said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…"


def _flat(prefix: str, values: dict[str, Any]) -> Iterator[str]:
    for key, value in values.items():
        if isinstance(value, dict):
            yield from _flat(f"{prefix}{key}.", value)
        else:
            yield f"{prefix}{key} = {str(value).lower() if isinstance(value, bool) else value}"
