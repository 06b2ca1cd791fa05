"""How a criterion scores a pair, and between which ends where a fact is missing.

Every form is symmetric in the two cities, gives numbers in [0, 1], and returns an
:class:`Outcome` whose ends hold the score of every value that a missing fact could take.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

from twinsim.pairing.criteria import Criterion
from twinsim.pairing.facts import Value, domain_of, value_of
from twinsim.registry import SECTORS
from twinsim.scenario import CityProfile


class Outcome(NamedTuple):
    """A score between two ends; NaN, with the ends apart, where a fact is missing."""

    score: float
    lo: float
    hi: float

    @property
    def known(self) -> bool:
        """Whether the facts of both cities are there."""
        return not math.isnan(self.score)


def exactly(score: float) -> Outcome:
    """The outcome of facts that are there."""
    return Outcome(score, score, score)


def somewhere(lo: float, hi: float) -> Outcome:
    """The outcome of facts that are not."""
    return Outcome(math.nan, lo, hi)


def outcome(
    criterion: Criterion,
    a: CityProfile,
    b: CityProfile,
    unit: str,
    countries: Mapping[str, str] | None = None,
) -> Outcome:
    """What a criterion says of two cities. `countries` holds the country of each city by id."""
    if criterion.form == "tie":
        return tie(a, b, countries or {})
    x, y = value_of(a, criterion, unit), value_of(b, criterion, unit)
    return _FORMS[criterion.form](criterion, x, y, unit)


def _similar(criterion: Criterion, x: Value | None, y: Value | None, unit: str) -> Outcome:
    """exp(-|x - y| / scale), of logarithms where the criterion says so."""
    low, high = domain_of(criterion, unit)
    ends = [_scaled(criterion, value) for value in (low, high)]
    known = [_scaled(criterion, value) for value in (x, y) if isinstance(value, float)]
    if len(known) == 2:
        return exactly(math.exp(-abs(known[0] - known[1]) / criterion.scale))
    farthest = max((abs(end - value) for end in ends for value in known), default=ends[1] - ends[0])
    return somewhere(math.exp(-farthest / criterion.scale), 1.0)


def _scaled(criterion: Criterion, value: float) -> float:
    return math.log(value) if criterion.log else value


def _level(criterion: Criterion, x: Value | None, y: Value | None, unit: str) -> Outcome:
    """The geometric mean of two levels."""
    known = [level_of(criterion, value) for value in (x, y) if value is not None]
    if len(known) == 2:
        return exactly(math.sqrt(known[0] * known[1]))
    return somewhere(0.0, math.sqrt(known[0]) if known else 1.0)


def level_of(criterion: Criterion, value: Value) -> float:
    """A level from 0 to 1; a list of n entries has 1 - exp(-n / scale)."""
    if isinstance(value, tuple):
        return 1.0 - math.exp(-len(value) / criterion.scale)
    return min(1.0, max(0.0, value))


def _overlap(criterion: Criterion, x: Value | None, y: Value | None, unit: str) -> Outcome:
    """The cosine of two sets."""
    if isinstance(x, tuple) and isinstance(y, tuple):
        return exactly(cosine(x, y))
    return somewhere(*_cosines(x, y))


def _complementary(criterion: Criterion, x: Value | None, y: Value | None, unit: str) -> Outcome:
    """An inverted U of the distance of two sets, 1 at the peak and 0 at the farther end."""
    peak = criterion.peak
    if isinstance(x, tuple) and isinstance(y, tuple):
        return exactly(inverted_u(1.0 - cosine(x, y), peak))
    lowest, highest = _cosines(x, y)
    near, far = 1.0 - highest, 1.0 - lowest
    worst = min(inverted_u(near, peak), inverted_u(far, peak))
    return somewhere(worst, inverted_u(min(max(peak, near), far), peak))


def cosine(x: tuple[str, ...], y: tuple[str, ...]) -> float:
    """Shared entries over the root of the product of their numbers."""
    shared = len(set(x) & set(y))
    return shared / math.sqrt(len(set(x)) * len(set(y)))


def inverted_u(distance: float, peak: float) -> float:
    """1 at the peak, falling as the square of the distance from it, 0 at the farther end."""
    apart = (distance - peak) / max(peak, 1.0 - peak)
    return max(0.0, 1.0 - apart * apart)


def _cosines(x: Value | None, y: Value | None) -> tuple[float, float]:
    """The least and the greatest cosine of a set with any set of sectors."""
    known = x if isinstance(x, tuple) else y
    every = isinstance(known, tuple) and set(known) >= set(SECTORS)
    return (1.0 / math.sqrt(len(SECTORS)) if every else 0.0), 1.0


def tie(a: CityProfile, b: CityProfile, countries: Mapping[str, str]) -> Outcome:
    """What is known of work of two cities with each other and in each other's country."""
    if b.id in a.prior_links or a.id in b.prior_links:
        return exactly(1.0)
    found = 0.5 * (_in(a.prior_links, b, countries) or _in(b.prior_links, a, countries))
    return exactly(found) if a.prior_links and b.prior_links else somewhere(found, 1.0)


def _in(links: tuple[str, ...], other: CityProfile, countries: Mapping[str, str]) -> bool:
    return any(countries.get(link) == other.iso2 for link in links)


_FORMS: dict[str, Callable[[Criterion, Value | None, Value | None, str], Outcome]] = {
    "similar": _similar,
    "level": _level,
    "overlap": _overlap,
    "complementary": _complementary,
}
