"""What a study's sweep says in a line: the programme as it is written, and its course, over doubt.

The sweep crosses the course with draws of the priors. What the programme does is told of the
points that leave it as it is written; what the course adds is paired by draw and world with the
points without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from twinsim.report.sweeps import interval
from twinsim.report.wording import spaced
from twinsim.study.experiment import AS_WRITTEN, LEVER, NONE
from twinsim.sweep import Results
from twinsim.sweep.answers.gather import Gathered, gather
from twinsim.sweep.answers.means import Mean, mean_of
from twinsim.text import inert

TOLD = ("need_relieved", "job_years", "net_value")


@dataclass(frozen=True)
class Doubted:
    """The mean of a difference over draws of the priors and worlds, with its 95 % interval.

    `course` says that it is the contrast with the course less that without.
    """

    indicator: str
    contrast: str
    mean: Mean
    course: bool = False

    @property
    def about(self) -> str:
        """What is compared: `twin − baseline`, or what the course adds to it."""
        more = ", the course against what else its money buys" if self.course else ""
        return spaced(inert(self.contrast)) + more

    @property
    def words(self) -> str:
        """The mean with its interval, and whether that tells it from 0."""
        mean = self.mean
        said = interval(mean, self.indicator)
        if mean.lo95 > 0.0 or mean.hi95 < 0.0:
            return said
        return "0 at every point" if mean.lo95 == mean.hi95 == 0.0 else f"{said} (not resolved)"


def doubted(results: Results, indicators: Sequence[str]) -> list[Doubted]:
    """Each contrast of the programme as written, then what its course adds to the first contrast;
    for an experiment without that lever, contrasts over all points.

    Raises :class:`ResultsError` for a damaged folder.
    """
    contrasts = results.manifest.contrasts
    gathered = gather(results, indicators, contrasts)
    draws = gathered.draws()
    written, without = _points(gathered)
    found = []
    for contrast in contrasts:
        for id in indicators:
            own = gathered.of(id, contrast)[written]
            found.append(
                Doubted(id, contrast, mean_of(own, draws[written], sampled=bool(draws.max())))
            )
    for id in indicators if len(without) else ():
        values = gathered.of(id, contrasts[0])
        apart = values[written] - values[without]
        mean = mean_of(apart, draws[written], sampled=bool(draws.max()))
        found.append(Doubted(id, contrasts[0], mean, course=True))
    return found


def _points(gathered: Gathered) -> tuple[np.ndarray, np.ndarray]:
    """Points as written, and those without the course at the same draws; all points and none where
    there is no such lever."""
    course = gathered.values.get(LEVER)
    if course is None or {*course} != {AS_WRITTEN, NONE}:
        return np.arange(gathered.points), np.zeros(0, np.int64)
    others = [factor.id for factor in gathered.about.factors if factor.id != LEVER]
    where: dict[str, dict[tuple[object, ...], int]] = {AS_WRITTEN: {}, NONE: {}}
    for point in range(gathered.points):
        state = tuple(gathered.values[id][point] for id in others)
        where[str(course[point])][state] = point
    both = [state for state in where[AS_WRITTEN] if state in where[NONE]]
    return (
        np.array([where[AS_WRITTEN][state] for state in both], np.int64),
        np.array([where[NONE][state] for state in both], np.int64),
    )
