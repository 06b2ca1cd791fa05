"""Stage 10 of the core's month: the indicators of each city."""

from __future__ import annotations

from typing import Any

from twinsim.core.inline import inline
from twinsim.core.process import measure_process
from twinsim.rules import city, firm, measures
from twinsim.world.columns import ACCOUNT, COLUMN
from twinsim.world.keys import SECTORS


def measure(w: Any, s: Any, t: int) -> None:
    """The indicators of the month, by city, and those that compare cities."""
    reached = 0
    for c in range(len(w.cities)):
        account(w, s, t, c, count_firms(w, s, t, c))
        levels(w, s, c)
        measure_process(w, s, c)
        if w.cities[c].follower == 1 and s.flow[c].adoptions > 0.0:
            reached += 1
    n = 0
    for c in range(len(w.cities)):
        if w.cities[c].follower == 0:
            s.claims[n].level = s.flow[c].relief_head_years
            n += 1
    even = measures.evenness(s.claims.level, n)
    for c in range(len(w.cities)):
        s.flow[c].evenness = even
        s.flow[c].followers_reached = reached


@inline
def count_firms(w: Any, s: Any, t: int, c: int) -> float:
    """Means and totals over a city's live firms; returns its jobs."""
    p = w.p[0]
    flow = s.flow[c]
    firms = s.city[c].firms
    jobs = 0.0
    market = 0.0
    technical = 0.0
    absorptive = 0.0
    cash = 0.0
    members = 0
    stock = 0
    for k in range(4):
        s.claims[k].level = 0.0
    for at in range(firms):
        f = s.sme[s.live[w.cities[c].first + at]]
        staff = firm.jobs(p, f.staff, f.practised)
        f.account[ACCOUNT.job_years] += staff / 12.0
        jobs += staff
        market += f.market
        technical += f.technical
        absorptive += f.absorptive
        cash += f.cash
        members += f.member
        s.claims[f.zone].level += 1.0
        if f.born < w.warmup:
            stock += 1
    many = firms if firms > 0 else 1
    flow.firms = firms
    flow.readiness = market / many
    flow.technical = technical / many
    flow.absorptive = absorptive / many
    flow.active_share = (firms - s.claims[firm.NONE].level) / many
    flow.implemented = s.claims[firm.BLUE].level / many
    flow.balance_zones = measures.evenness(s.claims.level, 4)
    flow.cash = cash
    flow.cluster_members = members
    flow.survival = measures.share(stock, s.city[c].stock)
    return jobs - s.city[c].rest_loss / p.revenue_per_staff


def account(w: Any, s: Any, t: int, c: int, jobs: float) -> None:
    """Jobs, value added, relief and the joint account of the month."""
    p = w.p[0]
    flow = s.flow[c]
    here = s.city[c]
    heads = here.relieved * w.cities[c].population
    flow.jobs = jobs
    flow.job_years += jobs / 12.0
    flow.gva += jobs * p.gva_per_job / 12.0
    since = t - w.warmup
    if since >= 0:
        flow.need_relieved = city.running_mean(flow.need_relieved, 100.0 * here.relieved, since)
    flow.relief_head_years += w.discount[t] * heads / 12.0
    flow.net_value += w.discount[t] * city.month_value(
        p, jobs, here.ordered, heads, here.public, here.unpaid
    )


def levels(w: Any, s: Any, c: int) -> None:
    """Levels of a city, its links and its clusters."""
    flow = s.flow[c]
    here = s.city[c]
    trust = 0.0
    links = 0
    ties = 0
    for n in range(len(w.links)):
        if w.links[n].a == c or w.links[n].b == c:
            trust += s.link[n].trust
            ties += s.link[n].ties
            links += 1
    flow.trust = trust / links if links > 0 else 0.0
    flow.ties = ties
    flow.capability = here.capability
    flow.legitimacy = here.legitimacy
    flow.dissemination = here.dissemination
    flow.playbooks = here.playbook
    flow.contracts = here.contract
    flow.contract_months += here.contract
    alive = 0
    quality = 0.0
    for n in range(w.cities[c].first_cluster, w.cities[c].first_cluster + w.cities[c].clusters):
        alive += s.cluster[n].alive
        quality += s.cluster[n].quality
    flow.clusters = alive
    flow.cluster_quality = quality / alive if alive > 0 else 0.0
    for k in range(SECTORS):
        eased = measures.per_cent(here.need0[k], here.need[k])
        s.flows[c, COLUMN.relief_clean_energy + k] = eased
