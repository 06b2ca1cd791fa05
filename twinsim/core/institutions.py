"""Stage 9 of the core's month: trust, ties, clusters, capability, legitimacy and needs."""

from __future__ import annotations

from typing import Any

from twinsim.core.clusters import run_clusters
from twinsim.core.ties import run_ties
from twinsim.rules import city, link, programme
from twinsim.rules.draws import CONTRACT, LEGITIMACY, draw
from twinsim.rules.maths import happens, normal
from twinsim.world.keys import SECTORS


def run_institutions(w: Any, s: Any, t: int) -> None:
    """Links fade or rest on joint work; cities learn, believe, tell and need."""
    for n in range(len(w.links)):
        this = s.link[n]
        if this.joint == 1:
            this.idle = 0
        else:
            this.idle += 1
            a, b = w.links[n].a, w.links[n].b
            signed = 0.5 * (s.city[a].contract + s.city[b].contract)
            this.trust = link.idle_trust(w.p[0], this.trust, w.links[n].trust0, signed)
    run_ties(w, s, t)
    run_clusters(w, s, t)
    for c in range(len(w.cities)):
        s.claims[c].level = s.city[c].capability
        s.claims[c].score = s.city[c].playbook
    for c in range(len(w.cities)):
        learn_and_tell(w, s, t, c)


def learn_and_tell(w: Any, s: Any, t: int, c: int) -> None:
    """A month of a city's capability, legitimacy, dissemination and needs."""
    p = w.p[0]
    here = s.city[c]
    work = 0.0
    spend = 0.0
    for q in range(len(w.programmes)):
        if w.plan[q, t].pays == 1 and w.stakes[q, c].owner == 1:
            plan = w.programmes[q]
            strength = programme.playbook_strength(p, plan.playbooks / plan.owners)
            work = strength if strength > work else work
            spend += w.stakes[q, c].share * plan.dissemination / plan.line_months
    if work > here.playbook:
        here.playbook = work
    known = programme.interfaced(p, 0.0, playbooks_elsewhere(w, s, c, t))
    if known > here.playbook:
        here.playbook = known
    here.relieved = city.relieved(p, here.need, here.need0, w.cities[c].tags)
    own = s.claims[c].level
    here.capability = city.capability_next(
        p,
        own,
        here.capability0,
        here.completions,
        here.adoptions,
        work,
        here.playbook,
        partners_lead(w, s, c),
    )
    z = normal(draw(here.key, t, LEGITIMACY, 0))
    after = city.legitimacy_next(
        p, here.legitimacy, here.legitimacy0, here.adoptions, here.relieved, z
    )
    here.legitimacy = city.under_mandate(p, after, here.mandate)
    commit(p, here, t)
    told = city.pounds_a_head(spend, w.cities[c].population)
    here.dissemination = city.dissemination_next(p, here.dissemination, told)
    for k in range(SECTORS):
        here.need[k] = city.need_next(p, here.need[k], here.need0[k])


def playbooks_elsewhere(w: Any, s: Any, c: int, t: int) -> float:
    """The strongest playbooks of the cities of other joint programmes, once both have begun."""
    best = 0.0
    for q in range(len(w.programmes)):
        mine = w.programmes[q]
        if w.stakes[q, c].owner == 0 or mine.joint == 0 or t < mine.start:
            continue
        for r in range(len(w.programmes)):
            if r != q and w.programmes[r].joint == 1 and t >= w.programmes[r].start:
                for d in range(len(w.cities)):
                    if w.stakes[r, d].owner == 1 and s.claims[d].score > best:
                        best = s.claims[d].score
    return best


def commit(p: Any, here: Any, t: int) -> None:
    """A city signs a contract, or its contract is reviewed."""
    if here.contract == 1:
        here.contract = city.stands(p, here.legitimacy, t - here.signed)
    elif happens(
        city.signing(p, here.legitimacy, here.capability, here.mandate),
        draw(here.key, t, CONTRACT, 0),
    ):
        here.contract = 1
        here.signed = t


def partners_lead(w: Any, s: Any, c: int) -> float:
    """How far partners are ahead, weighted by trust, where there was joint work."""
    lead = 0.0
    for d in range(len(w.cities)):
        n = w.link_of[c, d]
        if n >= 0 and s.link[n].worked == 1 and s.claims[d].level > s.claims[c].level:
            lead += s.link[n].trust * (s.claims[d].level - s.claims[c].level)
    return lead
