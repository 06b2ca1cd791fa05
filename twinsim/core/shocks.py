"""The luck of a city's firms in a month, reckoned for some of them at once.

Every live firm takes the same few draws each month. Where they lie side by side a processor makes
several of them at a time, if there is no branch: so the middle of the normal law is reckoned for
all, and its tails for the few that lie there.
"""

from __future__ import annotations

from typing import Any

from twinsim.core.inline import inline
from twinsim.core.state import BATCH
from twinsim.rules.draws import draw
from twinsim.rules.maths import in_tail, normal_middle, normal_tail


def batch(firms: int, begin: int) -> int:
    """How many firms there are in the batch that begins at a place of the list of live firms."""
    return firms - begin if firms - begin < BATCH else BATCH


def name(s: Any, first: int, count: int) -> None:
    """Note whose luck is asked for: the `count` live firms from place `first` of the list on."""
    for j in range(count):
        s.keys[j] = s.sme[s.live[first + j]].key


@inline
def uniforms(s: Any, t: int, event: int, into: Any, count: int) -> None:
    """The draws of the firms that are named for an event of the month."""
    for j in range(count):
        into[j] = draw(s.keys[j], t, event, 0)


def normals(s: Any, t: int, event: int, into: Any, count: int) -> None:
    """The same draws as standard normals."""
    uniforms(s, t, event, s.uniform, count)
    for j in range(count):
        into[j] = normal_middle(s.uniform[j])
    many = 0
    for j in range(count):
        if in_tail(s.uniform[j]) == 1:
            s.tails[many] = j
            many += 1
    for n in range(many):
        into[s.tails[n]] = normal_tail(s.uniform[s.tails[n]])
