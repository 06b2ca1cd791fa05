"""Names at the right ends of lines: pushed apart where they would touch, tied to their line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import mean
from typing import TYPE_CHECKING, Any

from twinsim.report.figures.letters import LINE
from twinsim.report.figures.paper import Paper
from twinsim.report.style import FAINT, Mark

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TIE = 0.1  # inches from the line's end to its name
PIECE = 0.3  # of the line's own dashes before its name


@dataclass(frozen=True)
class End:
    """A line's name and its last value; with a mark, a piece of the line goes before the name."""

    name: str
    value: float
    mark: Mark | None = None

    @property
    def height(self) -> float:
        """Inches that the name takes."""
        return (self.name.count("\n") + 1) * LINE


def name_ends(paper: Paper, axes: Axes, x: float, y: float, height: float, ends: list[End]) -> None:
    """Name lines that end at x, in axes whose top is at y."""
    low, high = axes.get_ylim()
    ends = sorted(ends, key=lambda end: end.value)
    true = [height * (end.value - low) / (high - low) for end in ends]
    gaps = [(a.height + b.height) / 2 for a, b in pairwise(ends)]
    air = LINE / 2
    shown = spread(true, gaps, ends[0].height / 2 - air, height - ends[-1].height / 2 + air)
    piece = PIECE if any(end.mark for end in ends) else 0.0
    ties = paper.axes(x, y, TIE + piece, height)
    ties.set_axis_off()
    ties.set_xlim(0, TIE + piece)
    ties.set_ylim(0, height)
    for end, start, place in zip(ends, true, shown, strict=True):
        ties.plot([0.02, TIE], [start, place], color=FAINT, linewidth=0.5, clip_on=False)
        if end.mark is not None:
            line: dict[str, Any] = {
                "color": end.mark.colour,
                "linestyle": end.mark.dashes,
                "linewidth": 1.3,
            }
            ties.plot([TIE, TIE + piece - 0.04], [place] * 2, clip_on=False, **line)
        paper.text(x + TIE + piece + 0.02, y + height - place, end.name, va="center")


def spread(at: Sequence[float], gaps: Sequence[float], least: float, most: float) -> list[float]:
    """Move rising places apart to at least the gaps, each as little as can be, between `least`
    and `most`; where there is no room for all, below `least`."""
    offsets = list(accumulate(gaps, initial=0.0))
    groups: list[list[float]] = []
    for place, offset in zip(at, offsets, strict=True):
        groups.append([place - offset])
        while len(groups) > 1 and mean(groups[-2]) > mean(groups[-1]):
            groups[-2:] = [groups[-2] + groups[-1]]
    level = [mean(group) for group in groups for _ in group]
    shown = [max(place, least) + offset for place, offset in zip(level, offsets, strict=True)]
    for index in reversed(range(len(shown))):
        limit = most if index == len(shown) - 1 else shown[index + 1] - gaps[index]
        shown[index] = min(shown[index], limit)
    return shown
