"""What simulating all pairs of a portfolio says of sets of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from twinsim.pairing.impact.sets import Sets
from twinsim.pairing.impact.simulation import SURE
from twinsim.pairing.objects import Estimate

if TYPE_CHECKING:
    from twinsim.sweep import Results


@dataclass(frozen=True)
class PairImpact:
    """Simulated impact of one pair: twin − baseline in both cities, and in each alone.

    `world_*` are quantiles of single worlds, `member` the share of draws of what the means may be
    in which the pair belongs to the best set; `score_lo` its score with missing facts at their
    worst.
    """

    a: str
    b: str
    score_lo: float
    impact: Estimate
    in_a: Estimate
    in_b: Estimate
    world_p05: float
    world_p50: float
    world_p95: float
    worlds: int
    failed: int
    member: float


@dataclass(frozen=True)
class GivenUp:
    """What a city gives up in the portfolio: by how much its pair with its favourite would have a
    higher impact than its own, with the interval of that; `partner` is "" for one without."""

    city: str
    partner: str
    favourite: str
    loss: Estimate


@dataclass(frozen=True)
class PortfolioSimulation:
    """What simulating all pairs says of sets of them, by one indicator.

    `pairs` are all that could be simulated, `left_out` says why others could not, `given_up` has a
    row for each city. `sets` is the choice with its uncertainty; `best`, `second` and `by_score`
    are sets of pairs of ids: the best, the best other one, and the best by score among those that
    could be simulated. `over_score` is by how much sets chosen by impact beat the last, held out
    (see :mod:`twinsim.pairing.impact.sets`). `scenario` is whose programme was run ("" for one of
    defaults). Parameters have the values of `parameters`; doubt about them is in no number here.
    """

    indicator: str
    unit: str
    scenario: str
    input_sha256: str
    seed: int
    parameters: str
    pairs: tuple[PairImpact, ...]
    left_out: dict[str, str]
    given_up: tuple[GivenUp, ...]
    sets: Sets = field(repr=False)
    best: tuple[tuple[str, str], ...]
    second: tuple[tuple[str, str], ...]
    by_score: tuple[tuple[str, str], ...]
    over_score: Estimate
    results: Results = field(repr=False, compare=False)

    @property
    def told_apart(self) -> bool:
        """Whether it is known which set is best: with a probability of 0.95, and a lead over the
        next that is above 0. (Of two sets that are alike one has the probability in a tenth of
        trials, since it is asked of whichever is ahead.)"""
        return self.sets.same >= SURE and self.sets.gap.lo95 > 0

    def pair(self, a: str, b: str) -> PairImpact:
        """A pair by its ids. Raises :class:`KeyError`."""
        return {(one.a, one.b): one for one in self.pairs}[a, b]

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """What it comes to, in plain sentences, the plainest first."""
        from twinsim.pairing.impact.portfolio_sentences import sentences

        return tuple(sentences(self))
