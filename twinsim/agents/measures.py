"""The indicators of a month: what is counted in a city, and what compares cities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twinsim.agents.base import total
from twinsim.rules import city, firm, measures
from twinsim.world.columns import ACCOUNT
from twinsim.world.keys import SECTORS

if TYPE_CHECKING:
    from twinsim.agents.city import City
    from twinsim.agents.model import TwinCityModel
    from twinsim.agents.sme import SME


def measure(model: TwinCityModel) -> None:
    """The indicators of the month, by city, and those that compare cities."""
    for one in model.cities:
        account(one, count_firms(one))
        levels(one)
        measure_process(one)
    owners = [one for one in model.cities if not one.facts.follower]
    followers = [one for one in model.cities if one.facts.follower]
    even = measures.evenness([one.tally.relief_head_years for one in owners], len(owners))
    reached = sum(1 for one in followers if one.tally.adoptions > 0.0)
    for one in model.cities:
        one.tally.evenness = even
        one.tally.followers_reached = reached


def count_firms(here: City) -> float:
    """Means and totals over a city's firms; returns its jobs."""
    tally, p, warmup = here.tally, here.p, here.model.warmup
    many = len(here.smes) or 1
    zones = [0.0] * 4
    market = technical = absorptive = cash = jobs = 0.0
    members = stock = 0
    for sme in here.smes:
        zones[sme.zone] += 1.0
        market += sme.market
        technical += sme.technical
        absorptive += sme.absorptive
        cash += sme.cash
        members += sme.member
        stock += sme.born < warmup
        staff = firm.jobs(p, sme.staff, sme.practised)
        sme.account[ACCOUNT.job_years] += staff / 12.0
        jobs += staff
    tally.firms = len(here.smes)
    tally.readiness = market / many
    tally.technical = technical / many
    tally.absorptive = absorptive / many
    tally.active_share = (len(here.smes) - zones[firm.NONE]) / many
    tally.implemented = zones[firm.BLUE] / many
    tally.balance_zones = measures.evenness(zones, 4)
    tally.cash = cash
    tally.cluster_members = members
    tally.survival = measures.share(stock, here.stock)
    return float(jobs - here.rest_loss / p.revenue_per_staff)


def account(here: City, jobs: float) -> None:
    """Jobs, value added, relief and the joint account of the month."""
    tally, p = here.tally, here.p
    heads = here.relieved * here.facts.population
    discount = here.model.discount[here.now]
    tally.jobs = jobs
    tally.job_years += jobs / 12.0
    tally.gva += jobs * p.gva_per_job / 12.0
    since = here.now - here.model.warmup
    if since >= 0:
        tally.need_relieved = city.running_mean(tally.need_relieved, 100.0 * here.relieved, since)
    tally.relief_head_years += discount * heads / 12.0
    tally.net_value += discount * city.month_value(
        p, jobs, here.ordered, heads, here.public, here.unpaid
    )


def levels(here: City) -> None:
    """Levels of a city, its links and its clusters."""
    tally = here.tally
    links = [link for link in here.model.links if link.joins(here)]
    alive = sum(cluster.alive for cluster in here.clusters)
    tally.trust = total(link.trust for link in links) / len(links) if links else 0.0
    tally.ties = sum(link.ties for link in links)
    tally.capability = here.capability
    tally.legitimacy = here.legitimacy
    tally.dissemination = here.dissemination
    tally.playbooks = here.playbook
    tally.contracts = here.contract
    tally.contract_months += here.contract
    tally.clusters = alive
    quality = total(cluster.quality for cluster in here.clusters)
    tally.cluster_quality = quality / alive if alive else 0.0
    for k, sector in enumerate(here.model.sectors):
        setattr(tally, f"relief_{sector}", measures.per_cent(here.need0[k], here.need[k]))


def measure_process(here: City) -> None:
    """Direction of live programme work, its spread over facets and challenges."""
    model = here.model
    on_challenge = [0.0] * len(model.challenges)
    on_facet = [0.0] * 4
    work = 0
    aimed = 0.0
    for sme in here.smes:
        k = supported_work(sme)
        if k >= 0:
            work += 1
            on_challenge[k] += 1.0
            aimed += priority(here, model.challenges[k].theme)
            facet = model.challenges[k].facts.facet
            if facet >= 0:
                on_facet[facet] += 1.0
    here.tally.direction = aimed / work if work else 0.0
    here.tally.balance_facets = measures.evenness(on_facet, 4)
    alone = measures.concentration(on_challenge, len(on_challenge))
    here.tally.fragmentation = 1.0 - alone if work else 0.0


def supported_work(sme: SME) -> int:
    """The challenge that a firm works on with a programme: a pilot, or a solution on offer that
    came from one. -1 for none."""
    if sme.pilot.programme >= 0:
        return sme.pilot.challenge
    return sme.challenge if sme.supported == 1 else -1


def priority(here: City, theme: list[float]) -> float:
    """Priority that a city gives to a theme."""
    return total(theme[j] * city.priority(here.p, here.facts.tags[j]) for j in range(SECTORS))
