"""Two linked cities: what they start with, and how trust grows, breaks and fades."""

from __future__ import annotations

from typing import Any

from twinsim.rules.base import rule
from twinsim.rules.maths import clip01, exp, kept, log, ratio


@rule("setup")
def trust_at_start(p: Any, prior_ties: float) -> float:
    """Trust of two cities with `prior_ties` (prior links and half the shared networks; E65)."""
    known = 1.0 - exp(-ratio(prior_ties, p.tie_scale))
    return clip01(p.trust_floor + p.g_familiarity * p.trust_span * known)


@rule("weight")
def far(km: float) -> float:
    """Great-circle distance as a share: 0 at home, 1 at 20,000 km."""
    return clip01(ratio(log(1.0 + km / 1000.0), log(21.0)))


@rule("weight")
def unlike(ratio_: float, most: float) -> float:
    """How unlike two sizes are: |ln ratio| against that of a ratio of `most`, at most 1."""
    distance = log(ratio_)
    return clip01(ratio(distance if distance > 0.0 else -distance, log(most)))


@rule("weight")
def friction(
    p: Any, language: float, distance: float, governance: float, size: float, wealth: float
) -> float:
    """Friction of two cities from five distances, each in [0, 1]; stays in [0, 1]."""
    ease = (
        (1.0 - p.friction_language * language)
        * (1.0 - p.friction_distance * distance)
        * (1.0 - p.friction_governance * governance)
        * (1.0 - p.friction_size * size)
        * (1.0 - p.friction_wealth * wealth)
    )
    return clip01(1.0 - ease)


@rule("value")
def after_success(p: Any, trust: float) -> float:
    """Trust after a joint success: a cross-city pilot completed, or a twin adoption (E76)."""
    return clip01(trust + p.trust_success * (1.0 - trust))


@rule("value")
def after_failure(p: Any, trust: float) -> float:
    """Trust after a joint failure: a cross-city pilot stopped (E76)."""
    return clip01(trust - p.trust_failure * trust)


@rule("value")
def after_visit(p: Any, trust: float) -> float:
    """Trust after a funded visit: visits hold trust, they cannot make it."""
    gap = p.cap_visit - trust
    return clip01(trust + p.trust_visit * (gap if gap > 0.0 else 0.0))


@rule("value")
def idle_trust(p: Any, trust: float, start: float, signed: float) -> float:
    """Trust after a month without a joint event: it fades towards its start (E76), half as fast
    where both cities are under contract; `signed` is the share of them that are."""
    return clip01(start + (trust - start) * kept(p.trust_halflife * (1.0 + signed)))
