"""A pilot: a firm tries its solution in its home city, alone or with a partner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from twinsim.agents.state import PilotState
from twinsim.rules import city, firm, pilot
from twinsim.rules.draws import BACK, PROGRESS, QUALITY, STOP, TRIAL, draw
from twinsim.rules.maths import normal
from twinsim.world import start as fill
from twinsim.world.columns import ACCOUNT
from twinsim.world.keys import SECTORS

if TYPE_CHECKING:
    from twinsim.agents.link import Link
    from twinsim.agents.programme import Programme
    from twinsim.agents.sme import SME

REASONS = {1: "stopped_demand", 2: "stopped_technical", 3: "stopped_money"}


class Pilot(PilotState):
    """What a firm has on trial; `challenge` is -1 while there is none."""

    def __init__(self, sme: SME) -> None:
        self.sme = sme
        fill.clear_pilot(self)

    def __repr__(self) -> str:
        return f"Pilot({self.address}{'' if self.running else ', none'})"

    @property
    def address(self) -> str:
        """The firm's."""
        return self.sme.address

    @property
    def running(self) -> bool:
        """Whether the firm has a pilot."""
        return self.challenge >= 0

    @property
    def supported(self) -> bool:
        """Whether a programme pays for it."""
        return self.programme >= 0

    @property
    def colleague(self) -> SME:
        """The partner firm of a pilot that has one."""
        return self.sme.model.slots[self.partner]

    @property
    def facts(self) -> Any:
        """What the facet of its challenge changes."""
        return self.sme.model.challenges[self.challenge].facts

    @property
    def link(self) -> Link:
        """The link that a cross-city pilot rides on."""
        return self.sme.model.linked(self.sme.home, self.colleague.home)

    def start(self, programme: Programme) -> None:
        """Go on from training to the pilot, or give the place back."""
        sme = self.sme
        sme.place = 0
        odds = pilot.tried(sme.p, programme.plan.pilot_share)
        if draw(sme.key, sme.now, TRIAL, 0) < odds:
            self.challenge = sme.bid
            self.programme = programme.number
            self.fit = pilot.fit(sme.knowledge, sme.model.challenges[sme.bid].theme)
            if sme.partner >= 0 and sme.model.slots[sme.partner].alive:
                self.partner = sme.partner
                self.learning = sme.learning
                if self.colleague.home != sme.home:
                    self.cross = 1
                    sme.bear(sme.p.team_cost)
                    sme.befriend(self.colleague)
            sme.rise(firm.GREEN)
            sme.awarded = 1
            sme.account[ACCOUNT.supported] = 1.0
            sme.city.tally.pilots_started += 1.0
            sme.city.tally.fit += self.fit
        fill.clear_bid(sme)

    def start_alone(self, u: float) -> None:
        """A firm with an idea may start a pilot without any programme."""
        sme = self.sme
        if u < sme.p.bau_pilot:
            self.challenge = sme.sector
            self.fit = pilot.fit(sme.knowledge, sme.model.challenges[sme.sector].theme)
            sme.rise(firm.GREEN)
            sme.city.tally.pilots_other += 1.0

    def run(self) -> None:
        """A month: the pilot stops for one of three reasons, or makes progress."""
        sme = self.sme
        need = city.own_need(sme.model.challenges[self.challenge].theme, sme.city.need)
        reason = pilot.stopped(
            pilot.stop_demand(sme.p, self.fit, sme.market, need),
            pilot.stop_technical(sme.p, sme.technical, self.facts.risk),
            pilot.stop_money(sme.p, sme.runway),
            draw(sme.key, sme.now, STOP, 0),
        )
        if reason > 0:
            self.stop(reason)
            return
        made = self.month_of_work()
        complete = self.progress + made >= 1.0
        done = 1.0 - self.progress if complete else made
        self.progress += done
        self.spend(done)
        self.learn_from_each_other()
        if complete:
            self.finish()

    def stop(self, reason: int) -> None:
        """The pilot stops; the idea survives it or not."""
        sme = self.sme
        if self.supported:
            sme.city.tally.add(REASONS[reason], 1.0)
        survives = draw(sme.key, sme.now, BACK, 0) < 0.5
        sme.zone = firm.YELLOW if survives else firm.NONE
        if self.cross:
            self.link.fail()
        fill.clear_pilot(self)

    def lose_firm(self) -> None:
        """The firm ends with its pilot under way."""
        if self.supported:
            self.sme.city.tally.stopped_exit += 1.0
        if self.cross:
            self.link.fail()

    def month_of_work(self) -> float:
        """Share of the pilot's work that this month does."""
        sme = self.sme
        delivery = sme.model.programmes[self.programme].delivery if self.supported else 0.0
        friction, trust = (self.link.friction, self.link.trust) if self.cross else (0.0, 1.0)
        z = normal(draw(sme.key, sme.now, PROGRESS, 0))
        host = sme.city.capability
        return pilot.step(
            sme.p,
            sme.technical,
            host,
            delivery,
            int(self.supported),
            self.cross,
            friction,
            trust,
            self.facts.duration,
            z,
        )

    def spend(self, done: float) -> None:
        """What a part `done` of the pilot costs the programme and the firm."""
        sme = self.sme
        if self.supported:
            programme = sme.model.programmes[self.programme]
            award = programme.plan.award
            sme.bear(pilot.firms_part(sme.p, award, done))
            paid = sme.p.g_award * award * done
            sme.account[ACCOUNT.awards] += paid
            programme.book("spend_awards", paid)
            programme.book("spend_host", programme.plan.host_support * done)
        else:
            sme.bear(sme.p.match * sme.p.award * done)

    def learn_from_each_other(self) -> None:
        """Joint work turns the partners' knowledge towards each other."""
        if self.partner < 0 or not self.colleague.alive:
            return
        ours, theirs = self.sme.knowledge, self.colleague.knowledge
        for k in range(SECTORS):
            own, other = ours[k], theirs[k]
            ours[k] = pilot.turned(self.sme.p, own, other, self.learning)
            theirs[k] = pilot.turned(self.sme.p, other, own, self.learning)

    def finish(self) -> None:
        """A completed pilot leaves a solution on offer, in place of the firm's earlier one."""
        sme = self.sme
        z = normal(draw(sme.key, sme.now, QUALITY, 0))
        spread = self.facts.spread
        sme.quality = pilot.quality(sme.p, self.fit, sme.technical, self.learning, spread, z)
        sme.challenge = self.challenge
        sme.supported = int(self.supported)
        sme.host = sme.home
        sme.framework = -1
        sme.buyers = 0
        sme.age_solution = 0
        sme.clock = 0.0
        sme.sale_clock = 0.0
        sme.adopted = [-1] * len(sme.adopted)
        sme.waiting = [-1] * len(sme.waiting)
        sme.city.completions += 1
        if self.supported:
            sme.city.tally.pilots_completed += 1.0
            sme.city.tally.quality += sme.quality
            sme.city.tally.learning += self.learning
        if self.cross:
            self.link.succeed()
            if sme.colleague == self.partner:
                sme.colleague_joint += 1
                self.colleague.colleague_joint += 1
        fill.clear_pilot(self)
