"""What an SME does with its money, its staff and its ideas, month by month."""

from __future__ import annotations

from typing import Any

from twinsim.rules.base import rule
from twinsim.rules.maths import clip, clip01, exp, kept, lift, normal, power, ratio, root, whole

NONE, YELLOW, GREEN, BLUE = 0, 1, 2, 3


@rule("value")
def growth_spread(p: Any, volatility: float, staff: float) -> float:
    """Standard deviation of monthly log growth: firm-specific, falling with size (E08)."""
    return clip(p.growth_sd * volatility * power(staff / 10.0, p.growth_size), 0.0, 0.5)


@rule("value")
def grown(trend: float, spread: float, z: float) -> float:
    """Next month's ordinary revenue (k£): log-normal growth whose mean is 0."""
    return trend * exp(spread * z - 0.5 * spread * spread)


@rule("value")
def margin_next(p: Any, margin: float, z: float) -> float:
    """Next month's margin (share of revenue): an AR(1) around `margin` with sd `margin_sd`."""
    return p.margin + p.margin_stay * (margin - p.margin) + p.margin_shock * z


@rule("value")
def practice(p: Any, gain: float) -> float:
    """Log revenue that better practice gives, `gain` above the firm's own readiness (E26)."""
    return p.g_practice * p.readiness_revenue * gain


@rule("value")
def practised_sales(trend: float, practice_: float, push: float, lost: float) -> float:
    """Ordinary sales of the month (k£) with practice and push, less the share lost to others."""
    return trend * lift(practice_ + push) * (1.0 - lost)


@rule("value")
def new_sales(trend: float, practice_: float, push: float, sales: float) -> float:
    """Sales (k£) that are new in the home market this month, subject to displacement."""
    return sales + clip(trend * (lift(practice_ + push) - 1.0), 0.0, 1e12)


@rule("value")
def cash_next(p: Any, cash: float, revenue: float, margin: float) -> float:
    """Cash (k£) after the month's margin; what exceeds `payout` months of costs is paid out."""
    return clip(cash + margin * revenue, -1e12, p.payout * clip(1.0 - margin, 0.0, 2.0) * revenue)


@rule("value")
def runway(p: Any, cash: float, revenue: float, margin: float) -> float:
    """Months that cash lasts: cash over the monthly loss, or 1 % of costs, at most 24."""
    loss = -margin * revenue
    floor = 0.01 * (1.0 - margin) * revenue
    return clip(ratio(cash, loss if loss > floor else floor), 0.0, p.runway_ref)


@rule("value")
def lagged(value: float, target: float, months: float) -> float:
    """`value` one month closer to `target`, with a mean lag of `months`."""
    return value + ratio(target - value, months)


@rule("value")
def jobs(p: Any, staff: float, practised: float) -> float:
    """Staff of a firm, those that followed its practice revenue included (E24, E27)."""
    return staff * (1.0 + p.staff_pass * practised)


@rule("count")
def fails(p: Any, cash: float, staff: float) -> int:
    """1 when a firm ends for certain: it cannot pay, or it has no staff to speak of."""
    return 1 if cash < 0.0 or staff < p.least_staff else 0


@rule("weight")
def exit_base(p: Any, age: int) -> float:
    """Monthly exit hazard by age in months: it peaks in the third year (E01, E04)."""
    if age < 12:
        return p.exit_year1
    if age < 24:
        return p.exit_year2
    if age < 36:
        return p.exit_year3
    if age < 48:
        return p.exit_year4
    if age < 60:
        return p.exit_year5
    return p.exit_mature


@rule("weight")
def exit_hazard(p: Any, age: int, runway_: float, revealed: int, shield: float) -> float:
    """Monthly hazard that a solvent firm ends; `revealed` while a course or an accelerator
    shows a weak firm that it is weak (E34), `shield` the share that the services of its cluster
    take away."""
    short = p.exit_cash * (p.runway_ref - runway_) / 12.0
    hazard = p.exit_scale * exit_base(p, age) * lift(short) * (1.0 - shield)
    return hazard * p.reveal if revealed > 0 else hazard


@rule("count")
def zone_next(p: Any, zone: int, connected: float, u: float) -> int:
    """Next zone of an idea: none to yellow, or yellow to none (E06); others stay. `connected` is
    the work of connectors against the reference."""
    if u < p.explore_base * (1.0 + p.g_connectors * p.connector_lift * connected) and zone == NONE:
        return YELLOW
    if u < p.explore_drop and zone == YELLOW:
        return NONE
    return zone


@rule("score")
def standing(p: Any, technical: float) -> float:
    """Technical capability of a firm, standardised by the law that firms enter with."""
    total = p.technical_a + p.technical_b
    mean = ratio(p.technical_a, total)
    sd = root(ratio(p.technical_a * p.technical_b, total * total * (total + 1.0)))
    return ratio(technical - mean, sd)


@rule("count")
def grant_won(p: Any, technical: float, z: float) -> int:
    """1 when an application for another grant passes the cut-off (E10, E13), else 0."""
    error = root(ratio(1.0 - p.reader_icc, p.reader_icc))
    cut = normal(1.0 - p.grant_cut) * root(1.0 + error * error)
    return 1 if standing(p, technical) + error * z > cut else 0


@rule("count")
def revealed(p: Any, technical: float) -> int:
    """Months for which an accelerator shows a firm that it founded that it is weak (E34): none for
    two thirds of them."""
    return whole(p.reveal_months) if standing(p, technical) < normal(1.0 / 3.0) else 0


@rule("value")
def sale_revenue(p: Any, z: float) -> float:
    """Monthly revenue (k£) of a first private sale: log-normal with mean `sale_revenue`."""
    return p.sale_revenue * exp(p.sale_sd * z - 0.5 * p.sale_sd * p.sale_sd)


@rule("value")
def sale_growth(p: Any, months: int) -> float:
    """Private revenue against its first month: grows to at most `sale_cap`, for `sale_life`."""
    if months < 0 or months >= p.sale_life:
        return 0.0
    return clip(exp(p.sale_growth * months), 1.0, p.sale_cap)


@rule("value")
def training_gain(
    p: Any,
    gain: float,
    dose: float,
    level: float,
    hours: float,
    customisation: float,
    absorptive: float,
    delivery: float,
) -> float:
    """Skill gained by a course (share): `dose` of what is missing to 1, at full hours (E28).

    `gain` is the mechanism's strength, `level` the skill before, `customisation` and
    `absorptive` shares, `delivery` the programme's luck.
    """
    worth = p.u0 + (1.0 - p.u0) * customisation
    hours_worth = 1.0 - exp(-ratio(hours, p.h_market) * worth)
    able = p.a0 + (1.0 - p.a0) * absorptive
    return clip(gain * dose * delivery * (1.0 - level) * hours_worth * able, 0.0, 1.0 - level)


@rule("value")
def peer_gain(
    p: Any, level: float, others: float, hours: float, rivals: float, delivery: float
) -> float:
    """Skill gained from a cohort whose other members have mean `others` (E31); `rivals` is
    the share of them in the same market."""
    lead = clip01(others - level)
    return (
        p.g_peers
        * p.peer_effect
        * delivery
        * lead
        * (1.0 - exp(-ratio(hours, p.h_peer)))
        * (1.0 - p.rivalry * rivals)
    )


@rule("value")
def light_push(p: Any, hours: float, delivery: float) -> float:
    """Sales push (ln revenue) of a light course, in full at `hours_light` (E27)."""
    return p.light_push * delivery * clip01(ratio(hours, p.hours_light))


@rule("value")
def faded(gain: float, rate: float) -> float:
    """A gain of intensive training after a month (E30)."""
    return gain * (1.0 - rate)


@rule("value")
def halved(gain: float, halflife: float) -> float:
    """A gain of a light course after a month (E27)."""
    return 0.0 if gain == 0.0 else gain * kept(halflife)


@rule("value")
def training_time(p: Any, hours: float) -> float:
    """What the hours of a course cost the firm in its managers' time (k£)."""
    return hours * p.hour_value


@rule("value")
def mission_next(p: Any, mission: float) -> float:
    """What a trade mission gave (ln revenue) after a month."""
    return 0.0 if mission == 0.0 else mission * kept(p.mission_halflife)


@rule("value")
def mission_lift(p: Any, mission: float, trust: float) -> float:
    """Log revenue abroad after another trade mission (E62), to a city trusted so much."""
    return mission + p.export_mission * trust


@rule("value")
def mission_sales(trend: float, mission: float) -> float:
    """Sales abroad (k£) that trade missions brought this month."""
    return trend * (lift(mission) - 1.0)


@rule("probability")
def founds(p: Any) -> float:
    """Probability that a place in an accelerator founds a firm that would not be founded else."""
    return p.g_accelerator * p.accelerator_additional
