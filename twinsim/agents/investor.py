"""An investor: it goes to showcases, meets firms and makes deals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twinsim.agents.base import TwinAgent
from twinsim.agents.state import InvestorState
from twinsim.rules import call, investor, pilot
from twinsim.rules.draws import ATTEND, DEAL, TICKET, draw
from twinsim.rules.maths import normal, whole
from twinsim.world import keys
from twinsim.world import start as fill
from twinsim.world.keys import SECTORS

if TYPE_CHECKING:
    from twinsim.agents.city import City
    from twinsim.agents.programme import Programme
    from twinsim.agents.sme import SME


class Investor(InvestorState, TwinAgent):
    """An investor of a city with a thesis: what it likes, in the space of sectors."""

    def __init__(self, city: City, number: int) -> None:
        super().__init__(city.model)
        self.city = city
        self.number = city.facts.first_investor + number
        self.key = keys.investor_key(city.key, number)
        self.thesis = [0.0] * SECTORS
        fill.start_investor(self.p, self, self.thesis, city.facts.industry, self.key)

    def refill(self) -> None:
        """New capital comes in, up to what the investor holds at the start."""
        self.capital = investor.refilled(self.p, self.capital)

    def visit(self, host: City, programme: Programme, shown: list[SME]) -> None:
        """Perhaps attend a showcase in a city; then meet the firms that fit best."""
        foreign = int(host is not self.city)
        trust = 0.0
        if foreign:
            link = self.model.link(host.number, self.city.number)
            if link is None or programme.stakes.owner[self.city.number] == 0:
                return
            trust = link.trust
        odds = investor.attends(self.p, foreign, trust, programme.delivery)
        if draw(keys.pair_key(self.key, host.key), self.now, ATTEND, 0) < odds:
            self.meet(shown, foreign)

    def meet(self, shown: list[SME], foreign: int) -> None:
        """Meet up to so many firms, those that fit best first, while capital lasts."""
        fits = [pilot.fit(self.thesis, sme.knowledge) for sme in shown]
        met = [0] * len(shown)
        for _ in range(whole(self.p.pitches)):
            best = call.best_left(fits, met, len(shown))
            if best < 0 or self.capital <= 0.0:
                return
            met[best] = 1
            self.met += 1
            self.consider(shown[best], fits[best], foreign)

    def consider(self, sme: SME, fit: float, foreign: int) -> None:
        """Perhaps invest in a firm."""
        pair = keys.pair_key(self.key, sme.key)
        odds = investor.deals(self.p, fit, sme.quality, foreign)
        if draw(pair, self.now, DEAL, 0) < odds:
            wanted = investor.ticket(self.p, normal(draw(pair, self.now, TICKET, 0)))
            amount = wanted if wanted < self.capital else self.capital
            self.capital -= amount
            sme.take_investment(amount)
            sme.city.tally.deals_showcase += 1.0
            if foreign:
                sme.city.tally.deals_cross += 1.0
                sme.city.tally.equity_cross += amount
