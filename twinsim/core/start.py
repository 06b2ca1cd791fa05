"""The start of a run in the core: keys, cities, links, challenges and the initial firms."""

from __future__ import annotations

from typing import Any

from numba.extending import register_jitable

from twinsim.rules import programme
from twinsim.rules.draws import ELECTION, draw
from twinsim.rules.maths import whole
from twinsim.world import start as fill


@register_jitable
def start(w: Any, s: Any, replicate: int) -> None:
    """Fill the state `s` for a replicate of the arm whose setup is `w`."""
    p = w.p[0]
    world = fill.world_key(w.luck[0], replicate)
    s.world_key[0] = world
    s.flows[:] = 0.0
    s.alive[:] = 0
    for c in range(len(w.population)):
        key = fill.city_key(world, w.words[c])
        s.city_key[c] = key
        fill.start_city(p, s.city[c], s.city_need[c], w.tags[c], w.yearly[c], key)
        s.city[c].public = 0.0
        s.city[c].unpaid = 0.0
        s.city[c].ordered = 0.0
        s.city[c].relieved = 0.0
        s.need0[c] = s.city_need[c]
        s.capability0[c] = s.city[c].capability
        s.legitimacy0[c] = s.city[c].legitimacy
        s.election[c] = whole(p.election_months * draw(key, 0, ELECTION, 0))
        s.city_new_sales[c] = 0.0
        s.city_sector_sales[c] = 0.0
        s.city_loss_share[c] = 0.0
        for slot in range(w.slots[c], w.slots[c + 1]):
            s.firm_key[slot] = fill.firm_key(key, slot - w.slots[c])
        for slot in range(w.slots[c], w.slots[c] + w.initial[c]):
            enter(w, s, slot, 0, False)
    for n in range(len(w.link_a)):
        s.link[n].trust = w.trust0[n]
        s.link[n].idle = 0
        s.link[n].joint = 0
    for k in range(len(w.themes)):
        s.themes[k] = w.themes[k]
        s.challenge[k].clarity = p.clarity_floor
        s.challenge[k].cohort = -1
    for q in range(len(w.programmes)):
        s.programme[q].places = 0
        s.programme[q].assessed = 0
        total = 0.0
        for c in range(len(w.population)):
            if w.owner[q, c] == 1:
                total += w.share[q, c] * fill.delivery(p, fill.programme_key(s.city_key[c]))
        s.delivery[q] = total
        if w.programmes[q].derived == 1:
            programme.best_themes(
                p,
                s.need0,
                w.tags,
                w.owner[q],
                s.themes,
                w.programmes[q].first_challenge,
                w.programmes[q].challenges,
            )


@register_jitable
def enter(w: Any, s: Any, slot: int, month: int, entrant: bool) -> None:
    """A firm enters at its slot."""
    c = w.home[slot]
    key = s.firm_key[slot]
    fill.start_firm(
        w.p[0], s.sme[slot], s.sme_knowledge[slot], w.industry[c], w.tags[c], key, month, entrant
    )
    fill.clear_pilot(s.pilot[slot])
    s.sme_adopted[slot] = -1
    s.sme_price[slot] = 0.0
    s.sme_owed[slot] = 0.0
    s.alive[slot] = 1
