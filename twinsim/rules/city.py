"""What a city is, needs, learns, believes and pays for."""

from __future__ import annotations

from typing import Any

from twinsim.rules.base import Reals, Wholes, collective, rule
from twinsim.rules.maths import clip, clip01, exp, kept, power, ratio


@rule("value")
def need_at_start(p: Any, tag: int, z: float) -> float:
    """Need in a sector: higher where the city names it a priority, but drawn, not known."""
    return clip(p.need_mean + p.need_tag * tag + p.need_sd * z, 0.05, 1.0)


@rule("value")
def priority(p: Any, tag: int) -> float:
    """Priority of a sector: 1 with a tag, `priority_floor` without."""
    return p.priority_floor + (1.0 - p.priority_floor) * tag


@rule("setup")
def yearly_budget(p: Any, population: float) -> float:
    """A city's yearly procurement budget for innovative solutions (k£)."""
    return p.procurement_per_head * population / 1000.0


@rule("value")
def first_payment(p: Any, price: float, yearly: float) -> float:
    """What a contract takes from the budget of its first year (k£)."""
    cap = p.price_cap * yearly
    return price if price < cap else cap


@rule("value")
def framework_price(p: Any, price: float, buyers: int) -> float:
    """Price (k£) for each of so many buyers of a joint framework (E54)."""
    spread = 1.0 - power(1.0 * buyers, -0.74) if buyers > 1 else 0.0
    return price * (1.0 - p.g_joint_procurement * p.discount_max * spread)


@rule("value")
def known_price(p: Any, price: float, joint: float) -> float:
    """Price (k£) for a buyer outside a framework that pays `joint`: part of its discount is known
    (E54)."""
    return price - p.price_known * (price - joint)


@rule("count")
def waits(p: Any, months: int, others_hazard: float) -> int:
    """1 while an order waits, `months` months already, for another city that is about to decide."""
    if months >= p.joint_window:
        return 0
    return 1 if others_hazard * p.joint_window > 1.0 and p.g_joint_procurement > 0.0 else 0


@rule("value")
def relief(
    p: Any, quality: float, theme: float, price: float, population: float, impact: float
) -> float:
    """Need of one sector that an adoption relieves: more with quality, less where the price
    does not cover the city; `impact` is the challenge's facet."""
    cover = ratio(price, p.price_per_head * population / 1000.0)
    return p.impact * impact * quality * theme * clip01(cover)


@rule("value")
def need_next(p: Any, need: float, start: float) -> float:
    """Needs drift back to their start."""
    return clip01(need + p.need_back * (start - need))


@rule("value")
def capability_next(
    p: Any,
    capability: float,
    start: float,
    completions: int,
    adoptions: int,
    playbook_month: float,
    playbook: float,
    lead: float,
) -> float:
    """Capability after a month: from doing, from playbooks, from a partner's lead, fading.

    `playbook_month` and `playbook` are strengths in [0, 1] of the work on playbooks this month
    and of those that exist; `lead` is trust times the partner's lead at a joint event.
    """
    missing = 1.0 - capability
    doing = p.cap_do * missing * (1.0 - exp(-(completions + 2.0 * adoptions)))
    written = p.g_playbook * p.cap_playbook * missing * playbook_month
    taught = p.g_peer_learning * p.cap_peer * lead
    fading = p.cap_fade * (1.0 - p.hold * p.g_playbook * playbook) * (capability - start)
    return clip01(capability + doing + written + taught - fading)


@rule("value")
def legitimacy_next(
    p: Any, legitimacy: float, start: float, adoptions: int, relieved: float, z: float
) -> float:
    """Legitimacy after a month: noise, return to its start, success that citizens see."""
    missing = 1.0 - legitimacy
    seen = p.g_visible_success * p.leg_seen * missing * (1.0 if adoptions > 0 else 0.0)
    return clip01(
        legitimacy
        + p.leg_back * (start - legitimacy)
        + p.leg_sd * z
        + seen
        + p.leg_benefit * missing * relieved
    )


@rule("value")
def kept_by_election(p: Any, u_change: float, u_cut: float, signed: int) -> float:
    """Share of legitimacy and of this year's budget that an election leaves: a new leader may
    downgrade the agenda (E73); a signed contract takes part of the cut away."""
    if u_change < p.leader_change and u_cut < p.leader_downgrade:
        return 1.0 - p.leg_cut * (1.0 - p.commit_shield * signed)
    return 1.0


@rule("weight")
def signing(p: Any, legitimacy: float, capability: float, mandate: int) -> float:
    """Monthly hazard that a city signs a contract: when it is believed in and able enough, and has
    a mandate to call for solutions."""
    if legitimacy > p.commit_legitimacy and capability > p.commit_capability:
        return p.g_contract * p.g_call * p.commit_rate * mandate
    return 0.0


@rule("count")
def stands(p: Any, legitimacy: float, months: int) -> int:
    """1 while a contract signed `months` ago stands: it is reviewed every twelfth month."""
    if months > 0 and months % 12 == 0 and legitimacy < p.commit_lapse:
        return 0
    return 1


@rule("value")
def under_mandate(p: Any, legitimacy: float, mandate: int) -> float:
    """Legitimacy never falls below what a mandate guarantees: one to call for solutions, so that
    without calls (g_call 0) it guarantees nothing."""
    floor = p.g_mandate * p.g_call * p.mandate_floor * mandate
    return floor if legitimacy < floor else legitimacy


@rule("value")
def dissemination_next(p: Any, dissemination: float, spend_per_head: float) -> float:
    """Dissemination after a month with `spend_per_head` pounds a head."""
    reached = p.dis_rate * spend_per_head * (1.0 - dissemination)
    return clip01(dissemination + reached - p.dis_fade * dissemination)


@rule("value")
def vacated_next(p: Any, vacated: float) -> float:
    """Sales (k£) that firms which ended left to others, less those that entrants took, after a
    month: the market closes the gap."""
    return vacated * kept(p.vacated_halflife)


@rule("value")
def loss_share(p: Any, new: float, sales: float) -> float:
    """Share of their sales that modelled firms of a city and sector lose next month to `new`
    sales there (k£), or gain where these are negative: at most half."""
    return clip(ratio(p.displacement * p.modelled_share * new, sales), -0.5, 0.5)


@rule("value")
def rest_loss(p: Any, new: float, share: float, sales: float) -> float:
    """What the rest of the sector loses to `new` sales (k£): all that modelled firms do not,
    who lose the `share` of their own `sales`."""
    return p.displacement * new - share * sales


@rule("value")
def month_value(
    p: Any, jobs: float, ordered: float, relieved_heads: float, public: float, unpaid: float
) -> float:
    """Joint account of a month (k£): GVA of jobs less crowding out, worth of adoptions and of
    relief, less public money and firms' unpaid cost."""
    gva = jobs * p.gva_per_job / 12.0 * (1.0 - p.crowding_out)
    relief_ = p.relief_value * relieved_heads / 12.0 / 1000.0
    return gva + p.value_ratio * ordered + relief_ - public - unpaid


@rule("value")
def share_paid(budget: float, due: float) -> float:
    """Share of what is due that a budget can pay: all, or the same part of every claim."""
    if due <= 0.0:
        return 0.0
    return clip01(ratio(budget, due))


@rule("value")
def left(budget: float, paid: float) -> float:
    """What a payment leaves of a budget (k£): never less than nothing, rounding included."""
    return clip(budget - paid, 0.0, 1e12)


@rule("value")
def home_part(p: Any, paid: float) -> float:
    """The part of a payment (k£) whose work is done in the home area (E79)."""
    return paid * (1.0 - p.leakage)


@collective("value")
def relieved(p: Any, need: Reals, start: Reals, tags: Wholes) -> float:
    """Share of a city's needs that is relieved, weighted by its own priorities."""
    gap = 0.0
    whole = 0.0
    for k in range(len(need)):
        weight = priority(p, tags[k])
        gap += weight * (start[k] - need[k])
        whole += weight * start[k]
    return ratio(gap, whole)


@collective("weight")
def own_need(theme: Reals, need: Reals) -> float:
    """A city's need on a theme."""
    total = 0.0
    for k in range(len(theme)):
        total += theme[k] * need[k]
    return total


@rule("value")
def running_mean(mean: float, value: float, n: int) -> float:
    """Mean of n + 1 values from the mean of the first n and the last."""
    return mean + ratio(value - mean, n + 1.0)


@rule("value")
def pounds_a_head(spend: float, population: float) -> float:
    """Spend (k£) per resident, in pounds."""
    return ratio(1000.0 * spend, population)
