"""The figures of a sweep's answers, made for one factor and a contrast."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from twinsim.report.figures.drawing import Drawing
from twinsim.report.figures.sweep import best, effects, grid, variance
from twinsim.report.style import save
from twinsim.sweep.answers import Answer, gather
from twinsim.sweep.answers.answer import answers
from twinsim.sweep.answers.factors import about
from twinsim.sweep.answers.gather import headlines
from twinsim.sweep.results import Results

__all__ = ["draw_answers", "draw_sweep", "drawings_of", "variance_of"]

_LONGEST = 40


def drawings_of(told: Sequence[Answer], grids: int = 3) -> list[Drawing]:
    """The figures of the answers about one factor (one contrast): effects by level, which level is
    best, and the factor with other levers, at most `grids` of these."""
    name = _name(told[0].factor.id, told[0].contrast)
    made = [Drawing(f"effect_by_{name}", *effects.drawing(told))]
    if any(answer.rows and answer.rows[0].p_first >= 0 for answer in told):
        made.append(Drawing(f"effect_best_{name}", *best.drawing(told)))
    for other in grid.others(told)[:grids]:
        id = f"effect_{_name(told[0].factor.id, other.id, told[0].contrast)}"
        made.append(Drawing(id, *grid.drawing(told, other)))
    return made


def variance_of(told: Sequence[Answer]) -> list[Drawing]:
    """The figure of the variance split; none where no indicator's could be made."""
    if not any(answer.split for answer in told):
        return []
    name = _name(told[0].contrast)
    return [Drawing(f"effect_variance_{name}", *variance.drawing(told))]


def draw_answers(results: Results, told: Sequence[Answer]) -> list[Path]:
    """Write the figures into `figures/` as SVG and PNG. Raises :class:`RunError`."""
    folder = results.folder / "figures"
    return [
        path
        for drawing in [*drawings_of(told), *variance_of(told)]
        for path in save(drawing.draw(results), folder, drawing.id, drawing.title)
    ]


def draw_sweep(results: Results) -> list[Path]:
    """Write the figures of each lever; of each parameter, without one. Raises :class:`RunError`."""
    told = about(results)
    read = gather(results, headlines(), results.manifest.contrasts[:1])
    made = [draw_answers(results, answers(read, f.id)) for f in told.levers or told.uncertain]
    return list(dict.fromkeys(path for paths in made for path in paths))


def _name(*words: str) -> str:
    """Words as part of the name of a file."""
    return "_".join(re.sub(r"[^a-z0-9_]", "_", word.lower())[:_LONGEST] for word in words)
