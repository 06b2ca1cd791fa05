"""The outcome over time: first the difference that a programme makes, then how high the arms lie.

The paired difference is what a programme changes: both arms of a world share their luck, so its
fan is far narrower than fans of two arms laid over each other suggest. The arms come below, as
lines of their means on one scale, since their fans look alike; in words where their lines do too.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator

from twinsim.registry import indicators
from twinsim.report import wording
from twinsim.report.figures.drawing import Drawing
from twinsim.report.figures.ends import PIECE, TIE, End, name_ends
from twinsim.report.figures.fan import OF_WORLDS, band_ends, fan, time_of
from twinsim.report.figures.letters import LINE, cut, widest
from twinsim.report.figures.naming import effect_of, paired, reference_of, since, unit_by_month
from twinsim.report.figures.paper import EDGE, ROOM, Paper
from twinsim.report.figures.scales import written
from twinsim.report.style import FAINT, SOFT, ZERO, arm_marks, contrast_marks, look, tint
from twinsim.sweep.results import Results
from twinsim.sweep.rows import Floats
from twinsim.text import listed, number, span

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DRAWN = ("adoptions", "need_relieved", "job_years")

_PANEL = 1.7  # inches, height of a difference
_ARMS = 1.25  # of the arms
_COLUMNS = 3
_BANDS = 0.72  # for the names of the bands
_BETWEEN = 0.22
_SCALE = 0.2  # the unit, on its side
_TICKS = 0.2  # numbers under the time axis
_NAMES = 2.0  # the most that names of arms take
_APART = 0.02  # of the scale: what arms differ by at least to be drawn beside each other
_MANY = 10_000  # numbers from here on are told without decimals


def outcome_fan(results: Results, indicator: str) -> Figure:
    """An indicator by month: a fan per contrast, paired by world, and the arms' means below.

    Raises :class:`ResultsError` where the indicator is not kept by month.
    """
    values = results.months_of(indicator)
    with look():
        paper = Paper()
        paper.open(
            results,
            title(indicator),
            f"{indicators()[indicator].meaning}; all cities together.",
        )
        if results.manifest.contrasts:
            _differences(paper, results, indicator, values)
        _levels(paper, results, indicator, values)
        return paper.close(results, evidence(indicator))


def evidence(indicator: str) -> str:
    """On what the model's way to the indicator stands, as a sentence."""
    return f"Evidence: {wording.evidence_of(indicator)}."


def title(indicator: str) -> str:
    """The line above the figure."""
    return f"{indicator}: what the programme changes, month by month"


def _differences(paper: Paper, results: Results, indicator: str, values: Floats) -> None:
    """A fan per contrast, three to a row, all on one scale."""
    manifest = results.manifest
    marks = contrast_marks(manifest.contrasts, manifest.arms, reference_of(results))
    worlds = {c: paired(values, manifest.arms, c) for c in marks}
    low, high = stretch(list(worlds.values()))
    left, columns = _left(low, high), 2 if len(worlds) == 4 else min(_COLUMNS, len(worlds))
    room = (EDGE + ROOM - left - _BANDS - (columns - 1) * _BETWEEN) / columns
    paper.say(
        "The difference in each world. Line: median of worlds; bands: middle 50 and 90 % of "
        "them. Above 0: more than in the arm after the minus sign. In words: the mean at the end "
        "with its 95 % interval, and in how many worlds there is more, or less."
    )
    paper.at += 0.06
    for first in range(0, len(worlds), columns):
        row = list(worlds)[first : first + columns]
        heads = [_head(results, indicator, c, worlds[c], room) for c in row]
        lines = max(head.count("\n") + 1 for head in heads)
        top = paper.at + lines * LINE + 0.06
        for place, (contrast, head) in enumerate(zip(row, heads, strict=True)):
            x = left + place * (room + _BETWEEN)
            paper.text(x, paper.at, head)
            axes = paper.axes(x, top, room, _PANEL)
            fan(axes, worlds[contrast], marks[contrast].colour)
            axes.axhline(0, **ZERO)
            axes.set_ylim(low, high)
            ticks(axes)
            axes.tick_params(labelleft=place == 0)
        name_ends(paper, axes, x + room, top, _PANEL, band_ends(worlds[row[-1]]))
        paper.at = top
        side(paper, EDGE, _PANEL, f"difference, {unit_by_month(indicator)}")
        paper.at += _PANEL + _TICKS
    _under(paper, results, left)


def _head(results: Results, indicator: str, contrast: str, worlds: Floats, room: float) -> str:
    """A contrast's name, its mean with the interval, and how many worlds gain, in lines."""
    row, last = effect_of(results, indicator, contrast), worlds[:, -1]
    if row.resolved == "zero":
        said = ["0 in every world"]
    else:
        said = [
            f"mean {wording.interval(row)}",
            f"more in {100 * (last > 0).mean():.0f} %, less in {100 * (last < 0).mean():.0f} %",
        ]
    name = cut(wording.spaced(contrast), room, 6)
    return "\n".join([name, *(cut(line, room, 2) for line in said)])


def _levels(paper: Paper, results: Results, indicator: str, values: Floats) -> None:
    """The arms' means on one scale, named at their ends, with the spread of the reference."""
    arms = results.manifest.arms
    marks, means = arm_marks(arms), values.mean(axis=1)
    at = arms.index(reference_of(results)) if reference_of(results) in arms else 0
    band = np.quantile(values[at], OF_WORLDS, axis=0)
    low, high = stretch([band, means], whole=True)
    if results.manifest.contrasts and np.ptp(means, axis=0).max() < _APART * (high - low):
        paper.say(_alike(indicator, dict(zip(arms, means[:, -1], strict=True)), arms[at], band))
        return
    ends = [
        End(cut(a, _NAMES, 3), float(m[-1]), marks[a]) for a, m in zip(arms, means, strict=True)
    ]
    left = _left(low, high)
    room = EDGE + ROOM - left - widest(end.name for end in ends) - TIE - PIECE - 0.05
    height = max(_ARMS, sum(end.height for end in ends) + 0.1)
    paper.say(
        f"How high the arms lie. Lines: mean of the worlds of an arm; band: middle 90 % of "
        f"worlds in {arms[at]}."
    )
    paper.at += LINE / 2 + 0.06
    axes = paper.axes(left, paper.at, room, height)
    time = time_of(values.shape[2])
    axes.fill_between(time, *band, color=tint(marks[arms[at]].colour, 0.16), linewidth=0)
    for arm, line in zip(arms, means, strict=True):
        axes.plot(time, line, color=marks[arm].colour, linestyle=marks[arm].dashes, linewidth=1.3)
    axes.set_xlim(0, time[-1])
    axes.set_ylim(low, high)
    ticks(axes)
    name_ends(paper, axes, left + room, paper.at, height, ends)
    side(paper, EDGE, height, unit_by_month(indicator))
    paper.at += height + _TICKS
    _under(paper, results, left)


def _alike(indicator: str, means: dict[str, float], reference: str, band: Floats) -> str:
    """How high the arms lie, in words: on one scale their lines would be one."""
    digits = 0 if max(map(abs, means.values())) >= _MANY else indicators()[indicator].digits
    told = listed([f"{arm} {number(mean, digits)}" for arm, mean in means.items()])
    return (
        f"How high the arms lie, which on one scale are a single line: at the end {told} "
        f"{indicators()[indicator].unit}, mean of worlds; the middle 90 % of worlds in {reference} "
        f"reach from {span(float(band[0, -1]), float(band[1, -1]), digits)}."
    )


def _left(low: float, high: float) -> float:
    """Where the axes begin: after the unit on its side and the widest number."""
    return EDGE + _SCALE + widest(written(mark) for mark in marks_of(low, high)) + 0.06


def side(paper: Paper, x: float, height: float, unit: str) -> None:
    """The unit of a vertical scale, on its side."""
    shown = cut(unit, height, 1)
    paper.text(x, paper.at + height / 2, shown, va="center", rotation=90, color=SOFT)


def _under(paper: Paper, results: Results, left: float) -> None:
    """The name of the time axis."""
    paper.text(left, paper.at, since(results), color=SOFT)
    paper.at += LINE + 0.12


def stretch(values: list[Floats], *, whole: bool = False) -> tuple[float, float]:
    """A stretch that holds the widest band of each (or the whole of it), with a little air."""
    shares = (0.0, 1.0) if whole else OF_WORLDS
    held = [np.quantile(worlds, shares, axis=0) for worlds in values]
    low, high = min(float(h.min()) for h in held), max(float(h.max()) for h in held)
    air = 0.05 * (high - low) or 1.0
    return low - air, high + air


def marks_of(low: float, high: float) -> list[float]:
    """Marks of a vertical scale."""
    return [float(m) for m in MaxNLocator(5).tick_values(low, high) if low <= m <= high]


def ticks(axes: Axes) -> None:
    """Round marks with their numbers, and faint rules."""
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.yaxis.set_major_locator(FixedLocator(marks_of(*axes.get_ylim())))
    axes.yaxis.set_major_formatter(FuncFormatter(written))
    axes.grid(axis="y", color=FAINT, alpha=0.25, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.tick_params(length=2.5, pad=2)


def _caption(results: Results, indicator: str) -> str:
    told = []
    for contrast in results.manifest.contrasts:
        row = effect_of(results, indicator, contrast)
        told.append(
            f"{wording.spaced(contrast)} at the end: {wording.interval(row)} {row.unit} (95 % "
            f"interval of the mean). {wording.headline_sentences([row])[0]}"
        )
    return " ".join(
        [
            f"{indicators()[indicator].meaning}, in {unit_by_month(indicator)}, by month, all "
            f"cities together, {results.worlds.count:,} worlds. Fans show the difference between "
            "two arms in the same world (above 0: more than in the arm after the minus sign), "
            "below them stands the mean of each arm.",
            *told,
            evidence(indicator),
        ]
    )


def _applies(results: Results, indicator: str) -> bool:
    return results.keeps_by_month(indicator)


DRAWINGS = tuple(
    Drawing(
        id=f"fan_{id}",
        title=title(id),
        draw=partial(outcome_fan, indicator=id),
        caption=partial(_caption, indicator=id),
        applies=partial(_applies, indicator=id),
    )
    for id in DRAWN
)
