"""The figures of a results folder, one file each; this list is all of them, in reading order."""

from __future__ import annotations

from pathlib import Path

from twinsim.report.figures import effects, funnel, network, outcome, spending, zones
from twinsim.report.figures.drawing import Drawing
from twinsim.report.figures.outcome import outcome_fan
from twinsim.report.figures.single import plot
from twinsim.report.style import save
from twinsim.sweep.results import Results

__all__ = ["FIGURES", "Drawing", "draw", "drawings", "outcome_fan", "plot"]

FIGURES: tuple[Drawing, ...] = (
    *effects.DRAWINGS,
    *outcome.DRAWINGS,
    *funnel.DRAWINGS,
    *spending.DRAWINGS,
    *network.DRAWINGS,
    *zones.DRAWINGS,
)


def drawings(results: Results) -> list[Drawing]:
    """The figures of one scenario that these results hold enough for; none where every world
    failed, or of a sweep, which has :mod:`twinsim.report.figures.sweep`."""
    if results.manifest.identity.columns or not results.worlds.count:
        return []
    return [drawing for drawing in FIGURES if drawing.applies(results)]


def draw(results: Results) -> list[Path]:
    """Write every figure into `figures/` as SVG and PNG. Raises :class:`RunError`."""
    if results.manifest.identity.columns:
        from twinsim.report.figures.sweep import draw_sweep

        return draw_sweep(results)
    folder = results.folder / "figures"
    return [
        path
        for drawing in drawings(results)
        for path in save(drawing.draw(results), folder, drawing.id, drawing.title)
    ]
