"""Break-even in two inputs: where the answer turns, with the band in which it may.

The probability of each case that its expectation is above the threshold, by its own worlds alone
(:mod:`twinsim.sensitivity.discovery.outcomes`), is smoothed over the ranks of two inputs by
local-linear regression (Cleveland, W. S. and Devlin, S. J. (1988), Locally weighted regression,
Journal of the American Statistical Association 83(403)) with the tricube kernel, in a bandwidth
chosen by leaving each case out. Where the surface is one half, half of the draws of all other
inputs lie above the threshold, half below. Few worlds draw the surface towards one half, and leave
that line where it is.

Surfaces of cases drawn anew (bootstrap), each with the luck that all cases share drawn anew too,
say where its side is settled: alike in 97.5 % of them. Where no case is near, nothing is said: a
sequence in many inputs leaves corners of any two of them empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from twinsim.sensitivity.discovery.boxes import CHANCE, SHUFFLES
from twinsim.sensitivity.discovery.outcomes import Outcomes
from twinsim.sensitivity.discovery.screen import explained
from twinsim.sensitivity.discovery.space import Flags, Ints, Space
from twinsim.sensitivity.discovery.together import resampled, shuffled, weights
from twinsim.sweep.rows import Floats

if TYPE_CHECKING:
    from twinsim.sensitivity.discovery.cases import Cases, Input

State = Literal["turns", "above", "below", "chance"]

GRID = 25
_VALUES = 5  # different ones, of an input over which a surface can be smoothed
_WIDTHS = (0.35, 0.5, 0.7, 1.0, 1.5)
_RESAMPLES = 400
_SEED = 1
SURE = 0.975
HALF = 0.5
_NEAR = 0.15  # in ranks
_FEWEST_NEAR = 3  # draws
_RIDGE = 1e-6


@dataclass(frozen=True)
class Frontier:
    """The answer over two inputs, on a grid of ranks `at` (shape (G,)): `chance` and `sure` have
    the shape (G, G), the first input first. `sure` is the share of resampled surfaces above
    one half. `near` says where cases are. `strength` is the share of the variance between cases
    that fifths of each input explain, less what chance gives, and `by_chance` how often the
    strongest of all inputs is as strong when cases are shuffled. `state` says whether the surface
    turns within the range: `turns`, `above`, `below`; or `chance`, where no input is stronger than
    chance has it.
    `settled` is the share of the grid on which the surface's sign is settled."""

    across: Input
    down: Input
    strength: tuple[float, float]
    by_chance: tuple[float, float]
    at: Floats
    chance: Floats
    sure: Floats
    near: Flags
    state: State
    settled: float
    width: float


def frontier(cases: Cases) -> Frontier | None:
    """The frontier in the two strongest inputs; None where fewer than two are numbers of five
    values or more, or where all cases are alike."""
    outcomes = cases.outcomes
    y = outcomes.alone()
    numbers = [o for o in cases.inputs if not o.labels and len(np.unique(o.values)) >= _VALUES]
    if len(numbers) < 2 or not np.ptp(y) > 0:
        return None
    ranks = np.column_stack([one.ranks for one in numbers])
    draw = cases.draws
    space = Space(ranks, np.zeros(len(numbers), bool), draw)
    strength = explained(space, y)
    first, second = (int(j) for j in np.argsort(-strength, kind="stable")[:2])
    by_chance = _by_chance(space, y, (float(strength[first]), float(strength[second])))
    u = ranks[:, [first, second]]
    width = min(_WIDTHS, key=lambda h: _missed(u, y, draw, h))
    at = (np.arange(GRID) + 0.5) / GRID
    where = np.array([(a, d) for a in at for d in at])
    kernel = _kernel(where, u, width)
    surface = _fitted(kernel, where, u, np.ones((len(y), 1)), y[:, None])[:, 0].clip(0, 1)
    near = ((_kernel(where, u, _NEAR) > 0) @ weights(draw) >= _FEWEST_NEAR - 1e-9).reshape(
        GRID, GRID
    )
    sure = (_resampled(kernel, where, u, outcomes, draw) > HALF).mean(axis=1).reshape(GRID, GRID)
    surface = surface.reshape(GRID, GRID)
    settled = (sure >= SURE) | (sure <= 1 - SURE)
    return Frontier(
        across=numbers[first],
        down=numbers[second],
        strength=(float(strength[first]), float(strength[second])),
        by_chance=by_chance,
        at=at,
        chance=surface,
        sure=sure,
        near=near,
        state=_state(surface[near], by_chance[0]),
        settled=float(settled[near].mean()) if near.any() else 0.0,
        width=width,
    )


def _state(surface: Floats, by_chance: float) -> State:
    if by_chance > CHANCE or not len(surface):
        return "chance"
    above = surface > HALF
    return "above" if above.all() else "turns" if above.any() else "below"


def _by_chance(space: Space, y: Floats, strength: tuple[float, float]) -> tuple[float, float]:
    """How often the strongest input of shuffled cases is as strong as each of these."""
    luck = np.random.default_rng(_SEED)
    most = np.array(
        [explained(space, shuffled(y, space.draw, luck)).max() for _ in range(SHUFFLES)]
    )
    first, second = (float(((most >= s).sum() + 1) / (SHUFFLES + 1)) for s in strength)
    return first, second


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


def _missed(u: Floats, y: Floats, draw: Ints, width: float) -> float:
    """Mean squared error at each case, fitted without its draw."""
    kernel = _kernel(u, u, width)
    kernel[draw[:, None] == draw[None]] = 0.0
    said = _fitted(kernel, u, u, np.ones((len(y), 1)), y[:, None])[:, 0]
    return float(((y - said) ** 2).mean())


def _resampled(kernel: Floats, where: Floats, u: Floats, outcomes: Outcomes, draw: Ints) -> Floats:
    """Surfaces of draws drawn anew, shape (places, resamples)."""
    luck = np.random.default_rng(_SEED)
    many = len(outcomes)
    picks = [resampled(draw, luck) for _ in range(_RESAMPLES)]
    counts = np.stack([np.bincount(pick, minlength=many) for pick in picks], 1).astype(float)
    y = np.stack([outcomes.alone(float(z)) for z in luck.standard_normal(_RESAMPLES)], 1)
    return _fitted(kernel, where, u, counts, y)
