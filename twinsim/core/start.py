"""The start of a run in the core: keys, cities, links, challenges and the initial firms."""

from __future__ import annotations

from typing import Any

from twinsim.rules import call, programme
from twinsim.rules.draws import ELECTION, draw
from twinsim.rules.maths import whole
from twinsim.world import start as fill
from twinsim.world.start import SECTORS


def start(w: Any, s: Any, replicate: int) -> None:
    """Fill the state `s` for a replicate of the arm whose setup is `w`."""
    p = w.p[0]
    world = fill.world_key(w.luck, replicate)
    s.luck[0] = world
    clear_flows(s)
    for c in range(len(w.cities)):
        start_city(p, w.cities[c], s.city[c], world)
        for slot in range(w.cities[c].first, w.cities[c].end):
            s.sme[slot].home = c
            s.sme[slot].alive = 0
            s.sme[slot].key = fill.firm_key(s.city[c].key, slot - w.cities[c].first)
        for slot in range(w.cities[c].first, w.cities[c].first + w.cities[c].initial):
            enter(p, w.cities[c], s, slot, 0, False)
        for n in range(w.cities[c].investors):
            found = s.investor[w.cities[c].first_investor + n]
            found.home = c
            found.key = fill.investor_key(s.city[c].key, n)
            fill.start_investor(p, found, found.thesis, w.cities[c].industry, found.key)
    for n in range(len(w.links)):
        s.link[n].trust = w.links[n].trust0
        s.link[n].idle = 0
        s.link[n].joint = 0
        s.link[n].worked = 0
    for k in range(len(w.challenges)):
        for sector in range(SECTORS):
            s.challenge[k].theme[sector] = w.challenges[k].theme[sector]
        s.challenge[k].clarity = p.clarity_floor
        s.challenge[k].cohort = -1
    for q in range(len(w.programmes)):
        s.programme[q].places = 0
        s.programme[q].planned_bids = 0
        s.programme[q].assessed = 0
        total = 0.0
        for c in range(len(w.cities)):
            if w.stakes[q, c].owner == 1:
                luck = fill.delivery(p, fill.programme_key(s.city[c].key))
                total += w.stakes[q, c].share * luck
        s.programme[q].delivery = total
        if w.programmes[q].derived == 1:
            derive_themes(w, s, q)


def clear_flows(s: Any) -> None:
    """Set all indicators to 0."""
    for c in range(s.flows.shape[0]):
        for n in range(s.flows.shape[1]):
            s.flows[c, n] = 0.0


def start_city(p: Any, facts: Any, here: Any, world: int) -> None:
    """A city's key and state at the start."""
    key = fill.city_key(world, facts.word)
    here.key = key
    fill.start_city(p, here, here.need, facts.tags, facts.yearly, key)
    here.capability0 = here.capability
    here.legitimacy0 = here.legitimacy
    here.election = whole(p.election_months * draw(key, 0, ELECTION, 0))
    for k in range(SECTORS):
        here.need0[k] = here.need[k]
        here.new_sales[k] = 0.0
        here.sector_sales[k] = 0.0
        here.loss_share[k] = 0.0


def enter(p: Any, facts: Any, s: Any, slot: int, month: int, entrant: bool) -> None:
    """A firm enters at its slot; `facts` are those of its city."""
    f = s.sme[slot]
    fill.start_firm(p, f, f.knowledge, facts.industry, facts.tags, f.key, month, entrant)
    fill.clear_pilot(s.pilot[slot])
    clear_orders(s, slot)
    f.alive = 1


def clear_orders(s: Any, slot: int) -> None:
    """No city has adopted the firm's solution."""
    for c in range(s.order.shape[1]):
        s.order[slot, c].adopted = -1
        s.order[slot, c].price = 0.0
        s.order[slot, c].owed = 0.0


def derive_themes(w: Any, s: Any, q: int) -> None:
    """The challenges of a programme whose themes are not written: its owners' strongest."""
    p = w.p[0]
    first = w.programmes[q].first_challenge
    for k in range(SECTORS):
        s.claims[k].level = 0.0
        s.claims[k].taken = 0
        for c in range(len(w.cities)):
            if w.stakes[q, c].owner == 1:
                s.claims[k].level += programme.theme_appeal(
                    p, s.city[c].need0[k], w.cities[c].tags[k]
                )
    for row in range(first, first + w.programmes[q].challenges):
        best = call.best_left(s.claims.level, s.claims.taken, SECTORS)
        s.claims[best].taken = 1
        for k in range(SECTORS):
            own = 1 if k == best else 0
            s.challenge[row].theme[k] = programme.theme_weight(p, own, 1, SECTORS)
