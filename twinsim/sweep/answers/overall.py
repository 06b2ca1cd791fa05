"""A sweep in a few lines: each headline's mean over all points, and its best and worst option."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from twinsim.registry import indicators
from twinsim.sweep.answers.answer import known_indicators
from twinsim.sweep.answers.factors import About
from twinsim.sweep.answers.gather import Gathered, Ints, gather, number
from twinsim.sweep.answers.judge import judge_points
from twinsim.sweep.answers.levels import shown
from twinsim.sweep.answers.means import Mean, mean_of

if TYPE_CHECKING:
    from twinsim.sweep.results import Results

MOST_OPTIONS = 200


@dataclass(frozen=True)
class Option:
    """A combination of levers: its values by factor, the mean difference over its points, and the
    probability that no other has a higher one on average over states (NaN where not comparable).
    `ties` is how many others have the same mean."""

    values: dict[str, str]
    mean: Mean
    p_first: float
    ties: int = 0


@dataclass(frozen=True)
class Line:
    """An indicator and contrast over a whole sweep. `best` and `worst` are None where there is one
    option, or where options are as many as draws of other factors (each point one of its own)."""

    indicator: str
    unit: str
    contrast: str
    mean: Mean
    best: Option | None
    worst: Option | None


@dataclass(frozen=True)
class Overall:
    """What a sweep holds, in short: points, options, draws and worlds that tell anything, those
    that failed, and why first."""

    about: About
    points: int
    options: int
    draws: int
    worlds: int
    failed: int
    failed_points: int
    reason: str
    lines: tuple[Line, ...]


def overall(
    results: Results,
    indicators_: Sequence[str] | None = None,
    contrast: str | None = None,
) -> Overall:
    """A sweep in short, for the headlines (or these indicators) and the first contrast (or this).

    Raises :class:`ResultsError` for an unknown word, a damaged folder or one where all failed.
    """
    chosen = results.known_contrast(contrast)
    return in_short(gather(results, known_indicators(indicators_), [chosen]), results)


def in_short(gathered: Gathered, results: Results) -> Overall:
    """The same from what was gathered."""
    levers = [factor.id for factor in gathered.about.levers]
    keys = [tuple(gathered.values[id][p] for id in levers) for p in range(gathered.points)]
    option = number(keys)
    many = int(option.max()) + 1
    draws = gathered.draws()
    replicated = 1 < many <= MOST_OPTIONS and not any(f.sampled for f in gathered.about.levers)
    lines = []
    for id, contrast in gathered.differences:
        differences = gathered.of(id, contrast)
        ranked = _ranked(gathered, differences, option, levers) if replicated else []
        lines.append(
            Line(
                id,
                indicators()[id].unit,
                contrast,
                mean_of(differences, draws, sampled=bool(draws.max())),
                ranked[0] if ranked else None,
                ranked[-1] if ranked else None,
            )
        )
    told = np.isfinite(next(iter(gathered.differences.values()))).any(axis=1)
    failed = int(gathered.failed.sum())
    return Overall(
        about=gathered.about,
        points=int(told.sum()),
        options=len(set(option[told].tolist())),
        draws=len(set(draws[told].tolist())),
        worlds=sum(results.manifest.replicates()) - failed,
        failed=failed,
        failed_points=int((gathered.failed > 0).sum()),
        reason=gathered.first_reason(),
        lines=tuple(lines),
    )


def _ranked(
    gathered: Gathered, differences: np.ndarray, option: Ints, levers: list[str]
) -> list[Option]:
    """The options by their mean, the highest first; those without a world are left out."""
    draws, many = gathered.draws(), int(option.max()) + 1
    first = _first(gathered, differences, option)
    found = []
    for k in range(many):
        own = np.flatnonzero(option == k)
        mean = mean_of(differences[own], draws[own], sampled=bool(draws.max()))
        if mean.worlds:
            values = {id: shown(gathered.values[id][own[0]]) for id in levers}
            found.append(Option(values, mean, float(first[k])))
    means = [one.mean.value for one in found]
    tied = [replace(one, ties=means.count(one.mean.value) - 1) for one in found]
    return sorted(tied, key=lambda one: -one.mean.value)


def _first(gathered: Gathered, differences: np.ndarray, option: Ints) -> np.ndarray:
    """The probability of each option to be first on average, NaN for one without a world."""
    others = [f.id for f in gathered.about.uncertain]
    state = number([tuple(gathered.values[i][p] for i in others) for p in range(gathered.points)])
    found = np.full(int(option.max()) + 1, np.nan)
    there = np.unique(option[np.isfinite(differences).any(axis=1)])
    place = np.full((len(found), int(state.max()) + 1), -1, np.int64)
    for point in np.flatnonzero(np.isfinite(differences).any(axis=1)):
        place[option[point], state[point]] = point
    place = place[there]
    place = place[:, (place >= 0).all(axis=0)]
    if not place.size:
        return found
    draws = number(gathered.draws()[place[0]].tolist())
    found[there] = judge_points(differences, place, draws)[0].p_first
    return found
