"""Stage 6 of the core's month: a demonstrator fund chooses firms for pilots without a call."""

from __future__ import annotations

from typing import Any

from twinsim.core.book import in_round, portion
from twinsim.core.census import home_of
from twinsim.core.selection import seek
from twinsim.rules import call, firm, pilot
from twinsim.rules.draws import FUND, FUNDED, SEEK, draw
from twinsim.rules.maths import whole


def choose(w: Any, s: Any, t: int, q: int) -> int:
    """Gather into `claims` the owners' firms that explore an idea, mark the `taken` ones, chosen by
    lot, and find their challenge and partner. Returns how many were gathered."""
    plan = w.programmes[q]
    n = 0
    for c in range(len(w.cities)):
        if w.stakes[q, c].owner == 1:
            for at in range(s.city[c].firms):
                i = s.live[w.cities[c].first + at]
                f = s.sme[i]
                free = f.bid < 0 and f.challenge < 0 and s.pilot[i].challenge < 0
                if free and f.zone == firm.YELLOW:
                    s.claims[n].firm = i
                    s.claims[n].home = c
                    s.claims[n].score = draw(f.key, t, FUNDED, 0)
                    n += 1
    pieces = portion(w, s, q, FUND, plan.fund, plan.fund_unit, -1)
    many = in_round(s, q, FUND, pieces, w.plan[q, t].fund - 1, plan.years)
    least = whole(many * plan.least_share)
    call.take_best(s.claims.score, s.claims.home, s.claims.taken, n, many, least, w.stakes[q].pays)
    for j in range(n):
        if s.claims[j].taken == 1:
            prepare(w, s, t, q, s.claims[j].firm)
    return n


def prepare(w: Any, s: Any, t: int, q: int, i: int) -> None:
    """A chosen firm takes the challenge that fits it best, and may seek a partner."""
    plan = w.programmes[q]
    f = s.sme[i]
    best = -1
    best_fit = 0.0
    for k in range(plan.first_challenge, plan.first_challenge + plan.challenges):
        fit = pilot.fit(f.knowledge, s.challenge[k].theme)
        if best < 0 or fit > best_fit:
            best = k
            best_fit = fit
    f.bid = best
    if plan.require_foreign == 1 or draw(f.key, t, SEEK, 0) < w.p[0].consortium_base:
        seek(w, s, t, q, i)
    if f.partner >= 0 and home_of(w, f.partner) != f.home:
        s.flow[f.home].consortia_cross += 1.0
    elif f.partner >= 0:
        s.flow[f.home].consortia_home += 1.0
