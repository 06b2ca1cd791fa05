"""What simulating the candidates of a ranking says of all of them together."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from twinsim.pairing.impact.beliefs import Beliefs
from twinsim.pairing.impact.carry import Carrier, Permuted
from twinsim.pairing.impact.correlate import Correlation
from twinsim.pairing.impact.courses import Courses
from twinsim.pairing.impact.missing import Missing
from twinsim.pairing.impact.needs import Needs
from twinsim.pairing.impact.reading import Reading
from twinsim.pairing.impact.spread import Spread

if TYPE_CHECKING:
    from twinsim.sweep import Results


@dataclass(frozen=True)
class Simulation:
    """Candidates of a ranking simulated, by one indicator.

    `cities` are those that could be simulated, in the order of the ranking, and every array of
    partners stands in their order; `left_out` says why others could not. `scenario` is the one
    whose programme was run ("" for defaults). `impact` is
    twin − baseline in both cities, `anchor` in the anchor alone; `premium` and `premium_anchor`
    are twin − solo. `score` is the correlation of the score (`score_lo`) with impact,
    `score_anchor` with impact in the anchor, `score_premium` with the premium, `score_per_100k`
    with impact per resident; `size` that of residents with impact. Parameters have the
    values of `parameters`; doubt about them is in no number here.
    """

    indicator: str
    unit: str
    scenario: str
    input_sha256: str
    seed: int
    parameters: str
    cities: tuple[str, ...]
    left_out: dict[str, str]
    impact: Reading
    anchor: Reading
    premium: Reading
    premium_anchor: Reading
    score: Correlation
    score_anchor: Correlation
    score_premium: Correlation
    size: Correlation
    score_per_100k: Correlation | None
    carriers: tuple[Carrier, ...]
    permuted: Permuted | None
    spread: Spread | None
    needs: Needs | None
    missing: Missing | None
    beliefs: Beliefs | None
    courses: Courses | None
    results: Results = field(repr=False, compare=False)

    @property
    def leader(self) -> str:
        """The candidate with the highest mean impact."""
        return self.cities[self.impact.order[0]]

    @property
    def told_apart(self) -> bool:
        """Whether it is known which is best, with a probability of 0.95."""
        return float(self.impact.p_best.max()) >= SURE

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """What it comes to, in plain sentences, the plainest first."""
        from twinsim.pairing.impact.sentences import sentences

        return tuple(sentences(self))


SURE = 0.95
