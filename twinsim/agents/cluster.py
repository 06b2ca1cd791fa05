"""A cluster organisation: members, services, reserves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from twinsim.agents.base import TwinAgent
from twinsim.agents.state import ClusterState
from twinsim.rules import cluster
from twinsim.rules.maths import happens
from twinsim.world import keys
from twinsim.world import start as fill

if TYPE_CHECKING:
    from twinsim.agents.model import TwinCityModel
    from twinsim.agents.sme import SME


class Cluster(ClusterState, TwinAgent):
    """The cluster of a sector in a city."""

    def __init__(self, model: TwinCityModel, number: int, facts: Any) -> None:
        super().__init__(model)
        self.number = number
        self.sector: int = facts.sector
        self.city = model.cities[facts.home]
        self.key = keys.cluster_key(self.city.key, self.sector)
        fill.start_cluster(self.p, self, len([sme for sme in self.firms if sme.member]))

    @property
    def firms(self) -> list[SME]:
        """The city's firms of the sector, members or not."""
        return [sme for sme in self.city.smes if sme.sector == self.sector]

    def take_step(self, what: int) -> None:
        """A dated step of a programme."""
        if self.alive:
            setattr(self, ("services", "diversified", "opened")[what], 1)

    def admit(self, sme: SME, u: float) -> None:
        """A firm of the sector joins, leaves, or stays and pays for services."""
        if sme.member:
            if happens(cluster.quits(self.p, self.quality), u):
                sme.member = 0
        elif happens(cluster.joins(self.p, self.quality), u):
            sme.member = 1
        if sme.member:
            self.members += 1
            if self.services:
                sme.bear(cluster.service_price(self.p, self.quality))

    def keep_books(self, earlier: list[float]) -> None:
        """Income, cost, reserves, quality (`earlier` is each cluster's at the start of the stage);
        the end, when it cannot pay for long."""
        p = self.p
        income = self.subsidy + cluster.fees(p, self.members)
        if self.services:
            income += self.members * cluster.service_price(p, self.quality)
        if self.diversified:
            income += self.won()
        cost = cluster.full_cost(p, self.scale, self.members)
        self.reserves += income - self.quality * cost
        self.quality = cluster.quality_next(p, self.quality, income, cost)
        self.copy_practice(earlier)
        self.lean = self.lean + 1 if self.reserves < 0.0 else 0
        if self.lean >= p.cluster_failing:
            self.end()

    def won(self) -> float:
        """Programme money (k£) earned this month for bringing the call to firms: the city's part
        of the outreach line, shared with its other diversified clusters."""
        sharing = [c for c in self.city.clusters if c.diversified and c.alive]
        money = 0.0
        for programme in self.model.programmes:
            if programme.pays_now and programme.stakes.owner[self.city.number]:
                plan = programme.plan
                share = programme.stakes.share[self.city.number]
                money += share * plan.outreach / plan.line_months
        return money / len(sharing) if sharing else 0.0

    def copy_practice(self, earlier: list[float]) -> None:
        """After joint work, copy better clusters of the sector in linked cities."""
        for other in self.model.clusters:
            link = self.model.link(self.city.number, other.city.number)
            if link is not None and other.sector == self.sector and other.alive and link.worked:
                better = earlier[other.number]
                self.quality = cluster.copied(self.p, self.quality, better, link.trust)

    def end(self) -> None:
        """The cluster ends; its members belong to none."""
        self.alive = 0
        self.members = 0
        self.quality = 0.0
        self.services = self.diversified = self.opened = 0
        for sme in self.firms:
            sme.member = 0
