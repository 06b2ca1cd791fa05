"""A tree of few questions as a second view of where an expectation is above its threshold.

CART (Breiman, L., Friedman, J. H., Olshen, R. A. and Stone, C. J. (1984), Classification and
Regression Trees), by scikit-learn, on the probability of each case; for probabilities of 0 and 1
its squared error is the Gini index. It splits all cases where PRIM looks for one region, so that
the two agreeing says more than either. Its depth is the one that tells most in other halves of the
cases; where none tells anything there, the tree is a stump and says so.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twinsim.sensitivity.discovery.outcomes import Outcomes
from twinsim.sensitivity.discovery.space import Box, Ints, Limits, Space
from twinsim.sensitivity.discovery.together import halves
from twinsim.sweep.rows import Floats

DEEPEST = 3
_SPLITS = 10
_SEED = 1


@dataclass(frozen=True)
class Leaf:
    """An end of the tree: what leads there, how many of all cases, and the share of success."""

    box: Box
    mass: float
    density: float


@dataclass(frozen=True)
class Tree:
    """`leaves` from the highest share of success to the lowest; `explains` is the share of the
    variance of the cases' probabilities that trees of this depth explain in halves that they were
    not made from; 0 or less says that no split holds there, and the tree has one leaf."""

    leaves: tuple[Leaf, ...]
    explains: float
    depth: int


def tree(space: Space, outcomes: Outcomes) -> Tree:
    """Grow the tree. Raises ImportError where scikit-learn is missing."""
    x, columns = _columns(space)
    y = outcomes.alone()
    explained = [_elsewhere(x, y, space.draw, depth) for depth in range(1, DEEPEST + 1)]
    depth = int(np.argmax(explained)) + 1
    if not explained[depth - 1] > 0:
        return Tree((Leaf({}, 1.0, outcomes.share()),), explained[depth - 1], 0)
    grown = _grown(x, y, depth).tree_
    leaves = []
    for box in _ends(grown, columns, space, 0, {}):
        inside = space.inside(box)
        leaves.append(Leaf(box, float(inside.mean()), outcomes.part(inside).share()))
    leaves.sort(key=lambda leaf: -leaf.density)
    return Tree(tuple(leaves), explained[depth - 1], depth)


def _columns(space: Space) -> tuple[Floats, list[tuple[int, int | None]]]:
    """Inputs as columns of numbers; each choice is a column of its own, 1 where it is taken."""
    made: list[Floats] = []
    names: list[tuple[int, int | None]] = []
    for j, choice in enumerate(space.is_choice):
        own = space.x[:, j]
        for code in np.unique(own) if choice else [None]:
            made.append(own if code is None else (own == code).astype(float))
            names.append((j, None if code is None else int(code)))
    return np.column_stack(made), names


def _grown(x: Floats, y: Floats, depth: int):  # type: ignore[no-untyped-def]
    from sklearn.tree import DecisionTreeRegressor

    fewest = max(12, int(np.ceil(0.05 * len(x))))
    model = DecisionTreeRegressor(max_depth=depth, min_samples_leaf=fewest, random_state=_SEED)
    return model.fit(x, y)


def _elsewhere(x: Floats, y: Floats, draw: Ints, depth: int) -> float:
    """The share of variance explained in the other half, over splits of the cases."""
    luck = np.random.default_rng(_SEED)
    missed = total = 0.0
    for _ in range(_SPLITS):
        parts = halves(draw, luck)
        for own, other in (parts, parts[::-1]):
            said = _grown(x[own], y[own], depth).predict(x[other])
            missed += float(((y[other] - said) ** 2).sum())
            total += float(((y[other] - y[own].mean()) ** 2).sum())
    return 1.0 - missed / total if total > 0 else 0.0


def _ends(grown, columns, space: Space, node: int, box: Box) -> list[Box]:  # type: ignore[no-untyped-def]
    left, right = int(grown.children_left[node]), int(grown.children_right[node])
    if left == right:
        return [box]
    j, code = columns[int(grown.feature[node])]
    cut = float(grown.threshold[node])
    old = box.get(j, Limits())
    if code is None:
        # Cuts lie between cases: the box names the cases' own values.
        values = space.x[:, j]
        below, above = float(values[values <= cut].max()), float(values[values > cut].min())
        low, high = Limits(old.low, min(old.high, below)), Limits(max(old.low, above), old.high)
    else:
        there = old.choices or frozenset(int(c) for c in np.unique(space.x[:, j]))
        low, high = Limits(choices=there - {code}), Limits(choices=frozenset({code}))
    return [
        *_ends(grown, columns, space, left, box | {j: low}),
        *_ends(grown, columns, space, right, box | {j: high}),
    ]
