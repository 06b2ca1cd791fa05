"""Stage 3 of the core's month, its loops over firms: what they earn, and what they keep of it."""

from __future__ import annotations

from typing import Any

from twinsim.core.ahead import fetch_growth, fetch_trade
from twinsim.core.inline import inline
from twinsim.rules import firm, investor
from twinsim.rules.maths import clip01, lift
from twinsim.world import start as fill
from twinsim.world.columns import ACCOUNT


@inline
def do_business(p: Any, s: Any, t: int, c: int, first: int, many: int) -> None:
    """Revenue, cash and staff of the firms of a batch, of city c; and what they lose again."""
    grow(p, s, first, many)
    for j in range(many):
        fetch_trade(s.sme, s.live, first + j)
        trade(p, s.sme[s.live[first + j]], s.city[c], s.flow[c], t)
    for j in range(many):
        forget(p, s.sme[s.live[first + j]])


@inline
def grow(p: Any, s: Any, first: int, many: int) -> None:
    """Ordinary revenue and margin of the firms of a batch."""
    for j in range(many):
        f = s.sme[s.live[first + j]]
        fetch_growth(s.sme, s.live, first + j)
        s.spread[j] = firm.growth_spread(p, f.volatility, f.staff)
    for j in range(many):
        f = s.sme[s.live[first + j]]
        f.trend = firm.grown(f.trend, s.spread[j], s.growth[j])
        f.margin = firm.margin_next(p, f.margin, s.margin[j])


@inline
def trade(p: Any, f: Any, here: Any, flow: Any, t: int) -> None:
    """Revenue, cash and staff of the month; `here` is the firm's city, `flow` its indicators."""
    practice = firm.practice(p, f.market_kept + f.market_light)
    f.boost = investor.boosted(p, f.boost, 1 if f.growing > 0 else 0)
    if f.growing > 0:
        f.growing -= 1
    gained = practice + f.boost
    lost = here.loss_share[f.sector]
    own = firm.practised_sales(f.trend, gained, f.push, lost)
    sales = 0.0
    abroad = 0.0
    if f.sold >= 0:
        sales = f.sales * firm.sale_growth(p, t - f.sold)
    if f.sold_abroad >= 0:
        abroad = f.sales_abroad * firm.sale_growth(p, t - f.sold_abroad)
    if f.entered >= 0:
        abroad += p.export_adoption * firm.sale_growth(p, t - f.entered)
    missions = firm.mission_sales(f.trend, f.mission)
    abroad += missions
    work = f.backlog / p.work_months
    f.backlog -= work
    f.revenue = own + sales + abroad + work
    here.new_sales[f.sector] += firm.new_sales(f.trend, gained, f.push, sales)
    here.sector_sales[f.sector] += own + sales
    before = f.cash
    f.cash = firm.cash_next(p, f.cash, f.revenue, f.margin)
    flow.cash_earned += f.margin * f.revenue
    flow.cash_paid_out += before + f.margin * f.revenue - f.cash
    f.runway = firm.runway(p, f.cash, f.revenue, f.margin)
    ordinary = f.trend * lift(f.boost) * (1.0 - lost)
    target = (ordinary + sales + abroad + work) / p.revenue_per_staff
    f.staff = firm.lagged(f.staff, target, p.staff_lag)
    f.practised = firm.lagged(f.practised, practice, p.staff_practice_lag)
    flow.sales_revenue += sales
    flow.exports += abroad
    flow.mission_sales += missions
    flow.revenue += f.revenue
    f.account[ACCOUNT.months] += 1.0
    f.account[ACCOUNT.revenue] += f.revenue
    f.account[ACCOUNT.innovation] += sales + abroad + work


@inline
def forget(p: Any, f: Any) -> None:
    """What was gained fades; a solution ages and leaves the market."""
    if gained(f):
        lose_gains(p, f)
    if f.reveal > 0:
        f.reveal -= 1
    if f.grant_left > 0:
        f.grant_left -= 1
    if f.age_solution >= 0:
        f.age_solution += 1
        f.clock += 1.0
        f.sale_clock += 1.0
        if f.age_solution >= p.solution_life:
            fill.clear_solution(f)
            f.zone = firm.NONE


def gained(f: Any) -> bool:
    """Whether a firm has anything left of what a course or a mission gave it."""
    kept = f.market_kept != 0.0 or f.technical_kept != 0.0
    light = f.market_light != 0.0 or f.technical_light != 0.0
    return bool(kept or light or f.push != 0.0 or f.mission != 0.0)


def lose_gains(p: Any, f: Any) -> None:
    """Gains of training and of missions fade."""
    market_kept = firm.faded(f.market_kept, p.fade_intensive)
    market_light = firm.halved(f.market_light, p.light_halflife)
    technical_kept = firm.faded(f.technical_kept, p.fade_intensive)
    technical_light = firm.halved(f.technical_light, p.light_halflife)
    f.market = clip01(f.market - (f.market_kept - market_kept) - (f.market_light - market_light))
    f.technical = clip01(
        f.technical - (f.technical_kept - technical_kept) - (f.technical_light - technical_light)
    )
    f.market_kept = market_kept
    f.market_light = market_light
    f.technical_kept = technical_kept
    f.technical_light = technical_light
    f.push = firm.halved(f.push, p.light_halflife)
    f.mission = firm.mission_next(p, f.mission)
