"""What universities do: exchanges with partners, ties that come and go, spin-outs."""

from __future__ import annotations

from typing import Any

from twinsim.rules.base import rule
from twinsim.rules.maths import clip, clip01, logistic, power, ratio, root, whole


@rule("setup")
def universities(p: Any, known: float, population: float) -> int:
    """Universities of a city: the known number, or where it is not known (below 0) one that
    grows with the root of the population, from 1 to 8."""
    if known >= 0.0:
        return whole(clip(known, 0.0, 500.0))
    return whole(clip(1.5 * root(ratio(population, p.university_residents)) + 0.5, 1.0, 8.0))


@rule("probability")
def ties(p: Any) -> float:
    """Probability that an exchange leaves a tie."""
    return p.g_exchange * p.exchange_tie


@rule("weight")
def tie_end(p: Any, months: int, joint: int) -> float:
    """Monthly hazard that an idle tie ends (E75): halved by each joint success, falling with the
    tie's age in months (E74)."""
    return ratio(p.tie_hazard * power(0.5, 1.0 * joint), 1.0 + ratio(1.0 * months, p.tie_age))


@rule("value")
def absorptive_next(p: Any, absorptive: float) -> float:
    """Absorptive capacity of a firm after it took part in an exchange."""
    return clip01(absorptive + p.g_exchange * p.exchange_absorptive * (1.0 - absorptive))


@rule("value")
def taught(p: Any, own: float, other: float, learning_: float) -> float:
    """One entry of a vector turned towards a partner's by an exchange."""
    return own + p.g_exchange * p.learn_rate * learning_ * (other - own)


@rule("weight")
def spins_out(p: Any, tied: int) -> float:
    """Monthly hazard that a university founds a spin-out, more with a tie abroad."""
    return p.spin_base * (1.0 + p.spin_tie * tied)


@rule("probability")
def leads(p: Any, perceived_: float) -> float:
    """Probability that a university leads a bid in a call, with a spin-out founded for it."""
    return p.g_call * p.lead_base * logistic(p.bid_fit * (perceived_ - p.bid_fit_ref))
