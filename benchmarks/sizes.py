"""What an agent-month costs with a million firms, against 1,000: whole runs of one pair of cities.

Both worlds have the same two invented cities of ten million and the same programme; only
`smes_per_1000` differs. The large one does not fit any cache of a processor, so this tells
whether the core waits for memory.
"""

from __future__ import annotations

import resource
import tempfile
from pathlib import Path

import twinsim as ts
from benchmarks.timing import ratios, tell, timed, title
from twinsim.core import simulate
from twinsim.core.state import new_state
from twinsim.world import World, build
from twinsim.world.columns import COLUMNS

MOST = 1.3
FEW, MANY = 0.05, 50.0  # firms per 1,000 residents: 1,000 and 1,000,000 in all
CITIES = """id,name,country,iso2,lat,lon,population,population_year,universities,sectors
northtown,Northtown,Nowhere,GB,54.0,-5.0,10000000,2024,2,digital_ai;fintech;health_medtech
southtown,Southtown,Nowhere,KR,36.0,127.0,10000000,2024,2,mobility;digital_ai;urban_tech
"""
SCENARIO = """schema = 1
name = "two-towns"
title = "Two towns"
cities = ["northtown", "southtown"]
warmup = 0

[programme]
budget = 1000
start = 0
links = [["northtown", "southtown"]]
"""


def of(firms: float, months: int, seed: int) -> World:
    """The two cities with so many firms per 1,000 residents."""
    with tempfile.TemporaryDirectory() as folder:
        table, scenario = Path(folder) / "cities.csv", Path(folder) / "two-towns.toml"
        table.write_text(CITIES, encoding="utf-8")
        scenario.write_text(SCENARIO, encoding="utf-8")
        keys = [f"parameters.smes_per_1000={firms}", f"months={months}"]
        return build(ts.load(scenario, cities=table, set=keys), seed)


def cost(world: World, arm: str, runs: int) -> tuple[float, float]:
    """Nanoseconds of the processor for a firm's month, the start of the run and room for it
    included; and live firms, as a mean."""
    found = []
    took = timed(lambda: found.append(simulate(world, arm, 0, runs, months=True)))
    firms = found[0].months[..., COLUMNS.index("firms")].sum(axis=1)
    return took.processor / float(firms.sum()) * 1e9, float(firms.mean())


def touch_room(world: World, arm: str) -> None:
    """Write once to as much memory as a run takes: a virtual machine is slow to give what it has
    not given before, which is no work of the core."""
    for rows in new_state(world.setups[arm]):
        getattr(rows, "room", rows).view("u1").fill(1)


def compare(arm: str, months: int, repeats: int, seed: int) -> None:
    """Print what a firm's month costs with few and with many firms."""
    title(f"Sizes: runs of {months} months with 1,000 and with 1,000,000 firms; time of processor")
    small, large = of(FEW, months, seed), of(MANY, months, seed)
    touch_room(large, arm)
    few: list[float] = []
    many: list[float] = []
    for _ in range(repeats):
        before, firms = cost(small, arm, 30)
        here, most = cost(large, arm, 1)
        after, _ = cost(small, arm, 30)
        few.append(0.5 * (before + after))
        many.append(here)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    tell(f"{firms:,.0f} firms", few, "ns a firm-month", 0)
    tell(f"{most:,.0f} firms", many, "ns a firm-month", 0)
    tell("many firms / few", ratios(many, few), "times", most=MOST)
    tell("peak memory of the process", [peak], "GB", 1)
