"""Stages 9 and 10 of the core's month: trust, capability, legitimacy, needs; the measures."""

from __future__ import annotations

from typing import Any

from twinsim.rules import city, firm, link, programme
from twinsim.rules.draws import LEGITIMACY, draw
from twinsim.rules.maths import normal
from twinsim.world.columns import COLUMN
from twinsim.world.start import SECTORS


def run_institutions(w: Any, s: Any, t: int) -> None:
    """Links fade or rest on joint work; cities learn, believe, tell and need."""
    p = w.p[0]
    for n in range(len(w.links)):
        if s.link[n].joint == 1:
            s.link[n].idle = 0
        else:
            s.link[n].idle += 1
            s.link[n].trust = link.idle_trust(p, s.link[n].trust, w.links[n].trust0)
    for c in range(len(w.cities)):
        s.claims[c].level = s.city[c].capability
    for c in range(len(w.cities)):
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
        lead = 0.0
        for d in range(len(w.cities)):
            n = w.link_of[c, d]
            if n >= 0 and s.link[n].joint == 1 and s.claims[d].level > s.claims[c].level:
                lead += s.link[n].trust * (s.claims[d].level - s.claims[c].level)
        here.relieved = city.relieved(p, s.city[c].need, s.city[c].need0, w.cities[c].tags)
        here.capability = city.capability_next(
            p,
            s.claims[c].level,
            s.city[c].capability0,
            here.completions,
            here.adoptions,
            work,
            here.playbook,
            lead,
        )
        z = normal(draw(s.city[c].key, t, LEGITIMACY, 0))
        after = city.legitimacy_next(
            p, here.legitimacy, s.city[c].legitimacy0, here.adoptions, here.relieved, z
        )
        here.legitimacy = city.under_mandate(p, after, here.mandate)
        told = city.pounds_a_head(spend, w.cities[c].population)
        here.dissemination = city.dissemination_next(p, here.dissemination, told)
        for k in range(SECTORS):
            s.city[c].need[k] = city.need_next(p, s.city[c].need[k], s.city[c].need0[k])


def measure(w: Any, s: Any, t: int) -> None:
    """The indicators of the month, by city."""
    p = w.p[0]
    since = t - w.warmup
    for c in range(len(w.cities)):
        here = s.city[c]
        firms = 0
        jobs = 0.0
        market = 0.0
        technical = 0.0
        active = 0
        for i in range(w.cities[c].first, w.cities[c].end):
            f = s.sme[i]
            if f.alive == 1:
                firms += 1
                jobs += firm.jobs(p, f.staff, f.practised)
                market += f.market
                technical += f.technical
                if f.zone != firm.NONE:
                    active += 1
        jobs -= here.rest_loss / p.revenue_per_staff
        trust = 0.0
        links = 0
        for n in range(len(w.links)):
            if w.links[n].a == c or w.links[n].b == c:
                trust += s.link[n].trust
                links += 1
        many = firms if firms > 0 else 1
        heads = here.relieved * w.cities[c].population
        flow = s.flows[c]
        flow[COLUMN.jobs] = jobs
        flow[COLUMN.job_years] += jobs / 12.0
        flow[COLUMN.gva] += jobs * p.gva_per_job / 12.0
        flow[COLUMN.firms] = firms
        flow[COLUMN.readiness] = market / many
        flow[COLUMN.technical] = technical / many
        flow[COLUMN.active_share] = active / many
        flow[COLUMN.trust] = trust / links if links > 0 else 0.0
        flow[COLUMN.capability] = here.capability
        flow[COLUMN.legitimacy] = here.legitimacy
        flow[COLUMN.dissemination] = here.dissemination
        if since >= 0:
            flow[COLUMN.need_relieved] = city.running_mean(
                flow[COLUMN.need_relieved], 100.0 * here.relieved, since
            )
        flow[COLUMN.relief_head_years] += w.discount[t] * heads / 12.0
        flow[COLUMN.net_value] += w.discount[t] * city.month_value(
            p, jobs, here.ordered, heads, here.public, here.unpaid
        )
