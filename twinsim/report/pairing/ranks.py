"""How often each candidate takes each rank, when nobody knows the weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from twinsim.pairing.objects import Candidate, Pairing
from twinsim.report.figures.letters import LINE, widest
from twinsim.report.figures.paper import EDGE, ROOM
from twinsim.report.pairing.page import BLUE, closed, name, opened
from twinsim.report.style import INK, PAGE, look, tint

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TITLE = "How far the ranking hangs on weights"
_MOST = 16  # ranks that have room side by side
_CELL = 0.24  # inches
_STEPS = 64
_DARK = 0.55  # the share from which numbers are white


def page(pairing: Pairing) -> Figure:
    """A cell for each candidate and rank, with the share of weightings in per cent."""
    rows = pairing.candidates[:_MOST]
    with look():
        paper = opened(
            pairing,
            TITLE,
            f"Per cent of {pairing.draws:,} weightings in which a candidate (row) takes a rank "
            "(column): weights of pillars uniform on their simplex, those of criteria within a "
            f"pillar on theirs, missing facts at their worst (seed {pairing.seed}). Rows in the "
            "order of the weights given.",
        )
        left = widest([name(one) for one in rows]) + 0.1
        wide = min(ROOM - left, 0.36 * max(len(rows), 4))
        paper.text(EDGE + left, paper.at, "rank")
        paper.at += 2 * LINE + 0.08
        axes = paper.axes(EDGE + left, paper.at, wide, _CELL * len(rows))
        _cells(axes, rows)
        paper.at += _CELL * len(rows) + 0.04
        more = f"Ranks beyond {_MOST} are not shown." if len(pairing.candidates) > _MOST else ""
        return closed(pairing, paper, more, _MOST)


def plot(pairing: Pairing, one: Candidate) -> Axes:
    """The same on axes of its own, whichever candidate is asked for."""
    from matplotlib import pyplot

    rows = pairing.candidates[:_MOST]
    with look():
        size = (1.8 + 0.36 * len(rows), 1.0 + _CELL * len(rows))
        _, axes = pyplot.subplots(figsize=(min(size[0], PAGE), size[1]), layout="constrained")
        _cells(axes, rows)
        axes.set_title(f"{TITLE}\n% of {pairing.draws:,} weightings, by rank")
    return axes


def _cells(axes: Axes, rows: tuple[Candidate, ...]) -> None:
    from matplotlib.colors import ListedColormap

    count = len(rows)
    shares = np.array([one.acceptability[:count] for one in rows])
    shades = ListedColormap([tint(BLUE, step / (_STEPS - 1)) for step in range(_STEPS)])
    axes.imshow(shares, cmap=shades, vmin=0, vmax=1, aspect="auto")
    for row, column in np.ndindex(shares.shape):
        share = shares[row, column]
        if said := round(100 * float(share)):
            ink = "white" if share >= _DARK else INK
            axes.text(column, row, str(said), ha="center", va="center", color=ink)
    axes.set_xticks(range(count), [str(rank) for rank in range(1, count + 1)])
    axes.xaxis.tick_top()
    axes.set_yticks(range(count), [name(one) for one in rows])
    axes.tick_params(length=0)
    axes.set_xticks(np.arange(0.5, count - 1), minor=True)
    axes.set_yticks(np.arange(0.5, count - 1), minor=True)
    axes.grid(which="minor", color="white", linewidth=1)
    axes.tick_params(which="minor", length=0)
    for side in axes.spines.values():
        side.set_visible(False)
