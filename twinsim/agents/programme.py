"""A programme: its timetable, its money, its calls and the places they offer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twinsim.agents.base import TwinAgent, plain, total
from twinsim.agents.challenge import Challenge
from twinsim.agents.cohort import Cohort
from twinsim.agents.focus import Focus
from twinsim.agents.state import ProgrammeState
from twinsim.rules import call, programme
from twinsim.rules.city import own_need
from twinsim.rules.draws import PLACES, PLANNED_BIDS, draw
from twinsim.rules.maths import exp
from twinsim.world import keys
from twinsim.world import start as fill
from twinsim.world.keys import SECTORS
from twinsim.world.money import LINES

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
        self.focus = Focus(self)
        self.places = 0
        self.planned_bids = 0
        self.assessed = 0
        first = self.plan.first_challenge
        self.challenges: list[Challenge] = model.challenges[first : first + self.plan.challenges]
        self.delivery = 0.0
        for city in self.owners:
            luck = fill.delivery(self.p, keys.programme_key(city.key))
            self.delivery += self.stakes.share[city.number] * luck
        self.put_themes()

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

    def put_themes(self) -> None:
        """Derive themes that are not written, and align what lies beside them."""
        appeal = [0.0] * SECTORS
        for k in range(SECTORS):
            for city in self.owners:
                appeal[k] += programme.theme_appeal(self.p, city.need0[k], city.facts.tags[k])
        if self.plan.derived:
            self.derive_themes(appeal)
        means = [exp(level / self.plan.owners) for level in appeal]
        money = self.plan.mission / self.plan.owners
        driver = programme.strength(money, self.p.driver_reference)
        for challenge in self.challenges:
            fill.align(self.p, challenge.theme, challenge.own, means, driver)

    def derive_themes(self, appeal: list[float]) -> None:
        """Make the sectors that the owners need and want most the challenges' themes."""
        taken = [0] * SECTORS
        for challenge in self.challenges:
            best = call.best_left(appeal, taken, SECTORS)
            taken[best] = 1
            challenge.own = [int(k == best) for k in range(SECTORS)]
            challenge.theme = [
                programme.theme_weight(self.p, own, 1, SECTORS) for own in challenge.own
            ]

    # 2 Programme

    def act(self) -> None:
        """Fixed lines, visits and the opening of calls, as the timetable says."""
        if self.now == self.plan.start:
            self.begin()
        if self.pays_now:
            for line in LINES:
                self.book(f"spend_{line}", getattr(self.plan, line) / self.plan.line_months)
        for _ in range(self.calendar.visits[self.now]):
            for link in self.model.links:
                if self.stakes.owner[link.a.number] and self.stakes.owner[link.b.number]:
                    link.visit()
        self.focus.act()
        if self.calendar.opens[self.now]:
            self.open_call()

    def begin(self) -> None:
        """The first month: the owners have a mandate and a plan."""
        for city in self.owners:
            city.mandate = 1
            city.tally.planned = city.facts.planned
            needs = total(own_need(one.theme, city.need0) for one in self.challenges)
            city.tally.theme_need = needs / len(self.challenges)

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
        bought = self.portion(PLACES, plan.purse, plan.unit, plan.most_places)
        self.places = self.in_round(PLACES, bought, cohort, plan.cohorts)
        planned = self.portion(PLANNED_BIDS, plan.planned_bids, 1.0, -1)
        self.planned_bids = self.in_round(PLANNED_BIDS, planned, cohort, plan.cohorts)
        self.assessed = 0
        clear = self.clarity(cohort)
        for challenge in self.challenges:
            challenge.clarity = clear
            challenge.cohort = cohort
        for city in self.owners:
            city.tally.places += self.stakes.share[city.number] * self.places
            city.tally.calls += 1.0
            city.tally.clarity = clear
            for sme in city.smes:
                if not sme.place:
                    fill.clear_bid(sme)
            for school in city.universities:
                school.consider(self)

    def clarity(self, cohort: int) -> float:
        """Clarity of a cohort's challenges: from analysis, what earlier cohorts taught, and what
        the programmes of other links know."""
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
        best = 0.0
        for other in self.model.programmes:
            if other is not self and plan.joint and other.plan.joint:
                first = other.challenges[0]
                if first.cohort >= 0 and first.clarity > best:
                    best = first.clarity
        return programme.interfaced(self.p, programme.clarity(self.p, effort, capability), best)

    def portion(self, event: int, purse: float, unit: float, most: int) -> int:
        """Whole pieces that this programme gets of what the arm's one purse buys."""
        key = keys.programme_key(self.model.luck)
        bought = programme.places_bought(purse, unit, draw(key, 0, event, 0))
        bought = bought if most < 0 else min(bought, most)
        plan = self.plan
        return programme.part_of(bought, plan.slice_low, plan.slice_high, draw(key, 0, event, 1))

    def in_round(self, event: int, pieces: int, k: int, rounds: int) -> int:
        """The part of its pieces that falls to round k of so many."""
        u = draw(keys.programme_key(self.model.luck), 0, event, 2 + self.number)
        return programme.part_of(pieces, k / rounds, (k + 1.0) / rounds, u)

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
                for sme in cohort.smes:
                    sme.city.tally.trained += 1.0
        if self.calendar.course[self.now]:
            self.focus.open_course()

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
        if self.calendar.fund[self.now]:
            self.focus.start_fund()
