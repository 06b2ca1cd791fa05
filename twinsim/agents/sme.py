"""A firm: it earns, learns and forgets, has ideas, answers calls, pilots, sells, ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twinsim.agents.pilot import Pilot
from twinsim.agents.seller import Seller
from twinsim.rules import call, cluster, firm, investor, pilot, programme, university
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
    TIE,
    draw,
)
from twinsim.rules.maths import clip01, happens, lift, normal, whole
from twinsim.world import keys
from twinsim.world import start as fill
from twinsim.world.keys import SECTORS

if TYPE_CHECKING:
    from twinsim.agents.city import City
    from twinsim.agents.model import TwinCityModel
    from twinsim.agents.programme import Programme


class SME(Seller):
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
        self.key = keys.slot_key(city.facts, slot, city.key)
        self.knowledge = [0.0] * SECTORS
        facts = city.facts
        what = keys.origin(facts, slot)
        sector = -1
        if what == keys.GRADUATED:
            sector = keys.sector_of(facts, keys.parent(facts, slot))
        space = (facts.industry, facts.tags)
        fill.start_firm(
            self.p, self, self.knowledge, *space, self.key, month, entrant, what, sector
        )
        if entrant and city.cluster_of(self.sector) is None:
            self.member = 0
        if what == keys.SPUN_OUT:
            school = city.universities[keys.parent(facts, slot)]
            fill.spin_out(self, self.knowledge, school.research)
        self.pilot = Pilot(self)
        cities = model.n_cities
        self.adopted = [-1] * cities
        self.price = [0.0] * cities
        self.owed = [0.0] * cities
        self.waiting = [-1] * cities
        model.slots[slot] = self

    # 3 A month of business

    def live(self, connected: float) -> None:
        """A month: trade, forget, think; then end, or hear of calls and answer them. `connected`
        is the work of the city's connectors."""
        self.trade()
        self.forget()
        self.think(connected)
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
        missions = firm.mission_sales(self.trend, self.mission)
        abroad += missions
        work = self.backlog / p.work_months
        self.backlog -= work
        self.revenue = own + sales + abroad + work
        new = firm.new_sales(self.trend, gained, self.push, sales)
        if self.origin != keys.BACKGROUND:
            new = own + sales
        city.new_sales[self.sector] += new
        city.sector_sales[self.sector] += own + sales
        before = self.cash
        self.cash = firm.cash_next(p, self.cash, self.revenue, self.margin)
        city.tally.cash_earned += self.margin * self.revenue
        city.tally.cash_paid_out += before + self.margin * self.revenue - self.cash
        self.runway = firm.runway(p, self.cash, self.revenue, self.margin)
        ordinary = self.trend * lift(self.boost) * (1.0 - lost)
        target = (ordinary + sales + abroad + work) / p.revenue_per_staff
        self.staff = firm.lagged(self.staff, target, p.staff_lag)
        self.practised = firm.lagged(self.practised, practice, p.staff_practice_lag)
        city.tally.sales_revenue += sales
        city.tally.exports += abroad
        city.tally.mission_sales += missions
        city.tally.revenue += self.revenue

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
        self.mission = firm.mission_next(p, self.mission)
        self.reveal = max(0, self.reveal - 1)
        self.grant_left = max(0, self.grant_left - 1)
        if self.age_solution >= 0:
            self.age_solution += 1
            self.clock += 1.0
            self.sale_clock += 1.0
            if self.age_solution >= p.solution_life:
                fill.clear_solution(self)
                self.zone = firm.NONE

    def think(self, connected: float) -> None:
        """Ideas come and go; an active firm applies for other grants (neutral money)."""
        t = self.now
        before = self.zone
        self.zone = firm.zone_next(self.p, self.zone, connected, draw(self.key, t, IDEA, 0))
        if self.zone > before:
            self.city.tally.moves_up += 1.0
        if self.zone == firm.NONE or self.grant_left > 0:
            return
        if draw(self.key, t, GRANT, 0) < self.p.grant_apply:
            self.city.tally.grants_applied += 1.0
            if firm.grant_won(self.p, self.technical, normal(draw(self.key, t, GRANT_WIN, 0))):
                self.city.tally.grants_won += 1.0
                self.city.tally.drawn_funds += self.awarded * self.p.grant_award
                self.grant_left = whole(self.p.grant_months)

    def ends(self) -> bool:
        """Whether the firm ends this month: without cash for certain."""
        if self.cash < 0.0:
            return True
        hazard = firm.exit_hazard(
            self.p, self.now - self.born, self.runway, self.reveal, self.shield()
        )
        return happens(hazard, draw(self.key, self.now, EXIT, 0)) == 1

    def shield(self) -> float:
        """The share of its exit hazard that services of its cluster take away."""
        home = self.city.cluster_of(self.sector) if self.member else None
        return cluster.shield(self.p, home.quality, home.services) if home is not None else 0.0

    def leave(self) -> None:
        """End: the pilot stops, the place is free, and nothing of the firm acts again."""
        self.alive = False
        self.city.tally.exits += 1.0
        self.city.tally.cash_lost += self.cash
        if self.colleague >= 0:
            self.model.slots[self.colleague].part()
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
        self.city.tally.drawn_funds += self.awarded * amount

    # 9 Ties

    def befriend(self, other: SME) -> None:
        """Joint work of firms of two cities makes a tie, where neither has one."""
        if self.colleague < 0 and other.colleague < 0:
            for mine, theirs in ((self, other), (other, self)):
                mine.colleague = theirs.slot
                mine.colleague_since = self.now

    def part(self) -> None:
        """The tie to a firm of another city ends."""
        self.colleague = -1
        self.colleague_since = -1
        self.colleague_joint = 0

    def loosen(self) -> None:
        """Ties may end: one that an exchange gave to a university, and one to a firm abroad when
        the two do not work together."""
        if self.tied_since >= 0:
            hazard = university.tie_end(self.p, self.now - self.tied_since, 0)
            if happens(hazard, draw(self.key, self.now, TIE, 0)):
                self.tied = 0
                self.tied_since = -1
        if self.colleague > self.slot:
            self.hold(self.model.slots[self.colleague])

    def hold(self, other: SME) -> None:
        """The tie to a firm of another city ends, or the link counts it."""
        together = self.pilot.partner == other.slot or other.pilot.partner == self.slot
        if not together:
            pair = keys.pair_key(self.key, other.key)
            age = self.now - self.colleague_since
            hazard = university.tie_end(self.p, age, self.colleague_joint)
            if happens(hazard, draw(pair, self.now, TIE, 0)):
                other.part()
                self.part()
                return
        self.model.count_tie(self.home, other.home)
