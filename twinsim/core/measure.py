"""Stage 10 of the core's month: the indicators of each city."""

from __future__ import annotations

from typing import Any

from twinsim.core.book import in_use
from twinsim.rules import city, firm
from twinsim.world.columns import COLUMN


def measure(w: Any, s: Any, t: int) -> None:
    """The indicators of the month, by city."""
    for c in range(len(w.cities)):
        jobs = count_firms(w, s, t, c)
        account(w, s, t, c, jobs)


def count_firms(w: Any, s: Any, t: int, c: int) -> float:
    """Means and totals over a city's live firms; returns its jobs."""
    p = w.p[0]
    flow = s.flows[c]
    firms = 0
    jobs = 0.0
    market = 0.0
    technical = 0.0
    active = 0
    for i in range(w.cities[c].first, in_use(w.cities[c], t)):
        f = s.sme[i]
        if f.alive == 1:
            firms += 1
            jobs += firm.jobs(p, f.staff, f.practised)
            market += f.market
            technical += f.technical
            if f.zone != firm.NONE:
                active += 1
    many = firms if firms > 0 else 1
    flow[COLUMN.firms] = firms
    flow[COLUMN.readiness] = market / many
    flow[COLUMN.technical] = technical / many
    flow[COLUMN.active_share] = active / many
    return jobs - s.city[c].rest_loss / p.revenue_per_staff


def account(w: Any, s: Any, t: int, c: int, jobs: float) -> None:
    """Jobs, value added, relief and the joint account of the month; levels of city and links."""
    p = w.p[0]
    flow = s.flows[c]
    here = s.city[c]
    trust = 0.0
    links = 0
    for n in range(len(w.links)):
        if w.links[n].a == c or w.links[n].b == c:
            trust += s.link[n].trust
            links += 1
    heads = here.relieved * w.cities[c].population
    flow[COLUMN.jobs] = jobs
    flow[COLUMN.job_years] += jobs / 12.0
    flow[COLUMN.gva] += jobs * p.gva_per_job / 12.0
    flow[COLUMN.trust] = trust / links if links > 0 else 0.0
    flow[COLUMN.capability] = here.capability
    flow[COLUMN.legitimacy] = here.legitimacy
    flow[COLUMN.dissemination] = here.dissemination
    flow[COLUMN.contracts] = here.contract
    flow[COLUMN.contract_months] += here.contract
    since = t - w.warmup
    if since >= 0:
        flow[COLUMN.need_relieved] = city.running_mean(
            flow[COLUMN.need_relieved], 100.0 * here.relieved, since
        )
    flow[COLUMN.relief_head_years] += w.discount[t] * heads / 12.0
    flow[COLUMN.net_value] += w.discount[t] * city.month_value(
        p, jobs, here.ordered, heads, here.public, here.unpaid
    )
