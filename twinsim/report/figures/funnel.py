"""The funnel: how many firms, bids, pilots and adoptions are left at each step, by arm."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from twinsim.registry import indicators
from twinsim.report import wording
from twinsim.report.figures.drawing import Drawing
from twinsim.report.figures.naming import reference_of
from twinsim.report.figures.paper import Paper
from twinsim.report.figures.scales import Scale
from twinsim.report.figures.strips import Columns, Strip, key
from twinsim.report.style import arm_marks, look
from twinsim.sweep.results import Results
from twinsim.sweep.rows import Floats
from twinsim.sweep.stats import half_width
from twinsim.text import listed, number

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TITLE = "How far firms get: the funnel of each arm's programme"
STEPS = dict(wording.STEPS)
_NONE = (math.nan, math.nan)


def funnel(results: Results) -> Figure:
    """A block per step, in it a row per arm that has a programme, all on one scale of roots."""
    arms = wording.paying(results)
    steps = _taken(results, arms)
    strips = {step: [_strip(results, arm, step) for arm in arms] for step in steps}
    flat = [strip for group in strips.values() for strip in group]
    units = {step: indicators()[step].unit for step in steps}
    with look():
        paper = Paper()
        paper.open(results, TITLE, _how(results, arms))
        key(paper, results.worlds.count, parameters=False, marks=[s.mark for s in flat])
        columns = Columns([s.name for s in flat], [s.said for s in flat], [*units.values()])
        scale = Scale.over([end for strip in flat for end in strip.ends], columns.width, root=True)
        for step, group in strips.items():
            paper.head(f"{STEPS[step]} ({units[step]})", indicators()[step].meaning)
            last = step == steps[-1]
            columns.draw(paper, group, scale, "a world", labels=last)
            paper.at += 0.07
        return paper.close(results, *_left_out(results, arms), wording.beside_funnel(results))


def _how(results: Results, arms: list[str]) -> str:
    others = [arm for arm in results.manifest.arms if arm not in arms]
    none = f" No programme, so no funnel: {listed(others)}." if others else ""
    return (
        "Numbers in a world, all cities and months together; the scale is of square roots, so "
        f"that small numbers can be seen. On the right the mean with its 95 % interval.{none}"
    )


def _left_out(results: Results, arms: list[str]) -> list[str]:
    """What is said of the steps that no arm takes."""
    gone = [STEPS[step] for step in STEPS if step not in _taken(results, arms)]
    return (
        [f"Exactly 0 in every world of every arm, and not drawn: {listed(gone)}."] if gone else []
    )


def _taken(results: Results, arms: list[str]) -> list[str]:
    """Steps that some world takes; all of them where none is taken."""
    taken = [s for s in STEPS if any(_values(results, arm, s).any() for arm in arms)]
    return taken or list(STEPS)


def _values(results: Results, arm: str, indicator: str) -> Floats:
    worlds = results.worlds
    at = worlds.arms.index(arm), slice(None), worlds.indicators.index(indicator)
    return np.asarray(worlds.values["total"][at])


def _strip(results: Results, arm: str, step: str) -> Strip:
    values = _values(results, arm, step)
    mean, half = float(values.mean()), float(half_width(values))
    low, high = (float(end) for end in np.quantile(values, (0.05, 0.95)))
    known, digits = math.isfinite(half), 1 if mean >= 10 else 2
    return Strip(
        name=arm,
        mark=arm_marks(results.manifest.arms)[arm],
        mean=mean,
        of_mean=(max(0.0, mean - half), mean + half) if known else _NONE,
        of_parameters=_NONE,
        of_worlds=(low, high),
        said=f"{number(mean, digits)} ± {number(half, digits)}"
        if values.any()
        else "0 in every world",
    )


def _caption(results: Results) -> str:
    told = (f"{arm}: {_told(results, arm)}." for arm in wording.paying(results))
    return (
        "How many firms, bids, pilots and adoptions there are at each step from hearing of the "
        "call to a first sale, in each arm with a programme: means over "
        f"{results.worlds.count:,} worlds with their 95 % interval, and the middle 90 % of single "
        f"worlds. Compared with {reference_of(results)}, which has no programme and so none of "
        f"these. {' '.join(told)}"
    )


def _told(results: Results, arm: str) -> str:
    steps = _taken(results, wording.paying(results))
    return " → ".join(f"{STEPS[step]} {_strip(results, arm, step).said}" for step in steps)


def _applies(results: Results) -> bool:
    return bool(wording.paying(results))


DRAWINGS = (Drawing("funnel", TITLE, funnel, _caption, _applies),)
