"""Which facts and criteria carry a correlation of score and impact, and what is left without."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from twinsim.pairing.criteria import criteria
from twinsim.pairing.impact.correlate import FEWEST, correlation
from twinsim.pairing.impact.ranks import holm, spearman
from twinsim.pairing.impact.reading import Reading
from twinsim.pairing.objects import Pairing
from twinsim.pairing.sheet import Floats, Sheet
from twinsim.pairing.variation import readings
from twinsim.scenario import CityTable

TIMES = 500


@dataclass(frozen=True)
class Carrier:
    """A fact of candidates, or a criterion's score, beside impact: Spearman's correlation with its
    interval over candidates and noise, the chance of one as large by luck (`p`) and the same
    corrected for having asked of all (`p_holm`). `known` of the candidates have it."""

    id: str
    kind: str
    known: int
    spearman: float
    lo95: float
    hi95: float
    p: float
    p_holm: float

    @property
    def told(self) -> bool:
        """Whether it is told from none, all questions and the noise of impact counted."""
        return self.p_holm < 0.05 and (self.lo95 > 0 or self.hi95 < 0)


@dataclass(frozen=True)
class Permuted:
    """Correlation of score and impact with sector tags dealt anew among candidates: the mean over
    deals, and the middle 95 % over deals, candidates drawn anew and Monte-Carlo noise. What is left
    of it rests on other facts than sectors. `alone` is the correlation of those criteria alone that
    read sectors, with the tags that candidates have, and `alone_*` the same for tags dealt anew;
    NaN where no such criterion counts. `share` is the share of deals whose correlation (of these
    criteria) is as large as the one seen."""

    times: int
    mean: float
    lo95: float
    hi95: float
    alone: float
    alone_mean: float
    alone_lo95: float
    alone_hi95: float
    share: float


def carriers(pairing: Pairing, impact: Reading, at: list[int], seed: int = 1) -> list[Carrier]:
    """Every fact that varies and every criterion that counts and varies, the largest correlation
    first. `at` are the places, in the pairing, of the partners of `impact`."""
    profiles = [pairing.candidates[k].profile for k in at]
    varying = {fact.id for fact in pairing.facts if fact.varies}
    facts = readings(pairing.anchor, profiles, pairing.unit)
    asked = [("fact", id, values) for id, values in facts.items() if id in varying]
    for id in criteria():
        rows = [pairing.candidates[k].criterion(id) for k in at]
        if rows[0].weight > 0:
            asked.append(("criterion", id, np.array([row.score for row in rows])))
    found = [(kind, id, correlation(values, impact, seed)) for kind, id, values in asked]
    found = [one for one in found if not math.isnan(one[2].spearman)]
    corrected = holm([one.p for _, _, one in found])
    rows_ = [
        Carrier(
            id, kind, one.count, one.spearman, one.spearman_lo95, one.spearman_hi95, one.p, p_holm
        )
        for (kind, id, one), p_holm in zip(found, corrected, strict=True)
    ]
    return sorted(rows_, key=lambda row: (-abs(row.spearman), row.kind, row.id))


def permuted_sectors(
    pairing: Pairing, impact: Reading, at: list[int], table: CityTable, seed: int = 1
) -> Permuted | None:
    """The correlation of score and impact when candidates are scored with each other's sector
    tags; impact stays that of their own. None below four candidates, or where nothing varies."""
    profiles = [pairing.candidates[k].profile for k in at]
    count = len(profiles)
    if count < FEWEST or not np.ptp(impact.mean):
        return None
    crossed = [
        (pairing.anchor, replace(own, tags=other.tags)) for own in profiles for other in profiles
    ]
    lo = Sheet.of(crossed, table, pairing.unit, pairing.weights).lo.reshape(count, count, -1)
    shares = pairing.sheet.shares
    reads = np.ptp(lo, axis=1).max(axis=0) > 0
    luck = np.random.default_rng((seed, 13))
    deals = luck.permuted(np.tile(np.arange(count), (TIMES, 1)), axis=1)
    picks = luck.integers(0, count, deals.shape)
    dealt = lo[np.arange(count), deals]
    whole = _of(dealt @ shares, impact, picks)
    if whole is None:
        return None
    own = lo[np.arange(count), np.arange(count)] @ (shares * reads)
    seen = float(spearman(own, impact.mean))
    alone = _of(dealt @ (shares * reads), impact, picks)
    if alone is None or math.isnan(seen):
        nan = math.nan
        return Permuted(TIMES, *whole[0], nan, nan, nan, nan, nan)
    share = float((np.abs(alone[1]) >= abs(seen) - 1e-12).mean())
    return Permuted(TIMES, *whole[0], seen, *alone[0], share)


def _of(
    scores: Floats, impact: Reading, picks: np.ndarray[tuple[int, int], np.dtype[np.int64]]
) -> tuple[tuple[float, float, float], Floats] | None:
    """Mean and ends of the correlation of dealt scores with impact, and that of each deal; None
    where none varies."""
    made = spearman(scores, np.broadcast_to(impact.mean, scores.shape))
    drawn = impact.draws[: len(scores)]
    noisy = spearman(
        np.take_along_axis(scores, picks, axis=1), np.take_along_axis(drawn, picks, axis=1)
    )
    made, noisy = made[np.isfinite(made)], noisy[np.isfinite(noisy)]
    if not len(made) or not len(noisy):
        return None
    low, high = np.quantile(noisy, (0.025, 0.975))
    return (float(made.mean()), float(low), float(high)), made
