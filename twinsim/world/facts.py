"""From the city table to what the rules need of cities and their links."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Sequence
from functools import cache
from hashlib import blake2b
from importlib.resources import files

from twinsim.registry import SECTORS
from twinsim.scenario import CityProfile

EARTH_KM = 6371.0


def word(text: str) -> int:
    """A 64-bit word that stands for an id in keys of luck."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


def distance_km(a: CityProfile, b: CityProfile) -> float:
    """Great-circle distance (haversine), km."""
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((lat_b - lat_a) / 2.0) ** 2
    half += math.cos(lat_a) * math.cos(lat_b) * math.sin(math.radians(b.lon - a.lon) / 2.0) ** 2
    return 2.0 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def prior_ties(a: CityProfile, b: CityProfile) -> float:
    """Prior links plus half the shared networks."""
    linked = float(b.id in a.prior_links or a.id in b.prior_links)
    return linked + 0.5 * len(set(a.networks) & set(b.networks))


def tags(city: CityProfile) -> list[int]:
    """1 for each sector that the city names a priority, in the order of the sectors."""
    return [int(sector in city.tags) for sector in SECTORS]


def median_for(
    city: CityProfile, table: Sequence[CityProfile], fact: Callable[[CityProfile], float]
) -> float:
    """The city's fact, or where it is missing the median of its country (of all cities where
    fewer than three of the country are known)."""
    own = fact(city)
    if not math.isnan(own):
        return own
    same = [fact(other) for other in table if other.iso2 == city.iso2]
    known = sorted(value for value in same if not math.isnan(value))
    if len(known) < 3:
        known = sorted(value for value in map(fact, table) if not math.isnan(value))
    if not known:
        return 1.0
    middle = len(known) // 2
    return known[middle] if len(known) % 2 else 0.5 * (known[middle - 1] + known[middle])


def language_distance(a: str, b: str) -> float:
    """0 for the same main language, 1/2 where English serves as a second language of at least
    one and a language of both, 1 otherwise (countries by ISO code)."""
    main_a, second_a = languages().get(a, (a, False))
    main_b, second_b = languages().get(b, (b, False))
    if main_a == main_b:
        return 0.0
    speaks_a = main_a == "English" or second_a
    speaks_b = main_b == "English" or second_b
    return 0.5 if speaks_a and speaks_b else 1.0


@cache
def languages() -> dict[str, tuple[str, bool]]:
    """Main language of each country of the packaged table, and whether English is widely
    used as a second one."""
    text = files("twinsim").joinpath("data", "languages.csv").read_text("utf-8")
    return {
        row["iso2"]: (row["language"], row["english_second"] == "1")
        for row in csv.DictReader(text.splitlines())
    }
