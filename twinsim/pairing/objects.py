"""What a ranking is: candidates in order, each with its scores, its reasons and its ranks.

The objects are frozen. What is learnt later, such as simulated impact, is attached with
:func:`dataclasses.replace`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from twinsim.pairing.facts import Value
from twinsim.pairing.overturn import Overturn
from twinsim.pairing.sheet import Sheet
from twinsim.pairing.variation import Variation
from twinsim.pairing.weights import Weights
from twinsim.scenario import CityProfile
from twinsim.text import inert

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

    from twinsim.pairing.impact.simulation import Simulation


@dataclass(frozen=True)
class CriterionScore:
    """One criterion of one pair. `a` and `b` are the cities' facts (None where missing) with their
    grades, `score` is NaN where one is missing, and then lies between `lo` and `hi`; `weight` is
    its share of the whole, 0 where it is left out for all; `why` says it in words."""

    id: str
    pillar: str
    a: Value | None
    b: Value | None
    score: float
    lo: float
    hi: float
    weight: float
    why: str
    grades: tuple[str, str]


@dataclass(frozen=True)
class PillarScore:
    """A pillar of one pair: score of what is known (NaN for nothing) and its ends; all NaN where
    the pillar is left out for all."""

    score: float
    lo: float
    hi: float


@dataclass(frozen=True)
class Estimate:
    """A mean over worlds with its Monte-Carlo 95 % interval."""

    value: float
    lo95: float
    hi95: float


@dataclass(frozen=True)
class Impact:
    """Simulated impact of a pair, beside its score, in the unit of its `indicator`.

    `difference` is twin − baseline in both cities, with the Monte-Carlo interval of its mean;
    `p_best` the probability that no candidate has a higher expectation and `regret` how much less
    than the best it is expected to have. `anchor` is the same in the anchor city alone, `premium`
    is twin − solo, `per_100k` the difference per 100,000 residents of the two cities (None where
    cities are not added up). `world_*` are quantiles of single worlds, `worlds` counts them and
    `failed` those left out.
    """

    difference: float
    mc_lo95: float
    mc_hi95: float
    p_best: float
    indicator: str = ""
    unit: str = ""
    regret: float = math.nan
    anchor: Estimate | None = None
    anchor_p_best: float = math.nan
    premium: Estimate | None = None
    premium_anchor: Estimate | None = None
    per_100k: Estimate | None = None
    world_p05: float = math.nan
    world_p50: float = math.nan
    world_p95: float = math.nan
    worlds: int = 0
    failed: int = 0


@dataclass(frozen=True)
class Candidate:
    """A possible partner. Scores are from 0 to 1; ranks count from 1 and go by `score_lo`.

    `rank_by_score` is the rank by what is known alone (of equals the first in order has it; 0
    where nothing is known). `coverage` is the share of all weight on which both cities' facts are
    known. `acceptability` holds the share of weightings in which it ranks first, second and so on.
    `overturn` is the least change of weights that puts it level with the first, None where none
    does. `impact` is None until it has been simulated.
    """

    rank: int
    city: str
    name: str
    score: float
    score_lo: float
    score_hi: float
    rank_by_score: int
    coverage: float
    pillars: dict[str, PillarScore]
    criteria: tuple[CriterionScore, ...]
    acceptability: tuple[float, ...]
    overturn: Overturn | None
    profile: CityProfile = field(repr=False)
    impact: Impact | None = None

    def criterion(self, id: str) -> CriterionScore:
        """The score on one criterion. Raises :class:`KeyError` for an unknown id."""
        return {row.id: row for row in self.criteria}[id]


@dataclass(frozen=True)
class Pairing:
    """Partners for one city, best first.

    `group` and `unit` say who was compared and as what, `left_out` which criteria count for
    nothing and why, `counter_twin` is the id of the nearest complementary candidate (see
    :mod:`twinsim.pairing.counter`), `facts` how much each fact differs among candidates. `seed` and
    `draws` make the acceptability, and nothing else. `simulation` is None until impact has been
    simulated.
    """

    anchor: CityProfile
    group: str
    unit: str
    weights: Weights
    candidates: tuple[Candidate, ...]
    left_out: dict[str, str]
    counter_twin: str
    facts: tuple[Variation, ...]
    notes: tuple[str, ...]
    seed: int
    draws: int
    sheet: Sheet = field(repr=False, compare=False)
    simulation: Simulation | None = field(default=None, repr=False, compare=False)

    @property
    def name(self) -> str:
        """A name for files."""
        return self.anchor.id

    @property
    def best(self) -> Candidate:
        """The candidate that ranks first."""
        return self.candidates[0]

    def candidate(self, city: str) -> Candidate:
        """A candidate by id. Raises :class:`KeyError` for one that is not in the group."""
        return {one.city: one for one in self.candidates}[city]

    def table(self) -> DataFrame:
        """A row per candidate, best first: ranks, scores, coverage, pillars, first-rank share."""
        from twinsim.pairing.tables import frame

        return frame(self)

    def criteria(self) -> DataFrame:
        """A row per candidate and criterion: facts, score, ends, weight, grades, sentence."""
        from twinsim.pairing.tables import criteria_frame

        return criteria_frame(self)

    def plot(self, kind: str = "bars", city: str | None = None) -> Axes:
        """One figure on axes of its own: bars, ranks, profile (of `city`, else the first) or map;
        of a simulated ranking also impact and best.

        Raises :class:`ScenarioError` for an unknown kind or city.
        """
        from twinsim.report.pairing import plot

        return plot(self, kind, city)

    def save(self, folder: str | Path, *, figures: bool = True) -> list[Path]:
        """Write JSON, tables and figures into `folder`/analysis/pair. Raises :class:`RunError`."""
        from twinsim.report.pairing import save

        return save(self, Path(folder), figures=figures)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as `twinsim pair --json` prints them; NaN where nothing is known."""
        from twinsim.pairing.document import pairing_document

        return pairing_document(self)

    def to_json(self) -> str:
        """The same as JSON, with null where nothing is known."""
        from twinsim.pairing.document import to_json

        return to_json(self.to_dict())

    def __repr__(self) -> str:
        first = self.best
        return (
            f"Pairing({self.anchor.id!r} with {inert(self.group, 60)}: {len(self.candidates)} "
            f"candidates, first {first.city!r} with {first.score_lo:.2f} to {first.score_hi:.2f})"
        )

    def _repr_html_(self) -> str:
        from twinsim.report.cells.pairing import pairing_html

        return str(pairing_html(self))
