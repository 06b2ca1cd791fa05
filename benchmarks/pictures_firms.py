"""Pictures of firms in worlds without programme: size, growth, survival, and the stock by year."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, NullLocator

from benchmarks.distributions import AGES, Firms
from benchmarks.findings import Floats
from benchmarks.panels import (
    BLUE,
    GREY,
    NAMED,
    ORANGE,
    figured,
    normal_density,
    page,
    written,
)
from benchmarks.stock import SURVIVAL, excess_kurtosis
from twinsim.report.style import INK, tint

YEARLY_EXITS = (0.046, 0.150, 0.223, 0.175, 0.142)  # E01

STOCKS = {
    "firms": ("Firms", "firms, end of year"),
    "active": ("Innovation-active firms", "% of firms"),
    "deals": ("Deals", "deals a year"),
    "procurement": ("Procurement budgets spent", "% of budgets"),
}


def sizes(seen: Firms) -> Figure:
    """Log staff at the start and ten years on, each with the normal of the same mean and sd."""
    figure, (axes,) = page(2.9)
    bins = np.linspace(np.log(0.1), np.log(1000.0), 56)
    for staff, colour, when in (
        (seen.staff, GREY, "at the start"),
        (seen.staff_later, BLUE, "ten years on"),
    ):
        logs = np.log(staff)
        skew = float(((logs - logs.mean()) ** 3).mean() / logs.std() ** 3)
        label = (
            f"{when}: median {np.median(staff):.1f}, mean {staff.mean():.1f}; of ln: "
            f"sd {logs.std():.2f}, skew {figured(round(skew, 2), '+g')}; "
            f"below one {100 * (staff < 1.0).mean():.1f} % of firms"
        )
        density = np.histogram(logs, bins)[0] / len(logs) / (bins[1] - bins[0])
        axes.stairs(density, bins, color=colour, label=label, linewidth=1.2)
        axes.plot(bins, normal_density(bins, logs), color=colour, linestyle=":", linewidth=1)
    ticks = [0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000]
    axes.xaxis.set_major_locator(FixedLocator(np.log(ticks).tolist()))
    axes.set_xticklabels([f"{tick:,g}" for tick in ticks])
    axes.set_xlabel("staff of a firm (log scale)")
    axes.set_ylabel("density of ln staff")
    axes.set_ylim(0, 0.68)
    axes.set_title("Firm size, without programme (dotted: normal of the same mean and sd)")
    axes.legend(loc="upper left", **NAMED)
    return figure


def growth(seen: Firms) -> Figure:
    """A year's log growth on a log scale of density, beside Laplace and normal."""
    figure, (axes,) = page(2.9)
    values = seen.growth
    kurtosis = excess_kurtosis(*((values**power).sum() for power in range(5)))
    middle = float(np.median(values))
    scale = float(np.abs(values - middle).mean())
    edge = 1.6
    bins = np.linspace(-edge, edge, 65)
    density = np.histogram(values, bins)[0] / len(values) / (bins[1] - bins[0])
    some = density > 0
    centres = 0.5 * (bins[1:] + bins[:-1])
    axes.semilogy(centres[some], density[some], "o", color=BLUE, markersize=3, label="firms")
    fine = np.linspace(-edge, edge, 401)
    laplace = np.exp(-np.abs(fine - middle) / scale) / (2 * scale)
    axes.semilogy(fine, laplace, color=ORANGE, label=f"Laplace, scale {scale:.3f}")
    label = f"normal, sd {values.std():.3f}"
    axes.semilogy(fine, normal_density(fine, values), color=GREY, linestyle="--", label=label)
    axes.yaxis.set_major_locator(FixedLocator([0.001, 0.01, 0.1, 1.0]))
    axes.yaxis.set_minor_locator(NullLocator())
    written(axes, "y")
    written(axes, "x")
    axes.set_ylim(3e-4, 6)
    axes.set_xlim(-edge, edge)
    axes.set_xlabel("ln staff a year later less ln staff, firms alive at both times")
    axes.set_ylabel("density (log scale)")
    axes.set_title(
        "Growth over a year, without programme\n"
        f"excess kurtosis {kurtosis:.1f} (P04: above 1; a Laplace has 3, a normal 0)"
    )
    axes.legend(loc="upper left", **NAMED)
    return figure


def survival(seen: Firms) -> Figure:
    """Share of new firms alive by age, beside the cohort of E01 and the targets of P02."""
    figure, (axes,) = page(2.7)
    label = f"model ({seen.entrants:,} new firms)"
    axes.plot(np.arange(AGES) / 12.0, 100 * seen.survival, color=BLUE, label=label)
    cohort = 100.0 * np.cumprod(1.0 - np.array(YEARLY_EXITS))
    axes.plot(range(1, 6), cohort, "D", color=ORANGE, markersize=4, label="cohort of 2007 (E01)")
    for year, (low, high) in SURVIVAL.items():
        axes.plot([year, year], [100 * low, 100 * high], color=INK, linewidth=1, zorder=1)
        for edge in (low, high):
            axes.plot([year - 0.04, year + 0.04], [100 * edge] * 2, color=INK, linewidth=1)
    axes.plot([], [], color=INK, linewidth=1, label="target (P02)")
    axes.set_ylim(0, 104)
    axes.set_xlim(0, 5.2)
    axes.set_xlabel("age in years")
    axes.set_ylabel("% of new firms alive")
    axes.set_title("Survival of new firms, without programme")
    axes.legend(loc="lower left", **NAMED)
    return figure


def stillness(seen: dict[str, Floats]) -> Figure:
    """Ten years without programme: mean with its 95 % interval, 90 % of worlds, and the trend."""
    figure, panels = page(4.0, rows=2, columns=2)
    for axes, (id, values) in zip(panels, seen.items(), strict=True):
        years = np.arange(1, values.shape[1] + 1)
        low, high = np.quantile(values, (0.05, 0.95), axis=0)
        mean = values.mean(axis=0)
        half = 1.96 * values.std(axis=0, ddof=1) / np.sqrt(len(values))
        axes.fill_between(years, low, high, color=tint(GREY, 0.25), label="90 % of worlds")
        axes.errorbar(years, mean, half, color=GREY, marker="o", markersize=3, label="mean, 95 %")
        axes.set_ylim(0, 1.25 * float(high.max()))
        title, unit = STOCKS[id]
        axes.set_title(f"{title}\ntrend {_trend(values)} % of the mean a year")
        axes.set_ylabel(unit)
        axes.xaxis.set_major_locator(FixedLocator(range(2, 11, 2)))
        axes.set_xlabel("year without programme")
    panels[0].legend(loc="lower left", **NAMED)
    return figure


def _trend(values: Floats) -> str:
    """Slope by world, in % of the mean, and half of its 95 % interval."""
    years = np.arange(values.shape[1]) - (values.shape[1] - 1) / 2.0
    slopes = 100.0 * (values @ years) / (years @ years) / values.mean()
    half = 1.96 * slopes.std(ddof=1) / np.sqrt(len(slopes))
    return f"{figured(round(slopes.mean(), 1), '+g')} ± {half:.1f}"
