"""PRIM: a box in few inputs in which an outcome is frequent, found by patient peeling.

From the box of all cases a thin slice of cases (`ALPHA` of those left) is peeled again and again,
each time that which raises the mean of what stays the most per case given up, down to the fewest
cases allowed. Of the boxes on this path the one with the highest

    correlation of being in the box with the outcome ∝ (density − rate) √(mass / (1 − mass))

is taken; restrictions that add little to it are dropped and the limits of the others widened as
far as it rises. It is 0 for a box that says nothing, and 1 for one that holds all successes and
nothing else; where nothing is to be found it favours no size of box. For outcomes of 0 and 1 it is
the phi coefficient.

Sources. Peeling and pasting: Friedman, J. H. and Fisher, N. I. (1999), Bump hunting in
high-dimensional data, Statistics and Computing 9(2). Coverage, density and quasi-p-values for
scenario discovery: Bryant, B. P. and Lempert, R. J. (2010), Thinking inside the box, Technological
Forecasting and Social Change 77(1). Gain per case given up, so that choices and ties, which give up
many cases at once, are no better off: Kwakkel, J. H. and Jaxa-Rozen, M. (2016), Improving scenario
discovery for handling heterogeneous uncertainties and multinomial classified outcomes,
Environmental Modelling & Software 79. The correlation as the measure of a rule: Matthews, B. W.
(1975), Comparison of the predicted and observed secondary structure of T4 phage lysozyme,
Biochimica et Biophysica Acta 405(2).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from twinsim.sensitivity.discovery.measure import scores
from twinsim.sensitivity.discovery.paste import narrowed
from twinsim.sensitivity.discovery.screen import screened
from twinsim.sensitivity.discovery.space import Box, Flags, Ints, Limits, Space
from twinsim.sweep.rows import Floats

ALPHA = 0.05


@dataclass(frozen=True)
class Peeled:
    """A box on the path: how many cases it holds, and the sum of their outcomes' deviations."""

    box: Box
    count: int
    apart: float


def search(space: Space, y: Floats) -> tuple[list[Peeled], Box]:
    """The path of boxes in the inputs that y differs by most, and the box chosen from it, for
    outcomes y of shape (N,) from 0 to 1.

    Of many inputs that say nothing one always has the luckiest slice, so that peeling in all of
    them loses its way. A box shows in each of its inputs alone, so the inputs are screened by that:
    those `SCREENED` whose fifths (or choices) explain most of y's variance.
    """
    kept = screened(space, y)
    own = space.inputs(kept)
    path = peel(own, y)
    box = chosen(own, y, path)
    return [replace(one, box=_named(one.box, kept)) for one in path], _named(box, kept)


def _named(box: Box, kept: list[int]) -> Box:
    return {kept[j]: limits for j, limits in box.items()}


def peel(space: Space, y: Floats) -> list[Peeled]:
    """The path of boxes, from all cases to the fewest."""
    inside = np.ones(len(space), bool)
    order, box, rate = space.order, Box(), float(y.mean())
    path: list[Peeled] = []
    while True:
        total, count = float(y[inside].sum()), int(inside.sum())
        path.append(Peeled(box, count, total - rate * count))
        slices = [
            *_of_numbers(space, y, order, box, total),
            *_of_choices(space, y, inside),
        ]
        best = max(slices, key=lambda one: one.gain, default=None)
        if best is None:
            return path
        box = box | {best.input: best.leaves}
        inside &= best.leaves.holds(space.x[:, best.input])
        order = order[inside[order]].reshape(len(order), int(inside.sum()))


@dataclass(frozen=True)
class _Slice:
    """What may be peeled off: of which input, what it leaves, and the gain per case given up."""

    input: int
    leaves: Limits
    gain: float


def _of_numbers(space: Space, y: Floats, order: Ints, box: Box, total: float) -> Iterator[_Slice]:
    """The most promising slice off the low ends of the numbers, and off the high ends."""
    if not order.size:
        return
    count = order.shape[1]
    step = max(1, int(ALPHA * count))
    if count - step < space.fewest:
        return
    numbers = np.flatnonzero(~space.is_choice)
    for low in (True, False):
        rows = order if low else order[:, ::-1]
        ends = space.x[rows[:, step - 1 : step + 1], numbers[:, None]]
        gone = np.full(len(rows), step)
        lost = y[rows[:, :step]].sum(axis=1)
        for row in np.flatnonzero(ends[:, 0] == ends[:, 1]):  # equal values go together
            own = space.x[rows[row], numbers[row]]
            gone[row] = int(np.flatnonzero(own == ends[row, 0])[-1]) + 1
            lost[row] = y[rows[row, : gone[row]]].sum()
        best, gain = _most(gone, lost, count, total, space.fewest)
        if best is None:
            continue
        j = int(numbers[best])
        edge = float(space.x[rows[best, gone[best]], j])
        old = box.get(j, Limits())
        yield _Slice(j, Limits(edge, old.high) if low else Limits(old.low, edge), gain)


def _of_choices(space: Space, y: Floats, inside: Flags) -> Iterator[_Slice]:
    """The most promising choice to give up, of each input that has choices."""
    total = float(y[inside].sum())
    for j in np.flatnonzero(space.is_choice):
        codes = space.x[inside, j].astype(int)
        there = np.unique(codes)
        gone = np.array([(codes == code).sum() for code in there])
        lost = np.array([y[inside][codes == code].sum() for code in there])
        best, gain = _most(gone, lost, len(codes), total, space.fewest)
        if best is not None:
            kept = frozenset(int(c) for c in np.delete(there, best))
            yield _Slice(int(j), Limits(choices=kept), gain)


def _most(
    gone: Ints, lost: Floats, count: int, total: float, fewest: int
) -> tuple[int | None, float]:
    """Which slice raises the mean most per case given up, None where each leaves too few."""
    left = count - gone
    gain = np.full(len(gone), -np.inf)
    fit = left >= fewest
    gain[fit] = ((total - lost[fit]) / left[fit] - total / count) / gone[fit]
    best = int(gain.argmax())
    return (best, float(gain[best])) if fit.any() else (None, -np.inf)


def chosen(space: Space, y: Floats, path: list[Peeled]) -> Box:
    """The best box of a path, without restrictions that add little, and as wide as it may be."""
    sums, counts = np.array([o.apart for o in path]), np.array([o.count for o in path])
    return narrowed(space, y, path[int(scores(sums, counts, len(space)).argmax())].box)
