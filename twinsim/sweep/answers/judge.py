"""Which option is best in expectation, state by state and on average.

An *option* is a level of the factor asked about, a *state* the values of all other factors. Options
are compared within a state and in the same worlds. With y[k, j, r] the difference of option k in
state j and world r, m_kj its mean over worlds, M_k the mean of m_kj over states:

    m_kj = M_k + (what the state gives every option) + i_kj

What the state gives every option decides nothing. The interaction i_kj is the option's own, plus
the noise of a mean over few worlds, so it is drawn towards the option's main effect M_k (empirical
Bayes, as in :mod:`twinsim.sweep.chance`): by the weight w = 1 − (noise / observed variance), not
below 0, of interactions standardised by the spread of worlds in their state, since a state of large
firms has large interactions and large noise alike. Then

    mu*_kj = M*_k + w i_kj + √w (i*_kj − i_kj)

is what the expectation may be, with * a draw of the Bayesian bootstrap of worlds (weights of worlds
that all options and states share, as luck is shared). With one state there is nothing to draw
towards, and this is :func:`twinsim.sweep.best.best`.

* `p_best`: probability that no option has a higher mu in a state, as the mean over states;
* `regret`: by how much the best option of a state exceeds this one, as the mean over states and
  draws, and `regret_90` what it exceeds with a probability of one tenth;
* `p_first`: probability that no option has a higher mean of mu over all states that might have
  been drawn (states drawn at random are weighed anew as well).

Options that are the same in every world share a first place equally. Where an option is never
compared with another in one state (both were sampled), `unpaired` weighs points instead. Source:
Rubin, D. B. (1981), The Bayesian bootstrap, Annals of Statistics 9(1); Efron, B. and Morris, C.
(1973), Stein's estimation rule and its competitors, Journal of the American Statistical
Association 68(341).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from twinsim.sweep.answers.gather import Ints, number, worlds_of_all
from twinsim.sweep.best import ROUNDING, best, spread
from twinsim.sweep.rows import Floats

_DRAWS = (100, 2000)  # fewest and most
_AT_ONCE = 4_000_000  # numbers held at a time
_SEED = 1


@dataclass(frozen=True)
class Compared:
    """K options judged, arrays of shape (K,). `states` is how many they were compared in, 0 where
    they could not be: then p_best is NaN, and regret is that of means over points."""

    states: int
    p_first: Floats
    p_best: Floats
    regret: Floats
    regret_90: Floats


def nothing(many: int) -> Compared:
    """What is said of options that cannot be compared at all."""
    return Compared(0, *[np.full(many, math.nan) for _ in range(4)])


def judge(values: Floats, draws: Ints | None = None) -> Compared:
    """Judge K options in J states, from differences of shape (K, J, worlds), all finite.

    `draws` numbers the draw of sampled factors to which each state belongs, None where nothing is
    sampled. Raises ValueError for fewer than two worlds.
    """
    _, states, worlds = values.shape
    if worlds < 2:
        raise ValueError("expected at least two worlds")
    if states == 1:
        return judge_one(list(values[:, 0]))
    kinds, which, alike = _alike(values)
    drawn = possible(kinds)
    missed = _missed(drawn, values)
    shares = _shares(missed, alike).mean(axis=(0, 2))
    first = _shares(_missed(_over_states(drawn, draws), values), alike).mean(axis=0)
    ninety = np.quantile(missed.swapaxes(0, 1).reshape(len(kinds), -1), 0.9, axis=1)
    regret = missed.mean(axis=(0, 2))
    return Compared(states, first[which], shares[which], regret[which], ninety[which])


def judge_points(differences: Floats, place: Ints, draws: Ints) -> tuple[Compared, int]:
    """Judge options from the points of each in each state, `place` of shape (K, J), and say over
    how many worlds: those that all points hold, but of a single state all that the longest has."""
    if place.shape[1] == 1:
        rows = [differences[point] for point in place[:, 0]]
        ends = [int(np.flatnonzero(np.isfinite(row))[-1]) + 1 for row in rows]
        return judge_one([row[:end] for row, end in zip(rows, ends, strict=True)]), max(ends)
    held = worlds_of_all(differences, place.ravel())
    if held.shape[1] < 2:
        return nothing(len(place)), 0
    return judge(held.reshape(*place.shape, held.shape[1]), draws), held.shape[1]


def judge_one(values: Sequence[Floats]) -> Compared:
    """Judge options in a single state, from the differences of each, whose lengths may differ; NaN
    is a failed world."""
    found = best(values)
    return Compared(1, found.p_best, found.p_best, found.regret, found.regret_90)


def unpaired(means: list[Floats], worlds: list[Floats], draws: list[Ints]) -> Compared:
    """Judge options that no state holds together, by weighing points (of one draw alike) and worlds
    anew: `means` are those of an option's points, `worlds` their deviations, shape (points, R)."""
    luck = np.random.default_rng(_SEED)
    count, total = worlds[0].shape[1], max(int(d.max()) for d in draws) + 1
    size = sum(part.size for part in worlds) // max(count, 1)
    many = int(np.clip(_AT_ONCE // max(size + count, 1), *_DRAWS))
    of_worlds = luck.standard_exponential((many, count))
    of_draws = luck.standard_exponential((many, total))
    overall = np.empty((many, len(means)))
    for k, (own, apart, draw) in enumerate(zip(means, worlds, draws, strict=True)):
        share = of_draws[:, draw]
        share /= share.sum(axis=1, keepdims=True)
        overall[:, k] = share @ own + spread(of_worlds, apart.mean(axis=0))
    missed = overall.max(axis=1, keepdims=True) - overall
    first = _shares(missed, np.ones(len(means))).mean(axis=0)
    return Compared(
        0,
        first,
        np.full(len(means), math.nan),
        missed.mean(axis=0),
        np.quantile(missed, 0.9, axis=0),
    )


def _alike(values: Floats) -> tuple[Floats, Ints, Floats]:
    """Options without those that repeat another, which of these each one is, and how many are."""
    which = number([own.tobytes() for own in values])
    firsts = [int(np.flatnonzero(which == kind)[0]) for kind in range(int(which.max()) + 1)]
    return values[firsts], which, np.bincount(which).astype(float)


def _missed(drawn: Floats, values: Floats) -> Floats:
    """By how much each option is below the best; what differs by rounding alone is equal."""
    missed: Floats = drawn.max(axis=1, keepdims=True) - drawn
    missed[missed <= ROUNDING * float(np.abs(values).max())] = 0.0
    return missed


def _shares(missed: Floats, alike: Floats) -> Floats:
    """The share of the first place that an option of each kind has, by draw."""
    weight = alike.reshape(-1, *[1] * (missed.ndim - 2))
    first = missed == 0
    shared: Floats = first / (first * weight).sum(axis=1, keepdims=True)
    return shared


def possible(values: Floats) -> Floats:
    """Draws of what the options' expectations may be, shape (draws, K, J), apart from what a state
    gives all of them."""
    many, states, worlds = values.shape
    means = values.mean(axis=2)
    deviations = values - means[:, :, None]
    own = _interaction(means)
    weight = _weight(own, _interaction(deviations))
    luck = np.random.default_rng(_SEED)
    draws = int(np.clip(_AT_ONCE // (many * states), *_DRAWS))
    flat = deviations.reshape(many * states, worlds)
    weights = luck.standard_exponential((draws, worlds))
    shaken = spread(weights, flat.T).reshape(draws, many, states)
    main = shaken.mean(axis=2, keepdims=True)
    apart = shaken - main
    apart = apart - apart.mean(axis=1, keepdims=True)
    base = means.mean(axis=1)[:, None] + weight * own
    result: Floats = base + main + np.sqrt(weight) * apart
    return result


def _interaction(values: Floats) -> Floats:
    """What is left of (K, J, ...) without main effects of options and of states."""
    left = values - values.mean(axis=1, keepdims=True)
    apart: Floats = left - left.mean(axis=0, keepdims=True)
    return apart


def _weight(own: Floats, deviations: Floats) -> Floats:
    """How much of each state's interactions is kept, shape (J,)."""
    many, states, worlds = deviations.shape
    if many < 2 or states < 2:
        return np.ones(states)
    spread = (deviations**2).sum(axis=(0, 2)) / ((many - 1) * (worlds - 1))
    scale = (own * own).sum(axis=0) / (many - 1)
    varied = spread > 1e-18 * np.maximum(scale, scale.max())
    kept = np.ones(states)
    if varied.any():
        freedom = (many - 1) * (worlds - 1)
        noise = (freedom / (freedom - 2) if freedom > 2 else 3.0) / worlds
        observed = float((scale[varied] / spread[varied]).mean())
        kept[varied] = max(0.0, 1.0 - noise / observed) if observed > 0 else 0.0
    return kept


def _over_states(drawn: Floats, draws: Ints | None) -> Floats:
    """Means over states, shape (draws, K); states drawn at random are weighed anew."""
    if draws is None or draws.max() == 0:
        mean: Floats = drawn.mean(axis=2)
        return mean
    luck = np.random.default_rng(_SEED + 1)
    share = luck.standard_exponential((len(drawn), int(draws.max()) + 1))[:, draws]
    share /= share.sum(axis=1, keepdims=True)
    weighed: Floats = np.einsum("bkj,bj->bk", drawn, share)
    return weighed
