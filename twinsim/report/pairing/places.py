"""Where the candidates lie, and how they score: a plain map by longitude and latitude."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from twinsim.pairing.objects import Candidate, Pairing
from twinsim.report.figures.letters import LINE, cut, widest, width
from twinsim.report.figures.paper import EDGE, ROOM
from twinsim.report.figures.scales import written
from twinsim.report.pairing.page import BLUE, closed, name, opened, shown
from twinsim.report.style import FAINT, INK, PAGE, look, tint
from twinsim.text import inert
from twinsim.world.facts import distance_km

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE = "Where the candidates are"
_HIGH = 3.4  # inches
_LABEL = 0.13  # inches between a dot and its number
_AROUND = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))


def page(pairing: Pairing) -> Figure:
    """The map beside the list of names; numbers are ranks."""
    rows = shown(pairing)
    with look():
        away = [distance_km(pairing.anchor, one.profile) for one in rows]
        far = f"{min(away):,.0f} to {max(away):,.0f} km" if len(away) > 1 else f"{away[0]:,.0f} km"
        paper = opened(
            pairing,
            TITLE,
            "Numbers are ranks; the darker a dot, the higher the score with missing facts at their "
            f"worst. {inert(pairing.anchor.name, 40)} is {far} away, along a great circle. Degrees "
            "of longitude and latitude.",
        )
        names = [f"{name(one)}  {one.score_lo:.2f}" for one in rows]
        list_wide = widest(names) + 0.15
        left = width("60° N") + 0.1
        wide = ROOM - left - list_wide
        axes = paper.axes(EDGE + left, paper.at, wide, _HIGH)
        numbered = _map(axes, rows, wide, _HIGH)
        for at, said in enumerate(names):
            paper.text(EDGE + ROOM, paper.at + at * LINE, said, ha="right")
        paper.at += max(_HIGH + LINE + 0.12, len(names) * LINE)
        more = "Numbers that have no room are left out." if numbered < len(rows) else ""
        return closed(pairing, paper, more)


def plot(pairing: Pairing, one: Candidate) -> Axes:
    """The map alone, on axes of its own, whichever candidate is asked for."""
    from matplotlib import pyplot

    rows = shown(pairing)
    with look():
        size = (PAGE * 0.7, _HIGH)
        _, axes = pyplot.subplots(figsize=size, layout="constrained")
        _map(axes, rows, size[0] - 0.6, _HIGH - 0.6)
        first = ", ".join(cut(f"{one.rank} {inert(one.name, 30)}", 1.2, 1) for one in rows[:3])
        axes.set_title(f"{TITLE}\nNumbers are ranks: {first}")
    return axes


def _map(axes: Axes, rows: tuple[Candidate, ...], wide: float, high: float) -> int:
    """Dots in a window of the shape of the axes, and as many numbers as have room: how many."""
    lons, lats = [one.profile.lon for one in rows], [one.profile.lat for one in rows]
    middle = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    squeeze = math.cos(math.radians(min(abs(middle[1]), 75)))
    tall = max(
        1.5, 1.25 * (max(lats) - min(lats)), 1.25 * (max(lons) - min(lons)) * squeeze * high / wide
    )
    broad = tall * wide / high / squeeze
    axes.set_xlim(middle[0] - broad / 2, middle[0] + broad / 2)
    axes.set_ylim(middle[1] - tall / 2, middle[1] + tall / 2)
    axes.grid(color=FAINT, alpha=0.25, linewidth=0.5)
    axes.set_axisbelow(True)
    _degrees(axes)
    low, top = min(one.score_lo for one in rows), max(one.score_lo for one in rows)
    at = [
        ((lon - middle[0]) / broad * wide, (lat - middle[1]) / tall * high)
        for lon, lat in zip(lons, lats, strict=True)
    ]
    taken: list[tuple[float, float]] = list(at)
    for one, (x, y), lon, lat in zip(rows, at, lons, lats, strict=True):
        shade = (one.score_lo - low) / (top - low) if top > low else 1.0
        axes.plot(
            lon,
            lat,
            "o",
            markersize=7,
            color=tint(BLUE, 0.1 + 0.9 * shade),
            markeredgecolor=INK,
            markeredgewidth=0.6,
            zorder=3,
        )
        spot = _room(x, y, taken)
        if spot:
            taken.append(spot)
            where = middle[0] + spot[0] / wide * broad, middle[1] + spot[1] / high * tall
            axes.text(*where, str(one.rank), ha="center", va="center", zorder=4)
    return len(taken) - len(at)


def _room(x: float, y: float, taken: list[tuple[float, float]]) -> tuple[float, float] | None:
    """A place beside a dot where a number touches nothing, in inches; None where there is none."""
    for dx, dy in _AROUND:
        spot = x + dx * _LABEL * 1.2, y + dy * _LABEL
        others = (place for place in taken if place != (x, y))
        if all(abs(spot[0] - u) > 0.17 or abs(spot[1] - v) > 0.13 for u, v in others):
            return spot
    return None


def _degrees(axes: Axes) -> None:
    """Round degrees along the edges, with their side of the globe."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    def said(ends: str) -> FuncFormatter:
        def write(value: float, _: object = None) -> str:
            return f"{written(abs(value))}° {ends[int(value < 0)]}" if value else "0°"

        return FuncFormatter(write)

    axes.xaxis.set_major_locator(MaxNLocator(4, integer=True, min_n_ticks=1))
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True, min_n_ticks=1))
    axes.xaxis.set_major_formatter(said("EW"))
    axes.yaxis.set_major_formatter(said("NS"))
    for side in axes.spines.values():
        side.set_visible(True)
        side.set_linewidth(0.5)
