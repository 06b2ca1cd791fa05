"""Stage 3 of the core's month: firms earn, learn, forget, have ideas, bid, end and are born."""

from __future__ import annotations

from typing import Any

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
from twinsim.world.start import SECTORS


def run_firms(w: Any, s: Any, t: int) -> None:
    """All live firms in the order of their slots, then births, then displacement."""
    p = w.p[0]
    for c in range(len(w.cities)):
        for k in range(SECTORS):
            s.city[c].new_sales[k] = 0.0
            s.city[c].sector_sales[k] = 0.0
    for i in range(len(s.sme)):
        f = s.sme[i]
        if f.alive == 1:
            here = s.city[f.home]
            flow = s.flows[f.home]
            trade(p, f, here, flow, t)
            forget(p, f)
            think(p, f, flow, t)
            if ends(p, f, t):
                leave(w, s, i)
            else:
                hear_and_bid(w, s, t, i)
    for c in range(len(w.cities)):
        facts = w.cities[c]
        first = facts.first + facts.initial + t * facts.births
        for i in range(first, first + facts.births):
            if draw(s.sme[i].key, 0, BIRTH, 0) < facts.birth_chance:
                enter(p, facts, s, i, t, True)
                s.flows[c, COLUMN.births] += 1.0
        displace(p, s.city[c], s.flows[c])


def trade(p: Any, f: Any, here: Any, flow: Any, t: int) -> None:
    """Revenue, cash and staff of the month; `here` is the firm's city, `flow` its indicators."""
    practice = firm.practice(p, f.market_kept + f.market_light)
    lost = here.loss_share[f.sector]
    spread = firm.growth_spread(p, f.volatility, f.staff)
    f.trend = firm.grown(f.trend, spread, normal(draw(f.key, t, GROWTH, 0)))
    f.margin = firm.margin_next(p, f.margin, normal(draw(f.key, t, MARGIN, 0)))
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
    here.new_sales[f.sector] += firm.new_sales(f.trend, practice, f.push, sales)
    here.sector_sales[f.sector] += own + sales
    f.cash = firm.cash_next(p, f.cash, f.revenue, f.margin)
    f.runway = firm.runway(p, f.cash, f.revenue, f.margin)
    ordinary = f.trend * (1.0 - lost)
    target = (ordinary + sales + abroad + work) / p.revenue_per_staff
    f.staff = firm.lagged(f.staff, target, p.staff_lag)
    f.practised = firm.lagged(f.practised, practice, p.staff_practice_lag)
    flow[COLUMN.sales_revenue] += sales
    flow[COLUMN.exports] += abroad
    flow[COLUMN.revenue] += f.revenue


def forget(p: Any, f: Any) -> None:
    """Gains of training fade; a solution ages and leaves the market."""
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


def think(p: Any, f: Any, flow: Any, t: int) -> None:
    """Ideas come and go; active firms apply for other grants (neutral money)."""
    f.zone = firm.zone_next(p, f.zone, draw(f.key, t, IDEA, 0))
    if f.zone != firm.NONE and f.grant_left == 0 and draw(f.key, t, GRANT, 0) < p.grant_apply:
        flow[COLUMN.grants_applied] += 1.0
        if firm.grant_won(p, f.technical, normal(draw(f.key, t, GRANT_WIN, 0))) == 1:
            flow[COLUMN.grants_won] += 1.0
            f.grant_left = whole(p.grant_months)


def ends(p: Any, f: Any, t: int) -> bool:
    """Whether the firm ends this month: without cash for certain."""
    if f.cash < 0.0:
        return True
    return draw(f.key, t, EXIT, 0) < firm.exit_chance(p, t - f.born, f.runway, f.reveal)


def leave(w: Any, s: Any, i: int) -> None:
    """A firm ends: its pilot stops, its place is free, nothing of it acts again."""
    f = s.sme[i]
    f.alive = 0
    s.flows[f.home, COLUMN.exits] += 1.0
    if s.pilot[i].challenge >= 0:
        if s.pilot[i].programme >= 0:
            s.flows[f.home, COLUMN.stopped_money] += 1.0
        if s.pilot[i].cross == 1:
            joint_failure(w, s, f.home, s.sme[s.pilot[i].partner].home)


def joint_failure(w: Any, s: Any, a: int, b: int) -> None:
    """A cross-city pilot stopped."""
    n = w.link_of[a, b]
    s.link[n].trust = link.after_failure(w.p[0], s.link[n].trust)
    s.link[n].joint = 1


def joint_success(w: Any, s: Any, a: int, b: int) -> None:
    """A cross-city pilot completed, or a twin adoption."""
    n = w.link_of[a, b]
    s.link[n].trust = link.after_success(w.p[0], s.link[n].trust)
    s.link[n].joint = 1


def hear_and_bid(w: Any, s: Any, t: int, i: int) -> None:
    """While a call is open, a firm may hear of it, and answers its best-fitting challenge."""
    f = s.sme[i]
    for q in range(len(w.programmes)):
        if w.plan[q, t].open == 0 or w.stakes[q, f.home].owner == 0:
            continue
        if f.aware == 1 or f.place == 1 or f.challenge >= 0 or s.pilot[i].challenge >= 0:
            continue
        p = w.p[0]
        plan = w.programmes[q]
        outreach = programme.outreach_ratio(p, plan.outreach / plan.owners / plan.cohorts)
        if draw(f.key, t, AWARE, 0) < call.hears(p, f.member, f.tied, outreach):
            f.aware = 1
            s.flows[f.home, COLUMN.aware] += 1.0
            answer(w, s, t, q, i)


def answer(w: Any, s: Any, t: int, q: int, i: int) -> None:
    """A firm that has heard of a call looks at its challenges and may bid for the best."""
    p = w.p[0]
    plan = w.programmes[q]
    f = s.sme[i]
    best = -1
    best_fit = 0.0
    for j in range(plan.challenges):
        k = plan.first_challenge + j
        fit = pilot.fit(f.knowledge, s.challenge[k].theme)
        z = normal(draw(f.key, t, PERCEIVE, j))
        seen = call.perceived(p, fit, s.challenge[k].clarity, z)
        if best < 0 or seen > best_fit:
            best = k
            best_fit = seen
    busy = 1 if f.grant_left > 0 else 0
    if draw(f.key, t, BID, 0) < call.bids(p, best_fit, plan.award, f.market, busy):
        f.bid = best
        f.cash -= p.bid_cost
        s.flows[f.home, COLUMN.bids] += 1.0
        s.flows[f.home, COLUMN.firms_unpaid] += p.bid_cost
        s.city[f.home].unpaid += p.bid_cost


def displace(p: Any, here: Any, flow: Any) -> None:
    """New sales of this month are taken from others of city and sector."""
    lost = 0.0
    for k in range(SECTORS):
        new = here.new_sales[k]
        lost += city.rest_loss(p, new)
        here.loss_share[k] = city.loss_share(p, new, here.sector_sales[k])
        flow[COLUMN.displaced] += p.displacement * new
    here.rest_loss = lost
