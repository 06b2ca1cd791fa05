"""Boxes that hold beyond the cases in which they were found, or the word that there is none.

A search for boxes always finds one. Three things are asked of it before it is told:

Cases of one draw of what was sampled (points of a crossed lever) go together in all of it, see
:mod:`twinsim.sensitivity.discovery.together`.

* *More than chance*: outcomes are shuffled over the cases `SHUFFLES` times and the same search is
  made. `p_chance` is how often its best box is as good; above .05 nothing is told.
* *The same again*: the search is made in both halves of `SPLITS` random splits. A restriction
  counts as stable where it recurs, the same input from the same side, in at least `STABLE` of the
  halves; the others are dropped, and limits are searched anew in the inputs that are left. With q
  restrictions in a half on average, of the 2 D ends that D inputs have, at most
  q² / ((2 STABLE − 1) 2 D) restrictions are expected to be stable by luck. Halves share what luck
  there is in all cases, so a restriction is also dropped whose quasi-p-value is so large that half
  an input or more among D would have one as small: in a real sweep of 128 points and 127 inputs one
  recurred in 96 % of the halves (quasi-p .009) and was gone with 256 points.
* *Elsewhere too*: the box of one half is read in the other half, in cases that had no say in it.

Sources: halves as complementary pairs, Shah, R. D. and Samworth, R. J. (2013), Variable selection
with error control: another look at stability selection, Journal of the Royal Statistical Society B
75(1), with the bound of Meinshausen, N. and Bühlmann, P. (2010), Stability selection, ibid. 72(4);
reproducibility of boxes by resampling, Bryant, B. P. and Lempert, R. J. (2010), as in
:mod:`twinsim.sensitivity.discovery.prim`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from twinsim.sensitivity.discovery.halves import (
    STABLE,
    Key,
    by_luck,
    elsewhere,
    halves_of,
    recurring,
)
from twinsim.sensitivity.discovery.measure import correlation, quasi_p
from twinsim.sensitivity.discovery.outcomes import Outcomes
from twinsim.sensitivity.discovery.prim import search
from twinsim.sensitivity.discovery.shares import Step, coverage, interval, step_of
from twinsim.sensitivity.discovery.space import Box, Flags, Limits, Space
from twinsim.sensitivity.discovery.together import shuffled
from twinsim.sweep.chance import Estimate
from twinsim.sweep.rows import Floats

SHUFFLES = 99
SPLITS = 25  # of two halves each
CHANCE = 0.05
FEWEST_EACH = 8.0  # cases of success and of the other, in expectation, for a search
_BY_LUCK = 0.5  # inputs that would have as small a quasi-p-value
_ENOUGH = 10
_SEED = 1


@dataclass(frozen=True)
class Restriction:
    """One input of a box: its limits, by each restricted end how often that recurs in halves, and
    the quasi-p-value: how likely the box would be as dense by luck if this input were free."""

    input: int
    limits: Limits
    recurs: dict[str, float]
    quasi_p: float


@dataclass(frozen=True)
class Told:
    """A box as it is told. `coverage` is the share of all successes that it holds, `density` the
    share of its own cases that are successes, `mass` the share of cases that it holds, all with
    95 % intervals over cases, for this box. `held_density`, `held_coverage` and `held_rate` are
    those of boxes of one half in the other half, and the rate of success there. `by_luck` bounds
    how many stable restrictions are expected where no input matters."""

    restrictions: tuple[Restriction, ...]
    inside: Flags
    coverage: Estimate
    density: Estimate
    outside: Estimate
    mass: float
    held_density: float
    held_coverage: float
    held_rate: float
    by_luck: float


@dataclass(frozen=True)
class Found:
    """What a search came to. `box` is None where none is stable; `why` says in which way: `few`
    (success, or its absence, is too rare), `chance`, `unstable` or `elsewhere`. `recurs` counts,
    for the restrictions of halves, how often each was made; `first` is the box before any was
    dropped."""

    rate: Estimate
    path: tuple[Step, ...]
    first: Box
    p_chance: float
    recurs: dict[Key, float]
    box: Told | None
    why: str


def find(
    space: Space, outcomes: Outcomes, *, shuffles: int = SHUFFLES, splits: int = SPLITS
) -> Found:
    """Search for a stable box in which an expectation is above its threshold.

    The search counts each case by its own worlds alone; shares that are told are drawn towards
    their group, see :mod:`twinsim.sensitivity.discovery.outcomes`.
    """
    luck = np.random.default_rng(_SEED)
    y = outcomes.alone()
    rate = interval(outcomes, space.draw, luck)
    expected = outcomes.share() * len(space)
    if min(expected, len(space) - expected) < FEWEST_EACH or not np.ptp(y) > 0:
        return Found(rate, (), {}, math.nan, {}, None, "few")
    path, first = search(space, y)
    steps = tuple(step_of(space, outcomes, one.box) for one in path)
    p_chance = _by_chance(space, y, correlation(y, space.inside(first)), shuffles, luck)
    if not first or p_chance > CHANCE:
        return Found(rate, steps, first, p_chance, {}, None, "chance")
    halves = halves_of(space, outcomes, y, splits, luck)
    recurs = recurring(halves, splits)

    def told(box: Told | None, why: str) -> Found:
        return Found(rate, steps, first, p_chance, recurs, box, why)

    box = _sure(space, y, _core(space, y, first, recurs))
    if not box:
        return told(None, "unstable")
    held = elsewhere(halves)
    if not held[0] > held[2]:
        return told(None, "elsewhere")
    expected = by_luck(recurs, space.x.shape[1])
    return told(_told(space, outcomes, y, box, recurs, held, expected, luck), "")


def _core(space: Space, y: Floats, first: Box, recurs: dict[Key, float]) -> Box:
    """The box searched anew in the inputs whose restrictions are stable, with stable ends alone."""
    box = _stable(first, recurs)
    for _ in range(len(first)):
        kept = sorted(box)
        if not kept:
            break
        own = space.inputs(kept)
        _, again = search(own, y)
        box = _stable({kept[j]: limits for j, limits in again.items()}, recurs)
        if sorted(box) == kept:
            break
    return box


def _sure(space: Space, y: Floats, box: Box) -> Box:
    """A box without restrictions that luck would have among so many inputs."""
    while box:
        by_luck = {j: quasi_p(space, y, box, j) * space.x.shape[1] for j in box}
        worst = max(by_luck, key=lambda j: by_luck[j])
        if by_luck[worst] <= _BY_LUCK:
            break
        box = {j: limits for j, limits in box.items() if j != worst}
    return box


def _stable(box: Box, recurs: dict[Key, float]) -> Box:
    """A box without the ends that do not recur."""
    kept = {}
    for j, limits in box.items():
        ends = [side for side in limits.sides if recurs.get((j, side), 0.0) >= STABLE]
        if ends:
            kept[j] = limits.only(ends)
    return kept


def _by_chance(
    space: Space, y: Floats, score: float, shuffles: int, luck: np.random.Generator
) -> float:
    """How often shuffled outcomes have a box that is as good, the found one among them; after
    ten of those no more are made (Besag, J. and Clifford, P. (1991), Sequential Monte Carlo
    p-values, Biometrika 78(2))."""
    beaten = 0
    for made in range(1, shuffles + 1):
        mixed = shuffled(y, space.draw, luck)
        _, box = search(space, mixed)
        beaten += correlation(mixed, space.inside(box)) >= score - 1e-12
        if beaten == _ENOUGH:
            return beaten / made
    return (beaten + 1) / (shuffles + 1)


def _told(
    space: Space,
    outcomes: Outcomes,
    y: Floats,
    box: Box,
    recurs: dict[Key, float],
    held: tuple[float, float, float],
    by_luck: float,
    luck: np.random.Generator,
) -> Told:
    inside = space.inside(box)
    density, outside = (
        interval(outcomes.part(inside), space.draw[inside], luck),
        interval(outcomes.part(~inside), space.draw[~inside], luck),
    )
    restrictions = [
        Restriction(
            j,
            limits,
            {side: recurs.get((j, side), 0.0) for side in limits.sides},
            quasi_p(space, y, box, j),
        )
        for j, limits in box.items()
    ]
    restrictions.sort(key=lambda one: (one.quasi_p, -max(one.recurs.values())))
    return Told(
        restrictions=tuple(restrictions),
        inside=inside,
        coverage=coverage(outcomes, inside, space.draw, luck),
        density=density,
        outside=outside,
        mass=float(inside.mean()),
        held_density=held[0],
        held_coverage=held[1],
        held_rate=held[2],
        by_luck=by_luck,
    )
