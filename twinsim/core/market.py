"""Stage 8 of the core's month: who wants what, and first private sales."""

from __future__ import annotations

from typing import Any

from twinsim.core.book import rise
from twinsim.core.orders import adopt, buys_jointly, joint_between
from twinsim.rules import call, city, firm, pilot
from twinsim.rules.draws import (
    ADOPT,
    PRIORITY,
    SALE,
    SALE_ABROAD,
    SALE_ABROAD_SIZE,
    SALE_SIZE,
    draw,
)
from twinsim.rules.maths import happens, normal
from twinsim.world import keys


def run_market(w: Any, s: Any, t: int) -> None:
    """Cities want solutions, order them in a keyed order while budgets last; then sales."""
    n = 0
    for d in range(len(w.cities)):
        for at in range(s.city[d].busy):
            i = s.busy[w.cities[d].first + at]
            if s.sme[i].age_solution >= 0:
                for c in range(len(w.cities)):
                    if s.order[i, c].adopted < 0 and wants(w, s, t, i, c):
                        s.claims[n].firm = i
                        s.claims[n].home = c
                        pair = keys.pair_key(s.sme[i].key, s.city[c].key)
                        s.claims[n].key = draw(pair, t, PRIORITY, 0)
                        n += 1
    call.in_order(s.claims.key, s.claims.order, n)
    for rank in range(n):
        claim = s.claims[s.claims[rank].order]
        adopt(w, s, t, claim.firm, claim.home)
    for d in range(len(w.cities)):
        for at in range(s.city[d].busy):
            i = s.busy[w.cities[d].first + at]
            if s.sme[i].age_solution >= 0:
                sell(w, s, t, i)


def wants(w: Any, s: Any, t: int, i: int, c: int) -> bool:
    """Whether city c orders the solution of firm i this month, money aside: it decides to, and
    waits for another buyer no longer."""
    order = s.order[i, c]
    if order.waiting < 0:
        pair = keys.pair_key(s.sme[i].key, s.city[c].key)
        if happens(hazard(w, s, t, i, c), draw(pair, t, ADOPT, 0)) == 0:
            return False
        order.waiting = t
    if city.waits(w.p[0], t - order.waiting, others_hazard(w, s, t, i, c)) == 1:
        return False
    order.waiting = -1
    return True


def hazard(w: Any, s: Any, t: int, i: int, c: int) -> float:
    """Monthly hazard that city c adopts the solution of firm i: as its host, as a twin that owns
    the challenge too, or as a copy of what its networks have adopted."""
    p = w.p[0]
    f = s.sme[i]
    here = s.city[c]
    joint = f.host != c and joint_between(w, f.challenge, f.host, c)
    share = 0.0
    if f.host != c and not joint:
        share = share_adopted(w, s, i, c)
        if share == 0.0:
            return 0.0
    ripe = pilot.ripeness(p, f.clock, p.adopt_window)
    need = city.own_need(s.challenge[f.challenge].theme, here.need)
    if share > 0.0:
        return pilot.copy_hazard(p, share, f.quality, need, here.legitimacy, ripe)
    pull = pilot.pull(p, f.quality, here.capability, here.legitimacy, f.market, need)
    if f.host == c:
        return pilot.host_hazard(p, pull, here.dissemination, ripe, here.contract)
    n = w.link_of[f.host, c]
    return pilot.twin_hazard(
        p, pull, here.dissemination, ripe, s.link[n].trust, w.links[n].friction
    )


def share_adopted(w: Any, s: Any, i: int, c: int) -> float:
    """Share of the cities of whose adoptions city c hears that have adopted a solution."""
    heard = 0
    adopted = 0
    for d in range(len(w.cities)):
        if w.networked[c, d] == 1:
            heard += 1
            if s.order[i, d].adopted >= 0:
                adopted += 1
    return adopted / heard if heard > 0 else 0.0


def others_hazard(w: Any, s: Any, t: int, i: int, c: int) -> float:
    """The highest hazard that another city which would buy jointly adopts the solution too."""
    most = 0.0
    for d in range(len(w.cities)):
        if d != c and s.order[i, d].adopted < 0 and buys_jointly(w, s, i, c, d):
            other = hazard(w, s, t, i, d)
            most = other if other > most else most
    return most


def sell(w: Any, s: Any, t: int, i: int) -> None:
    """A first private sale of the solution at home; after an adoption abroad, there too."""
    p = w.p[0]
    f = s.sme[i]
    offered = t - f.age_solution
    ripe = pilot.ripeness(p, f.sale_clock, p.sale_window)
    n = w.cities[f.home].cluster_of[f.sector]
    opened = s.cluster[n].opened if n >= 0 else 0
    hazard_ = pilot.sale_hazard(p, f.quality, f.market, ripe, opened)
    if f.sold < offered and happens(hazard_, draw(f.key, t, SALE, 0)) == 1:
        old = f.sales * firm.sale_growth(p, t - f.sold) if f.sold >= 0 else 0.0
        f.sales = old + firm.sale_revenue(p, normal(draw(f.key, t, SALE_SIZE, 0)))
        f.sold = t
        rise(s, f, firm.BLUE)
        s.flow[f.home].first_sales += 1.0
        if f.supported == 1:
            s.flow[f.home].supported_sales += 1.0
    if f.entered < offered or f.sold_abroad >= offered:
        return
    trust = 0.0
    for d in range(len(w.cities)):
        n = w.link_of[f.home, d]
        if n >= 0 and s.order[i, d].adopted >= 0 and s.link[n].trust > trust:
            trust = s.link[n].trust
    abroad = pilot.sale_abroad_hazard(p, hazard_, trust)
    if happens(abroad, draw(f.key, t, SALE_ABROAD, 0)) == 1:
        old = f.sales_abroad * firm.sale_growth(p, t - f.sold_abroad) if f.sold_abroad >= 0 else 0.0
        f.sales_abroad = old + firm.sale_revenue(p, normal(draw(f.key, t, SALE_ABROAD_SIZE, 0)))
        f.sold_abroad = t
