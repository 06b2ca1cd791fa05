"""A city as a buyer: what it wants, at what price, and what it pays over the years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from twinsim.agents.base import TwinAgent, total
from twinsim.agents.state import CityState
from twinsim.rules import city, pilot
from twinsim.rules.draws import ADOPT, PRIORITY, draw
from twinsim.rules.maths import clip01, happens
from twinsim.world import keys
from twinsim.world.columns import ACCOUNT

if TYPE_CHECKING:
    from twinsim.agents.base import Tally
    from twinsim.agents.sme import SME


class Buyer(CityState, TwinAgent):
    """Procurement of a city."""

    number: int
    key: int
    facts: Any
    tally: Tally

    # 1 Each January: upkeep, and what is owed

    def pay_upkeep(self) -> None:
        """Upkeep of live adoptions: paid first, in equal parts where money is short."""
        due = [
            (sme, self.p.upkeep * sme.price[self.number])
            for sme in self.model.smes()
            if self._keeps_up(sme)
        ]
        part = city.share_paid(self.budget, total(amount for _, amount in due))
        if part != 0.0:
            for sme, _ in due:
                self.pay(sme, part * self.p.upkeep * sme.price[self.number])

    def _keeps_up(self, sme: SME) -> bool:
        since = sme.adopted[self.number]
        return since >= 0 and self.now - since <= 12 * self.p.upkeep_years

    def pay_owed(self) -> None:
        """What is still owed for earlier adoptions, each up to the cap of one contract."""
        owed = [sme for sme in self.model.smes() if sme.owed[self.number] > 0.0]
        due = [city.first_payment(self.p, s.owed[self.number], self.yearly) for s in owed]
        part = city.share_paid(self.budget, total(due))
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
        sme.account[ACCOUNT.contracts] += paid
        sme.city.tally.leaked += paid - at_home

    @property
    def yearly(self) -> float:
        """The yearly procurement budget, k£."""
        return float(self.facts.yearly)

    # 8 Adoption

    def wanted(self, sme: SME) -> bool:
        """Whether the city orders the firm's solution this month, money aside: it decides to, and
        waits for another buyer no longer."""
        me = self.number
        if sme.adopted[me] >= 0:
            return False
        if sme.waiting[me] < 0:
            pair = keys.pair_key(sme.key, self.key)
            if not happens(self.hazard(sme), draw(pair, self.now, ADOPT, 0)):
                return False
            sme.waiting[me] = self.now
        if city.waits(self.p, self.now - sme.waiting[me], self.others_hazard(sme)):
            return False
        sme.waiting[me] = -1
        return True

    def hazard(self, sme: SME) -> float:
        """Monthly hazard of adopting a solution: as its host, as a twin that owns the challenge
        too, or as a copy of what the networks have adopted."""
        at_home = sme.host == self.number
        joint = not at_home and self.model.owned_jointly(sme.challenge, sme.host, self.number)
        share = 0.0 if at_home or joint else self.share_adopted(sme)
        if not at_home and not joint and share == 0.0:
            return 0.0
        ripe = pilot.ripeness(self.p, sme.clock, self.p.adopt_window)
        need = city.own_need(self.model.challenges[sme.challenge].theme, self.need)
        if share > 0.0:
            return pilot.copy_hazard(self.p, share, sme.quality, need, self.legitimacy, ripe)
        pull = pilot.pull(self.p, sme.quality, self.capability, self.legitimacy, sme.market, need)
        if at_home:
            return pilot.host_hazard(self.p, pull, self.dissemination, ripe, self.contract)
        link = self.model.linked(sme.host, self.number)
        return pilot.twin_hazard(self.p, pull, self.dissemination, ripe, link.trust, link.friction)

    def share_adopted(self, sme: SME) -> float:
        """Share of the cities of whose adoptions it hears that have adopted a solution."""
        heard = self.model.heard_by(self.number)
        adopted = sum(1 for city in heard if sme.adopted[city] >= 0)
        return adopted / len(heard) if heard else 0.0

    def others_hazard(self, sme: SME) -> float:
        """The highest hazard that another city which would buy jointly adopts it too."""
        most = 0.0
        for other in self.model.cities:
            undecided = other is not self and sme.adopted[other.number] < 0
            if undecided and self.model.buy_jointly(sme, self.number, other.number):
                most = max(most, other.hazard(sme))
        return most

    def priority(self, sme: SME) -> float:
        """The keyed draw by which orders of the month take their turn."""
        return draw(keys.pair_key(sme.key, self.key), self.now, PRIORITY, 0)

    def order(self, sme: SME) -> None:
        """Order the firm's solution, if the budget has the first payment."""
        listed = self.p.contract_price
        price = self.offer(sme)
        first = city.first_payment(self.p, price, self.yearly)
        if self.budget < first:
            return
        if self.may_join(sme):
            self.join_framework(sme)
        at_home = city.home_part(self.p, first)
        self.budget = city.left(self.budget, first)
        self.public += first
        self.ordered += listed
        self.adoptions += 1
        self.tally.procurement += first
        self.tally.saved += listed - price
        sme.city.tally.leaked += first - at_home
        self.tally.contract_value += price
        self.tally.adoptions += 1.0
        challenge = self.model.challenges[sme.challenge]
        people = self.facts.population
        for k, theme in enumerate(challenge.theme):
            impact = challenge.facts.impact
            eased = city.relief(self.p, sme.quality, theme, listed, people, impact)
            self.need[k] = clip01(self.need[k] - eased)
        sme.deliver(self.model.cities[self.number], price, first, at_home)

    # Joint procurement

    def may_join(self, sme: SME) -> bool:
        """Whether the city may buy in the framework of a firm's solution."""
        return any(
            self.model.buy_jointly(sme, self.number, other.number) for other in self.model.cities
        )

    def offer(self, sme: SME) -> float:
        """The price (k£): in a framework, of one that it hears of, or the list price."""
        p = self.p
        if self.may_join(sme):
            buyers = sme.buyers + 1 if self._open(sme) else 1
            return city.framework_price(p, p.contract_price, buyers)
        if sme.framework >= 0:
            joint = city.framework_price(p, p.contract_price, sme.buyers)
            return city.known_price(p, p.contract_price, joint)
        return float(p.contract_price)

    def _open(self, sme: SME) -> bool:
        return bool(sme.framework >= 0 and self.now - sme.framework < self.p.joint_months)

    def join_framework(self, sme: SME) -> None:
        """Open or join a framework; what earlier buyers still owe gets cheaper too."""
        if not self._open(sme):
            sme.framework = self.now
            sme.buyers = 0
        sme.buyers += 1
        price = city.framework_price(self.p, self.p.contract_price, sme.buyers)
        for other in self.model.cities:
            bought = other is not self and sme.adopted[other.number] >= sme.framework
            if bought and other.may_join(sme):
                other.pay_less(sme, price)

    def pay_less(self, sme: SME, price: float) -> None:
        """What is still owed falls to the new price."""
        me = self.number
        cut = min(sme.price[me] - price, sme.owed[me])
        sme.owed[me] -= cut
        sme.price[me] -= cut
        self.tally.saved += cut
        self.tally.contract_value -= cut
