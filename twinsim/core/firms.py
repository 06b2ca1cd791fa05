"""Stage 3 of the core's month: firms earn, learn, forget, have ideas, bid, end and are born."""

from __future__ import annotations

from typing import Any

from twinsim.core.ahead import fetch_month
from twinsim.core.births import give_birth, leave
from twinsim.core.book import bear, rise
from twinsim.core.start import clear_account
from twinsim.rules import call, city, cluster, firm, investor, pilot, programme
from twinsim.rules.draws import (
    AWARE,
    BID,
    EXIT,
    GRANT,
    GRANT_WIN,
    GROWTH,
    IDEA,
    MARGIN,
    PERCEIVE,
    draw,
)
from twinsim.rules.maths import clip01, happens, lift, normal, whole
from twinsim.world import start as fill
from twinsim.world.columns import ACCOUNT
from twinsim.world.keys import SECTORS


def run_firms(w: Any, s: Any, t: int) -> None:
    """All live firms in the order of their slots, births, and displacement in each city."""
    p = w.p[0]
    for c in range(len(w.cities)):
        facts = w.cities[c]
        here = s.city[c]
        flow = s.flow[c]
        for k in range(SECTORS):
            here.new_sales[k] = 0.0
            here.sector_sales[k] = 0.0
            here.vacated[k] = city.vacated_next(p, here.vacated[k])
        connected = connectors(w, t, c)
        left = 0
        for at in range(here.firms):
            i = s.live[facts.first + at]
            f = s.sme[i]
            fetch_month(s.sme, s.live, facts.first + at)
            trade(p, f, here, flow, t)
            forget(p, f)
            think(p, f, connected, flow, t)
            if ends(w, s, f, t):
                leave(w, s, i)
                if t < w.warmup:
                    clear_account(f)
            else:
                s.live[facts.first + left] = i
                left += 1
                hear_and_bid(w, s, t, i)
        here.firms = left
        give_birth(w, s, t, c)
        displace(p, here, flow)


def connectors(w: Any, t: int, c: int) -> float:
    """The work of connectors in a city this month against full work."""
    most = 0.0
    for q in range(len(w.programmes)):
        if w.plan[q, t].pays == 1 and w.stakes[q, c].owner == 1:
            plan = w.programmes[q]
            work = programme.strength(plan.connectors / plan.owners, w.p[0].connector_reference)
            most = work if work > most else most
    return most


def trade(p: Any, f: Any, here: Any, flow: Any, t: int) -> None:
    """Revenue, cash and staff of the month; `here` is the firm's city, `flow` its indicators."""
    practice = firm.practice(p, f.market_kept + f.market_light)
    f.boost = investor.boosted(p, f.boost, 1 if f.growing > 0 else 0)
    if f.growing > 0:
        f.growing -= 1
    gained = practice + f.boost
    lost = here.loss_share[f.sector]
    spread = firm.growth_spread(p, f.volatility, f.staff)
    f.trend = firm.grown(f.trend, spread, normal(draw(f.key, t, GROWTH, 0)))
    f.margin = firm.margin_next(p, f.margin, normal(draw(f.key, t, MARGIN, 0)))
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
    f.mission = firm.mission_next(p, f.mission)
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


def think(p: Any, f: Any, connected: float, flow: Any, t: int) -> None:
    """Ideas come and go; active firms apply for other grants (neutral money)."""
    before = f.zone
    f.zone = firm.zone_next(p, f.zone, connected, draw(f.key, t, IDEA, 0))
    if f.zone > before:
        flow.moves_up += 1.0
    if f.zone != firm.NONE and f.grant_left == 0 and draw(f.key, t, GRANT, 0) < p.grant_apply:
        flow.grants_applied += 1.0
        if firm.grant_won(p, f.technical, normal(draw(f.key, t, GRANT_WIN, 0))) == 1:
            flow.grants_won += 1.0
            flow.drawn_funds += f.awarded * p.grant_award
            f.grant_left = whole(p.grant_months)


def ends(w: Any, s: Any, f: Any, t: int) -> bool:
    """Whether the firm ends this month."""
    p = w.p[0]
    if firm.fails(p, f.cash, f.staff) == 1:
        return True
    shield = 0.0
    if f.member == 1:
        n = w.cities[f.home].cluster_of[f.sector]
        if n >= 0:
            shield = cluster.shield(p, s.cluster[n].quality, s.cluster[n].services)
    hazard = firm.exit_hazard(p, t - f.born, f.runway, f.reveal, shield)
    return happens(hazard, draw(f.key, t, EXIT, 0)) == 1


def hear_and_bid(w: Any, s: Any, t: int, i: int) -> None:
    """While a call is open, a free firm may hear of it, and answers its best challenge."""
    f = s.sme[i]
    for q in range(len(w.programmes)):
        if w.plan[q, t].open == 0 or w.stakes[q, f.home].owner == 0:
            continue
        if f.aware == 1 or f.place == 1 or f.challenge >= 0 or s.pilot[i].challenge >= 0:
            continue
        p = w.p[0]
        plan = w.programmes[q]
        outreach = programme.outreach_ratio(p, plan.outreach / plan.owners / plan.cohorts)
        brokered = 0.0
        n = w.cities[f.home].cluster_of[f.sector]
        if n >= 0 and s.cluster[n].alive == 1:
            delivery = s.programme[q].delivery
            brokered = cluster.brokered(p, s.cluster[n].quality, f.member, delivery)
        if draw(f.key, t, AWARE, 0) < call.hears(p, brokered, f.tied, outreach):
            f.aware = 1
            s.flow[f.home].aware += 1.0
            answer(w, s, t, q, f)


def answer(w: Any, s: Any, t: int, q: int, f: Any) -> None:
    """A firm that has heard of a call looks at its challenges and may bid for the best."""
    p = w.p[0]
    plan = w.programmes[q]
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
        rise(s, f, firm.YELLOW)
        s.flow[f.home].bids += 1.0
        bear(s, f, p.bid_cost)


def displace(p: Any, here: Any, flow: Any) -> None:
    """New sales of this month are taken from others of city and sector; what firms that ended
    left goes to them."""
    lost = 0.0
    for k in range(SECTORS):
        new = here.new_sales[k] - here.vacated[k]
        sales = here.sector_sales[k]
        here.loss_share[k] = city.loss_share(p, new, sales)
        lost += city.rest_loss(p, new, here.loss_share[k], sales)
        flow.displaced += p.displacement * here.new_sales[k]
    here.rest_loss = lost
