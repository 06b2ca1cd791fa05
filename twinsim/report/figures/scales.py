"""Scales: which stretch of numbers an axis shows, at which marks, and how they are written."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator

from twinsim.report.figures.letters import width
from twinsim.report.style import FAINT
from twinsim.sweep.rows import Floats
from twinsim.text import MINUS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_AIR = 0.05


def written(value: float, _: object = None) -> str:
    """A number at a mark of a scale."""
    value = 0.0 if abs(value) < 1e-12 else value
    whole = abs(value - round(value)) <= 1e-9 * abs(value)
    text = f"{value:,.{0 if whole else 1}f}" if whole or abs(value) >= 1000 else f"{value:.4g}"
    return text.replace("-", MINUS)


@dataclass(frozen=True)
class Scale:
    """A horizontal scale from `low` to `high`; `root` draws distances as square roots."""

    low: float
    high: float
    marks: tuple[float, ...]
    root: bool = False

    @staticmethod
    def over(
        values: Iterable[float], room: float, *, root: bool = False, floor: bool = False
    ) -> Scale:
        """A scale over `room` inches that holds 0 and all values, with marks that have room.

        With `floor` it begins at 0."""
        held = [0.0, *values]
        low, high = min(held), max(held)
        if low == high:  # a programme without effect
            low, high = (0.0, 1.0) if root else (-1.0, 1.0)
        if root:
            high *= 1.05
            return Scale(low, high, _of_root(high, room), root)
        air = _AIR * (high - low)
        low, high = (0.0 if floor else low - air), high + air
        return Scale(low, high, ticks_of(low, high, room))

    def put(self, axes: Axes) -> None:
        """Give the axes this scale."""
        if self.root:
            axes.set_xscale("function", functions=(_root, np.square))
        axes.set_xlim(self.low, self.high)
        axes.xaxis.set_major_locator(FixedLocator(list(self.marks)))
        axes.xaxis.set_minor_locator(FixedLocator([]))
        axes.xaxis.set_major_formatter(FuncFormatter(written))
        axes.grid(axis="x", color=FAINT, alpha=0.25, linewidth=0.5)
        axes.set_axisbelow(True)
        axes.tick_params(length=2.5, pad=2)


def ticks_of(low: float, high: float, room: float) -> tuple[float, ...]:
    """Round marks within a stretch, as many as can be read over `room` inches."""
    for many in (7, 6, 5, 4, 3, 2, 1):
        marks = [float(m) for m in MaxNLocator(many).tick_values(low, high) if low <= m <= high]
        taken = [width(written(mark)) + 0.12 for mark in marks]
        step = room * (marks[1] - marks[0]) / (high - low) if len(marks) > 1 else room
        if marks and max(taken) <= step:
            return tuple(marks)
    return (0.0,)


def _of_root(high: float, room: float) -> tuple[float, ...]:
    """0 and 1, 3, 10, 30 … as far as they have room, from the right."""
    steps = [s * 10.0**n for n in range(-3, 9) for s in (1, 3)]
    kept: list[float] = []
    left = math.inf
    for mark in reversed([0.0, *(step for step in steps if step <= high)]):
        half = width(written(mark)) / 2 + 0.05
        at = room * math.sqrt(mark / high)
        if at + half <= left and (mark == 0 or at - half > width("0")):
            kept.append(mark)
            left = at - half
    return tuple(reversed(kept))


def _root(values: Floats) -> Floats:
    return np.sqrt(np.maximum(values, 0.0))
