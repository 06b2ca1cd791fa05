"""Stages 9 and 10 of the core's month: trust, capability, legitimacy, needs; the measures."""

from __future__ import annotations

from typing import Any

from numba.extending import register_jitable

from twinsim.rules import city, firm, link, programme
from twinsim.rules.draws import LEGITIMACY, draw
from twinsim.rules.maths import normal
from twinsim.world.columns import COLUMN


@register_jitable
def run_institutions(w: Any, s: Any, t: int) -> None:
    """Links fade or rest on joint work; cities learn, believe, tell and need."""
    p = w.p[0]
    for n in range(len(w.link_a)):
        if s.link[n].joint == 1:
            s.link[n].idle = 0
        else:
            s.link[n].idle += 1
            s.link[n].trust = link.idle_trust(p, s.link[n].trust, w.trust0[n])
    for c in range(len(w.population)):
        s.levels[c] = s.city[c].capability
    for c in range(len(w.population)):
        here = s.city[c]
        work = 0.0
        spend = 0.0
        for q in range(len(w.programmes)):
            if w.pays[q, t] == 1 and w.owner[q, c] == 1:
                plan = w.programmes[q]
                strength = programme.playbook_strength(p, plan.playbooks / plan.owners)
                work = strength if strength > work else work
                spend += w.share[q, c] * plan.dissemination / plan.line_months
        if work > here.playbook:
            here.playbook = work
        lead = 0.0
        for d in range(len(w.population)):
            n = w.link_of[c, d]
            if n >= 0 and s.link[n].joint == 1 and s.levels[d] > s.levels[c]:
                lead += s.link[n].trust * (s.levels[d] - s.levels[c])
        here.relieved = city.relieved(p, s.city_need[c], s.need0[c], w.tags[c])
        here.capability = city.capability_next(
            p,
            s.levels[c],
            s.capability0[c],
            here.completions,
            here.adoptions,
            work,
            here.playbook,
            lead,
        )
        z = normal(draw(s.city_key[c], t, LEGITIMACY, 0))
        after = city.legitimacy_next(
            p, here.legitimacy, s.legitimacy0[c], here.adoptions, here.relieved, z
        )
        here.legitimacy = city.under_mandate(p, after, here.mandate)
        told = city.pounds_a_head(spend, w.population[c])
        here.dissemination = city.dissemination_next(p, here.dissemination, told)
        for k in range(s.city_need.shape[1]):
            s.city_need[c, k] = city.need_next(p, s.city_need[c, k], s.need0[c, k])


@register_jitable
def measure(w: Any, s: Any, t: int) -> None:
    """The indicators of the month, by city."""
    p = w.p[0]
    since = t - w.warmup
    for c in range(len(w.population)):
        here = s.city[c]
        firms = 0
        jobs = 0.0
        market = 0.0
        technical = 0.0
        active = 0
        for i in range(w.slots[c], w.slots[c + 1]):
            if s.alive[i] == 1:
                f = s.sme[i]
                firms += 1
                jobs += firm.jobs(p, f.staff, f.practised)
                market += f.market
                technical += f.technical
                if f.zone != firm.NONE:
                    active += 1
        jobs -= here.rest_loss / p.revenue_per_staff
        trust = 0.0
        links = 0
        for n in range(len(w.link_a)):
            if w.link_a[n] == c or w.link_b[n] == c:
                trust += s.link[n].trust
                links += 1
        many = firms if firms > 0 else 1
        heads = here.relieved * w.population[c]
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
