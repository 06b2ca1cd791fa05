"""How likely each candidate is to be the best partner, in both cities and in the anchor alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twinsim.pairing.objects import Candidate, Impact, Pairing
from twinsim.report.figures.letters import LINE, widest
from twinsim.report.figures.paper import EDGE, ROOM
from twinsim.report.pairing.impact import small_print
from twinsim.report.pairing.page import BLUE, SHOWN, closed, name, opened
from twinsim.report.style import FAINT, PAGE, look, tint
from twinsim.text import inert

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE = "Which partner is best, and how sure that is"
_ROW = 0.24
_RIGHT = 0.9


def page(pairing: Pairing) -> Figure:
    """Two bars for each candidate, the highest impact first."""
    rows = _rows(pairing)
    with look():
        told = pairing.simulation
        assert told is not None
        paper = opened(
            pairing,
            TITLE,
            f"Probability of having the highest expected {told.indicator}, twin − baseline. Dark: "
            f"in both cities together. Hatched: in {inert(pairing.anchor.name, 40)} alone. "
            "Right: both, in per cent. Before a name: rank by score. More worlds move it towards "
            "0 or 100 %.",
        )
        left = widest([name(one) for one, _ in rows]) + 0.1
        high = _ROW * len(rows)
        axes = paper.axes(EDGE + left, paper.at, ROOM - left - _RIGHT, high)
        _bars(axes, rows)
        for at, (_, impact) in enumerate(rows):
            said = f"{100 * impact.p_best:.0f}, {100 * impact.anchor_p_best:.0f} %"
            paper.text(EDGE + ROOM, paper.at + (at + 0.5) * _ROW, said, ha="right", va="center")
        paper.at += high + LINE + 0.12
        paper.text(EDGE + left, paper.at, "probability, %")
        paper.at += LINE
        return closed(pairing, paper, small_print(pairing))


def plot(pairing: Pairing, one: Candidate) -> Axes:
    """The same on axes of its own, whichever candidate is asked for."""
    from matplotlib import pyplot

    rows = _rows(pairing)
    with look():
        _, axes = pyplot.subplots(
            figsize=(PAGE * 0.7, 0.9 + _ROW * len(rows)), layout="constrained"
        )
        _bars(axes, rows)
        axes.set_title(f"{TITLE}\ndark: in both cities; hatched: in the anchor alone")
        axes.set_xlabel("probability, %")
    return axes


def _rows(pairing: Pairing) -> list[tuple[Candidate, Impact]]:
    held = [(one, one.impact) for one in pairing.candidates[:SHOWN] if one.impact]
    return sorted(held, key=lambda row: -row[1].difference)


def _bars(axes: Axes, rows: list[tuple[Candidate, Impact]]) -> None:
    for at, (_, impact) in enumerate(rows):
        axes.barh(at - 0.18, 100 * impact.p_best, height=0.34, color=BLUE)
        axes.barh(
            at + 0.18,
            100 * impact.anchor_p_best,
            height=0.34,
            facecolor=tint(BLUE, 0.3),
            edgecolor=BLUE,
            linewidth=0.5,
            hatch="////",
        )
    axes.set_xlim(0, 100)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks(range(len(rows)), [name(one) for one, _ in rows])
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color=FAINT, alpha=0.25, linewidth=0.5)
    axes.set_axisbelow(True)
