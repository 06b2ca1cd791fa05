"""Which firms there are: each is known by its slot, and lies in a row for as long as it lives.

A slot stands for a firm that may be born; about half of them are, and most of those end. So a firm
takes the next row of its city, and now and then the live ones close up: a run touches half the
memory that its slots would take, and passes over its firms in the order in which they lie.
"""

from __future__ import annotations

from typing import Any


def clear(w: Any, s: Any, c: int) -> None:
    """City c has no firms yet."""
    facts, here = w.cities[c], s.city[c]
    here.firms = 0
    here.rows = 0
    for slot in range(facts.first, facts.end):
        s.row[slot] = -1
        if len(s.past) > 0:
            for n in range(len(s.past[slot])):
                s.past[slot, n] = 0.0


def settle(w: Any, s: Any, c: int, slot: int) -> int:
    """Give the firm of a slot of city c a row, at the end of the live ones; returns the row."""
    facts, here = w.cities[c], s.city[c]
    i = facts.first + here.rows
    here.rows += 1
    s.row[slot] = i
    s.sme[i].slot = slot
    s.sme[i].home = c
    s.live[facts.first + here.firms] = i
    here.firms += 1
    return i


def vacate(s: Any, f: Any) -> None:
    """A firm has ended. Whoever calls this takes it off the list of live firms."""
    s.row[f.slot] = -1


def close_up(w: Any, s: Any, c: int) -> None:
    """Where a third of a city's rows are of firms that have ended, the live ones move together."""
    facts, here = w.cities[c], s.city[c]
    if 2 * here.rows <= 3 * here.firms:
        return
    for i in range(facts.first, facts.first + here.firms):
        old = s.live[i]
        if old != i:
            s.sme[i] = s.sme[old]
            s.pilot[i] = s.pilot[old]
            for d in range(len(w.cities)):
                s.order[i, d] = s.order[old, d]
            s.row[s.sme[i].slot] = i
            s.live[i] = i
    here.rows = here.firms


def keep_account(s: Any, f: Any) -> None:
    """Note what is counted of a firm that ends, where it is asked for."""
    if len(s.past) > 0:
        for n in range(len(f.account)):
            s.past[f.slot, n] = f.account[n]


def lives(s: Any, slot: int) -> bool:
    """Whether the firm of a slot lives; -1 is no firm."""
    return bool(slot >= 0 and s.row[slot] >= 0)


def home_of(w: Any, slot: int) -> int:
    """The city of a slot, whether its firm lives or not."""
    c = 0
    while slot >= w.cities[c].end:
        c += 1
    return c
