"""Stage 4 of the core's month: the desk, consortia, readings and the winners of places."""

from __future__ import annotations

from typing import Any

from twinsim.core.book import book
from twinsim.core.census import home_of
from twinsim.rules import call, pilot
from twinsim.rules.draws import ACCEPT, PANEL_BIAS, PARTNER, READ, SEEK, WHERE, draw
from twinsim.rules.maths import normal, whole
from twinsim.world import keys
from twinsim.world import start as fill
from twinsim.world.columns import COLUMN


def select(w: Any, s: Any, t: int) -> None:
    """Bids of the calls that close: desk sift, consortia, readings, winners."""
    for q in range(len(w.programmes)):
        if w.plan[q, t].selects == 1:
            n = sift(w, s, t, q)
            if n > 0:
                n = team_up(w, s, t, q, n)
                read_bids(w, s, t, q, n)
                award_places(w, s, q, n)


def bidders(w: Any, s: Any, t: int, q: int, place: int) -> int:
    """Gather into `claims` the live firms that bid for a challenge of programme q, in the order
    of slots: those with a place (1) or without (0). Returns how many there are."""
    first = w.programmes[q].first_challenge
    end = first + w.programmes[q].challenges
    n = 0
    for c in range(len(w.cities)):
        for at in range(s.city[c].firms):
            i = s.live[w.cities[c].first + at]
            f = s.sme[i]
            if f.bid >= first and f.bid < end and f.place == place:
                s.claims[n].firm = i
                n += 1
    return n


def sift(w: Any, s: Any, t: int, q: int) -> int:
    """Gather the bids; those beyond the plan are sifted at the desk, by their fit on paper.

    Returns the number that is assessed, and books their assessment.
    """
    n = bidders(w, s, t, q, 0)
    for j in range(n):
        f = s.sme[s.claims[j].firm]
        s.claims[j].key = call.desk_order(pilot.fit(f.knowledge, s.challenge[f.bid].theme))
    call.in_order(s.claims.key, s.claims.order, n)
    for rank in range(s.programme[q].planned_bids, n):
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
    required = w.programmes[q].require_foreign == 1
    left = 0
    for j in range(n):
        i = s.claims[j].firm
        f = s.sme[i]
        if required or draw(f.key, t, SEEK, 0) < w.p[0].consortium_base:
            seek(w, s, t, q, i)
        if f.partner >= 0 and home_of(w, f.partner) != f.home:
            s.flow[f.home].consortia_cross += 1.0
        elif f.partner >= 0:
            s.flow[f.home].consortia_home += 1.0
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
    best_worth = worth_of_colleague(w, s, q, i)
    for k in range(whole(p.search_width)):
        c = f.home
        abroad = call.looks_abroad(p, plan.joint)
        if plan.require_foreign == 1 or draw(f.key, t, WHERE, k) < abroad:
            c = twin_of(w, q, f.home, draw(f.key, t, WHERE, 16 + k))
        candidate = find(w, s, t, i, c, k)
        if candidate < 0:
            continue
        other = s.sme[candidate]
        foreign = 1 if c != f.home else 0
        if foreign == 1:
            trust = s.link[w.link_of[f.home, c]].trust
            u = draw(keys.pair_key(f.key, other.key), t, ACCEPT, 0)
            if u >= call.accepts(p, trust):
                continue
        distance = 1.0 - pilot.fit(f.knowledge, other.knowledge)
        learning = pilot.learning(p, distance, f.absorptive, w.challenges[f.bid].explore)
        worth = call.partner_worth(p, learning, plan.award, foreign)
        if worth > best_worth:
            best_worth = worth
            f.partner = other.slot
            f.learning = learning


def worth_of_colleague(w: Any, s: Any, q: int, i: int) -> float:
    """A bidder knows a firm abroad that it is tied to: it takes it for the time being, where it is
    free and worth anything. Returns its worth."""
    p = w.p[0]
    f = s.sme[i]
    if f.colleague < 0 or w.programmes[q].joint == 0:
        return 0.0
    known = s.row[f.colleague]
    other = s.sme[known]
    if w.stakes[q, other.home].owner == 0 or s.pilot[known].challenge >= 0:
        return 0.0
    distance = 1.0 - pilot.fit(f.knowledge, other.knowledge)
    learning = pilot.learning(p, distance, f.absorptive, w.challenges[f.bid].explore)
    worth = call.partner_worth(p, learning, w.programmes[q].award, 1)
    if worth <= 0.0:
        return 0.0
    f.partner = f.colleague
    f.learning = learning
    return worth


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
    for at in range(s.city[c].firms):
        j = s.live[w.cities[c].first + at]
        if j != i and s.pilot[j].challenge < 0:
            u = draw(keys.pair_key(s.sme[i].key, s.sme[j].key), t, PARTNER, k)
            if u < lowest:
                lowest = u
                found = j
    return found


def read_bids(w: Any, s: Any, t: int, q: int, n: int) -> None:
    """Give each bid its score: its merit, the panel's bias and the readers' noise."""
    p = w.p[0]
    for j in range(n):
        f = s.sme[s.claims[j].firm]
        fit = pilot.fit(f.knowledge, s.challenge[f.bid].theme)
        s.claims[j].level = call.merit(p, fit, f.technical, f.large)
        s.claims[j].home = f.home
    spread = call.spread(s.claims.level, n)
    readers = whole(p.assessors)
    for j in range(n):
        f = s.sme[s.claims[j].firm]
        theme = f.bid - w.programmes[q].first_challenge
        own = normal(draw(s.city[f.home].key, 0, PANEL_BIAS, theme))
        capability = s.city[f.home].capability
        other = 0.0
        others = 0
        for c in range(len(w.cities)):
            if c != f.home and w.stakes[q, c].owner == 1:
                other += normal(draw(s.city[c].key, 0, PANEL_BIAS, theme))
                capability += s.city[c].capability
                others += 1
        if others > 0:
            other = other / others
        noise = 0.0
        for reader in range(readers):
            noise += normal(draw(f.key, t, READ, reader))
        sd = call.reader_noise(p, spread, capability / (others + 1))
        bias = call.panel_bias(p, own, other, 1 if others > 0 else 0)
        s.claims[j].score = s.claims[j].level + spread * bias + sd * noise / readers


def award_places(w: Any, s: Any, q: int, n: int) -> None:
    """The best scores win the places, at least some for each city that pays."""
    places = s.programme[q].places
    least = whole(places * w.programmes[q].least_share)
    call.take_best(
        s.claims.score, s.claims.home, s.claims.taken, n, places, least, w.stakes[q].pays
    )
    for j in range(n):
        f = s.sme[s.claims[j].firm]
        if s.claims[j].taken == 1:
            f.place = 1
            s.flow[f.home].shortlisted += 1.0
        else:
            fill.clear_bid(f)
