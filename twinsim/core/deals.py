"""Stage 7 of the core's month: showcases, and deals there and elsewhere."""

from __future__ import annotations

from typing import Any

from twinsim.rules import call, firm, investor, pilot
from twinsim.rules.draws import ATTEND, DEAL, OTHER_DEAL, OTHER_TICKET, TICKET, draw
from twinsim.rules.maths import happens, normal, whole
from twinsim.world import keys
from twinsim.world.columns import ACCOUNT


def run_deals(w: Any, s: Any, t: int) -> None:
    """Investors' capital is refilled; programmes show their pilots; deals go on elsewhere."""
    for n in range(len(s.investor)):
        s.investor[n].capital = investor.refilled(w.p[0], s.investor[n].capital)
    for q in range(len(w.programmes)):
        if w.plan[q, t].shows == 1:
            for c in range(len(w.cities)):
                if w.stakes[q, c].owner == 1:
                    show(w, s, t, q, c)
    for c in range(len(w.cities)):
        for at in range(s.city[c].busy):
            f = s.sme[s.busy[w.cities[c].first + at]]
            if f.zone != firm.NONE:
                deal_elsewhere(w, s, t, f)


def show(w: Any, s: Any, t: int, q: int, c: int) -> None:
    """City c shows the solutions that programme q has piloted in it; investors meet the best."""
    first = w.programmes[q].first_challenge
    end = first + w.programmes[q].challenges
    n = 0
    for at in range(s.city[c].firms):
        i = s.live[w.cities[c].first + at]
        f = s.sme[i]
        if f.supported == 1 and f.challenge >= first and f.challenge < end:
            s.claims[n].firm = i
            n += 1
    for k in range(len(s.investor)):
        guest = s.investor[k]
        foreign = 0 if guest.home == c else 1
        trust = 0.0
        if foreign == 1:
            if w.stakes[q, guest.home].owner == 0 or w.link_of[c, guest.home] < 0:
                continue
            trust = s.link[w.link_of[c, guest.home]].trust
        odds = investor.attends(w.p[0], foreign, trust, s.programme[q].delivery)
        if draw(keys.pair_key(guest.key, s.city[c].key), t, ATTEND, 0) < odds:
            meet(w, s, t, guest, n, foreign)


def meet(w: Any, s: Any, t: int, guest: Any, n: int, foreign: int) -> None:
    """An investor meets up to so many of n firms, those that fit best first."""
    p = w.p[0]
    for j in range(n):
        s.claims[j].level = pilot.fit(guest.thesis, s.sme[s.claims[j].firm].knowledge)
        s.claims[j].taken = 0
    for _ in range(whole(p.pitches)):
        best = call.best_left(s.claims.level, s.claims.taken, n)
        if best < 0 or guest.capital <= 0.0:
            return
        s.claims[best].taken = 1
        guest.met += 1
        f = s.sme[s.claims[best].firm]
        pair = keys.pair_key(guest.key, f.key)
        odds = investor.deals(p, s.claims[best].level, f.quality, foreign)
        if draw(pair, t, DEAL, 0) < odds:
            wanted = investor.ticket(p, normal(draw(pair, t, TICKET, 0)))
            amount = wanted if wanted < guest.capital else guest.capital
            guest.capital -= amount
            invest(w, s, f, amount)
            s.flow[f.home].deals_showcase += 1.0
            if foreign == 1:
                s.flow[f.home].deals_cross += 1.0
                s.flow[f.home].equity_cross += amount


def likeliest(p: Any) -> float:
    """The highest hazard of a deal elsewhere: no firm with a higher draw makes one."""
    never, once = investor.other_deals(p, 0), investor.other_deals(p, 1)
    return once if once > never else never


def deal_elsewhere(w: Any, s: Any, t: int, f: Any) -> None:
    """An active firm may find money outside showcases, at home or in the rest of the world."""
    hazard = investor.other_deals(w.p[0], f.awarded)
    if happens(hazard, draw(f.key, t, OTHER_DEAL, 0)) == 1:
        invest(w, s, f, investor.ticket(w.p[0], normal(draw(f.key, t, OTHER_TICKET, 0))))
        s.flow[f.home].awarded_deals += f.awarded


def invest(w: Any, s: Any, f: Any, amount: float) -> None:
    """A deal: money in the bank, and a year of faster growth."""
    f.cash += amount
    f.account[ACCOUNT.equity] += amount
    f.growing = whole(w.p[0].invest_months)
    s.flow[f.home].deals += 1.0
    s.flow[f.home].equity += amount
    s.flow[f.home].drawn_funds += f.awarded * amount
