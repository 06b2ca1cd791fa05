"""The bids of a call: sifted, teamed up, read and chosen; then a cohort that learns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twinsim.rules import call, firm, pilot
from twinsim.rules.draws import ACCEPT, PANEL_BIAS, PARTNER, READ, SEEK, WHERE, draw
from twinsim.rules.maths import normal, whole
from twinsim.world import keys
from twinsim.world import start as fill

if TYPE_CHECKING:
    from twinsim.agents.city import City
    from twinsim.agents.programme import Programme
    from twinsim.agents.sme import SME


class Cohort:
    """Firms that bid in a call of a programme, in the order of their slots."""

    def __init__(self, programme: Programme, smes: list[SME]) -> None:
        self.programme = programme
        self.model = programme.model
        self.p = programme.p
        self.plan = programme.plan
        self.now = programme.now
        self.smes = smes

    # 4 Selection

    def select(self) -> None:
        """Desk sift, consortia, readings, winners."""
        self.sift()
        self.programme.assessed = len(self.smes)
        self.programme.book("spend_assessment", self.p.assess_cost * len(self.smes))
        if self.smes:
            self.team_up()
            self.award_places(self.scores())

    def sift(self) -> None:
        """Keep no more bids than are to be assessed: those that fit best on paper."""
        n = len(self.smes)
        keys = [call.desk_order(self.fit(sme)) for sme in self.smes]
        order = [0] * n
        call.in_order(keys, order, n)
        for rank in range(self.programme.planned_bids, n):
            fill.clear_bid(self.smes[order[rank]])
        self.smes = [sme for sme in self.smes if sme.bid >= 0]

    def fit(self, sme: SME) -> float:
        """Fit of a firm and the challenge that it bid for."""
        return pilot.fit(sme.knowledge, self.model.challenges[sme.bid].theme)

    def team_up(self) -> None:
        """Bidders may seek a partner; where a foreign one is required, bids without go."""
        for sme in self.smes:
            seeks = draw(sme.key, self.now, SEEK, 0) < self.p.consortium_base
            if self.plan.require_foreign or seeks:
                self.seek_partner(sme)
            if sme.partner >= 0:
                self.count_consortium(sme)
            elif self.plan.require_foreign:
                fill.clear_bid(sme)
        self.smes = [sme for sme in self.smes if sme.bid >= 0]

    def count_consortium(self, sme: SME) -> None:
        """Count a consortium as one of the city or across cities."""
        home = self.model.slots[sme.partner].home == sme.home
        sme.city.tally.add("consortia_home" if home else "consortia_cross", 1.0)

    def seek_partner(self, sme: SME) -> None:
        """Look at a known colleague and a few candidates; take the one worth most, if any is."""
        best_worth = self.worth_of_colleague(sme)
        for k in range(whole(self.p.search_width)):
            city = self.where_to_look(sme, k)
            other = self.candidate(sme, city, k)
            if other is None:
                continue
            foreign = int(city is not sme.city)
            if foreign and not self.accepts(sme, other):
                continue
            learning = self.learning(sme, other)
            worth = call.partner_worth(self.p, learning, self.plan.award, foreign)
            if worth > best_worth:
                best_worth = worth
                sme.partner = other.slot
                sme.learning = learning

    def learning(self, sme: SME, other: SME) -> float:
        """Learning value of a partner."""
        distance = 1.0 - pilot.fit(sme.knowledge, other.knowledge)
        explore = self.model.challenges[sme.bid].facts.explore
        return pilot.learning(self.p, distance, sme.absorptive, explore)

    def worth_of_colleague(self, sme: SME) -> float:
        """Take the firm abroad that the bidder is tied to for the time being, where it is free and
        worth anything. Returns its worth."""
        if sme.colleague < 0 or not self.plan.joint:
            return 0.0
        other = self.model.slots[sme.colleague]
        if not self.programme.stakes.owner[other.home] or other.pilot.running:
            return 0.0
        learning = self.learning(sme, other)
        worth = call.partner_worth(self.p, learning, self.plan.award, 1)
        if worth <= 0.0:
            return 0.0
        sme.partner = other.slot
        sme.learning = learning
        return worth

    def where_to_look(self, sme: SME, k: int) -> City:
        """The city in which the k-th candidate is sought."""
        abroad = call.looks_abroad(self.p, self.plan.joint)
        if self.plan.require_foreign or draw(sme.key, self.now, WHERE, k) < abroad:
            twins = [
                city
                for city in self.programme.owners
                if self.model.link(sme.home, city.number) is not None
            ]
            if twins:
                return twins[whole(draw(sme.key, self.now, WHERE, 16 + k) * len(twins))]
        return sme.city

    def candidate(self, sme: SME, city: City, k: int) -> SME | None:
        """Of the city's free firms the one with the lowest draw for this pair, so that who is
        found hangs on no other firm."""
        found, lowest = None, 2.0
        for other in city.smes:
            if other is not sme and not other.pilot.running:
                u = draw(keys.pair_key(sme.key, other.key), self.now, PARTNER, k)
                if u < lowest:
                    found, lowest = other, u
        return found

    def accepts(self, sme: SME, other: SME) -> bool:
        """Whether a candidate from another city accepts."""
        trust = self.model.linked(sme.home, other.home).trust
        u = draw(keys.pair_key(sme.key, other.key), self.now, ACCEPT, 0)
        return u < call.accepts(self.p, trust)

    def scores(self) -> list[float]:
        """Each bid's score: its merit, the panel's bias and the readers' noise."""
        merits = [call.merit(self.p, self.fit(s), s.technical, s.large) for s in self.smes]
        spread = call.spread(merits, len(merits))
        return [self.read(sme, merit, spread) for sme, merit in zip(self.smes, merits, strict=True)]

    def read(self, sme: SME, merit: float, spread: float) -> float:
        """The mean of the readings of a bid by a panel of the owners."""
        theme = sme.bid - self.plan.first_challenge
        readers = whole(self.p.assessors)
        others = [city for city in self.programme.owners if city is not sme.city]
        own = normal(draw(sme.city.key, 0, PANEL_BIAS, theme))
        other = 0.0
        capability = sme.city.capability
        for city in others:
            other += normal(draw(city.key, 0, PANEL_BIAS, theme))
            capability += city.capability
        if others:
            other = other / len(others)
        noise = 0.0
        for reader in range(readers):
            noise += normal(draw(sme.key, self.now, READ, reader))
        sd = call.reader_noise(self.p, spread, capability / (len(others) + 1))
        bias = call.panel_bias(self.p, own, other, int(bool(others)))
        return merit + spread * bias + sd * noise / readers

    def award_places(self, scores: list[float]) -> None:
        """The best scores win the places, at least some for each city that pays."""
        n = len(self.smes)
        places = self.programme.places
        least = whole(places * self.plan.least_share)
        homes = [sme.home for sme in self.smes]
        taken = [0] * n
        call.take_best(scores, homes, taken, n, places, least, self.programme.stakes.pays)
        for sme, won in zip(self.smes, taken, strict=True):
            if won:
                sme.place = 1
                sme.city.tally.shortlisted += 1.0
            else:
                fill.clear_bid(sme)

    # 5 Upskilling

    def attend(self) -> None:
        """The cost of a month of training, to the firms and to the programme."""
        hours = self.plan.hours / self.p.training_months
        for sme in self.smes:
            sme.bear(firm.training_time(self.p, hours))
            sme.city.tally.training_hours += hours
            self.programme.book("spend_upskilling", self.plan.training / self.p.training_months)

    def teach(self) -> None:
        """What the course gives to each member of the cohort."""
        p, plan, luck = self.p, self.plan, self.programme.delivery
        n = len(self.smes)
        homes = [sme.home for sme in self.smes]
        sectors = [sme.sector for sme in self.smes]
        markets = [sme.market for sme in self.smes]
        technicals = [sme.technical for sme in self.smes]
        course = (plan.hours, plan.customisation)
        for j, sme in enumerate(self.smes):
            able = sme.absorptive
            market = firm.training_gain(
                p, p.g_upskill_market, p.dose_market, sme.market, *course, able, luck
            )
            technical = firm.training_gain(
                p, p.g_upskill_technical, p.dose_technical, sme.technical, *course, able, luck
            )
            if plan.cohort_training:
                rivals = call.share_of_rivals(homes, sectors, n, j)
                others = call.mean_of_others(markets, n, j)
                market += firm.peer_gain(p, sme.market, others, plan.hours, rivals, luck)
                others = call.mean_of_others(technicals, n, j)
                technical += firm.peer_gain(p, sme.technical, others, plan.hours, rivals, luck)
            sme.learn(market, technical, intensive=bool(plan.intensive))
            if not plan.intensive:
                sme.push += firm.light_push(p, plan.hours, luck)
            elif call.weakest_third(technicals, n, j):
                sme.reveal = whole(p.reveal_months)
