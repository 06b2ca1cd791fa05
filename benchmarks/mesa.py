"""How fast the Mesa model runs, and the core beside it: agent-months a second on one thread.

    python -m benchmarks.mesa [SCENARIO] [--arm twin] [--months 60] [--repeats 5] [--seed 1]

An agent-month is an agent that lives through a month: firms, universities, clusters, investors,
links, programmes and cities, counted at its end. Both engines run the same months of the same
world, month 0 with the start of the run left out, and nothing is collected. Time is that of the
processor: it leaves out waiting for one, but not what a busy neighbour slows down. So an empty
loop of ten million steps, timed in between, tells how fast the machine is at the moment. Figures
are medians of repeats, the engines in turn; beside them the lowest and the highest.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from statistics import median
from time import process_time

import twinsim as ts
from twinsim.agents import TwinCityModel
from twinsim.core import Stepper, compile_kernels
from twinsim.world import World, build

STEPS = 10_000_000


def alive(model: TwinCityModel) -> int:
    """Agents of the model that are there now."""
    clusters = sum(1 for cluster in model.clusters if cluster.alive)
    others = (model.cities, model.universities, model.links, model.programmes)
    smes = sum(len(city.smes) for city in model.cities)
    investors = sum(len(city.investors) for city in model.cities)
    return smes + investors + clusters + sum(len(agents) for agents in others)


def of_mesa(world: World, arm: str, months: int) -> tuple[int, float]:
    """Agent-months of the model's months after the first, and the seconds that they took."""
    model = TwinCityModel(world.scenario, arm, seed=world.seed, world=world)
    model.step()
    agents, took = 0, 0.0
    for _ in range(months):
        took += timed(model.step)
        agents += alive(model)
    return agents, took


def of_core(world: World, arm: str, months: int) -> float:
    """Seconds that the same months take in the core."""
    core = Stepper(world.setups[arm])
    core.step()
    return sum(timed(core.step) for _ in range(months))


def empty_loop() -> float:
    """Seconds for ten million steps of an empty loop."""

    def loop() -> None:
        for _ in range(STEPS):
            pass

    return timed(loop)


def timed(work: Callable[[], None]) -> float:
    """Seconds of the processor that some work takes."""
    start = process_time()
    work()
    return process_time() - start


def told(label: str, values: list[float], digits: int, unit: str) -> None:
    """Print the median of some figures, and the lowest and the highest."""
    low, middle, high = (f"{x:.{digits}f}" for x in (min(values), median(values), max(values)))
    print(f"{label:44}{middle:>9} {unit}  ({low} to {high})")


def main() -> None:
    """Print the two speeds, their ratio and the machine's."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("scenario", nargs="?", default="belfast-sejong")
    parser.add_argument("--arm", default="twin")
    parser.add_argument("--months", type=int, default=60)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    compile_kernels()
    world = build(ts.load(options.scenario), options.seed)
    months = min(options.months, world.setups[options.arm].months - 1)
    mesa, core, ratio, loop = [], [], [], []
    for _ in range(options.repeats):
        agents, seconds = of_mesa(world, options.arm, months)
        mesa.append(agents / seconds / 1e6)
        core.append(agents / of_core(world, options.arm, months) / 1e6)
        ratio.append(core[-1] / mesa[-1])
        loop.append(empty_loop())
    print(f"{options.scenario}, {options.arm}, {months} months from the second of the warm-up on:")
    print(f"{agents:,} agent-months, {options.repeats} repeats")
    told("Mesa model", mesa, 4, "M agent-months/s")
    told("core, one thread", core, 4, "M agent-months/s")
    told("core / Mesa model", ratio, 0, "times")
    told("empty loop, ten million steps", loop, 3, "s")


if __name__ == "__main__":
    main()
