"""Patterns of worlds without programme: churn, survival, activity, growth, other grants."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

import twinsim as ts
from benchmarks.findings import Finding, Floats, difference_of_shares, pooled, share
from twinsim.core import Stepper
from twinsim.world import World, build
from twinsim.world.columns import COLUMN

SIZES = ("staff", "revenue")
SURVIVAL = {1: (0.93, 0.95), 2: (0.77, 0.83), 3: (0.60, 0.66), 4: (0.49, 0.55), 5: (0.42, 0.48)}


def read_stock(scenario: str, keys: list[str], seed: int, worlds: int) -> list[Finding]:
    """P01 to P05: the stock of firms left to itself, from the first recorded month on."""
    world = build(ts.load(scenario, set=keys), seed)
    runs = [_watch(world, r) for r in range(worlds)]

    def of(name: str) -> Floats:
        return np.array([run[name] for run in runs])

    found = [
        Finding("P01", "firms that end in a year", pooled(of("deaths"), share), (0.10, 0.12)),
        Finding("P01", "firms born in a year", pooled(of("births"), share), (0.10, 0.12)),
        Finding(
            "P01",
            "born less ended, of the stock a year",
            pooled(
                np.column_stack([of("births"), of("deaths")]),
                difference_of_shares,
            ),
            (-0.01, 0.01),
        ),
    ]
    found += [
        Finding("P02", f"alive after {year} years", pooled(of(f"alive {year}"), share), target)
        for year, target in SURVIVAL.items()
    ]
    change = np.column_stack([of("active last"), of("active first")])
    found += [
        Finding("P03", "innovation-active firms", pooled(of("active"), share), (0.36, 0.45)),
        Finding(
            "P03",
            "  last year less first year",
            pooled(change, difference_of_shares),
            (-0.05, 0.05),
        ),
        *(
            Finding(
                "P04",
                f"excess kurtosis of a year's log growth of {size}",
                pooled(of(size), excess_kurtosis),
                (1.0, math.inf),
            )
            for size in SIZES
        ),
        Finding("P05", "other grants won of applied", pooled(of("grants"), share), (0.07, 0.15)),
    ]
    return found


def _watch(world: World, replicate: int) -> dict[str, Any]:
    """Pairs (part, whole) of one world without programme, and sums of powers of growth."""
    run = Stepper(world.setups["baseline"], replicate)
    warmup, months = run.setup.warmup, run.setup.months
    seen: dict[str, Any] = {f"alive {year}": np.zeros(2) for year in SURVIVAL}
    active = np.zeros((months, 2))
    born: dict[int, int] = {}
    before: dict[str, Any] = {}
    for month in range(months):
        run.step()
        firms = run.by_slot().sme
        live = firms["alive"] == 1
        born[month] = int((live & (firms["born"] == month)).sum())
        active[month] = (live & (firms["zone"] != 0)).sum(), live.sum()
        if month >= warmup:
            for year in SURVIVAL:
                cohort = month - 12 * year
                if born.get(cohort):
                    left = (live & (firms["born"] == cohort)).sum()
                    seen[f"alive {year}"] += left, born[cohort]
        if month == warmup:
            before = {"live": live, **{size: firms[size] for size in SIZES}}
        if month == warmup + 12:
            both = live & before["live"]
            for size in SIZES:
                growth = np.log(firms[size][both] / before[size][both])
                seen[size] = [(growth**power).sum() for power in range(5)]
    flows = run.state.flows.sum(axis=0)
    stock = active[warmup:, 1].mean() * (months - warmup) / 12.0
    seen["deaths"] = flows[COLUMN.exits], stock
    seen["births"] = flows[COLUMN.births], stock
    seen["grants"] = flows[COLUMN.grants_won], flows[COLUMN.grants_applied]
    seen["active"] = active[warmup:].sum(axis=0)
    seen["active first"] = active[warmup : warmup + 12].sum(axis=0)
    seen["active last"] = active[-12:].sum(axis=0)
    return seen


def excess_kurtosis(n: Any, first: Any, second: Any, third: Any, fourth: Any) -> Any:
    """Excess kurtosis (normal: 0, Laplace: 3) from sums of powers."""
    mean = first / n
    m2 = second / n - mean**2
    m4 = fourth / n - 4 * mean * third / n + 6 * mean**2 * second / n - 3 * mean**4
    return m4 / m2**2 - 3.0
