"""A programme: its timetable, its money, its calls and the places they offer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twinsim.agents.base import TwinAgent, plain
from twinsim.agents.challenge import Challenge
from twinsim.agents.cohort import Cohort
from twinsim.agents.state import ProgrammeState
from twinsim.rules import call, programme
from twinsim.rules.draws import COHORTS, PLACES, PLANNED_BIDS, SPLIT, draw
from twinsim.world import start as fill
from twinsim.world.money import LINES
from twinsim.world.start import SECTORS

if TYPE_CHECKING:
    from twinsim.agents.city import City
    from twinsim.agents.model import TwinCityModel
    from twinsim.agents.sme import SME


class Programme(ProgrammeState, TwinAgent):
    """A programme of one city, or of two and more together.

    `plan` is what it is to do and to cost, `calendar` its timetable by month, `stakes` which
    city owns it, pays and with what share.
    """

    def __init__(self, model: TwinCityModel, number: int) -> None:
        super().__init__(model)
        setup = model.setup
        self.number = number
        self.plan = plain(setup.programmes[number])
        self.calendar = plain(setup.plan[number])
        self.stakes = plain(setup.stakes[number])
        self.places = 0
        self.planned_bids = 0
        self.assessed = 0
        first = self.plan.first_challenge
        self.challenges: list[Challenge] = model.challenges[first : first + self.plan.challenges]
        self.delivery = 0.0
        for city in self.owners:
            luck = fill.delivery(self.p, fill.programme_key(city.key))
            self.delivery += self.stakes.share[city.number] * luck
        if self.plan.derived:
            self.derive_themes()

    @property
    def owners(self) -> list[City]:
        """The cities that run it."""
        return [city for city in self.model.cities if self.stakes.owner[city.number] == 1]

    @property
    def open_now(self) -> bool:
        """Whether a call is open this month."""
        return bool(self.calendar.open[self.now])

    @property
    def pays_now(self) -> bool:
        """Whether fixed lines are paid this month."""
        return bool(self.calendar.pays[self.now])

    def owns(self, challenge: int) -> bool:
        """Whether a challenge is the programme's."""
        first: int = self.plan.first_challenge
        return first <= challenge < first + len(self.challenges)

    def derive_themes(self) -> None:
        """Make the sectors that the owners need and want most the challenges' themes."""
        appeal = [0.0] * SECTORS
        taken = [0] * SECTORS
        for k in range(SECTORS):
            for city in self.owners:
                appeal[k] += programme.theme_appeal(self.p, city.need0[k], city.facts.tags[k])
        for challenge in self.challenges:
            best = call.best_left(appeal, taken, SECTORS)
            taken[best] = 1
            challenge.theme = [
                programme.theme_weight(self.p, int(k == best), 1, SECTORS) for k in range(SECTORS)
            ]

    # 2 Programme

    def act(self) -> None:
        """Fixed lines, visits and the opening of calls, as the timetable says."""
        if self.now == self.plan.start:
            for city in self.owners:
                city.mandate = 1
                city.tally.planned = city.facts.planned
        if self.pays_now:
            for line in LINES:
                self.book(f"spend_{line}", getattr(self.plan, line) / self.plan.line_months)
        for _ in range(self.calendar.visits[self.now]):
            for link in self.model.links:
                if self.stakes.owner[link.a.number] and self.stakes.owner[link.b.number]:
                    link.visit()
        if self.calendar.opens[self.now]:
            self.open_call()

    def book(self, line: str, amount: float) -> None:
        """Book programme money (k£) on a line, to those who pay for the programme."""
        for city, share in zip(self.model.cities, self.stakes.share, strict=True):
            part = share * amount
            city.tally.add(line, part)
            city.tally.spend += part
            city.public += part

    def open_call(self) -> None:
        """A cohort's call opens: places are bought, challenges put as clearly as can be."""
        plan = self.plan
        cohort = self.calendar.cohort[self.now]
        bought = self.buy(plan.purse, plan.unit, PLACES, plan.most_places)
        key = fill.programme_key(self.model.luck)
        u = draw(key, 0, COHORTS, self.number)
        self.places = self.part(bought, draw(key, 0, SPLIT, 0), cohort, u)
        planned = self.buy(plan.planned_bids, 1.0, PLANNED_BIDS, -1)
        u = draw(key, 0, PLANNED_BIDS, 2 + self.number)
        self.planned_bids = self.part(planned, draw(key, 0, PLANNED_BIDS, 1), cohort, u)
        self.assessed = 0
        self.put_challenges(cohort)
        for city in self.owners:
            city.tally.places += self.stakes.share[city.number] * self.places
            for sme in city.smes:
                if not sme.place:
                    fill.clear_bid(sme)

    def put_challenges(self, cohort: int) -> None:
        """Put the challenges to firms as clearly as analysis and what was learnt allow."""
        plan = self.plan
        capability = 0.0
        for city in self.owners:
            capability += city.capability / plan.owners
        effort = programme.analysis_effort(
            self.p,
            plan.analysis / plan.owners,
            plan.monitoring / plan.owners,
            cohort / plan.cohorts,
            self.delivery,
        )
        for challenge in self.challenges:
            challenge.clarity = programme.clarity(self.p, effort, capability)
            challenge.cohort = cohort

    def buy(self, purse: float, unit: float, event: int, most: int) -> int:
        """What the arm's one purse buys for all its programmes and cohorts."""
        u = draw(fill.programme_key(self.model.luck), 0, event, 0)
        total = programme.places_bought(purse, unit, u)
        return total if most < 0 else min(total, most)

    def part(self, total: int, u_own: float, cohort: int, u_cohort: float) -> int:
        """The part of it that falls to this programme's cohort."""
        plan = self.plan
        own = programme.part_of(total, plan.slice_low, plan.slice_high, u_own)
        end = (cohort + 1.0) / plan.cohorts
        return programme.part_of(own, cohort / plan.cohorts, end, u_cohort)

    # 4 to 6 Selection, upskilling, pilots

    def bidders(self, place: int) -> list[SME]:
        """Live firms that bid for one of its challenges, with a place (1) or without (0)."""
        return [sme for sme in self.model.smes() if self.owns(sme.bid) and sme.place == place]

    def select(self) -> None:
        """When the call closes, choose who wins the places."""
        if self.calendar.selects[self.now]:
            Cohort(self, self.bidders(0)).select()

    def train(self) -> None:
        """A month of training; the last one brings the gains."""
        if self.calendar.trains[self.now]:
            cohort = Cohort(self, self.bidders(1))
            cohort.attend()
            if self.calendar.trained[self.now] and self.plan.hours > 0.0:
                cohort.teach()

    def show(self) -> None:
        """Each owner shows the solutions piloted in it to investors of all owners."""
        if self.calendar.shows[self.now]:
            for city in self.owners:
                shown = [sme for sme in city.smes if sme.supported and self.owns(sme.challenge)]
                for investor in self.model.investors():
                    investor.visit(city, self, shown)

    def start_pilots(self) -> None:
        """After training, the firms with a place go on to their pilots."""
        if self.calendar.pilots[self.now]:
            for sme in self.bidders(1):
                sme.pilot.start(self)
