"""The fan: where 50 and 90 % of worlds lie, month by month, around their median.

The outer band ends where tables of single worlds do: at 5 and 95 %.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from twinsim.report.figures.ends import End
from twinsim.report.style import tint
from twinsim.sweep.rows import Floats

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BANDS = ((0.90, 0.22), (0.50, 0.52))  # share of worlds, strength of the tint
OF_WORLDS = (0.05, 0.95)  # the ends of the outer band


def fan(axes: Axes, values: Floats, colour: str) -> None:
    """Draw worlds of shape (replicates, months) against the time since the start."""
    time = time_of(values.shape[1])
    for share, strength in BANDS:
        low, high = np.quantile(values, ((1 - share) / 2, (1 + share) / 2), axis=0)
        axes.fill_between(time, low, high, color=tint(colour, strength), linewidth=0)
    axes.plot(time, np.median(values, axis=0), color=colour, linewidth=1.4)
    axes.set_xlim(0, time[-1])


def time_scale(months: int) -> tuple[int, str]:
    """Months to a unit of the time axis, and its name: years where there are some of them."""
    return (12, "years") if months > 36 else (1, "months")


def time_of(months: int) -> Floats:
    """Ends of the months in units of the time axis."""
    return np.asarray(np.arange(1, months + 1) / time_scale(months)[0])


def band_ends(values: Floats) -> list[End]:
    """The upper edge of each band and the median at the last month, by name."""
    last = values[:, -1]
    ends = [End("median", float(np.median(last)))]
    for share, _ in reversed(BANDS):
        ends.append(End(f"{100 * share:.0f} %", float(np.quantile(last, (1 + share) / 2))))
    return ends
