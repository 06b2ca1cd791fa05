"""City tables of any size, with gaps, made by hand."""

from __future__ import annotations

import numpy as np

from twinsim.registry import SECTORS
from twinsim.scenario import CityTable

HEADS = (
    "id",
    "name",
    "country",
    "iso2",
    "lat",
    "lon",
    "population",
    "population_year",
    "rank",
    "rank_of",
    "gov_level",
    "gdp_per_head",
    "gdp_growth",
    "population_growth",
    "sectors",
    "networks",
    "prior_links",
    "testbed_sectors",
    "strategy",
    "business_strategy",
)
FACTS = HEADS[8:]


def rows_of(seed: int, count: int, gaps: float = 0.0) -> list[dict[str, str]]:
    """Rows of a table of so many cities, the first of them called c0; a share of facts missing."""
    luck = np.random.default_rng(seed)
    rows = []
    for number in range(count):
        words = list(luck.permutation(SECTORS)[: luck.integers(1, 8)])
        facts = {
            "rank": str(luck.integers(1, 40)),
            "rank_of": "40",
            "gov_level": str(luck.integers(1, 5)),
            "gdp_per_head": f"{luck.uniform(2e4, 7e4):.0f}",
            "gdp_growth": f"{luck.normal(1, 2):.2f}",
            "population_growth": f"{luck.normal(0, 1):.2f}",
            "sectors": ";".join(words),
            "networks": ";".join(f"n{n}" for n in range(luck.integers(1, 6))),
            "prior_links": f"c{luck.integers(0, count)};elsewhere",
            "testbed_sectors": ";".join(luck.permutation(SECTORS)[:3]),
            "strategy": f"{luck.uniform():.2f}",
            "business_strategy": f"{luck.uniform():.2f}",
        }
        kept = {key: "" if luck.uniform() < gaps else value for key, value in facts.items()}
        place = {"lat": f"{luck.uniform(-60, 60):.2f}", "lon": f"{luck.uniform(-170, 170):.2f}"}
        land = "AB"[int(luck.integers(2))]
        rows.append(
            {
                "id": f"c{number}",
                "name": f"City {number}",
                "country": f"Land {land}",
                "iso2": {"A": "GB", "B": "KR"}[land],
                **place,
                "population": f"{luck.lognormal(13, 1):.0f}",
                "population_year": "2024",
                **kept,
            }
        )
    return rows


def table_of(rows: list[dict[str, str]], heads: tuple[str, ...] = HEADS) -> CityTable:
    """The rows as a table, read as a user's file would be."""
    lines = [",".join(heads), *(",".join(row.get(head, "") for head in heads) for row in rows)]
    return CityTable.parse("\n".join(lines), "cities.csv")
