"""The options of a sweep, and what each does in every state that all of them were run in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from twinsim.errors import Fault
from twinsim.sensitivity.discovery.questions import NET_VALUE, CannotAsk, crossed
from twinsim.sweep.answers.answer import known_indicators, states
from twinsim.sweep.answers.gather import gather, number, worlds_of_all
from twinsim.sweep.answers.levels import levels
from twinsim.sweep.chance import FEWEST_WORLDS

if TYPE_CHECKING:
    from twinsim.sweep.answers.factors import Varied
    from twinsim.sweep.answers.gather import Gathered, Ints
    from twinsim.sweep.results import Results
    from twinsim.sweep.rows import Floats

MOST = 60
ARM = "arm"  # in place of a lever's id
_COST = "spend"


class TooMany(CannotAsk):
    """More combinations of levers than a table of options holds."""


class OneState(CannotAsk):
    """Nothing but the options differs."""


@dataclass(frozen=True)
class Options:
    """K options in J states over R worlds that all of them share without a failed run.

    `values` has the indicator's difference from the reference arm, `cost` that of the money drawn,
    both of shape (K, J, R); `draws` numbers the draw of sampled factors that a state belongs to.
    `what` says what the options are: a lever's id, several with ` × ` between, or `arm`, with
    `of_arms`. `levers` are those whose levels are part of the arms' states.
    """

    what: str
    labels: tuple[str, ...]
    indicator: str
    contrast: str
    values: Floats
    cost: Floats
    draws: Ints
    of_arms: bool = False
    levers: tuple[str, ...] = ()

    @property
    def states(self) -> int:
        """How many states."""
        return int(self.values.shape[1])

    @property
    def worlds(self) -> int:
        """How many worlds."""
        return int(self.values.shape[2])

    @property
    def priced(self) -> bool:
        """Whether the indicator has its cost within."""
        return self.indicator == NET_VALUE


def options(
    results: Results,
    lever: str | None = None,
    *,
    indicator: str = NET_VALUE,
    contrast: str | None = None,
) -> Options:
    """The levels of a lever, or with `arm` the arms; without one, all combinations of crossed
    levers; where no lever was crossed, the arms. `contrast` is the scenario's first against its
    reference by default. Arms are compared in every state, levels of levers among them.

    Raises :class:`CannotAsk` where options were not run in the same states, are more than 60
    (:class:`TooMany`), or share fewer than four worlds.
    """
    known_indicators([indicator])
    manifest = results.manifest
    reference = str(manifest.identity.resolved.get("reference", "baseline"))
    against = [c for c in manifest.contrasts if c.split("-")[1] == reference]
    if not against:
        raise _error(results, "", f"expected a contrast with {reference}")
    chosen = results.known_contrast(contrast or against[0])
    others = [f"{arm}-{reference}" for arm in manifest.arms if arm != reference]
    gathered = gather(results, [indicator, _COST], list(dict.fromkeys([chosen, *others])))
    levers = crossed(gathered)
    if (lever is None and not levers) or _names_arms(lever, gathered.about.factors):
        ids = tuple(one.id for one in levers)
        return _arms(results, gathered, indicator, others, reference, ids)
    place, labels, what = _places(results, gathered, lever)
    values, cost = (gathered.of(id, chosen) for id in (indicator, _COST))
    kept = np.ones(values.shape[1], bool)
    kept &= np.isfinite(values[place.ravel()]).all(axis=0)
    _check(results, int(kept.sum()))
    own = [gathered.about.factor(id).id for id in what.split(" × ")]
    return Options(
        what=what,
        labels=tuple(labels),
        indicator=indicator,
        contrast=chosen,
        values=values[place][:, :, kept],
        cost=cost[place][:, :, kept],
        draws=number(gathered.draws(own)[place[0]].tolist()),
    )


def _names_arms(lever: str | None, factors: Sequence[Varied]) -> bool:
    """Whether the arms are asked for in place of a lever; a lever of that name goes first."""
    return lever == ARM and all(one.id != ARM for one in factors)


def _places(results: Results, gathered: Gathered, lever: str | None) -> tuple[Ints, list[str], str]:
    """The point of each option in each state, shape (K, J), the labels, and what they are."""
    kept = np.isfinite(next(iter(gathered.differences.values()))).sum(axis=1) >= FEWEST_WORLDS
    if lever is not None:
        of = levels(gathered, gathered.about.factor(lever))
        if of.binned:
            raise _error(results, lever, "expected a lever with values; this one was drawn")
        place = states(gathered, of, kept)
        if not place.shape[1]:
            raise _error(results, lever, "expected levels that were run in the same states")
        return place, list(of.labels), lever
    each = [levels(gathered, factor) for factor in crossed(gathered)]
    many = int(np.prod([len(one.labels) for one in each]))
    if many > MOST:
        expected = f"expected at most {MOST} options, found {many}; name one lever"
        raise TooMany(Fault(str(results.folder), 0, "", "", expected))
    ids = {one.factor.id for one in each}
    rest = [f.id for f in gathered.about.factors if f.id not in ids]
    state = number([tuple(gathered.values[id][p] for id in rest) for p in range(gathered.points)])
    place = np.full((*(len(one.labels) for one in each), int(state.max()) + 1), -1, np.int64)
    for point in np.flatnonzero(kept):
        place[(*(one.of[point] for one in each), state[point])] = point
    flat = place.reshape(many, -1)
    flat = flat[:, (flat >= 0).all(axis=0)]
    if not flat.shape[1]:
        raise _error(results, "", "expected options that were run in the same states")
    labels = [", ".join(words) for words in product(*(one.labels for one in each))]
    return flat, labels, " × ".join(one.factor.id for one in each)


def _arms(
    results: Results,
    gathered: Gathered,
    indicator: str,
    against: list[str],
    reference: str,
    levers: tuple[str, ...],
) -> Options:
    """The arms as options, the reference among them."""
    points = np.arange(gathered.points)
    first = gathered.of(indicator, against[0])
    kept = np.isfinite(first).sum(axis=1) >= FEWEST_WORLDS
    held = worlds_of_all(first, points[kept])
    _check(results, held.shape[1])

    def stacked(id: str) -> Floats:
        rows = [worlds_of_all(gathered.of(id, c), points[kept]) for c in against]
        return np.stack([np.zeros_like(held), *rows])

    return Options(
        what=ARM if all(one.id != ARM for one in gathered.about.factors) else "the arms",
        labels=(reference, *(c.split("-")[0] for c in against)),
        indicator=indicator,
        contrast=against[0],
        values=stacked(indicator),
        cost=stacked(_COST),
        draws=number(gathered.draws()[kept].tolist()),
        of_arms=True,
        levers=levers,
    )


def _check(results: Results, worlds: int) -> None:
    if worlds < FEWEST_WORLDS:
        raise _error(
            results,
            "",
            f"expected {FEWEST_WORLDS} worlds that all options share without a failed run, found "
            f"{worlds}; --replicates of twinsim sweep adds some",
        )


def _error(results: Results, value: str, expected: str) -> CannotAsk:
    return CannotAsk(Fault(str(results.folder), 0, "", value, expected))
