"""The fan: where 50, 80 and 95 % of worlds lie, month by month, around their median."""

from __future__ import annotations

from statistics import mean
from typing import TYPE_CHECKING, Any

import numpy as np

from twinsim.report.style import FAINT, SMALL, tint
from twinsim.sweep.rows import Floats

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BANDS = ((0.95, 0.16), (0.80, 0.34), (0.50, 0.58))  # share of worlds, strength of the tint

_TIE: dict[str, Any] = {
    "color": FAINT,
    "linewidth": 0.5,
    "clip_on": False,
    "scalex": False,
    "scaley": False,
}
_LINE = 1.25  # height of a line of text, in text sizes


def fan(axes: Axes, values: Floats, colour: str) -> None:
    """Draw worlds of shape (replicates, months) against the time since the start."""
    scale, _ = time_scale(values.shape[1])
    time = np.arange(1, values.shape[1] + 1) / scale
    for share, strength in BANDS:
        low, high = np.quantile(values, ((1 - share) / 2, (1 + share) / 2), axis=0)
        axes.fill_between(time, low, high, color=tint(colour, strength), linewidth=0)
    axes.plot(time, np.median(values, axis=0), color=colour, linewidth=1.4)
    axes.set_xlim(0, time[-1])


def time_scale(months: int) -> tuple[int, str]:
    """Months to a unit of the time axis, and its name: years where there are some of them."""
    return (12, "years") if months > 36 else (1, "months")


def label_bands(axes: Axes, values: Floats, height: float) -> None:
    """Name the bands at the right edge of the fan. `height` is that of the panel in inches.

    Names that would touch are pushed apart and tied to their edge by a thin line.
    """
    last = values[:, -1]
    edges = [("median", float(np.median(last)))]
    edges += [
        (f"{share:.0%}".replace("%", " %"), float(np.quantile(last, (1 + share) / 2)))
        for share, _ in reversed(BANDS)
    ]
    low, high = axes.get_ylim()
    at = [(value - low) / (high - low) for _, value in edges]
    gap = SMALL * _LINE / (72 * height)
    for (word, _), true, shown in zip(edges, at, spread(at, gap), strict=True):
        axes.plot([1.01, 1.07], [true, shown], **_TIE, transform=axes.transAxes)
        axes.text(1.09, shown, word, va="center", transform=axes.transAxes)


def spread(at: list[float], gap: float) -> list[float]:
    """Move rising positions apart to at least `gap`, each as little as can be, within [0, 1]."""
    groups: list[list[float]] = []
    for index, place in enumerate(at):
        groups.append([place - index * gap])
        while len(groups) > 1 and mean(groups[-2]) > mean(groups[-1]):
            groups[-2:] = [groups[-2] + groups[-1]]
    level = [mean(group) for group in groups for _ in group]
    shown = [place + index * gap for index, place in enumerate(level)]
    over = max(0.0, shown[-1] - 1)
    return [place - over for place in shown]
