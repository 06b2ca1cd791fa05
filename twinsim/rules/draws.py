"""Luck, addressed: every draw is a pure function of who, when and what for.

A key names an agent (seed, replicate, city, kind, slot); a draw mixes it with the month, the
event and an ordinal, in two rounds of a 64-bit finaliser. So an agent's luck depends neither on
what others do nor on the arm, the partner, the thread or the machine. The mixing constants are
those of David Stafford's variant 13 (2011) and of Pelle Evensen's rrmxmx (2018).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from twinsim.rules.maths import log, normal, power, ratio, root

# Kinds of agents in a key.
CITY, SME, LINK, PROGRAMME, INVESTOR, UNIVERSITY, CLUSTER = 1, 2, 3, 4, 5, 6, 7

# Events: what a draw is for. A number is never reused for something else.
(
    START_NEED,
    START_CAPABILITY,
    START_LEGITIMACY,
    FACT,
    START_SECTOR,
    START_KNOWLEDGE,
    START_MARKET,
    START_TECHNICAL,
    START_ABSORPTIVE,
    START_STAFF,
    START_CASH,
    START_MARGIN,
    START_VOLATILITY,
    START_AGE,
    START_LARGE,
    START_MEMBER,
    START_TIED,
    START_ACTIVE,
    BIRTH,
    GROWTH,
    MARGIN,
    EXIT,
    IDEA,
    GRANT,
    GRANT_WIN,
    AWARE,
    PERCEIVE,
    BID,
    SEEK,
    WHERE,
    PARTNER,
    ACCEPT,
    READ,
    PANEL_BIAS,
    TRIAL,
    PROGRESS,
    STOP,
    BACK,
    QUALITY,
    ADOPT,
    PRIORITY,
    SALE,
    SALE_SIZE,
    SALE_ABROAD,
    SALE_ABROAD_SIZE,
    LEGITIMACY,
    ELECTION,
    LEADER,
    PLACES,
    DELIVERY_ZERO,
    DELIVERY,
    OTHER_PILOT,
    PLANNED_BIDS,
    CONTRACT,
    ATTEND,
    DEAL,
    TICKET,
    OTHER_DEAL,
    OTHER_TICKET,
    SPINOUT,
    LEAD,
    GRADUATE,
    MEMBER,
    TIE,
    EXCHANGE,
    EXCHANGE_TIE,
    MISSION,
    MISSIONS,
    COURSE,
    COURSES,
    FUND,
    FUNDED,
    ACCELERATOR,
) = range(1, 74)


def _mixing(word: Callable[[int], Any]) -> Callable[[Any, Any], Any]:
    """The one source of the mix, with its constants as Python or as 64-bit unsigned integers."""
    mask = word(0xFFFFFFFFFFFFFFFF)
    golden = word(0x9E3779B97F4A7C15)
    first, second = word(0xBF58476D1CE4E5B9), word(0x94D049BB133111EB)
    third = word(0x9FB21C651E98DF25)
    s27, s30, s31, s28 = word(27), word(30), word(31), word(28)

    def mix(key: Any, what: Any) -> Any:
        """A new 64-bit key from a key and a word (both unsigned 64-bit)."""
        z = (key + (what + golden) * third) & mask
        z = ((z ^ (z >> s30)) * first) & mask
        z = ((z ^ (z >> s27)) * second) & mask
        z = z ^ (z >> s31)
        z = (z * third) & mask
        return z ^ (z >> s28)

    return mix


mix: Callable[[int, int], int] = _mixing(int)
_words_mix = _mixing(np.uint64)


def core_mix(key: Any, what: Any) -> Any:
    """The mix for compiled code: the same source with 64-bit unsigned integers."""
    return _words_mix(np.uint64(key), np.uint64(what))


def uniform(bits: int) -> float:
    """A number in (0, 1), never an end, from 64 mixed bits."""
    return ((bits >> 12) + 0.5) * 2.220446049250313e-16


def draw(key: int, month: int, event: int, ordinal: int) -> float:
    """The uniform of an agent's key at a month, for an event and its ordinal.

    `month` counts from the start of the warm-up (0 for what happens before it), `ordinal`
    is below 65,536.
    """
    bits = mix(key, (month << 32) | (event << 16) | ordinal)
    return ((bits >> 12) + 0.5) * 2.220446049250313e-16


def gamma(key: int, month: int, event: int, ordinal: int, shape: float) -> float:
    """A gamma draw of mean `shape` and scale 1 (Marsaglia & Tsang 2000); 0 for shape 0.

    Attempts are ordinals too: 64 are kept for each `ordinal`, and the last one is accepted.
    """
    if shape <= 0.0:
        return 0.0
    lift = 1.0
    a = shape
    if shape < 1.0:
        a = shape + 1.0
        lift = power(draw(key, month, event, ordinal * 64 + 63), ratio(1.0, shape))
    d = a - 1.0 / 3.0
    c = ratio(1.0, root(9.0 * d))
    v = 1.0
    for attempt in range(31):
        z = normal(draw(key, month, event, ordinal * 64 + 2 * attempt))
        v = 1.0 + c * z
        if v > 0.0:
            v = v * v * v
            u = draw(key, month, event, ordinal * 64 + 2 * attempt + 1)
            # Below a bound that is cheap to reckon, the test is passed whatever the logs are.
            if u < 1.0 - 0.0331 * z * z * z * z:
                break
            if log(u) < 0.5 * z * z + d - d * v + d * log(v):
                break
        else:
            v = 1.0
    return d * v * lift
