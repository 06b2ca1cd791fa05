"""One figure on axes of its own, as `results.plot` gives it to a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from twinsim.registry import indicators
from twinsim.report import wording
from twinsim.report.figures.ends import spread
from twinsim.report.figures.fan import band_ends, fan
from twinsim.report.figures.letters import LINE
from twinsim.report.figures.naming import paired, reference_of, since, unit_by_month
from twinsim.report.figures.outcome import stretch, ticks
from twinsim.report.figures.scales import Scale
from twinsim.report.figures.strips import Strip, glyph
from twinsim.report.style import FAINT, PAGE, ZERO, contrast_marks, look
from twinsim.sweep.effects import TOTAL
from twinsim.sweep.results import Results
from twinsim.sweep.rows import Floats

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_HEIGHT = 2.8  # inches of the figure
_PANEL = 2.1  # about what the axes take of it


def plot(results: Results, indicator: str, contrast: str | None = None) -> Axes:
    """One fan of a contrast's paired difference, on axes of its own.

    An indicator that is not kept by month is drawn by :func:`spread_of_worlds`. Raises
    :class:`ResultsError` for an unknown indicator or contrast.
    """
    from matplotlib import pyplot

    contrast = results.known_contrast(contrast)
    manifest = results.manifest
    with look():
        _, axes = pyplot.subplots(figsize=(PAGE * 0.7, _HEIGHT), layout="constrained")
        if not results.keeps_by_month(indicator):
            return spread_of_worlds(results, indicator, axes)
        marks = contrast_marks(manifest.contrasts, manifest.arms, reference_of(results))
        values = paired(results.months_of(indicator), manifest.arms, contrast)
        fan(axes, values, marks[contrast].colour)
        axes.axhline(0, **ZERO)
        axes.set_ylim(*stretch([values]))
        gains = f"{100 * (values[:, -1] > 0).mean():.0f} % of worlds above 0"
        axes.set_title(f"{indicator}, {wording.spaced(contrast)}\n{gains}")
        axes.set_xlabel(since(results))
        axes.set_ylabel(f"difference, {unit_by_month(indicator)}")
        ticks(axes)
        _name_bands(axes, values)
    return axes


def spread_of_worlds(results: Results, indicator: str, axes: Axes) -> Axes:
    """Per contrast: the mean with its 95 % interval, and where 90 % of single worlds lie."""
    manifest = results.manifest
    marks = contrast_marks(manifest.contrasts, manifest.arms, reference_of(results))
    rows = [e for e in results.contrasts() if e.indicator == indicator and e.scope == TOTAL]
    ends: list[float] = []
    for place, row in enumerate(rows):
        strip = Strip.of(row, marks[row.contrast])
        ends += strip.ends
        glyph(axes, strip, place, half=0.2)
    Scale.over(ends, PAGE * 0.5).put(axes)
    axes.axvline(0, **ZERO)
    axes.set_yticks(range(len(rows)), [wording.spaced(row.contrast) for row in rows])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_title(f"{indicator}: mean, 95 % interval of the mean, 90 % of worlds")
    axes.set_xlabel(f"difference, {indicators()[indicator].unit}")
    return axes


def _name_bands(axes: Axes, values: Floats) -> None:
    """Names of the bands at the right edge, where no page counts in inches."""
    low, high = axes.get_ylim()
    ends = band_ends(values)
    true = [(end.value - low) / (high - low) for end in ends]
    shown = spread(true, [LINE / _PANEL] * (len(ends) - 1), 0.0, 1.0)
    how: dict[str, Any] = {
        "color": FAINT,
        "linewidth": 0.5,
        "clip_on": False,
        "scalex": False,
        "scaley": False,
    }
    for end, start, place in zip(ends, true, shown, strict=True):
        axes.plot([1.01, 1.05], [start, place], transform=axes.transAxes, **how)
        axes.text(1.06, place, end.name, va="center", transform=axes.transAxes)
