"""What addressed luck is worth: variance of twin − baseline against that under independent luck.

With `luck = "independent"` each arm has luck of its own, as with a seed for each run. The ratio of
variances is how many times fewer worlds do for the same interval. It is below 1 only for what
the baseline has too: what a programme alone brings is 0 in the baseline, and gains nothing by
algebra. Intervals are 95 % bootstrap intervals over worlds.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

import twinsim as ts
from benchmarks.timing import title
from twinsim.core import simulate
from twinsim.registry import indicators
from twinsim.sweep.rows import totals
from twinsim.world import World, build
from twinsim.world.columns import COLUMNS
from twinsim.world.setup import Reals

STOCKS = ("jobs", "revenue", "survival")
MOST = 0.2
ROUNDING = 1e-12
RESAMPLES = 400
PIECE = 25


def values(world: World, arm: str, worlds: int) -> Reals:
    """Totals of an arm, (worlds, indicators)."""
    scenario = world.scenario
    counted = [n for n, city in enumerate(world.cities) if city not in scenario.followers]
    firsts = range(0, worlds, PIECE)
    with ThreadPoolExecutor(2) as pool:
        blocks = pool.map(
            lambda first: simulate(world, arm, first, min(PIECE, worlds - first)).cities, firsts
        )
        rules = [indicators()[id].total for id in COLUMNS]
        return totals(np.concatenate(list(blocks)), rules, counted)


def variance_ratio(common: Reals, apart: Reals, seed: int) -> tuple[Reals, Reals, Reals]:
    """Ratio of variances by indicator, and its bootstrap interval (2.5 and 97.5 %)."""
    generator = np.random.default_rng(seed)
    n = len(common)
    drawn = []
    for _ in range(RESAMPLES):
        some, others = generator.integers(0, n, n), generator.integers(0, n, n)
        drawn.append(divided(common[some].var(axis=0), apart[others].var(axis=0)))
    low, high = np.quantile(np.array(drawn), [0.025, 0.975], axis=0)
    return divided(common.var(axis=0), apart.var(axis=0)), low, high


def divided(a: Reals, b: Reals) -> Reals:
    """a / b, not a number where b is nothing but rounding."""
    return np.divide(a, b, out=np.full_like(a, np.nan), where=b > ROUNDING)


def compare(name: str, seed: int, worlds: int) -> None:
    """Print the ratio for every indicator: stocks, other things that the baseline has, the rest."""
    title(f"Luck: variance of twin − baseline, addressed / independent luck, {worlds} worlds")
    common, apart = (
        build(ts.load(name, set=[f"luck={luck}"]), seed) for luck in ("addressed", "independent")
    )
    baseline = values(common, "baseline", worlds)
    together = values(common, "twin", worlds) - baseline
    alone = values(apart, "twin", worlds) - values(apart, "baseline", worlds)
    found = dict(
        zip(COLUMNS, zip(*variance_ratio(together, alone, seed), strict=True), strict=True)
    )
    varies = dict(zip(COLUMNS, baseline.var(axis=0) > ROUNDING, strict=True))
    there = [id for id in COLUMNS if varies[id] and id not in STOCKS]
    others = [id for id in COLUMNS if not varies[id] and np.isfinite(found[id][0])]
    print(f"  asked ≤ {MOST:g} for stocks of the baseline:")
    for id in STOCKS:
        print(f"  {_line(id, found[id])}  {'met' if found[id][0] <= MOST else 'MISSED'}")
    print("  what else the baseline has:")
    for id in sorted(there, key=lambda id: float(np.nan_to_num(found[id][0], nan=9.0))):
        print(f"  {_line(id, found[id])}")
    print("  what a programme alone brings (1 by algebra, give or take the luck of two samples):")
    for id in others:
        print(f"  {_line(id, found[id])}")
    still = [id for id in COLUMNS if id not in (*STOCKS, *there, *others)]
    print(f"  no variance with independent luck: {', '.join(still) or 'none'}", flush=True)


def _line(id: str, of: tuple[float, float, float]) -> str:
    ratio, low, high = of
    if not np.isfinite(ratio):
        return f"  {id:24} no variance with independent luck"
    return f"  {id:24}{ratio:9.2g}  ({low:.2g} to {high:.2g})"
