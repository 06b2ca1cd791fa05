"""Stage 1 of the core's month: elections, and each January the procurement budget."""

from __future__ import annotations

from typing import Any

from twinsim.core.start import clear_account, clear_flows
from twinsim.rules import city
from twinsim.rules.draws import ELECTION, LEADER, draw
from twinsim.world.columns import ACCOUNT


def context(w: Any, s: Any, t: int) -> None:
    """Clear the month's counters; in the first month of a year, procurement; elections."""
    p = w.p[0]
    if t == w.warmup:
        clear_flows(s)
        for c in range(len(w.cities)):
            s.city[c].stock = count_stock(w, s, c)
            for at in range(s.city[c].firms):
                clear_account(s.sme[s.live[w.cities[c].first + at]])
    for n in range(len(w.links)):
        s.link[n].joint = 0
        s.link[n].worked = 0
    for c in range(len(w.cities)):
        here = s.city[c]
        here.completions = 0
        here.adoptions = 0
        here.public = 0.0
        here.unpaid = 0.0
        here.ordered = 0.0
        if t % 12 == 0:
            here.budget = w.cities[c].yearly
            pay_upkeep(w, s, t, c)
            pay_owed(w, s, t, c)
        if (t + here.election) % int(p.election_months) == 0:
            u = draw(here.key, t, ELECTION, 1)
            kept = city.kept_by_election(p, u, draw(here.key, t, LEADER, 0), here.contract)
            here.legitimacy = city.under_mandate(p, kept * here.legitimacy, here.mandate)
            s.flow[c].budget_cut += (1.0 - kept) * here.budget
            here.budget = kept * here.budget


def count_stock(w: Any, s: Any, c: int) -> int:
    """Live firms of a city that were born before the scenario's start."""
    found = 0
    for at in range(s.city[c].firms):
        if s.sme[s.live[w.cities[c].first + at]].born < w.warmup:
            found += 1
    return found


def pay_upkeep(w: Any, s: Any, t: int, c: int) -> None:
    """Upkeep of a city's live adoptions: paid first, in equal parts where money is short."""
    p = w.p[0]
    due = 0.0
    for d in range(len(w.cities)):
        for at in range(s.city[d].firms):
            order = s.order[s.live[w.cities[d].first + at], c]
            if kept_up(p, order, t):
                due += p.upkeep * order.price
    part = city.share_paid(s.city[c].budget, due)
    if part == 0.0:
        return
    for d in range(len(w.cities)):
        for at in range(s.city[d].firms):
            i = s.live[w.cities[d].first + at]
            if kept_up(p, s.order[i, c], t):
                pay(w, s, i, c, part * p.upkeep * s.order[i, c].price)


def kept_up(p: Any, order: Any, t: int) -> bool:
    """Whether an adoption is still within its years of upkeep."""
    return bool(order.adopted >= 0 and t - order.adopted <= 12 * p.upkeep_years)


def pay_owed(w: Any, s: Any, t: int, c: int) -> None:
    """What a city still owes for earlier adoptions, each up to the cap of one contract."""
    p = w.p[0]
    yearly = w.cities[c].yearly
    due = 0.0
    for d in range(len(w.cities)):
        for at in range(s.city[d].firms):
            i = s.live[w.cities[d].first + at]
            if s.order[i, c].owed > 0.0:
                due += city.first_payment(p, s.order[i, c].owed, yearly)
    part = city.share_paid(s.city[c].budget, due)
    if part == 0.0:
        return
    for d in range(len(w.cities)):
        for at in range(s.city[d].firms):
            i = s.live[w.cities[d].first + at]
            order = s.order[i, c]
            if order.owed > 0.0:
                paid = part * city.first_payment(p, order.owed, yearly)
                order.owed -= paid
                pay(w, s, i, c, paid)


def pay(w: Any, s: Any, i: int, c: int, paid: float) -> None:
    """City c pays firm i for contract work; part of the work is done elsewhere."""
    f = s.sme[i]
    at_home = city.home_part(w.p[0], paid)
    s.city[c].budget = city.left(s.city[c].budget, paid)
    s.city[c].public += paid
    s.flow[c].procurement += paid
    f.backlog += at_home
    f.account[ACCOUNT.contracts] += paid
    s.flow[f.home].leaked += paid - at_home
