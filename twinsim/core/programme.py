"""Stage 2 of the core's month: what the programme does, as its timetable says."""

from __future__ import annotations

from typing import Any

from twinsim.core.book import book, in_use
from twinsim.rules import link, programme
from twinsim.rules.draws import COHORTS, PLACES, PLANNED_BIDS, SPLIT, draw
from twinsim.world import start as fill
from twinsim.world.columns import COLUMN


def run_programmes(w: Any, s: Any, t: int) -> None:
    """Fixed lines, visits and the opening of calls."""
    for q in range(len(w.programmes)):
        plan = w.programmes[q]
        if t == plan.start:
            for c in range(len(w.cities)):
                if w.stakes[q, c].owner == 1:
                    s.city[c].mandate = 1
                    s.flows[c, COLUMN.planned] = w.cities[c].planned
        if w.plan[q, t].pays == 1:
            pay_lines(w, s, q)
        visit(w, s, q, t)
        if w.plan[q, t].opens == 1:
            open_call(w, s, q, t)


def pay_lines(w: Any, s: Any, q: int) -> None:
    """A month's part of the fixed lines."""
    plan = w.programmes[q]
    months = plan.line_months
    book(w, s, q, COLUMN.spend_teams, plan.teams / months)
    book(w, s, q, COLUMN.spend_coordination, plan.coordination / months)
    book(w, s, q, COLUMN.spend_analysis, plan.analysis / months)
    book(w, s, q, COLUMN.spend_playbooks, plan.playbooks / months)
    book(w, s, q, COLUMN.spend_outreach, plan.outreach / months)
    book(w, s, q, COLUMN.spend_showcases, plan.showcases / months)
    book(w, s, q, COLUMN.spend_dissemination, plan.dissemination / months)
    book(w, s, q, COLUMN.spend_monitoring, plan.monitoring / months)


def visit(w: Any, s: Any, q: int, t: int) -> None:
    """Funded visits of the month, on each link of the programme's owners."""
    for _ in range(w.plan[q, t].visits):
        for n in range(len(w.links)):
            a, b = w.links[n].a, w.links[n].b
            if w.stakes[q, a].owner == 1 and w.stakes[q, b].owner == 1:
                s.link[n].trust = link.after_visit(w.p[0], s.link[n].trust)
                s.link[n].joint = 1
                s.flows[a, COLUMN.visits] += 1.0
                s.flows[b, COLUMN.visits] += 1.0


def open_call(w: Any, s: Any, q: int, t: int) -> None:
    """A cohort's call opens: its places are bought, its challenges put as clearly as can be."""
    plan = w.programmes[q]
    here = s.programme[q]
    k = w.plan[q, t].cohort
    here.places = places(w, s, q, k)
    here.planned_bids = bids_to_assess(w, s, q, k)
    here.assessed = 0
    capability = 0.0
    for c in range(len(w.cities)):
        if w.stakes[q, c].owner == 1:
            capability += s.city[c].capability / plan.owners
            s.flows[c, COLUMN.places] += w.stakes[q, c].share * here.places
    effort = programme.analysis_effort(
        w.p[0],
        plan.analysis / plan.owners,
        plan.monitoring / plan.owners,
        k / plan.cohorts,
        here.delivery,
    )
    clear = programme.clarity(w.p[0], effort, capability)
    for j in range(plan.first_challenge, plan.first_challenge + plan.challenges):
        s.challenge[j].clarity = clear
        s.challenge[j].cohort = k
    for c in range(len(w.cities)):
        if w.stakes[q, c].owner == 1:
            for i in range(w.cities[c].first, in_use(w.cities[c], t)):
                if s.sme[i].alive == 1 and s.sme[i].place == 0:
                    fill.clear_bid(s.sme[i])


def places(w: Any, s: Any, q: int, k: int) -> int:
    """Places of cohort k: what the one purse of the arm buys, parted among the programmes of
    the arm and their cohorts."""
    plan = w.programmes[q]
    key = fill.programme_key(s.luck[0])
    total = programme.places_bought(plan.purse, plan.unit, draw(key, 0, PLACES, 0))
    if plan.most_places >= 0 and total > plan.most_places:
        total = plan.most_places
    own = programme.part_of(total, plan.slice_low, plan.slice_high, draw(key, 0, SPLIT, 0))
    u = draw(key, 0, COHORTS, q)
    return programme.part_of(own, k / plan.cohorts, (k + 1.0) / plan.cohorts, u)


def bids_to_assess(w: Any, s: Any, q: int, k: int) -> int:
    """Bids of cohort k that are assessed for money, parted in the same way."""
    plan = w.programmes[q]
    key = fill.programme_key(s.luck[0])
    total = programme.places_bought(plan.planned_bids, 1.0, draw(key, 0, PLANNED_BIDS, 0))
    u = draw(key, 0, PLANNED_BIDS, 1)
    own = programme.part_of(total, plan.slice_low, plan.slice_high, u)
    u = draw(key, 0, PLANNED_BIDS, 2 + q)
    return programme.part_of(own, k / plan.cohorts, (k + 1.0) / plan.cohorts, u)
