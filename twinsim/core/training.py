"""Stage 5 of the core's month: upskilling of those who won a place."""

from __future__ import annotations

from typing import Any

from twinsim.core.book import bear, book, in_round, portion
from twinsim.core.selection import bidders
from twinsim.rules import call, firm
from twinsim.rules.draws import COURSE, COURSES, draw
from twinsim.rules.maths import whole
from twinsim.world.columns import ACCOUNT, COLUMN


def train(w: Any, s: Any, t: int) -> None:
    """A month of training for each programme that trains; the last one brings the gains."""
    for q in range(len(w.programmes)):
        if w.plan[q, t].trains == 1:
            n = bidders(w, s, t, q, 1)
            attend(w, s, q, n)
            if w.plan[q, t].trained == 1 and w.programmes[q].hours > 0.0:
                teach(w, s, q, n)
                for j in range(n):
                    s.flow[s.sme[s.claims[j].firm].home].trained += 1.0
        if w.plan[q, t].course > 0:
            open_course(w, s, t, q)


def open_course(w: Any, s: Any, t: int, q: int) -> None:
    """The same course for firms of the owners without a place, chosen by lot."""
    plan = w.programmes[q]
    pieces = portion(w, s, q, COURSES, plan.courses, plan.course_unit, -1)
    many = in_round(s, q, COURSES, pieces, w.plan[q, t].course - 1, plan.years)
    n = 0
    for c in range(len(w.cities)):
        if w.stakes[q, c].owner == 1:
            for at in range(s.city[c].firms):
                i = s.live[w.cities[c].first + at]
                if s.sme[i].place == 0:
                    s.claims[n].home = i
                    s.claims[n].key = draw(s.sme[i].key, t, COURSE, 0)
                    n += 1
    call.in_order(s.claims.key, s.claims.order, n)
    n = many if many < n else n
    for rank in range(n):
        s.claims[rank].firm = s.claims[s.claims[rank].order].home
    for j in range(n):
        f = s.sme[s.claims[j].firm]
        bear(s, f, firm.training_time(w.p[0], plan.hours))
        s.flow[f.home].training_hours += plan.hours
        s.flow[f.home].courses += 1.0
        book(w, s, q, COLUMN.spend_courses, plan.course_unit)
    teach(w, s, q, n)


def attend(w: Any, s: Any, q: int, n: int) -> None:
    """The cost of a month of training, to the programme and to the firms."""
    plan = w.programmes[q]
    months = w.p[0].training_months
    hours = plan.hours / months
    for j in range(n):
        f = s.sme[s.claims[j].firm]
        bear(s, f, firm.training_time(w.p[0], hours))
        s.flow[f.home].training_hours += hours
        book(w, s, q, COLUMN.spend_upskilling, plan.training / months)


def teach(w: Any, s: Any, q: int, n: int) -> None:
    """What the course gives to each member of the cohort."""
    p = w.p[0]
    plan = w.programmes[q]
    luck = s.programme[q].delivery
    hours = plan.hours
    for j in range(n):
        f = s.sme[s.claims[j].firm]
        s.claims[j].home = f.home
        s.claims[j].sector = f.sector
        s.claims[j].level = f.market
        s.claims[j].key = f.technical
    for j in range(n):
        f = s.sme[s.claims[j].firm]
        market = firm.training_gain(
            p,
            p.g_upskill_market,
            p.dose_market,
            f.market,
            hours,
            plan.customisation,
            f.absorptive,
            luck,
        )
        technical = firm.training_gain(
            p,
            p.g_upskill_technical,
            p.dose_technical,
            f.technical,
            hours,
            plan.customisation,
            f.absorptive,
            luck,
        )
        if plan.cohort_training == 1:
            rivals = call.share_of_rivals(s.claims.home, s.claims.sector, n, j)
            others = call.mean_of_others(s.claims.level, n, j)
            market += firm.peer_gain(p, f.market, others, hours, rivals, luck)
            others = call.mean_of_others(s.claims.key, n, j)
            technical += firm.peer_gain(p, f.technical, others, hours, rivals, luck)
        f.account[ACCOUNT.supported] = 1.0
        learn(f, market, technical, plan.intensive)
        if plan.intensive == 0:
            f.push += firm.light_push(p, hours, luck)
        elif call.weakest_third(s.claims.key, n, j) == 1:
            f.reveal = whole(p.reveal_months)


def learn(f: Any, market: float, technical: float, intensive: int) -> None:
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
