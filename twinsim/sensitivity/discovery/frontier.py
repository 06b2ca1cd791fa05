"""Break-even in two inputs: where the answer turns, with the band in which it may.

The standardised mean of the cases (:mod:`twinsim.sensitivity.discovery.outcomes`) is smoothed over
the ranks of two inputs by local-linear regression (Cleveland, W. S. and Devlin, S. J. (1988),
Locally weighted regression, Journal of the American Statistical Association 83(403)) with the
tricube kernel in a bandwidth chosen by leaving each case out. Where the surface is 0, half of the
draws of all other inputs lie above the threshold in expectation, half below. With the variance of
what the surface leaves, less the noise of few worlds,

    P(E > threshold at u) = Φ(surface(u) / √(variance left − v_own))

Surfaces of cases drawn anew (bootstrap), each with the luck that all cases share drawn anew too,
say where its sign is settled: alike in 97.5 % of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from twinsim.sensitivity.discovery.outcomes import Outcomes
from twinsim.sweep.rows import Floats

if TYPE_CHECKING:
    from twinsim.sensitivity.discovery.cases import Cases, Input

GRID = 25
_BINS = 5
_WIDTHS = (0.35, 0.5, 0.7, 1.0, 1.5)
_RESAMPLES = 400
_SEED = 1
SURE = 0.975
_RIDGE = 1e-6


@dataclass(frozen=True)
class Frontier:
    """The answer over two inputs, on a grid of ranks `at` (shape (G,)): `chance` and `sure` have
    the shape (G, G), the second input first. `sure` is the share of resampled surfaces above the
    threshold. `strength` is the share of the variance of standardised means between fifths of each
    input, less what chance gives. `state` says whether the surface turns within the range: `turns`,
    `above`, `below`; `settled` is the share of the grid on which its sign is settled."""

    across: Input
    down: Input
    strength: tuple[float, float]
    at: Floats
    chance: Floats
    sure: Floats
    state: str
    settled: float
    width: float


def strengths(inputs: tuple[Input, ...], outcomes: Outcomes) -> list[tuple[float, Input]]:
    """Numbers among the inputs, strongest first: the variance of the cases' standardised means
    between fifths of the input, adjusted for their number (as an adjusted R²)."""
    y = outcomes.effect
    total = float(((y - y.mean()) ** 2).sum())
    found = []
    for one in inputs:
        if one.labels or len(np.unique(one.values)) < _BINS:
            continue
        of = np.minimum((one.ranks * _BINS).astype(int), _BINS - 1)
        bins = [y[of == k] for k in np.unique(of)]
        within = sum(float(((own - own.mean()) ** 2).sum()) for own in bins)
        freedom = (len(y) - 1) / max(len(y) - len(bins), 1)
        found.append((1.0 - within / total * freedom if total > 0 else 0.0, one))
    return sorted(found, key=lambda pair: -pair[0])


def frontier(cases: Cases) -> Frontier | None:
    """The frontier in the two strongest inputs; None where fewer than two are numbers, or where the
    worlds of most cases agree, so that nothing is to be smoothed."""
    outcomes = cases.outcomes
    varied = np.isnan(outcomes.sign)
    ranked = strengths(cases.inputs, outcomes)
    if len(ranked) < 2 or varied.mean() < 0.5:
        return None
    (first, across), (second, down) = ranked[:2]
    own = outcomes.part(varied)
    u = np.column_stack([across.ranks[varied], down.ranks[varied]])
    y = own.effect
    width = min(_WIDTHS, key=lambda h: _missed(u, y, h))
    at = (np.arange(GRID) + 0.5) / GRID
    where = np.array([(a, d) for d in at for a in at])
    kernel = _kernel(where, u, width)
    ones = np.ones((len(y), 1))
    surface = _fitted(kernel, where, u, ones, y[:, None])[:, 0]
    left = y - _fitted(_kernel(u, u, width), u, u, ones, y[:, None])[:, 0]
    noise = (1.0 - own.shared) * float(own.noise.mean())
    apart = math.sqrt(max(float(left.var()) - noise, 1e-12))
    again = _resampled(kernel, where, u, own)
    sure = (again > 0).mean(axis=1)
    from scipy.special import ndtr

    above = surface > 0
    state = "above" if above.all() else "below" if not above.any() else "turns"
    return Frontier(
        across=across,
        down=down,
        strength=(first, second),
        at=at,
        chance=np.asarray(ndtr(surface / apart)).reshape(GRID, GRID),
        sure=sure.reshape(GRID, GRID),
        state=state,
        settled=float(((sure >= SURE) | (sure <= 1 - SURE)).mean()),
        width=width,
    )


def _kernel(where: Floats, u: Floats, width: float) -> Floats:
    """Tricube weights of the cases at each place, shape (places, cases)."""
    apart = np.sqrt(((where[:, None] - u[None]) ** 2).sum(axis=2)) / width
    return np.asarray(np.clip(1.0 - np.clip(apart, 0, 1) ** 3, 0, None) ** 3)


def _fitted(kernel: Floats, where: Floats, u: Floats, counts: Floats, y: Floats) -> Floats:
    """Local-linear fits, shape (places, resamples), of cases weighed by `counts`, shape (cases,
    resamples); `y` of that shape or with one column."""
    basis = [np.ones(len(u)), u[:, 0], u[:, 1]]
    moments = {
        (i, j): kernel @ (counts * (basis[i] * basis[j])[:, None])
        for i in range(3)
        for j in range(i, 3)
    }
    matrix = np.stack(
        [np.stack([moments[min(i, j), max(i, j)] for j in range(3)], -1) for i in range(3)], -2
    )
    matrix = matrix + _RIDGE * np.eye(3) * matrix[..., :1, :1]
    right = np.stack([kernel @ (counts * y * b[:, None]) for b in basis], -1)
    found = np.linalg.solve(matrix + 1e-12 * np.eye(3), right[..., None])[..., 0]
    line = np.column_stack([np.ones(len(where)), where])
    fitted: Floats = (found * line[:, None, :]).sum(axis=-1)
    return fitted


def _missed(u: Floats, y: Floats, width: float) -> float:
    """Mean squared error at each case, fitted without it."""
    kernel = _kernel(u, u, width)
    np.fill_diagonal(kernel, 0.0)
    said = _fitted(kernel, u, u, np.ones((len(y), 1)), y[:, None])[:, 0]
    return float(((y - said) ** 2).mean())


def _resampled(kernel: Floats, where: Floats, u: Floats, own: Outcomes) -> Floats:
    """Surfaces of cases drawn anew, shape (places, resamples)."""
    luck = np.random.default_rng(_SEED)
    many = len(own)
    picks = luck.integers(0, many, (_RESAMPLES, many))
    counts = np.stack([np.bincount(pick, minlength=many) for pick in picks], 1).astype(float)
    shift = luck.standard_normal(_RESAMPLES) * math.sqrt(own.shared * float(own.noise.mean()))
    return _fitted(kernel, where, u, counts, own.effect[:, None] + shift[None, :])

