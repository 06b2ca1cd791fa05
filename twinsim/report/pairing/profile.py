"""One pair, criterion by criterion: what scores, what is missing, and what each counts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from twinsim.pairing.objects import Candidate, CriterionScore, Pairing
from twinsim.report.figures.letters import LINE, cut, widest
from twinsim.report.figures.paper import EDGE, ROOM
from twinsim.report.pairing.page import PILLARS, closed, opened
from twinsim.report.style import FAINT, PAGE, SOFT, look, tint
from twinsim.text import inert

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE = "The first candidate, criterion by criterion"
_WIDE = 1.7  # inches of the bars
_WEIGHT = 0.42


def page(pairing: Pairing) -> Figure:
    """A row per criterion: bar, weight, and the sentence that explains it."""
    one = pairing.best
    with look():
        paper = opened(
            pairing,
            f"{inert(pairing.anchor.name, 40)} with {inert(one.name, 40)}, criterion by criterion",
            "Bars: score of a criterion. Pale and hatched: not known, with the range of what it "
            "could be. Per cent: what the criterion counts, 0 where it is left out for all. In "
            "brackets the grades of the two facts.",
        )
        left = widest([row.id for row in one.criteria]) + 0.08
        start = EDGE + left + _WIDE + _WEIGHT + 0.12
        pillar = ""
        for row in one.criteria:
            if row.pillar != pillar:
                pillar = row.pillar
                paper.say(_headed(one, pillar), weight="bold")
            said = f"{row.why} [{', '.join(row.grades)}]"
            lines = cut(said, EDGE + ROOM - start, 4)
            high = max(1, lines.count("\n") + 1) * LINE
            paper.text(EDGE, paper.at, row.id)
            axes = paper.axes(EDGE + left, paper.at + 0.01, _WIDE, LINE - 0.02)
            _bar(axes, 0, row)
            axes.set_xlim(0, 1)
            axes.set_ylim(-0.5, 0.5)
            axes.set_xticks([])
            axes.set_yticks([])
            for side in ("bottom", "left"):
                axes.spines[side].set_linewidth(0.5)
            weight = f"{100 * row.weight:.0f} %"
            paper.text(EDGE + left + _WIDE + _WEIGHT, paper.at, weight, ha="right", color=SOFT)
            paper.text(start, paper.at, lines)
            paper.at += high + 0.05
        return closed(pairing, paper)


def plot(pairing: Pairing, one: Candidate) -> Axes:
    """Bars alone, on axes of its own, for any candidate."""
    from matplotlib import pyplot

    with look():
        size = (PAGE * 0.7, 0.9 + 0.2 * len(one.criteria))
        _, axes = pyplot.subplots(figsize=size, layout="constrained")
        for at, row in enumerate(one.criteria):
            _bar(axes, at, row)
        names = [f"{row.id}, {100 * row.weight:.0f} %" for row in one.criteria]
        axes.set_yticks(range(len(names)), names)
        axes.tick_params(axis="y", length=0)
        axes.set_xlim(0, 1)
        axes.set_ylim(len(names) - 0.5, -0.5)
        axes.grid(axis="x", color=FAINT, alpha=0.25, linewidth=0.5)
        axes.set_axisbelow(True)
        axes.set_xlabel("score, from 0 to 1; pale and hatched where a fact is missing")
        who = f"{inert(pairing.anchor.name, 24)} with {inert(one.name, 24)}"
        axes.set_title(f"{who}: criteria and what they count")
    return axes


def _headed(one: Candidate, pillar: str) -> str:
    found = one.pillars[pillar]
    if math.isnan(found.lo):
        return f"{pillar}: left out for all"
    ends = f"{found.lo:.2f} to {found.hi:.2f}"
    return f"{pillar}: {ends if math.isnan(found.score) else f'{found.score:.2f} ({ends})'}"


def _bar(axes: Axes, at: int, row: CriterionScore) -> None:
    colour = PILLARS[row.pillar] if row.weight > 0 else FAINT
    if not math.isnan(row.score):
        axes.barh(at, row.score, height=0.62, color=colour)
        return
    axes.barh(
        at,
        row.hi - row.lo,
        left=row.lo,
        height=0.62,
        facecolor=tint(colour, 0.15),
        edgecolor=colour,
        linewidth=0.5,
        hatch="////",
    )
