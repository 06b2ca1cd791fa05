"""What each level of a factor changes, indicator by indicator, with its intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from twinsim.report import sweeps, wording
from twinsim.report.figures.letters import LINE
from twinsim.report.figures.paper import EDGE
from twinsim.report.figures.scales import Scale
from twinsim.report.figures.strips import Columns, Strip, glyph
from twinsim.report.figures.sweep import parts
from twinsim.report.style import Mark, look
from twinsim.sweep.results import Results

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from twinsim.report.figures.paper import Paper
    from twinsim.sweep.answers import Answer, LevelRow

_NONE = (math.nan, math.nan)


def drawing(answers: Sequence[Answer]) -> parts.Made:
    """Title, figure, caption and condition of the figure."""
    title = f"{wording.spaced(answers[0].contrast)}, by {sweeps.short(answers[0].factor)}"

    def figure(results: Results) -> Figure:
        return _figure(results, answers, title)

    def caption(results: Results) -> str:
        told = [f"{answer.indicator}: {sweeps.verdict(answer)}" for answer in answers]
        return " ".join(
            [
                f"Paired differences {wording.spaced(answers[0].contrast)} by level of "
                f"{sweeps.title(answers[0].factor)}, each in its own unit, as means over design "
                "points with their 95 % interval and the middle 90 % of single worlds.",
                parts.covers(results, answers[0]),
                *told,
            ]
        )

    return title, figure, caption, parts.always


def _figure(results: Results, answers: Sequence[Answer], title: str) -> Figure:
    first = answers[0]
    drawn = first.draws > 1
    mark = parts.mark_of(results, first)
    blocks = [
        (answer, [_strip(row, mark, drawn) for row in answer.rows if row.worlds])
        for answer in answers
    ]
    with look():
        paper = parts.begin(
            results,
            title,
            f"{sweeps.short(first.factor)}: {sweeps.title(first.factor)}. Mean over all design "
            "points of a level, all cities together. Right of 0: more than in the arm after the "
            "minus sign.",
            f"{parts.covers(results, first)} Levels share draws and worlds, so that two may differ "
            "although their intervals overlap."
            if first.states
            else f"{parts.covers(results, first)} {sweeps.UNPAIRED}",
        )
        _key(paper, mark, drawn=drawn)
        flat = [strip for _, strips in blocks for strip in strips]
        units = {answer.indicator: answer.rows[0].unit for answer in answers}
        columns = Columns([s.name for s in flat], [s.said for s in flat], list(units.values()))
        for answer, strips in blocks:
            paper.head(answer.indicator, parts.about_indicator(answer))
            scale = Scale.over([end for strip in strips for end in strip.ends], columns.width)
            columns.draw(paper, strips, scale, units[answer.indicator])
            paper.at += 0.1
        return parts.end(paper, results, parts.evidence(answers))


def _strip(row: LevelRow, mark: Mark, drawn: bool) -> Strip:
    ends = (row.lo95, row.hi95)
    return Strip(
        name=sweeps.label(row.level),
        mark=mark,
        mean=row.difference,
        of_mean=_NONE if drawn else ends,
        of_parameters=ends if drawn else _NONE,
        of_worlds=(row.world_p05, row.world_p95),
        said=sweeps.interval(row, row.indicator),
    )


def _key(paper: Paper, mark: Mark, *, drawn: bool) -> None:
    ends = (0.15, 0.85)
    interval = (
        "95 % interval of that mean, over draws of what is sampled and luck"
        if drawn
        else "95 % interval of that mean: luck alone, at the scenario's parameters"
    )
    told = [
        (Strip("", mark, 0.5, _NONE, _NONE, _NONE, ""), "mean over design points and worlds"),
        (
            Strip(
                "", mark, math.nan, _NONE if drawn else ends, ends if drawn else _NONE, _NONE, ""
            ),
            interval,
        ),
        (
            Strip("", mark, math.nan, _NONE, _NONE, (0, 1), ""),
            "5 to 95 % of single worlds of all these points: how far one may lie from another",
        ),
    ]
    for strip, words in told:
        axes = paper.axes(EDGE, paper.at, 0.4, LINE)
        axes.set_axis_off()
        axes.set_xlim(-0.05, 1.05)
        axes.set_ylim(LINE, 0)
        glyph(axes, strip, LINE / 2)
        paper.text(EDGE + 0.5, paper.at + LINE / 2, words, va="center")
        paper.at += LINE
    paper.at += 0.08
