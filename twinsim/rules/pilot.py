"""Fit, learning and what becomes of a pilot, its adoption and its sales."""

from __future__ import annotations

from typing import Any

from twinsim.rules.base import Reals, collective, rule
from twinsim.rules.maths import chance, clip, clip01, exp, log, logistic, power, ratio, root

# Why projects of a public programme stopped (E48): shares of the three reasons that the model has.
FOR_DEMAND, FOR_TECHNIQUE, FOR_MONEY = 0.32 / 0.69, 0.25 / 0.69, 0.12 / 0.69


@collective("value")
def fit(a: Reals, b: Reals) -> float:
    """Cosine of two non-negative vectors of the knowledge space, in [0, 1]."""
    ab = 0.0
    aa = 0.0
    bb = 0.0
    for k in range(len(a)):
        ab += a[k] * b[k]
        aa += a[k] * a[k]
        bb += b[k] * b[k]
    return clip01(ratio(ab, root(aa * bb)))


@rule("value")
def learning(p: Any, distance: float, absorptive: float, explore: float) -> float:
    """Learning value of a partner: an inverted U in cognitive distance, 1 at its peak (E38).

    exp(-kappa KL(peak || distance)), KL the Bernoulli divergence; the peak lies farther for a
    firm with absorptive capacity, and where the challenge is to `explore` (0 to 1).
    """
    peak = clip(p.d_peak + 0.2 * (absorptive - 0.5) + 0.1 * explore, 0.1, 0.9)
    d = clip(distance, 1e-9, 1.0 - 1e-9)
    divergence = peak * log(ratio(peak, d)) + (1.0 - peak) * log(ratio(1.0 - peak, 1.0 - d))
    return exp(-p.kappa * divergence)


@rule("value")
def turned(p: Any, own: float, other: float, learning_: float) -> float:
    """One entry of a knowledge vector after a month of joint work with a partner."""
    return own + p.learn_rate * learning_ * (other - own)


@rule("value")
def step(
    p: Any,
    technical: float,
    capability: float,
    delivery: float,
    supported: int,
    cross: int,
    friction: float,
    trust: float,
    duration: float,
    z: float,
) -> float:
    """Progress of a pilot in a month (share of the work), `duration` times as long as usual.

    `capability` is the host's, `supported` 1 with host support; the reference case has it from a
    city of capability `c_ref`. A cross-city team loses time whatever the trust, and more where
    friction meets little trust.
    """
    help_ = p.g_host_support * p.p_host * delivery * capability * supported
    pace = ratio(1.0, p.pilot_months * duration) * (1.0 + p.p_technical * (technical - p.t_ref))
    pace = pace * ratio(1.0 + help_, 1.0 + p.p_host * p.c_ref)
    if cross == 1:
        pace = pace * (1.0 - p.team_time) * (1.0 - friction * (1.0 - trust))
    noise = exp(p.pilot_noise * z - 0.5 * p.pilot_noise * p.pilot_noise)
    return clip01(pace * noise)


@rule("weight")
def stop_demand(p: Any, fit_: float, market: float, need: float) -> float:
    """Monthly hazard that want of demand stops a pilot (E48)."""
    pull = p.stop_fit * (fit_ - p.fit_ref) + p.stop_m * (market - p.m_ref)
    return p.stop_base * FOR_DEMAND * exp(-pull - p.stop_need * (need - p.need_ref))


@rule("weight")
def stop_technical(p: Any, technical: float, risk: float) -> float:
    """Monthly hazard that a technical failure stops a pilot (E48), `risk` times the usual one."""
    return p.stop_base * FOR_TECHNIQUE * risk * exp(-p.stop_t * (technical - p.t_ref))


@rule("weight")
def stop_money(p: Any, runway: float) -> float:
    """Monthly hazard that want of money stops a pilot (E48)."""
    return p.stop_base * FOR_MONEY * exp(-p.exit_cash * (runway - p.runway_ref) / 12.0)


@rule("count")
def stopped(demand: float, technical: float, money: float, u: float) -> int:
    """Which of three competing hazards stops a pilot this month: 0 none, 1 want of demand,
    2 a technical failure, 3 want of money."""
    total = demand + technical + money
    stops = chance(total)
    if u >= stops:
        return 0
    mark = ratio(u, stops) * total
    if mark < demand:
        return 1
    return 2 if mark < demand + technical else 3


@rule("value")
def firms_part(p: Any, award: float, done: float) -> float:
    """What a firm itself pays for a part `done` of the pilot (k£): its match, and what the
    award does not reach it for."""
    return award * done * (1.0 + p.match - p.g_award)


@rule("probability")
def tried(p: Any, pilot_share: float) -> float:
    """Probability that a trained firm goes on to a pilot."""
    return p.g_trial * pilot_share


@rule("value")
def quality(
    p: Any, fit_: float, technical: float, learning_: float, spread: float, z: float
) -> float:
    """Quality of the solution that a completed pilot leaves, in [0, 1]; luck counts `spread` times
    as much as usual."""
    return logistic(
        p.q0
        + p.q_fit * (fit_ - p.fit_ref)
        + p.q_technical * (technical - p.t_ref)
        + p.g_cross_learning * p.q_learning * learning_
        + p.q_noise * spread * z
    )


@rule("weight")
def ripeness(p: Any, clock: float, window: float) -> float:
    """Orders do not come at once and do not come for ever (E46): a factor in [0, 1]."""
    if clock < 0.0:
        return 0.0
    return (1.0 - exp(-ratio(clock, p.order_ramp))) * exp(-ratio(clock, window))


@rule("weight")
def pull(
    p: Any, quality_: float, capability: float, legitimacy: float, market: float, own_need: float
) -> float:
    """How much more than the reference case a city wants a solution: a product of ratios, each
    with an elasticity that its prior lets be 0."""
    return (
        power(ratio(quality_, p.q_ref), p.demand_quality)
        * power(ratio(capability, p.c_ref), p.demand_capability)
        * power(ratio(legitimacy, p.v_ref), p.demand_legitimacy)
        * power(ratio(market, p.m_ref), p.demand_market)
        * power(ratio(own_need, p.need_ref), p.demand_need)
    )


@rule("weight")
def host_hazard(p: Any, pull_: float, dissemination: float, ripe: float, signed: int) -> float:
    """Monthly hazard that the host adopts what was piloted in it, at scale more readily under a
    signed contract."""
    accepted = 1.0 + p.accept_weight * p.g_acceptance * dissemination
    committed = 1.0 + (p.commit_scale - 1.0) * signed
    return p.g_rollout * p.adopt_base * pull_ * accepted * committed * ripe


@rule("weight")
def twin_hazard(
    p: Any, pull_: float, dissemination: float, ripe: float, trust: float, friction: float
) -> float:
    """Monthly hazard that the twin adopts a solution of a challenge it owns too (E52)."""
    accepted = 1.0 + p.accept_weight * p.g_acceptance * dissemination
    passed = (p.replicate_base + p.replicate_trust * trust) * (1.0 - friction * (1.0 - trust))
    return p.g_replication * p.adopt_base * pull_ * accepted * ripe * passed


@rule("weight")
def sale_hazard(p: Any, quality_: float, market: float, ripe: float, opened: int) -> float:
    """Monthly hazard of the first private sale at home, higher once a cluster has `opened` the
    home market of its sector."""
    base = p.g_market * p.sale_base * (1.0 + p.home_market * opened)
    worth = power(ratio(quality_, p.q_ref), p.demand_quality)
    return base * worth * power(ratio(market, p.m_ref), p.demand_market) * ripe


@rule("weight")
def copy_hazard(
    p: Any, share: float, quality_: float, own_need: float, legitimacy: float, ripe: float
) -> float:
    """Monthly hazard that a city copies what a `share` of its networked cities has adopted (a Bass
    law, E53); nothing before the first of them."""
    if share <= 0.0:
        return 0.0
    spread = p.g_diffusion * (p.diffusion_p + p.diffusion_q * share)
    worth = power(ratio(quality_, p.q_ref), p.demand_quality)
    wish = power(ratio(own_need, p.need_ref), p.demand_need)
    return spread * worth * wish * power(ratio(legitimacy, p.v_ref), p.demand_legitimacy) * ripe


@rule("weight")
def sale_abroad_hazard(p: Any, at_home: float, trust: float) -> float:
    """The same in the twin city, after an adoption there."""
    return at_home * p.sale_abroad * trust


@rule("value")
def set_back(clock: float) -> float:
    """An adoption elsewhere sets the clock of a solution back by half."""
    return 0.5 * clock
