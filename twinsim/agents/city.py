"""A city: its needs and its money, what it adopts, learns and believes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from twinsim.agents.base import Tally, TwinAgent
from twinsim.agents.investor import Investor
from twinsim.agents.state import CityState
from twinsim.rules import city, firm, pilot, programme
from twinsim.rules.draws import (
    ADOPT,
    BIRTH,
    CONTRACT,
    ELECTION,
    LEADER,
    LEGITIMACY,
    PRIORITY,
    draw,
)
from twinsim.rules.maths import clip01, happens, normal, whole
from twinsim.world import start as fill
from twinsim.world.start import SECTORS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twinsim.agents.model import TwinCityModel
    from twinsim.agents.sme import SME

ZERO = [0.0] * SECTORS


class City(CityState, TwinAgent):
    """A city and its live firms, `smes`, in the order of their slots.

    `facts` is what the city table and the scenario say of it, `tally` its indicators so far.
    """

    def __init__(self, model: TwinCityModel, number: int, facts: Any) -> None:
        super().__init__(model)
        self.number = number
        self.facts = facts
        self.tally = Tally()
        self.smes: list[SME] = []
        self.key = fill.city_key(model.luck, facts.word)
        self.need = list(ZERO)
        fill.start_city(self.p, self, self.need, facts.tags, facts.yearly, self.key)
        self.need0 = list(self.need)
        self.capability0: float = self.capability
        self.legitimacy0: float = self.legitimacy
        self.election = whole(self.p.election_months * draw(self.key, 0, ELECTION, 0))
        self.new_sales = list(ZERO)
        self.sector_sales = list(ZERO)
        self.loss_share = list(ZERO)
        for slot in range(facts.first, facts.first + facts.initial):
            self.found(slot, month=0, entrant=False)
        self.investors = [Investor(self, number) for number in range(facts.investors)]

    @property
    def id(self) -> str:
        """The city's id in the city table."""
        return self.model.scenario.profiles[self.number].id

    def found(self, slot: int, month: int, *, entrant: bool) -> None:
        """A firm enters at its slot."""
        self.smes.append(self.model.sme_class(self.model, self, slot, month, entrant=entrant))

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

    def pay_upkeep(self) -> None:
        """Upkeep of live adoptions: paid first, in equal parts where money is short."""
        due = [
            (sme, self.p.upkeep * sme.price[self.number])
            for sme in self.model.smes()
            if self._keeps_up(sme)
        ]
        part = city.share_paid(self.budget, _total(amount for _, amount in due))
        if part != 0.0:
            for sme, _ in due:
                self.pay(sme, part * self.p.upkeep * sme.price[self.number])

    def _keeps_up(self, sme: SME) -> bool:
        since = sme.adopted[self.number]
        return since >= 0 and self.now - since <= 12 * self.p.upkeep_years

    def pay_owed(self) -> None:
        """What is still owed for earlier adoptions, each up to the cap of one contract."""
        owed = [sme for sme in self.model.smes() if sme.owed[self.number] > 0.0]
        due = [city.first_payment(self.p, s.owed[self.number], self.facts.yearly) for s in owed]
        part = city.share_paid(self.budget, _total(due))
        if part != 0.0:
            for sme, amount in zip(owed, due, strict=True):
                paid = part * amount
                sme.owed[self.number] -= paid
                self.pay(sme, paid)

    def pay(self, sme: SME, paid: float) -> None:
        """Pay a firm for contract work; part of the work is done elsewhere."""
        at_home = city.home_part(self.p, paid)
        self.budget = city.left(self.budget, paid)
        self.public += paid
        self.tally.procurement += paid
        sme.backlog += at_home
        sme.city.tally.leaked += paid - at_home

    # 3 Firms

    def run_firms(self) -> None:
        """All firms live a month, new ones are born, and new sales displace others."""
        self.new_sales = list(ZERO)
        self.sector_sales = list(ZERO)
        for sme in list(self.smes):
            sme.live()
        births = self.facts.births
        first = self.facts.first + self.facts.initial + self.now * births
        for slot in range(first, first + births):
            key = fill.firm_key(self.key, slot - self.facts.first)
            if draw(key, 0, BIRTH, 0) < self.facts.birth_chance:
                self.found(slot, self.now, entrant=True)
                self.tally.births += 1.0
        self.displace()

    def displace(self) -> None:
        """New sales of this month are taken from others of city and sector."""
        lost = 0.0
        for k, new in enumerate(self.new_sales):
            sales = self.sector_sales[k]
            self.loss_share[k] = city.loss_share(self.p, new, sales)
            lost += city.rest_loss(self.p, new, self.loss_share[k], sales)
            self.tally.displaced += self.p.displacement * new
        self.rest_loss = lost

    # 8 Adoption

    def wanted(self, sme: SME) -> bool:
        """Whether the city would adopt the firm's solution this month, money aside."""
        if sme.adopted[self.number] >= 0:
            return False
        at_home = sme.host == self.number
        if not at_home and not self.model.owned_jointly(sme.challenge, sme.host, self.number):
            return False
        theme = self.model.challenges[sme.challenge].theme
        need = city.own_need(theme, self.need)
        ripe = pilot.ripeness(self.p, sme.clock, self.p.adopt_window)
        pull = pilot.pull(self.p, sme.quality, self.capability, self.legitimacy, sme.market, need)
        if at_home:
            hazard = pilot.host_hazard(self.p, pull, self.dissemination, ripe, self.contract)
        else:
            link = self.model.linked(sme.host, self.number)
            hazard = pilot.twin_hazard(
                self.p, pull, self.dissemination, ripe, link.trust, link.friction
            )
        return happens(hazard, draw(fill.pair_key(sme.key, self.key), self.now, ADOPT, 0)) == 1

    def priority(self, sme: SME) -> float:
        """The keyed draw by which orders of the month take their turn."""
        return draw(fill.pair_key(sme.key, self.key), self.now, PRIORITY, 0)

    def order(self, sme: SME) -> None:
        """Order the firm's solution, if the budget has the first payment."""
        price = self.p.contract_price
        first = city.first_payment(self.p, price, self.facts.yearly)
        if self.budget < first:
            return
        at_home = city.home_part(self.p, first)
        self.budget = city.left(self.budget, first)
        self.public += first
        self.ordered += price
        self.adoptions += 1
        self.tally.procurement += first
        sme.city.tally.leaked += first - at_home
        self.tally.contract_value += price
        self.tally.adoptions += 1.0
        for k, theme in enumerate(self.model.challenges[sme.challenge].theme):
            eased = city.relief(self.p, sme.quality, theme, price, self.facts.population)
            self.need[k] = clip01(self.need[k] - eased)
        sme.deliver(self, price, first, at_home)

    # 9 Institutions

    def learn_and_tell(self, capability: list[float]) -> None:
        """Capability, legitimacy, dissemination and needs; `capability` is every city's at
        the start of this stage."""
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

    # 10 Measures

    def measure(self) -> None:
        """The indicators of the month."""
        tally = self.tally
        jobs = 0.0
        market = 0.0
        technical = 0.0
        active = 0
        for sme in self.smes:
            jobs += firm.jobs(self.p, sme.staff, sme.practised)
            market += sme.market
            technical += sme.technical
            active += sme.zone != firm.NONE
        jobs = jobs - self.rest_loss / self.p.revenue_per_staff
        many = len(self.smes) or 1
        links = [link for link in self.model.links if link.joins(self)]
        heads = self.relieved * self.facts.population
        discount = self.model.discount[self.now]
        tally.firms = len(self.smes)
        tally.readiness = market / many
        tally.technical = technical / many
        tally.active_share = active / many
        tally.jobs = jobs
        tally.job_years += jobs / 12.0
        tally.gva += jobs * self.p.gva_per_job / 12.0
        tally.trust = _total(link.trust for link in links) / len(links) if links else 0.0
        tally.capability = self.capability
        tally.legitimacy = self.legitimacy
        tally.dissemination = self.dissemination
        tally.contracts = self.contract
        tally.contract_months += self.contract
        since = self.now - self.model.warmup
        if since >= 0:
            tally.need_relieved = city.running_mean(
                tally.need_relieved, 100.0 * self.relieved, since
            )
        tally.relief_head_years += discount * heads / 12.0
        tally.net_value += discount * city.month_value(
            self.p, jobs, self.ordered, heads, self.public, self.unpaid
        )


def _total(values: Iterator[float] | list[float]) -> float:
    """The sum in order; `sum` of Python 3.12 compensates, which the core does not."""
    total = 0.0
    for value in values:
        total += value
    return total
