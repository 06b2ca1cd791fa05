"""What investors do: attend showcases, meet firms, make deals; and what a deal gives a firm."""

from __future__ import annotations

from typing import Any

from twinsim.rules.base import rule
from twinsim.rules.maths import clip, clip01, exp, kept, logistic, ratio, whole


@rule("setup")
def investors(p: Any, population: float, gdp_per_head: float) -> int:
    """Investors of a city: by residents and wealth, from 3 to 40."""
    return whole(
        clip(ratio(population, p.investor_residents) * gdp_per_head / 40000.0 + 0.5, 3.0, 40.0)
    )


@rule("probability")
def attends(p: Any, foreign: int, trust: float, delivery: float) -> float:
    """Probability that an investor attends a showcase: at home, or in a twin city that it trusts;
    a trust of .3 is enough (E60)."""
    share = p.attend_home
    if foreign == 1:
        share = p.attend_foreign * clip01(trust / 0.3)
    return p.g_showcase * clip01(share * delivery)


@rule("probability")
def deals(p: Any, fit: float, quality: float, foreign: int) -> float:
    """Probability that a meeting makes a deal (E57), less often with a foreign firm (E60)."""
    bias = p.i_home_bias * foreign
    return logistic(p.deal_base + p.i_fit * fit + p.i_quality * quality - bias)


@rule("weight")
def other_deals(p: Any, awarded: int) -> float:
    """Monthly hazard of a deal outside showcases; a first award raises it (E18), a second adds
    nothing (E19)."""
    return p.deal_bau * (1.0 + p.g_signal * (p.award_signal - 1.0) * awarded)


@rule("value")
def ticket(p: Any, z: float) -> float:
    """Size of a deal (k£): log-normal (E59)."""
    return p.ticket_median * exp(p.ticket_sd * z)


@rule("value")
def refilled(p: Any, capital: float) -> float:
    """An investor's capital (k£) a month on: refilled up to what it holds at the start."""
    return clip(
        capital + p.fund_inflow * p.ticket_median / 12.0, 0.0, p.fund_tickets * p.ticket_median
    )


@rule("value")
def boosted(p: Any, boost: float, growing: int) -> float:
    """Log revenue that investment has given: it grows for a time, then fades (E58)."""
    left = 0.0 if boost == 0.0 else boost * kept(p.invest_fade)
    return left + p.invest_growth * growing
