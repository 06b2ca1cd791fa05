"""Where the next replicates should go, to find the option with the best expectation.

The rule. Of options b (the best so far) and k, with means m and the error e(k, b) of their
difference, choosing b forgoes in expectation e Ψ((m_b − m_k) / e), where Ψ(z) = φ(z) − z (1 − Φ(z))
is the unit normal loss. The sum over k bounds what the choice forgoes (its expected opportunity
cost). One block after another goes where that sum falls most per run: to k, to b, or to both.
Sources: the bound and its use for allocation, Chick, S. E. and Inoue, K. (2001), New two-stage and
sequential procedures for selecting the best simulated system, Operations Research 49(5), and He,
D., Chick, S. E. and Chen, C.-H. (2007), Opportunity cost and OCBA selection procedures in ordinal
optimization for a fixed number of alternative systems, IEEE Transactions on Systems, Man, and
Cybernetics C 37(5).

The error is that of correlated sampling, as in Fu, M. C., Hu, J.-Q., Chen, C.-H. and Xiong, X.
(2007), Simulation allocation for determining the best design in the presence of correlated
sampling, INFORMS Journal on Computing 19(1), and Görder, B. and Kolonko, M. (2014), Ranking and
selection: a new sequential Bayesian procedure for use with common random numbers, arXiv:1410.6782.
For the estimate of `twinsim.sweep.paired`, with s the shorter and l the longer of the two,

    e² = var(s) (1 − ρ²) / n_s + var(l) (slope − 1)² / n_l

which is var(s − l) / n where both have n worlds, and var(s) / n_s + var(l) / n_l where nothing is
shared. So the rule becomes OCBA where luck is not shared (Chen, C.-H., Lin, J., Yücesan, E. and
Chick, S. E. (2000), Simulation budget allocation for further enhancing the efficiency of ordinal
optimization, Discrete Event Dynamic Systems 10), and where it is, keeps the open options side by
side in the same worlds.

Why this one. Opportunity cost does not spend a budget on telling equals apart, as the probability
of a right choice does; elimination under common random numbers (Kim, S.-H. and Nelson, B. L.
(2001), A fully sequential procedure for indifference-zone selection in simulation, ACM Transactions
on Modeling and Computer Simulation 11(3)) needs a difference that does not matter and normal
outcomes, and never takes back an option that few worlds made look bad. Two things stand against
such luck here: each error is drawn towards that of all options, by as much as 50 worlds weigh, so
that an option that has met no rare event yet is not taken to be free of them, nor a variance of 0
for certainty; and no option stays shorter than the fourth root of the longest, in blocks. A plug-in
rule: estimates stand for what they estimate, so it promises nothing; `python -m benchmarks.choice`
shows what it does on problems with known means.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from twinsim.sweep.best import Judged, best
from twinsim.sweep.paired import Floats, Ints, Series, means, series

__all__ = ["FIRST", "Judged", "allocate", "best"]

FIRST = 50
_BORROWED = 50  # worlds' worth of weight that the errors of all options have in that of each
_ROOT = 4


def allocate(
    values: Sequence[ArrayLike], budget: int, *, block: int = 50, smallest: bool = False
) -> Ints:
    """How many replicates each option should have next, shape (K,): never fewer than it has.

    `values` has the outcomes of each option so far, world 0 first, one number a replicate; NaN is
    a run that failed. At least `budget` runs are added, in whole blocks (each option's length is
    brought to a multiple of `block`), fewer than two blocks more. But while there are options with
    fewer than 50 worlds, these come up to 50 and nothing else is added, whatever the budget:
    nothing is judged on less. A world in which one option failed is left out in all, so that an
    option whose every run fails must not be among `values`: it would leave none. More is better,
    or less with `smallest`. The same input gives the same answer; numbers alone count, not the
    place of an option, unless two have the very same outcomes. One option alone gets the whole
    budget. Raises ValueError for outcomes that are no numbers, a budget below 0 or a block below 1.
    """
    if block < 1 or budget < 0:
        raise ValueError("expected a block of at least 1 and a budget of at least 0")
    outcomes = series(values, smallest=smallest)
    lengths = outcomes.lengths.copy()
    short = outcomes.worlds < FIRST
    if short.any():
        # A failed world counts for nothing, so a length is raised by what is missing in worlds.
        wanted = (lengths + FIRST - outcomes.worlds)[short]
        lengths[short] = -(-wanted // block) * block
        return lengths
    end = int(lengths.sum()) + budget
    _lift(lengths, end, block)
    if lengths.sum() < end:
        _greedy(_Errors(outcomes), lengths, end, block)
    return lengths


def _lift(lengths: Ints, end: int, block: int) -> None:
    """Let no option fall behind the fourth root of the longest, in blocks; the shortest first."""
    while lengths.sum() < end:
        shortest = int(lengths.argmin())
        if (lengths[shortest] // block) ** _ROOT >= lengths.max() // block:
            return
        lengths[shortest] = _next(lengths[shortest], block)


def _next(length: int, block: int) -> int:
    return (int(length) // block + 1) * block


class _Errors:
    """The error of the difference between each option and the best, at any lengths."""

    def __init__(self, outcomes: Series) -> None:
        found = means(outcomes).mean
        worlds = outcomes.worlds
        self.best = max(range(len(found)), key=lambda k: (found[k], worlds[k]))
        self.gap = found[self.best] - found
        best = outcomes.values[self.best]
        # Columns: of the option, and of the best, as the shorter of the two; then as the longer.
        parts = np.array([_parts(own, best) for own in outcomes.values]).reshape(-1, 4)
        others = np.arange(len(found)) != self.best
        shared = np.minimum(worlds, worlds[self.best])
        if others.any():
            weight = (_BORROWED / (_BORROWED + shared))[:, None]
            typical = parts[others, :2].mean(axis=0)
            parts[:, :2] += weight * (typical - parts[:, :2])
        self.others, self.own, self.of_best = others, parts[:, (0, 3)], parts[:, (1, 2)]

    def loss(self, lengths: Ints) -> Floats:
        """What each option adds to the bound of the opportunity cost at these lengths, (K,)."""
        n, best = lengths.astype(float), float(lengths[self.best])
        shorter = n <= best
        own = self.own[:, 0] / n + self.of_best[:, 1] / best
        turned = self.of_best[:, 0] / best + self.own[:, 1] / n
        error = np.sqrt(np.where(shorter, own, turned))
        return np.where(self.others, _expected(self.gap, error), 0.0)


def _parts(own: Floats, best: Floats) -> tuple[float, ...]:
    """Variances of a difference: what is left of each beside the other, then slope parts.

    In order: of `own` beside `best`, of `best` beside `own`, (slope of own − 1)² var(best) and
    (slope of best − 1)² var(own), over the worlds that both have.
    """
    n = min(len(own), len(best))
    x, y = own[:n] - own[:n].mean(), best[:n] - best[:n].mean()
    d = x - y  # regressed in place of x and of y: the same residuals, without loss of digits
    xx, yy, dd = float(x @ x), float(y @ y), float(d @ d)
    on_best = float(d @ y) ** 2 / yy if yy > 0 else 0.0
    on_own = float(d @ x) ** 2 / xx if xx > 0 else 0.0
    left = max(dd - on_best, 0.0), max(dd - on_own, 0.0)
    return tuple(part / (n - 1) for part in (*left, on_best, on_own))


def _expected(gap: Floats, error: Floats) -> Floats:
    """Expected loss of a difference that is normal about −gap with this error."""
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(error > 0, gap / error, np.inf)
    density = np.exp(-0.5 * z * z) / math.sqrt(2 * math.pi)
    beyond = np.array([0.5 * math.erfc(v / math.sqrt(2)) for v in z])
    with np.errstate(invalid="ignore"):
        found = error * (density - np.where(beyond > 0, z * beyond, 0.0))
    return np.maximum(found, 0.0)


def _greedy(errors: _Errors, lengths: Ints, end: int, block: int) -> None:
    """Give block after block where the bound falls most per run, until `end` runs are there."""
    options = range(len(lengths))
    while lengths.sum() < end:
        now = errors.loss(lengths)
        up = np.array([_next(n, block) for n in lengths])
        cost = up - lengths
        # One option longer changes one term; the best one longer changes all.
        alone = (now - errors.loss(_with_best(up, lengths, errors.best))) / cost
        longer = lengths.copy()
        longer[errors.best] = up[errors.best]
        after = errors.loss(longer)
        alone[errors.best] = (now.sum() - after.sum()) / cost[errors.best]
        both = errors.loss(_with_best(up, longer, errors.best))
        pair = (now.sum() - after.sum() + after - both) / (cost + cost[errors.best])
        pair[errors.best] = -np.inf
        gains = np.concatenate([alone, pair])
        move = int(gains.argmax())
        if gains[move] <= 0:  # nothing is open any more: even out
            lengths[int(lengths.argmin())] = up[int(lengths.argmin())]
            continue
        taken = {move % len(options)} | ({errors.best} if move >= len(options) else set())
        for k in taken:
            lengths[k] = up[k]


def _with_best(lengths: Ints, other: Ints, best: int) -> Ints:
    """`lengths`, with that of the best option from `other`."""
    mixed = lengths.copy()
    mixed[best] = other[best]
    return mixed
