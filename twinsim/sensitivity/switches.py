"""Structural switches: questions about the model's form, each as an input of a few levels.

A switch says what some parameters become: a number, or a multiple of what they would be. It stands
above a parameter's own prior. No belief is declared about which level holds: each has an equal
share of a sample, which is a choice of the design and no probability.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from twinsim.registry import parameters
from twinsim.scenario.domains import domain

PREFIX = "form_"


@dataclass(frozen=True)
class Switch:
    """`levels` maps a word to what it sets (`to`) or multiplies (`by`), by parameter; the first is
    the model as it stands."""

    id: str
    title: str
    levels: Mapping[str, Mapping[str, tuple[str, float]]]

    def at(self, u: float) -> str:
        """The level that a uniform stands for, each with an equal share."""
        words = list(self.levels)
        return words[min(int(u * len(words)), len(words) - 1)]

    def numbers(self, level: str, values: Mapping[str, float]) -> dict[str, float]:
        """The parameters that a level sets, where they would else be `values` or central."""
        found = {}
        for id, (how, number) in self.levels[level].items():
            before = values.get(id, parameters()[id].central)
            found[id] = domain(id).nearest(number if how == "to" else number * before)
        return found


# The longest window that a scenario may have: over ten years it fades to no less than nine tenths.
_NEVER = 1200.0

SWITCHES: tuple[Switch, ...] = (
    Switch(
        f"{PREFIX}window",
        "adoption fades with time since the pilot, or not",
        {"fades": {}, "stays": {"adopt_window": ("to", _NEVER)}},
    ),
    Switch(
        f"{PREFIX}learning",
        "learning over cognitive distance: an inverted U, or flat at its top",
        {"inverted_u": {}, "flat": {"kappa": ("to", 0.0)}},
    ),
    Switch(
        f"{PREFIX}needs",
        "needs of cities drawn around their tags, or from tags alone",
        {"drawn": {}, "tags": {"need_sd": ("to", 0.0)}},
    ),
    Switch(
        f"{PREFIX}firms",
        "modelled firms per resident as drawn, halved or doubled",
        {
            "as_is": {},
            "halved": {"smes_per_1000": ("by", 0.5)},
            "doubled": {"smes_per_1000": ("by", 2.0)},
        },
    ),
)
