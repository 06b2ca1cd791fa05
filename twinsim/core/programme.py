"""Stage 2 of the core's month: what the programme does, as its timetable says."""

from __future__ import annotations

from typing import Any

from twinsim.core.book import book, in_round, joint_visit, portion
from twinsim.core.focus import run_focus
from twinsim.rules import city, pilot, programme, university
from twinsim.rules.call import perceived
from twinsim.rules.draws import LEAD, PERCEIVE, PLACES, PLANNED_BIDS, draw
from twinsim.rules.maths import normal
from twinsim.world import start as fill
from twinsim.world.columns import COLUMN


def run_programmes(w: Any, s: Any, t: int) -> None:
    """Steps of clusters, fixed lines, visits, focus areas and the opening of calls."""
    for n in range(len(s.university)):
        s.university[n].leads = -1
    for n in range(len(s.cluster)):
        s.cluster[n].places = 0
    take_steps(w, s, t)
    for q in range(len(w.programmes)):
        if t == w.programmes[q].start:
            begin(w, s, q)
        if w.plan[q, t].pays == 1:
            pay_lines(w, s, q)
        visit(w, s, q, t)
        run_focus(w, s, t, q)
        if w.plan[q, t].opens == 1:
            open_call(w, s, q, t)


def take_steps(w: Any, s: Any, t: int) -> None:
    """Dated steps of clusters that live."""
    for n in range(len(w.steps)):
        step = w.steps[n]
        here = s.cluster[step.cluster]
        if step.month == t and here.alive == 1:
            if step.what == 0:
                here.services = 1
            elif step.what == 1:
                here.diversified = 1
            else:
                here.opened = 1


def begin(w: Any, s: Any, q: int) -> None:
    """The first month of a programme: its owners have a mandate and a plan."""
    plan = w.programmes[q]
    for c in range(len(w.cities)):
        if w.stakes[q, c].owner == 1:
            s.city[c].mandate = 1
            s.flow[c].planned = w.cities[c].planned
            need = 0.0
            for k in range(plan.first_challenge, plan.first_challenge + plan.challenges):
                need += city.own_need(s.challenge[k].theme, s.city[c].need0)
            s.flow[c].theme_need = need / plan.challenges


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
    book(w, s, q, COLUMN.spend_connectors, plan.connectors / months)
    book(w, s, q, COLUMN.spend_mission, plan.mission / months)
    book(w, s, q, COLUMN.spend_delegations, plan.delegations / months)
    book(w, s, q, COLUMN.spend_clusters, plan.clusters / months)


def visit(w: Any, s: Any, q: int, t: int) -> None:
    """Funded visits of the month, on each link of the programme's owners."""
    for _ in range(w.plan[q, t].visits):
        for n in range(len(w.links)):
            a, b = w.links[n].a, w.links[n].b
            if w.stakes[q, a].owner == 1 and w.stakes[q, b].owner == 1:
                joint_visit(w, s, n)
                s.flow[a].visits += 1.0
                s.flow[b].visits += 1.0


def open_call(w: Any, s: Any, q: int, t: int) -> None:
    """A cohort's call opens: its places are bought, its challenges put as clearly as can be."""
    plan = w.programmes[q]
    here = s.programme[q]
    k = w.plan[q, t].cohort
    bought = portion(w, s, q, PLACES, plan.purse, plan.unit, plan.most_places)
    here.places = in_round(s, q, PLACES, bought, k, plan.cohorts)
    planned = portion(w, s, q, PLANNED_BIDS, plan.planned_bids, 1.0, -1)
    here.planned_bids = in_round(s, q, PLANNED_BIDS, planned, k, plan.cohorts)
    here.assessed = 0
    clear = clarity(w, s, q, k)
    for j in range(plan.first_challenge, plan.first_challenge + plan.challenges):
        s.challenge[j].clarity = clear
        s.challenge[j].cohort = k
    for c in range(len(w.cities)):
        if w.stakes[q, c].owner == 1:
            s.flow[c].places += w.stakes[q, c].share * here.places
            s.flow[c].calls += 1.0
            s.flow[c].clarity = clear
            for at in range(s.city[c].firms):
                f = s.sme[s.live[w.cities[c].first + at]]
                if f.place == 0:
                    fill.clear_bid(f)
            universities_lead(w, s, q, c, t)


def clarity(w: Any, s: Any, q: int, k: int) -> float:
    """Clarity of the challenges of cohort k: from analysis, what earlier cohorts taught, and what
    the programmes of other links know."""
    plan = w.programmes[q]
    capability = 0.0
    for c in range(len(w.cities)):
        if w.stakes[q, c].owner == 1:
            capability += s.city[c].capability / plan.owners
    effort = programme.analysis_effort(
        w.p[0],
        plan.analysis / plan.owners,
        plan.monitoring / plan.owners,
        k / plan.cohorts,
        s.programme[q].delivery,
    )
    own = programme.clarity(w.p[0], effort, capability)
    best = 0.0
    for r in range(len(w.programmes)):
        if r != q and plan.joint == 1 and w.programmes[r].joint == 1:
            other = s.challenge[w.programmes[r].first_challenge]
            if other.cohort >= 0 and other.clarity > best:
                best = other.clarity
    return programme.interfaced(w.p[0], own, best)


def universities_lead(w: Any, s: Any, q: int, c: int, t: int) -> None:
    """Universities of an owner city may lead a bid, with a spin-out that they found for it."""
    p = w.p[0]
    plan = w.programmes[q]
    first = w.cities[c].first_university
    for n in range(first, first + w.cities[c].universities):
        school = s.university[n]
        best = -1
        best_fit = 0.0
        for j in range(plan.challenges):
            challenge = s.challenge[plan.first_challenge + j]
            z = normal(draw(school.key, t, PERCEIVE, j))
            seen = perceived(p, pilot.fit(school.research, challenge.theme), challenge.clarity, z)
            if best < 0 or seen > best_fit:
                best = plan.first_challenge + j
                best_fit = seen
        if draw(school.key, t, LEAD, 0) < university.leads(p, best_fit):
            school.leads = best
