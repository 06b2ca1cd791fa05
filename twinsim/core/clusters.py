"""Stage 9 of the core's month: members come and go, clusters live on what they earn."""

from __future__ import annotations

from typing import Any

from twinsim.core.ahead import fetch_face
from twinsim.core.book import bear
from twinsim.rules import cluster
from twinsim.rules.draws import MEMBER, draw
from twinsim.rules.maths import happens


def run_clusters(w: Any, s: Any, t: int) -> None:
    """Firms join and leave and pay for services; then each cluster's books and quality."""
    for n in range(len(w.clusters)):
        s.cluster[n].members = 0
        s.claims[n].level = s.cluster[n].quality
    for c in range(len(w.cities)):
        for at in range(s.city[c].firms):
            f = s.sme[s.live[w.cities[c].first + at]]
            fetch_face(s.sme, s.live, w.cities[c].first + at)
            n = w.cities[c].cluster_of[f.sector]
            if n >= 0 and s.cluster[n].alive == 1:
                belong(w.p[0], s, s.cluster[n], f, t)
    for n in range(len(w.clusters)):
        if s.cluster[n].alive == 1:
            keep_books(w, s, t, n)


def belong(p: Any, s: Any, here: Any, f: Any, t: int) -> None:
    """A firm of the sector joins a cluster, leaves it, or stays and pays for its services."""
    u = draw(f.key, t, MEMBER, 0)
    if f.member == 1:
        if happens(cluster.quits(p, here.quality), u) == 1:
            f.member = 0
    elif happens(cluster.joins(p, here.quality), u) == 1:
        f.member = 1
    if f.member == 1:
        here.members += 1
        if here.services == 1:
            bear(s, f, cluster.service_price(p, here.quality))


def keep_books(w: Any, s: Any, t: int, n: int) -> None:
    """Income, cost, reserves and service quality of a cluster; it ends when it cannot pay."""
    p = w.p[0]
    here = s.cluster[n]
    income = here.subsidy + cluster.fees(p, here.members)
    if here.services == 1:
        income += here.members * cluster.service_price(p, here.quality)
    if here.diversified == 1:
        income += won(w, s, t, n)
    cost = cluster.full_cost(p, here.scale, here.members)
    here.reserves += income - here.quality * cost
    here.quality = cluster.quality_next(p, here.quality, income, cost)
    copy_practice(w, s, n)
    here.lean = here.lean + 1 if here.reserves < 0.0 else 0
    if here.lean >= p.cluster_failing:
        end(w, s, n)


def won(w: Any, s: Any, t: int, n: int) -> float:
    """Programme money (k£) that a diversified cluster earns this month: it brings the call to firms
    for its city's part of the outreach line, shared with the city's other diversified clusters."""
    home = w.clusters[n].home
    many = 0
    for k in range(len(w.clusters)):
        if w.clusters[k].home == home and s.cluster[k].diversified == 1 and s.cluster[k].alive == 1:
            many += 1
    money = 0.0
    for q in range(len(w.programmes)):
        if w.plan[q, t].pays == 1 and w.stakes[q, home].owner == 1:
            plan = w.programmes[q]
            money += w.stakes[q, home].share * plan.outreach / plan.line_months
    return money / many if many > 0 else 0.0


def copy_practice(w: Any, s: Any, n: int) -> None:
    """In a month of joint work, a cluster copies better ones of its sector in linked cities."""
    home, sector = w.clusters[n].home, w.clusters[n].sector
    here = s.cluster[n]
    for k in range(len(w.clusters)):
        link = w.link_of[home, w.clusters[k].home]
        like = w.clusters[k].sector == sector and s.cluster[k].alive == 1
        if link >= 0 and like and s.link[link].worked == 1:
            better, trust = s.claims[k].level, s.link[link].trust
            here.quality = cluster.copied(w.p[0], here.quality, better, trust)


def end(w: Any, s: Any, n: int) -> None:
    """A cluster ends; its members belong to none."""
    here = s.cluster[n]
    home = w.clusters[n].home
    here.alive = 0
    here.members = 0
    here.quality = 0.0
    here.services = 0
    here.diversified = 0
    here.opened = 0
    for at in range(s.city[home].firms):
        f = s.sme[s.live[w.cities[home].first + at]]
        if f.sector == w.clusters[n].sector:
            f.member = 0
