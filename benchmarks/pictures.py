"""The model's distributions as pictures, to judge them by eye.

    python -m benchmarks.pictures [SCENARIO] [--out results/pictures] [--replicates 200] [--seed 1]

Writes an SVG and a PNG for each: firm size, growth, survival of new firms, time to use of a
piloted solution, effects by world, ten years without programme, and how a course fades.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, MaxNLocator

import twinsim as ts
from benchmarks import distributions
from benchmarks.findings import Floats
from benchmarks.panels import BLUE, MINUS, NAMED, ORANGE, PINK, ZERO, page, short, written
from benchmarks.pictures_firms import growth, sizes, stillness, survival
from twinsim.core import compile_kernels
from twinsim.registry import indicators
from twinsim.report.style import INK, look, save, tint
from twinsim.sweep.stats import tail
from twinsim.world import build


def timing(seen: distributions.Uses) -> Figure:
    """When solutions come into use, since completion of the pilot and since its start."""
    figure, (left, right) = page(2.8, columns=2)
    bins = np.arange(0, 64, 3)
    kinds = (
        (seen.host, BLUE, "-", "host adopts"),
        (seen.sale, ORANGE, "-", "first sale"),
        (seen.twin, PINK, "--", "twin adopts"),
    )
    for waits, colour, line, name in kinds:
        percent = 100.0 * np.histogram(waits, bins)[0] / seen.completed
        label = f"{name}: {100.0 * len(waits) / seen.completed:.0f} % in all"
        left.stairs(percent, bins, color=colour, linestyle=line, linewidth=1.2, label=label)
    left.set_xlabel("months since completion")
    left.set_ylabel("% of completed pilots in 3 months")
    left.set_title(f"Use of {seen.completed:,} completed pilots")
    left.xaxis.set_major_locator(FixedLocator(range(0, 73, 12)))
    left.legend(loc="upper right", **NAMED)
    waits = np.sort(seen.first)
    right.step(waits, 100.0 * np.arange(1, len(waits) + 1) / len(waits), color=BLUE)
    for month, low, high in ((12, 0, 20), (48, 80, 100)):
        right.plot([month, month], [low, high], color=INK, linewidth=1.2)
        right.text(month + 1.5, 0.5 * (low + high), f"P14: {low}–{high} %", va="center")
    right.set_xlim(0, 84)
    right.set_ylim(0, 104)
    right.xaxis.set_major_locator(FixedLocator(range(0, 85, 12)))
    right.set_xlabel("months since the start of the pilot")
    right.set_ylabel("% of first uses so far")
    share = 100.0 * len(waits) / seen.started
    right.set_title(f"First use of any kind ({share:.0f} % of pilots)")
    return figure


def by_world(effects: dict[str, Floats]) -> Figure:
    """Histograms of the effect of the twin programme by world, with what a mean hides."""
    figure, panels = page(4.3, rows=2, columns=3)
    for axes, (id, values) in zip(panels, effects.items(), strict=True):
        low, high = np.quantile(values, (0.01, 0.99))
        whole = bool((values == np.round(values)).all())
        bins: Any = np.arange(low - 0.5, high + 1.0) if whole else np.linspace(low, high, 31)
        axes.hist(np.clip(values, low, high), bins, color=tint(BLUE, 0.45))
        axes.axvline(0.0, **ZERO)
        axes.axvline(float(values.mean()), color=ORANGE, linewidth=1.5, label="mean")
        median = float(np.median(values))
        axes.axvline(median, color=BLUE, linewidth=1.5, linestyle=":", label="median")
        told = tail(values)
        top = f"top tenth {100 * told.top_decile:.0f} %" if told.mean > 0.0 else "mean not positive"
        axes.set_title(
            f"{id}\nmean {short(told.mean)}, median {short(told.median)}\n"
            f"trimmed {short(told.trimmed)}, {top}\nlower in {100 * told.harmed:.0f} % of worlds",
            fontsize=8,
        )
        axes.set_xlabel(indicators()[id].unit)
        axes.xaxis.set_major_locator(MaxNLocator(3, integer=whole))
        written(axes, "x")
    for axes in panels[::3]:
        axes.set_ylabel("worlds")
    panels[0].legend(loc="upper right", **NAMED)
    count = len(next(iter(effects.values())))
    figure.suptitle(
        f"Effect of the twin programme by world: twin {MINUS} baseline, {count} worlds\n"
        "The outermost 1 % on each side are drawn at the edge; trimmed: without the outer tenths; "
        "top tenth: its share of the sum",
        x=0.01,
        ha="left",
        fontsize=8,
    )
    return figure


def fades(seen: dict[str, tuple[Floats, Floats]]) -> Figure:
    """Readiness and turnover after a light and an intensive course, against controls."""
    figure, panels = page(2.8, columns=2)
    heads = (
        ("Readiness gained", "points of 100", ((0, 8, 10, "P08: 8–10"),)),
        ("Turnover", "% more", ((6, 5, 10, "P07, light: 5–10"), (30, -2, 2, "P07, light: ±2"))),
    )
    for number, (axes, (title, unit, aims)) in enumerate(zip(panels, heads, strict=True)):
        for course, colour in (("light", ORANGE), ("intensive", BLUE)):
            values = seen[course][number]
            years = np.arange(values.shape[1]) / 12.0
            mean = values.mean(axis=0)
            half = 1.96 * values.std(axis=0, ddof=1) / np.sqrt(len(values))
            axes.fill_between(years, mean - half, mean + half, color=tint(colour, 0.35))
            axes.plot(years, mean, color=colour, label=course)
        for month, low, high, name in aims:
            axes.plot([month / 12.0] * 2, [low, high], color=INK, linewidth=1.2)
            axes.text(month / 12.0 + 0.15, high + 0.1, name, va="bottom")
        axes.axhline(0.0, **ZERO)
        axes.set_title(f"{title}, against controls")
        axes.set_ylabel(unit)
        axes.set_xlabel("years since the course")
        written(axes, "y")
    gap = seen["intensive"][0].mean(axis=0)
    kept = f"{100.0 * gap[96] / gap[0]:.0f} % kept after 8 years\n(P08: 60 or more)"
    panels[0].text(8.0, gap[96] - 0.4, kept, ha="right", va="top")
    panels[0].set_ylim(-0.6, 11.6)
    panels[1].legend(loc="upper right", **NAMED)
    return figure


def main() -> None:
    """Draw all pictures."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("scenario", nargs="?", default="belfast-sejong")
    parser.add_argument("--out", type=Path, default=Path("results/pictures"))
    parser.add_argument("--replicates", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE")
    options = parser.parse_args()
    compile_kernels()
    many = options.replicates
    world = build(ts.load(options.scenario, set=options.set), options.seed)
    with look():
        stock = distributions.firms(world, max(2, many // 5))
        drawn = {"size": sizes(stock), "growth": growth(stock), "survival": survival(stock)}
        drawn["timing"] = timing(distributions.uses(world, many))
        drawn["effects"] = by_world(distributions.effects(world, many))
        drawn["stillness"] = stillness(distributions.still(world, many))
        drawn["fading"] = fades(distributions.fading(world, max(2, many // 10)))
    for name, figure in drawn.items():
        print(*save(figure, options.out, name, name))


if __name__ == "__main__":
    main()
