"""How likely pairing gains over all that is believed of the parameters: P(E[twin − solo] > 0).

    python -m benchmarks.prior [--scenario belfast-sejong ...] [--draws 500] [--replicates 20]
        [--seed 1] [--set KEY=VALUE ...] [--table FILE]

Every parameter with a prior is drawn anew for each draw, but for those that the scenario sets.
Each draw has worlds of its own; one that the budget cannot pay for is counted and left out. The
chance is the mean over draws of the posterior probability that a draw's expected difference is a
gain (`twinsim.sweep.chance` says why, and how). Beside it stand the plain share of draws with a
mean above 0, the spread of expectations between draws (tau), the noise of a draw's mean, and the
difference at central parameters. The premium's sign is not to be built in: a chance outside 0.2 to
0.8 is marked, and priors are never moved to mend it. Below, as a hint, the parameters whose rank
goes most with the difference. `--table` adds a row for each draw to a CSV file.

500 draws of 20 worlds take four to seven minutes on two cores; those of Birmingham and Ulsan, with
three times the firms, half an hour.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.stats import rankdata

import twinsim as ts
from twinsim.cli.bar import Bar
from twinsim.core import compile_kernels, simulate
from twinsim.errors import ScenarioError
from twinsim.registry import indicators
from twinsim.scenario import Scenario
from twinsim.sweep.chance import FEWEST_WORLDS, chance
from twinsim.sweep.pool import answers, interruptible
from twinsim.sweep.rows import totals
from twinsim.sweep.sampling import prior_draw
from twinsim.sweep.session import usable_cores
from twinsim.sweep.stats import half_width
from twinsim.world import World, build
from twinsim.world.columns import COLUMNS
from twinsim.world.setup import Reals

ARMS = ("twin", "solo")
SHOWN = ("adoptions", "net_value")
COLUMN = [COLUMNS.index(id) for id in SHOWN]
RULES = [indicators()[id].total for id in SHOWN]
CENTRAL = 400  # worlds at central parameters
CHANCES = (0.2, 0.8)
HINTS = 8


@dataclass(frozen=True)
class Draw:
    """A draw: its parameters, and twin − solo by world and indicator, or why there is none."""

    parameters: Mapping[str, float]
    differences: Reals | None
    fault: str = ""


def with_parameters(scenario: Scenario, values: Mapping[str, float]) -> Scenario:
    """The two arms with these parameters, but for those that the scenario itself sets."""
    return replace(
        scenario,
        parameters={**values, **scenario.parameters},
        arms=tuple(
            replace(arm, parameters={**values, **arm.parameters})
            for arm in scenario.arms
            if arm.id in ARMS
        ),
    )


def premium(world: World, first: int, count: int) -> Reals:
    """twin − solo of the indicators shown, shape (worlds, indicators)."""
    followers = world.scenario.followers
    counted = [n for n, city in enumerate(world.cities) if city not in followers]
    twin, solo = (
        totals(simulate(world, arm, first, count).cities[..., COLUMN], RULES, counted)
        for arm in ARMS
    )
    difference: Reals = twin - solo
    return difference


def central(scenario: Scenario, seed: int) -> Reals:
    """twin − solo at central parameters, shape (worlds, indicators)."""
    world = build(with_parameters(scenario, {}), seed)
    return np.concatenate([premium(world, first, 50) for first in range(0, CENTRAL, 50)])


def over_draws(
    scenario: Scenario, seed: int, draws: int, count: int, told: Callable[[int, int], None]
) -> list[Draw]:
    """Every draw in the order of its number, with `count` worlds that no other draw has."""

    def one(number: int) -> Draw:
        drawn = prior_draw(seed, number)
        values = {id: value for id, value in drawn.items() if id not in scenario.parameters}
        try:
            world = build(with_parameters(scenario, values), seed)
        except ScenarioError as error:
            return Draw(values, None, str(error))
        found = premium(world, number * count, count)
        if not np.isfinite(found).all():
            return Draw(values, None, "a difference that is not finite")
        return Draw(values, found)

    made: dict[int, Draw] = {}
    with interruptible() as stop:
        for number, draw in answers(range(draws), one, usable_cores(), stop):
            made[number] = draw
            told(len(made), draws)
        if stop.is_set():
            raise SystemExit(130)
    return [made[number] for number in range(draws)]


def going_with(draws: list[Draw], values: Reals) -> list[tuple[str, float]]:
    """Spearman's correlation of each parameter with the draws' means, the strongest first."""
    ranks = rankdata(values)
    table = {id: [draw.parameters[id] for draw in draws] for id in draws[0].parameters}
    rho = {id: float(np.corrcoef(rankdata(v), ranks)[0, 1]) for id, v in table.items()}
    return sorted(rho.items(), key=lambda pair: -abs(pair[1]))


def show(good: list[Draw], at_centre: Reals, count: int) -> None:
    """Print the chance of each indicator and what it comes from."""
    by_world = np.array([draw.differences for draw in good])
    halves = half_width(at_centre)
    for column, id in enumerate(SHOWN):
        found = chance(by_world[:, :, column])
        low, high = CHANCES
        mark = "" if low <= found.gain.value <= high else f"  ! outside {low} to {high}"
        unit = indicators()[id].unit
        lines = {
            "P(E[twin − solo] > 0)": f"{found.gain.value:.2f} "
            f"({found.gain.lo95:.2f} to {found.gain.hi95:.2f}){mark}",
            "share of draws with a mean above 0": f"{found.raw.value:.2f} "
            f"({found.raw.lo95:.2f} to {found.raw.hi95:.2f}); exactly 0 in {found.zero:.2f}",
            "mean over the prior": f"{found.mean.value:+.4g} "
            f"({found.mean.lo95:+.4g} to {found.mean.hi95:+.4g})",
            "tau, sd of expectations between draws": f"{found.between.value:.4g} "
            f"({found.between.lo95:.4g} to {found.between.hi95:.4g})",
            f"noise, sd of a mean of {count} worlds": f"{found.noise:.4g}",
            f"central parameters, {len(at_centre)} worlds": f"{at_centre[:, column].mean():+.4g} "
            f"± {halves[column]:.2g}",
        }
        print(f"\n{id} ({unit})")
        for label, text in lines.items():
            print(f"  {label:40}{text}")
        hints = going_with(good, by_world[:, :, column].mean(axis=1))[:HINTS]
        print("  goes with (Spearman): " + ", ".join(f"{name} {rho:+.2f}" for name, rho in hints))
    print(f"\nBy chance alone a correlation is within ±{1.96 / len(good) ** 0.5:.2f} in 95 %.")


def keep(path: Path, name: str, draws: list[Draw]) -> None:
    """Add a row for each draw: scenario, number, parameters, mean and sd of each difference."""
    new = not path.exists()
    with path.open("a", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        if new:
            stats = [f"{part}_{id}" for part in ("mean", "sd") for id in SHOWN]
            writer.writerow(["scenario", "draw", *draws[0].parameters, *stats])
        for number, draw in enumerate(draws):
            found = draw.differences
            stats = [] if found is None else [*found.mean(axis=0), *found.std(axis=0, ddof=1)]
            writer.writerow([name, number, *draw.parameters.values(), *stats])


def main() -> None:
    """Print the chances of each scenario."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--scenario", action="append", default=[])
    parser.add_argument("--draws", type=int, default=500)
    parser.add_argument("--replicates", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("--table", type=Path)
    options = parser.parse_args()
    if options.draws < 2 or options.replicates < FEWEST_WORLDS:
        parser.error(f"expected at least 2 draws and {FEWEST_WORLDS} replicates")
    compile_kernels()
    count = options.replicates
    for name in options.scenario or ["belfast-sejong"]:
        scenario = ts.load(name, set=options.set)
        with Bar(name) as bar:
            draws = over_draws(scenario, options.seed, options.draws, count, bar)
        good = [draw for draw in draws if draw.differences is not None]
        print(f"{name}, twin − solo: {len(good)} draws of all priors × {count} worlds")
        bad = [draw.fault for draw in draws if draw.fault]
        if bad:
            print(f"{len(bad)} draws left out; the first: {bad[0]}")
        if options.table:
            keep(options.table, name, draws)
        if len(good) < 2:
            print("too few draws are left to say more")
            continue
        show(good, central(scenario, options.seed), count)


if __name__ == "__main__":
    main()
