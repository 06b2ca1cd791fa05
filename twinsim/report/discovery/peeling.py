"""The path of peeling: how much of the answer smaller and smaller boxes hold, and how purely."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from twinsim.report.discovery import words
from twinsim.report.discovery.box import BLUE, ORANGE
from twinsim.report.figures.letters import LINE, width
from twinsim.report.figures.paper import EDGE, ROOM
from twinsim.report.figures.sweep import parts
from twinsim.report.style import FAINT, INK, SOFT, look

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from twinsim.report.figures.paper import Paper
    from twinsim.sensitivity.discovery.boxes import Told
    from twinsim.sensitivity.discovery.discover import Discovery
    from twinsim.sensitivity.discovery.shares import Step
    from twinsim.sweep.results import Results

Point = tuple[float, float]

_WIDE, _HIGH = ROOM - 0.75, 2.6  # inches
_MOST = (1.03, 1.06)  # coverage and density at the ends of the axes
_DOT, _SIGN, _AIR = (
    0.03,
    0.055,
    0.02,
)  # inches: half a mark of the path, of the box; around a number


def figure(results: Results, found: Discovery) -> Figure:
    """The path of peeling: how coverage is given up for density."""
    steps, box = found.found.path, found.found.box
    with look():
        paper = parts.begin(
            results,
            f"How much of it a smaller box still holds. {words.asks(found.question)}",
            "Every mark is a box on the path of peeling, from all cases (right) to the smallest; "
            "a number stands at the first that restricts so many inputs. Up: more of its cases are "
            "such cases. Left: fewer of all such cases are in it. Densities here are of the cases "
            "in which the boxes were searched, and therefore too good.",
        )
        paper.at += LINE
        axes = paper.axes(EDGE + 0.55, paper.at, _WIDE, _HIGH)
        axes.set_xlim(0, _MOST[0])
        axes.set_ylim(0, _MOST[1])
        axes.set_xlabel("coverage: share of all such cases that the box holds")
        axes.set_ylabel("density: share of the box's cases")
        axes.axhline(found.found.rate.value, color=INK, linewidth=0.7, linestyle=(0, (4, 3)))
        axes.plot([s.coverage for s in steps], [s.density for s in steps], "-", color=FAINT, lw=0.7)
        axes.plot([s.coverage for s in steps], [s.density for s in steps], "o", color=FAINT, ms=3)
        for step, (across, up) in _numbered(steps, found.found.rate.value, box):
            place = (across / _WIDE * _MOST[0], up / _HIGH * _MOST[1])
            axes.text(*place, str(step.restricted), ha="center", va="center", color=SOFT)
        if box:
            d, c = box.density, box.coverage
            axes.errorbar(
                c.value, d.value, xerr=[[c.value - c.lo95], [c.hi95 - c.value]],
                yerr=[[d.value - d.lo95], [d.hi95 - d.value]], fmt="D", color=BLUE, ms=6, lw=1.2,
            )  # fmt: skip
            axes.plot(box.held_coverage, box.held_density, "s", mfc="white", mec=ORANGE, ms=6)
        paper.at += _HIGH + 0.42
        _key(paper, box)
        if not box:
            paper.say(words.none_sentence(found))
        return parts.end(paper, results, words.CONDITIONAL)


def _key(paper: Paper, box: Told | None) -> None:
    entries = [("share in all cases", lambda a: a.axhline(0.5, color=INK, lw=0.7, ls="--"))]
    if box:
        entries = [
            ("the box, 95 % intervals", lambda a: a.plot(0.5, 0.5, "D", color=BLUE, ms=5)),
            (
                "boxes of one half, in the other half",
                lambda a: a.plot(0.5, 0.5, "s", mfc="white", mec=ORANGE, ms=5),
            ),
            *entries,
        ]
    paper.key(entries)


def _numbered(steps: tuple[Step, ...], rate: float, box: Told | None) -> list[tuple[Step, Point]]:
    """The first box of each number of inputs, and where its number stands, in inches from the
    origin: near its mark, and on no mark, line or other number. One without room has none."""
    path = [_inches(step.coverage, step.density) for step in steps]
    taken = [*_along(path, _AIR), *((x, y, _DOT, _DOT) for x, y in path)]
    taken.append((_WIDE / 2, _inches(0.0, rate)[1], _WIDE / 2, _AIR))
    if box:
        c, d = box.coverage, box.density
        taken += [
            (*_inches(c.value, d.value), _SIGN, _SIGN),
            (*_inches(box.held_coverage, box.held_density), _SIGN, _SIGN),
            *_along([_inches(c.lo95, d.value), _inches(c.hi95, d.value)], _AIR),
            *_along([_inches(c.value, d.lo95), _inches(c.value, d.hi95)], _AIR),
        ]
    found: list[tuple[Step, Point]] = []
    for at, step in enumerate(steps):
        if not step.restricted or any(step.restricted == other.restricted for other, _ in found):
            continue
        half = width(str(step.restricted)) / 2, LINE / 2 - 0.02
        free = (place for place in _around(*path[at], *half) if not _hits((*place, *half), taken))
        place = next(free, None)
        if place:
            found.append((step, place))
            taken.append((*place, *half))
    return found


def _inches(coverage: float, density: float) -> Point:
    return coverage / _MOST[0] * _WIDE, density / _MOST[1] * _HIGH


Taken = tuple[float, float, float, float]  # a middle, half a width and half a height, in inches


def _along(points: list[Point], half: float) -> Iterable[Taken]:
    """Small squares along a line."""
    for (x0, y0), (x1, y1) in pairwise(points):
        many = 2 + int(np.hypot(x1 - x0, y1 - y0) / 0.03)
        for x, y in zip(np.linspace(x0, x1, many), np.linspace(y0, y1, many), strict=True):
            yield float(x), float(y), half, half


def _around(x: float, y: float, half: float, tall: float) -> Iterable[Point]:
    """Places for a number near a mark, the nearest first."""
    for away in (_DOT + _AIR, 0.1):
        beside, above = half + away, tall + away
        yield x, y + above
        yield x - beside, y
        yield x + beside, y
        yield x, y - above
        for left in (-beside, beside):
            yield x + left, y + above
            yield x + left, y - above


def _hits(one: Taken, taken: list[Taken]) -> bool:
    """Whether a number would stand on something, or on the axes."""
    x, y, wide, high = one
    return (
        x < wide
        or y < high
        or any(abs(x - a) < wide + w and abs(y - b) < high + h for a, b, w, h in taken)
    )
