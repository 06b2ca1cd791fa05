"""Stage 8 of the core's month: adoption by cities and first private sales."""

from __future__ import annotations

from typing import Any

from twinsim.core.book import in_use, joint_success
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
from twinsim.rules.maths import clip01, happens, normal
from twinsim.world import start as fill
from twinsim.world.columns import COLUMN
from twinsim.world.start import SECTORS


def run_market(w: Any, s: Any, t: int) -> None:
    """Cities want solutions, order them in a keyed order while budgets last; then sales."""
    n = 0
    for d in range(len(w.cities)):
        for i in range(w.cities[d].first, in_use(w.cities[d], t)):
            f = s.sme[i]
            if f.alive == 1 and f.age_solution >= 0:
                for c in range(len(w.cities)):
                    if s.order[i, c].adopted < 0 and wants(w, s, t, f, c):
                        s.claims[n].firm = i
                        s.claims[n].home = c
                        pair = fill.pair_key(f.key, s.city[c].key)
                        s.claims[n].key = draw(pair, t, PRIORITY, 0)
                        n += 1
    call.in_order(s.claims.key, s.claims.order, n)
    for rank in range(n):
        claim = s.claims[s.claims[rank].order]
        adopt(w, s, t, claim.firm, claim.home)
    for d in range(len(w.cities)):
        for i in range(w.cities[d].first, in_use(w.cities[d], t)):
            f = s.sme[i]
            if f.alive == 1 and f.age_solution >= 0:
                sell(w, s, t, i)


def wants(w: Any, s: Any, t: int, f: Any, c: int) -> bool:
    """Whether city c would adopt the solution of firm f this month, money aside."""
    p = w.p[0]
    here = s.city[c]
    if f.host != c and not joint_between(w, f.challenge, f.host, c):
        return False
    ripe = pilot.ripeness(p, f.clock, p.adopt_window)
    need = city.own_need(s.challenge[f.challenge].theme, here.need)
    pull = pilot.pull(p, f.quality, here.capability, here.legitimacy, f.market, need)
    if f.host == c:
        hazard = pilot.host_hazard(p, pull, here.dissemination, ripe, here.contract)
    else:
        n = w.link_of[f.host, c]
        hazard = pilot.twin_hazard(
            p, pull, here.dissemination, ripe, s.link[n].trust, w.links[n].friction
        )
    return happens(hazard, draw(fill.pair_key(f.key, here.key), t, ADOPT, 0)) == 1


def joint_between(w: Any, challenge: int, host: int, c: int) -> bool:
    """Whether two linked cities own a challenge jointly."""
    if w.link_of[host, c] < 0:
        return False
    for q in range(len(w.programmes)):
        first = w.programmes[q].first_challenge
        if challenge >= first and challenge < first + w.programmes[q].challenges:
            return bool(w.stakes[q, host].owner == 1 and w.stakes[q, c].owner == 1)
    return False


def adopt(w: Any, s: Any, t: int, i: int, c: int) -> None:
    """City c orders the solution of firm i, if its budget has the first payment."""
    p = w.p[0]
    f = s.sme[i]
    here = s.city[c]
    flow = s.flows[c]
    price = p.contract_price
    first = city.first_payment(p, price, w.cities[c].yearly)
    if here.budget < first:
        return
    at_home = city.home_part(p, first)
    here.budget = city.left(here.budget, first)
    here.public += first
    here.ordered += price
    here.adoptions += 1
    f.backlog += at_home
    f.zone = firm.BLUE
    order = s.order[i, c]
    order.adopted = t
    order.price = price
    order.owed += price - first
    flow[COLUMN.procurement] += first
    s.flows[f.home, COLUMN.leaked] += first - at_home
    flow[COLUMN.contract_value] += price
    flow[COLUMN.adoptions] += 1.0
    for k in range(SECTORS):
        theme = s.challenge[f.challenge].theme[k]
        eased = city.relief(p, f.quality, theme, price, w.cities[c].population)
        here.need[k] = clip01(here.need[k] - eased)
    if f.host == c:
        flow[COLUMN.host_adoptions] += 1.0
        if f.supported == 1:
            flow[COLUMN.supported_adoptions] += 1.0
    else:
        flow[COLUMN.twin_adoptions] += 1.0
        if f.entered < 0:
            f.entered = t
        joint_success(w, s, f.host, c)
    f.clock = pilot.set_back(f.clock)
    f.sale_clock = pilot.set_back(f.sale_clock)


def sell(w: Any, s: Any, t: int, i: int) -> None:
    """A first private sale of the solution at home; after an adoption abroad, there too."""
    p = w.p[0]
    f = s.sme[i]
    offered = t - f.age_solution
    ripe = pilot.ripeness(p, f.sale_clock, p.sale_window)
    hazard = pilot.sale_hazard(p, f.quality, f.market, ripe)
    if f.sold < offered and happens(hazard, draw(f.key, t, SALE, 0)) == 1:
        old = f.sales * firm.sale_growth(p, t - f.sold) if f.sold >= 0 else 0.0
        f.sales = old + firm.sale_revenue(p, normal(draw(f.key, t, SALE_SIZE, 0)))
        f.sold = t
        f.zone = firm.BLUE
        s.flows[f.home, COLUMN.first_sales] += 1.0
        if f.supported == 1:
            s.flows[f.home, COLUMN.supported_sales] += 1.0
    if f.entered < offered or f.sold_abroad >= offered:
        return
    trust = 0.0
    for d in range(len(w.cities)):
        n = w.link_of[f.home, d]
        if n >= 0 and s.order[i, d].adopted >= 0 and s.link[n].trust > trust:
            trust = s.link[n].trust
    abroad = pilot.sale_abroad_hazard(p, hazard, trust)
    if happens(abroad, draw(f.key, t, SALE_ABROAD, 0)) == 1:
        old = f.sales_abroad * firm.sale_growth(p, t - f.sold_abroad) if f.sold_abroad >= 0 else 0.0
        f.sales_abroad = old + firm.sale_revenue(p, normal(draw(f.key, t, SALE_ABROAD_SIZE, 0)))
        f.sold_abroad = t
