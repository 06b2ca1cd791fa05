"""How much facts differ among candidates, and what the simulator makes of each.

Where a fact hardly varies, no ranking of these candidates, scored or simulated, can rest on it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from twinsim.pairing.criteria import criteria
from twinsim.pairing.facts import value_of
from twinsim.pairing.forms import cosine
from twinsim.registry import parameters
from twinsim.scenario import CityProfile
from twinsim.world.facts import distance_km, language_distance, prior_ties

VARIES = 0.1
"""The coefficient of variation from which a fact counts as varying (a convention, grade A)."""


@dataclass(frozen=True)
class Variation:
    """One fact over the candidates. `cv` is standard deviation over mean (NaN below two known
    values), `known` of `count` have it. `parameter` is what the simulator weighs it with in the
    friction of a pair, `weight` that parameter's central value and `grade` its evidence; a fact
    that enters elsewhere or nowhere has none."""

    id: str
    meaning: str
    cv: float
    known: int
    count: int
    parameter: str = ""

    @property
    def varies(self) -> bool:
        """Whether candidates differ enough in it to be told apart."""
        return self.cv >= VARIES

    @property
    def weight(self) -> float:
        """Central value of the parameter, NaN without one."""
        return parameters()[self.parameter].central if self.parameter else math.nan

    @property
    def grade(self) -> str:
        """Evidence behind the parameter, empty without one."""
        return parameters()[self.parameter].grade if self.parameter else ""


def variations(
    anchor: CityProfile, candidates: Sequence[CityProfile], unit: str
) -> tuple[Variation, ...]:
    """How much each fact that the simulator reads of a pair differs among candidates."""
    told = []
    for id, (meaning, parameter, read) in _facts(unit).items():
        values = np.array([read(anchor, city) for city in candidates])
        values = values[~np.isnan(values)]
        cv = _cv(values) if len(values) > 1 else math.nan
        told.append(Variation(id, meaning, cv, len(values), len(candidates), parameter))
    return tuple(told)


def readings(
    anchor: CityProfile, candidates: Sequence[CityProfile], unit: str
) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """Each of these facts of every candidate, NaN where it is missing."""
    return {
        id: np.array([read(anchor, city) for city in candidates], dtype=np.float64)
        for id, (_, _, read) in _facts(unit).items()
    }


def _cv(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    spread, mean = float(values.std()), abs(float(values.mean()))
    return 0.0 if spread == 0 else spread / mean if mean > 0 else math.inf


Read = Callable[[CityProfile, CityProfile], float]


def _facts(unit: str) -> dict[str, tuple[str, str, Read]]:
    def size(_: CityProfile, city: CityProfile) -> float:
        value = value_of(city, criteria()["size"], unit)
        return value if isinstance(value, float) else math.nan

    def shared(anchor: CityProfile, city: CityProfile) -> float:
        known = anchor.tags and city.tags
        return cosine(anchor.tags, city.tags) if known else math.nan

    return {
        "distance": ("great-circle distance, km", "friction_distance", distance_km),
        "language": (
            "distance of main languages",
            "friction_language",
            lambda a, b: language_distance(a.iso2, b.iso2),
        ),
        "governance": ("reach of government", "friction_governance", lambda _, b: b.gov_level),
        "size": ("residents", "friction_size", size),
        "wealth": ("GDP per head", "friction_wealth", lambda _, b: b.gdp_per_head),
        "links": ("prior links and shared networks", "", prior_ties),
        "sectors": ("overlap of priority sectors", "", shared),
    }
