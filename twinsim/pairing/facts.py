"""What a criterion reads of a city: one fact, or None where it is missing.

Only what a city table says, which is what was known of a city before it paired: nothing of a
programme, a scenario or a run is in reach here.
"""

from __future__ import annotations

import math

from twinsim.errors import Fault, ScenarioError
from twinsim.pairing.criteria import Criterion
from twinsim.registry import nearest
from twinsim.scenario import CityProfile, Provenance
from twinsim.scenario.columns import COLUMNS

Value = float | tuple[str, ...]

UNITS = ("city", "region")


def known_unit(word: str) -> str:
    """`city` or `region`. Raises :class:`ScenarioError`."""
    unit = word.strip().casefold()
    if unit not in UNITS:
        expected = "expected city or region, the unit in which sizes are compared"
        raise ScenarioError(Fault("", 0, "--unit", word, expected, nearest(word, UNITS) or ""))
    return unit


def value_of(city: CityProfile, criterion: Criterion, unit: str) -> Value | None:
    """The fact of a city that a criterion reads, in its unit; None where it is missing."""
    column = criterion.column_for(unit)
    if column == "rank_share":
        rank, of = _fact(city, "rank"), _fact(city, "rank_of")
        if not isinstance(rank, float) or not isinstance(of, float):
            return None
        return rank / of if of >= rank else None
    if column == "population" and city.facts.get("unit") == "region":
        return None  # what the table gives is the region's
    if column == "population_region" and city.facts.get("unit") == "region":
        return city.population
    return _fact(city, column)


def domain_of(criterion: Criterion, unit: str) -> tuple[float, float]:
    """Lowest and highest value that a table allows for a number."""
    column = criterion.column_for(unit)
    if column == "rank_share":
        return 0.0, 1.0
    return COLUMNS[column].low, COLUMNS[column].high


def provenance_of(city: CityProfile, criterion: Criterion, unit: str) -> Provenance | None:
    """Source, year and grade of the fact, None where it is missing."""
    if value_of(city, criterion, unit) is None:
        return None
    column = criterion.column_for(unit)
    if column == "population_region" and city.facts.get("unit") == "region":
        column = "population"
    return city.sources.get("rank" if column == "rank_share" else column)


def _fact(city: CityProfile, column: str) -> Value | None:
    held = "tags" if column == "sectors" else column
    value = city.facts.get(column, getattr(city, held, None))
    if isinstance(value, tuple):
        return value or None
    if isinstance(value, float | int) and not math.isnan(value):
        return float(value)
    return None
