"""Zones over time: how many firms have an idea on its way, in each city, and what arms change.

The model puts a firm's idea in no zone, in yellow (exploring), green (piloting) or blue
(implemented). Results hold the share in any zone and the share in blue; yellow and green are
the rest together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from twinsim.report.figures.drawing import Drawing
from twinsim.report.figures.ends import TIE, End, name_ends
from twinsim.report.figures.fan import time_of
from twinsim.report.figures.letters import LINE, widest
from twinsim.report.figures.naming import city_names, reference_of, since
from twinsim.report.figures.outcome import marks_of, side, ticks
from twinsim.report.figures.paper import EDGE, ROOM, Paper
from twinsim.report.figures.scales import written
from twinsim.report.style import INK, ZERO, Mark, arm_marks, look, tint
from twinsim.sweep.results import Results
from twinsim.sweep.rows import Floats
from twinsim.sweep.stats import half_width
from twinsim.sweep.worlds import by_city_and_month
from twinsim.text import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE = "Zones over time: firms with an idea on its way, by city"
NEEDS = ("active_share", "implemented")
UNDER_WAY, BLUE, NONE = "yellow or green", "blue", "no zone"

_HIGH = 1.35  # inches of a panel
_STACK = 1.55  # width of the shares
_BETWEEN = 0.26
_FILLS = {BLUE: ("#0072b2", "////"), UNDER_WAY: ("#009e73", "")}


Band = tuple[Floats, Floats]  # mean and half its interval, by month
Changes = dict[str, list[Band]]


@dataclass(frozen=True)
class Zones:
    """Shares of a city's live firms in per cent, (arms, worlds, months)."""

    under_way: Floats
    blue: Floats


def zones_of(results: Results) -> dict[str, Zones]:
    """Shares of firms by zone, city and month; worlds with a failed run are left out."""
    cities, values = by_city_and_month(results.folder, results.manifest, NEEDS)
    whole = 100 * values
    active, blue = whole[..., 0], whole[..., 1]
    return {
        city: Zones((active - blue)[:, :, at], blue[:, :, at]) for at, city in enumerate(cities)
    }


def zones(results: Results) -> Figure:
    """A row per city: zones in the reference, then what each other arm changes in them."""
    table, reference = zones_of(results), reference_of(results)
    arms = results.manifest.arms
    others = [arm for arm in arms if arm != reference]
    marks = arm_marks(arms)
    changes = {city: _changes(shares, arms, reference) for city, shares in table.items()}
    span = _span([band for rows in changes.values() for pair in rows.values() for band in pair])
    names = city_names(results)
    with look():
        paper = Paper()
        paper.open(
            results,
            TITLE,
            "Zones of a firm's idea: yellow exploring, green piloting, blue implemented (a first "
            "adoption or sale). Results hold yellow and green together.",
            f"Left: share of live firms in {reference}, mean of worlds. Middle and right: how many "
            "percentage points more (above 0) or fewer in the other arms of the same world; mean, "
            "shaded its 95 % interval.",
        )
        paper.key([(arm, _piece(marks[arm])) for arm in others])
        for city, shares in table.items():
            paper.say(names[city], weight="bold", most=2)
            paper.at += 0.1
            at = arms.index(reference) if reference in arms else 0
            x = _stack(paper, shares, at)
            _differences(paper, changes[city], others, marks, x, span)
            paper.at += _HIGH + 0.2
        paper.text(EDGE, paper.at, f"Below each panel: {since(results)}.")
        paper.at += LINE
        return paper.close(results)


def _piece(mark: Mark) -> Callable[[Axes], None]:
    def draw(axes: Axes) -> None:
        axes.plot([0, 1], [0.5, 0.5], color=mark.colour, linestyle=mark.dashes, linewidth=1.4)

    return draw


def _stack(paper: Paper, shares: Zones, arm: int) -> float:
    """Mean shares of an arm on top of each other, named at their ends; where they end."""
    left = EDGE + 0.2 + widest(["100"]) + 0.08
    axes = paper.axes(left, paper.at, _STACK, _HIGH)
    time = time_of(shares.blue.shape[2])
    low = np.zeros(len(time))
    ends = []
    for name, values in ((BLUE, shares.blue), (UNDER_WAY, shares.under_way)):
        colour, hatch = _FILLS[name]
        high = low + values[arm].mean(axis=0)
        fill = axes.fill_between(time, low, high, facecolor=tint(colour, 0.5), hatch=hatch)
        fill.set_edgecolor(INK if hatch else "none")
        fill.set_linewidth(0.4)
        ends.append(_end(name, float(low[-1]), float(high[-1])))
        low = high
    ends.append(_end(NONE, float(low[-1]), 100.0))
    axes.set_xlim(0, time[-1])
    axes.set_ylim(0, 100)
    ticks(axes)
    name_ends(paper, axes, left + _STACK, paper.at, _HIGH, ends)
    side(paper, EDGE, _HIGH, "% of live firms")
    return left + _STACK + TIE + widest(end.name for end in ends)


def _end(zone: str, low: float, high: float) -> End:
    """A zone's name and its last share, at the middle of its band."""
    return End(f"{zone}\n{high - low:.1f} %", (low + high) / 2)


def _differences(
    paper: Paper,
    changes: Changes,
    others: list[str],
    marks: dict[str, Mark],
    x: float,
    span: tuple[float, float],
) -> None:
    """For each zone, lines of what the arms change in it."""
    numbers = widest(written(mark) for mark in marks_of(*span))
    left = x + 0.35 + numbers
    room = (EDGE + ROOM - left - _BETWEEN - 0.05) / 2
    side(paper, x + 0.1, _HIGH, "difference, % points")
    for place, zone in enumerate((UNDER_WAY, BLUE)):
        axes = paper.axes(left + place * (room + _BETWEEN), paper.at, room, _HIGH)
        for arm in others:
            mean, half = changes[arm][place]
            time = time_of(len(mean))
            colour = marks[arm].colour
            axes.fill_between(time, mean - half, mean + half, color=colour, alpha=0.2, linewidth=0)
            axes.plot(time, mean, color=colour, linestyle=marks[arm].dashes, linewidth=1.3)
            axes.set_xlim(0, time[-1])
        axes.axhline(0, **ZERO)
        axes.set_ylim(*span)
        ticks(axes)
        axes.tick_params(labelleft=place == 0)
        paper.text(left + place * (room + _BETWEEN) + 0.04, paper.at - LINE, f"change in {zone}")


def _changes(shares: Zones, arms: tuple[str, ...], reference: str) -> Changes:
    """Mean and half interval of the difference to the reference, by arm, for each zone."""
    against = arms.index(reference) if reference in arms else 0
    return {
        arm: [_mean(values[at] - values[against]) for values in (shares.under_way, shares.blue)]
        for at, arm in enumerate(arms)
        if at != against
    }


def _mean(paired: Floats) -> Band:
    half = half_width(paired)
    return paired.mean(axis=0), np.nan_to_num(half)


def _span(bands: list[Band]) -> tuple[float, float]:
    """One stretch for all differences, with 0 in it."""
    ends = [np.zeros(1), *(mean - half for mean, half in bands), *(m + h for m, h in bands)]
    low, high = min(float(e.min()) for e in ends), max(float(e.max()) for e in ends)
    air = 0.08 * (high - low) or 1.0
    return low - air, high + air


def _caption(results: Results) -> str:
    reference, arms = reference_of(results), results.manifest.arms
    told, names = [], city_names(results)
    for city, shares in zones_of(results).items():
        for arm, (_, (mean, half)) in _changes(shares, arms, reference).items():
            sign = number(float(mean[-1]), 2, sign=True)
            told.append(
                f"{names[city]}, {arm} − {reference}: {sign} ± {number(float(half[-1]), 2)}"
            )
    return (
        "Shares of each city's live firms by the zone of their idea, month by month: blue "
        "(implemented), yellow or green (exploring or piloting) and none, in per cent, in "
        f"{reference}; and how many percentage points the other arms add to them in the same "
        f"world, as means over {results.worlds.count:,} worlds with their 95 % interval. Blue at "
        f"the end, percentage points: {'; '.join(told)}."
    )


def _applies(results: Results) -> bool:
    known = all(results.keeps_by_month(indicator) for indicator in NEEDS)
    return known and len(results.manifest.arms) > 1


DRAWINGS = (Drawing("zones", TITLE, zones, _caption, _applies),)
