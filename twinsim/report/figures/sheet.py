"""A page of small panels at fixed places: a title, then blocks of panels of one size.

Places are counted in inches from the page's edges, so that nothing depends on a layout
solver and columns of all blocks stand under each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from twinsim.report.style import PAGE, SMALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLUMNS = 3
PANEL = 1.5  # height of a panel

_LINE = SMALL * 1.35 / 72  # a line of text
_LETTER = SMALL * 0.64 / 72  # a digit
_LEFT = 0.36  # the name of the scale, and the ticks
_RIGHT = 0.72  # the names of the bands
_BETWEEN = 0.22
_ABOVE = 0.14  # air over a panel's title
_BELOW = 0.3  # its ticks
_FOOT = 0.22  # the name of the time axis


class Sheet:
    """A figure with a title and blocks of panels, three to a row.

    A block is its number of panels and of lines in their titles. `letters` is the length
    of the longest label on a vertical scale. Only the first panel of a row carries the
    labels of the scale.
    """

    def __init__(self, title: str, blocks: list[tuple[int, int]], letters: int) -> None:
        self._left = _LEFT + letters * _LETTER
        self._width = (PAGE - self._left - _RIGHT - (COLUMNS - 1) * _BETWEEN) / COLUMNS
        self._counts = [count for count, _ in blocks]
        self._tops: list[list[float]] = []  # of each row of panels, from the top of the page
        at = 0.1 + (title.count("\n") + 1) * _LINE
        for count, lines in blocks:
            above = _ABOVE + lines * _LINE
            rows = -(-count // COLUMNS)
            step = above + PANEL + _BELOW
            self._tops.append([at + row * step + above for row in range(rows)])
            at += rows * step
        self._height = at + _FOOT
        self.figure = Figure(figsize=(PAGE, self._height))
        self.figure.text(0.06 / PAGE, 1 - 0.06 / self._height, title, va="top", linespacing=1.35)

    def block(self, index: int) -> list[Axes]:
        """The panels of a block, row by row."""
        panels = []
        for place in range(self._counts[index]):
            row, column = divmod(place, COLUMNS)
            axes = self._panel(self._tops[index][row], column)
            axes.tick_params(labelleft=column == 0)
            panels.append(axes)
        return panels

    def _panel(self, top: float, column: int) -> Axes:
        left = self._left + column * (self._width + _BETWEEN)
        bottom = self._height - top - PANEL
        width, height = self._width / PAGE, PANEL / self._height
        return self.figure.add_axes((left / PAGE, bottom / self._height, width, height))
