"""The figures of a sweep's answers, made for one factor and a contrast."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from twinsim.report.figures.drawing import Drawing
from twinsim.report.figures.sweep import best, effects, grid, variance
from twinsim.report.style import save
from twinsim.sweep.answers import Answer
from twinsim.sweep.results import Results

__all__ = ["draw_answers", "drawings_of", "variance_of"]

_LONGEST = 40


def drawings_of(answers: Sequence[Answer], grids: int = 3) -> list[Drawing]:
    """The figures of the answers about one factor (one contrast): effects by level, which level is
    best, and the factor with other levers, at most `grids` of these."""
    name = _name(answers[0].factor.id, answers[0].contrast)
    made = [Drawing(f"effect_by_{name}", *effects.drawing(answers))]
    if any(answer.rows and answer.rows[0].p_first >= 0 for answer in answers):
        made.append(Drawing(f"effect_best_{name}", *best.drawing(answers)))
    for other in grid.others(answers)[:grids]:
        id = f"effect_{_name(answers[0].factor.id, other.id, answers[0].contrast)}"
        made.append(Drawing(id, *grid.drawing(answers, other)))
    return made


def variance_of(answers: Sequence[Answer]) -> list[Drawing]:
    """The figure of the variance split; none where no indicator's could be made."""
    if not any(answer.split for answer in answers):
        return []
    name = _name(answers[0].contrast)
    return [Drawing(f"effect_variance_{name}", *variance.drawing(answers))]


def draw_answers(results: Results, answers: Sequence[Answer]) -> list[Path]:
    """Write the figures into `figures/` as SVG and PNG. Raises :class:`RunError`."""
    folder = results.folder / "figures"
    return [
        path
        for drawing in [*drawings_of(answers), *variance_of(answers)]
        for path in save(drawing.draw(results), folder, drawing.id, drawing.title)
    ]


def _name(*words: str) -> str:
    """Words as part of the name of a file."""
    return "_".join(re.sub(r"[^a-z0-9_]", "_", word.lower())[:_LONGEST] for word in words)
