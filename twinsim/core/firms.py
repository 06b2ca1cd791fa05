"""Stage 3 of the core's month: firms earn, learn, forget, have ideas, bid, end and are born."""

from __future__ import annotations

from typing import Any

from twinsim.core.ahead import fetch_levels, fetch_zone
from twinsim.core.births import give_birth, leave
from twinsim.core.book import bear, rise
from twinsim.core.business import do_business
from twinsim.core.census import close_up
from twinsim.core.inline import inline
from twinsim.core.shocks import batch, name, normals, uniforms
from twinsim.core.state import BATCH
from twinsim.rules import call, city, cluster, firm, pilot, programme
from twinsim.rules.draws import (
    AWARE,
    BID,
    EXIT,
    GRANT,
    GRANT_WIN,
    GROWTH,
    IDEA,
    MARGIN,
    PERCEIVE,
    draw,
)
from twinsim.rules.maths import happens, normal, whole
from twinsim.world.keys import SECTORS


def run_firms(w: Any, s: Any, t: int) -> None:
    """All live firms in the order of their slots, births, and displacement in each city.

    The firms of a batch take each step together, so that a processor works on several at a time.
    That gives what one firm after another would: until it ends or bids, a firm's month looks at
    nothing that another firm's month changes.
    """
    p = w.p[0]
    most = highest_exit(p)
    for c in range(len(w.cities)):
        close_up(w, s, c)
        facts = w.cities[c]
        here = s.city[c]
        for k in range(SECTORS):
            here.new_sales[k] = 0.0
            here.sector_sales[k] = 0.0
            here.vacated[k] = city.vacated_next(p, here.vacated[k])
        connected = connectors(w, t, c)
        called = calling(w, t, c)
        left = facts.first
        for begin in range(0, here.firms, BATCH):
            first, many = facts.first + begin, batch(here.firms, begin)
            be_lucky(s, t, first, many)
            do_business(p, s, t, c, first, many)
            for j in range(many):
                fetch_levels(s.sme, s.live, first + j)
                f = s.sme[s.live[first + j]]
                think(p, f, connected, s.flow[c], t, s.idea[j], s.grant[j])
            left = go_on(w, s, t, first, many, left, most, called)
        here.firms = left - facts.first
        give_birth(w, s, t, c)
        displace(p, here, s.flow[c])


@inline
def be_lucky(s: Any, t: int, first: int, many: int) -> None:
    """What luck brings the firms of a batch this month."""
    name(s, first, many)
    normals(s, t, GROWTH, s.growth, many)
    normals(s, t, MARGIN, s.margin, many)
    uniforms(s, t, IDEA, s.idea, many)
    uniforms(s, t, GRANT, s.grant, many)
    uniforms(s, t, EXIT, s.exit, many)


@inline
def go_on(
    w: Any, s: Any, t: int, first: int, many: int, left: int, most: float, called: bool
) -> int:
    """Firms of a batch end, or are listed from place `left` on and may answer a call; returns the
    place after them."""
    for j in range(many):
        i = s.live[first + j]
        f = s.sme[i]
        fetch_zone(s.sme, s.live, first + j)
        if ends(w, s, f, t, s.exit[j], most):
            leave(w, s, t, i)
        else:
            s.live[left] = i
            left += 1
            if called:
                hear_and_bid(w, s, t, i)
    return left


def calling(w: Any, t: int, c: int) -> bool:
    """Whether a call is open to the firms of a city this month."""
    for q in range(len(w.programmes)):
        if w.plan[q, t].open == 1 and w.stakes[q, c].owner == 1:
            return True
    return False


def connectors(w: Any, t: int, c: int) -> float:
    """The work of connectors in a city this month against full work."""
    most = 0.0
    for q in range(len(w.programmes)):
        if w.plan[q, t].pays == 1 and w.stakes[q, c].owner == 1:
            plan = w.programmes[q]
            work = programme.strength(plan.connectors / plan.owners, w.p[0].connector_reference)
            most = work if work > most else most
    return most


@inline
def think(
    p: Any, f: Any, connected: float, flow: Any, t: int, u_idea: float, u_grant: float
) -> None:
    """Ideas come and go; active firms apply for other grants (neutral money)."""
    before = f.zone
    f.zone = firm.zone_next(p, f.zone, connected, u_idea)
    if f.zone > before:
        flow.moves_up += 1.0
    if u_grant < p.grant_apply and f.zone != firm.NONE and f.grant_left == 0:
        flow.grants_applied += 1.0
        if firm.grant_won(p, f.technical, normal(draw(f.key, t, GRANT_WIN, 0))) == 1:
            flow.grants_won += 1.0
            flow.drawn_funds += f.awarded * p.grant_award
            f.grant_left = whole(p.grant_months)


@inline
def ends(w: Any, s: Any, f: Any, t: int, u: float, most: float) -> bool:
    """Whether the firm ends this month; it does not where its draw reaches the highest hazard."""
    p = w.p[0]
    if firm.fails(p, f.cash, f.staff) == 1:
        return True
    if u >= most:
        return False
    shield = 0.0
    if f.member == 1:
        n = w.cities[f.home].cluster_of[f.sector]
        if n >= 0:
            shield = cluster.shield(p, s.cluster[n].quality, s.cluster[n].services)
    return happens(firm.exit_hazard(p, t - f.born, f.runway, f.reveal, shield), u) == 1


def highest_exit(p: Any) -> float:
    """The highest hazard that any firm ends: over ages, with and without cash, revealed or not."""
    most = 0.0
    for year in range(6):
        for k in range(4):
            runway = p.runway_ref if k < 2 else 0.0
            hazard = firm.exit_hazard(p, 12 * year, runway, k % 2, 0.0)
            most = hazard if hazard > most else most
    return most


def hear_and_bid(w: Any, s: Any, t: int, i: int) -> None:
    """While a call is open, a free firm may hear of it, and answers its best challenge."""
    f = s.sme[i]
    for q in range(len(w.programmes)):
        if w.plan[q, t].open == 0 or w.stakes[q, f.home].owner == 0:
            continue
        if f.aware == 1 or f.place == 1 or f.challenge >= 0 or s.pilot[i].challenge >= 0:
            continue
        p = w.p[0]
        plan = w.programmes[q]
        outreach = programme.outreach_ratio(p, plan.outreach / plan.owners / plan.cohorts)
        brokered = 0.0
        n = w.cities[f.home].cluster_of[f.sector]
        if n >= 0 and s.cluster[n].alive == 1:
            delivery = s.programme[q].delivery
            brokered = cluster.brokered(p, s.cluster[n].quality, f.member, delivery)
        if draw(f.key, t, AWARE, 0) < call.hears(p, brokered, f.tied, outreach):
            f.aware = 1
            s.flow[f.home].aware += 1.0
            answer(w, s, t, q, f)


def answer(w: Any, s: Any, t: int, q: int, f: Any) -> None:
    """A firm that has heard of a call looks at its challenges and may bid for the best."""
    p = w.p[0]
    plan = w.programmes[q]
    best = -1
    best_fit = 0.0
    for j in range(plan.challenges):
        k = plan.first_challenge + j
        fit = pilot.fit(f.knowledge, s.challenge[k].theme)
        z = normal(draw(f.key, t, PERCEIVE, j))
        seen = call.perceived(p, fit, s.challenge[k].clarity, z)
        if best < 0 or seen > best_fit:
            best = k
            best_fit = seen
    busy = 1 if f.grant_left > 0 else 0
    if draw(f.key, t, BID, 0) < call.bids(p, best_fit, plan.award, f.market, busy):
        f.bid = best
        rise(s, f, firm.YELLOW)
        s.flow[f.home].bids += 1.0
        bear(s, f, p.bid_cost)


def displace(p: Any, here: Any, flow: Any) -> None:
    """New sales of this month are taken from others of city and sector; what firms that ended
    left goes to them."""
    lost = 0.0
    for k in range(SECTORS):
        new = here.new_sales[k] - here.vacated[k]
        sales = here.sector_sales[k]
        here.loss_share[k] = city.loss_share(p, new, sales)
        lost += city.rest_loss(p, new, here.loss_share[k], sales)
        flow.displaced += p.displacement * here.new_sales[k]
    here.rest_loss = lost
