"""Stages 4 and 5 of the core's month: selection and consortia, then upskilling."""

from __future__ import annotations

from typing import Any

from twinsim.core.context import book
from twinsim.rules import call, firm, pilot
from twinsim.rules.draws import ACCEPT, PANEL_BIAS, PARTNER, READ, SEEK, WHERE, draw
from twinsim.rules.maths import normal, whole
from twinsim.world import start as fill
from twinsim.world.columns import COLUMN


def bids_for(w: Any, s: Any, i: int, q: int) -> bool:
    """Whether a live firm's bid is for a challenge of programme q."""
    first = w.programmes[q].first_challenge
    bid = s.sme[i].bid
    return s.sme[i].alive == 1 and first <= bid and bid < first + w.programmes[q].challenges


def select(w: Any, s: Any, t: int) -> None:
    """Bids of the calls that close: desk sift, consortia, readings, winners."""
    for q in range(len(w.programmes)):
        if w.plan[q, t].selects == 1:
            n = sift(w, s, q)
            if n > 0:
                n = team_up(w, s, t, q, n)
                choose(w, s, t, q, n)


def sift(w: Any, s: Any, q: int) -> int:
    """Gather the bids in the order of slots; those beyond the plan are sifted at the desk.

    Returns the number that is assessed, and books their assessment.
    """
    plan = w.programmes[q]
    n = 0
    for i in range(len(s.sme)):
        if bids_for(w, s, i, q) and s.sme[i].place == 0:
            s.claims[n].firm = i
            fit = pilot.fit(s.sme[i].knowledge, s.challenge[s.sme[i].bid].theme)
            s.claims[n].key = call.desk_order(fit)
            n += 1
    call.in_order(s.claims.key, s.claims.order, n)
    for rank in range(plan.planned_bids, n):
        fill.clear_bid(s.sme[s.claims[s.claims[rank].order].firm])
    kept = 0
    for j in range(n):
        if s.sme[s.claims[j].firm].bid >= 0:
            s.claims[kept].firm = s.claims[j].firm
            kept += 1
    s.programme[q].assessed = kept
    book(w, s, q, COLUMN.spend_assessment, w.p[0].assess_cost * kept)
    return kept


def team_up(w: Any, s: Any, t: int, q: int, n: int) -> int:
    """Bidders may seek a partner; where one from the twin city is required, bids without go.

    Returns the number of bids that are left.
    """
    p = w.p[0]
    required = w.programmes[q].require_foreign == 1
    left = 0
    for j in range(n):
        i = s.claims[j].firm
        f = s.sme[i]
        if required or draw(s.sme[i].key, t, SEEK, 0) < p.consortium_base:
            seek(w, s, t, q, i)
        if f.partner >= 0 and s.sme[f.partner].home != s.sme[i].home:
            s.flows[s.sme[i].home, COLUMN.consortia_cross] += 1.0
        elif f.partner >= 0:
            s.flows[s.sme[i].home, COLUMN.consortia_home] += 1.0
        if required and f.partner < 0:
            fill.clear_bid(f)
        else:
            s.claims[left].firm = i
            left += 1
    return left


def seek(w: Any, s: Any, t: int, q: int, i: int) -> None:
    """A bidder looks at a few candidates and takes the one worth most, if any is."""
    p = w.p[0]
    plan = w.programmes[q]
    f = s.sme[i]
    key = s.sme[i].key
    home = s.sme[i].home
    best_worth = 0.0
    for k in range(whole(p.search_width)):
        c = home
        abroad = call.looks_abroad(p, plan.joint)
        if plan.require_foreign == 1 or draw(key, t, WHERE, k) < abroad:
            c = twin_of(w, q, home, draw(key, t, WHERE, 16 + k))
        candidate = find(w, s, t, i, c, k)
        if candidate < 0:
            continue
        foreign = 1 if c != home else 0
        pair = fill.pair_key(key, s.sme[candidate].key)
        if foreign == 1:
            trust = s.link[w.link_of[home, c]].trust
            if draw(pair, t, ACCEPT, 0) >= call.accepts(p, trust):
                continue
        distance = 1.0 - pilot.fit(s.sme[i].knowledge, s.sme[candidate].knowledge)
        learning = pilot.learning(p, distance, f.absorptive)
        worth = call.partner_worth(p, learning, plan.award, foreign)
        if worth > best_worth:
            best_worth = worth
            f.partner = candidate
            f.learning = learning


def twin_of(w: Any, q: int, home: int, u: float) -> int:
    """A city linked with `home` in the programme (by u where there are several), else home."""
    n = 0
    for c in range(len(w.cities)):
        if w.link_of[home, c] >= 0 and w.stakes[q, c].owner == 1:
            n += 1
    pick = whole(u * n)
    for c in range(len(w.cities)):
        if w.link_of[home, c] >= 0 and w.stakes[q, c].owner == 1:
            if pick == 0:
                return c
            pick -= 1
    return home


def find(w: Any, s: Any, t: int, i: int, c: int, k: int) -> int:
    """The k-th candidate: of the city's free firms the one with the lowest draw for this pair,
    so that who is found hangs on no other firm. -1 for none."""
    found = -1
    lowest = 2.0
    for j in range(w.cities[c].first, w.cities[c].end):
        if s.sme[j].alive == 0 or j == i or s.pilot[j].challenge >= 0:
            continue
        u = draw(fill.pair_key(s.sme[i].key, s.sme[j].key), t, PARTNER, k)
        if u < lowest:
            lowest = u
            found = j
    return found


def choose(w: Any, s: Any, t: int, q: int, n: int) -> None:
    """Readings of each bid, and the winners of the places."""
    p = w.p[0]
    plan = w.programmes[q]
    for j in range(n):
        i = s.claims[j].firm
        fit = pilot.fit(s.sme[i].knowledge, s.challenge[s.sme[i].bid].theme)
        s.claims[j].level = call.merit(p, fit, s.sme[i].technical, s.sme[i].large)
        s.claims[j].home = s.sme[i].home
    spread = call.spread(s.claims.level, n)
    readers = whole(p.assessors)
    for j in range(n):
        i = s.claims[j].firm
        home = s.sme[i].home
        theme = s.sme[i].bid - plan.first_challenge
        own = normal(draw(s.city[home].key, 0, PANEL_BIAS, theme))
        other = 0.0
        others = 0
        capability = s.city[home].capability
        for c in range(len(w.cities)):
            if c != home and w.stakes[q, c].owner == 1:
                other += normal(draw(s.city[c].key, 0, PANEL_BIAS, theme))
                others += 1
                capability += s.city[c].capability
        if others > 0:
            other = other / others
        noise = 0.0
        for reader in range(readers):
            noise += normal(draw(s.sme[i].key, t, READ, reader))
        sd = call.reader_noise(p, spread, capability / (others + 1))
        bias = call.panel_bias(p, own, other, 1 if others > 0 else 0)
        s.claims[j].score = s.claims[j].level + spread * bias + sd * noise / readers
    places = s.programme[q].places
    least = whole(places * plan.least_share)
    call.take_best(s.claims.score, s.claims.home, s.claims.taken, n, places, least, w.stakes[q].owner)
    for j in range(n):
        f = s.sme[s.claims[j].firm]
        if s.claims[j].taken == 1:
            f.place = 1
            s.flows[s.claims[j].home, COLUMN.shortlisted] += 1.0
        else:
            fill.clear_bid(f)


def train(w: Any, s: Any, t: int) -> None:
    """Upskilling of those who won a place."""
    p = w.p[0]
    for q in range(len(w.programmes)):
        plan = w.programmes[q]
        if w.plan[q, t].trains == 0:
            continue
        months = p.training_months
        for i in range(len(s.sme)):
            if bids_for(w, s, i, q) and s.sme[i].place == 1:
                c = s.sme[i].home
                cost = firm.training_time(p, plan.hours / months)
                s.sme[i].cash -= cost
                s.city[c].unpaid += cost
                s.flows[c, COLUMN.firms_unpaid] += cost
                s.flows[c, COLUMN.training_hours] += plan.hours / months
                book(w, s, q, COLUMN.spend_upskilling, plan.training / months)
        if w.plan[q, t].trained == 1 and plan.hours > 0.0:
            teach(w, s, q)


def teach(w: Any, s: Any, q: int) -> None:
    """What the course gives to each member of the cohort."""
    p = w.p[0]
    plan = w.programmes[q]
    n = 0
    for i in range(len(s.sme)):
        if bids_for(w, s, i, q) and s.sme[i].place == 1:
            s.claims[n].firm = i
            s.claims[n].home = s.sme[i].home
            s.claims[n].sector = s.sme[i].sector
            s.claims[n].level = s.sme[i].market
            s.claims[n].key = s.sme[i].technical
            n += 1
    for j in range(n):
        f = s.sme[s.claims[j].firm]
        luck = s.programme[q].delivery
        hours = plan.hours
        custom = plan.customisation
        able = f.absorptive
        market = firm.training_gain(
            p, p.g_upskill_market, p.dose_market, f.market, hours, p.h_market, custom, able, luck
        )
        technical = firm.training_gain(
            p,
            p.g_upskill_technical,
            p.dose_technical,
            f.technical,
            hours,
            p.h_market,
            custom,
            able,
            luck,
        )
        if plan.cohort_training == 1:
            rivals = call.share_of_rivals(s.claims.home, s.claims.sector, n, j)
            others = call.mean_of_others(s.claims.level, n, j)
            market += firm.peer_gain(p, f.market, others, hours, rivals, luck)
            others = call.mean_of_others(s.claims.key, n, j)
            technical += firm.peer_gain(p, f.technical, others, hours, rivals, luck)
        learn(p, f, market, technical, plan.intensive)
        if plan.intensive == 0:
            f.push += firm.light_push(p, hours, luck)
        if call.weakest_third(s.claims.key, n, j) == 1:
            f.reveal = whole(p.reveal_months)
        s.flows[s.claims[j].home, COLUMN.trained] += 1.0


def learn(p: Any, f: Any, market: float, technical: float, intensive: int) -> None:
    """Book the gains of a course: kept for long after an intensive one, not after a light one."""
    market = market if f.market + market < 1.0 else 1.0 - f.market
    technical = technical if f.technical + technical < 1.0 else 1.0 - f.technical
    f.market += market
    f.technical += technical
    if intensive == 1:
        f.market_kept += market
        f.technical_kept += technical
    else:
        f.market_light += market
        f.technical_light += technical
