"""Stage 6 of the core's month: pilots start, advance, stop or are completed."""

from __future__ import annotations

from typing import Any

from numba.extending import register_jitable

from twinsim.core.call import bids_for
from twinsim.core.context import book
from twinsim.core.firms import joint_failure, joint_success
from twinsim.rules import city, firm, pilot
from twinsim.rules.draws import BACK, OTHER_PILOT, PROGRESS, QUALITY, STOP, TRIAL, draw
from twinsim.rules.maths import normal
from twinsim.world import start as fill
from twinsim.world.columns import COLUMN


@register_jitable
def run_pilots(w: Any, s: Any, t: int) -> None:
    """Pilots of trained firms start, business as usual starts a few, and all go on."""
    p = w.p[0]
    for q in range(len(w.programmes)):
        if w.pilots[q, t] == 1:
            for i in range(len(s.sme)):
                if bids_for(w, s, i, q) and s.sme[i].place == 1:
                    start_pilot(w, s, t, q, i)
    for i in range(len(s.sme)):
        if s.alive[i] == 0:
            continue
        f = s.sme[i]
        if s.pilot[i].challenge < 0 and f.zone == firm.YELLOW and f.place == 0:
            if draw(s.firm_key[i], t, OTHER_PILOT, 0) < p.bau_pilot:
                s.pilot[i].challenge = f.sector
                s.pilot[i].fit = pilot.fit(s.sme_knowledge[i], s.themes[f.sector])
                f.zone = firm.GREEN
                s.flows[w.home[i], COLUMN.pilots_other] += 1.0
        if s.pilot[i].challenge >= 0:
            work(w, s, t, i)


@register_jitable
def start_pilot(w: Any, s: Any, t: int, q: int, i: int) -> None:
    """A trained firm goes on to its pilot, or gives its place back."""
    p = w.p[0]
    f = s.sme[i]
    c = w.home[i]
    f.place = 0
    chance = pilot.tried(p, w.programmes[q].pilot_share)
    if draw(s.firm_key[i], t, TRIAL, 0) < chance:
        trial = s.pilot[i]
        trial.challenge = f.bid
        trial.programme = q
        trial.fit = pilot.fit(s.sme_knowledge[i], s.themes[f.bid])
        if f.partner >= 0 and s.alive[f.partner] == 1:
            trial.partner = f.partner
            trial.learning = f.learning
            if w.home[f.partner] != c:
                trial.cross = 1
                f.cash -= p.team_cost
                s.city[c].unpaid += p.team_cost
                s.flows[c, COLUMN.firms_unpaid] += p.team_cost
        f.zone = firm.GREEN
        fill.clear_solution(f)
        s.flows[c, COLUMN.pilots_started] += 1.0
    fill.clear_bid(f)


@register_jitable
def work(w: Any, s: Any, t: int, i: int) -> None:
    """A month of a pilot: it stops for one of three reasons, or makes progress."""
    p = w.p[0]
    f = s.sme[i]
    trial = s.pilot[i]
    c = w.home[i]
    key = s.firm_key[i]
    need = city.own_need(s.themes[trial.challenge], s.city_need[c])
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
            joint_failure(w, s, c, w.home[trial.partner])
        fill.clear_pilot(trial)
        return
    supported = 1 if trial.programme >= 0 else 0
    delivery = 0.0
    award = p.award
    support = 0.0
    if supported == 1:
        delivery = s.delivery[trial.programme]
        award = w.programmes[trial.programme].award
        support = w.programmes[trial.programme].host_support
    friction = 0.0
    trust = 1.0
    if trial.cross == 1:
        n = w.link_of[c, w.home[trial.partner]]
        friction = w.friction[n]
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


@register_jitable
def turn(w: Any, s: Any, i: int) -> None:
    """Joint work turns the partners' knowledge towards each other."""
    j = s.pilot[i].partner
    if j < 0 or s.alive[j] == 0:
        return
    learning = s.pilot[i].learning
    for k in range(s.sme_knowledge.shape[1]):
        own = s.sme_knowledge[i, k]
        other = s.sme_knowledge[j, k]
        s.sme_knowledge[i, k] = pilot.turned(w.p[0], own, other, learning)
        s.sme_knowledge[j, k] = pilot.turned(w.p[0], other, own, learning)


@register_jitable
def finish(w: Any, s: Any, t: int, i: int) -> None:
    """A completed pilot leaves a solution on offer."""
    f = s.sme[i]
    trial = s.pilot[i]
    c = w.home[i]
    z = normal(draw(s.firm_key[i], t, QUALITY, 0))
    f.quality = pilot.quality(w.p[0], trial.fit, f.technical, trial.learning, z)
    f.challenge = trial.challenge
    f.supported = 1 if trial.programme >= 0 else 0
    f.host = c
    f.age_solution = 0
    f.clock = 0.0
    f.sale_clock = 0.0
    s.sme_adopted[i] = -1
    s.sme_price[i] = 0.0
    s.sme_owed[i] = 0.0
    s.city[c].completions += 1
    if trial.programme >= 0:
        s.flows[c, COLUMN.pilots_completed] += 1.0
        s.flows[c, COLUMN.quality] += f.quality
    if trial.cross == 1:
        joint_success(w, s, c, w.home[trial.partner])
    fill.clear_pilot(trial)
