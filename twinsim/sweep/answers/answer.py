"""An answer about one factor: each level's effect, which level is best, how variance splits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from twinsim.errors import Fault, ResultsError
from twinsim.registry import indicators, nearest
from twinsim.sweep.answers import judge as judging
from twinsim.sweep.answers.crossing import crossing
from twinsim.sweep.answers.factors import Varied, about
from twinsim.sweep.answers.gather import Gathered, Ints, gather, headlines, number, worlds_of_all
from twinsim.sweep.answers.judge import Compared
from twinsim.sweep.answers.levels import Levels, levels
from twinsim.sweep.answers.means import Mean, mean_of
from twinsim.sweep.answers.pairs import Table, pairs
from twinsim.sweep.answers.variance import Split, split
from twinsim.sweep.rows import Floats

if TYPE_CHECKING:
    from twinsim.sweep.results import Results

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class LevelRow:
    """A level of a factor, by one indicator and contrast.

    `difference` is the mean over the level's design points, `lo95` and `hi95` its interval: over
    draws of the sampled factors and luck where there are draws, else of luck alone. `world_*` and
    `p_gain` are over single worlds of all these points. `points`, `worlds` and `failed` count what
    the mean holds and what is left out of it; `reason` says why the first world failed. The last
    four are of :mod:`twinsim.sweep.answers.judge`.
    """

    indicator: str
    unit: str
    contrast: str
    factor: str
    level: str
    points: int
    draws: int
    worlds: int
    failed: int
    reason: str
    difference: float
    lo95: float
    hi95: float
    world_p05: float
    world_p50: float
    world_p95: float
    p_gain: float
    p_first: float
    p_best: float
    regret: float
    regret_90: float


@dataclass(frozen=True)
class Answer:
    """What a sweep says of one factor, by one indicator and contrast.

    `states` is how many states the levels were compared in, 0 where none holds two of them;
    `draws` how many draws of sampled factors, 1 for none; `common` how many worlds the comparison
    used. `pairs` are tables beside each other lever.
    """

    factor: Varied
    indicator: str
    contrast: str
    rows: tuple[LevelRow, ...]
    binned: bool
    states: int
    draws: int
    common: int
    split: Split | None
    middles: tuple[float, ...] = ()
    pairs: tuple[Table, ...] = ()

    @property
    def best(self) -> LevelRow | None:
        """The level with the highest mean; None where no level has a world."""
        there = [row for row in self.rows if row.worlds]
        return max(there, key=lambda row: row.difference, default=None)


def by(
    results: Results,
    factor: str,
    indicators_: Sequence[str] | None = None,
    contrasts: Sequence[str] | None = None,
) -> list[Answer]:
    """Answers about a factor, for each contrast (the first where none is given) and indicator (the
    headlines).

    Raises :class:`ResultsError` for an unknown factor, indicator or contrast, and for a damaged
    folder.
    """
    about(results).factor(factor)
    ids = known_indicators(indicators_)
    chosen = [results.known_contrast(c) for c in contrasts or [None]]  # type: ignore[list-item]
    return answers(gather(results, ids, chosen), factor)


def answers(gathered: Gathered, factor: str) -> list[Answer]:
    """Answers about a factor from what was gathered, in the order of its pairs."""
    of = levels(gathered, gathered.about.factor(factor))
    return [_answer(gathered, of, *pair) for pair in gathered.differences]


def known_indicators(ids: Sequence[str] | None) -> list[str]:
    """These indicators, or the headlines. Raises :class:`ResultsError` for an unknown one."""
    unknown = [id for id in ids or () if id not in indicators()]
    if unknown:
        expected = "expected an indicator; twinsim explain indicators lists them"
        raise ResultsError(
            [
                Fault("", 0, "--indicator", id, expected, nearest(id, indicators()) or "")
                for id in unknown
            ]
        )
    return list(dict.fromkeys(ids or ())) or headlines()


def splits(gathered: Gathered, indicator: str, contrast: str) -> Split | None:
    """The split of variance of an indicator's difference; None where it cannot be made."""
    pair = (indicator, contrast)
    if pair not in gathered.kept:
        gathered.kept[pair] = _split(gathered, gathered.of(*pair))
    found: Split | None = gathered.kept[pair]
    return found


def _split(gathered: Gathered, differences: Floats) -> Split | None:
    kept = np.flatnonzero(np.isfinite(differences).any(axis=1))
    arranged = crossing(gathered, kept)
    if not arranged.place.size:
        return None
    held = worlds_of_all(differences, arranged.place.ravel())
    return split(arranged, held.reshape(*arranged.place.shape, held.shape[1]))


def _answer(gathered: Gathered, of: Levels, indicator: str, contrast: str) -> Answer:
    differences = gathered.of(indicator, contrast)
    draws = gathered.draws()
    sampled = bool(draws.max())
    means = [
        mean_of(differences[of.of == k], draws[of.of == k], sampled=sampled)
        for k in range(len(of.labels))
    ]
    judged, common = _judged(gathered, of, differences)
    return Answer(
        factor=of.factor,
        indicator=indicator,
        contrast=contrast,
        rows=tuple(
            _row(gathered, of, k, mean, judged, indicator, contrast) for k, mean in enumerate(means)
        ),
        binned=of.binned,
        states=judged.states,
        draws=int(draws.max()) + 1,
        common=common,
        split=splits(gathered, indicator, contrast),
        middles=of.middles,
        pairs=pairs(gathered, of, indicator, contrast),
    )


def _row(
    gathered: Gathered,
    of: Levels,
    k: int,
    mean: Mean,
    judged: Compared,
    indicator: str,
    contrast: str,
) -> LevelRow:
    own = np.flatnonzero(of.of == k)
    return LevelRow(
        indicator=indicator,
        unit=indicators()[indicator].unit,
        contrast=contrast,
        factor=of.factor.id,
        level=of.labels[k],
        points=mean.points,
        draws=mean.draws,
        worlds=mean.worlds,
        failed=int(gathered.failed[own].sum()),
        reason=next((gathered.reasons[p] for p in own if gathered.reasons[p]), ""),
        difference=mean.value,
        lo95=mean.lo95,
        hi95=mean.hi95,
        world_p05=mean.world_p05,
        world_p50=mean.world_p50,
        world_p95=mean.world_p95,
        p_gain=mean.p_gain,
        p_first=float(judged.p_first[k]),
        p_best=float(judged.p_best[k]),
        regret=float(judged.regret[k]),
        regret_90=float(judged.regret_90[k]),
    )


def _judged(gathered: Gathered, of: Levels, differences: Floats) -> tuple[Compared, int]:
    """The levels judged, and over how many worlds."""
    kept: Flags = np.asarray(np.isfinite(differences).any(axis=1))
    if not of.binned:
        place = states(gathered, of, kept)
        if place.shape[1]:
            draws = number(gathered.draws([of.factor.id])[place[0]].tolist())
            found, common = judging.judge_points(differences, place, draws)
            if common > 1:
                return found, common
    return _unpaired(gathered, of, differences, kept)


def _unpaired(
    gathered: Gathered, of: Levels, differences: Floats, kept: Flags
) -> tuple[Compared, int]:
    many = len(of.labels)
    held = worlds_of_all(differences, np.flatnonzero(kept))
    if held.shape[1] < 2 or not all((kept & (of.of == k)).any() for k in range(many)):
        return judging.nothing(many), 0
    own, draws = of.of[kept], gathered.draws()[kept]
    means = [held[own == k].mean(axis=1) for k in range(many)]
    apart = [held[own == k] - means[k][:, None] for k in range(many)]
    return judging.unpaired(means, apart, [draws[own == k] for k in range(many)]), held.shape[1]


def states(gathered: Gathered, of: Levels, kept: Flags) -> Ints:
    """The point of each level in each state that holds all levels, shape (K, J)."""
    others = [f.id for f in gathered.about.factors if f.id != of.factor.id]
    keys = [tuple(gathered.values[id][p] for id in others) for p in range(gathered.points)]
    state = number(keys)
    place = np.full((len(of.labels), int(state.max()) + 1), -1, np.int64)
    for point in np.flatnonzero(kept):
        place[of.of[point], state[point]] = point
    return place[:, (place >= 0).all(axis=0)]
