"""The challenge call: who hears of it, who bids, with whom, and who wins a place."""

from __future__ import annotations

from typing import Any

from twinsim.rules.base import Reals, Wholes, collective, rule
from twinsim.rules.maths import chance, clip01, log, logistic, ratio, root


@rule("probability")
def hears(p: Any, brokered: float, tied: int, outreach: float) -> float:
    """Probability that a firm hears of an open call this month (E09, E69).

    `brokered` is how well its cluster passes the call on (0 for no member), `tied` 1 with a
    university tie, `outreach` the programme's outreach money against the reference.
    """
    reach = p.reach_base + p.g_brokerage * p.reach_cluster * brokered + p.reach_university * tied
    return p.g_call * chance(reach + p.g_outreach * p.reach_spend * outreach)


@rule("weight")
def perceived(p: Any, fit: float, clarity: float, z: float) -> float:
    """Fit as a firm sees it. The less clear the challenge, the farther off the impression, and the
    less the firm trusts it: it keeps to what it expects of a call, as a Bayesian would."""
    error = (1.0 - clarity) * p.bid_noise
    known = p.bid_fit_sd * p.bid_fit_sd
    reliability = ratio(known, known + error * error)
    return p.bid_fit_mean + reliability * (fit + error * z - p.bid_fit_mean)


@rule("probability")
def bids(p: Any, perceived_: float, award: float, market: float, busy: int) -> float:
    """Probability that a firm that has heard of a call answers it (E09)."""
    prize = log(ratio(award + p.bid_cost, p.bid_cost))
    return logistic(
        p.bid_base
        + p.bid_fit * (perceived_ - p.bid_fit_ref)
        + p.bid_award * prize
        + p.bid_readiness * (market - p.bid_m_ref)
        - p.bid_load * busy
    )


@rule("probability")
def looks_abroad(p: Any, joint: int) -> float:
    """Probability that a candidate partner is sought in the twin city."""
    return 0.5 * p.g_cross_city * joint


@rule("probability")
def accepts(p: Any, trust: float) -> float:
    """Probability that a candidate from the twin city accepts."""
    return p.accept_base + (1.0 - p.accept_base) * trust


@rule("score")
def partner_worth(p: Any, learning: float, award: float, foreign: int) -> float:
    """Worth of a partner to a bidder: its learning value less the cost of a cross-city team."""
    return learning - ratio(p.team_cost, award) * foreign


@rule("score")
def merit(p: Any, fit: float, technical: float, large: int) -> float:
    """The true score of a bid."""
    return p.w_fit * fit + p.w_technical * technical + p.w_large * large


@collective("weight")
def spread(values: Reals, n: int) -> float:
    """Standard deviation of the first n values (0 for fewer than two)."""
    if n < 2:
        return 0.0
    total = 0.0
    for i in range(n):
        total += values[i]
    mean = ratio(total, n)
    squares = 0.0
    for i in range(n):
        squares += (values[i] - mean) * (values[i] - mean)
    return root(ratio(squares, n))


@rule("weight")
def reader_noise(p: Any, spread_: float, capability: float) -> float:
    """Standard deviation of one reading (E13); a capable city reads better."""
    error = root(ratio(1.0 - p.reader_icc, p.reader_icc))
    return spread_ * error * ratio(1.0 - capability, 1.0 - p.c_ref)


@rule("score")
def panel_bias(p: Any, own: float, other: float, joint: int) -> float:
    """Bias of a panel on a theme, in sd of the score: a joint panel averages the two cities'
    (`own`, `other`: standard normal)."""
    share = 0.5 * p.g_joint_panel * joint
    return p.panel_bias * ((1.0 - share) * own + share * other)


@collective("vector")
def take_best(
    scores: Reals, home: Wholes, taken: Wholes, n: int, places: int, least: int, payers: Wholes
) -> int:
    """Mark the winners among n bids in `taken` (1 or 0) and return how many there are.

    Each city that pays (payers[c] = 1) gets its best `least` first; the rest go to the best
    that are left. Ties go to the earlier bid (bids come by city and slot).
    """
    left = places
    for i in range(n):
        taken[i] = 0
    for c in range(len(payers)):
        if payers[c] == 0:
            continue
        for _ in range(least):
            best = -1
            for i in range(n):
                if home[i] == c and taken[i] == 0 and (best < 0 or scores[i] > scores[best]):
                    best = i
            if best >= 0 and left > 0:
                taken[best] = 1
                left -= 1
    while left > 0:
        best = -1
        for i in range(n):
            if taken[i] == 0 and (best < 0 or scores[i] > scores[best]):
                best = i
        if best < 0:
            break
        taken[best] = 1
        left -= 1
    return places - left


@collective("vector")
def in_order(keys: Reals, order: Wholes, n: int) -> int:
    """Fill `order` with 0 … n-1 by rising key, ties by index, and return n: contested money
    and places go by a keyed draw, never by index. (Shell's sort: a long way in few steps.)"""
    gap = 1
    while gap < n:
        gap = 3 * gap + 1
    for i in range(n):
        order[i] = i
    while gap > 1:
        gap = gap // 3
        for i in range(gap, n):
            mine = order[i]
            place = i
            while place >= gap:
                other = order[place - gap]
                if keys[other] < keys[mine] or (keys[other] == keys[mine] and other < mine):
                    break
                order[place] = other
                place -= gap
            order[place] = mine
    return n


@collective("index")
def best_left(values: Reals, taken: Wholes, n: int) -> int:
    """The largest of the first n values that is not taken, -1 for none; ties go to the earlier."""
    best = -1
    for k in range(n):
        if taken[k] == 0 and (best < 0 or values[k] > values[best]):
            best = k
    return best


@collective("value")
def mean_of_others(values: Reals, n: int, me: int) -> float:
    """Mean of the first n values without the one at `me` (that one alone: itself)."""
    if n < 2:
        return values[me]
    total = 0.0
    for i in range(n):
        if i != me:
            total += values[i]
    return ratio(total, n - 1)


@collective("weight")
def share_of_rivals(cities: Wholes, sectors: Wholes, n: int, me: int) -> float:
    """Share of the other cohort members in the same market: same city, same sector."""
    if n < 2:
        return 0.0
    rivals = 0.0
    for i in range(n):
        if i != me and cities[i] == cities[me] and sectors[i] == sectors[me]:
            rivals += 1.0
    return ratio(rivals, n - 1)


@collective("count")
def weakest_third(values: Reals, n: int, me: int) -> int:
    """1 when fewer than a third of the first n values are below that at `me`, ties by index."""
    below = 0
    for i in range(n):
        if values[i] < values[me] or (values[i] == values[me] and i < me):
            below += 1
    return 1 if 3 * below < n and n > 2 else 0


@rule("score")
def desk_order(perceived_fit: float) -> float:
    """Order in which bids are kept when there are more than were planned for: by fit on paper,
    held in [0, 1]; the lowest comes first."""
    return 1.0 - clip01(perceived_fit)
