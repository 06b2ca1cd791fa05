"""The frontier as a map over two inputs: where the answer is settled, and where it turns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from twinsim.report.discovery import words
from twinsim.report.discovery.box import BLUE, ORANGE
from twinsim.report.figures.paper import EDGE, ROOM, Paper
from twinsim.report.figures.sweep import parts
from twinsim.report.style import INK, look, tint
from twinsim.report.sweeps import short
from twinsim.sensitivity.discovery.frontier import SURE

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from twinsim.sensitivity.discovery.cases import Input
    from twinsim.sensitivity.discovery.discover import Discovery
    from twinsim.sensitivity.discovery.frontier import Frontier
    from twinsim.sweep.results import Results

_SIDE = 3.6  # inches
EMPTY = (0.88, 0.88, 0.88)
_MARKS = (0.05, 0.25, 0.5, 0.75, 0.95)


def figure(results: Results, found: Discovery, own: Frontier) -> Figure:
    """The map of a question's frontier."""
    with look():
        paper = parts.begin(
            results,
            f"Break-even in two inputs. {words.asks(found.question)}",
            words.frontier_sentence(own, found.question),
            f"Lines: the share of draws of all other inputs for which it is yes, {words.EXPECTED} "
            "(drawn towards one half where worlds are few). "
            "Both axes are scaled by what was run, so that equal distances hold equal shares.",
        )
        _key(paper)
        axes = paper.axes(EDGE + 0.75, paper.at, ROOM - 1.0, _SIDE)
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1)
        fill = np.where(own.sure >= SURE, 2, np.where(own.sure <= 1 - SURE, 0, 1))
        fill = np.where(own.near, fill, 3)
        from matplotlib.colors import ListedColormap

        colours = ListedColormap([tint(ORANGE, 0.3), (1, 1, 1), tint(BLUE, 0.3), EMPTY])
        axes.imshow(
            fill.T, origin="lower", extent=(0, 1, 0, 1), aspect="auto", cmap=colours, vmin=0,
            vmax=3,
            interpolation="nearest", zorder=0,
        )  # fmt: skip
        _lines(axes, own)
        p = found.cases.outcomes.alone()
        yes = p >= 0.5
        size = 10 if len(p) <= 300 else 4
        u, v = own.across.ranks, own.down.ranks
        axes.scatter(u[yes], v[yes], s=size, color=BLUE, linewidths=0, zorder=3)
        axes.scatter(
            u[~yes], v[~yes], s=size, facecolor="none", edgecolor=ORANGE, linewidths=0.7, zorder=3
        )
        axes.set_xticks(_MARKS, _written(own.across))
        axes.set_yticks(_MARKS, _written(own.down))
        axes.set_xlabel(short(own.across.id) + words.grade(own.across))
        axes.set_ylabel(short(own.down.id) + words.grade(own.down))
        paper.at += _SIDE + 0.45
        return parts.end(paper, results, words.CONDITIONAL)


def _lines(axes: object, own: Frontier) -> None:
    there = own.chance[own.near]
    drawn = [v for v in (0.1, 0.25, 0.5, 0.75, 0.9) if there.min() < v < there.max()]
    if not drawn:
        return
    lines = axes.contour(  # type: ignore[attr-defined]
        own.at, own.at, np.where(own.near, own.chance, np.nan).T, levels=drawn, colors=INK,
        linewidths=[1.8 if v == 0.5 else 0.6 for v in drawn],
        linestyles=["-" if v == 0.5 else ":" for v in drawn], zorder=2,
    )  # fmt: skip
    axes.clabel(lines, fmt=lambda v: f"{100 * v:.0f} %", fontsize=8)  # type: ignore[attr-defined]


def _written(one: Input) -> list[str]:
    return [words.digits(float(v)) for v in np.quantile(one.values, _MARKS)]


def _key(paper: Paper) -> None:
    entries = [
        ("yes, settled", lambda a: a.axhspan(0.1, 0.9, color=tint(BLUE, 0.3), linewidth=0)),
        ("no, settled", lambda a: a.axhspan(0.1, 0.9, color=tint(ORANGE, 0.3), linewidth=0)),
        (
            "white: not settled (97.5 % of resampled surfaces)",
            lambda a: a.plot((0, 1, 1, 0, 0), (0.1, 0.1, 0.9, 0.9, 0.1), color=INK, lw=0.5),
        ),
        ("case, more likely yes", lambda a: a.scatter(0.5, 0.5, s=12, color=BLUE)),
        ("no case near", lambda a: a.axhspan(0.1, 0.9, color=EMPTY, linewidth=0)),
        (
            "case, more likely no",
            lambda a: a.scatter(0.5, 0.5, s=12, facecolor="none", edgecolor=ORANGE, linewidths=0.8),
        ),
    ]
    paper.key(entries)
