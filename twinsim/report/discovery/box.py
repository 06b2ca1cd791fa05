"""A box as bars: which part of each restricted input's range it keeps, and every case within."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from twinsim.report.discovery import words
from twinsim.report.figures.letters import LINE, cut, widest, width
from twinsim.report.figures.paper import EDGE, ROOM, Paper
from twinsim.report.figures.sweep import parts
from twinsim.report.style import FAINT, INK, SOFT, look, tint
from twinsim.report.sweeps import label, short

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from twinsim.sensitivity.discovery.boxes import Restriction, Told
    from twinsim.sensitivity.discovery.cases import Cases, Input
    from twinsim.sensitivity.discovery.discover import Discovery
    from twinsim.sweep.results import Results

BLUE, ORANGE = "#0072b2", "#d55e00"
_NAMES = 1.8
_SAID = 1.35
_ROW = 0.36
_FEW = 7  # values of an input: each has a mark of its own
_AIR = 0.12  # inches between the names of values
_MARKS = (0.0, 0.25, 0.5, 0.75, 1.0)
_HOW = (
    "Across: an input from the lowest value that was run to the highest, scaled by what was run, "
    "so that equal lengths hold equal shares of the cases; its values stand below."
)


def figure(results: Results, found: Discovery) -> Figure:
    """The box of a question; where none is stable, why."""
    box = found.found.box
    with look():
        paper = parts.begin(results, words.asks(found.question))
        for line in words.finding(found)[: 3 if box else 2]:
            paper.say(line, most=8)
        paper.at += 0.1
        if box:
            paper.say(_HOW, color=SOFT)
            paper.at += 0.06
            _key(paper)
            _rows(paper, found, box)
        return parts.end(paper, results, words.CONDITIONAL)


def _rows(paper: Paper, found: Discovery, box: Told) -> None:
    cases, p = found.cases, found.cases.outcomes.alone()
    names = {
        r.input: cut(
            short(cases.inputs[r.input].id) + words.grade(cases.inputs[r.input]), _NAMES, 2
        )
        for r in box.restrictions
    }
    x = EDGE + widest(names.values()) + 0.12
    wide = EDGE + ROOM - x - _SAID - 0.15
    for one in box.restrictions:
        own = cases.inputs[one.input]
        paper.text(EDGE, paper.at + _ROW / 2, names[one.input], va="center")
        said = f"recurs {words.share(min(one.recurs.values()))}\nquasi-p {words.small(one.quasi_p)}"
        paper.text(x + wide + 0.15, paper.at + _ROW / 2, said, va="center", color=SOFT)
        axes = paper.axes(x, paper.at + 0.03, wide, _ROW - 0.06)
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1)
        axes.set_axis_off()
        axes.axhspan(0, 1, color="#f0f0f0", linewidth=0)
        low, high = _stretch(cases, one)
        for left, right in zip(low, high, strict=True):
            axes.axvspan(left, right, color=tint(BLUE, 0.25), linewidth=0)
            axes.plot((left, left), (0, 1), color=BLUE, linewidth=1.5)
            axes.plot((right, right), (0, 1), color=BLUE, linewidth=1.5)
        _dots(axes, own.ranks, p)
        paper.at += _ROW
        for middle, text in _scale(own, wide):
            axes.plot((middle / wide,) * 2, (0, -0.12), color=FAINT, linewidth=0.6, clip_on=False)
            place = (x + middle, paper.at + LINE)
            paper.text(*place, text, ha="center", va="baseline", color=SOFT)
        paper.at += LINE + 0.06
        ends = cut(words.limits_of(own, one.limits), wide, 2)
        paper.text(x, paper.at, ends, color=INK)
        paper.at += (ends.count("\n") + 1) * LINE + 0.1


def _stretch(cases: Cases, one: Restriction) -> tuple[list[float], list[float]]:
    """Where the kept parts begin and end, as shares of what was run."""
    own = cases.inputs[one.input]
    if one.limits.choices is None:
        inside = one.limits.holds(own.values)
        below = float((own.values < own.values[inside].min()).mean())
        upto = float((own.values <= own.values[inside].max()).mean())
        return [below], [upto]
    codes = sorted(one.limits.choices)
    lefts = [float((own.values < code).mean()) for code in codes]
    return lefts, [float((own.values <= code).mean()) for code in codes]


def _scale(own: Input, wide: float) -> list[tuple[float, str]]:
    """Middles in inches and names of as many values of an input as have room under its bar."""
    values = np.unique(own.values)
    if own.labels:
        marks = [(own.rank(float(code)), label(own.labels[int(code)])) for code in values]
    elif len(values) <= _FEW:
        marks = [(own.rank(float(value)), words.digits(float(value))) for value in values]
    else:
        run = np.quantile(own.values, _MARKS, method="lower")
        marks = [(q, words.digits(float(v))) for q, v in zip(_MARKS, run, strict=True)]
    kept: list[tuple[float, str]] = []
    begin = 0.0
    for place, name in marks:
        half = width(name := cut(name, wide / len(marks) - _AIR, 1)) / 2
        middle = place * wide
        if middle - half >= begin or not kept:
            kept.append((middle, name))
            begin = middle + half + _AIR
    return kept


def _dots(axes: Axes, ranks: np.ndarray, p: np.ndarray) -> None:
    """Every case where it lies, as high as the answer is likely to be yes there."""
    yes = p >= 0.5
    high = 0.12 + 0.76 * p
    size = 9 if len(p) <= 300 else 4
    axes.scatter(ranks[yes], high[yes], s=size, color=BLUE, marker="o", linewidths=0, zorder=3)
    axes.scatter(
        ranks[~yes], high[~yes], s=size, facecolor="none", edgecolor=ORANGE, marker="o",
        linewidths=0.7, zorder=3,
    )  # fmt: skip


def _key(paper: Paper) -> None:
    paper.key(
        [
            (
                "range that the box keeps",
                lambda axes: axes.axhspan(0.1, 0.9, color=tint(BLUE, 0.25), linewidth=0),
            ),
            ("case, more likely yes", lambda axes: axes.scatter(0.5, 0.5, s=12, color=BLUE)),
            (
                "case, more likely no (higher: likelier)",
                lambda axes: axes.scatter(
                    0.5, 0.5, s=12, facecolor="none", edgecolor=ORANGE, linewidths=0.8
                ),
            ),
        ]
    )
