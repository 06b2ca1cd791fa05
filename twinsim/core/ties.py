"""Stage 9 of the core's month: ties between cities, of universities and of firms, end or hold."""

from __future__ import annotations

from typing import Any

from twinsim.core.births import part
from twinsim.core.focus import untie
from twinsim.rules import university
from twinsim.rules.draws import TIE, draw
from twinsim.rules.maths import happens
from twinsim.world import keys


def run_ties(w: Any, s: Any, t: int) -> None:
    """Idle ties may end; then count those of each link."""
    for n in range(len(w.links)):
        s.link[n].ties = 0
    for n in range(len(s.university)):
        school = s.university[n]
        if school.partner >= 0 and school.tied_since < t:
            other = s.university[school.partner]
            if n < school.partner:
                pair = keys.pair_key(school.key, other.key)
                hazard = university.tie_end(w.p[0], t - school.tied_since, school.joint)
                if happens(hazard, draw(pair, t, TIE, 0)) == 1:
                    untie(s, n)
        if school.partner > n:
            count(w, s, school.home, s.university[school.partner].home)
    for c in range(len(w.cities)):
        for at in range(s.city[c].busy):
            i = s.busy[w.cities[c].first + at]
            if s.sme[i].tied_since >= 0:
                loosen(w.p[0], s.sme[i], t)
            if s.sme[i].colleague > s.sme[i].slot:
                hold(w, s, t, i)


def loosen(p: Any, f: Any, t: int) -> None:
    """The tie to a university that an exchange gave a firm may end."""
    hazard = university.tie_end(p, t - f.tied_since, 0)
    if happens(hazard, draw(f.key, t, TIE, 0)) == 1:
        f.tied = 0
        f.tied_since = -1


def hold(w: Any, s: Any, t: int, i: int) -> None:
    """A tie of two firms ends or holds; it is not idle while they work together."""
    f = s.sme[i]
    j = s.row[f.colleague]
    other = s.sme[j]
    home = other.home
    busy = s.pilot[i].partner == other.slot or s.pilot[j].partner == f.slot
    if not busy:
        hazard = university.tie_end(w.p[0], t - f.colleague_since, f.colleague_joint)
        if happens(hazard, draw(keys.pair_key(f.key, other.key), t, TIE, 0)) == 1:
            part(other)
            part(f)
            return
    count(w, s, f.home, home)


def count(w: Any, s: Any, a: int, b: int) -> None:
    """One more live tie between two cities."""
    if w.link_of[a, b] >= 0:
        s.link[w.link_of[a, b]].ties += 1
