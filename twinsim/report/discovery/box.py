"""A box as bars: which part of each restricted input's range it keeps, and every case within."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from twinsim.report.discovery import words
from twinsim.report.figures.letters import LINE, cut, widest
from twinsim.report.figures.paper import EDGE, ROOM, Paper
from twinsim.report.figures.sweep import parts
from twinsim.report.style import FAINT, INK, SOFT, look, tint
from twinsim.report.sweeps import short

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from twinsim.sensitivity.discovery.boxes import Restriction, Told
    from twinsim.sensitivity.discovery.cases import Cases
    from twinsim.sensitivity.discovery.discover import Discovery
    from twinsim.sensitivity.discovery.shares import Step
    from twinsim.sweep.results import Results

BLUE, ORANGE = "#0072b2", "#d55e00"
_NAMES = 1.8
_SAID = 1.35
_ROW = 0.36


def figure(results: Results, found: Discovery) -> Figure:
    """The box of a question; where none is stable, why."""
    box = found.found.box
    with look():
        paper = parts.begin(results, words.asks(found.question))
        for line in words.finding(found)[: 3 if box else 2]:
            paper.say(line, most=8)
        paper.at += 0.1
        if box:
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
        ends = cut(words.limits_of(own, one.limits), wide, 2)
        paper.text(x, paper.at, ends, color=INK)
        paper.at += (ends.count("\n") + 1) * LINE + 0.1
    paper.text(x, paper.at, "lowest that was run", color=SOFT)
    paper.text(x + wide, paper.at, "highest", color=SOFT, ha="right")
    paper.at += LINE + 0.06


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


def _apart(steps: tuple[Step, ...]) -> list[Step]:
    """The first box of each number of inputs, but for those too near to one that is named."""
    kept: list[Step] = []
    for step in steps:
        if not step.restricted or any(step.restricted == other.restricted for other in kept):
            continue
        near = [abs(step.coverage - o.coverage) + abs(step.density - o.density) for o in kept]
        if min(near, default=1.0) > 0.08:
            kept.append(step)
    return kept


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


def path(results: Results, found: Discovery) -> Figure:
    """The path of peeling: how coverage is given up for density."""
    steps, box = found.found.path, found.found.box
    with look():
        paper = parts.begin(
            results,
            f"How much of it a smaller box still holds. {words.asks(found.question)}",
            "Every mark is a box on the path of peeling, from all cases (right) to the smallest; "
            "numbers are how many inputs it restricts. Up: more of its cases are such cases. Left: "
            "fewer of all such cases are in it. Densities here are of the cases in which the boxes "
            "were searched, and therefore too good.",
        )
        paper.at += LINE
        axes = paper.axes(EDGE + 0.55, paper.at, ROOM - 0.75, 2.6)
        axes.set_xlim(0, 1.03)
        axes.set_ylim(0, 1.06)
        axes.set_xlabel("coverage: share of all such cases that the box holds")
        axes.set_ylabel("density: share of the box's cases")
        axes.axhline(found.found.rate.value, color=INK, linewidth=0.7, linestyle=(0, (4, 3)))
        axes.plot([s.coverage for s in steps], [s.density for s in steps], "-", color=FAINT, lw=0.7)
        axes.plot([s.coverage for s in steps], [s.density for s in steps], "o", color=FAINT, ms=3)
        for step in _apart(steps):
            beside = step.coverage > 0.97
            axes.annotate(
                str(step.restricted), (step.coverage, step.density), (-9, 0) if beside else (0, 5),
                textcoords="offset points", ha="center", va="center" if beside else "bottom",
                color=SOFT,
            )  # fmt: skip
        if box:
            d, c = box.density, box.coverage
            axes.errorbar(
                c.value, d.value, xerr=[[c.value - c.lo95], [c.hi95 - c.value]],
                yerr=[[d.value - d.lo95], [d.hi95 - d.value]], fmt="D", color=BLUE, ms=6, lw=1.2,
            )  # fmt: skip
            axes.plot(box.held_coverage, box.held_density, "s", mfc="white", mec=ORANGE, ms=6)
        paper.at += 2.6 + 0.42
        if box:
            paper.key(
                [
                    ("the box, 95 % intervals", lambda a: a.plot(0.5, 0.5, "D", color=BLUE, ms=5)),
                    (
                        "boxes of one half, in the other half",
                        lambda a: a.plot(0.5, 0.5, "s", mfc="white", mec=ORANGE, ms=5),
                    ),
                    ("share in all cases", lambda a: a.axhline(0.5, color=INK, lw=0.7, ls="--")),
                ]
            )
        else:
            paper.key(
                [("share in all cases", lambda a: a.axhline(0.5, color=INK, lw=0.7, ls="--"))]
            )
            paper.say(words.none_sentence(found))
        return parts.end(paper, results, words.CONDITIONAL)
