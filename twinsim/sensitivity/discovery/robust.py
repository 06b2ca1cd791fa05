"""Which option to choose when nobody knows which state is true.

An *option* is what a designer can choose: a level of a lever, a combination of crossed levers, or,
where no lever was crossed, an arm. A *state* is a set of values of everything else. V(k, j) is what
option k does in state j in expectation over luck, as a difference from the reference arm.

* *mean* and *low*: the mean of V over states, and what one state in twenty falls short of;
* *worst*: the lowest V in any state that was run (maximin chooses the option with the highest);
* *enough*: the share of states with V at or above a threshold, which is set beforehand (the domain
  criterion; satisficing);
* *best*, *regret*, *regret_90*: as in :mod:`twinsim.sweep.answers.judge`, by whose draws *most*,
  the largest regret in any state that was run, is found too (minimax regret chooses the lowest).

Few worlds would make the worst state look worse and the largest regret larger than they are. So
each V is drawn towards its option's mean by its noise, as there, and every measure is computed in
each of many draws of what the expectations may be, with the states weighed anew where they were
drawn. A value is the mean over these draws and its interval their middle 95 %. *worst* and *most*
are of the states that were run: more states can only make them worse. Sources: maximin, Wald, A.
(1950), Statistical decision functions; minimax regret, Savage, L. J. (1951), The theory of
statistical decision, Journal of the American Statistical Association 46(253); the domain criterion,
Starr, M. K. (1963), Product design and decision theory; all compared for deep uncertainty by
McPhail, C. et al. (2018), Robustness metrics: how are they calculated, when should they be used and
why do they give different results?, Earth's Future 6(2).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from twinsim.sensitivity.discovery.options import Options
from twinsim.sweep.answers.judge import judge, possible
from twinsim.sweep.best import spread
from twinsim.sweep.chance import Estimate

if TYPE_CHECKING:
    from twinsim.sweep.answers.gather import Ints
    from twinsim.sweep.rows import Floats

Rule = Literal["mean", "worst", "most", "enough", "best"]
RULES: tuple[Rule, ...] = ("mean", "worst", "most", "enough", "best")
LOW = 0.05
_DRAWS = (200, 1000)
_AT_ONCE = 4_000_000
_ALIKE = 1e-9
_SEED = 1


@dataclass(frozen=True)
class Row:
    """An option by every measure, in the indicator's unit, shares from 0 to 1; `cost` is the money
    drawn, k£, more than in the reference. `front` is the probability that no other option is better
    by one measure of the trade-off and as good by the others."""

    option: str
    mean: Estimate
    low: Estimate
    worst: Estimate
    enough: Estimate
    best: float
    regret: Estimate
    regret_90: float
    most: Estimate
    cost: Estimate
    front: float


@dataclass(frozen=True)
class Chosen:
    """The option that a rule chooses, and in which share of the draws it chooses this one; `tied`
    is how many options the rule cannot tell apart, 0 where it chooses."""

    rule: Rule
    option: str
    sure: float
    tied: int = 0


@dataclass(frozen=True)
class Robust:
    """Options judged across states. `traded` names the measures of the trade-off."""

    options: Options
    threshold: float
    rows: tuple[Row, ...]
    chosen: tuple[Chosen, ...]
    traded: tuple[str, ...]


def robust(options: Options, threshold: float = 0.0) -> Robust:
    """Judge options in the states that all of them were run in."""
    values, draws = options.values, options.draws
    levels = _levels(values)
    count = len(levels)
    weights = _weights(draws, count)
    missed = _missed(possible(values)[:count], values)
    of_draws = {
        "mean": _mean(levels, weights),
        "low": _low(levels, weights),
        "worst": levels.min(axis=2),
        "enough": _mean((levels >= threshold).astype(float), weights),
        "regret": _mean(missed, weights[: len(missed)]),
        "most": missed.max(axis=2),
        "best": _mean(_firsts(missed), weights[: len(missed)]),
        "cost": _mean(_levels(options.cost), weights),
    }
    judged = judge(values, draws)
    traded = ("mean", "low") if options.priced else ("mean", "low", "cost")
    front = _front(np.stack([_up(id, of_draws[id]) for id in traded], axis=-1))
    rows = tuple(
        Row(
            option=label,
            best=float(judged.p_best[k]),
            regret_90=float(judged.regret_90[k]),
            front=float(front[k]),
            **{
                id: _estimate(of_draws[id][:, k])
                for id in ("mean", "low", "worst", "enough", "regret", "most", "cost")
            },
        )
        for k, label in enumerate(options.labels)
    )
    chosen = tuple(_chosen(rule, of_draws[rule], options.labels) for rule in RULES)
    return Robust(options, threshold, rows, chosen, traded)


def _levels(values: Floats) -> Floats:
    """Draws of what each option's expectation may be in each state, shape (draws, K, J): the mean
    over states, and each state's own drawn towards it by the noise of few worlds."""
    many, states, worlds = values.shape
    means = values.mean(axis=2)
    deviations = values - means[:, :, None]
    luck = np.random.default_rng(_SEED)
    draws = int(np.clip(_AT_ONCE // (many * states), *_DRAWS))
    weights = luck.standard_exponential((draws, worlds))
    flat = deviations.reshape(many * states, worlds)
    shaken = spread(weights, flat.T).reshape(draws, many, states)
    main = shaken.mean(axis=2, keepdims=True)
    centre = means.mean(axis=1, keepdims=True)
    kept = _kept(means - centre, deviations - deviations.mean(axis=1, keepdims=True))
    found: Floats = centre + main + kept * (means - centre) + np.sqrt(kept) * (shaken - main)
    return found


def _kept(apart: Floats, deviations: Floats) -> Floats:
    """How much of each option's differences between states is kept, shape (K, J), standardised by
    the spread of worlds in a state as in :mod:`twinsim.sweep.chance`."""
    many, states, worlds = deviations.shape
    kept = np.ones((many, states))
    noise = (worlds - 1) / max(worlds - 3, 1) / worlds
    for k in range(many if states > 1 else 0):
        variance = (deviations[k] ** 2).sum(axis=1) / (worlds - 1)
        varied = variance > 1e-18 * max(float((apart[k] ** 2).max()), 1e-300)
        if varied.any():
            observed = float((apart[k][varied] ** 2 / variance[varied]).mean())
            kept[k, varied] = max(0.0, 1.0 - noise / observed) if observed > 0 else 0.0
    return kept


def _missed(drawn: Floats, values: Floats) -> Floats:
    missed: Floats = drawn.max(axis=1, keepdims=True) - drawn
    missed[missed <= 1e-12 * float(np.abs(values).max())] = 0.0
    return missed


def _firsts(missed: Floats) -> Floats:
    first = missed == 0
    shared: Floats = first / first.sum(axis=1, keepdims=True)
    return shared


def _weights(draws: Ints, count: int) -> Floats:
    """Weights of the states in each draw, shape (draws, J): anew where states were drawn."""
    if draws.max() == 0:
        return np.full((count, len(draws)), 1.0 / len(draws))
    luck = np.random.default_rng(_SEED + 1)
    share = luck.standard_exponential((count, int(draws.max()) + 1))[:, draws]
    found: Floats = share / share.sum(axis=1, keepdims=True)
    return found


def _mean(values: Floats, weights: Floats) -> Floats:
    found: Floats = np.einsum("bkj,bj->bk", values, weights)
    return found


def _low(values: Floats, weights: Floats) -> Floats:
    """The weighed quantile over states, shape (draws, K)."""
    order = np.argsort(values, axis=2)
    ordered = np.take_along_axis(values, order, axis=2)
    summed = np.cumsum(
        np.take_along_axis(weights[:, None, :].repeat(values.shape[1], 1), order, 2), 2
    )
    at = (summed < LOW).sum(axis=2, keepdims=True).clip(max=values.shape[2] - 1)
    found: Floats = np.take_along_axis(ordered, at, axis=2)[:, :, 0]
    return found


def _up(id: str, values: Floats) -> Floats:
    """A measure so that more is better."""
    return -values if id in ("most", "cost", "regret") else values


def _front(measures: Floats) -> Floats:
    """How often no option is better by one measure and as good by the others, shape (K,); measures
    have the shape (draws, K, measures)."""
    mine, other = measures[:, :, None], measures[:, None]
    as_good, better = np.all(other >= mine, axis=3), np.any(other > mine, axis=3)
    found: Floats = 1.0 - np.any(as_good & better, axis=2).mean(axis=0)
    return found


def _chosen(rule: Rule, values: Floats, labels: tuple[str, ...]) -> Chosen:
    up = _up(rule, values)
    each = _firsts(up.max(axis=1, keepdims=True) - up)
    means = up.mean(axis=0)
    best = int(means.argmax())
    alike = int((means >= means[best] - _ALIKE * max(abs(means[best]), 1e-300)).sum())
    return Chosen(rule, labels[best], float(each[:, best].mean()), alike if alike > 1 else 0)


def _estimate(values: Floats) -> Estimate:
    low, high = np.percentile(values, (2.5, 97.5))
    return Estimate(float(values.mean()), float(low), float(high))
