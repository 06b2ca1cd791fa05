"""Figures of a results folder: fans of the outcome per arm, and of the paired difference.

The paired difference is what a programme changes: both arms of a world share their luck,
so its fan is far narrower than two fans laid over each other suggest.
"""

from __future__ import annotations

import textwrap
from calendar import month_name
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.ticker import FuncFormatter, MaxNLocator

from twinsim.registry import indicators
from twinsim.report.figures.drawing import Drawing
from twinsim.report.figures.fan import fan, label_bands, time_scale
from twinsim.report.figures.sheet import PANEL, Sheet
from twinsim.report.style import FAINT, INK, PAGE, colours, contrast_colour, look
from twinsim.sweep.results import Results
from twinsim.sweep.rows import Floats

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DRAWN = ("job_years", "adoptions")

_ZERO: dict[str, Any] = {"color": INK, "linewidth": 0.7, "linestyle": (0, (4, 3))}

Shown = tuple[Floats, str, str]  # worlds by month, colour, title


def outcome_fan(results: Results, indicator: str) -> Figure:
    """An indicator by month: a fan per arm, and below a fan per contrast, paired by world.

    Raises :class:`ResultsError` where the indicator is not kept by month.
    """
    values = results.months_of(indicator)
    arms, contrasts = results.manifest.arms, results.manifest.contrasts
    paired = {c: _paired(values, arms, c) for c in contrasts}
    tops = {arm: (values[i], colours(arms)[arm], arm) for i, arm in enumerate(arms)}
    below = {
        c: (paired[c], contrast_colour(c, arms, _reference(results)), _above_zero(c, paired[c]))
        for c in contrasts
    }
    unit = _unit(indicator)
    blocks = [(tops, unit, 1), (below, f"difference, {unit}", 2)]
    blocks = [block for block in blocks if block[0]]
    title = _title(results, indicator, values.shape[1])
    letters = _widest([shown for shown, _, _ in blocks])
    with look():
        sheet = Sheet(title, [(len(shown), lines) for shown, _, lines in blocks], letters)
        for index, (shown, name, _) in enumerate(blocks):
            last = _panels(sheet.block(index), shown, name, zero=shown is below)
        last.set_xlabel(_since(results))
    return sheet.figure


def plot(results: Results, indicator: str, contrast: str | None = None) -> Axes:
    """One fan of a contrast's paired difference, on axes of its own.

    An indicator that is not kept by month is drawn by :func:`spread_of_worlds`. Raises
    :class:`ResultsError` for an unknown indicator or contrast.
    """
    from matplotlib import pyplot

    contrast = results.known_contrast(contrast)
    with look():
        _, axes = pyplot.subplots(figsize=(PAGE * 0.7, 2.8), layout="constrained")
        if not results.keeps_by_month(indicator):
            return spread_of_worlds(results, indicator, axes)
        arms = results.manifest.arms
        values = _paired(results.months_of(indicator), arms, contrast)
        fan(axes, values, contrast_colour(contrast, arms, _reference(results)))
        axes.axhline(0, **_ZERO)
        axes.set_title(f"{indicator}, {_above_zero(contrast, values)}")
        axes.set_xlabel(_since(results))
        axes.set_ylabel(f"difference, {_unit(indicator)}")
        _ticks(axes)
        label_bands(axes, values, 2.1)
    return axes


def spread_of_worlds(results: Results, indicator: str, axes: Axes) -> Axes:
    """Per contrast: the mean with its 95 % interval, and where 90 % of single worlds lie."""
    arms, reference = results.manifest.arms, _reference(results)
    rows = [e for e in results.contrasts() if e.indicator == indicator and e.scope == "total"]
    for place, row in enumerate(reversed(rows)):
        colour = contrast_colour(row.contrast, arms, reference)
        axes.plot([row.world_p05, row.world_p95], [place] * 2, color=colour, linewidth=1)
        axes.plot([row.mc_lo95, row.mc_hi95], [place] * 2, color=colour, linewidth=5)
        axes.plot(row.difference, place, "o", color="white", markeredgecolor=colour)
    axes.axvline(0, **_ZERO)
    axes.set_yticks(range(len(rows)), [_spaced(row.contrast) for row in reversed(rows)])
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.set_title(f"{indicator}: mean, 95 % interval of the mean, 90 % of worlds")
    axes.set_xlabel(f"difference, {indicators()[indicator].unit}")
    axes.xaxis.set_major_formatter(FuncFormatter(_figure))
    return axes


def _panels(grid: list[Axes], shown: dict[str, Shown], unit: str, *, zero: bool = False) -> Axes:
    """A block of fans on one scale, the last one with the names of the bands; return it."""
    low, high = _range(shown)
    for axes, (values, colour, title) in zip(grid, shown.values(), strict=True):
        fan(axes, values, colour)
        if zero:
            axes.axhline(0, **_ZERO)
        axes.set_ylim(low, high)
        axes.set_title(title)
        _ticks(axes)
    grid[0].set_ylabel(unit)
    label_bands(grid[-1], list(shown.values())[-1][0], PANEL)
    return grid[-1]


def _range(shown: dict[str, Shown]) -> tuple[float, float]:
    """A scale that holds the widest band of every panel, with a little air."""
    widest = [np.quantile(values, (0.025, 0.975), axis=0) for values, _, _ in shown.values()]
    low, high = float(np.min(widest)), float(np.max(widest))
    air = 0.05 * (high - low) or 1.0
    return low - air, high + air


def _widest(blocks: list[dict[str, Shown]]) -> int:
    """Length of the longest tick label that the blocks will need."""
    marks = [mark for block in blocks for mark in _marks().tick_values(*_range(block))]
    return max(len(_figure(mark, None)) for mark in marks)


def _marks() -> MaxNLocator:
    return MaxNLocator(5)


def _ticks(axes: Axes) -> None:
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.yaxis.set_major_locator(_marks())
    axes.yaxis.set_major_formatter(FuncFormatter(_figure))
    axes.grid(axis="y", color=FAINT, alpha=0.25, linewidth=0.5)
    axes.set_axisbelow(True)


def _figure(value: float, _: object) -> str:
    text = f"{value:,.0f}" if abs(value) >= 10 or value == int(value) else f"{value:.3g}"
    return text.replace("-", "\N{MINUS SIGN}")


def _paired(values: Floats, arms: tuple[str, ...], contrast: str) -> Floats:
    arm, reference = contrast.split("-")
    return np.asarray(values[arms.index(arm)] - values[arms.index(reference)])


def _above_zero(contrast: str, paired: Floats) -> str:
    return f"{_spaced(contrast)}\n{100 * (paired[:, -1] > 0).mean():.0f} % of worlds above 0"


def _spaced(contrast: str) -> str:
    return " \N{MINUS SIGN} ".join(contrast.split("-"))


def _unit(indicator: str) -> str:
    """The unit of a value by month: a flow is counted from the start up to that month."""
    known = indicators()[indicator]
    return known.unit if known.stock else f"{known.unit} so far"


def _title(results: Results, indicator: str, worlds: int) -> str:
    resolved = results.manifest.identity.resolved
    name = str(resolved.get("title") or resolved.get("name", ""))
    name = "".join(letter if letter.isprintable() else " " for letter in name)
    meaning = f"{indicator}: {indicators()[indicator].meaning}"
    bands = (
        f"Each fan: median and middle 50, 80 and 95 % of {worlds:,} worlds, month by month; "
        "doubt about parameters is not in it"
    )
    return "\n".join([*textwrap.wrap(name, 90)[:1], *textwrap.wrap(meaning, 106), bands])


def _since(results: Results) -> str:
    """The name of the time axis."""
    resolved = results.manifest.identity.resolved
    year, month = str(resolved["start"]).split("-")[:2]
    _, unit = time_scale(int(resolved["months"]))
    return f"{unit} since {month_name[int(month)]} {year}"


def _reference(results: Results) -> str:
    return str(results.manifest.identity.resolved.get("reference", "baseline"))


def _caption(results: Results, indicator: str) -> str:
    return f"{indicators()[indicator].meaning}, in {_unit(indicator)}, by month."


def _applies(results: Results, indicator: str) -> bool:
    return results.keeps_by_month(indicator)


DRAWINGS = tuple(
    Drawing(
        id=f"fan_{id}",
        title=f"What the arms change, month by month: {id}",
        draw=partial(outcome_fan, indicator=id),
        caption=partial(_caption, indicator=id),
        applies=partial(_applies, indicator=id),
    )
    for id in DRAWN
)
