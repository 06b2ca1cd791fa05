"""Stage 9 of the core's month: members come and go, clusters live on what they earn."""

from __future__ import annotations

from typing import Any

from twinsim.core.book import bear
from twinsim.core.inline import inline
from twinsim.core.shocks import batch, name, uniforms
from twinsim.core.state import BATCH
from twinsim.rules import cluster
from twinsim.rules.draws import MEMBER
from twinsim.rules.maths import happens


def run_clusters(w: Any, s: Any, t: int) -> None:
    """Firms join and leave and pay for services; then each cluster's books and quality."""
    for n in range(len(w.clusters)):
        s.cluster[n].members = 0
        s.claims[n].level = s.cluster[n].quality
    most = likeliest(w, s)
    for c in range(len(w.cities)):
        facts = w.cities[c]
        for begin in range(0, s.city[c].firms, BATCH):
            first = facts.first + begin
            many = batch(s.city[c].firms, begin)
            name(s, first, many)
            uniforms(s, t, MEMBER, s.uniform, many)
            for j in range(many):
                f = s.sme[s.live[first + j]]
                if s.uniform[j] < most:
                    come_or_go(w, s, c, f, s.uniform[j])
                if f.member == 1:
                    belong(w, s, c, f)
    for n in range(len(w.clusters)):
        if s.cluster[n].alive == 1:
            keep_books(w, s, t, n)


def likeliest(w: Any, s: Any) -> float:
    """The highest hazard that a firm joins a cluster or leaves it."""
    p = w.p[0]
    most = 0.0
    for n in range(len(w.clusters)):
        if s.cluster[n].alive == 1:
            quality = s.cluster[n].quality
            joins, quits = cluster.joins(p, quality), cluster.quits(p, quality)
            most = joins if joins > most else most
            most = quits if quits > most else most
    return most


def serving(w: Any, s: Any, c: int, f: Any) -> int:
    """The live cluster of a firm of city c, -1 for none."""
    n = w.cities[c].cluster_of[f.sector]
    return n if n >= 0 and s.cluster[n].alive == 1 else -1


def come_or_go(w: Any, s: Any, c: int, f: Any, u: float) -> None:
    """A firm of the sector joins a cluster, or leaves it."""
    n = serving(w, s, c, f)
    if n < 0:
        return
    quality = s.cluster[n].quality
    if f.member == 1:
        if happens(cluster.quits(w.p[0], quality), u) == 1:
            f.member = 0
    elif happens(cluster.joins(w.p[0], quality), u) == 1:
        f.member = 1


@inline
def belong(w: Any, s: Any, c: int, f: Any) -> None:
    """A member counts, and pays for the services of its cluster."""
    n = serving(w, s, c, f)
    if n < 0:
        return
    here = s.cluster[n]
    here.members += 1
    if here.services == 1:
        bear(s, f, cluster.service_price(w.p[0], here.quality))


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
