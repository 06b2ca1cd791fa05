"""Total indices at a quarter, a half and all of the sample: whether more would change them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from twinsim.report.figures.letters import LINE, cut
from twinsim.report.figures.paper import EDGE, ROOM
from twinsim.report.figures.scales import written
from twinsim.report.sensitivity.findings import unclear
from twinsim.report.sensitivity.page import about, closed, opened
from twinsim.report.style import FAINT, SOFT, ZERO, Mark, city_marks, look
from twinsim.sensitivity.analysis import Analysis
from twinsim.sensitivity.sobol import SobolFound
from twinsim.sensitivity.worlds import Interval
from twinsim.text import inert

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE = "Total indices against the size of the sample"
_SHOWN = 4
_HIGH = 1.3
_LEFT, _NAME = 0.4, 1.9
_ENDS = (-50.0, 150.0)  # per cent: what lies beyond ends at the edge, with an arrow
_AIR = 6.0  # per cent: above and below all that is drawn
_TIP = 22.0  # per cent: length of an arrow


def page(analysis: Analysis, title: str, found: Mapping[str, Sequence[SobolFound]]) -> Figure:
    """A panel for each output, the inputs of its largest total indices in it."""
    with look():
        paper = opened(
            analysis,
            title,
            f"The {_SHOWN} largest total indices of each output, with 95 % intervals, from the "
            "first quarter, the first half and all blocks of the same sample. Where lines are not "
            "level, more blocks would still move them. Open mark: so few blocks give no "
            "interval; no mark: no share either. Arrow: it goes on beyond the figure.",
        )
        wide = ROOM - _LEFT - _NAME
        for name, steps in found.items():
            word, meaning = about(name)
            paper.head(word, meaning)
            whole = steps[-1]
            if not whole.clear:
                paper.say(unclear(whole), color=SOFT)
                paper.at += 0.14
                continue
            paper.text(EDGE, paper.at, "total index, % of the variance", color=SOFT)
            paper.at += LINE + 0.04
            axes = paper.axes(EDGE + _LEFT, paper.at, wide, _HIGH)
            ranked = sorted(whole.indices, key=lambda i: (-i.total.value, i.group))
            groups = [index.group for index in ranked[:_SHOWN]]
            marks = city_marks(groups)
            for at, group in enumerate(groups):
                _line(axes, group, steps, marks[group], at)
                y = paper.at + LINE * (0.8 + 1.2 * at)
                x = EDGE + _LEFT + wide + 0.3
                paper.text(x, y, cut(inert(group, 40), _NAME - 0.3, 1), va="center")
                key = paper.axes(x - 0.24, y - LINE / 2, 0.2, LINE)
                key.set_axis_off()
                key.plot(0.5, 0.5, marks[group].marker, color=marks[group].colour, markersize=4.5)
                key.set_xlim(0, 1)
                key.set_ylim(0, 1)
            _frame(axes, steps, groups)
            paper.at += _HIGH + 0.2
            paper.text(EDGE + _LEFT + wide, paper.at, "blocks", ha="right", color=SOFT)
            paper.at += LINE + 0.1
        return closed(analysis, paper)


def _line(axes: Axes, group: str, steps: Sequence[SobolFound], mark: Mark, at: int) -> None:
    totals = [_per_cent(one.of(group).total) for one in steps]
    x = [place + 0.06 * (at - (_SHOWN - 1) / 2) for place in range(len(steps))]
    y = [value for value, _, _ in totals]
    axes.plot(x, y, color=mark.colour, linestyle=mark.dashes, linewidth=0.9)
    for place, (value, low, high) in zip(x, totals, strict=True):
        known = math.isfinite(low)
        if known:
            ends = (_within(low), _within(high))
            axes.plot((place, place), ends, color=mark.colour, linewidth=0.9, snap=False)
        if value == _within(value):
            axes.plot(
                place, value, mark.marker, color=mark.colour if known else "white",
                markeredgecolor=mark.colour, markersize=4.5, zorder=3,
            )  # fmt: skip
        if min(value, low if known else value) < _ENDS[0]:
            _arrow(axes, place, _ENDS[0], _TIP, mark.colour)
        if max(value, high if known else value) > _ENDS[1]:
            _arrow(axes, place, _ENDS[1], -_TIP, mark.colour)


def _per_cent(share: Interval) -> tuple[float, float, float]:
    return 100.0 * share.value, 100.0 * share.lo95, 100.0 * share.hi95


def _within(value: float) -> float:
    return min(max(value, _ENDS[0]), _ENDS[1])


def _arrow(axes: Axes, x: float, y: float, back: float, colour: str) -> None:
    """An arrow that ends at a height, and begins so far back."""
    how = {"arrowstyle": "->", "color": colour, "lw": 0.9, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", (x, y), (x, y + back), arrowprops={**how, "mutation_scale": 7})


def _frame(axes: Axes, steps: Sequence[SobolFound], groups: Sequence[str]) -> None:
    axes.axhline(0, **ZERO)
    axes.set_xlim(-0.3, len(steps) - 0.7)
    axes.set_xticks(range(len(steps)), [_size(one, groups) for one in steps])
    totals = [_per_cent(one.of(group).total) for one in steps for group in groups]
    held = [_within(end) for total in totals for end in total if math.isfinite(end)]
    low, high = min([*held, 0.0]) - _AIR, max([*held, 100.0]) + _AIR
    axes.set_ylim(low, high)  # a line to a mark beyond them leaves the panel
    marks = [mark for mark in (-50, 0, 50, 100, 150) if low <= mark <= high]
    axes.set_yticks(marks, [written(mark) for mark in marks])
    axes.grid(axis="y", color=FAINT, alpha=0.25, linewidth=0.5)
    axes.tick_params(length=2.5, pad=2)


def _size(step: SobolFound, groups: Sequence[str]) -> str:
    """The number of blocks, and whether they tell no share."""
    told = any(math.isfinite(step.of(group).total.value) for group in groups)
    return f"{step.blocks:,}" if told else f"{step.blocks:,}: no shares"
