"""What the central parameters give, beside the patterns that the model should show.

    python -m benchmarks.patterns [SCENARIO] [--replicates 40] [--seed 1]

Patterns and targets stand in `twinsim/registry/patterns.csv`. Each line has the figure with its
95 % interval over worlds and the target; one outside its target is marked. Patterns that need a
trial of their own (courses given at random, awards given at random) are not read here yet.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

import twinsim as ts
from twinsim.core import Stepper, compile_kernels
from twinsim.registry import patterns
from twinsim.world import World, build
from twinsim.world.columns import COLUMN

YEARS = (1, 2, 3, 4, 5)


@dataclass
class Seen:
    """What is counted in a world: pairs (part, whole) by name."""

    counts: dict[str, list[float]] = field(default_factory=dict)

    def add(self, name: str, part: float, whole: float = 1.0) -> None:
        """Count a part of a whole."""
        cell = self.counts.setdefault(name, [0.0, 0.0])
        cell[0] += part
        cell[1] += whole


def without_programme(world: World, replicate: int) -> Seen:
    """Churn, survival, innovation activity and other grants in a world without programme."""
    seen = Seen()
    run = Stepper(world.setups["baseline"], replicate)
    warmup = run.setup.warmup
    born: dict[int, int] = {}
    for month in range(run.setup.months):
        run.step()
        firms = run.state.sme[run.state.sme["alive"] == 1]
        entrants = firms["born"] == month
        born[month] = int(entrants.sum())
        if month < warmup:
            continue
        for year in YEARS:
            cohort = month - 12 * year
            if born.get(cohort):
                seen.add(f"alive after {year}", (firms["born"] == cohort).sum(), born[cohort])
        seen.add("active", (firms["zone"] != 0).mean())
        if month in (warmup, run.setup.months - 1):
            seen.add(
                "active at the start" if month == warmup else "active at the end",
                (firms["zone"] != 0).mean(),
            )
    flows = run.state.flows.sum(axis=0)
    years = (run.setup.months - warmup) / 12.0
    firms_mean = flows[COLUMN.firms]
    seen.add("deaths a year", flows[COLUMN.exits], firms_mean * years)
    seen.add("births a year", flows[COLUMN.births], firms_mean * years)
    seen.add("grants won", flows[COLUMN.grants_won], flows[COLUMN.grants_applied])
    return seen


def with_programme(world: World, replicate: int) -> Seen:
    """What becomes of the programme's pilots, and when they first sell or are adopted."""
    seen = Seen()
    run = Stepper(world.setups["twin"], replicate)
    began: dict[int, int] = {}
    first: dict[int, int] = {}
    for month in range(run.setup.months):
        run.step()
        state = run.state
        alive = state.sme["alive"] == 1
        for slot in np.flatnonzero(alive & (state.pilot["programme"] >= 0)):
            began.setdefault(int(slot), month)
        for slot, start in began.items():
            sold = max(state.sme[slot]["sold"], state.order[slot]["adopted"].max())
            if alive[slot] and sold >= start:
                first.setdefault(slot, month)
    for slot, start in began.items():
        if start + 48 < run.setup.months:
            seen.add("in use after four years", first.get(slot, 10_000) <= start + 48)
    for slot, month in first.items():
        seen.add("first sales within four years", month <= began[slot] + 48)
        seen.add("first sales within a year", month <= began[slot] + 12)
    return seen


def ratios(worlds: Sequence[Seen], name: str) -> tuple[float, float]:
    """A ratio of totals, and half of its 95 % interval (by the delta method over worlds)."""
    pairs = np.array([seen.counts.get(name, [0.0, 0.0]) for seen in worlds])
    part, whole = pairs.mean(axis=0)
    if whole == 0.0:
        return float("nan"), float("nan")
    ratio = part / whole
    errors = (pairs[:, 0] - ratio * pairs[:, 1]) / whole
    return float(ratio), float(1.96 * errors.std(ddof=1) / np.sqrt(len(worlds)))


@dataclass(frozen=True)
class Line:
    """A figure and its target."""

    pattern: str
    label: str
    name: str
    low: float
    high: float


LINES = (
    Line("P01", "firms that end in a year", "deaths a year", 0.10, 0.12),
    Line("P01", "firms born in a year", "births a year", 0.10, 0.12),
    *(
        Line(
            "P02", f"alive after {year} years", f"alive after {year}", middle - 0.03, middle + 0.03
        )
        for year, middle in zip(YEARS, (0.94, 0.80, 0.63, 0.52, 0.45), strict=True)
    ),
    Line("P03", "innovation-active firms", "active", 0.36, 0.45),
    Line("P05", "other grants won of applied", "grants won", 0.07, 0.15),
    Line("P13", "in use or sold four years after the start", "in use after four years", 0.25, 0.50),
    Line("P14", "of first sales, within four years", "first sales within four years", 0.80, 1.0),
    Line("P14", "of first sales, within one year", "first sales within a year", 0.0, 0.20),
)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("scenario", nargs="?", default="belfast-sejong")
    parser.add_argument("--replicates", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE")
    options = parser.parse_args()
    compile_kernels()
    world = build(ts.load(options.scenario, set=options.set), options.seed)
    readers: tuple[Callable[[World, int], Seen], ...] = (without_programme, with_programme)
    worlds = [reader(world, r) for reader in readers for r in range(options.replicates)]
    print(f"{options.scenario}, {options.replicates} worlds, central parameters\n")
    for line in LINES:
        here = [seen for seen in worlds if line.name in seen.counts]
        value, half = ratios(here, line.name)
        mark = "" if line.low <= value <= line.high else "  ! outside"
        target = f"{line.low:.2f} to {line.high:.2f}"
        print(f"{line.pattern}  {line.label:44}{value:6.3f} ± {half:.3f}   {target}{mark}")
    start, _ = ratios([s for s in worlds if "active" in s.counts], "active at the start")
    end, _ = ratios([s for s in worlds if "active" in s.counts], "active at the end")
    print(f"\nP03  innovation-active from first to last month: {start:.3f} to {end:.3f}")
    left = [id for id, row in patterns().items() if row.kind in ("calibration", "input")]
    print(f"Not read here yet: {', '.join(i for i in left if i not in {x.pattern for x in LINES})}")


if __name__ == "__main__":
    main()
