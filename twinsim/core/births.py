"""Stage 3 of the core's month, its end: some firms leave, others enter on their slots."""

from __future__ import annotations

from typing import Any

from twinsim.core.book import bear, joint_failure
from twinsim.core.start import enter
from twinsim.rules import firm, university
from twinsim.rules.draws import BIRTH, GRADUATE, SPINOUT, draw
from twinsim.rules.maths import happens
from twinsim.world import keys
from twinsim.world.columns import COLUMN


def leave(w: Any, s: Any, i: int) -> None:
    """A firm ends: its pilot stops, its place is free, nothing of it acts again."""
    f = s.sme[i]
    trial = s.pilot[i]
    f.alive = 0
    s.flow[f.home].exits += 1.0
    s.flow[f.home].cash_lost += f.cash
    s.city[f.home].vacated[f.sector] += f.trend
    if f.colleague >= 0:
        part(s.sme[f.colleague])
    if trial.challenge >= 0:
        if trial.programme >= 0:
            s.flow[f.home].stopped_exit += 1.0
        if trial.cross == 1:
            joint_failure(w, s, f.home, s.sme[trial.partner].home)


def part(f: Any) -> None:
    """The tie to a firm of another city ends."""
    f.colleague = -1
    f.colleague_since = -1
    f.colleague_joint = 0


def give_birth(w: Any, s: Any, t: int, c: int) -> None:
    """Births, spin-outs and graduates of the month, each on a slot of its own."""
    facts = w.cities[c]
    first = facts.first + facts.initial + t * facts.monthly
    for i in range(first, first + facts.monthly):
        what = keys.origin(facts, i)
        if what == keys.BACKGROUND:
            if draw(s.sme[i].key, 0, BIRTH, 0) < facts.birth_chance:
                arrive(w, s, t, i, COLUMN.births)
        elif what == keys.SPUN_OUT:
            school = s.university[facts.first_university + keys.parent(facts, i)]
            spin_out(w, s, t, i, school)
        else:
            here = s.cluster[facts.first_cluster + keys.parent(facts, i)]
            if here.places == 1 and draw(s.sme[i].key, t, GRADUATE, 0) < firm.founds(w.p[0]):
                arrive(w, s, t, i, COLUMN.graduates)
                s.sme[i].reveal = firm.revealed(w.p[0], s.sme[i].technical)


def arrive(w: Any, s: Any, t: int, i: int, line: int) -> None:
    """A new firm enters and takes sales from others."""
    f = s.sme[i]
    enter(w, s, i, t, True)
    s.flows[f.home, line] += 1.0
    s.flow[f.home].cash_entered += f.cash
    s.city[f.home].vacated[f.sector] -= f.trend


def spin_out(w: Any, s: Any, t: int, i: int, school: Any) -> None:
    """A university may found a spin-out, and does where it leads a bid."""
    f = s.sme[i]
    hazard = university.spins_out(w.p[0], 1 if school.partner >= 0 else 0)
    if happens(hazard, draw(f.key, t, SPINOUT, 0)) == 0 and school.leads < 0:
        return
    arrive(w, s, t, i, COLUMN.spinouts)
    if school.leads >= 0:
        f.aware = 1
        f.bid = school.leads
        s.flow[f.home].aware += 1.0
        s.flow[f.home].bids += 1.0
        s.flow[f.home].university_bids += 1.0
        bear(s, f, w.p[0].bid_cost)
