"""First and total indices with their intervals, and what an input without effect would show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from twinsim.report.figures.letters import LINE, cut, widest
from twinsim.report.figures.paper import EDGE, ROOM
from twinsim.report.figures.scales import Scale
from twinsim.report.sensitivity.findings import per_cent, unclear
from twinsim.report.sensitivity.page import BLUE, GREY, about, closed, opened
from twinsim.report.style import INK, SOFT, ZERO, look, tint
from twinsim.sensitivity.analysis import Analysis
from twinsim.sensitivity.sobol import Index, SobolFound
from twinsim.sensitivity.worlds import Interval, above
from twinsim.text import inert

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE = "Which inputs the variance comes from"
PANELS = 4
_ROW = 0.26
_NAME = 1.7
_LEAST, _MOST = -50.0, 150.0  # per cent: an interval beyond ends at the edge, with an arrow


def page(analysis: Analysis, title: str, found: Mapping[str, SobolFound]) -> Figure:
    """A block of bars for each output."""
    with look():
        paper = opened(
            analysis,
            title,
            "Dark: first index, the share of the variance that would go if the input were known. "
            "Light: total index, the share in which it has a part, alone or with others. Lines: "
            "95 % intervals. Grey: what an input that changes nothing but luck may show as a "
            "total index; what does not lie beyond it is not resolved at this size (n. r.). "
            "Luck is averaged out and its noise taken off.",
        )
        rows = {name: _ranked(one) for name, one in found.items()}
        names = ["", *(cut(inert(i.group, 40), _NAME, 1) for group in rows.values() for i in group)]
        left = widest(names) + 0.12
        right = widest(["100 % (−100 to 100) n. r."]) + 0.1
        wide = ROOM - left - right
        for name, one in found.items():
            word, meaning = about(name)
            paper.head(word, meaning)
            if not one.clear:
                paper.say(unclear(one), color=SOFT)
                paper.at += 0.14
                continue
            paper.text(EDGE + ROOM, paper.at, "total (95 %)", ha="right", color=SOFT)
            paper.at += LINE
            group = rows[name]
            axes = paper.axes(EDGE + left, paper.at, wide, _ROW * len(group))
            ends = [_clip(v) for i in group for v in _ends(i)]
            _draw(axes, group, one.dummy, Scale.over([*ends, 100.0], wide))
            for at, index in enumerate(group):
                middle = paper.at + (at + 0.5) * _ROW
                label = cut(inert(index.group, 40), _NAME, 1)
                paper.text(EDGE + left - 0.08, middle, label, ha="right", va="center")
                open_ = "" if above(index.total, one.dummy.total) else " n. r."
                said = per_cent(index.total) + open_
                paper.text(EDGE + ROOM, middle, said, ha="right", va="center")
            paper.at += _ROW * len(group)
            unit = "% of the variance"
            paper.text(EDGE + ROOM, paper.at + 0.05, unit, ha="right", color=SOFT)
            paper.at += LINE + 0.16
        return closed(analysis, paper)


def _ranked(found: SobolFound) -> list[Index]:
    return sorted(found.indices, key=lambda i: (-i.total.value, i.group))


def _ends(index: Index) -> list[float]:
    each = (index.first, index.total)
    numbers = [n for one in each for n in (one.value, one.lo95, one.hi95)]
    return [n for n in numbers if n == n]


def _clip(share: float) -> float:
    """A share in per cent, within the figure."""
    return min(max(100.0 * share, _LEAST), _MOST)


def _draw(axes: Axes, rows: list[Index], dummy: Index, scale: Scale) -> None:
    low, high = dummy.total.lo95, dummy.total.hi95
    if high > low:
        axes.axvspan(_clip(low), _clip(high), color=tint(GREY, 0.35), linewidth=0)
    for at, index in enumerate(rows):
        _bar(axes, at + 0.17, index.total, tint(BLUE, 0.3), hatch="////")
        _bar(axes, at - 0.17, index.first, BLUE)
    axes.axvline(0, **ZERO)
    scale.put(axes)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)


def _bar(axes: Axes, y: float, value: Interval, colour: object, hatch: str = "") -> None:
    axes.barh(
        y, _clip(value.value), height=0.3, facecolor=colour, edgecolor=BLUE, linewidth=0.5,
        hatch=hatch,
    )  # fmt: skip
    if value.lo95 == value.lo95:
        ends = (_clip(value.lo95), _clip(value.hi95))
        axes.plot(ends, (y, y), color=INK, linewidth=1, solid_capstyle="butt")
        for end, real, marker in ((ends[0], value.lo95, "<"), (ends[1], value.hi95, ">")):
            if end != 100.0 * real:
                axes.plot(end, y, marker, color=INK, markersize=4, clip_on=False)
