"""Facts and keyed draws to the starting state of a city and of a firm.

Written once for both engines: the record of the core and the agent of the Mesa model have the
same attributes, so each function fills whichever it is given.
"""

from __future__ import annotations

from typing import Any

from twinsim.rules import city, cluster, firm, programme
from twinsim.rules.draws import (
    DELIVERY,
    DELIVERY_ZERO,
    START_ABSORPTIVE,
    START_ACTIVE,
    START_AGE,
    START_CAPABILITY,
    START_CASH,
    START_KNOWLEDGE,
    START_LARGE,
    START_LEGITIMACY,
    START_MARGIN,
    START_MARKET,
    START_MEMBER,
    START_NEED,
    START_SECTOR,
    START_STAFF,
    START_TECHNICAL,
    START_TIED,
    START_VOLATILITY,
    draw,
    gamma,
)
from twinsim.rules.maths import clip, clip01, exp, log, normal, ratio
from twinsim.rules.programme import delivered
from twinsim.world.keys import BACKGROUND, SECTORS, SPUN_OUT


def delivery(p: Any, key: int) -> float:
    """Luck of delivery of the part of a programme that a city pays (see `delivered`)."""
    shape = ratio(1.0, p.delivery_cv * p.delivery_cv)
    scaled = gamma(key, 0, DELIVERY, 0, shape) * p.delivery_cv * p.delivery_cv
    return delivered(p, draw(key, 0, DELIVERY_ZERO, 0), scaled)


def start_city(p: Any, c: Any, need: Any, tags: Any, yearly: float, key: int) -> None:
    """Starting state of a city; fills `need` (13) too."""
    for k in range(SECTORS):
        need[k] = city.need_at_start(p, tags[k], normal(draw(key, 0, START_NEED, k)))
    c.capability = clip01(p.c_ref + p.capability_sd * normal(draw(key, 0, START_CAPABILITY, 0)))
    c.legitimacy = clip01(p.v_ref + p.legitimacy_sd * normal(draw(key, 0, START_LEGITIMACY, 0)))
    c.dissemination = 0.0
    c.budget = yearly
    c.playbook = 0.0
    c.mandate = 0
    c.rest_loss = 0.0
    c.relieved = 0.0
    c.contract = 0
    c.signed = -1
    c.completions = 0
    c.adoptions = 0


def beta(key: int, event: int, a: float, b: float) -> float:
    """A Beta draw, from two gamma draws."""
    x = gamma(key, 0, event, 0, a)
    return ratio(x, x + gamma(key, 0, event, 1, b))


def age_at_start(p: Any, u: float) -> int:
    """Age (months) drawn from the stationary law of the exit hazard."""
    alive = 1.0
    young = 0.0
    for age in range(60):
        young += alive
        alive = alive * (1.0 - p.exit_scale * firm.exit_base(p, age))
    mature = p.exit_scale * p.exit_mature
    sought = u * (young + ratio(alive, mature))
    if sought >= young:
        left = 1.0 - ratio((sought - young) * mature, alive)
        return 60 + int(clip(ratio(-log(left), mature), 0.0, 540.0))
    alive = 1.0
    passed = 0.0
    for age in range(60):
        passed += alive
        if sought < passed:
            return age
        alive = alive * (1.0 - p.exit_scale * firm.exit_base(p, age))
    return 59


def start_vector(p: Any, vector: Any, industry: Any, key: int, sector: int) -> int:
    """Fill a vector of the knowledge space and return its main sector: the given one, or for -1
    one drawn by the city's industry."""
    if sector < 0:
        sector = SECTORS - 1
        u = draw(key, 0, START_SECTOR, 0)
        passed = 0.0
        for k in range(SECTORS):
            passed += industry[k]
            if u < passed:
                sector = k
                break
    total = 0.0
    for k in range(SECTORS):
        vector[k] = gamma(key, 0, START_KNOWLEDGE, k, p.knowledge_spread * industry[k])
        total += vector[k]
    for k in range(SECTORS):
        vector[k] = (1.0 - p.knowledge_own) * ratio(vector[k], total)
    vector[sector] = vector[sector] + p.knowledge_own
    return sector


def start_university(p: Any, university: Any, research: Any, industry: Any, key: int) -> None:
    """Starting state of a university; fills its research vector (13) too."""
    start_vector(p, research, industry, key, -1)
    university.partner = -1
    university.tied_since = -1
    university.joint = 0
    university.leads = -1


def start_cluster(p: Any, here: Any, members: int) -> None:
    """Starting state of a cluster with so many members: income pays for its service quality."""
    here.alive = 1
    here.members = members
    here.quality = p.cluster_quality
    here.scale = cluster.cost_scale(p, members)
    here.subsidy = cluster.subsidy(p, members)
    cost = cluster.full_cost(p, here.scale, members)
    here.reserves = p.cluster_reserve * p.cluster_quality * cost
    here.lean = 0
    here.places = 0
    here.services = 0
    here.diversified = 0
    here.opened = 0


def align(p: Any, theme: Any, own: Any, appeal: Any, driver: float) -> None:
    """Turn what a challenge holds beside its own sectors towards what its owners need together:
    `appeal` (13) is each sector's, `driver` the strength of a mission driver's work."""
    rest = 0.0
    wanted = 0.0
    for k in range(SECTORS):
        if own[k] == 0:
            rest += theme[k]
            wanted += appeal[k]
    for k in range(SECTORS):
        if own[k] == 0:
            theme[k] = programme.aligned(p, theme[k], rest * ratio(appeal[k], wanted), driver)


def start_investor(p: Any, investor: Any, thesis: Any, industry: Any, key: int) -> None:
    """Starting state of an investor; fills its thesis (13) too."""
    start_vector(p, thesis, industry, key, -1)
    investor.capital = p.fund_tickets * p.ticket_median
    investor.met = 0


def start_firm(
    p: Any,
    f: Any,
    knowledge: Any,
    industry: Any,
    tags: Any,
    key: int,
    month: int,
    entrant: bool,
    origin_: int,
    sector: int,
) -> None:
    """Starting state of a firm at `month` (0 at the start); fills `knowledge` (13) too. Its main
    sector is drawn where `sector` is -1; spin-outs and graduates are small and have an idea."""
    sector = start_vector(p, knowledge, industry, key, sector)
    f.origin = origin_
    f.sector = sector
    f.large = 1 if draw(key, 0, START_LARGE, 0) < p.large_share and origin_ == BACKGROUND else 0
    in_cluster = tags[sector] == 1 and origin_ != SPUN_OUT
    f.member = 1 if in_cluster and draw(key, 0, START_MEMBER, 0) < p.member_share else 0
    f.tied = 1 if draw(key, 0, START_TIED, 0) < p.tied_share or origin_ == SPUN_OUT else 0
    f.tied_since = -1
    f.colleague = -1
    f.colleague_since = -1
    f.colleague_joint = 0
    f.mission = 0.0
    f.born = month
    if not entrant:
        f.born = month - age_at_start(p, draw(key, 0, START_AGE, 0))
    f.absorptive = beta(key, START_ABSORPTIVE, p.absorptive_a, p.absorptive_b)
    f.technical = clip01(
        beta(key, START_TECHNICAL, p.technical_a, p.technical_b) + p.large_technical * f.large
    )
    f.market = beta(key, START_MARKET, p.market_a, p.market_b)
    spread = p.growth_sd_spread
    f.volatility = exp(spread * normal(draw(key, 0, START_VOLATILITY, 0)) - 0.5 * spread * spread)
    size = p.large_staff if f.large == 1 else 1.0
    median = p.staff_median if origin_ == BACKGROUND else p.startup_staff
    drawn = median * size * exp(p.staff_sd * normal(draw(key, 0, START_STAFF, 0)))
    f.staff = clip(drawn, p.least_staff, 1e9)
    f.trend = f.staff * p.revenue_per_staff
    f.revenue = f.trend
    f.margin = p.margin + p.margin_sd * normal(draw(key, 0, START_MARGIN, 0))
    sd = p.cash_sd
    f.cash = p.cash0 * f.trend * exp(sd * normal(draw(key, 0, START_CASH, 0)) - 0.5 * sd * sd)
    f.runway = firm.runway(p, f.cash, f.revenue, f.margin)
    f.zone = firm.YELLOW if draw(key, 0, START_ACTIVE, 0) < p.active_share else firm.NONE
    if origin_ != BACKGROUND:
        f.zone = firm.YELLOW
    f.technical_kept = 0.0
    f.technical_light = 0.0
    f.market_kept = 0.0
    f.market_light = 0.0
    f.push = 0.0
    f.practised = 0.0
    f.sales = 0.0
    f.sales_abroad = 0.0
    f.backlog = 0.0
    f.boost = 0.0
    f.growing = 0
    f.awarded = 0
    f.sold = -1
    f.sold_abroad = -1
    f.entered = -1
    f.grant_left = 0
    f.reveal = 0
    f.place = 0
    clear_solution(f)
    clear_bid(f)


def spin_out(f: Any, knowledge: Any, research: Any) -> None:
    """A spin-out knows what its university does; its sector is the strongest of that."""
    best = 0
    for k in range(SECTORS):
        knowledge[k] = research[k]
        if research[k] > research[best]:
            best = k
    f.sector = best


def clear_solution(f: Any) -> None:
    """No solution on offer."""
    f.challenge = -1
    f.supported = 0
    f.host = -1
    f.quality = 0.0
    f.framework = -1
    f.buyers = 0
    f.age_solution = -1
    f.clock = -1.0
    f.sale_clock = -1.0


def clear_bid(f: Any) -> None:
    """No bid, and no word of a call."""
    f.aware = 0
    f.bid = -1
    f.partner = -1
    f.learning = 0.0


def clear_pilot(pilot: Any) -> None:
    """No pilot."""
    pilot.challenge = -1
    pilot.programme = -1
    pilot.partner = -1
    pilot.cross = 0
    pilot.fit = 0.0
    pilot.learning = 0.0
    pilot.progress = 0.0
