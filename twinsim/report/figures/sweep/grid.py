"""Two levers at once: the mean difference at each combination of their levels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from twinsim.report import sweeps, wording
from twinsim.report.figures.letters import LINE, cut, widest
from twinsim.report.figures.paper import EDGE, ROOM, Paper
from twinsim.report.figures.sweep import parts
from twinsim.report.style import INK, SOFT, look, tint
from twinsim.sweep.results import Results
from twinsim.text import number, span

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from twinsim.sweep.answers import Answer
    from twinsim.sweep.answers.factors import Varied
    from twinsim.sweep.answers.pairs import Table

_LABELS = 1.5
_MOST = 8  # levels across
_HIGH = 0.36  # inches: a cell
_WIDE = 1.3


def others(answers: Sequence[Answer]) -> list[Varied]:
    """Levers that can be drawn beside the factor: those with few levels across."""
    tables = answers[0].pairs
    return [table.across for table in tables if len(table.columns) <= _MOST]


def drawing(answers: Sequence[Answer], other: Varied) -> parts.Made:
    """Title, figure, caption and condition of the figure."""
    down, across = sweeps.short(answers[0].factor), sweeps.short(other)
    title = f"{wording.spaced(answers[0].contrast)}, by {down} and {across}"
    tables = [(a, t) for a in answers for t in a.pairs if t.across.id == other.id]

    def figure(results: Results) -> Figure:
        return _figure(results, tables, title)

    def caption(results: Results) -> str:
        told = []
        for answer, table in tables:
            flat = [m.value for row in table.cells for m in row if m.worlds]
            digits = table.digits
            told.append(f"{answer.indicator} {span(min(flat), max(flat), digits)}" if flat else "")
        return (
            f"Mean paired difference at each level of {down} (down) and {across} (across), with "
            f"its 95 % interval. {parts.covers(results, answers[0])} From lowest to highest mean: "
            f"{', '.join(filter(None, told))}."
        )

    return title, figure, caption, parts.always


def _figure(results: Results, tables: Sequence[tuple[Answer, Table]], title: str) -> Figure:
    answer, first = tables[0]
    mark = parts.mark_of(results, answer)
    rows = [cut(sweeps.label(word), _LABELS, 2) for word in first.rows]
    x = EDGE + widest(rows) + 0.1
    wide = min(_WIDE, (EDGE + ROOM - x) / len(first.columns))
    heads = [cut(sweeps.label(word), wide - 0.08, 2) for word in first.columns]
    with look():
        paper = parts.begin(
            results,
            title,
            f"Down: {sweeps.short(first.down)}, {sweeps.title(first.down)}. Across: "
            f"{sweeps.short(first.across)}, {sweeps.title(first.across)}. Mean over all design "
            "points of a cell, and half its 95 % interval; the deeper the colour, the higher the "
            "mean, in each panel by itself.",
            f"{parts.covers(results, answer)} Cells share draws and worlds, so that two may differ "
            "although their intervals overlap.",
        )
        for one, table in tables:
            unit = one.rows[0].unit
            unit = "" if unit == one.indicator else f"{unit}. "
            paper.head(one.indicator, f"{unit}{parts.about_indicator(one)}")
            for k, head in enumerate(heads):
                paper.text(x + (k + 0.5) * wide, paper.at, head, ha="center", color=SOFT)
            paper.at += max(head.count("\n") + 1 for head in heads) * LINE + 0.03
            _cells(paper, table, rows, x, wide, mark.colour)
            paper.at += 0.12
        return parts.end(paper, results, parts.evidence([one for one, _ in tables]))


def _cells(paper: Paper, table: Table, rows: list[str], x: float, wide: float, colour: str) -> None:
    flat = [m.value for row in table.cells for m in row if m.worlds]
    low, high = min(flat, default=0.0), max(flat, default=0.0)
    size = len(table.columns)
    axes = paper.axes(x, paper.at, wide * size, _HIGH * len(rows))
    axes.set_xlim(0, size)
    axes.set_ylim(len(rows), 0)
    axes.set_axis_off()
    for i, (name, row) in enumerate(zip(rows, table.cells, strict=True)):
        paper.text(EDGE, paper.at + (i + 0.5) * _HIGH, name, va="center")
        for k, mean in enumerate(row):
            part = (mean.value - low) / (high - low) if mean.worlds and high > low else 0.0
            face = tint(colour, 0.06 + 0.44 * part) if mean.worlds else "white"
            axes.fill(
                (k, k + 1, k + 1, k), (i, i, i + 1, i + 1), color=face, ec="white", linewidth=1.5
            )
            at = x + (k + 0.5) * wide, paper.at + (i + 0.5) * _HIGH
            paper.text(*at, _said(mean.value, mean.hi95, table.digits), ha="center", va="center",
                       color=INK)  # fmt: skip
    paper.at += _HIGH * len(rows)


def _said(value: float, hi95: float, digits: int) -> str:
    if math.isnan(value):
        return "–"
    half = number(hi95 - value, digits)
    return f"{number(value, digits, sign=True)}\n± {half}"
