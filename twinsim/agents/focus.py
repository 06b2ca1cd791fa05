"""What a programme does beside its calls: missions, exchanges, courses, accelerator, the fund."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from twinsim.agents.cohort import Cohort
from twinsim.rules import call, firm, pilot
from twinsim.rules.draws import (
    ACCELERATOR,
    COURSE,
    COURSES,
    EXCHANGE,
    FUND,
    FUNDED,
    MISSION,
    MISSIONS,
    SEEK,
    draw,
)
from twinsim.rules.maths import whole
from twinsim.world import keys

if TYPE_CHECKING:
    from twinsim.agents.city import City
    from twinsim.agents.programme import Programme
    from twinsim.agents.sme import SME
    from twinsim.agents.university import University

T = TypeVar("T")


class Focus:
    """The rounds of a programme's focus areas and of its demonstrator fund."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.model = programme.model
        self.plan = programme.plan
        self.p = programme.p

    def bought(self, event: int, purse: str, unit: str, k: int, rounds: int) -> int:
        """Pieces of this round."""
        money, price = getattr(self.plan, purse), getattr(self.plan, unit)
        pieces = self.programme.portion(event, money, price, -1)
        return self.programme.in_round(event, pieces, k - 1, rounds)

    def firms(self) -> list[SME]:
        """All firms of the owners."""
        return [sme for city in self.programme.owners for sme in city.smes]

    # 2 Missions, exchanges, accelerator

    def act(self) -> None:
        """What falls into this month."""
        calendar, now, years = self.programme.calendar, self.programme.now, self.plan.years
        if k := calendar.mission[now]:
            self.travel(self.bought(MISSIONS, "missions", "mission_unit", k, years))
        if k := calendar.exchange[now]:
            for e in range(self.bought(EXCHANGE, "exchanges", "exchange_unit", k, 4 * years)):
                self.exchange(e)
        if k := calendar.accelerate[now]:
            self.incubate(self.bought(ACCELERATOR, "graduates", "graduate_unit", k, 12 * years))

    def travel(self, many: int) -> None:
        """A trade mission takes so many active firms, chosen by lot."""
        active = [sme for sme in self.firms() if sme.zone != firm.NONE]
        for sme in by_lot(active, [draw(s.key, s.now, MISSION, 0) for s in active])[:many]:
            sme.mission = firm.mission_lift(self.p, sme.mission, self.trust_abroad(sme))
            sme.city.tally.missions += 1.0
            self.programme.book("spend_missions", self.plan.mission_unit)

    def trust_abroad(self, sme: SME) -> float:
        """Trust of the linked city that knows the firm's best, in any arm."""
        links = [self.model.link(sme.home, city.number) for city in self.model.cities]
        known = [link.trust for link in links if link is not None]
        return max([float(self.p.trust_floor), *known])

    def exchange(self, e: int) -> None:
        """A university of an owner works with one of a linked owner, or without a link with
        another one of the same city."""
        now = self.programme.now
        key = keys.pair_key(keys.programme_key(self.model.luck), self.programme.number)
        owners = self.programme.owners
        a = owners[whole(draw(key, now, EXCHANGE, 4 * e) * len(owners))]
        twins = [c for c in owners if self.model.link(a.number, c.number) is not None]
        u = draw(key, now, EXCHANGE, 4 * e + 1)
        b = twins[whole(u * len(twins))] if twins else a
        here = self.school(a, draw(key, now, EXCHANGE, 4 * e + 2), None)
        there = self.school(b, draw(key, now, EXCHANGE, 4 * e + 3), here)
        if here is not None and there is not None:
            self.programme.book("spend_exchanges", self.plan.exchange_unit)
            here.exchange(there)

    def school(self, city: City, u: float, taken: University | None) -> University | None:
        """A university of a city that takes part, by u, other than `taken`."""
        most = self.plan.universities
        schools = city.universities[:most] if most >= 0 else city.universities
        among = [school for school in schools if school is not taken]
        return among[whole(u * len(among))] if among else None

    def incubate(self, many: int) -> None:
        """Places of an accelerator go to live clusters of the owners, one each, by lot."""
        owner = self.programme.stakes.owner
        free = [
            cluster
            for cluster in self.model.clusters
            if owner[cluster.city.number] and cluster.alive and not cluster.places
        ]
        lots = [draw(cluster.key, cluster.now, ACCELERATOR, 0) for cluster in free]
        for cluster in by_lot(free, lots)[:many]:
            cluster.places = 1
            self.programme.book("spend_accelerator", self.plan.graduate_unit)

    # 5 Open courses

    def open_course(self) -> None:
        """The programme's course for firms without a place, chosen by lot."""
        k = self.programme.calendar.course[self.programme.now]
        many = self.bought(COURSES, "courses", "course_unit", k, self.plan.years)
        free = [sme for sme in self.firms() if not sme.place]
        chosen = by_lot(free, [draw(s.key, s.now, COURSE, 0) for s in free])[:many]
        for sme in chosen:
            sme.bear(firm.training_time(self.p, self.plan.hours))
            sme.city.tally.training_hours += self.plan.hours
            sme.city.tally.courses += 1.0
            self.programme.book("spend_courses", self.plan.course_unit)
        Cohort(self.programme, chosen).teach()

    # 6 The demonstrator fund

    def start_fund(self) -> None:
        """Firms that explore an idea, chosen by lot, start pilots without a call."""
        k = self.programme.calendar.fund[self.programme.now]
        exploring = [sme for sme in self.firms() if self.may_demonstrate(sme)]
        many = self.bought(FUND, "fund", "fund_unit", k, self.plan.years)
        least = whole(many * self.plan.least_share)
        n = len(exploring)
        lots = [draw(sme.key, sme.now, FUNDED, 0) for sme in exploring]
        homes = [sme.home for sme in exploring]
        taken = [0] * n
        call.take_best(lots, homes, taken, n, many, least, self.programme.stakes.pays)
        chosen = [sme for sme, won in zip(exploring, taken, strict=True) if won]
        for sme in chosen:
            self.prepare(sme)
        for sme in chosen:
            sme.pilot.start(self.programme)
            if sme.pilot.running:
                sme.city.tally.pilots_fund += 1.0

    def may_demonstrate(self, sme: SME) -> bool:
        """Whether a firm explores an idea and is free."""
        busy = sme.bid >= 0 or sme.challenge >= 0 or sme.pilot.running
        return sme.zone == firm.YELLOW and not busy

    def prepare(self, sme: SME) -> None:
        """A chosen firm takes the challenge that fits it best, and may seek a partner."""
        best, best_fit = -1, 0.0
        for challenge in self.programme.challenges:
            fit = pilot.fit(sme.knowledge, challenge.theme)
            if best < 0 or fit > best_fit:
                best, best_fit = challenge.number, fit
        sme.bid = best
        cohort = Cohort(self.programme, [sme])
        seeks = draw(sme.key, sme.now, SEEK, 0) < self.p.consortium_base
        if self.plan.require_foreign or seeks:
            cohort.seek_partner(sme)
        if sme.partner >= 0:
            cohort.count_consortium(sme)


def by_lot(things: list[T], lots: list[float]) -> list[T]:
    """Things by rising lot."""
    order = [0] * len(things)
    call.in_order(lots, order, len(things))
    return [things[place] for place in order]
