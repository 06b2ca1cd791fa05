"""Stage 3 of the core's month: firms earn, learn, forget, have ideas, bid, end and are born."""

from __future__ import annotations

from typing import Any

from numba.extending import register_jitable

from twinsim.core.start import enter
from twinsim.rules import call, city, firm, link, pilot, programme
from twinsim.rules.draws import (
    AWARE,
    BID,
    BIRTH,
    EXIT,
    GRANT,
    GRANT_WIN,
    GROWTH,
    IDEA,
    MARGIN,
    PERCEIVE,
    draw,
)
from twinsim.rules.maths import clip01, normal, whole
from twinsim.world import start as fill
from twinsim.world.columns import COLUMN


@register_jitable
def run_firms(w: Any, s: Any, t: int) -> None:
    """All live firms in the order of their slots, then births, then displacement."""
    for c in range(len(w.population)):
        s.city_new_sales[c] = 0.0
        s.city_sector_sales[c] = 0.0
    for i in range(len(s.sme)):
        if s.alive[i] == 1:
            trade(w, s, t, i)
            forget(w, s, i)
            think(w, s, t, i)
            if ends(w, s, t, i):
                leave(w, s, i)
            else:
                hear_and_bid(w, s, t, i)
    for c in range(len(w.population)):
        first = w.slots[c] + w.initial[c] + t * w.births[c]
        for i in range(first, first + w.births[c]):
            if draw(s.firm_key[i], 0, BIRTH, 0) < w.birth_chance[c]:
                enter(w, s, i, t, True)
                s.flows[c, COLUMN.births] += 1.0
        displace(w, s, c)


@register_jitable
def trade(w: Any, s: Any, t: int, i: int) -> None:
    """Revenue, cash and staff of the month."""
    p = w.p[0]
    f = s.sme[i]
    c = w.home[i]
    key = s.firm_key[i]
    practice = firm.practice(p, f.market_kept + f.market_light)
    lost = s.city_loss_share[c, f.sector]
    spread = firm.growth_spread(p, f.volatility, f.staff)
    f.trend = firm.grown(f.trend, spread, normal(draw(key, t, GROWTH, 0)))
    f.margin = firm.margin_next(p, f.margin, normal(draw(key, t, MARGIN, 0)))
    own = firm.practised_sales(f.trend, practice, f.push, lost)
    sales = 0.0
    abroad = 0.0
    if f.sold >= 0:
        sales = f.sales * firm.sale_growth(p, t - f.sold)
    if f.sold_abroad >= 0:
        abroad = f.sales_abroad * firm.sale_growth(p, t - f.sold_abroad)
    if f.entered >= 0:
        abroad += p.export_adoption * firm.sale_growth(p, t - f.entered)
    work = f.backlog / p.work_months
    f.backlog -= work
    f.revenue = own + sales + abroad + work
    s.city_new_sales[c, f.sector] += firm.new_sales(f.trend, practice, f.push, sales)
    s.city_sector_sales[c, f.sector] += own + sales
    f.cash = firm.cash_next(p, f.cash, f.revenue, f.margin)
    f.runway = firm.runway(p, f.cash, f.revenue, f.margin)
    ordinary = f.trend * (1.0 - lost)
    target = (ordinary + sales + abroad + work) / p.revenue_per_staff
    f.staff = firm.lagged(f.staff, target, p.staff_lag)
    f.practised = firm.lagged(f.practised, practice, p.staff_practice_lag)
    s.flows[c, COLUMN.sales_revenue] += sales
    s.flows[c, COLUMN.exports] += abroad
    s.flows[c, COLUMN.revenue] += f.revenue


@register_jitable
def forget(w: Any, s: Any, i: int) -> None:
    """Gains of training fade; a solution ages and leaves the market."""
    p = w.p[0]
    f = s.sme[i]
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


@register_jitable
def think(w: Any, s: Any, t: int, i: int) -> None:
    """Ideas come and go; active firms apply for other grants (neutral money)."""
    p = w.p[0]
    f = s.sme[i]
    c = w.home[i]
    key = s.firm_key[i]
    f.zone = firm.zone_next(p, f.zone, draw(key, t, IDEA, 0))
    if f.zone != firm.NONE and f.grant_left == 0 and draw(key, t, GRANT, 0) < p.grant_apply:
        s.flows[c, COLUMN.grants_applied] += 1.0
        if firm.grant_won(p, f.technical, normal(draw(key, t, GRANT_WIN, 0))) == 1:
            s.flows[c, COLUMN.grants_won] += 1.0
            f.grant_left = whole(p.grant_months)


@register_jitable
def ends(w: Any, s: Any, t: int, i: int) -> bool:
    """Whether the firm ends this month: without cash for certain."""
    f = s.sme[i]
    if f.cash < 0.0:
        return True
    chance = firm.exit_chance(w.p[0], t - f.born, f.runway, f.reveal)
    return draw(s.firm_key[i], t, EXIT, 0) < chance


@register_jitable
def leave(w: Any, s: Any, i: int) -> None:
    """A firm ends: its pilot stops, its place is free, nothing of it acts again."""
    c = w.home[i]
    s.alive[i] = 0
    s.flows[c, COLUMN.exits] += 1.0
    if s.pilot[i].challenge >= 0:
        if s.pilot[i].programme >= 0:
            s.flows[c, COLUMN.stopped_money] += 1.0
        if s.pilot[i].cross == 1:
            joint_failure(w, s, c, w.home[s.pilot[i].partner])


@register_jitable
def joint_failure(w: Any, s: Any, a: int, b: int) -> None:
    """A cross-city pilot stopped."""
    n = w.link_of[a, b]
    s.link[n].trust = link.after_failure(w.p[0], s.link[n].trust)
    s.link[n].joint = 1


@register_jitable
def joint_success(w: Any, s: Any, a: int, b: int) -> None:
    """A cross-city pilot completed, or a twin adoption."""
    n = w.link_of[a, b]
    s.link[n].trust = link.after_success(w.p[0], s.link[n].trust)
    s.link[n].joint = 1


@register_jitable
def hear_and_bid(w: Any, s: Any, t: int, i: int) -> None:
    """While a call is open, a firm may hear of it, and answers its best-fitting challenge."""
    p = w.p[0]
    f = s.sme[i]
    c = w.home[i]
    if f.aware == 1 or f.place == 1 or f.challenge >= 0 or s.pilot[i].challenge >= 0:
        return
    key = s.firm_key[i]
    for q in range(len(w.programmes)):
        if w.open[q, t] == 0 or w.owner[q, c] == 0:
            continue
        plan = w.programmes[q]
        outreach = programme.outreach_ratio(p, plan.outreach / plan.owners / plan.cohorts)
        if draw(key, t, AWARE, 0) >= call.hears(p, f.member, f.tied, outreach):
            continue
        f.aware = 1
        s.flows[c, COLUMN.aware] += 1.0
        best = -1
        best_fit = 0.0
        for j in range(plan.challenges):
            k = plan.first_challenge + j
            z = normal(draw(key, t, PERCEIVE, j))
            seen = call.perceived(
                p, pilot.fit(s.sme_knowledge[i], s.themes[k]), s.challenge[k].clarity, z
            )
            if best < 0 or seen > best_fit:
                best = k
                best_fit = seen
        busy = 1 if f.grant_left > 0 else 0
        if draw(key, t, BID, 0) < call.bids(p, best_fit, plan.award, f.market, busy):
            f.bid = best
            f.cash -= p.bid_cost
            s.flows[c, COLUMN.bids] += 1.0
            s.flows[c, COLUMN.firms_unpaid] += p.bid_cost
            s.city[c].unpaid += p.bid_cost
        return


@register_jitable
def displace(w: Any, s: Any, c: int) -> None:
    """New sales of this month are taken from others of city and sector."""
    p = w.p[0]
    lost = 0.0
    for k in range(s.city_new_sales.shape[1]):
        new = s.city_new_sales[c, k]
        lost += city.rest_loss(p, new)
        s.city_loss_share[c, k] = city.loss_share(p, new, s.city_sector_sales[c, k])
        s.flows[c, COLUMN.displaced] += p.displacement * new
    s.city[c].rest_loss = lost
