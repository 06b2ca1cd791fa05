"""A firm: it earns, learns and forgets, has ideas, answers calls, pilots, sells, ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from twinsim.agents.bidder import Bidder
from twinsim.agents.pilot import Pilot
from twinsim.agents.seller import Seller
from twinsim.agents.tied import Tied
from twinsim.rules import cluster, firm, investor
from twinsim.rules.draws import (
    EXIT,
    GRANT,
    GRANT_WIN,
    GROWTH,
    IDEA,
    MARGIN,
    OTHER_TICKET,
    draw,
)
from twinsim.rules.maths import clip01, happens, lift, normal, whole
from twinsim.world import keys
from twinsim.world import start as fill
from twinsim.world.columns import ACCOUNT, ACCOUNTS
from twinsim.world.keys import SECTORS

if TYPE_CHECKING:
    from twinsim.agents.city import City
    from twinsim.agents.model import TwinCityModel
    from twinsim.agents.programme import Programme


class SME(Bidder, Tied, Seller):
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
        self.account = [0.0] * len(ACCOUNTS)
        cities = model.n_cities
        self.adopted = [-1] * cities
        self.price = [0.0] * cities
        self.owed = [0.0] * cities
        self.waiting = [-1] * cities
        model.slots[slot] = self

    @property
    def address(self) -> str:
        """The firm's city and its slot there, such as `belfast:17`."""
        return f"{self.city.id}:{self.slot - self.city.facts.first}"

    # 3 A month of business

    LUCK = GROWTH, MARGIN, IDEA, GRANT, EXIT
    """The draws of a month of business."""

    def live(self, connected: float, calls: Iterable[Programme], luck: Sequence[float]) -> None:
        """A month: trade, forget, think; then end, or hear of calls and answer them.

        `connected` is the work of the city's connectors, `calls` are open to its firms, and `luck`
        holds the firm's draws of the month for the events of `LUCK`.
        """
        growth, margin, idea, grant, exit_ = luck
        self.trade(growth, margin)
        self.forget()
        self.think(connected, idea, grant)
        if self.ends(exit_):
            self.leave()
            return
        for call in calls:
            if self.is_free():
                self.listen(call)

    def trade(self, u_growth: float, u_margin: float) -> None:
        """Revenue, cash and staff of the month, by two draws."""
        p, city, sector, before = self.p, self.city, self.sector, self.cash
        tally, account = city.tally, self.account
        practice = firm.practice(p, self.market_kept + self.market_light)
        if self.growing or self.boost:
            self.boost = investor.boosted(p, self.boost, int(self.growing > 0))
            self.growing = max(0, self.growing - 1)
        boost, push = self.boost, self.push
        gained = practice + boost
        lost = city.loss_share[sector]
        spread = firm.growth_spread(p, self.volatility, self.staff)
        self.trend = trend = firm.grown(self.trend, spread, normal(u_growth))
        self.margin = margin = firm.margin_next(p, self.margin, normal(u_margin))
        own = firm.practised_sales(trend, gained, push, lost)
        sales, abroad, work = self.sell_more()
        self.revenue = revenue = own + sales + abroad + work
        city.new_sales[sector] += firm.new_sales(trend, gained, push, sales)
        city.sector_sales[sector] += own + sales
        self.cash = cash = firm.cash_next(p, before, revenue, margin)
        self.runway = firm.runway(p, cash, revenue, margin)
        ordinary = trend * lift(boost) * (1.0 - lost)
        target = (ordinary + sales + abroad + work) / p.revenue_per_staff
        self.staff = firm.lagged(self.staff, target, p.staff_lag)
        if practice or self.practised:
            self.practised = firm.lagged(self.practised, practice, p.staff_practice_lag)
        tally.cash_earned += margin * revenue
        tally.cash_paid_out += before + margin * revenue - cash
        tally.revenue += revenue
        account[ACCOUNT.months] += 1.0
        account[ACCOUNT.revenue] += revenue

    def forget(self) -> None:
        """What was gained fades; a solution ages and leaves the market."""
        kept = self.market_kept or self.technical_kept
        if kept or self.market_light or self.technical_light or self.push or self.mission:
            self.lose_gains()
        if self.reveal:
            self.reveal -= 1
        if self.grant_left:
            self.grant_left -= 1
        if self.age_solution >= 0:
            self.age_solution += 1
            self.clock += 1.0
            self.sale_clock += 1.0
            if self.age_solution >= self.p.solution_life:
                fill.clear_solution(self)
                self.zone = firm.NONE

    def lose_gains(self) -> None:
        """Gains of training and of missions fade."""
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

    def think(self, connected: float, u_idea: float, u_grant: float) -> None:
        """Ideas come and go; an active firm applies for other grants (neutral money)."""
        before = self.zone
        self.zone = zone = firm.zone_next(self.p, before, connected, u_idea)
        if zone > before:
            self.city.tally.moves_up += 1.0
        if zone == firm.NONE or self.grant_left > 0:
            return
        if u_grant < self.p.grant_apply:
            self.city.tally.grants_applied += 1.0
            z = normal(draw(self.key, self.now, GRANT_WIN, 0))
            if firm.grant_won(self.p, self.technical, z):
                self.city.tally.grants_won += 1.0
                self.city.tally.drawn_funds += self.awarded * self.p.grant_award
                self.grant_left = whole(self.p.grant_months)

    def ends(self, u: float) -> bool:
        """Whether the firm ends this month."""
        if firm.fails(self.p, self.cash, self.staff):
            return True
        age = self.model.month - self.born
        shield = self.shield() if self.member else 0.0
        hazard = firm.exit_hazard(self.p, age, self.runway, self.reveal, shield)
        return happens(hazard, u) == 1

    def shield(self) -> float:
        """The share of its exit hazard that services of its cluster take away."""
        home = self.city.cluster_of(self.sector)
        return cluster.shield(self.p, home.quality, home.services) if home is not None else 0.0

    def leave(self) -> None:
        """End: the pilot stops, the place is free, and nothing of the firm acts again."""
        self.alive = False
        self.city.tally.exits += 1.0
        self.city.tally.cash_lost += self.cash
        self.city.vacated[self.sector] += self.trend
        if self.colleague >= 0:
            self.model.slots[self.colleague].part()
        if self.pilot.running:
            self.pilot.lose_firm()
        self.city.smes.remove(self)
        self.remove()

    def bear(self, cost: float) -> None:
        """Bear a cost of one's own (k£): time, match, bids, teams."""
        self.cash -= cost
        self.account[ACCOUNT.unpaid] += cost
        self.city.unpaid += cost
        self.city.tally.firms_unpaid += cost

    # 5 Upskilling

    def learn(self, market: float, technical: float, *, intensive: bool) -> None:
        """Take the gains of a course, kept for long only after an intensive one."""
        self.account[ACCOUNT.supported] = 1.0
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

    def deal_elsewhere(self, u: float) -> None:
        """Perhaps find money outside showcases, at home or in the rest of the world."""
        hazard = investor.other_deals(self.p, self.awarded)
        if happens(hazard, u):
            z = normal(draw(self.key, self.now, OTHER_TICKET, 0))
            self.take_investment(investor.ticket(self.p, z))
            self.city.tally.awarded_deals += self.awarded

    def take_investment(self, amount: float) -> None:
        """A deal: money in the bank, and a year of faster growth."""
        self.cash += amount
        self.account[ACCOUNT.equity] += amount
        self.growing = whole(self.p.invest_months)
        self.city.tally.deals += 1.0
        self.city.tally.equity += amount
        self.city.tally.drawn_funds += self.awarded * amount
