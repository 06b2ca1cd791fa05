"""What cluster organisations live on, how good they are and who belongs to them."""

from __future__ import annotations

from typing import Any

from twinsim.rules.base import rule
from twinsim.rules.maths import clip, clip01, power, ratio


@rule("value")
def cost_scale(p: Any, members: int) -> float:
    """Yearly cost (k£) of full service to one member, such that at the start the fees of
    `members` and the subsidy's usual share of income (E70) pay for quality `cluster_quality`."""
    many = 1.0 * members if members > 0 else 1.0
    income = ratio(p.cluster_fee * many, 1.0 - p.cluster_subsidy)
    return ratio(income, p.cluster_quality * power(many, p.cluster_scale))


@rule("value")
def full_cost(p: Any, scale: float, members: int) -> float:
    """Monthly cost (k£) of full service to all members: economies of scale."""
    return scale * power(1.0 * members, p.cluster_scale) / 12.0 if members > 0 else scale / 12.0


@rule("value")
def subsidy(p: Any, members: int) -> float:
    """Monthly public subsidy (k£): the usual share of income at the start (E70)."""
    many = 1.0 * members if members > 0 else 1.0
    return ratio(p.cluster_fee * many, 1.0 - p.cluster_subsidy) * p.cluster_subsidy / 12.0


@rule("value")
def fees(p: Any, members: int) -> float:
    """Monthly income (k£) from members' fees; they are among a firm's ordinary costs."""
    return p.cluster_fee * members / 12.0


@rule("value")
def service_price(p: Any, quality_: float) -> float:
    """What a member pays a month (k£) for services beside its fee."""
    return p.service_price * quality_ / 12.0


@rule("value")
def quality_next(p: Any, quality_: float, income: float, cost: float) -> float:
    """Service quality a month on: it moves to what income pays of full service."""
    return clip01(quality_ + ratio(clip01(ratio(income, cost)) - quality_, p.cluster_lag))


@rule("value")
def copied(p: Any, quality_: float, better: float, trust: float) -> float:
    """Quality after a month of joint work with a better cluster of the sector in a linked city."""
    return clip01(quality_ + p.cluster_copy * trust * clip(better - quality_, 0.0, 1.0))


@rule("weight")
def joins(p: Any, quality_: float) -> float:
    """Monthly hazard that a firm of the sector joins."""
    return p.cluster_join * quality_


@rule("weight")
def quits(p: Any, quality_: float) -> float:
    """Monthly hazard that a member leaves a cluster that serves it badly."""
    return p.cluster_leave * (1.0 - quality_)


@rule("weight")
def shield(p: Any, quality_: float, services: int) -> float:
    """Share by which services lower a member's exit hazard."""
    return clip01(p.g_cluster_services * p.cluster_shield * quality_ * services)


@rule("weight")
def brokered(p: Any, quality_: float, member: int, delivery: float) -> float:
    """How well a cluster passes a call on: in full to members, in part to others of its sector
    (E69: brokerage beyond the cluster)."""
    return quality_ * delivery * (1.0 if member == 1 else p.cluster_beyond)
