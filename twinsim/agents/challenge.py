"""A challenge: what a city, or two together, ask firms to solve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from twinsim.agents.base import TwinAgent
from twinsim.agents.state import ChallengeState

if TYPE_CHECKING:
    from twinsim.agents.model import TwinCityModel


class Challenge(ChallengeState, TwinAgent):
    """A theme in the space of sectors, put more or less clearly.

    Challenges 0 to 12 are the sectors' own, for pilots without a programme. `facts` holds what
    its facet changes, `own` marks its own sectors.
    """

    def __init__(self, model: TwinCityModel, number: int, facts: Any) -> None:
        super().__init__(model)
        self.number = number
        self.facts = facts
        self.theme: list[float] = list(facts.theme)
        self.own: list[int] = list(facts.own)
        self.clarity = self.p.clarity_floor
        self.cohort = -1
