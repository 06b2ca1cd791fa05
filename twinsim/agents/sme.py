"""A firm: it earns, learns and forgets, has ideas, answers calls, pilots, sells, ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twinsim.agents.base import TwinAgent
from twinsim.agents.pilot import Pilot
from twinsim.agents.state import SMEState
from twinsim.rules import call, firm, investor, pilot, programme
from twinsim.rules.draws import (
    AWARE,
    BID,
    EXIT,
    GRANT,
    GRANT_WIN,
    GROWTH,
    IDEA,
    MARGIN,
    OTHER_DEAL,
    OTHER_TICKET,
    PERCEIVE,
    SALE,
    SALE_ABROAD,
    SALE_ABROAD_SIZE,
    SALE_SIZE,
    draw,
)
from twinsim.rules.maths import clip01, happens, lift, normal, whole
from twinsim.world import start as fill
from twinsim.world.start import SECTORS

if TYPE_CHECKING:
    from twinsim.agents.city import City
    from twinsim.agents.model import TwinCityModel
    from twinsim.agents.programme import Programme


class SME(SMEState, TwinAgent):
    """A firm of a city, known by its slot.

    To change a behaviour, subclass and pass the class to the model:

    >>> class Cautious(SME):
    ...     def bids_for(self, perceived, award):
    ...         return self.runway > 12 and super().bids_for(perceived, award)
    >>> model = TwinCityModel("belfast-sejong", sme_class=Cautious)
    """

    def __init__(
        self, model: TwinCityModel, city: City, slot: int, month: int, *, entrant: bool
    ) -> None:
        super().__init__(model)
        self.city = city
        self.slot = slot
        self.alive = True
        self.key = fill.firm_key(city.key, slot - city.facts.first)
        self.knowledge = [0.0] * SECTORS
        facts = city.facts
        fill.start_firm(
            self.p, self, self.knowledge, facts.industry, facts.tags, self.key, month, entrant
        )
        self.pilot = Pilot(self)
        cities = model.n_cities
        self.adopted = [-1] * cities
        self.price = [0.0] * cities
        self.owed = [0.0] * cities
        model.slots[slot] = self

    @property
    def home(self) -> int:
        """The number of the firm's city."""
        return self.city.number

    # 3 A month of business

    def live(self) -> None:
        """A month: trade, forget, think; then end, or hear of calls and answer them."""
        self.trade()
        self.forget()
        self.think()
        if self.ends():
            self.leave()
            return
        for programme_ in self.model.programmes:
            if self.may_hear(programme_):
                self.listen(programme_)

    def trade(self) -> None:
        """Revenue, cash and staff of the month."""
        p, city, t = self.p, self.city, self.now
        practice = firm.practice(p, self.market_kept + self.market_light)
        self.boost = investor.boosted(p, self.boost, int(self.growing > 0))
        self.growing = max(0, self.growing - 1)
        gained = practice + self.boost
        lost = city.loss_share[self.sector]
        spread = firm.growth_spread(p, self.volatility, self.staff)
        self.trend = firm.grown(self.trend, spread, normal(draw(self.key, t, GROWTH, 0)))
        self.margin = firm.margin_next(p, self.margin, normal(draw(self.key, t, MARGIN, 0)))
        own = firm.practised_sales(self.trend, gained, self.push, lost)
        sales = self.sales_now
        abroad = self.sales_abroad_now
        if self.entered >= 0:
            abroad += p.export_adoption * firm.sale_growth(p, t - self.entered)
        work = self.backlog / p.work_months
        self.backlog -= work
        self.revenue = own + sales + abroad + work
        city.new_sales[self.sector] += firm.new_sales(self.trend, gained, self.push, sales)
        city.sector_sales[self.sector] += own + sales
        self.cash = firm.cash_next(p, self.cash, self.revenue, self.margin)
        self.runway = firm.runway(p, self.cash, self.revenue, self.margin)
        ordinary = self.trend * lift(self.boost) * (1.0 - lost)
        target = (ordinary + sales + abroad + work) / p.revenue_per_staff
        self.staff = firm.lagged(self.staff, target, p.staff_lag)
        self.practised = firm.lagged(self.practised, practice, p.staff_practice_lag)
        city.tally.sales_revenue += sales
        city.tally.exports += abroad
        city.tally.revenue += self.revenue

    @property
    def sales_now(self) -> float:
        """Private revenue at home this month, k£."""
        return (
            self.sales * firm.sale_growth(self.p, self.now - self.sold) if self.sold >= 0 else 0.0
        )

    @property
    def sales_abroad_now(self) -> float:
        """Private revenue abroad this month, k£."""
        if self.sold_abroad < 0:
            return 0.0
        return self.sales_abroad * firm.sale_growth(self.p, self.now - self.sold_abroad)

    def forget(self) -> None:
        """Gains of training fade; a solution ages and leaves the market."""
        p = self.p
        market_kept = firm.faded(self.market_kept, p.fade_intensive)
        market_light = firm.halved(self.market_light, p.light_halflife)
        technical_kept = firm.faded(self.technical_kept, p.fade_intensive)
        technical_light = firm.halved(self.technical_light, p.light_halflife)
        self.market = clip01(
            self.market - (self.market_kept - market_kept) - (self.market_light - market_light)
        )
        self.technical = clip01(
            self.technical
            - (self.technical_kept - technical_kept)
            - (self.technical_light - technical_light)
        )
        self.market_kept, self.market_light = market_kept, market_light
        self.technical_kept, self.technical_light = technical_kept, technical_light
        self.push = firm.halved(self.push, p.light_halflife)
        self.reveal = max(0, self.reveal - 1)
        self.grant_left = max(0, self.grant_left - 1)
        if self.age_solution >= 0:
            self.age_solution += 1
            self.clock += 1.0
            self.sale_clock += 1.0
            if self.age_solution >= p.solution_life:
                fill.clear_solution(self)
                self.zone = firm.NONE

    def think(self) -> None:
        """Ideas come and go; an active firm applies for other grants (neutral money)."""
        t = self.now
        self.zone = firm.zone_next(self.p, self.zone, draw(self.key, t, IDEA, 0))
        if self.zone == firm.NONE or self.grant_left > 0:
            return
        if draw(self.key, t, GRANT, 0) < self.p.grant_apply:
            self.city.tally.grants_applied += 1.0
            if firm.grant_won(self.p, self.technical, normal(draw(self.key, t, GRANT_WIN, 0))):
                self.city.tally.grants_won += 1.0
                self.grant_left = whole(self.p.grant_months)

    def ends(self) -> bool:
        """Whether the firm ends this month: without cash for certain."""
        if self.cash < 0.0:
            return True
        hazard = firm.exit_hazard(self.p, self.now - self.born, self.runway, self.reveal)
        return happens(hazard, draw(self.key, self.now, EXIT, 0)) == 1

    def leave(self) -> None:
        """End: the pilot stops, the place is free, and nothing of the firm acts again."""
        self.alive = False
        self.city.tally.exits += 1.0
        if self.pilot.running:
            self.pilot.lose_firm()
        self.city.smes.remove(self)
        self.remove()

    # 3 Calls

    def may_hear(self, call_of: Programme) -> bool:
        """Whether a call of the programme is open to the firm, and it is free to answer."""
        return (
            call_of.open_now
            and call_of.stakes.owner[self.home] == 1
            and not self.aware
            and not self.place
            and self.challenge < 0
            and not self.pilot.running
        )

    def listen(self, call_of: Programme) -> None:
        """Perhaps hear of the call; then look at its challenges and perhaps answer the best."""
        plan = call_of.plan
        outreach = programme.outreach_ratio(self.p, plan.outreach / plan.owners / plan.cohorts)
        brokered = self.member * call_of.delivery
        odds = call.hears(self.p, brokered, self.tied, outreach)
        if draw(self.key, self.now, AWARE, 0) < odds:
            self.aware = 1
            self.city.tally.aware += 1.0
            challenge, perceived = self.best_challenge(call_of)
            if self.bids_for(perceived, plan.award):
                self.bid = challenge
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

    def bear(self, cost: float) -> None:
        """Bear a cost of one's own (k£): time, match, bids, teams."""
        self.cash -= cost
        self.city.unpaid += cost
        self.city.tally.firms_unpaid += cost

    # 5 Upskilling

    def learn(self, market: float, technical: float, *, intensive: bool) -> None:
        """Take the gains of a course, kept for long only after an intensive one."""
        market = market if self.market + market < 1.0 else 1.0 - self.market
        technical = technical if self.technical + technical < 1.0 else 1.0 - self.technical
        self.market += market
        self.technical += technical
        if intensive:
            self.market_kept += market
            self.technical_kept += technical
        else:
            self.market_light += market
            self.technical_light += technical

    # 7 Deals

    def deal_elsewhere(self) -> None:
        """Perhaps find money outside showcases, at home or in the rest of the world."""
        hazard = investor.other_deals(self.p, self.awarded)
        if happens(hazard, draw(self.key, self.now, OTHER_DEAL, 0)):
            z = normal(draw(self.key, self.now, OTHER_TICKET, 0))
            self.take_investment(investor.ticket(self.p, z))
            self.city.tally.awarded_deals += self.awarded

    def take_investment(self, amount: float) -> None:
        """A deal: money in the bank, and a year of faster growth."""
        self.cash += amount
        self.growing = whole(self.p.invest_months)
        self.city.tally.deals += 1.0
        self.city.tally.equity += amount

    # 8 The market

    def deliver(self, buyer: City, price: float, first: float, at_home: float) -> None:
        """A city orders the solution at a price; the first payment has come."""
        self.backlog += at_home
        self.zone = firm.BLUE
        self.adopted[buyer.number] = self.now
        self.price[buyer.number] = price
        self.owed[buyer.number] += price - first
        if self.host == buyer.number:
            buyer.tally.host_adoptions += 1.0
            if self.supported == 1:
                buyer.tally.supported_adoptions += 1.0
        else:
            buyer.tally.twin_adoptions += 1.0
            if self.entered < 0:
                self.entered = self.now
            self.model.linked(self.host, buyer.number).succeed()
        self.clock = pilot.set_back(self.clock)
        self.sale_clock = pilot.set_back(self.sale_clock)

    def sell(self) -> None:
        """A first private sale of the solution at home; after an adoption abroad, there too."""
        offered = self.now - self.age_solution
        ripe = pilot.ripeness(self.p, self.sale_clock, self.p.sale_window)
        hazard = pilot.sale_hazard(self.p, self.quality, self.market, ripe)
        if self.sold < offered and happens(hazard, draw(self.key, self.now, SALE, 0)):
            z = normal(draw(self.key, self.now, SALE_SIZE, 0))
            self.sales = self.sales_now + firm.sale_revenue(self.p, z)
            self.sold = self.now
            self.zone = firm.BLUE
            self.city.tally.first_sales += 1.0
            if self.supported == 1:
                self.city.tally.supported_sales += 1.0
        if self.entered >= offered and self.sold_abroad < offered:
            abroad = pilot.sale_abroad_hazard(self.p, hazard, self.trust_abroad())
            if happens(abroad, draw(self.key, self.now, SALE_ABROAD, 0)):
                z = normal(draw(self.key, self.now, SALE_ABROAD_SIZE, 0))
                self.sales_abroad = self.sales_abroad_now + firm.sale_revenue(self.p, z)
                self.sold_abroad = self.now

    def trust_abroad(self) -> float:
        """The highest trust between the firm's city and one that adopted its solution."""
        trust = 0.0
        for number, since in enumerate(self.adopted):
            link = self.model.link(self.home, number)
            if link is not None and since >= 0 and link.trust > trust:
                trust = link.trust
        return trust
