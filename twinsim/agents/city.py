"""A city: its needs and its firms, what it learns and believes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from twinsim.agents.base import Tally
from twinsim.agents.buyer import Buyer
from twinsim.agents.investor import Investor
from twinsim.agents.luck import draw_all
from twinsim.agents.university import University
from twinsim.rules import city, firm, programme
from twinsim.rules.draws import BIRTH, CONTRACT, ELECTION, GRADUATE, LEADER, LEGITIMACY, draw
from twinsim.rules.maths import happens, normal, whole
from twinsim.world import keys
from twinsim.world import start as fill
from twinsim.world.keys import SECTORS

if TYPE_CHECKING:
    from twinsim.agents.cluster import Cluster
    from twinsim.agents.model import TwinCityModel
    from twinsim.agents.programme import Programme
    from twinsim.agents.sme import SME

ZERO = [0.0] * SECTORS


class City(Buyer):
    """A city and its live firms, `smes`, in the order of their slots; its universities,
    investors and clusters.

    `facts` is what the city table and the scenario say of it, `tally` its indicators so far.
    """

    def __init__(self, model: TwinCityModel, number: int, facts: Any) -> None:
        super().__init__(model)
        self.number = number
        self.facts = facts
        self.tally = Tally()
        self.smes: list[SME] = []
        self.key = keys.city_key(model.luck, facts.word)
        self.need = list(ZERO)
        fill.start_city(self.p, self, self.need, facts.tags, facts.yearly, self.key)
        self.need0 = list(self.need)
        self.capability0: float = self.capability
        self.legitimacy0: float = self.legitimacy
        self.election = whole(self.p.election_months * draw(self.key, 0, ELECTION, 0))
        self.new_sales = list(ZERO)
        self.sector_sales = list(ZERO)
        self.vacated = list(ZERO)
        self.loss_share = list(ZERO)
        self.stock = 0
        self.clusters: list[Cluster] = []
        self.universities = [University(self, number) for number in range(facts.universities)]
        for slot in range(facts.first, facts.first + facts.initial):
            self.found(slot, month=0, entrant=False)
        self.investors = [Investor(self, number) for number in range(facts.investors)]

    @property
    def id(self) -> str:
        """The city's id in the city table."""
        return self.model.scenario.profiles[self.number].id

    @property
    def address(self) -> str:
        """The city's id."""
        return self.id

    def found(self, slot: int, month: int, *, entrant: bool) -> SME:
        """A firm enters at its slot."""
        sme = self.model.sme_class(self.model, self, slot, month, entrant=entrant)
        self.smes.append(sme)
        return sme

    def cluster_of(self, sector: int) -> Cluster | None:
        """The live cluster of a sector."""
        number = self.facts.cluster_of[sector]
        found = self.model.clusters[number] if number >= 0 else None
        return found if found is not None and found.alive else None

    # 1 Context

    def begin_month(self) -> None:
        """Clear the month's counters; in the first month of a year, procurement; elections."""
        self.completions = 0
        self.adoptions = 0
        self.public = 0.0
        self.unpaid = 0.0
        self.ordered = 0.0
        if self.now % 12 == 0:
            self.budget = self.facts.yearly
            self.pay_upkeep()
            self.pay_owed()
        if (self.now + self.election) % int(self.p.election_months) == 0:
            self.elect()

    def elect(self) -> None:
        """An election: a new leader may cut the agenda's legitimacy."""
        change = draw(self.key, self.now, ELECTION, 1)
        cut = draw(self.key, self.now, LEADER, 0)
        kept = city.kept_by_election(self.p, change, cut, self.contract)
        self.legitimacy = city.under_mandate(self.p, kept * self.legitimacy, self.mandate)
        self.tally.budget_cut += (1.0 - kept) * self.budget
        self.budget = kept * self.budget

    # 3 Firms

    def run_firms(self) -> None:
        """All firms live a month, new ones are born, and new sales displace others."""
        self.new_sales = list(ZERO)
        self.sector_sales = list(ZERO)
        self.vacated = [city.vacated_next(self.p, sales) for sales in self.vacated]
        connected, calls = self.connectors(), self.open_calls()
        smes = list(self.smes)
        drawn = draw_all(smes, self.now, self.model.sme_class.LUCK)
        for sme, luck in zip(smes, drawn, strict=True):
            sme.live(connected, calls, luck)
        self.give_birth()
        self.displace()

    def open_calls(self) -> list[Programme]:
        """The programmes whose calls are open to the city's firms this month."""
        running = self.model.programmes
        return [q for q in running if q.open_now and q.stakes.owner[self.number] == 1]

    def connectors(self) -> float:
        """The work of connectors this month against full work."""
        most = 0.0
        for q in self.model.programmes:
            if q.pays_now and q.stakes.owner[self.number] == 1:
                money = q.plan.connectors / q.plan.owners
                most = max(most, programme.strength(money, self.p.connector_reference))
        return most

    def give_birth(self) -> None:
        """Births, spin-outs and graduates of the month, each on a slot of its own."""
        facts = self.facts
        first = facts.first + facts.initial + self.now * facts.monthly
        for slot in range(first, first + facts.monthly):
            key = keys.slot_key(facts, slot, self.key)
            what = keys.origin(facts, slot)
            if what == keys.BACKGROUND:
                if draw(key, 0, BIRTH, 0) < facts.birth_chance:
                    self.add_entrant(slot, "births")
            elif what == keys.SPUN_OUT:
                school = self.universities[keys.parent(facts, slot)]
                if school.spins_out(key):
                    self.add_entrant(slot, "spinouts").take_lead(school.leads)
            else:
                cluster = self.clusters[keys.parent(facts, slot)]
                if cluster.places and draw(key, self.now, GRADUATE, 0) < firm.founds(self.p):
                    sme = self.add_entrant(slot, "graduates")
                    sme.reveal = firm.revealed(self.p, sme.technical)

    def add_entrant(self, slot: int, counted: str) -> SME:
        """A new firm enters this month and takes sales from others."""
        sme = self.found(slot, self.now, entrant=True)
        self.tally.add(counted, 1.0)
        self.tally.cash_entered += sme.cash
        self.vacated[sme.sector] -= sme.trend
        return sme

    def displace(self) -> None:
        """New sales of this month are taken from others of city and sector; what firms that ended
        left goes to them."""
        lost = 0.0
        for k in range(SECTORS):
            new = self.new_sales[k] - self.vacated[k]
            sales = self.sector_sales[k]
            self.loss_share[k] = city.loss_share(self.p, new, sales)
            lost += city.rest_loss(self.p, new, self.loss_share[k], sales)
            self.tally.displaced += self.p.displacement * self.new_sales[k]
        self.rest_loss = lost

    # 9 Institutions

    def learn_and_tell(self, capability: list[float], playbooks: list[float]) -> None:
        """Capability, legitimacy, dissemination and needs; `capability` and `playbooks` are every
        city's at the start of this stage."""
        work = 0.0
        spend = 0.0
        for q in self.model.programmes:
            if q.pays_now and q.stakes.owner[self.number] == 1:
                strength = programme.playbook_strength(self.p, q.plan.playbooks / q.plan.owners)
                work = strength if strength > work else work
                share = q.stakes.share[self.number]
                spend += share * q.plan.dissemination / q.plan.line_months
        if work > self.playbook:
            self.playbook = work
        known = programme.interfaced(self.p, 0.0, self.playbooks_elsewhere(playbooks))
        if known > self.playbook:
            self.playbook = known
        self.relieved = city.relieved(self.p, self.need, self.need0, self.facts.tags)
        self.capability = city.capability_next(
            self.p,
            self.capability,
            self.capability0,
            self.completions,
            self.adoptions,
            work,
            self.playbook,
            self.partners_lead(capability),
        )
        z = normal(draw(self.key, self.now, LEGITIMACY, 0))
        after = city.legitimacy_next(
            self.p, self.legitimacy, self.legitimacy0, self.adoptions, self.relieved, z
        )
        self.legitimacy = city.under_mandate(self.p, after, self.mandate)
        self.commit()
        told = city.pounds_a_head(spend, self.facts.population)
        self.dissemination = city.dissemination_next(self.p, self.dissemination, told)
        for k in range(SECTORS):
            self.need[k] = city.need_next(self.p, self.need[k], self.need0[k])

    def playbooks_elsewhere(self, playbooks: list[float]) -> float:
        """The strongest playbooks of cities of other joint programmes, once both have begun."""
        begun = [q for q in self.model.programmes if q.plan.joint and self.now >= q.plan.start]
        if not any(q.stakes.owner[self.number] for q in begun):
            return 0.0
        others = [q for q in begun if not q.stakes.owner[self.number]]
        return max((playbooks[c.number] for q in others for c in q.owners), default=0.0)

    def commit(self) -> None:
        """Sign a contract, or review the one that stands."""
        if self.contract == 1:
            self.contract = city.stands(self.p, self.legitimacy, self.now - self.signed)
            return
        hazard = city.signing(self.p, self.legitimacy, self.capability, self.mandate)
        if happens(hazard, draw(self.key, self.now, CONTRACT, 0)):
            self.contract = 1
            self.signed = self.now

    def partners_lead(self, capability: list[float]) -> float:
        """How far partners are ahead, weighted by trust, where there was joint work."""
        lead = 0.0
        own = capability[self.number]
        for number, other in enumerate(capability):
            link = self.model.link(self.number, number)
            if link is not None and link.worked == 1 and other > own:
                lead += link.trust * (other - own)
        return lead
