"""Stage 10 of the core's month: the process indicators, of live programme work.

Live work are pilots that a programme pays for and solutions on offer that came from one.
"""

from __future__ import annotations

from typing import Any

from twinsim.rules import city, measures
from twinsim.world.keys import SECTORS


def measure_process(w: Any, s: Any, c: int) -> None:
    """Direction of a city's live programme work, its spread over facets and challenges."""
    challenges = len(w.challenges)
    for k in range(challenges):
        s.claims[k].score = 0.0
    for k in range(4):
        s.claims[k].appeal = 0.0
    work = 0
    aimed = 0.0
    for at in range(s.city[c].busy):
        k = supported_work(w, s, s.busy[w.cities[c].first + at])
        if k >= 0:
            work += 1
            s.claims[k].score += 1.0
            aimed += priority(w, s, c, k)
            if w.challenges[k].facet >= 0:
                s.claims[w.challenges[k].facet].appeal += 1.0
    flow = s.flow[c]
    flow.direction = aimed / work if work > 0 else 0.0
    flow.balance_facets = measures.evenness(s.claims.appeal, 4)
    alone = measures.concentration(s.claims.score, challenges)
    flow.fragmentation = 1.0 - alone if work > 0 else 0.0


def supported_work(w: Any, s: Any, i: int) -> int:
    """The challenge that a firm works on with a programme, -1 for none."""
    if s.pilot[i].programme >= 0:
        return int(s.pilot[i].challenge)
    if s.sme[i].supported == 1:
        return int(s.sme[i].challenge)
    return -1


def priority(w: Any, s: Any, c: int, k: int) -> float:
    """Priority that a city gives to the theme of a challenge."""
    total = 0.0
    for j in range(SECTORS):
        total += s.challenge[k].theme[j] * city.priority(w.p[0], w.cities[c].tags[j])
    return total
