"""Stage 2 of the core's month, the focus areas: missions, exchanges, places of an accelerator."""

from __future__ import annotations

from typing import Any

from twinsim.core.book import book, in_round, joint_visit, portion
from twinsim.core.selection import twin_of
from twinsim.rules import call, firm, pilot, university
from twinsim.rules.draws import ACCELERATOR, EXCHANGE, EXCHANGE_TIE, MISSION, MISSIONS, draw
from twinsim.rules.maths import whole
from twinsim.world import keys
from twinsim.world.columns import COLUMN
from twinsim.world.keys import SECTORS


def run_focus(w: Any, s: Any, t: int, q: int) -> None:
    """What a programme does this month beside its calls and its fund."""
    plan = w.programmes[q]
    now = w.plan[q, t]
    if now.mission > 0:
        pieces = portion(w, s, q, MISSIONS, plan.missions, plan.mission_unit, -1)
        travel(w, s, t, q, in_round(s, q, MISSIONS, pieces, now.mission - 1, plan.years))
    if now.exchange > 0:
        pieces = portion(w, s, q, EXCHANGE, plan.exchanges, plan.exchange_unit, -1)
        for e in range(in_round(s, q, EXCHANGE, pieces, now.exchange - 1, 4 * plan.years)):
            exchange(w, s, t, q, e)
    if now.accelerate > 0:
        pieces = portion(w, s, q, ACCELERATOR, plan.graduates, plan.graduate_unit, -1)
        k, rounds = now.accelerate - 1, 12 * plan.years
        incubate(w, s, t, q, in_round(s, q, ACCELERATOR, pieces, k, rounds))


def travel(w: Any, s: Any, t: int, q: int, many: int) -> None:
    """A trade mission takes so many active firms, chosen by lot, to the linked city that trusts
    theirs most: links stand in every arm, so a city alone may go there too."""
    n = 0
    for c in range(len(w.cities)):
        if w.stakes[q, c].owner == 1:
            for at in range(s.city[c].firms):
                f = s.sme[s.live[w.cities[c].first + at]]
                if f.zone != firm.NONE:
                    s.claims[n].firm = s.live[w.cities[c].first + at]
                    s.claims[n].key = draw(f.key, t, MISSION, 0)
                    n += 1
    call.in_order(s.claims.key, s.claims.order, n)
    for rank in range(many if many < n else n):
        f = s.sme[s.claims[s.claims[rank].order].firm]
        trust = w.p[0].trust_floor
        for c in range(len(w.cities)):
            if w.link_of[f.home, c] >= 0:
                known = s.link[w.link_of[f.home, c]].trust
                trust = known if known > trust else trust
        f.mission = firm.mission_lift(w.p[0], f.mission, trust)
        s.flow[f.home].missions += 1.0
        book(w, s, q, COLUMN.spend_missions, w.programmes[q].mission_unit)


def incubate(w: Any, s: Any, t: int, q: int, many: int) -> None:
    """Places of an accelerator go to live clusters of the owners, one each, by lot."""
    n = 0
    for k in range(len(w.clusters)):
        here = s.cluster[k]
        home = w.clusters[k].home
        if w.stakes[q, home].owner == 1 and here.alive == 1 and here.places == 0:
            s.claims[n].firm = k
            key = keys.cluster_key(s.city[home].key, w.clusters[k].sector)
            s.claims[n].key = draw(key, t, ACCELERATOR, 0)
            n += 1
    call.in_order(s.claims.key, s.claims.order, n)
    for rank in range(many if many < n else n):
        s.cluster[s.claims[s.claims[rank].order].firm].places = 1
        book(w, s, q, COLUMN.spend_accelerator, w.programmes[q].graduate_unit)


def exchange(w: Any, s: Any, t: int, q: int, e: int) -> None:
    """An exchange of a university of an owner with one of a linked owner, or without a link of
    the same city."""
    plan = w.programmes[q]
    key = keys.pair_key(keys.programme_key(s.luck[0]), q)
    a = owner(w, q, draw(key, t, EXCHANGE, 4 * e))
    b = twin_of(w, q, a, draw(key, t, EXCHANGE, 4 * e + 1))
    here = school_of(w, q, a, draw(key, t, EXCHANGE, 4 * e + 2), -1)
    there = school_of(w, q, b, draw(key, t, EXCHANGE, 4 * e + 3), here)
    if here < 0 or there < 0:
        return
    book(w, s, q, COLUMN.spend_exchanges, plan.exchange_unit)
    s.flow[a].exchanges += 1.0
    if b != a:
        s.flow[b].exchanges += 1.0
        joint_visit(w, s, w.link_of[a, b])
        tie(w, s, t, here, there)
    teach_firm(w, s, t, here, there)
    teach_firm(w, s, t, there, here)
    distance = 1.0 - pilot.fit(s.university[here].research, s.university[there].research)
    learning = pilot.learning(w.p[0], distance, 0.5, 0.0)
    turn(w.p[0], s.university[here].research, s.university[there].research, learning)


def owner(w: Any, q: int, u: float) -> int:
    """One of a programme's owners, by u."""
    pick = whole(u * w.programmes[q].owners)
    for c in range(len(w.cities)):
        if w.stakes[q, c].owner == 1:
            if pick == 0:
                return c
            pick -= 1
    return 0


def school_of(w: Any, q: int, c: int, u: float, taken: int) -> int:
    """A university of city c that takes part, by u, other than `taken`; -1 for none."""
    facts = w.cities[c]
    most = w.programmes[q].universities
    n = most if 0 <= most < facts.universities else facts.universities
    among = n - 1 if facts.first_university <= taken < facts.first_university + n else n
    if among <= 0:
        return -1
    found = facts.first_university + whole(u * among)
    return found + 1 if among < n and found >= taken else found


def tie(w: Any, s: Any, t: int, here: int, there: int) -> None:
    """An exchange may tie two universities; one that renews a tie makes it last."""
    a, b = s.university[here], s.university[there]
    if a.partner == there:
        a.joint += 1
        b.joint += 1
    elif draw(keys.pair_key(a.key, b.key), t, EXCHANGE_TIE, 0) < university.ties(w.p[0]):
        untie(s, here)
        untie(s, there)
        a.partner, b.partner = there, here
        a.tied_since, b.tied_since = t, t


def untie(s: Any, n: int) -> None:
    """A university's tie ends, for its partner too."""
    other = s.university[n].partner
    if other >= 0:
        free(s.university[other])
        free(s.university[n])


def free(school: Any) -> None:
    """No tie."""
    school.partner = -1
    school.tied_since = -1
    school.joint = 0


def teach_firm(w: Any, s: Any, t: int, here: int, there: int) -> None:
    """A firm of the city of university `here`, found by lot, learns from university `there`."""
    p = w.p[0]
    school, other = s.university[here], s.university[there]
    found = -1
    lowest = 2.0
    for at in range(s.city[school.home].firms):
        i = s.live[w.cities[school.home].first + at]
        u = draw(keys.pair_key(school.key, s.sme[i].key), t, EXCHANGE, 0)
        if u < lowest:
            lowest = u
            found = i
    if found < 0:
        return
    f = s.sme[found]
    distance = 1.0 - pilot.fit(f.knowledge, other.research)
    learning = pilot.learning(p, distance, f.absorptive, 0.0)
    for k in range(SECTORS):
        f.knowledge[k] = university.taught(p, f.knowledge[k], other.research[k], learning)
    f.absorptive = university.absorptive_next(p, f.absorptive)
    pair = keys.pair_key(school.key, f.key)
    if f.tied == 0 and draw(pair, t, EXCHANGE_TIE, 0) < university.ties(p):
        f.tied = 1
        f.tied_since = t


def turn(p: Any, mine: Any, theirs: Any, learning: float) -> None:
    """Two research vectors turn towards each other."""
    for k in range(SECTORS):
        a, b = mine[k], theirs[k]
        mine[k] = university.taught(p, a, b, learning)
        theirs[k] = university.taught(p, b, a, learning)
