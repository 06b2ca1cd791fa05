"""Stage 8 of the core's month: an order, its price, and joint procurement."""

from __future__ import annotations

from typing import Any

from twinsim.core.book import joint_success, rise
from twinsim.rules import city, firm, pilot
from twinsim.rules.maths import clip01
from twinsim.world.columns import ACCOUNT
from twinsim.world.keys import SECTORS


def programme_of(w: Any, challenge: int) -> int:
    """The programme that a challenge belongs to, -1 for none."""
    for q in range(len(w.programmes)):
        first = w.programmes[q].first_challenge
        if first <= challenge < first + w.programmes[q].challenges:
            return q
    return -1


def joint_between(w: Any, challenge: int, host: int, c: int) -> bool:
    """Whether two linked cities own a challenge jointly."""
    if w.link_of[host, c] < 0:
        return False
    q = programme_of(w, challenge)
    return bool(q >= 0 and w.stakes[q, host].owner == 1 and w.stakes[q, c].owner == 1)


def buys_jointly(w: Any, s: Any, i: int, c: int, d: int) -> bool:
    """Whether city c may buy the solution of firm i in one framework with the linked city d."""
    if w.link_of[c, d] < 0:
        return False
    q = programme_of(w, s.sme[i].challenge)
    if q < 0 or w.programmes[q].joint_procurement == 0:
        return False
    return bool(w.stakes[q, c].owner == 1 and w.stakes[q, d].owner == 1)


def adopt(w: Any, s: Any, t: int, i: int, c: int) -> None:
    """City c orders the solution of firm i, if its budget has the first payment."""
    p = w.p[0]
    f = s.sme[i]
    here = s.city[c]
    flow = s.flow[c]
    price = offer(w, s, t, i, c)
    first = city.first_payment(p, price, w.cities[c].yearly)
    if here.budget < first:
        return
    sign(w, s, t, i, c)
    at_home = city.home_part(p, first)
    here.budget = city.left(here.budget, first)
    here.public += first
    here.ordered += p.contract_price
    here.adoptions += 1
    f.backlog += at_home
    f.account[ACCOUNT.contracts] += first
    rise(s, f, firm.BLUE)
    order = s.order[i, c]
    order.adopted = t
    order.price = price
    order.owed += price - first
    flow.procurement += first
    flow.saved += p.contract_price - price
    s.flow[f.home].leaked += first - at_home
    flow.contract_value += price
    flow.adoptions += 1.0
    relieve(w, s, f, c)
    if f.host == c:
        flow.host_adoptions += 1.0
        if f.supported == 1:
            flow.supported_adoptions += 1.0
    else:
        if f.entered < 0:
            f.entered = t
        if joint_between(w, f.challenge, f.host, c):
            flow.twin_adoptions += 1.0
            joint_success(w, s, f.host, c)
        else:
            s.flow[f.home].follower_adoptions += 1.0
    f.clock = pilot.set_back(f.clock)
    f.sale_clock = pilot.set_back(f.sale_clock)


def relieve(w: Any, s: Any, f: Any, c: int) -> None:
    """What an adoption of the solution of firm f does for the needs of city c."""
    p = w.p[0]
    here = s.city[c]
    impact = w.challenges[f.challenge].impact
    for k in range(SECTORS):
        theme = s.challenge[f.challenge].theme[k]
        eased = city.relief(p, f.quality, theme, p.contract_price, w.cities[c].population, impact)
        here.need[k] = clip01(here.need[k] - eased)


def open_framework(w: Any, s: Any, t: int, i: int) -> bool:
    """Whether a framework for the solution of firm i is open."""
    f = s.sme[i]
    return bool(f.framework >= 0 and t - f.framework < w.p[0].joint_months)


def may_join(w: Any, s: Any, i: int, c: int) -> bool:
    """Whether city c may buy in the framework of the solution of firm i."""
    others = 0
    for d in range(len(w.cities)):
        if d != c and buys_jointly(w, s, i, c, d):
            others += 1
    return others > 0


def offer(w: Any, s: Any, t: int, i: int, c: int) -> float:
    """The price (k£) for city c: in a framework, of one that it hears of, or the list price."""
    p = w.p[0]
    f = s.sme[i]
    if may_join(w, s, i, c):
        buyers = f.buyers + 1 if open_framework(w, s, t, i) else 1
        return city.framework_price(p, p.contract_price, buyers)
    if f.framework >= 0:
        joint = city.framework_price(p, p.contract_price, f.buyers)
        return city.known_price(p, p.contract_price, joint)
    return p.contract_price


def sign(w: Any, s: Any, t: int, i: int, c: int) -> None:
    """City c opens or joins a framework; what earlier buyers still owe gets cheaper too."""
    p = w.p[0]
    f = s.sme[i]
    if not may_join(w, s, i, c):
        return
    if not open_framework(w, s, t, i):
        f.framework = t
        f.buyers = 0
    f.buyers += 1
    price = city.framework_price(p, p.contract_price, f.buyers)
    for d in range(len(w.cities)):
        order = s.order[i, d]
        if order.adopted >= f.framework and d != c and may_join(w, s, i, d):
            cut = order.price - price
            cut = cut if cut < order.owed else order.owed
            order.owed -= cut
            order.price -= cut
            s.flow[d].saved += cut
            s.flow[d].contract_value -= cut
