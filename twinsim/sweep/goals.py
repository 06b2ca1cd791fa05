"""Where further replicates go: until an interval is narrow, or until a choice is clear.

Both decide on whole stages: what a stage adds follows from the rows of the stages before it and
from nothing else, so that an interrupted sweep, started again, takes the same decisions and ends
with the same rows.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from twinsim.errors import ExperimentError, Fault
from twinsim.registry import indicators, nearest
from twinsim.scenario.faults import shown
from twinsim.sweep.best import best
from twinsim.sweep.choice import allocate
from twinsim.sweep.rows import Floats
from twinsim.sweep.stopping import FEWEST, enough, following
from twinsim.sweep.store import Store
from twinsim.sweep.worlds import series

if TYPE_CHECKING:
    from twinsim.sweep.points import Points

BLOCK = 50
FIRST = 200  # worlds before an interval is believed: rare large losses hide from fewer
MOST = 20, 2000  # times the replicates asked for, or so many: there a goal is left, not reached
_CONFIDENCE = 0.95


@dataclass(frozen=True)
class Until:
    """The Monte-Carlo 95 % interval of a difference is to be within ± `half` of its mean.

    Stopping by what is seen makes such an interval too narrow where a rare event makes most of the
    spread (:mod:`twinsim.sweep.stopping` has figures), so that no point stops before 200 worlds.
    """

    indicator: str
    contrast: str
    half: float

    @staticmethod
    def parse(text: str, contrasts: Sequence[str]) -> Until:
        """Read "job_years:twin-baseline:5". Raises :class:`ExperimentError`."""
        indicator, contrast, rest = _parts("--until", text, contrasts, "5")
        half = _number(rest)
        if not 0 < half < math.inf:
            raise _fault("--until", text, "expected a half-width above 0, as in " + _EXAMPLE + "5")
        return Until(indicator, contrast, half)


@dataclass(frozen=True)
class Choose:
    """The best combination of levers is to be known with a probability of `confidence`: the one
    with the largest expected difference."""

    indicator: str
    contrast: str
    confidence: float = _CONFIDENCE

    @staticmethod
    def parse(text: str, contrasts: Sequence[str]) -> Choose:
        """Read "job_years:twin-baseline" or "…:0.9". Raises :class:`ExperimentError`."""
        indicator, contrast, rest = _parts("--choose", text, contrasts, "0.95")
        confidence = _number(rest) if rest else _CONFIDENCE
        if not 0.5 <= confidence < 1:
            expected = "expected a probability from 0.5 to below 1, as in " + _EXAMPLE + "0.95"
            raise _fault("--choose", text, expected)
        return Choose(indicator, contrast, confidence)


@dataclass(frozen=True)
class Stage:
    """Replicates of each design point that a stage asks for, and why there is no further one:
    "" while it goes on, "reached" or "limit"."""

    replicates: list[int]
    end: str = ""


def stages(
    goal: Until | Choose, store: Store, points: Points, start: Sequence[int]
) -> Iterator[Stage]:
    """What to make next, stage by stage; the rows of each are to be made before the next is
    asked for. The last one asks for nothing new."""
    step = _until if isinstance(goal, Until) else _choose
    replicates = list(start)
    times, least = MOST
    most = [max(times * count, least) for count in start]
    while True:
        stage = step(goal, store, points, replicates, most)  # type: ignore[arg-type]
        yield stage
        if stage.end:
            return
        replicates = stage.replicates


def _until(goal: Until, store: Store, points: Points, held: list[int], most: list[int]) -> Stage:
    found = series(store.folder, store.manifest, [(goal.indicator, goal.contrast)], held)
    open_ = [_open(values[:, 0], goal.half) for values in found]
    wanted = list(held)
    for design, values in enumerate(found):
        if open_[design]:
            more = following(values[:, 0], goal.half, fewest=FIRST, block=BLOCK)
            wanted[design] = max(held[design], min(more, most[design]))
    if wanted != held:
        return Stage(wanted)
    return Stage(held, "limit" if any(open_) else "reached")


def _open(differences: Floats, half: float) -> bool:
    """Whether a point is to be looked at further: not where every run failed."""
    return bool(np.isfinite(differences).any()) and not enough(differences, half, fewest=FIRST)


def _choose(goal: Choose, store: Store, points: Points, held: list[int], most: list[int]) -> Stage:
    found = series(store.folder, store.manifest, [(goal.indicator, goal.contrast)], held)
    groups = options(points)
    outcomes = [_mean([found[design][:, 0] for design in group]) for group in groups]
    usable = [k for k, values in enumerate(outcomes) if np.isfinite(values).sum() > 1]
    if len(usable) < 2:
        return Stage(held, "reached")
    known = [outcomes[k] for k in usable]
    lengths = allocate(known, BLOCK * max(len(usable) // 4, 1), block=BLOCK)
    if min(map(len, known)) >= FEWEST and max(best(known).p_best) >= goal.confidence:
        return Stage(held, "reached")
    wanted = list(held)
    for k, length in zip(usable, lengths, strict=True):
        for design in groups[k]:
            wanted[design] = max(held[design], min(int(length), most[design]))
    return Stage(wanted) if wanted != held else Stage(held, "limit")


def options(points: Points) -> list[list[int]]:
    """Design points by combination of levers, in the order in which the combinations come."""
    levers = points.levers
    groups: dict[tuple[object, ...], list[int]] = {}
    for design in range(points.count):
        values = points.values(design)
        groups.setdefault(tuple(values[i] for i in levers), []).append(design)
    return list(groups.values())


def _mean(series_: Sequence[Floats]) -> Floats:
    """An option's outcome in each world: the mean over its points, worlds that all have; a point
    without any good world is left out."""
    there = [values for values in series_ if np.isfinite(values).any()]
    if not there:
        return np.zeros(0)
    count = min(len(values) for values in there)
    mean: Floats = np.mean([values[:count] for values in there], axis=0)
    return mean


_EXAMPLE = "job_years:twin-baseline:"


def _parts(option: str, text: str, contrasts: Sequence[str], last: str) -> tuple[str, str, str]:
    indicator, _, rest = text.partition(":")
    contrast, _, rest = rest.partition(":")
    if not contrast:
        raise _fault(option, text, f"expected INDICATOR:CONTRAST:…, as in {_EXAMPLE}{last}")
    if indicator not in indicators():
        expected = "expected an indicator; twinsim explain indicators lists them"
        raise _fault(option, indicator, expected, nearest(indicator, indicators()) or "")
    if contrast not in contrasts:
        expected = f"expected a contrast of the experiment: {', '.join(contrasts)}"
        raise _fault(option, contrast, expected, nearest(contrast, contrasts) or "")
    return indicator, contrast, rest


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _fault(option: str, value: str, expected: str, near: str = "") -> ExperimentError:
    return ExperimentError(Fault("", 0, option, shown(value), expected, near))
