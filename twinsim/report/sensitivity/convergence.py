"""Total indices at a quarter, a half and all of the sample: whether more would change them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from twinsim.report.figures.letters import LINE, cut
from twinsim.report.figures.paper import EDGE, ROOM
from twinsim.report.sensitivity.findings import unclear
from twinsim.report.sensitivity.page import about, closed, opened
from twinsim.report.style import FAINT, SOFT, ZERO, city_marks, look
from twinsim.sensitivity.analysis import Analysis
from twinsim.sensitivity.sobol import SobolFound
from twinsim.text import inert

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE = "Total indices against the size of the sample"
_SHOWN = 4
_HIGH = 1.3
_LEFT, _NAME = 0.4, 1.9
_ENDS = (-0.5, 1.5)


def page(analysis: Analysis, title: str, found: Mapping[str, Sequence[SobolFound]]) -> Figure:
    """A panel for each output, the inputs of its largest total indices in it."""
    with look():
        paper = opened(
            analysis,
            title,
            f"The {_SHOWN} largest total indices of each output, with 95 % intervals, from the "
            "first quarter, the first half and all blocks of the same sample. Where lines are not "
            "level, more blocks would still move them.",
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
            _frame(axes, steps)
            paper.at += _HIGH + 0.2
            paper.text(EDGE + _LEFT + wide, paper.at, "blocks", ha="right", color=SOFT)
            paper.at += LINE + 0.1
        return closed(analysis, paper)


def _line(axes: Axes, group: str, steps: Sequence[SobolFound], mark: object, at: int) -> None:
    colour, marker, dashes = (getattr(mark, key) for key in ("colour", "marker", "dashes"))
    totals = [one.of(group).total for one in steps]
    x = [place + 0.06 * (at - (_SHOWN - 1) / 2) for place in range(len(steps))]
    y = [min(max(total.value, _ENDS[0]), _ENDS[1]) for total in totals]
    axes.plot(x, y, color=colour, linestyle=dashes, linewidth=0.9)
    axes.plot(x, y, marker, color=colour, markersize=4.5)
    for place, total in zip(x, totals, strict=True):
        if total.lo95 == total.lo95:
            ends = [min(max(end, _ENDS[0]), _ENDS[1]) for end in (total.lo95, total.hi95)]
            axes.plot((place, place), ends, color=colour, linewidth=0.9)


def _frame(axes: Axes, steps: Sequence[SobolFound]) -> None:
    axes.axhline(0, **ZERO)
    axes.set_xlim(-0.3, len(steps) - 0.7)
    axes.set_xticks(range(len(steps)), [f"{one.blocks:,}" for one in steps])
    low, high = axes.get_ylim()
    axes.set_ylim(min(low, -0.05), max(high, 1.05))
    axes.set_yticks([0.0, 0.5, 1.0], ["0", "0.5", "1"])
    axes.grid(axis="y", color=FAINT, alpha=0.25, linewidth=0.5)
    axes.tick_params(length=2.5, pad=2)
