"""Which level is best: the probability on average, and what choosing another forgoes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from twinsim.report import sweeps, wording
from twinsim.report.figures.letters import LINE, cut, widest
from twinsim.report.figures.paper import EDGE, ROOM, Paper
from twinsim.report.figures.scales import Scale
from twinsim.report.figures.sweep import parts
from twinsim.report.style import INK, SOFT, Mark, look, tint
from twinsim.sweep.results import Results
from twinsim.text import number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from twinsim.sweep.answers import Answer

_LABELS = 1.7  # inches: the most that a level's name may take
_ROW = 0.2
_TICKS = 0.19
_GAP = 0.12


def drawing(answers: Sequence[Answer]) -> parts.Made:
    """Title, figure, caption and condition of the figure."""
    title = (
        f"Which level of {sweeps.short(answers[0].factor)} is best, "
        f"{wording.spaced(answers[0].contrast)}"
    )

    def figure(results: Results) -> Figure:
        return _figure(results, answers, title)

    def caption(results: Results) -> str:
        told = [f"{answer.indicator}: {sweeps.verdict(answer)}" for answer in answers]
        return " ".join(
            [
                "Probability to be best and expected regret, with its 90 % quantile, in each "
                f"indicator's unit. {sweeps.HOW} {sweeps.compared(answers[0])}",
                *told,
            ]
        )

    return title, figure, caption, parts.always


def _figure(results: Results, answers: Sequence[Answer], title: str) -> Figure:
    first = answers[0]
    mark = parts.mark_of(results, first)
    with look():
        how = (
            f"{sweeps.HOW_DRAWN} {sweeps.compared(first)}"
            if first.states
            else sweeps.compared(first)
        )
        paper = parts.begin(results, title, how)
        _key(paper, mark, states=bool(first.states))
        names = {
            row.level: cut(sweeps.label(row.level), _LABELS, 3) for a in answers for row in a.rows
        }
        x = EDGE + widest(names.values()) + _GAP
        wide = (EDGE + ROOM - x - 3 * _GAP - 0.5) / 2
        for answer in answers:
            paper.head(answer.indicator, parts.about_indicator(answer))
            _block(paper, answer, names, x, wide, mark)
        return parts.end(paper, results, parts.evidence(answers))


def _block(
    paper: Paper, answer: Answer, names: dict[str, str], x: float, wide: float, mark: Mark
) -> None:
    heights = [max(_ROW, (names[r.level].count("\n") + 1) * LINE + 0.05) for r in answer.rows]
    high, digits = sum(heights), _digits(answer)
    middles = [sum(heights[:i]) + h / 2 for i, h in enumerate(heights)]
    left = paper.axes(x, paper.at, wide, high)
    right = paper.axes(x + wide + 0.5 + 2 * _GAP, paper.at, wide - _GAP, high)
    regrets = [v for r in answer.rows for v in (r.regret, r.regret_90) if math.isfinite(v)]
    scales = (
        Scale(0.0, 1.05, (0.0, 0.25, 0.5, 0.75, 1.0)),
        Scale.over(regrets, wide - _GAP, floor=True),
    )
    for axes, scale in zip((left, right), scales, strict=True):
        scale.put(axes)
        axes.set_ylim(high, 0)
        axes.set_yticks([])
    fill = tint(mark.colour, 0.75)
    for row, middle, height in zip(answer.rows, middles, heights, strict=True):
        thick = min(0.11, height * 0.6)
        paper.text(EDGE, paper.at + middle, names[row.level], va="center")
        said = sweeps.chance(row.p_first)
        paper.text(x + wide + 0.06, paper.at + middle, said, va="center")
        if math.isfinite(row.p_first):
            left.barh(middle, row.p_first, thick, color=fill, edgecolor=mark.colour, linewidth=0.6)
        if math.isfinite(row.p_best):
            left.plot(row.p_best, middle, "D", color="white", markeredgecolor=INK, markersize=4)
        if math.isfinite(row.regret):
            right.barh(middle, row.regret, thick, color=fill, edgecolor=mark.colour, linewidth=0.6)
            ends = (row.regret, row.regret_90)
            right.plot(sorted(ends), (middle, middle), color=INK, linewidth=1)
            right.plot(row.regret_90, middle, "|", color=INK, markersize=6)
    paper.at += high
    below = paper.at + _TICKS
    paper.text(x, below, "probability", color=SOFT)
    unit = f"regret, {answer.rows[0].unit}; highest {number(max(regrets, default=0.0), digits)}"
    paper.text(x + wide + 0.5 + 2 * _GAP, below, cut(unit, wide, 1), color=SOFT)
    paper.at = below + LINE + 0.1


def _digits(answer: Answer) -> int:
    from twinsim.registry import indicators

    return indicators()[answer.indicator].digits


def _key(paper: Paper, mark: Mark, *, states: bool) -> None:
    fill = tint(mark.colour, 0.75)
    entries = [
        (
            "best on average; regret",
            lambda axes: axes.barh(0.5, 1, 0.6, color=fill, edgecolor=mark.colour, linewidth=0.6),
        ),
        ("regret, 90 % quantile", lambda axes: _whisker(axes)),
    ]
    if states:
        entries.insert(
            1,
            (
                "best in a state",
                lambda axes: axes.plot(
                    0.5, 0.5, "D", color="white", markeredgecolor=INK, markersize=4
                ),
            ),
        )
    paper.key(entries)


def _whisker(axes: object) -> None:
    axes.plot((0, 1), (0.5, 0.5), color=INK, linewidth=1)  # type: ignore[attr-defined]
    axes.plot(1, 0.5, "|", color=INK, markersize=6)  # type: ignore[attr-defined]
