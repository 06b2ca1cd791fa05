"""Stage 6 of the core's month: pilots start, advance, stop or are completed."""

from __future__ import annotations

from typing import Any

from twinsim.core.call import bids_for
from twinsim.core.context import book
from twinsim.core.firms import joint_failure, joint_success
from twinsim.core.start import clear_orders
from twinsim.rules import city, firm, pilot
from twinsim.rules.draws import BACK, OTHER_PILOT, PROGRESS, QUALITY, STOP, TRIAL, draw
from twinsim.rules.maths import normal
from twinsim.world import start as fill
from twinsim.world.columns import COLUMN
from twinsim.world.start import SECTORS


def run_pilots(w: Any, s: Any, t: int) -> None:
    """Pilots of trained firms start, business as usual starts a few, and all go on."""
    p = w.p[0]
    for q in range(len(w.programmes)):
        if w.plan[q, t].pilots == 1:
            for i in range(len(s.sme)):
                if bids_for(w, s, i, q) and s.sme[i].place == 1:
                    start_pilot(w, s, t, q, i)
    for i in range(len(s.sme)):
        if s.sme[i].alive == 0:
            continue
        f = s.sme[i]
        if s.pilot[i].challenge < 0 and f.zone == firm.YELLOW and f.place == 0:
            if draw(s.sme[i].key, t, OTHER_PILOT, 0) < p.bau_pilot:
                s.pilot[i].challenge = f.sector
                s.pilot[i].fit = pilot.fit(s.sme[i].knowledge, s.challenge[f.sector].theme)
                f.zone = firm.GREEN
                s.flows[s.sme[i].home, COLUMN.pilots_other] += 1.0
        if s.pilot[i].challenge >= 0:
            work(w, s, t, i)


def start_pilot(w: Any, s: Any, t: int, q: int, i: int) -> None:
    """A trained firm goes on to its pilot, or gives its place back."""
    p = w.p[0]
    f = s.sme[i]
    c = s.sme[i].home
    f.place = 0
    chance = pilot.tried(p, w.programmes[q].pilot_share)
    if draw(s.sme[i].key, t, TRIAL, 0) < chance:
        trial = s.pilot[i]
        trial.challenge = f.bid
        trial.programme = q
        trial.fit = pilot.fit(s.sme[i].knowledge, s.challenge[f.bid].theme)
        if f.partner >= 0 and s.sme[f.partner].alive == 1:
            trial.partner = f.partner
            trial.learning = f.learning
            if s.sme[f.partner].home != c:
                trial.cross = 1
                f.cash -= p.team_cost
                s.city[c].unpaid += p.team_cost
                s.flows[c, COLUMN.firms_unpaid] += p.team_cost
        f.zone = firm.GREEN
        fill.clear_solution(f)
        s.flows[c, COLUMN.pilots_started] += 1.0
    fill.clear_bid(f)


def work(w: Any, s: Any, t: int, i: int) -> None:
    """A month of a pilot: it stops for one of three reasons, or makes progress."""
    p = w.p[0]
    f = s.sme[i]
    trial = s.pilot[i]
    c = s.sme[i].home
    key = s.sme[i].key
    need = city.own_need(s.challenge[trial.challenge].theme, s.city[c].need)
    reason = pilot.stopped(
        pilot.stop_demand(p, trial.fit, f.market, need),
        pilot.stop_technical(p, f.technical),
        pilot.stop_money(p, f.runway),
        draw(key, t, STOP, 0),
    )
    if reason > 0:
        if trial.programme >= 0:
            if reason == 1:
                s.flows[c, COLUMN.stopped_demand] += 1.0
            elif reason == 2:
                s.flows[c, COLUMN.stopped_technical] += 1.0
            else:
                s.flows[c, COLUMN.stopped_money] += 1.0
        f.zone = firm.YELLOW if draw(key, t, BACK, 0) < 0.5 else firm.NONE
        if trial.cross == 1:
            joint_failure(w, s, c, s.sme[trial.partner].home)
        fill.clear_pilot(trial)
        return
    supported = 1 if trial.programme >= 0 else 0
    delivery = 0.0
    award = p.award
    support = 0.0
    if supported == 1:
        delivery = s.programme[trial.programme].delivery
        award = w.programmes[trial.programme].award
        support = w.programmes[trial.programme].host_support
    friction = 0.0
    trust = 1.0
    if trial.cross == 1:
        n = w.link_of[c, s.sme[trial.partner].home]
        friction = w.links[n].friction
        trust = s.link[n].trust
    z = normal(draw(key, t, PROGRESS, 0))
    made = pilot.step(
        p, f.technical, s.city[c].capability, delivery, supported, trial.cross, friction, trust, z
    )
    done = made if trial.progress + made < 1.0 else 1.0 - trial.progress
    complete = trial.progress + made >= 1.0
    trial.progress += done
    if supported == 1:
        own = pilot.firms_part(p, award, done)
        book(w, s, trial.programme, COLUMN.spend_awards, p.g_award * award * done)
        book(w, s, trial.programme, COLUMN.spend_host, support * done)
    else:
        own = p.match * award * done
    f.cash -= own
    s.city[c].unpaid += own
    s.flows[c, COLUMN.firms_unpaid] += own
    turn(w, s, i)
    if complete:
        finish(w, s, t, i)


def turn(w: Any, s: Any, i: int) -> None:
    """Joint work turns the partners' knowledge towards each other."""
    j = s.pilot[i].partner
    if j < 0 or s.sme[j].alive == 0:
        return
    learning = s.pilot[i].learning
    for k in range(SECTORS):
        own = s.sme[i].knowledge[k]
        other = s.sme[j].knowledge[k]
        s.sme[i].knowledge[k] = pilot.turned(w.p[0], own, other, learning)
        s.sme[j].knowledge[k] = pilot.turned(w.p[0], other, own, learning)


def finish(w: Any, s: Any, t: int, i: int) -> None:
    """A completed pilot leaves a solution on offer."""
    f = s.sme[i]
    trial = s.pilot[i]
    c = s.sme[i].home
    z = normal(draw(s.sme[i].key, t, QUALITY, 0))
    f.quality = pilot.quality(w.p[0], trial.fit, f.technical, trial.learning, z)
    f.challenge = trial.challenge
    f.supported = 1 if trial.programme >= 0 else 0
    f.host = c
    f.age_solution = 0
    f.clock = 0.0
    f.sale_clock = 0.0
    clear_orders(s, i)
    s.city[c].completions += 1
    if trial.programme >= 0:
        s.flows[c, COLUMN.pilots_completed] += 1.0
        s.flows[c, COLUMN.quality] += f.quality
    if trial.cross == 1:
        joint_success(w, s, c, s.sme[trial.partner].home)
    fill.clear_pilot(trial)
