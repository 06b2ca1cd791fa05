"""Partner and course together: does a better partner make upskilling worth more, or replace it?

The *worth* of a course with a partner is what the programme does with it less what it does without,
paired by world. The *interaction* is that worth with one partner less that with another. Whether
better partners go with worthier courses is a slope of worth on how good a partner is; here that is
its impact as a mean of with and without the course. Taking the impact without would build a
negative slope out of noise, since the same noise stands on both sides with opposite signs (Oldham,
P. D. (1962), A note on the analysis of repeated measurements of the same subjects, Journal of
Chronic Diseases 15(10)).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from twinsim.errors import Fault, ResultsError
from twinsim.pairing.impact.reading import Reading, differences, read
from twinsim.pairing.impact.spread import Spread, spread
from twinsim.pairing.objects import Estimate
from twinsim.pairing.sheet import Floats
from twinsim.registry import indicators
from twinsim.sweep.answers.factors import about
from twinsim.sweep.results import Results
from twinsim.text import inert, number, span

CONTRAST = "twin-baseline"
PARTNER, COURSE = "partner", "course"  # levers, as the packaged experiment calls them


@dataclass(frozen=True)
class Courses:
    """The worth of a course, by partner, in the unit of the indicator.

    `worth` is that of `course` over `against`; `overall` its mean over partners with its interval.
    `slope` is by how much worth rises with a unit of impact of the partner: above 0 a better
    partner makes the course worth more, below 0 it stands in for it; its interval is over worlds,
    for these partners. `spread` says how much of what worth differs between partners is true.
    """

    indicator: str
    unit: str
    course: str
    against: str
    cities: tuple[str, ...]
    worth: Reading
    overall: Estimate
    slope: Estimate
    spread: Spread | None

    @property
    def sentences(self) -> str:
        """What the course is worth as a mean over partners, and the answer."""
        digits, overall = indicators()[self.indicator].digits, self.overall
        one, other = (inert(level, 40) for level in (self.course, self.against))
        against = "no course" if other == "none" else other
        return (
            f"{one} in place of {against}, for the same budget, changes "
            f"{self.indicator} by {number(overall.value, digits, sign=True)}, mean over partners "
            f"(95 % interval {span(overall.lo95, overall.hi95, digits)}). {self.answer}"
        )

    @property
    def answer(self) -> str:
        """The answer in a sentence."""
        if math.isnan(self.slope.value):
            return "With one partner there is no interaction to see."
        ends = f"(95 % interval {self.slope.lo95:+.2f} to {self.slope.hi95:+.2f})"
        slope = f"slope {self.slope.value:+.2f} {ends}".replace("-", "−")
        if self.slope.lo95 > 0:
            return f"A better partner makes the course worth more: {slope}."
        if self.slope.hi95 < 0:
            return f"A better partner stands in for the course: {slope}."
        return (
            f"Whether a better partner makes the course worth more or stands in for it is not told "
            f"by these runs: {slope}."
        )


def crossed(results: Results) -> bool:
    """Whether the folder holds a sweep of nothing but partners by courses, each with each."""
    levels = {factor.id: factor.levels for factor in about(results).factors}
    if set(levels) != {PARTNER, COURSE} or CONTRAST not in results.manifest.contrasts:
        return False
    many = len(levels[PARTNER]), len(levels[COURSE])
    return min(many) > 1 and len(results.points()) == many[0] * many[1]


def partner_by_upskilling(
    results: Results,
    indicator: str = "job_years",
    *,
    course: str | None = None,
    against: str | None = None,
    partner: str = PARTNER,
    lever: str = COURSE,
) -> Courses:
    """The interaction in a sweep of partners by courses, as the packaged `partner-by-upskilling`.

    `course` and `against` are two levels of the lever; by default its last and its first. Raises
    :class:`ResultsError` where the folder holds no such sweep.
    """
    table = results.points()
    for name in (partner, lever):
        if name not in table.columns:
            expected = "expected a sweep with this lever, such as partner-by-upskilling"
            raise ResultsError(Fault(str(results.folder), 0, name, "", expected))
    levels = list(dict.fromkeys(str(level) for level in table[lever]))
    chosen = course or levels[-1], against or levels[0]
    for level in chosen:
        if level not in levels:
            expected = f"expected one of {', '.join(levels)}"
            raise ResultsError(Fault(str(results.folder), 0, lever, level, expected))
    found = differences(results, [CONTRAST], indicator, "total")[CONTRAST]
    place = {
        (str(row[partner]), str(row[lever])): int(row["design"]) for row in table.to_dict("records")
    }
    cities, with_, without = [], [], []
    for city in dict.fromkeys(str(one) for one in table[partner]):
        own = [found.get(place.get((city, level), -1), np.zeros(0)) for level in chosen]
        count = min(map(len, own))
        if np.isfinite(own[0][:count] - own[1][:count]).sum() > 1:
            cities.append(city)
            with_.append(own[0][:count])
            without.append(own[1][:count])
    if not cities:
        expected = "expected two worlds with and without the course in which no run failed"
        raise ResultsError(Fault(str(results.folder), 0, lever, "", expected))
    return _courses(indicator, chosen, cities, with_, without)


def _courses(
    indicator: str,
    chosen: tuple[str, str],
    cities: list[str],
    with_: list[Floats],
    without: list[Floats],
) -> Courses:
    worth = [a - b for a, b in zip(with_, without, strict=True)]
    middle = [0.5 * (a + b) for a, b in zip(with_, without, strict=True)]
    told = read(worth)
    # Both from the same draws of worlds: what errs together has to be drawn together.
    good = read(middle)
    overall = told.draws.mean(axis=1)
    mean = float(told.mean.mean())
    half = float(1.96 * overall.std(ddof=1))
    slopes = _slope(good.draws, told.draws)
    if len(cities) < 2:
        slope = Estimate(math.nan, math.nan, math.nan)
    else:
        low, high = np.nanquantile(slopes, (0.025, 0.975))
        slope = Estimate(float(_slope(good.mean, told.mean)), float(low), float(high))
    return Courses(
        indicator,
        indicators()[indicator].unit,
        *chosen,
        tuple(cities),
        told,
        Estimate(mean, mean - half, mean + half),
        slope,
        spread(told),
    )


def _slope(x: Floats, y: Floats) -> Floats:
    """Least-squares slope of y on x along the last axis; NaN where x does not vary."""
    x = x - x.mean(axis=-1, keepdims=True)
    below = (x * x).sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        above = (x * (y - y.mean(axis=-1, keepdims=True))).sum(axis=-1)
        return np.asarray(np.where(below > 0, above / below, np.nan))
