"""Facts and keyed draws to the starting state of a city and of a firm.

Written once for both engines: the record of the core and the agent of the Mesa model have the
same attributes, so each function fills whichever it is given.
"""

from __future__ import annotations

from typing import Any

from twinsim.rules import city, firm
from twinsim.rules.draws import (
    CITY,
    DELIVERY,
    DELIVERY_ZERO,
    INVESTOR,
    LINK,
    PROGRAMME,
    SME,
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
    mix,
)
from twinsim.rules.maths import clip, clip01, exp, log, normal, ratio
from twinsim.rules.programme import delivered

SECTORS = 13


def world_key(luck: int, replicate: int) -> int:
    """Key of a replicate: a new replicate is a new population."""
    return mix(luck, replicate)


def city_key(world: int, word: int) -> int:
    """Key of a city, whoever its partner is."""
    return mix(mix(world, word), CITY)


def firm_key(city_key_: int, slot: int) -> int:
    """Key of a firm: its city and its slot within the city."""
    return mix(mix(city_key_, SME), slot)


def investor_key(city_key_: int, number: int) -> int:
    """Key of an investor: its city and its number within the city."""
    return mix(mix(city_key_, INVESTOR), number)


def programme_key(city_key_: int) -> int:
    """Key of a city's part in a programme: the same in every arm."""
    return mix(city_key_, PROGRAMME)


def pair_key(a: int, b: int) -> int:
    """Key of an event of two agents."""
    return mix(mix(a, LINK), b)


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


def start_vector(p: Any, vector: Any, industry: Any, key: int) -> int:
    """Fill a vector of the knowledge space, by a city's industry, and return its main sector."""
    u = draw(key, 0, START_SECTOR, 0)
    sector = SECTORS - 1
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


def start_investor(p: Any, investor: Any, thesis: Any, industry: Any, key: int) -> None:
    """Starting state of an investor; fills its thesis (13) too."""
    start_vector(p, thesis, industry, key)
    investor.capital = p.fund_tickets * p.ticket_median
    investor.met = 0


def start_firm(
    p: Any, f: Any, knowledge: Any, industry: Any, tags: Any, key: int, month: int, entrant: bool
) -> None:
    """Starting state of a firm at `month` (0 at the start); fills `knowledge` (13) too."""
    sector = start_vector(p, knowledge, industry, key)
    f.sector = sector
    f.large = 1 if draw(key, 0, START_LARGE, 0) < p.large_share else 0
    f.member = 1 if tags[sector] == 1 and draw(key, 0, START_MEMBER, 0) < p.member_share else 0
    f.tied = 1 if draw(key, 0, START_TIED, 0) < p.tied_share else 0
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
    f.staff = p.staff_median * size * exp(p.staff_sd * normal(draw(key, 0, START_STAFF, 0)))
    f.trend = f.staff * p.revenue_per_staff
    f.revenue = f.trend
    f.margin = p.margin + p.margin_sd * normal(draw(key, 0, START_MARGIN, 0))
    sd = p.cash_sd
    f.cash = p.cash0 * f.trend * exp(sd * normal(draw(key, 0, START_CASH, 0)) - 0.5 * sd * sd)
    f.runway = firm.runway(p, f.cash, f.revenue, f.margin)
    f.zone = firm.YELLOW if draw(key, 0, START_ACTIVE, 0) < p.active_share else firm.NONE
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


def clear_solution(f: Any) -> None:
    """No solution on offer."""
    f.challenge = -1
    f.supported = 0
    f.host = -1
    f.quality = 0.0
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
