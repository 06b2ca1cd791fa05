"""A university: it exchanges with partners, founds spin-outs and may lead a bid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twinsim.agents.base import TwinAgent
from twinsim.agents.state import UniversityState
from twinsim.rules import call, pilot, university
from twinsim.rules.draws import EXCHANGE, EXCHANGE_TIE, LEAD, PERCEIVE, SPINOUT, TIE, draw
from twinsim.rules.maths import happens, normal
from twinsim.world import keys
from twinsim.world import start as fill
from twinsim.world.keys import SECTORS

if TYPE_CHECKING:
    from twinsim.agents.city import City
    from twinsim.agents.programme import Programme
    from twinsim.agents.sme import SME


class University(UniversityState, TwinAgent):
    """A university of a city, with what it researches in the space of sectors."""

    def __init__(self, city: City, number: int) -> None:
        super().__init__(city.model)
        self.city = city
        self.number = city.facts.first_university + number
        self.key = keys.university_key(city.key, number)
        self.research = [0.0] * SECTORS
        fill.start_university(self.p, self, self.research, city.facts.industry, self.key)

    @property
    def ally(self) -> University | None:
        """The university of another city that it is tied to."""
        return self.model.universities[self.partner] if self.partner >= 0 else None

    # 2 Calls and exchanges

    def consider(self, programme: Programme) -> None:
        """Perhaps lead a bid for the challenge that seems to fit best."""
        best, best_fit = -1, 0.0
        for ordinal, challenge in enumerate(programme.challenges):
            fit = pilot.fit(self.research, challenge.theme)
            z = normal(draw(self.key, self.now, PERCEIVE, ordinal))
            seen = call.perceived(self.p, fit, challenge.clarity, z)
            if best < 0 or seen > best_fit:
                best, best_fit = challenge.number, seen
        if draw(self.key, self.now, LEAD, 0) < university.leads(self.p, best_fit):
            self.leads = best

    def exchange(self, other: University) -> None:
        """Work together for a while: firms around learn, the two turn towards each other, and
        across cities it may leave a tie."""
        self.city.tally.exchanges += 1.0
        if other.city is not self.city:
            other.city.tally.exchanges += 1.0
            self.model.linked(self.city.number, other.city.number).meet()
            self.tie(other)
        self.teach_firm(other)
        other.teach_firm(self)
        distance = 1.0 - pilot.fit(self.research, other.research)
        learning = pilot.learning(self.p, distance, 0.5, 0.0)
        for k in range(SECTORS):
            a, b = self.research[k], other.research[k]
            self.research[k] = university.taught(self.p, a, b, learning)
            other.research[k] = university.taught(self.p, b, a, learning)

    def tie(self, other: University) -> None:
        """Perhaps make a tie; one that is renewed lasts."""
        pair = keys.pair_key(self.key, other.key)
        if self.partner == other.number:
            self.joint += 1
            other.joint += 1
        elif draw(pair, self.now, EXCHANGE_TIE, 0) < university.ties(self.p):
            for mine, theirs in ((self, other), (other, self)):
                mine.untie()
                mine.partner = theirs.number
                mine.tied_since = self.now

    def untie(self) -> None:
        """End the tie, for the partner too."""
        ally = self.ally
        if ally is not None:
            for one in (ally, self):
                one.partner = -1
                one.tied_since = -1
                one.joint = 0

    def teach_firm(self, other: University) -> None:
        """A firm of the city, found by lot, learns from the other university."""
        sme = self.find_firm()
        if sme is None:
            return
        distance = 1.0 - pilot.fit(sme.knowledge, other.research)
        learning = pilot.learning(self.p, distance, sme.absorptive, 0.0)
        for k in range(SECTORS):
            own, theirs = sme.knowledge[k], other.research[k]
            sme.knowledge[k] = university.taught(self.p, own, theirs, learning)
        sme.absorptive = university.absorptive_next(self.p, sme.absorptive)
        pair = keys.pair_key(self.key, sme.key)
        if not sme.tied and draw(pair, self.now, EXCHANGE_TIE, 0) < university.ties(self.p):
            sme.tied = 1
            sme.tied_since = self.now

    def find_firm(self) -> SME | None:
        """The firm of the city with the lowest draw for this month."""
        found, lowest = None, 2.0
        for sme in self.city.smes:
            u = draw(keys.pair_key(self.key, sme.key), self.now, EXCHANGE, 0)
            if u < lowest:
                found, lowest = sme, u
        return found

    # 3 Spin-outs

    def spins_out(self, key: int) -> bool:
        """Whether it founds a spin-out this month; `key` is that of the firm to be."""
        hazard = university.spins_out(self.p, int(self.partner >= 0))
        return bool(happens(hazard, draw(key, self.now, SPINOUT, 0))) or self.leads >= 0

    # 9 Ties

    def loosen(self) -> None:
        """The tie may end when nothing was done together; else the link counts it."""
        ally = self.ally
        if ally is None or self.number > ally.number:
            return
        if self.tied_since < self.now:
            pair = keys.pair_key(self.key, ally.key)
            hazard = university.tie_end(self.p, self.now - self.tied_since, self.joint)
            if happens(hazard, draw(pair, self.now, TIE, 0)):
                self.untie()
                return
        self.model.count_tie(self.city.number, ally.city.number)
