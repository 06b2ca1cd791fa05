"""The core on one thread beside the Mesa model: whole runs of the same worlds, equal results.

A run is what a sweep asks for: the start and all months of one arm of one world. Nothing is
collected in either engine. An agent-month is an agent that lives at the end of a month: firms,
universities, clusters, investors, links, programmes and cities.
"""

from __future__ import annotations

import numpy as np

from benchmarks.timing import empty_loop, ratios, tell, timed, title
from twinsim.agents import TwinCityModel
from twinsim.core import simulate
from twinsim.world import World
from twinsim.world.columns import COLUMNS
from twinsim.world.setup import Reals

CORE_RUNS = 10  # runs of the core for one of Mesa, else it would be too short to time
LEAST_MESA, LEAST_RATIO = 0.05, 60.0


def alive(model: TwinCityModel) -> int:
    """Agents of the model that are there now."""
    clusters = sum(1 for cluster in model.clusters if cluster.alive)
    others = (model.cities, model.universities, model.links, model.programmes)
    smes = sum(len(city.smes) for city in model.cities)
    investors = sum(len(city.investors) for city in model.cities)
    return smes + investors + clusters + sum(len(agents) for agents in others)


def agent_months(world: World, arm: str, replicate: int) -> tuple[int, Reals]:
    """Agent-months of a run, and what its indicators are in the Mesa model (cities, indicators)."""
    model = TwinCityModel(world.scenario, arm, seed=world.seed, replicate=replicate, world=world)
    agents = 0
    while model.month < model.months:
        model.step()
        agents += alive(model)
    found = [[getattr(city.tally, id) for id in COLUMNS] for city in model.cities]
    return agents, np.array(found, dtype=float)


def compare(world: World, arm: str, repeats: int) -> None:
    """Print both speeds and their ratio, over `repeats` worlds."""
    title(f"Engines: whole runs of {arm}, one thread, both without collection; time of processor")
    equal = True
    agents: list[int] = []
    for replicate in range(repeats):
        many, found = agent_months(world, arm, replicate)
        agents.append(many)
        equal &= bool((simulate(world, arm, replicate, 1).cities[0] == found).all())
    mesa: list[float] = []
    core: list[float] = []
    loop: list[float] = []

    for replicate in range(repeats):

        def in_mesa(replicate: int = replicate) -> None:
            model = TwinCityModel(
                world.scenario, arm, seed=world.seed, replicate=replicate, world=world
            )
            while model.month < model.months:
                model.step()

        def in_core(replicate: int = replicate) -> None:
            for _ in range(CORE_RUNS):
                simulate(world, arm, replicate, 1)

        before = timed(in_core).processor
        mesa.append(agents[replicate] / timed(in_mesa).processor / 1e6)
        after = timed(in_core).processor
        core.append(agents[replicate] * CORE_RUNS / (0.5 * (before + after)) / 1e6)
        loop.append(empty_loop())
    print(
        f"  {'indicators of both after the last month':46}{'equal' if equal else 'DIFFERENT':>10}"
    )
    tell("agent-months of a run", [float(n) for n in agents], "", 0)
    tell("Mesa model", mesa, "M agent-months/s", 3, least=LEAST_MESA)
    tell("core, one thread", core, "M agent-months/s", 2)
    tell("core / Mesa model", ratios(core, mesa), "times", 0, least=LEAST_RATIO)
    tell("empty loop of ten million steps", loop, "s", 3)
