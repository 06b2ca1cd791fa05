"""Stages 1 and 2 of the core's month: what the cities meet, and what the programme does."""

from __future__ import annotations

from typing import Any

from twinsim.core.start import clear_flows
from twinsim.rules import city, link, programme
from twinsim.rules.draws import COHORTS, ELECTION, LEADER, PLACES, SPLIT, draw
from twinsim.world import start as fill
from twinsim.world.columns import COLUMN


def context(w: Any, s: Any, t: int) -> None:
    """Clear the month's counters; elections; on the first month of a year, procurement."""
    p = w.p[0]
    if t == w.warmup:
        clear_flows(s)
    for n in range(len(w.links)):
        s.link[n].joint = 0
    for c in range(len(w.cities)):
        here = s.city[c]
        here.completions = 0
        here.adoptions = 0
        here.public = 0.0
        here.unpaid = 0.0
        here.ordered = 0.0
        if (t + s.city[c].election) % int(p.election_months) == 0:
            key = s.city[c].key
            after = city.after_election(
                p, here.legitimacy, draw(key, t, ELECTION, 1), draw(key, t, LEADER, 0)
            )
            here.legitimacy = city.under_mandate(p, after, here.mandate)
        if t % 12 == 0:
            here.budget = w.cities[c].yearly
            pay_upkeep(w, s, t, c)
            pay_owed(w, s, c)


def pay_upkeep(w: Any, s: Any, t: int, c: int) -> None:
    """Upkeep of a city's live adoptions: paid first, in equal parts where money is short."""
    p = w.p[0]
    due = 0.0
    for i in range(len(s.sme)):
        if s.sme[i].alive == 1 and s.order[i, c].adopted >= 0:
            if t - s.order[i, c].adopted <= 12 * p.upkeep_years:
                due += p.upkeep * s.order[i, c].price
    part = city.share_paid(s.city[c].budget, due)
    for i in range(len(s.sme)):
        if s.sme[i].alive == 1 and s.order[i, c].adopted >= 0:
            if t - s.order[i, c].adopted <= 12 * p.upkeep_years:
                pay(w, s, i, c, part * p.upkeep * s.order[i, c].price)


def pay_owed(w: Any, s: Any, c: int) -> None:
    """What a city still owes for earlier adoptions, each up to the cap of one contract."""
    p = w.p[0]
    due = 0.0
    for i in range(len(s.sme)):
        if s.sme[i].alive == 1:
            due += city.first_payment(p, s.order[i, c].owed, w.cities[c].yearly)
    part = city.share_paid(s.city[c].budget, due)
    for i in range(len(s.sme)):
        if s.sme[i].alive == 1 and s.order[i, c].owed > 0.0:
            paid = part * city.first_payment(p, s.order[i, c].owed, w.cities[c].yearly)
            s.order[i, c].owed -= paid
            pay(w, s, i, c, paid)


def pay(w: Any, s: Any, i: int, c: int, paid: float) -> None:
    """City c pays firm i for contract work; part of the work is done elsewhere."""
    at_home = city.home_part(w.p[0], paid)
    s.city[c].budget -= paid
    s.city[c].public += paid
    s.flows[c, COLUMN.procurement] += paid
    s.sme[i].backlog += at_home
    s.flows[s.sme[i].home, COLUMN.leaked] += paid - at_home


def book(w: Any, s: Any, q: int, line: int, amount: float) -> None:
    """Book programme money (k£) on a line, to those who pay for the programme."""
    for c in range(len(w.cities)):
        part = w.stakes[q, c].share * amount
        s.flows[c, line] += part
        s.flows[c, COLUMN.spend] += part
        s.city[c].public += part


def run_programmes(w: Any, s: Any, t: int) -> None:
    """Fixed lines, visits and the opening of calls, as the timetable says."""
    for q in range(len(w.programmes)):
        plan = w.programmes[q]
        if t == plan.start:
            for c in range(len(w.cities)):
                if w.stakes[q, c].owner == 1:
                    s.city[c].mandate = 1
                    s.flows[c, COLUMN.planned] = w.cities[c].planned
        if w.plan[q, t].pays == 1:
            months = plan.line_months
            book(w, s, q, COLUMN.spend_teams, plan.teams / months)
            book(w, s, q, COLUMN.spend_coordination, plan.coordination / months)
            book(w, s, q, COLUMN.spend_analysis, plan.analysis / months)
            book(w, s, q, COLUMN.spend_playbooks, plan.playbooks / months)
            book(w, s, q, COLUMN.spend_outreach, plan.outreach / months)
            book(w, s, q, COLUMN.spend_showcases, plan.showcases / months)
            book(w, s, q, COLUMN.spend_dissemination, plan.dissemination / months)
            book(w, s, q, COLUMN.spend_monitoring, plan.monitoring / months)
        visit(w, s, q, t)
        if w.plan[q, t].opens == 1:
            open_call(w, s, q, t)


def visit(w: Any, s: Any, q: int, t: int) -> None:
    """Funded visits of the month, on each link of the programme's owners."""
    p = w.p[0]
    for _ in range(w.plan[q, t].visits):
        for n in range(len(w.links)):
            a = w.links[n].a
            b = w.links[n].b
            if w.stakes[q, a].owner == 1 and w.stakes[q, b].owner == 1:
                s.link[n].trust = link.after_visit(p, s.link[n].trust)
                s.link[n].joint = 1
                s.flows[a, COLUMN.visits] += 1.0
                s.flows[b, COLUMN.visits] += 1.0


def open_call(w: Any, s: Any, q: int, t: int) -> None:
    """A cohort's call opens: its places are bought, its challenges put as clearly as can be."""
    p = w.p[0]
    plan = w.programmes[q]
    k = w.plan[q, t].cohort
    key = fill.programme_key(s.luck[0])
    total = programme.places_bought(plan.purse, plan.unit, draw(key, 0, PLACES, 0))
    if plan.most_places >= 0 and total > plan.most_places:
        total = plan.most_places
    own = programme.part_of(total, plan.slice_low, plan.slice_high, draw(key, 0, SPLIT, 0))
    places = programme.part_of(
        own, k / plan.cohorts, (k + 1.0) / plan.cohorts, draw(key, 0, COHORTS, q)
    )
    s.programme[q].places = places
    s.programme[q].assessed = 0
    capability = 0.0
    for c in range(len(w.cities)):
        if w.stakes[q, c].owner == 1:
            capability += s.city[c].capability / plan.owners
            s.flows[c, COLUMN.places] += w.stakes[q, c].share * places
    effort = programme.analysis_effort(
        p,
        plan.analysis / plan.owners,
        plan.monitoring / plan.owners,
        k / plan.cohorts,
        s.programme[q].delivery,
    )
    clear = programme.clarity(p, effort, capability)
    for j in range(plan.first_challenge, plan.first_challenge + plan.challenges):
        s.challenge[j].clarity = clear
        s.challenge[j].cohort = k
    for i in range(len(s.sme)):
        if s.sme[i].alive == 1 and w.stakes[q, s.sme[i].home].owner == 1 and s.sme[i].place == 0:
            fill.clear_bid(s.sme[i])

