"""A plain map: cities by longitude and latitude on a graticule, joined by their links."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from twinsim.report.figures.letters import LINE, cut, widest, width
from twinsim.report.figures.paper import EDGE, ROOM, Paper
from twinsim.report.style import FAINT, INK, SOFT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_HIGH = 1.5  # inches
_NAME = 2.9  # the widest that a name may be
_DOT = 0.05  # radius of a city
_STEPS = (1, 2, 5, 10, 20, 30, 45)


@dataclass(frozen=True)
class Place:
    """A city, with degrees north and east."""

    name: str
    lat: float
    lon: float


@dataclass(frozen=True)
class Window:
    """The stretch of the globe that is shown, in degrees; a degree of latitude is as long as one
    of longitude on the middle latitude."""

    west: float
    east: float
    south: float
    north: float

    @staticmethod
    def around(places: list[Place], shape: float) -> Window:
        """A window of a shape (width by height) that holds the places with air around them."""
        lats, lons = [p.lat for p in places], [p.lon for p in places]
        middle = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
        squeeze = math.cos(math.radians(min(abs(middle[0]), 75)))
        high = max(2.0, 1.7 * (max(lats) - min(lats)))
        wide = max(high * shape / squeeze, 1.5 * (max(lons) - min(lons)))
        high = wide * squeeze / shape
        return Window(
            middle[1] - wide / 2, middle[1] + wide / 2, middle[0] - high / 2, middle[0] + high / 2
        )

    def at(self, place: Place, wide: float) -> tuple[float, float]:
        """Inches from the upper left corner, on a map so wide."""
        x = (place.lon - self.west) / (self.east - self.west) * wide
        y = (self.north - place.lat) / (self.north - self.south) * _HIGH
        return x, y


def chart(paper: Paper, places: list[Place], links: list[tuple[int, int]]) -> None:
    """The map at the height reached, over the width of the page."""
    left = EDGE + width("60° N") + 0.06
    wide = EDGE + ROOM - left
    window = Window.around(places, wide / _HIGH)
    axes = paper.axes(left, paper.at, wide, _HIGH)
    axes.set_xlim(0, wide)
    axes.set_ylim(_HIGH, 0)
    axes.set_xticks([])
    axes.set_yticks([])
    for side in axes.spines.values():
        side.set_visible(True)
        side.set_linewidth(0.5)
    _graticule(paper, axes, window, left, wide)
    at = [window.at(place, wide) for place in places]
    for a, b in links:
        axes.plot([at[a][0], at[b][0]], [at[a][1], at[b][1]], color=SOFT, linewidth=1, zorder=2)
    for x, y in at:
        axes.plot(x, y, "o", color=INK, markersize=5, zorder=3)
    lines = [(at[a], at[b]) for a, b in links]
    corners = _labels(at, [place.name for place in places], lines, wide)
    for (x, y), name in zip(corners, places, strict=True):
        shown = cut(name.name, _NAME, 2)
        paper.text(left + x, paper.at + y, shown, bbox=PAD, zorder=5)
    paper.at += _HIGH + LINE + 0.1


PAD = {"facecolor": "white", "edgecolor": "none", "pad": 0.4, "alpha": 0.85}


def _graticule(paper: Paper, axes: Axes, window: Window, left: float, wide: float) -> None:
    """Meridians and parallels, named at the edges."""
    step = _step(window.east - window.west, wide, 0.75)
    for lon in _rounds(window.west, window.east, step):
        x = (lon - window.west) / (window.east - window.west) * wide
        axes.axvline(x, color=FAINT, linewidth=0.4, alpha=0.5)
        turned = (lon + 180) % 360 - 180
        name = _degrees(turned, "EW")
        if width(name) / 2 < x < wide - width(name) / 2:
            paper.text(left + x, paper.at + _HIGH + 0.03, name, ha="center", color=SOFT)
    step = _step(window.north - window.south, _HIGH, 0.35)
    for lat in _rounds(window.south, window.north, step):
        y = (window.north - lat) / (window.north - window.south) * _HIGH
        axes.axhline(y, color=FAINT, linewidth=0.4, alpha=0.5)
        if abs(lat) <= 90 and LINE / 2 < y < _HIGH - LINE / 2:
            paper.text(EDGE, paper.at + y, _degrees(lat, "NS"), va="center", color=SOFT)


def _degrees(value: float, ends: str) -> str:
    return "0°" if value == 0 else f"{abs(value):.0f}° {ends[value < 0]}"


def _step(degrees: float, inches: float, least: float) -> float:
    """Degrees between lines that are at least so many inches apart."""
    return next((s for s in _STEPS if s * inches / degrees >= least), 90)


def _rounds(low: float, high: float, step: float) -> Iterator[float]:
    value = math.ceil(low / step) * step
    while value <= high:
        yield value
        value += step


Point = tuple[float, float]
Box = tuple[float, float, float, float]


def _labels(
    at: list[Point], names: list[str], lines: list[tuple[Point, Point]], wide: float
) -> list[Point]:
    """Upper left corners of the names: beside their city where nothing else is, else in the
    nearest free place."""
    taken: list[Box] = [(x - _DOT, y - _DOT, x + _DOT, y + _DOT) for x, y in at]
    for (x0, y0), (x1, y1) in lines:
        for part in np.linspace(0.0, 1.0, 200):
            x, y = x0 + part * (x1 - x0), y0 + part * (y1 - y0)
            taken.append((x - 0.01, y - 0.01, x + 0.01, y + 0.01))
    found = []
    for (x, y), name in zip(at, names, strict=True):
        shown = cut(name, _NAME, 2)
        w, h = widest([shown]) + 0.04, (shown.count("\n") + 1) * LINE + 0.02
        corner = next(
            (c for c in _around(x, y, w, h, wide) if not _hits((*c, c[0] + w, c[1] + h), taken)),
            (0.05, 0.05),
        )
        taken.append((*corner, corner[0] + w, corner[1] + h))
        found.append(corner)
    return found


def _around(x: float, y: float, w: float, h: float, wide: float) -> Iterator[tuple[float, float]]:
    """Corners for a box beside a point, nearest first, within the map."""
    rows = [y - h / 2, y - h - 0.08, y + 0.08]
    rows += [y + k * LINE * sign for k in range(1, 12) for sign in (1, -1)]
    for top in rows:
        for side in (x + 0.12, x - w - 0.12, x - w / 2):
            corner = min(max(side, 0.03), wide - w - 0.03), min(max(top, 0.02), _HIGH - h - 0.02)
            yield corner


def _hits(box: Box, taken: list[Box]) -> bool:
    return any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
        for other in taken
    )
