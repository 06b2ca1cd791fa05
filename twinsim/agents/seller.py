"""A firm as a seller: contracts with cities, private sales at home and abroad."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twinsim.agents.base import TwinAgent
from twinsim.agents.state import SMEState
from twinsim.rules import firm, pilot
from twinsim.rules.draws import SALE, SALE_ABROAD, SALE_ABROAD_SIZE, SALE_SIZE, draw
from twinsim.rules.maths import happens, normal
from twinsim.world.columns import ACCOUNT

if TYPE_CHECKING:
    from twinsim.agents.city import City


class Seller(SMEState, TwinAgent):
    """What a firm sells."""

    key: int
    city: City

    @property
    def home(self) -> int:
        """The number of the firm's city."""
        return self.city.number

    def rise(self, zone: int) -> None:
        """The firm's idea moves up to a zone, if it is not there."""
        if self.zone < zone:
            self.city.tally.moves_up += 1.0
        self.zone = zone

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

    # 3 A month of business

    def sell_more(self) -> tuple[float, float, float]:
        """Revenue of the month beside ordinary sales (k£): private sales of solutions at home,
        sales abroad, and work on contracts of cities."""
        sold = self.sold >= 0 or self.sold_abroad >= 0 or self.entered >= 0
        if not (sold or self.mission or self.backlog):
            return 0.0, 0.0, 0.0
        p, tally = self.p, self.city.tally
        sales, abroad = self.sales_now, self.sales_abroad_now
        if self.entered >= 0:
            abroad += p.export_adoption * firm.sale_growth(p, self.now - self.entered)
        missions = firm.mission_sales(self.trend, self.mission)
        abroad += missions
        work = self.backlog / p.work_months
        self.backlog -= work
        tally.sales_revenue += sales
        tally.exports += abroad
        tally.mission_sales += missions
        self.account[ACCOUNT.innovation] += sales + abroad + work
        return sales, abroad, work

    # 8 The market

    def deliver(self, buyer: City, price: float, first: float, at_home: float) -> None:
        """A city orders the solution at a price; the first payment has come."""
        self.backlog += at_home
        self.account[ACCOUNT.contracts] += first
        self.rise(firm.BLUE)
        self.adopted[buyer.number] = self.now
        self.price[buyer.number] = price
        self.owed[buyer.number] += price - first
        if self.host == buyer.number:
            buyer.tally.host_adoptions += 1.0
            if self.supported == 1:
                buyer.tally.supported_adoptions += 1.0
        else:
            if self.entered < 0:
                self.entered = self.now
            if self.model.owned_jointly(self.challenge, self.host, buyer.number):
                buyer.tally.twin_adoptions += 1.0
                self.model.linked(self.host, buyer.number).succeed()
            else:
                self.city.tally.follower_adoptions += 1.0
        self.clock = pilot.set_back(self.clock)
        self.sale_clock = pilot.set_back(self.sale_clock)

    def sell(self) -> None:
        """A first private sale of the solution at home; after an adoption abroad, there too."""
        offered = self.now - self.age_solution
        ripe = pilot.ripeness(self.p, self.sale_clock, self.p.sale_window)
        cluster = self.city.cluster_of(self.sector)
        opened = cluster.opened if cluster is not None else 0
        hazard = pilot.sale_hazard(self.p, self.quality, self.market, ripe, opened)
        if self.sold < offered and happens(hazard, draw(self.key, self.now, SALE, 0)):
            z = normal(draw(self.key, self.now, SALE_SIZE, 0))
            self.sales = self.sales_now + firm.sale_revenue(self.p, z)
            self.sold = self.now
            self.rise(firm.BLUE)
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
