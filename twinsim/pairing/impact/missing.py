"""How much hangs on facts that nobody has: candidates run again with those facts drawn.

The simulator has to put something in place of a fact that is missing: a country's median of GDP per
head and of the reach of government, universities by population, no networks and no ties. Each draw
puts in what another city of the country has (of all cities where fewer than three are known), and a
tie with the anchor or none at even odds. Luck stays that of the other runs.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from twinsim.pairing.sheet import Floats
from twinsim.scenario import CityProfile, CityTable

MOST = 200
_FEWEST = 3  # known values of a country, else those of all cities


@dataclass(frozen=True)
class Missing:
    """Variance of impact due to missing facts.

    `sd` has, by candidate, the standard deviation of expected impact over draws of its missing
    facts, after what the number of worlds adds to it is taken off; `facts` what was drawn for it.
    `sd_between` is that of the means of candidates, for comparison; `changed` the share of draws in
    which another candidate has the highest mean.
    """

    draws: int
    worlds: int
    facts: dict[str, tuple[str, ...]]
    sd: dict[str, float]
    sd_between: float
    changed: float


FACTS = ("gdp_per_head", "gov_level", "universities", "networks", "prior_links")


def missing_of(city: CityProfile) -> tuple[str, ...]:
    """The facts that the simulator reads and the table lacks."""
    return tuple(fact for fact in FACTS if _lacks(city, fact))


def drawn_table(
    table: CityTable, cities: Sequence[CityProfile], anchor: CityProfile, seed: int, number: int
) -> CityTable:
    """The table with the missing facts of these cities drawn; draw `number` of a seed."""
    fresh = []
    for city in cities:
        luck = np.random.default_rng((seed, 14, number, *city.id.encode()))
        changed: dict[str, object] = {}
        for fact in missing_of(city):
            changed[fact] = _drawn(table, city, anchor, fact, luck)
        fresh.append(replace(city, **changed) if changed else city)  # type: ignore[arg-type]
    return with_cities(table, fresh)


def with_cities(table: CityTable, cities: Sequence[CityProfile]) -> CityTable:
    """The table with these profiles in place of those of the same ids."""
    every = {city.id: city for city in (*table, *cities)}
    return CityTable(every.values(), table.columns, table.notes, table.own)


def summed_up(
    cities: Sequence[str],
    facts: dict[str, tuple[str, ...]],
    values: Sequence[Sequence[Floats]],
) -> Missing:
    """What draws say: `values[d][k]` has the differences of candidate k in draw d, world by world.

    Luck is shared by the draws, so the noise of a candidate's means over draws is the interaction
    of draw and world over the number of worlds.
    """
    cells = np.array([list(draw) for draw in values])
    good = np.isfinite(cells).all(axis=(0, 1))
    cells = cells[..., good]
    draws, _, worlds = cells.shape
    means = cells.mean(axis=2)
    sd = {}
    for k, city in enumerate(cities):
        own = cells[:, k] - cells[:, k].mean(axis=0)
        left = own - own.mean(axis=1, keepdims=True)
        noise = float((left**2).sum()) / ((draws - 1) * max(worlds - 1, 1)) / worlds
        sd[city] = math.sqrt(max(0.0, float(means[:, k].var(ddof=1)) - noise))
    first = means.argmax(axis=1)
    usual = int(np.bincount(first).argmax())
    return Missing(
        draws,
        worlds,
        facts,
        sd,
        float(means.mean(axis=0).std(ddof=1)) if len(cities) > 1 else 0.0,
        float((first != usual).mean()),
    )


def _lacks(city: CityProfile, fact: str) -> bool:
    value = getattr(city, fact)
    return not value if isinstance(value, tuple) else math.isnan(value)


def _drawn(
    table: CityTable, city: CityProfile, anchor: CityProfile, fact: str, luck: np.random.Generator
) -> object:
    if fact == "prior_links":
        return (anchor.id,) if luck.random() < 0.5 else ()
    known = [other for other in table if other.id != city.id and not _lacks(other, fact)]
    same = [other for other in known if other.iso2 == city.iso2]
    among = same if len(same) >= _FEWEST else known
    if not among:
        return getattr(city, fact)
    one = among[int(luck.integers(len(among)))]
    if fact == "universities":  # by residents: a large city has more of them
        return float(round(one.universities / one.population * city.population))
    return getattr(one, fact)
