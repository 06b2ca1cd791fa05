"""Stage 6 of the core's month: pilots start, advance, stop or are completed."""

from __future__ import annotations

from typing import Any

from twinsim.core.book import bear, book, joint_failure, joint_success, rise
from twinsim.core.census import home_of, lives
from twinsim.core.deals import likeliest
from twinsim.core.fund import choose
from twinsim.core.inline import inline
from twinsim.core.selection import bidders
from twinsim.core.shocks import batch, name, uniforms
from twinsim.core.state import BATCH
from twinsim.rules import city, firm, pilot
from twinsim.rules.draws import BACK, OTHER_DEAL, OTHER_PILOT, PROGRESS, QUALITY, STOP, TRIAL, draw
from twinsim.rules.maths import normal
from twinsim.world import start as fill
from twinsim.world.columns import ACCOUNT, COLUMN
from twinsim.world.keys import SECTORS


def run_pilots(w: Any, s: Any, t: int) -> None:
    """Pilots of trained firms start, business as usual starts a few, and all go on. The
    firms that later stages of the month have to look at are noted."""
    most = likeliest(w.p[0])
    for q in range(len(w.programmes)):
        if w.plan[q, t].pilots == 1:
            n = bidders(w, s, t, q, 1)
            for j in range(n):
                start_pilot(w, s, t, q, s.claims[j].firm)
        if w.plan[q, t].fund > 0:
            n = choose(w, s, t, q)
            for j in range(n):
                if s.claims[j].taken == 1:
                    start_pilot(w, s, t, q, s.claims[j].firm)
                    if s.pilot[s.claims[j].firm].challenge >= 0:
                        s.flow[s.claims[j].home].pilots_fund += 1.0
    for c in range(len(w.cities)):
        s.city[c].busy = 0
        for begin in range(0, s.city[c].firms, BATCH):
            first = w.cities[c].first + begin
            many = batch(s.city[c].firms, begin)
            name(s, first, many)
            uniforms(s, t, OTHER_PILOT, s.alone, many)
            uniforms(s, t, OTHER_DEAL, s.deal, many)
            for j in range(many):
                i = s.live[first + j]
                f = s.sme[i]
                if s.alone[j] < w.p[0].bau_pilot and f.zone == firm.YELLOW and f.bid < 0:
                    start_alone(w, s, i)
                if s.pilot[i].challenge >= 0:
                    work(w, s, t, i)
                if s.pilot[i].challenge >= 0 or busy(f, s.deal[j] < most):
                    s.busy[w.cities[c].first + s.city[c].busy] = i
                    s.city[c].busy += 1


@inline
def busy(f: Any, lucky: bool) -> bool:
    """Whether a firm without a pilot has a solution on offer, a tie, or, where it is `lucky`, a
    chance of a deal; it comes to none of them in what is left of the month."""
    if f.age_solution >= 0 or f.tied_since >= 0 or f.colleague >= 0:
        return True
    return bool(lucky and f.zone != firm.NONE)


def start_pilot(w: Any, s: Any, t: int, q: int, i: int) -> None:
    """A trained firm goes on to its pilot, or gives its place back."""
    p = w.p[0]
    f = s.sme[i]
    trial = s.pilot[i]
    f.place = 0
    if draw(f.key, t, TRIAL, 0) < pilot.tried(p, w.programmes[q].pilot_share):
        trial.challenge = f.bid
        trial.programme = q
        trial.fit = pilot.fit(f.knowledge, s.challenge[f.bid].theme)
        if lives(s, f.partner):
            trial.partner = f.partner
            trial.learning = f.learning
            other = s.sme[s.row[f.partner]]
            if other.home != f.home:
                trial.cross = 1
                bear(s, f, p.team_cost)
                befriend(f, other, t)
        rise(s, f, firm.GREEN)
        f.awarded = 1
        f.account[ACCOUNT.supported] = 1.0
        s.flow[f.home].pilots_started += 1.0
        s.flow[f.home].fit += trial.fit
    fill.clear_bid(f)


def befriend(f: Any, other: Any, t: int) -> None:
    """Joint work of firms of two cities makes a tie, where neither has one."""
    if f.colleague < 0 and other.colleague < 0:
        f.colleague, other.colleague = other.slot, f.slot
        f.colleague_since, other.colleague_since = t, t


def start_alone(w: Any, s: Any, i: int) -> None:
    """A firm with an idea starts a pilot without any programme."""
    f = s.sme[i]
    s.pilot[i].challenge = f.sector
    s.pilot[i].fit = pilot.fit(f.knowledge, s.challenge[f.sector].theme)
    rise(s, f, firm.GREEN)
    s.flow[f.home].pilots_other += 1.0


def work(w: Any, s: Any, t: int, i: int) -> None:
    """A month of a pilot: it stops for one of three reasons, or makes progress."""
    p = w.p[0]
    f = s.sme[i]
    trial = s.pilot[i]
    need = city.own_need(s.challenge[trial.challenge].theme, s.city[f.home].need)
    reason = pilot.stopped(
        pilot.stop_demand(p, trial.fit, f.market, need),
        pilot.stop_technical(p, f.technical, w.challenges[trial.challenge].risk),
        pilot.stop_money(p, f.runway),
        draw(f.key, t, STOP, 0),
    )
    if reason > 0:
        stop(w, s, t, i, reason)
        return
    made = progress(w, s, t, f, trial)
    complete = trial.progress + made >= 1.0
    done = 1.0 - trial.progress if complete else made
    trial.progress += done
    spend(w, s, f, trial, done)
    turn(w, s, f, trial)
    if complete:
        finish(w, s, t, i)


def stop(w: Any, s: Any, t: int, i: int, reason: int) -> None:
    """A pilot stops; the idea survives it or not."""
    f = s.sme[i]
    trial = s.pilot[i]
    if trial.programme >= 0:
        if reason == 1:
            s.flow[f.home].stopped_demand += 1.0
        elif reason == 2:
            s.flow[f.home].stopped_technical += 1.0
        else:
            s.flow[f.home].stopped_money += 1.0
    f.zone = firm.YELLOW if draw(f.key, t, BACK, 0) < 0.5 else firm.NONE
    if trial.cross == 1:
        joint_failure(w, s, f.home, home_of(w, trial.partner))
    fill.clear_pilot(trial)


def progress(w: Any, s: Any, t: int, f: Any, trial: Any) -> float:
    """Share of the pilot's work that this month does."""
    supported = 0
    delivery = 0.0
    if trial.programme >= 0:
        supported = 1
        delivery = s.programme[trial.programme].delivery
    friction = 0.0
    trust = 1.0
    if trial.cross == 1:
        n = w.link_of[f.home, home_of(w, trial.partner)]
        friction = w.links[n].friction
        trust = s.link[n].trust
    z = normal(draw(f.key, t, PROGRESS, 0))
    host = s.city[f.home].capability
    duration = w.challenges[trial.challenge].duration
    return pilot.step(
        w.p[0], f.technical, host, delivery, supported, trial.cross, friction, trust, duration, z
    )


def spend(w: Any, s: Any, f: Any, trial: Any, done: float) -> None:
    """What a part `done` of a pilot costs the programme and the firm."""
    p = w.p[0]
    if trial.programme >= 0:
        plan = w.programmes[trial.programme]
        bear(s, f, pilot.firms_part(p, plan.award, done))
        award = p.g_award * plan.award * done
        f.account[ACCOUNT.awards] += award
        book(w, s, trial.programme, COLUMN.spend_awards, award)
        book(w, s, trial.programme, COLUMN.spend_host, plan.host_support * done)
    else:
        bear(s, f, p.match * p.award * done)


def turn(w: Any, s: Any, f: Any, trial: Any) -> None:
    """Joint work turns the partners' knowledge towards each other."""
    if not lives(s, trial.partner):
        return
    other = s.sme[s.row[trial.partner]]
    for k in range(SECTORS):
        mine, theirs = f.knowledge[k], other.knowledge[k]
        f.knowledge[k] = pilot.turned(w.p[0], mine, theirs, trial.learning)
        other.knowledge[k] = pilot.turned(w.p[0], theirs, mine, trial.learning)


def finish(w: Any, s: Any, t: int, i: int) -> None:
    """A completed pilot leaves a solution on offer, in place of the firm's earlier one."""
    f = s.sme[i]
    trial = s.pilot[i]
    z = normal(draw(f.key, t, QUALITY, 0))
    spread = w.challenges[trial.challenge].spread
    f.quality = pilot.quality(w.p[0], trial.fit, f.technical, trial.learning, spread, z)
    f.challenge = trial.challenge
    f.supported = 1 if trial.programme >= 0 else 0
    f.host = f.home
    f.framework = -1
    f.buyers = 0
    f.age_solution = 0
    f.clock = 0.0
    f.sale_clock = 0.0
    for c in range(len(w.cities)):
        s.order[i, c].adopted = -1
        s.order[i, c].waiting = -1
    s.city[f.home].completions += 1
    if trial.programme >= 0:
        s.flow[f.home].pilots_completed += 1.0
        s.flow[f.home].quality += f.quality
        s.flow[f.home].learning += trial.learning
    if trial.cross == 1:
        joint_success(w, s, f.home, home_of(w, trial.partner))
        if f.colleague == trial.partner:
            f.colleague_joint += 1
            s.sme[s.row[f.colleague]].colleague_joint += 1
    fill.clear_pilot(trial)
