"""The programme: when things happen, what they cost and how well they are delivered."""

from __future__ import annotations

from typing import Any

from twinsim.rules.base import rule
from twinsim.rules.city import priority
from twinsim.rules.maths import clip, exp, log, ratio, whole


@rule("setup")
def mobilisation(p: Any, friction: float) -> int:
    """Months from the programme's start to the first call."""
    return whole(p.mobilise_min + p.mobilise_span * friction + 0.5)


@rule("setup")
def cohort_months(p: Any) -> int:
    """Months from one cohort's call to the next."""
    return whole(p.call_months + p.select_months + p.training_months + p.showcase_after + 0.5)


@rule("value")
def clarity(p: Any, effort: float, capability: float) -> float:
    """Clarity of a challenge: `effort` is what each owner city spent on analysis (k£),
    `capability` the owners' mean."""
    gap = (1.0 - p.clarity_floor) * exp(-ratio(effort, p.effort_scale) * capability)
    return 1.0 - gap


@rule("value")
def analysis_effort(
    p: Any, analysis: float, monitoring: float, past: float, delivery: float
) -> float:
    """Money that clarifies a challenge (k£ an owner city): analysis, and what monitoring of the
    `past` share of the programme has taught."""
    return delivery * (p.g_analysis * analysis + p.g_feedback * monitoring * past)


@rule("setup")
def training_cost(p: Any, hours: float, customisation: float, intensive: int, cohort: int) -> float:
    """Cost of the training of a place (k£). The stated prices hold for the default hours at
    full customisation (1); cost grows with hours, and by `custom_cost` a level of three."""
    if intensive == 1:
        base = p.cost_cohort if cohort == 1 else p.cost_alone
        full = p.hours_intensive
    else:
        base = p.cost_light
        full = p.hours_light
    return base * ratio(hours, full) * (1.0 - 3.0 * p.custom_cost * (1.0 - customisation))


@rule("count")
def places_bought(purse: float, unit: float, u: float) -> int:
    """Places that a purse buys (k£): what is left below one place buys one more with its own
    probability, so that planned cost is met in expectation."""
    return whole(ratio(clip(purse, 0.0, 1e12), unit) + u)


@rule("count")
def part_of(total: int, below: float, upto: float, u: float) -> int:
    """The part of `total` whole things that falls to the slice (below, upto] of shares,
    rounded by one draw so that parts sum to the total and each is right in expectation."""
    most = 1.0 * total  # a draw next to 1 would round up beyond it
    return whole(clip(total * upto + u, 0.0, most)) - whole(clip(total * below + u, 0.0, most))


@rule("weight")
def outreach_ratio(p: Any, outreach: float) -> float:
    """Outreach money of an owner city and cohort (k£) against the reference: half of
    `line_outreach`."""
    return clip(ratio(outreach, 0.5 * p.line_outreach), 0.0, 10.0)


@rule("weight")
def strength(spend: float, reference: float) -> float:
    """Money of an owner city on a line (k£) against what does its full work."""
    return clip(ratio(spend, reference), 0.0, 1.0)


@rule("value")
def interfaced(p: Any, own: float, other: float) -> float:
    """What a programme or its city has when the programmes of other links know more: part of the
    lead passes between them."""
    lead = other - own
    return own + p.g_interfaces * p.interface_share * (lead if lead > 0.0 else 0.0)


@rule("value")
def aligned(p: Any, even: float, shared: float, driver: float) -> float:
    """Weight of a sector beside a challenge's own: spread evenly, or where a mission driver aligns
    the owners, along what they need together. `driver` is the strength of its work."""
    return even + p.g_mission_driver * driver * (shared - even)


@rule("value")
def playbook_strength(p: Any, playbooks: float) -> float:
    """Strength of an owner city's playbooks: its line (k£) against half of `line_playbooks`."""
    return clip(ratio(playbooks, 0.5 * p.line_playbooks), 0.0, 1.0)


@rule("value")
def delivered(p: Any, u_zero: float, gamma_: float) -> float:
    """The luck of delivery: 0 for a programme that delivers nothing (E24), else with mean
    1/(1 - delivery_zero), so that the mean over programmes is 1 (E35). `gamma_` has mean 1."""
    if u_zero < p.delivery_zero:
        return 0.0
    return ratio(gamma_, 1.0 - p.delivery_zero)


@rule("score")
def theme_appeal(p: Any, need: float, tag: int) -> float:
    """What an owner city adds to the appeal of a sector as a joint theme: ln(need · priority).
    The sectors with the largest sums, that is geometric means, become challenges."""
    return log(need * priority(p, tag))


@rule("value")
def theme_weight(p: Any, own: int, owned: int, n: int) -> float:
    """Weight of a sector in a theme of `owned` of n sectors: `theme_own` spread over its own,
    the rest over the others."""
    if own == 1:
        return ratio(p.theme_own, owned)
    return ratio(1.0 - p.theme_own, n - owned)
