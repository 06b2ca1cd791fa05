"""Stage 3 of the core's month, its end: some firms leave, others enter."""

from __future__ import annotations

from typing import Any

from twinsim.core.book import bear, joint_failure
from twinsim.core.census import home_of, keep_account, vacate
from twinsim.core.start import enter
from twinsim.rules import firm, university
from twinsim.rules.draws import BIRTH, GRADUATE, SPINOUT, draw
from twinsim.rules.maths import happens
from twinsim.world import keys
from twinsim.world.columns import COLUMN


def leave(w: Any, s: Any, t: int, i: int) -> None:
    """A firm ends: its pilot stops, nothing of it acts again."""
    f = s.sme[i]
    trial = s.pilot[i]
    vacate(s, f)
    if t >= w.warmup:
        keep_account(s, f)
    s.flow[f.home].exits += 1.0
    s.flow[f.home].cash_lost += f.cash
    s.city[f.home].vacated[f.sector] += f.trend
    if f.colleague >= 0:
        part(s.sme[s.row[f.colleague]])
    if trial.challenge >= 0:
        if trial.programme >= 0:
            s.flow[f.home].stopped_exit += 1.0
        if trial.cross == 1:
            joint_failure(w, s, f.home, home_of(w, trial.partner))


def part(f: Any) -> None:
    """The tie to a firm of another city ends."""
    f.colleague = -1
    f.colleague_since = -1
    f.colleague_joint = 0


def give_birth(w: Any, s: Any, t: int, c: int) -> None:
    """Births, spin-outs and graduates of the month, each on a slot of its own."""
    facts = w.cities[c]
    first = facts.first + facts.initial + t * facts.monthly
    for slot in range(first, first + facts.monthly):
        key = keys.slot_key(facts, slot, s.city[c].key)
        what = keys.origin(facts, slot)
        if what == keys.BACKGROUND:
            if draw(key, 0, BIRTH, 0) < facts.birth_chance:
                arrive(w, s, t, c, slot, key, COLUMN.births)
        elif what == keys.SPUN_OUT:
            school = s.university[facts.first_university + keys.parent(facts, slot)]
            spin_out(w, s, t, c, slot, key, school)
        else:
            here = s.cluster[facts.first_cluster + keys.parent(facts, slot)]
            if here.places == 1 and draw(key, t, GRADUATE, 0) < firm.founds(w.p[0]):
                f = s.sme[arrive(w, s, t, c, slot, key, COLUMN.graduates)]
                f.reveal = firm.revealed(w.p[0], f.technical)


def arrive(w: Any, s: Any, t: int, c: int, slot: int, key: int, line: int) -> int:
    """A new firm enters and takes sales from others; returns its row."""
    i = enter(w, s, c, slot, key, t, True)
    f = s.sme[i]
    s.flows[c, line] += 1.0
    s.flow[c].cash_entered += f.cash
    s.city[c].vacated[f.sector] -= f.trend
    return i


def spin_out(w: Any, s: Any, t: int, c: int, slot: int, key: int, school: Any) -> None:
    """A university may found a spin-out, and does where it leads a bid."""
    hazard = university.spins_out(w.p[0], 1 if school.partner >= 0 else 0)
    if happens(hazard, draw(key, t, SPINOUT, 0)) == 0 and school.leads < 0:
        return
    f = s.sme[arrive(w, s, t, c, slot, key, COLUMN.spinouts)]
    if school.leads >= 0:
        f.aware = 1
        f.bid = school.leads
        s.flow[f.home].aware += 1.0
        s.flow[f.home].bids += 1.0
        s.flow[f.home].university_bids += 1.0
        bear(s, f, w.p[0].bid_cost)
