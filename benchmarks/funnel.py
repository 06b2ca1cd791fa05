"""The funnel of a programme, beside what studies of such programmes found.

    python -m benchmarks.funnel [SCENARIO] [--replicates 200] [--seed 1]

Each line has the model's mean over worlds with its 95 % interval, for the solo and twin arms,
then the range that the evidence allows, its rows in the register and their grade. A share is a
ratio of means. Nothing is fitted here; a figure outside its range is marked.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np

import twinsim as ts
from twinsim.core import compile_kernels, simulate
from twinsim.registry import evidence
from twinsim.sweep.stats import Ratio, ratio_of_means
from twinsim.world import World, build
from twinsim.world.columns import COLUMN
from twinsim.world.setup import Reals


@dataclass(frozen=True)
class Stage:
    """A line of the funnel: a count, or one count as a share of another."""

    label: str
    count: str
    of: str
    low: float
    high: float
    rows: tuple[str, ...]
    why: str


STAGES = (
    Stage(
        "aware, share of firms", "aware", "firms", 0.10, 0.50, ("E09",), "shape read, level assumed"
    ),
    Stage(
        "bids, share of aware", "bids", "aware", 0.05, 0.20, ("E09",), "shape read, level assumed"
    ),
    Stage(
        "shortlisted of bids",
        "shortlisted",
        "bids",
        0.07,
        0.50,
        ("E10", "E14", "E15"),
        "from open grants to city challenges",
    ),
    Stage(
        "completed of started",
        "pilots_completed",
        "pilots_started",
        0.55,
        0.80,
        ("E45", "E48"),
        "stopped .32, unfinished .05",
    ),
    Stage(
        "adopted by host, of completed",
        "supported_adoptions",
        "pilots_completed",
        0.05,
        0.50,
        ("E45", "E49", "E51"),
        "in use at most; a rate without a procurement route is not known",
    ),
    Stage(
        "adopted by twin, of completed",
        "twin_adoptions",
        "pilots_completed",
        0.01,
        0.25,
        ("E52",),
        "a check, never set",
    ),
    Stage(
        "first sale, of completed",
        "supported_sales",
        "pilots_completed",
        0.20,
        0.60,
        ("E45", "E46"),
        "in use and commercialising .38 of started",
    ),
)


def totals(world: World, arm: str, replicates: int) -> Reals:
    """Indicators of each run, summed over cities."""
    summed: Reals = simulate(world, arm, 0, replicates).cities.sum(axis=1)
    return summed


def column(name: str) -> int:
    """The number of an indicator's column."""
    return int(getattr(COLUMN, name))


def share(values: Reals, stage: Stage) -> Ratio:
    """A stage's ratio of means with its interval."""
    return ratio_of_means(values[:, column(stage.count)], values[:, column(stage.of)])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("scenario", nargs="?", default="belfast-sejong")
    parser.add_argument("--replicates", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    compile_kernels()
    world = build(ts.load(options.scenario), options.seed)
    values = {arm: totals(world, arm, options.replicates) for arm in ("solo", "twin")}
    print(f"{options.scenario}, {options.replicates} worlds, central parameters\n")
    print(f"{'stage':32}{'solo':>22}{'twin':>22}{'evidence':>14}  rows (grade)")
    for name in ("aware", "bids", "shortlisted", "pilots_started", "pilots_completed"):
        cells = [_mean(values[arm][:, column(name)]) for arm in values]
        print(f"{name:32}{cells[0]:>22}{cells[1]:>22}")
    for stage in STAGES:
        cells = [_cell(share(values[arm], stage), stage) for arm in values]
        rows = ", ".join(f"{row} ({evidence()[row].grade})" for row in stage.rows)
        span = f"{stage.low:g} to {stage.high:g}"
        print(f"{stage.label:32}{cells[0]:>22}{cells[1]:>22}{span:>14}  {rows}: {stage.why}")
    print("\n! outside the range of the evidence")


def _mean(values: Reals) -> str:
    half = 1.96 * np.std(values, ddof=1) / np.sqrt(len(values))
    return f"{values.mean():.1f} ± {half:.1f}"


def _cell(ratio: Ratio, stage: Stage) -> str:
    if ratio.value == 0.0:
        return "none"  # as adoption by a twin without one
    mark = "" if stage.low <= ratio.value <= stage.high else " !"
    return f"{ratio.value:.2f} ({ratio.lo:.2f}–{ratio.hi:.2f}){mark}"


if __name__ == "__main__":
    main()
