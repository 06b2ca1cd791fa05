"""Where the variance of a paired difference comes from: levers, uncertain parameters, luck.

Choose a design at random from the levers' grid, a draw of what is uncertain and a world. With a the
levers that are crossed with all else, s a draw of the sampled factors, r a world, and mu_as the
expectation at a point, the variance of a single difference y_asr is

    levers          variance over a of the mean of mu over s
    parameters      variance over s of the mean of mu over a
    levers × these  what is left of the variance of mu
    luck            mean over points of the variance over worlds

Levers are a fixed grid (their variance is that of these very values), draws and worlds samples of
something larger. Every part is a quadratic form q of the points' means, which hold noise as well:
worlds are few, and shared by all points. Its expectation in excess is taken out exactly, whatever
the noise's correlation, since q needs pairs of *different* worlds only:

    q(mu) is estimated by the mean of q(y_r, y_r') over r ≠ r'

and alike by pairs of different draws where s is squared. So every estimate is unbiased, and a part
that is truly 0 comes out below 0 half of the time. A single sampled factor's part is that of its
bins' means (at most five of equal count): what it does alone, first order. Intervals are by the
bootstrap of draws and of worlds, with pairs of the same draw or world left out. Source: Searle, S.
R., Casella, G. and McCulloch, C. E. (1992), Variance components, Wiley, for such estimators; Owen,
A. B. (2007), The pigeonhole bootstrap, Annals of Applied Statistics 1(2), for the resampling.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from twinsim.sweep.answers.crossing import Crossing
from twinsim.sweep.answers.gather import Ints
from twinsim.sweep.answers.levels import FEWEST_IN_BIN
from twinsim.sweep.rows import Floats

FEWEST_WORLDS = 4
SHOWN = 3  # single sampled factors

_RESAMPLES = (60, 300)
_WORK = 60_000_000
_ENDS = (2.5, 97.5)


@dataclass(frozen=True)
class Part:
    """A part of the variance, as a share of the whole: `value` (an unbiased estimate, which may be
    below 0) with its 95 % interval. `kind` is lever, levers, sampled, single, crossed or luck;
    `factor` the id of the factor that it belongs to, "" for several. Kind `single` is a part of
    `sampled`; the others add up to 1."""

    kind: str
    factor: str
    value: float
    lo95: float
    hi95: float

    @property
    def resolved(self) -> bool:
        """Whether the share is told from 0."""
        return self.lo95 > 0


@dataclass(frozen=True)
class Split:
    """The variance of an indicator's paired difference, split. `total` is that of single
    differences, in squared units; `points`, `draws` and `worlds` are what it was estimated from."""

    total: float
    parts: tuple[Part, ...]
    points: int
    draws: int
    worlds: int


def split(crossing: Crossing, values: Floats) -> Split | None:
    """Split the variance of differences of shape (*levels of the crossed levers, draws, worlds),
    all finite; None where there are too few worlds for it, or nothing varies."""
    draws, worlds = values.shape[-2:]
    if worlds < FEWEST_WORLDS:
        return None
    forms = Forms(crossing, values - values.mean())
    found = forms.estimate(np.ones(draws), np.ones(worlds))
    if not found.sum() > 0:
        return None
    shares, total = forms.shares(found)
    luck = np.random.default_rng(1)
    again = []
    for _ in range(int(np.clip(_WORK // values.size, *_RESAMPLES))):
        of_draws = np.bincount(luck.integers(0, draws, draws), minlength=draws).astype(float)
        of_worlds = np.bincount(luck.integers(0, worlds, worlds), minlength=worlds).astype(float)
        if (of_worlds > 0).sum() > 1 and (draws == 1 or (of_draws > 0).sum() > 1):
            again.append(forms.shares(forms.estimate(of_draws, of_worlds))[0])
    ends = np.nanpercentile(again, _ENDS, axis=0)
    parts = [
        Part(kind, factor, float(value), float(low), float(high))
        for (kind, factor), value, low, high in zip(forms.keys, shares, *ends, strict=True)
    ]
    single = sorted((p for p in parts if p.kind == "single"), key=lambda p: -p.value)
    kept = tuple(p for p in parts if p.kind != "single" or p in single[:SHOWN])
    return Split(total, kept, int(np.prod(values.shape[:-1])), draws, worlds)


class Forms:
    """The quadratic forms of all parts, over values of shape (*levers, draws, worlds)."""

    def __init__(self, crossing: Crossing, values: Floats) -> None:
        *shape, self.draws, _ = values.shape
        places = [i for i, size in enumerate(shape) if size > 1]
        axes = tuple(range(len(shape)))
        self.every = values.reshape(-1, *values.shape[-2:])
        self.squares = self.every * self.every
        self.mean = values.mean(axis=axes)
        self.own = [values.mean(axis=tuple(a for a in axes if a != i)) for i in places]
        bins = crossing.bins() if self.draws > 1 else ()
        singles = [
            (id, np.eye(int(of.max()) + 1)[:, of])
            for id, of in bins
            if np.bincount(of).min() >= FEWEST_IN_BIN
        ]
        self.singles = [id for id, _ in singles]
        # the bins of all of them, one under the other: a factor at a time takes half a minute
        self.bins = np.concatenate([of for _, of in singles]) if singles else np.empty((0, 0))
        self.first = np.cumsum([0, *(len(of) for _, of in singles[:-1])])
        self.keys = [("lever", crossing.levers[i].id) for i in places]
        self.keys += [("levers", "")] * (len(places) > 1)
        if self.draws > 1:
            self.keys += [("sampled", ""), *(("single", id) for id in self.singles)]
            self.keys += [("crossed", "")] * bool(places)
        self.keys.append(("luck", ""))

    def estimate(self, of_draws: Floats, of_worlds: Floats) -> Floats:
        """Every part's estimate from weighed draws and worlds; the last one is luck."""
        count = of_worlds.sum()
        pairs = count**2 - (of_worlds**2).sum()
        summed = self._forms(lambda values: (values @ of_worlds)[..., None], of_draws)[:, 0]
        alone = self._forms(lambda values: values, of_draws) @ (of_worlds**2)
        total, square = self.every @ of_worlds, self.squares @ of_worlds
        within = ((count * square - total * total) / pairs).mean(axis=0)
        luck = float(within @ of_draws / of_draws.sum())
        return np.append((summed - alone) / pairs, luck)

    def shares(self, found: Floats) -> tuple[Floats, float]:
        """Parts as shares of the whole, and the whole."""
        whole = sum(v for (kind, _), v in zip(self.keys, found, strict=True) if kind != "single")
        return (found / whole if whole > 0 else np.full(len(found), np.nan)), float(whole)

    def _forms(self, read: Callable[[Floats], Floats], weight: Floats) -> Floats:
        """All parts but luck, of what `read` makes of the worlds, shape (parts, worlds)."""
        mean, every = read(self.mean), read(self.every)
        over = _pairs(mean, weight)  # variance over draws of the mean over levers
        rows = [_between(read(own), weight, over) for own in self.own]
        if len(self.own) > 1:
            rows.append(_between(every, weight, over) - sum(rows))
        if self.draws > 1:
            rows.append(over)
            if self.singles:
                rows += list(over - _within(mean, weight, self.bins, self.first))
            if self.own:
                rows.append(_pairs(every, weight).mean(axis=0) - over)
        return np.array(rows).reshape(len(rows), mean.shape[-1])


def _pairs(values: Floats, weight: Floats) -> Floats:
    """Variance over draws, the last axis but one, by pairs of different draws; 0 for one draw."""
    count = weight.sum()
    pairs = count**2 - (weight**2).sum()
    if not pairs > 0:
        return np.zeros((*values.shape[:-2], values.shape[-1]))
    mean, square = weight @ values, weight @ (values * values)
    return np.asarray((count * square - mean * mean) / pairs)


def _between(values: Floats, weight: Floats, over: Floats) -> Floats:
    """Variance over cells, the first axis, of means over draws, less what draws add to it."""
    count = weight.sum()
    means = weight @ values / count
    own = _pairs(values, weight).mean(axis=0) - over
    return np.asarray(means.var(axis=0) - (weight**2).sum() / count**2 * own)


def _within(values: Floats, weight: Floats, bins: Floats, first: Ints) -> Floats:
    """For each factor the mean over its bins, by their weight, of the variance over draws within
    them, shape (factors, worlds); `bins` is 1 where a draw is of the bin, shape (bins, draws), and
    those of a factor stand together from its `first` on."""
    own = bins * weight
    count, square = own.sum(axis=1)[:, None], (own * own).sum(axis=1)[:, None]
    kept = count**2 > square  # a bin of one draw says nothing
    mean = own @ values
    spread = count * (own @ (values * values)) - mean * mean
    each = np.where(kept, count * spread / np.where(kept, count**2 - square, 1), 0)
    among = np.add.reduceat(np.where(kept, count, 0), first)
    said = np.add.reduceat(each, first) / np.where(among > 0, among, 1)
    return np.asarray(np.where(among > 0, said, np.nan))
