"""A firm and a call: it hears of it, looks at its challenges and may answer the best."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twinsim.agents.base import TwinAgent
from twinsim.agents.state import SMEState
from twinsim.rules import call, cluster, firm, pilot, programme
from twinsim.rules.draws import AWARE, BID, PERCEIVE, draw
from twinsim.rules.maths import normal

if TYPE_CHECKING:
    from twinsim.agents.city import City
    from twinsim.agents.pilot import Pilot
    from twinsim.agents.programme import Programme


class Bidder(SMEState, TwinAgent):
    """How a firm comes to a bid."""

    key: int
    city: City
    pilot: Pilot

    def is_free(self) -> bool:
        """Whether the firm is free to answer a call, and has not heard of one."""
        taken = self.aware or self.place or self.challenge >= 0
        return not taken and not self.pilot.running

    def listen(self, call_of: Programme) -> None:
        """Perhaps hear of the call; then look at its challenges and perhaps answer the best."""
        plan = call_of.plan
        outreach = programme.outreach_ratio(self.p, plan.outreach / plan.owners / plan.cohorts)
        home = self.city.cluster_of(self.sector)
        brokered = 0.0
        if home is not None:
            brokered = cluster.brokered(self.p, home.quality, self.member, call_of.delivery)
        odds = call.hears(self.p, brokered, self.tied, outreach)
        if draw(self.key, self.now, AWARE, 0) < odds:
            self.aware = 1
            self.city.tally.aware += 1.0
            challenge, perceived = self.best_challenge(call_of)
            if self.bids_for(perceived, plan.award):
                self.bid = challenge
                self.rise(firm.YELLOW)
                self.city.tally.bids += 1.0
                self.bear(self.p.bid_cost)

    def best_challenge(self, call_of: Programme) -> tuple[int, float]:
        """The challenge that seems to fit best, and how well it seems to."""
        best, best_fit = -1, 0.0
        for ordinal, challenge in enumerate(call_of.challenges):
            fit = pilot.fit(self.knowledge, challenge.theme)
            z = normal(draw(self.key, self.now, PERCEIVE, ordinal))
            seen = call.perceived(self.p, fit, challenge.clarity, z)
            if best < 0 or seen > best_fit:
                best, best_fit = challenge.number, seen
        return best, best_fit

    def bids_for(self, perceived: float, award: float) -> bool:
        """Whether the firm answers a call for a challenge that it thinks fits this well."""
        busy = 1 if self.grant_left > 0 else 0
        odds = call.bids(self.p, perceived, award, self.market, busy)
        return draw(self.key, self.now, BID, 0) < odds

    def take_lead(self, challenge: int) -> None:
        """A spin-out that its university founds for a bid makes that bid."""
        if challenge >= 0:
            self.aware = 1
            self.bid = challenge
            self.city.tally.aware += 1.0
            self.city.tally.bids += 1.0
            self.city.tally.university_bids += 1.0
            self.bear(self.p.bid_cost)
