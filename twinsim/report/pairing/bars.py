"""Candidates ranked: the score with missing facts at their worst, and how far it may rise."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from twinsim.pairing.objects import Candidate, Pairing
from twinsim.report.figures.letters import LINE, widest
from twinsim.report.figures.paper import EDGE, ROOM
from twinsim.report.pairing.page import BLUE, closed, name, opened, shown
from twinsim.report.style import FAINT, INK, PAGE, look, tint

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE = "Partners, ranked by what is certain of their score"
_ROW = 0.2  # inches of a candidate
_RIGHT = 0.75


def page(pairing: Pairing) -> Figure:
    """Bars over the width of a page."""
    rows = shown(pairing)
    with look():
        paper = opened(
            pairing,
            TITLE,
            "Dark: score with every missing fact at its worst, by which candidates rank. Light: "
            "up to the score with each at its best. Diamond: score of what is known. Right: share "
            "of the weight that is known.",
        )
        left = widest([name(one) for one in rows]) + 0.1
        high = _ROW * len(rows)
        axes = paper.axes(EDGE + left, paper.at, ROOM - left - _RIGHT, high)
        _bars(axes, rows)
        for at, one in enumerate(rows):
            said = f"{100 * one.coverage:.0f} %"
            middle = paper.at + (at + 0.5) * _ROW
            paper.text(EDGE + ROOM, middle, said, ha="right", va="center")
        paper.at += high + LINE + 0.12
        paper.text(EDGE + left, paper.at, "score, from 0 to 1")
        paper.at += LINE
        return closed(pairing, paper)


def plot(pairing: Pairing, one: Candidate) -> Axes:
    """The same on axes of its own, whichever candidate is asked for."""
    from matplotlib import pyplot

    rows = shown(pairing)
    with look():
        _, axes = pyplot.subplots(
            figsize=(PAGE * 0.7, 0.9 + _ROW * len(rows)), layout="constrained"
        )
        _bars(axes, rows)
        axes.set_title(f"{TITLE}\ndark: missing facts at their worst; light: at their best")
        axes.set_xlabel("score, from 0 to 1")
    return axes


def _bars(axes: Axes, rows: tuple[Candidate, ...]) -> None:
    for at, one in enumerate(rows):
        axes.barh(at, one.score_lo, height=0.62, color=BLUE)
        if one.score_hi > one.score_lo:
            axes.barh(
                at,
                one.score_hi - one.score_lo,
                left=one.score_lo,
                height=0.62,
                facecolor=tint(BLUE, 0.3),
                edgecolor=BLUE,
                linewidth=0.5,
                hatch="////",
            )
        if not math.isnan(one.score):
            axes.plot(one.score, at, "D", color=INK, markersize=4, markeredgecolor="white")
    axes.set_xlim(0, 1)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks(range(len(rows)), [name(one) for one in rows])
    axes.set_xticks([0, 0.2, 0.4, 0.6, 0.8, 1.0])
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color=FAINT, alpha=0.25, linewidth=0.5)
    axes.set_axisbelow(True)
