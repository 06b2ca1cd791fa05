"""Pages, panels and figures in words, as all pictures have them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from benchmarks.findings import Floats
from twinsim.report.style import FAINT, INK, PAGE, colours

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GREY, ORANGE, BLUE, PINK = colours(["baseline", "solo", "twin", "other"]).values()

MINUS = "\N{MINUS SIGN}"
NAMED: dict[str, Any] = {"frameon": False, "handlelength": 1.6, "borderaxespad": 0.2}
ZERO: dict[str, Any] = {"color": INK, "linewidth": 0.7, "linestyle": (0, (4, 3))}


def page(height: float, rows: int = 1, columns: int = 1) -> tuple[Figure, list[Axes]]:
    """A page of panels, row by row."""
    figure = Figure(figsize=(PAGE, height), layout="constrained")
    panels = list(figure.subplots(rows, columns, squeeze=False).flat)
    for axes in panels:
        axes.grid(axis="y", color=FAINT, alpha=0.25, linewidth=0.5)
        axes.set_axisbelow(True)
    return figure, panels


def written(axes: Axes, which: str) -> None:
    """Write a scale's ticks as plain figures."""
    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_major_formatter(FuncFormatter(lambda value, _: figured(value)))


def normal_density(at: Floats, values: Floats) -> Floats:
    """The density of a normal with the mean and sd of the values."""
    sd = values.std()
    density: Floats = np.exp(-0.5 * ((at - values.mean()) / sd) ** 2) / (sd * np.sqrt(2 * np.pi))
    return density


def figured(value: float, how: str = ",g") -> str:
    """A figure, with a proper minus."""
    return format(round(value, 6) + 0.0, how).replace("-", MINUS)


def short(value: float) -> str:
    """A figure of three digits, with its sign."""
    return figured(value, "+,.0f" if abs(value) >= 100 else "+.3g")
