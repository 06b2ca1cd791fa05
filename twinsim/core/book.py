"""Small steps that several stages share: money booked, pieces bought, joint events."""

from __future__ import annotations

from typing import Any

from twinsim.rules import link, programme
from twinsim.rules.draws import draw
from twinsim.world import keys
from twinsim.world.columns import ACCOUNT


def book(w: Any, s: Any, q: int, line: int, amount: float) -> None:
    """Book programme money (k£) on a line, to those who pay for the programme."""
    for c in range(len(w.cities)):
        part = w.stakes[q, c].share * amount
        s.flows[c, line] += part
        s.flow[c].spend += part
        s.city[c].public += part


def portion(w: Any, s: Any, q: int, event: int, purse: float, unit: float, most: int) -> int:
    """Whole pieces that programme q gets of what the one purse of the arm buys (`most` at most,
    -1 for no limit)."""
    key = keys.programme_key(s.luck[0])
    total = programme.places_bought(purse, unit, draw(key, 0, event, 0))
    if most >= 0 and total > most:
        total = most
    plan = w.programmes[q]
    return programme.part_of(total, plan.slice_low, plan.slice_high, draw(key, 0, event, 1))


def in_round(s: Any, q: int, event: int, pieces: int, k: int, rounds: int) -> int:
    """The part of a programme's pieces that falls to round k of so many."""
    u = draw(keys.programme_key(s.luck[0]), 0, event, 2 + q)
    return programme.part_of(pieces, k / rounds, (k + 1.0) / rounds, u)


def bear(s: Any, f: Any, cost: float) -> None:
    """A firm bears a cost of its own (k£): time, match, bids, teams."""
    f.cash -= cost
    f.account[ACCOUNT.unpaid] += cost
    s.city[f.home].unpaid += cost
    s.flow[f.home].firms_unpaid += cost


def rise(s: Any, f: Any, zone: int) -> None:
    """A firm's idea moves up to a zone, if it is not there."""
    if f.zone < zone:
        s.flow[f.home].moves_up += 1.0
    f.zone = zone


def joint_failure(w: Any, s: Any, a: int, b: int) -> None:
    """A cross-city pilot stopped."""
    this = s.link[w.link_of[a, b]]
    this.trust = link.after_failure(w.p[0], this.trust)
    this.joint = 1
    this.worked = 1


def joint_success(w: Any, s: Any, a: int, b: int) -> None:
    """A cross-city pilot completed, or a twin adoption."""
    this = s.link[w.link_of[a, b]]
    this.trust = link.after_success(w.p[0], this.trust)
    this.joint = 1
    this.worked = 1


def joint_visit(w: Any, s: Any, n: int) -> None:
    """A funded visit or an exchange on a link."""
    s.link[n].trust = link.after_visit(w.p[0], s.link[n].trust)
    s.link[n].joint = 1
