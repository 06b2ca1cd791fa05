"""Score against simulated impact, each candidate with both of its ranges and its name beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twinsim.pairing.objects import Candidate, Impact, Pairing
from twinsim.report.figures.letters import LINE, cut, widest
from twinsim.report.figures.paper import EDGE, ROOM
from twinsim.report.pairing.page import BLUE, SHOWN, closed, opened
from twinsim.report.style import FAINT, INK, PAGE, SMALL, ZERO, look, tint
from twinsim.text import MINUS, inert, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE = "Score and simulated impact"
_NAME = 1.3  # inches: the widest that a name may be
_GAP = 0.3  # between the axes and the names
_HIGH = 3.2
_LEFT = 0.62


def page(pairing: Pairing) -> Figure:
    """Points over the width of a page, names at the right in the order of impact."""
    rows = _rows(pairing)
    with look():
        paper = opened(
            pairing,
            TITLE,
            "Up: impact, with the 95 % interval of its mean over worlds. Across: score with every "
            "missing fact at its worst; the pale bar goes on to its best. " + _said(pairing),
        )
        names = {one.city: cut(inert(one.name, 60), _NAME, 1) for one, _ in rows}
        wide = ROOM - _LEFT - _GAP - widest(names.values()) - 0.06
        high = max(_HIGH, 1.25 * LINE * len(rows))
        paper.text(EDGE, paper.at, _axis(pairing))
        paper.at += LINE + 0.06
        axes = paper.axes(EDGE + _LEFT, paper.at, wide, high)
        _points(axes, rows)
        low, top = axes.get_ylim()
        each = (top - low) / high  # data of an inch
        wished = [(top - impact.difference) / each for _, impact in rows]
        for (one, impact), at in zip(rows, spaced(wished, 1.15 * LINE, high), strict=True):
            paper.text(
                EDGE + ROOM - widest(names.values()), paper.at + at, names[one.city], va="center"
            )
            axes.annotate(
                "",
                xy=(one.score_lo, impact.difference),
                xytext=(1 + (_GAP - 0.03) / wide, 1 - at / high),
                textcoords="axes fraction",
                arrowprops={"arrowstyle": "-", "color": FAINT, "linewidth": 0.6, "linestyle": ":"},
                annotation_clip=False,
                zorder=0,
            )
        paper.at += high + LINE + 0.12
        paper.text(EDGE + _LEFT, paper.at, "score, from 0 to 1")
        paper.at += LINE
        return closed(pairing, paper, small_print(pairing))


def plot(pairing: Pairing, one: Candidate) -> Axes:
    """The same on axes of its own, whichever candidate is asked for, with the first and the last
    by impact named."""
    from matplotlib import pyplot

    rows = _rows(pairing)
    with look():
        _, axes = pyplot.subplots(figsize=(PAGE * 0.7, _HIGH + 0.8), layout="constrained")
        _points(axes, rows)
        for own, impact in (rows[0], rows[-1])[: len(rows)]:
            axes.annotate(
                inert(own.name, 30),
                (own.score_lo, impact.difference),
                xytext=(5, 4),
                textcoords="offset points",
                size=SMALL,
            )
        axes.set_title(f"{TITLE}\n{_axis(pairing)}")
        axes.set_xlabel("score, from 0 to 1")
    return axes


def small_print(pairing: Pairing) -> str:
    """What was simulated."""
    told = pairing.simulation
    assert told is not None
    least, most = int(told.impact.worlds.min()), int(told.impact.worlds.max())
    worlds = f"{least:,}" if least == most else f"{least:,} to {most:,}"
    programme = inert(told.scenario, 40) or "defaults"
    return (
        f"Impact: twin {MINUS} baseline of the programme of {programme} with derived themes, "
        f"{worlds} worlds of each candidate, the anchor's luck shared; seed {told.seed}. "
        f"Parameters: {inert(told.parameters, 40)}; doubt about them is in no interval here."
    )


def spaced(wished: list[float], gap: float, room: float) -> list[float]:
    """Places as near to those wished for as a gap between neighbours and the room allow.

    `wished` is in rising order.
    """
    gap = min(gap, room / max(len(wished) - 1, 1))
    placed: list[float] = []
    for at in wished:
        placed.append(max(at, placed[-1] + gap) if placed else max(at, 0.0))
    limit = room
    for number_ in range(len(placed) - 1, -1, -1):
        placed[number_] = min(placed[number_], limit)
        limit = placed[number_] - gap
    return placed


Rows = list[tuple[Candidate, Impact]]


def _rows(pairing: Pairing) -> Rows:
    """The candidates that were simulated, the highest impact first."""
    held = [(one, one.impact) for one in pairing.candidates[:SHOWN] if one.impact]
    return sorted(held, key=lambda row: -row[1].difference)


def _points(axes: Axes, rows: Rows) -> None:
    axes.axhline(0, **ZERO)
    for one, impact in rows:
        if one.score_hi > one.score_lo:
            ends = [one.score_lo, one.score_hi]
            axes.plot(ends, [impact.difference] * 2, color=tint(BLUE, 0.3), linewidth=2.6, zorder=1)
        axes.plot([one.score_lo] * 2, [impact.mc_lo95, impact.mc_hi95], color=BLUE, linewidth=1.2)
        axes.plot(one.score_lo, impact.difference, "o", color=INK, markersize=3.6)
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.2, 0.4, 0.6, 0.8, 1.0])
    axes.grid(color=FAINT, alpha=0.25, linewidth=0.5)
    axes.set_axisbelow(True)


def _axis(pairing: Pairing) -> str:
    told = pairing.simulation
    assert told is not None
    return f"{told.indicator}, twin {MINUS} baseline, {told.unit}"


def _said(pairing: Pairing) -> str:
    told = pairing.simulation
    assert told is not None
    found = told.score
    if found.spearman != found.spearman:
        return ""
    ends = f"{number(found.spearman_lo95, 2)} to {number(found.spearman_hi95, 2)}"
    return (
        f"Rank correlation {number(found.spearman, 2, sign=True)} (95 % interval {ends}); below "
        f"{found.detectable:.2f} it is not told from none with {found.count} candidates."
    )
