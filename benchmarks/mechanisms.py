"""What each arrow of the theory of change contributes at the indicator at its end.

    python -m benchmarks.mechanisms [--replicates N] [--seed 1] [--only ID ...]

Contribution = (twin − baseline with the arrow) − (twin − baseline without it), all luck held
fixed, in Belfast–Sejong with two cohorts, and with what else the arrow needs (see TRIALS).
"clear" says that the 95 % interval leaves 0 out.
"""

from __future__ import annotations

import argparse
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

import twinsim as ts
from twinsim.core import compile_kernels, simulate
from twinsim.registry import mechanisms
from twinsim.sweep.session import usable_cores
from twinsim.world import World, build
from twinsim.world.columns import COLUMNS
from twinsim.world.setup import Reals

KEYS = ("programme.budget=2000", "programme.cohorts=2", "months=84")


@dataclass(frozen=True)
class Trial:
    """What an arrow needs beside KEYS to be used, and how many worlds to see it in."""

    keys: tuple[str, ...] = ()
    worlds: int = 100


def cities(*ids: str) -> tuple[str, ...]:
    """Cities paired in their order."""
    pairs = [ids[n : n + 2] for n in range(0, len(ids), 2)]
    return (f"cities={json.dumps(ids)}", f"programme.links={json.dumps(pairs)}")


def services(**clusters: str) -> str:
    """A step of each cluster named, by city: services to its members from the start on."""
    steps = [
        f'{{city="{city}", sector="{sector}", what="services"}}'
        for city, sectors in clusters.items()
        for sector in sectors.split()
    ]
    return f"programme.steps=[{', '.join(steps)}]"


# Short where the end of the arrow is a level that fades after the programme.
TRIALS = {
    "familiarity": Trial(cities("belfast", "glasgow"), 200),
    "analysis": Trial(worlds=300),
    "feedback": Trial(
        ("programme.cohorts=4", "programme.lines.analysis=0", "programme.lines.monitoring=110"), 300
    ),
    "joint_panel": Trial(("parameters.panel_bias=0.6",), 400),
    "award": Trial(worlds=300),
    "practice": Trial(worlds=600),
    "acceptance": Trial(  # small cities, much told, and budgets that do not decide alone
        (
            *cities("dundee", "lund"),
            "programme.lines.dissemination=400",
            "programme.lines.teams=50",
            "parameters.procurement_per_head=10",
        ),
        600,
    ),
    "visible_success": Trial(("months=60",)),
    "connectors": Trial(("months=40", "programme.lines.connectors=30")),
    "diffusion": Trial(
        (
            'followers=["dundee", "lund"]',
            'networks=[["belfast", "dundee"], ["sejong", "lund"]]',
        )
    ),
    "joint_procurement": Trial(("parameters.adopt_base=0.06",)),
    "exchange": Trial(("months=36", "programme.years=3", "programme.focus={research=0.5}")),
    "mission_driver": Trial(("months=12", "programme.lines.mission=20")),
    "interfaces": Trial(  # two pairs, whose programmes deliver by luck of their own
        (
            "months=24",
            "programme.budget=4000",
            *cities("belfast", "sejong", "birmingham", "ulsan"),
        )
    ),
    "cluster_services": Trial(
        (
            services(
                belfast="digital_ai fintech adv_manufacturing health_medtech creative",
                sejong="urban_tech digital_ai mobility",
            ),
        )
    ),
    "accelerator": Trial(("programme.focus={startups=0.5}",)),
}


def effects(world: World, column: int, replicates: int) -> Reals:
    """twin − baseline of an indicator's total, by replicate."""

    def totals(piece: tuple[str, int]) -> Reals:
        arm, first = piece
        count = min(25, replicates - first)
        cities: Reals = simulate(world, arm, first, count).cities[:, :, column]
        return cities.sum(axis=1)

    pieces = [(arm, first) for arm in ("twin", "baseline") for first in range(0, replicates, 25)]
    with ThreadPoolExecutor(usable_cores()) as pool:
        blocks = list(pool.map(totals, pieces))
    half = len(blocks) // 2
    difference: Reals = np.concatenate(blocks[:half]) - np.concatenate(blocks[half:])
    return difference


def main() -> None:
    """Print a line for each mechanism."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--replicates", type=int, help="worlds for each; default: as many as due")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=list(mechanisms()))
    options = parser.parse_args()
    compile_kernels()
    head = f"{'contribution, 95 %':>26}{'of effect':>12}{'worlds':>8}"
    print(f"{'mechanism':20}{'indicator':20}{head}")
    for id in options.only:
        trial = TRIALS.get(id, Trial())
        many = options.replicates or trial.worlds
        column = COLUMNS.index(mechanisms()[id].target)
        keys = [*KEYS, *trial.keys]
        whole, without = (
            effects(build(ts.load("belfast-sejong", set=cut), options.seed), column, many)
            for cut in (keys, [*keys, f"mechanisms.{id}=0"])
        )
        part = whole - without
        half = 1.96 * part.std(ddof=1) / np.sqrt(len(part))
        clear = "clear" if abs(part.mean()) > half else "not clear"
        told = f"{part.mean():+.4g} ± {half:.2g}"
        share = f"{part.mean() / whole.mean():.0%}" if whole.mean() else "–"
        row = f"{told:>26}{share:>12}{many:8}"
        print(f"{id:20}{mechanisms()[id].target:20}{row}  {clear}", flush=True)


if __name__ == "__main__":
    main()
