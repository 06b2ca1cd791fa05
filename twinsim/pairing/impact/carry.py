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
        """Whether it is told from none, all questions counted."""
        return self.p_holm < 0.05


@dataclass(frozen=True)
class Permuted:
    """Correlation of score and impact with sector tags dealt anew among candidates: the mean over
    deals, the middle 95 % of them, and the share of deals whose correlation is as large as the one
    seen. What is left of it rests on other facts than sectors."""

    times: int
    mean: float
    lo95: float
    hi95: float
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
    seen = float(spearman(_scores(pairing, at), impact.mean)) if count >= FEWEST else math.nan
    if math.isnan(seen):
        return None
    crossed = [
        (pairing.anchor, replace(own, tags=other.tags)) for own in profiles for other in profiles
    ]
    lo = Sheet.of(crossed, table, pairing.unit, pairing.weights).lo.reshape(count, count, -1)
    luck = np.random.default_rng((seed, 13))
    deals = luck.permuted(np.tile(np.arange(count), (TIMES, 1)), axis=1)
    scores = lo[np.arange(count), deals] @ pairing.sheet.shares
    made = spearman(scores, np.broadcast_to(impact.mean, scores.shape))
    made = made[np.isfinite(made)]
    if not len(made):
        return None
    low, high = np.quantile(made, (0.025, 0.975))
    share = float((np.abs(made) >= abs(seen) - 1e-12).mean())
    return Permuted(len(made), float(made.mean()), float(low), float(high), share)


def _scores(pairing: Pairing, at: list[int]) -> Floats:
    return np.array([pairing.candidates[k].score_lo for k in at])
