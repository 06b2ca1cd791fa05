"""The box that is taken from a path of peeling: no restriction too many, no limit too narrow."""

from __future__ import annotations

import numpy as np

from twinsim.sensitivity.discovery.measure import scores
from twinsim.sensitivity.discovery.space import Box, Limits, Space, without
from twinsim.sweep.rows import Floats

_LITTLE = 0.05  # of the correlation: what a restriction has to add
_SWEEPS = 3


def narrowed(space: Space, y: Floats, box: Box) -> Box:
    """A box without restrictions that add little, and as wide as it may be."""
    for _ in range(_SWEEPS):
        before = box
        box = _widened(space, y, _pruned(space, y, box))
        if box == before:
            break
    return box


def _pruned(space: Space, y: Floats, box: Box) -> Box:
    inputs, apart = list(box), y - y.mean()
    fails = np.array([~box[j].holds(space.x[:, j]) for j in inputs]).reshape(len(inputs), len(y))
    while inputs:
        many = fails.sum(axis=0)
        held = np.vstack([many == 0, many - fails == 0])  # with all, and without each of them
        whole, *each = scores(held @ apart, held.sum(axis=1), len(y))
        row = int(np.argmax(each))
        if each[row] < whole - _LITTLE * abs(whole):
            break
        inputs.pop(row)
        fails = np.delete(fails, row, axis=0)
    return {j: box[j] for j in inputs}


def _widened(space: Space, y: Floats, box: Box) -> Box:
    """Each limit of a number moved outwards to where the correlation is highest."""
    apart = y - y.mean()
    for j in list(box):
        for side in box[j].sides if j in box else ():
            if side == "choices":
                continue
            others = space.inside(without(box, j))
            limits = box[j]
            values, sign = space.x[:, j], 1.0 if side == "high" else -1.0
            beyond = others & (values > limits.high if side == "high" else values < limits.low)
            where = np.flatnonzero(beyond)
            if not len(where):
                box = _set(box, j, side, None)
                continue
            ranked = where[np.argsort(sign * values[where], kind="stable")]
            held = space.inside(box)
            now, count = float(apart[held].sum()), int(held.sum())
            moved = scores(
                now + np.append(0.0, np.cumsum(apart[ranked])),
                count + np.arange(len(ranked) + 1),
                len(y),
            )
            last = np.append(np.diff(values[ranked]) != 0, True)  # equal values go together
            moved[1:][~last] = -np.inf
            best = int(moved.argmax()) - 1
            if best >= 0:
                edge = None if best == len(ranked) - 1 else float(values[ranked[best]])
                box = _set(box, j, side, edge)
    return box


def _set(box: Box, j: int, side: str, edge: float | None) -> Box:
    old = box[j]
    low, high = old.low, old.high
    if side == "high":
        high = np.inf if edge is None else edge
    else:
        low = -np.inf if edge is None else edge
    limits = Limits(low, high)
    return box | {j: limits} if limits.sides else without(box, j)
