"""Small steps that several stages share: money booked, joint events, slots in use."""

from __future__ import annotations

from typing import Any

from twinsim.rules import link
from twinsim.world.columns import COLUMN


def in_use(facts: Any, t: int) -> int:
    """The end of a city's slots that may hold a firm by month t: births lie in their order."""
    return facts.first + facts.initial + (t + 1) * facts.births


def book(w: Any, s: Any, q: int, line: int, amount: float) -> None:
    """Book programme money (k£) on a line, to those who pay for the programme."""
    for c in range(len(w.cities)):
        part = w.stakes[q, c].share * amount
        s.flows[c, line] += part
        s.flows[c, COLUMN.spend] += part
        s.city[c].public += part


def bear(s: Any, f: Any, cost: float) -> None:
    """A firm bears a cost of its own (k£): time, match, bids, teams."""
    f.cash -= cost
    s.city[f.home].unpaid += cost
    s.flows[f.home, COLUMN.firms_unpaid] += cost


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
