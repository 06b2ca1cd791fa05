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

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from twinsim.sweep.rows import Floats

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

ALPHA = 0.05
FEWEST_CASES = 12
SCREENED = 8  # inputs in which boxes are searched
_FIFTHS = 5
_SMALLEST = 0.05  # of all cases
_LITTLE = 0.05  # of the correlation: what a restriction has to add
_SWEEPS = 3


@dataclass(frozen=True)
class Limits:
    """What a box allows of one input: numbers from low to high, or some choices (as codes)."""

    low: float = -np.inf
    high: float = np.inf
    choices: frozenset[int] | None = None

    def holds(self, values: Floats) -> Flags:
        """Which values are within."""
        if self.choices is not None:
            return np.isin(values, list(self.choices))
        return np.asarray((values >= self.low) & (values <= self.high))

    @property
    def sides(self) -> tuple[str, ...]:
        """Which ends are restricted: `low`, `high`, or `choices`."""
        if self.choices is not None:
            return ("choices",)
        return ("low",) * bool(np.isfinite(self.low)) + ("high",) * bool(np.isfinite(self.high))

    def only(self, sides: Sequence[str]) -> Limits:
        """These limits with some of their ends."""
        low = self.low if "low" in sides else -np.inf
        high = self.high if "high" in sides else np.inf
        return Limits(low, high, self.choices if "choices" in sides else None)


Box = dict[int, Limits]  # by the number of the input; absent means not restricted


@dataclass(frozen=True)
class Space:
    """N cases in D inputs: `x` of shape (N, D), choices as codes from 0; `is_choice` shape (D,)."""

    x: Floats
    is_choice: Flags
    order: Ints = field(init=False, repr=False)  # of each number, cases from its lowest to highest

    def __post_init__(self) -> None:
        order = np.argsort(self.x[:, ~self.is_choice].T, axis=1, kind="stable")
        object.__setattr__(self, "order", order)

    def __len__(self) -> int:
        return len(self.x)

    @property
    def fewest(self) -> int:
        """The fewest cases that a box may hold."""
        return max(FEWEST_CASES, int(np.ceil(_SMALLEST * len(self))))

    def part(self, cases: Ints) -> Space:
        """Some of the cases."""
        return Space(self.x[cases], self.is_choice)

    def inputs(self, kept: list[int]) -> Space:
        """All cases, in some of the inputs."""
        return Space(self.x[:, kept], self.is_choice[kept])

    def inside(self, box: Box) -> Flags:
        """Which cases are in a box."""
        held = np.ones(len(self), bool)
        for j, limits in box.items():
            held &= limits.holds(self.x[:, j])
        return held


def correlation(y: Floats, inside: Flags) -> float:
    """The correlation of outcomes with being in a box; 0 for a box of all cases or none."""
    apart = y - y.mean()
    deviation = math.sqrt(float(apart @ apart))
    if not deviation > 0:
        return 0.0
    score = _scores(np.array([apart[inside].sum()]), np.array([inside.sum()]), len(y))
    return float(score[0]) * math.sqrt(len(y)) / deviation


def _scores(sums: Floats, counts: Ints, many: int) -> Floats:
    """The correlation but for a factor that all boxes share, from the sum of deviations within."""
    scale = counts * (many - counts)
    found: Floats = np.where(scale > 0, sums / np.sqrt(np.maximum(scale, 1)), 0.0)
    return found


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


def screened(space: Space, y: Floats) -> list[int]:
    """The numbers of at most `SCREENED` inputs, by the variance that each explains alone."""
    ranked = np.argsort(-explained(space, y), kind="stable")
    return sorted(int(j) for j in ranked[:SCREENED])


def explained(space: Space, y: Floats) -> Floats:
    """The share of y's variance between the fifths (or choices) of each input, shape (D,), less
    what chance gives to inputs that say nothing (as an adjusted R²)."""
    apart, many = y - y.mean(), len(y)
    between, groups = np.zeros(space.x.shape[1]), np.full(space.x.shape[1], _FIFTHS)
    cuts = np.arange(_FIFTHS) * many // _FIFTHS
    sums = np.add.reduceat(apart[space.order], cuts, axis=1)
    between[~space.is_choice] = (sums**2 / np.diff(np.append(cuts, many))).sum(axis=1)
    for j in np.flatnonzero(space.is_choice):
        _, of = np.unique(space.x[:, j], return_inverse=True)
        counts, sums = np.bincount(of), np.bincount(of, apart)
        between[j], groups[j] = (sums**2 / counts).sum(), len(counts)
    total = float(apart @ apart)
    if not total > 0:
        return np.zeros(len(between))
    left = (1.0 - between / total) * (many - 1) / np.maximum(many - groups, 1)
    return np.asarray(1.0 - left)


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
    box = path[int(_scores(sums, counts, len(space)).argmax())].box
    for _ in range(_SWEEPS):
        before = box
        box = _widened(space, y, _pruned(space, y, box))
        if box == before:
            break
    return box


def quasi_p(space: Space, y: Floats, box: Box, j: int) -> float:
    """How likely as many successes as in the box would be if input j made no difference.

    The upper tail of the binomial with the density of the box without that restriction (Bryant and
    Lempert 2010), for sums of probabilities as for counts. Small ones say that it matters; they are
    no p-values, since the same cases chose the box.
    """
    from scipy.special import betainc

    inside, without = space.inside(box), space.inside(_without(box, j))
    cases, successes = int(inside.sum()), float(y[inside].sum())
    if successes <= 0:
        return 1.0
    # P(X >= k) of the binomial is the regularised incomplete beta function at the rate.
    return float(betainc(successes, max(cases - successes, 0.0) + 1.0, float(y[without].mean())))


def _pruned(space: Space, y: Floats, box: Box) -> Box:
    inputs, apart = list(box), y - y.mean()
    fails = np.array([~box[j].holds(space.x[:, j]) for j in inputs]).reshape(len(inputs), -1)
    while inputs:
        many = fails.sum(axis=0)
        held = np.vstack([many == 0, many - fails == 0])  # with all, and without each of them
        whole, *scores = _scores(held @ apart, held.sum(axis=1), len(y))
        row = int(np.argmax(scores))
        if scores[row] < whole - _LITTLE * abs(whole):
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
            others = space.inside(_without(box, j))
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
            scores = _scores(
                now + np.append(0.0, np.cumsum(apart[ranked])),
                count + np.arange(len(ranked) + 1),
                len(y),
            )
            last = np.append(np.diff(values[ranked]) != 0, True)  # equal values go together
            scores[1:][~last] = -np.inf
            best = int(scores.argmax()) - 1
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
    return box | {j: limits} if limits.sides else _without(box, j)


def _without(box: Box, j: int) -> Box:
    return {i: limits for i, limits in box.items() if i != j}
