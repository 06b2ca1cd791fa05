"""What the model does where facts of a city that it reads are missing."""

from __future__ import annotations

from collections.abc import Iterable

from twinsim.scenario import CityProfile
from twinsim.text import inert, listed

READ = ("population", "gdp_per_head", "gov_level", "universities", "sectors")
"""Facts that the model reads besides where a city lies, what it is called and whom it knows."""


def sentences(cities: Iterable[CityProfile]) -> list[str]:
    """For each city that lacks some: which, and what stands in for them."""
    return [
        f"Missing for {inert(city.name, 40)}: {listed(missing)}; {instead(missing)}."
        for city in cities
        if (missing := [fact for fact in READ if fact in city.missing])
    ]


def instead(missing: list[str]) -> str:
    """What the model does where facts that it reads are missing."""
    said = []
    if medians := [fact for fact in missing if fact in ("gdp_per_head", "gov_level")]:
        said.append(f"it takes the median of the country for {listed(medians)}")
    if "universities" in missing:
        said.append("it takes as many universities as residents suggest")
    if "sectors" in missing:
        said.append("without priority sectors the city has no clusters, and no priorities")
    return "; ".join(said)
