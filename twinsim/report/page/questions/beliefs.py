"""What a sweep says of the scenario as it is written, over all that is believed of parameters.

Two things are told of a difference: its mean over draws, with an interval over draws and luck, and
the share of draws in which its expectation is above 0, the noise of few worlds taken out (see
:mod:`twinsim.sensitivity.discovery.outcomes`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twinsim.report.page.sweep import Sweep
from twinsim.sensitivity.discovery.outcomes import Outcomes
from twinsim.sensitivity.discovery.questions import states_of
from twinsim.sensitivity.discovery.shares import interval
from twinsim.sweep.answers.factors import Varied
from twinsim.sweep.answers.gather import Ints, number
from twinsim.sweep.answers.levels import levels
from twinsim.sweep.answers.means import Mean, mean_of
from twinsim.sweep.chance import FEWEST_WORLDS, Estimate
from twinsim.sweep.rows import Floats

FEWEST_DRAWS = 8
_COURSE = "programme.upskilling."


@dataclass(frozen=True)
class Believed:
    """A difference over draws of what is believed. `more` is the share of draws in which its
    expectation is above 0, NaN where there are too few or no world differs."""

    mean: Mean
    more: Estimate
    draws: int
    worlds: int


@dataclass(frozen=True)
class Course:
    """A lever that changes the course, with the level that changes nothing and another one."""

    lever: Varied
    written: str
    other: str


def as_written(sweep: Sweep, indicator: str, contrast: str) -> Believed | None:
    """A difference of the scenario as it is written; None where the sweep holds no such points, or
    samples nothing."""
    points = _written(sweep)
    if points is None or (indicator, contrast) not in sweep.gathered.differences:
        return None
    return _believed(sweep, sweep.gathered.of(indicator, contrast)[points], points)


def course_of(sweep: Sweep) -> Course | None:
    """The lever that changes the course; None where there is none with a level that changes
    nothing."""
    for lever in sweep.gathered.about.levers:
        options = _options(sweep, lever.id)
        plain = [id for id, keys in options.items() if not keys]
        others = [id for id, keys in options.items() if any(_COURSE in key for key in keys)]
        if plain and (others or (lever.id == "course" and len(options) > 1)):
            other = others or [id for id in options if id != plain[0]]
            return Course(lever, plain[0], other[-1])
    return None


def of_course(sweep: Sweep, course: Course, indicator: str, contrast: str) -> Believed | None:
    """What the course as it is written adds to the difference, against the other level, in the
    same states and worlds."""
    of = levels(sweep.gathered, course.lever)
    if not {course.written, course.other} <= set(of.labels):
        return None
    places = [of.labels.index(word) for word in (course.written, course.other)]
    one, two = states_of(sweep.gathered, of, *places)
    if not len(one):
        return None
    differences = sweep.gathered.of(indicator, contrast)
    return _believed(sweep, differences[one] - differences[two], one, but=course.lever.id)


def _believed(sweep: Sweep, differences: Floats, points: Ints, but: str = "") -> Believed | None:
    draws = number(sweep.gathered.draws([but])[points].tolist())
    good = np.isfinite(differences).sum(axis=1) >= FEWEST_WORLDS
    differences, draws = differences[good], draws[good]
    if not len(draws) or not any(f.sampled for f in sweep.gathered.about.factors):
        return None
    count = len(set(draws.tolist()))
    told = count >= FEWEST_DRAWS and bool(np.nan_to_num(differences).any())
    more = _share(differences, draws) if told else Estimate(*[float("nan")] * 3)
    return Believed(
        mean_of(differences, draws, sampled=True), more, count, int(differences.shape[1])
    )


def _share(differences: Floats, draws: Ints) -> Estimate:
    """The share of draws above 0, with its interval over draws and over luck that they share."""
    found = interval(Outcomes.of(differences), draws, np.random.default_rng(1))
    least, most = _wilson(found.value, len(set(draws.tolist())))
    return Estimate(found.value, min(found.lo95, least), max(found.hi95, most))


def _wilson(share: float, many: int) -> tuple[float, float]:
    """The 95 % interval of a share of so many draws by Wilson, E. B. (1927), Probable inference,
    Journal of the American Statistical Association 22(158): draws that all agree are no proof that
    another would."""
    z = 1.959964
    middle = (share + z * z / (2 * many)) / (1 + z * z / many)
    half = z / (1 + z * z / many) * np.sqrt(share * (1 - share) / many + (z / (2 * many)) ** 2)
    return float(max(0.0, middle - half)), float(min(1.0, middle + half))


def _written(sweep: Sweep) -> Ints | None:
    """The points at which no lever changes anything."""
    kept = np.ones(sweep.gathered.points, bool)
    for lever in sweep.gathered.about.levers:
        plain = [id for id, keys in _options(sweep, lever.id).items() if not keys]
        if not plain:
            return None
        kept &= np.array([value in plain for value in sweep.gathered.values[lever.id]])
    return np.flatnonzero(kept) if kept.any() else None


def _options(sweep: Sweep, lever: str) -> dict[str, list[str]]:
    """The options of a lever, with the keys that each sets."""
    experiment = sweep.case.results.manifest.identity.experiment or {}
    factors = experiment.get("factors")
    held = factors.get(lever, {}) if isinstance(factors, dict) else {}
    options = held.get("options") if isinstance(held, dict) else None
    if not isinstance(options, dict):
        return {}
    return {str(id): list(keys) if isinstance(keys, dict) else [] for id, keys in options.items()}
