"""The start of a run in the core: keys, cities, links, challenges and the initial firms."""

from __future__ import annotations

from typing import Any

from twinsim.core.census import clear, settle
from twinsim.rules import call, programme
from twinsim.rules.draws import ELECTION, draw
from twinsim.rules.maths import exp, whole
from twinsim.world import keys
from twinsim.world import start as fill
from twinsim.world.columns import WIDTH
from twinsim.world.keys import SECTORS


def start(w: Any, s: Any, replicate: int) -> None:
    """Fill the state `s` for a replicate of the arm whose setup is `w`."""
    p = w.p[0]
    world = keys.world_key(w.luck, replicate)
    s.luck[0] = world
    clear_flows(s)
    for c in range(len(w.cities)):
        start_city(p, w.cities[c], s.city[c], world)
        start_people(w, s, c)
    for n in range(len(w.links)):
        s.link[n].trust = w.links[n].trust0
        s.link[n].idle = 0
        s.link[n].joint = 0
        s.link[n].worked = 0
        s.link[n].ties = 0
    for k in range(len(w.challenges)):
        for sector in range(SECTORS):
            s.challenge[k].theme[sector] = w.challenges[k].theme[sector]
            s.challenge[k].own[sector] = w.challenges[k].own[sector]
        s.challenge[k].clarity = p.clarity_floor
        s.challenge[k].cohort = -1
    for q in range(len(w.programmes)):
        start_programme(w, s, q)


def clear_flows(s: Any) -> None:
    """Set all indicators to 0."""
    for c in range(len(s.flows)):
        for n in range(WIDTH):
            s.flows[c, n] = 0.0


def start_city(p: Any, facts: Any, here: Any, world: int) -> None:
    """A city's key and state at the start."""
    key = keys.city_key(world, facts.word)
    here.key = key
    fill.start_city(p, here, here.need, facts.tags, facts.yearly, key)
    here.capability0 = here.capability
    here.legitimacy0 = here.legitimacy
    here.election = whole(p.election_months * draw(key, 0, ELECTION, 0))
    here.stock = 0
    for k in range(SECTORS):
        here.need0[k] = here.need[k]
        here.new_sales[k] = 0.0
        here.vacated[k] = 0.0
        here.sector_sales[k] = 0.0
        here.loss_share[k] = 0.0


def start_people(w: Any, s: Any, c: int) -> None:
    """A city's universities, initial firms, investors and clusters."""
    p = w.p[0]
    facts = w.cities[c]
    key = s.city[c].key
    for n in range(facts.universities):
        school = s.university[facts.first_university + n]
        school.home = c
        school.key = keys.university_key(key, n)
        fill.start_university(p, school, school.research, facts.industry, school.key)
    clear(w, s, c)
    for slot in range(facts.first, facts.first + facts.initial):
        enter(w, s, c, slot, keys.slot_key(facts, slot, key), 0, False)
    for n in range(facts.investors):
        found = s.investor[facts.first_investor + n]
        found.home = c
        found.key = keys.investor_key(key, n)
        fill.start_investor(p, found, found.thesis, facts.industry, found.key)
    for n in range(facts.first_cluster, facts.first_cluster + facts.clusters):
        fill.start_cluster(p, s.cluster[n], members(w, s, n))


def members(w: Any, s: Any, n: int) -> int:
    """Members of a cluster: live firms of its city and sector that belong to it."""
    home = w.clusters[n].home
    found = 0
    for at in range(s.city[home].firms):
        f = s.sme[s.live[w.cities[home].first + at]]
        if f.member == 1 and f.sector == w.clusters[n].sector:
            found += 1
    return found


def enter(w: Any, s: Any, c: int, slot: int, key: int, month: int, entrant: bool) -> int:
    """The firm of a slot of city c enters, the last of its live firms; returns its row."""
    p = w.p[0]
    facts = w.cities[c]
    i = settle(w, s, c, slot)
    f = s.sme[i]
    f.key = key
    what = keys.origin(facts, slot)
    sector = -1
    if what == keys.GRADUATED:
        sector = keys.sector_of(facts, keys.parent(facts, slot))
    fill.start_firm(
        p, f, f.knowledge, facts.industry, facts.tags, key, month, entrant, what, sector
    )
    n = facts.cluster_of[f.sector]
    if entrant and n >= 0 and s.cluster[n].alive == 0:
        f.member = 0
    if what == keys.SPUN_OUT:
        school = s.university[facts.first_university + keys.parent(facts, slot)]
        fill.spin_out(f, f.knowledge, school.research)
    clear_account(f)
    fill.clear_pilot(s.pilot[i])
    clear_orders(s, i)
    return i


def clear_account(f: Any) -> None:
    """Nothing is counted of a firm yet."""
    for n in range(len(f.account)):
        f.account[n] = 0.0


def clear_orders(s: Any, i: int) -> None:
    """No city has adopted the solution of firm i."""
    for c in range(len(s.city)):
        s.order[i, c].adopted = -1
        s.order[i, c].price = 0.0
        s.order[i, c].owed = 0.0
        s.order[i, c].waiting = -1


def start_programme(w: Any, s: Any, q: int) -> None:
    """A programme before it begins: the luck of its delivery, and its challenges."""
    here = s.programme[q]
    here.places = 0
    here.planned_bids = 0
    here.assessed = 0
    here.delivery = 0.0
    for c in range(len(w.cities)):
        if w.stakes[q, c].owner == 1:
            luck = fill.delivery(w.p[0], keys.programme_key(s.city[c].key))
            here.delivery += w.stakes[q, c].share * luck
    weigh_needs(w, s, q)
    if w.programmes[q].derived == 1:
        derive_themes(w, s, q)
    plan = w.programmes[q]
    driver = programme.strength(plan.mission / plan.owners, w.p[0].driver_reference)
    for k in range(plan.first_challenge, plan.first_challenge + plan.challenges):
        fill.align(w.p[0], s.challenge[k].theme, s.challenge[k].own, s.claims.appeal, driver)


def weigh_needs(w: Any, s: Any, q: int) -> None:
    """How much each sector appeals to the owners of a programme: in logs, and as a mean."""
    owners = w.programmes[q].owners
    for k in range(SECTORS):
        s.claims[k].level = 0.0
        s.claims[k].taken = 0
        for c in range(len(w.cities)):
            if w.stakes[q, c].owner == 1:
                s.claims[k].level += programme.theme_appeal(
                    w.p[0], s.city[c].need0[k], w.cities[c].tags[k]
                )
        s.claims[k].appeal = exp(s.claims[k].level / owners)


def derive_themes(w: Any, s: Any, q: int) -> None:
    """The challenges of a programme whose themes are not written: its owners' strongest."""
    first = w.programmes[q].first_challenge
    for row in range(first, first + w.programmes[q].challenges):
        best = call.best_left(s.claims.level, s.claims.taken, SECTORS)
        s.claims[best].taken = 1
        for k in range(SECTORS):
            own = 1 if k == best else 0
            s.challenge[row].own[k] = own
            s.challenge[row].theme[k] = programme.theme_weight(w.p[0], own, 1, SECTORS)
