"""Strips: a row per arm or contrast, with its mean and three kinds of interval, never mixed up.

The marker is the mean over worlds; the thick bar the 95 % interval of that mean, which more
worlds make narrower; the open box, where parameters are sampled, the 95 % interval of the mean
over uncertain parameters; the thin line the middle 90 % of single worlds, which nothing narrows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from matplotlib.patches import Rectangle

from twinsim.report import wording
from twinsim.report.figures.letters import LINE, cut, widest
from twinsim.report.figures.paper import EDGE, ROOM, Paper
from twinsim.report.style import SOFT, ZERO, Mark
from twinsim.sweep.effects import Effect

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from twinsim.report.figures.scales import Scale

Row = tuple[float, float]  # where its middle lies in its block, and its height: inches

LABELS = 2.2  # inches: the most that names may take
_LINES = 5  # the most lines of a name
_GAP = 0.1
_LEAST = 0.2  # height of a row
_TICKS = 0.19  # height of the labels of a scale
_NONE = (math.nan, math.nan)


@dataclass(frozen=True)
class Strip:
    """A row: its name, the numbers of its glyph, and what is printed beside it."""

    name: str
    mark: Mark
    mean: float
    of_mean: tuple[float, float]
    of_parameters: tuple[float, float]
    of_worlds: tuple[float, float]
    said: str

    @staticmethod
    def of(row: Effect, mark: Mark) -> Strip:
        """A row of `effects.csv`."""
        return Strip(
            name=wording.spaced(row.contrast),
            mark=mark,
            mean=row.difference,
            of_mean=(row.mc_lo95, row.mc_hi95),
            of_parameters=(row.param_lo95, row.param_hi95),
            of_worlds=(row.world_p05, row.world_p95),
            said="0 in every world" if row.resolved == "zero" else wording.interval(row),
        )

    @property
    def ends(self) -> list[float]:
        """Every number that the scale has to hold."""
        numbers = (self.mean, *self.of_mean, *self.of_parameters, *self.of_worlds)
        return [value for value in numbers if math.isfinite(value)]


class Columns:
    """The three columns of strips: names, glyphs and numbers, alike for all blocks of a page."""

    def __init__(
        self,
        names: Sequence[str],
        said: Sequence[str],
        units: Sequence[str],
        indent: float = 0.0,
    ) -> None:
        self.indent = EDGE + indent
        self.names = {name: cut(name, LABELS, _LINES) for name in names}
        self._left = widest(self.names.values())
        self._right = widest([*said, *units])
        self.x = self.indent + self._left + _GAP
        self.width = ROOM - indent - self._left - self._right - 2 * _GAP
        self.end = EDGE + ROOM

    def rows(
        self, paper: Paper, texts: Sequence[tuple[str, str]], least: float = _LEAST
    ) -> list[Row]:
        """Print names and numbers of a block's rows at the height reached; the middle and the
        height of each row."""
        rows, top = [], 0.0
        for name, said in texts:
            high = max(least, (self.names[name].count("\n") + 1) * LINE + 0.05)
            middle = top + high / 2
            paper.text(self.indent, paper.at + middle, self.names[name], va="center")
            paper.text(self.end, paper.at + middle, said, va="center", ha="right")
            rows.append((middle, high))
            top += high
        return rows

    def axes(
        self, paper: Paper, rows: Sequence[Row], scale: Scale, unit: str, *, labels: bool = True
    ) -> Axes:
        """Axes beside the rows just printed, as high as they are in inches; move on below them.
        `labels` gives them the numbers of the scale, and the unit to the right of these."""
        high = sum(height for _, height in rows)
        axes = paper.axes(self.x, paper.at, self.width, high)
        scale.put(axes)
        axes.set_ylim(high, 0)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.axvline(0, **ZERO)
        paper.at += high
        if labels:
            paper.text(self.end, paper.at + 0.05, unit, ha="right", color=SOFT)
            paper.at += _TICKS
        else:
            axes.tick_params(labelbottom=False)
        return axes

    def draw(
        self,
        paper: Paper,
        strips: Sequence[Strip],
        scale: Scale,
        unit: str,
        *,
        labels: bool = True,
    ) -> None:
        """A block of strips at the height reached."""
        rows = self.rows(paper, [(strip.name, strip.said) for strip in strips])
        axes = self.axes(paper, rows, scale, unit, labels=labels)
        for strip, (middle, _) in zip(strips, rows, strict=True):
            glyph(axes, strip, middle)


def glyph(axes: Axes, strip: Strip, y: float, half: float = 0.055) -> None:
    """The mean with its intervals, at height y; `half` is half the height of the open box."""
    colour = strip.mark.colour
    axes.plot(strip.of_worlds, (y, y), color=colour, linewidth=1, solid_capstyle="butt")
    low, high = strip.of_parameters
    if math.isfinite(low) and math.isfinite(high):
        box = Rectangle((low, y - half), high - low, 2 * half, fill=False, edgecolor=colour)
        axes.add_patch(box)
    axes.plot(strip.of_mean, (y, y), color=colour, linewidth=4.5, solid_capstyle="butt")
    axes.plot(
        strip.mean, y, strip.mark.marker, color="white", markeredgecolor=colour, markersize=4.5,
        zorder=4, clip_on=False,
    )  # fmt: skip


def key(paper: Paper, worlds: int, *, parameters: bool, marks: Sequence[Mark]) -> None:
    """What the parts of a glyph mean, each beside a drawing of it in every mark."""
    told = [
        ("mean", f"mean of {worlds:,} worlds"),
        (
            "of_mean",
            "95 % interval of that mean: how well so many worlds pin down the model's average",
        ),
        ("of_worlds", "5 to 95 % of single worlds: how far one world may lie from another"),
    ]
    if parameters:
        told.insert(2, ("of_parameters", "95 % interval of the mean over uncertain parameters"))
    own = list(dict.fromkeys(marks))
    wide = max(0.4, 0.18 * len(own))
    for part, words in told:
        axes = paper.axes(EDGE, paper.at, wide, LINE)
        axes.set_axis_off()
        axes.set_xlim(-0.05, 1.05)
        axes.set_ylim(LINE, 0)
        for at, mark in enumerate(own):
            glyph(
                axes, _alone(part, mark, (at + 0.08) / len(own), (at + 0.92) / len(own)), LINE / 2
            )
        paper.text(EDGE + wide + 0.1, paper.at + LINE / 2, words, va="center")
        paper.at += LINE
    paper.at += 0.08


def _alone(part: str, mark: Mark, low: float, high: float) -> Strip:
    """A strip of which nothing is drawn but one part."""
    drawn: dict[str, Any] = {part: (low + high) / 2 if part == "mean" else (low, high)}
    return replace(Strip("", mark, math.nan, _NONE, _NONE, _NONE, ""), **drawn)
