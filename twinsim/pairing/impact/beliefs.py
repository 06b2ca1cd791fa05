"""What a designer would have to believe, fact by fact, for another partner to win.

One fact of the rival is moved, everything else stays, and so does the luck: the value at which its
mean impact overtakes the leader's is found by bisection between what the table says and the end of
the range at which it leads. The range of a fact is that of the anchor and the candidates, for
population and GDP per head a quarter beyond (for sectors and ties, from none of the anchor's to all
of them). Where it leads at neither end, no value is enough.

The lead at a value is the rival's lead as the table has it, over all worlds kept, plus what the
value changes, over the first of these worlds: under the same luck a change of the rival varies less
from world to world than rival and leader do, so that fewer worlds say as much of it. Whether the
rival leads at a value is asked of a few worlds first, and of the rest only where those leave it
open; a value that is told is told from all of them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from twinsim.pairing.impact.asked import ANYONE
from twinsim.pairing.sheet import Floats
from twinsim.scenario import CityProfile
from twinsim.sweep.stats import half_width

STEPS = 5
"""Halvings of the range, so that the value is known to a thirtieth of it."""

MOST = 2 * 5 * (2 + STEPS)
"""Measurements at most: both ends and the halvings of five facts, by few worlds, then by all."""

FIRST = 20
"""Worlds that are asked first."""

CLEAR = 2.0
"""Half-widths of the 95 % interval of what a value changes that its lead has to be away from 0 for
the first worlds to be enough: some four standard errors, which more worlds hardly turn."""

UNASKED = 50
"""Worlds of each measurement where nobody asked for beliefs."""

_BEYOND = 1.25

Measure = Callable[[CityProfile, int], Floats]


@dataclass(frozen=True)
class Belief:
    """The value of one fact at which a rival would overtake the leader.

    `told` is the table's value, `value` the one needed (NaN where none from `low` to `high` is
    enough). `times` is value over told. `lead` is by how much the rival leads there with half its
    Monte-Carlo interval `lead_half`; where no value is enough, at its best. `best` is the end at
    which that is.
    """

    fact: str
    unit: str
    told: float
    value: float
    low: float
    high: float
    best: float
    lead: float
    lead_half: float

    @property
    def times(self) -> float:
        """How many times what the table says, NaN where that is 0 or no value is enough."""
        return self.value / self.told if self.told > 0 else math.nan


@dataclass(frozen=True)
class Beliefs:
    """What would have to hold for `rival` to overtake `leader`, fact by fact. `gap` is how much
    the rival is behind as the table has it, with half its interval."""

    rival: str
    leader: str
    worlds: int
    gap: float
    gap_half: float
    facts: tuple[Belief, ...]


@dataclass(frozen=True)
class Dial:
    """A fact that can be moved: what it is, between which values, and the city with a value.

    On a log scale it is halved by its logarithm, and where `whole` in whole numbers.
    """

    fact: str
    unit: str
    told: float
    low: float
    high: float
    turned: Callable[[float], CityProfile]
    log: bool = False
    whole: bool = False

    def middle(self, one: float, other: float) -> float:
        """Halfway between two values, as the scale has it."""
        if self.whole:
            return float(math.floor((one + other) / 2.0 + 0.5))
        return math.sqrt(one * other) if self.log else 0.5 * (one + other)


def dials(
    city: CityProfile, anchor: CityProfile, candidates: Sequence[CityProfile]
) -> Iterator[Dial]:
    """The facts of a city that a designer may believe otherwise than the table."""
    for fact, unit, log in (
        ("population", "residents", True),
        ("gdp_per_head", "USD of 2015 at PPP", True),
        ("gov_level", "reach, 1 to 4", False),
    ):
        known = [float(getattr(other, fact)) for other in (anchor, *candidates)]
        known = [value for value in known if not math.isnan(value)]
        told = float(getattr(city, fact))
        if len(known) < 2 or min(known) == max(known) or math.isnan(told):
            continue
        beyond = _BEYOND if log else 1.0
        yield Dial(
            fact,
            unit,
            told,
            min(known) / beyond,
            max(known) * beyond,
            lambda value, fact=fact: replace(city, **{fact: value}),  # type: ignore[misc]
            log=log,
        )
    if anchor.tags:
        yield _sectors(city, anchor)
    yield _ties(city, anchor)


def beliefs(
    rival: CityProfile,
    leader: str,
    own: Floats,
    ahead: Floats,
    anchor: CityProfile,
    candidates: Sequence[CityProfile],
    measure: Measure,
    worlds: int,
) -> Beliefs:
    """What would have to hold of `rival`.

    `own` are its differences and `ahead` the leader's, world by world; `measure` gives a changed
    rival's, in so many of the same worlds, `worlds` at most.
    """
    gap = _Gap(own, *_mean(_paired(own, ahead)), measure, worlds)
    facts = tuple(_belief(dial, gap) for dial in dials(rival, anchor, candidates))
    both = int(np.isfinite(_paired(own, ahead)).sum())
    return Beliefs(rival.id, leader, both, -gap.lead, gap.half, facts)


@dataclass(frozen=True)
class _Gap:
    """A rival as the table has it: its differences, and its lead with half its interval; and how
    to measure what a change makes of it, over how many worlds."""

    own: Floats
    lead: float
    half: float
    measure: Measure
    worlds: int

    def at(self, city: CityProfile, *, whole: bool = False) -> tuple[float, float]:
        """The lead of the rival changed, with half its interval: over the first worlds where they
        settle its sign, unless the `whole` of them is asked for."""
        first = self.worlds if whole else min(FIRST, self.worlds)
        shift, half = _mean(_paired(self.measure(city, first), self.own))
        settled = half > 0 and abs(self.lead + shift) > CLEAR * half
        if first < self.worlds and not settled:
            return self.at(city, whole=True)
        return self.lead + shift, math.hypot(self.half, half)


def _belief(dial: Dial, gap: _Gap) -> Belief:
    ends = [end for end in (dial.low, dial.high) if end != dial.told]
    found = {end: gap.at(dial.turned(end)) for end in ends}
    best = max(ends, key=lambda end: found[end][0])
    if not found[best][0] > 0:
        return _of(dial, math.nan, best, found[best])
    behind, leads = dial.told, best
    for _ in range(STEPS):
        middle = dial.middle(behind, leads)
        if middle in (behind, leads):
            break
        if gap.at(dial.turned(middle))[0] > 0:
            leads = middle
        else:
            behind = middle
    return _of(dial, leads, best, gap.at(dial.turned(leads), whole=True))


def _of(dial: Dial, value: float, best: float, at: tuple[float, float]) -> Belief:
    return Belief(dial.fact, dial.unit, dial.told, value, dial.low, dial.high, best, *at)


def _paired(one: Floats, other: Floats) -> Floats:
    """By how much one is above the other, in the worlds that both have."""
    count = min(len(one), len(other))
    return one[:count] - other[:count]


def _mean(differences: Floats) -> tuple[float, float]:
    """The mean of those that are there, and half its interval."""
    good = differences[np.isfinite(differences)]
    return float(good.mean()), float(half_width(good))


def _sectors(city: CityProfile, anchor: CityProfile) -> Dial:
    """How many of the anchor's priority sectors the city shares; its other sectors stay."""
    shared = [tag for tag in anchor.tags if tag in city.tags]
    order = [*shared, *(tag for tag in anchor.tags if tag not in shared)]
    others = tuple(tag for tag in city.tags if tag not in anchor.tags)

    def turned(value: float) -> CityProfile:
        return replace(city, tags=(*order[: int(value)], *others))

    high = float(len(order))
    what = f"of {anchor.id}'s sectors"
    return Dial("sectors", what, float(len(shared)), 0.0, high, turned, whole=True)


def _ties(city: CityProfile, anchor: CityProfile) -> Dial:
    """Ties with the anchor: each shared network one, a prior link two, as the simulator counts."""
    shared = [one for one in anchor.networks if one in city.networks]
    order = [*shared, *(one for one in anchor.networks if one not in shared)]
    others = tuple(one for one in city.networks if one not in anchor.networks)
    linked = city.id in anchor.prior_links or anchor.id in city.prior_links
    links = tuple(one for one in city.prior_links if one != anchor.id)

    def turned(value: float) -> CityProfile:
        steps = int(value)
        link = steps >= 2
        networks = (*order[: steps - 2 * link], *others)
        return replace(city, networks=networks, prior_links=(*links, anchor.id) if link else links)

    told = len(shared) + 2.0 * linked
    what = "shared networks, a prior link counting two"
    return Dial("ties", what, told, 0.0, len(order) + 2.0, turned, whole=True)


def turned_off(belief: Belief) -> bool:
    """Whether no value is enough."""
    return math.isnan(belief.value)


def chosen(by_score: Sequence[str], rival: str, leader: str) -> str | None:
    """The rival that is looked at: the one named, or else the first by score that does not lead;
    None where it leads itself, or there is no other."""
    others = [city for city in by_score if city != leader]
    if rival != ANYONE:
        return rival if rival in others else None
    return next(iter(others), None)
