"""What a simulation of candidates comes to, in plain sentences."""

from __future__ import annotations

import math

from twinsim.pairing.impact.beliefs import Belief
from twinsim.pairing.impact.reading import Reading
from twinsim.pairing.impact.simulation import SURE, Simulation
from twinsim.registry import indicators
from twinsim.sweep.stats import worlds_to_resolve
from twinsim.text import inert, listed, number, span

CAVEAT = (
    "All this holds under the simulator's central parameters, doubt about which is in no interval "
    "here: a conditional statement that explores what could happen and why, and no finding"
)
_MOST = 4  # names that are listed
_ENOUGH = 1_000_000


def sentences(told: Simulation) -> list[str]:
    """The answer first, then what it rests on, then what would change it."""
    return [
        text
        for text in (
            _best(told, told.impact),
            _anchor(told),
            _spread(told),
            _score(told),
            _elsewhere(told),
            _size(told),
            _permuted(told),
            _carried(told),
            _needs(told),
            _missing(told),
            *_beliefs(told),
            _courses(told),
            *_left_out(told),
            f"{CAVEAT}.",
        )
        if text
    ]


def _anchor(told: Simulation) -> str:
    """The same question of the anchor alone, to whom the partner's own size adds nothing."""
    return f"In the anchor alone: {_best(told, told.anchor)}" if len(told.cities) > 1 else ""


def _best(told: Simulation, impact: Reading) -> str:
    """Which partner is best by this reading, or what it would take to tell."""
    names = [_name(city) for city in told.cities]
    first = impact.order[0]
    mean, half = impact.mean[first], impact.half[first]
    seen = f"{_signed(told, mean)} ± {_plain(told, half)} {told.unit}"
    if len(names) == 1:
        return f"With one candidate nothing is compared: {names[0]} has {seen}, twin − baseline."
    chance = f"{100 * impact.p_best[first]:.0f} %"
    if float(impact.p_best.max()) >= SURE:
        return (
            f"{names[first]} is told apart as the best of {len(names)}: {seen}, twin − baseline, "
            f"with a probability of {chance} of having the highest expectation."
        )
    second = impact.order[1]
    gap, wide, worlds = impact.gap(first, second)
    need = worlds_to_resolve(gap, wide, worlds)
    apart = f"difference {_signed(told, gap)} ± {_plain(told, wide)}"
    if need is None:
        would = f"{names[second]}, the next, has the very same ({apart})"
    elif need > _ENOUGH:
        would = (
            f"telling it from {names[second]}, the next ({apart}), would take over a million "
            "replicates of each"
        )
    else:
        would = (
            f"telling it from {names[second]}, the next ({apart}), would take about {need:,} "
            "replicates of each"
        )
    most = int(impact.p_best.argmax())
    likeliest = (
        ""
        if most == first
        else f" (the likeliest is {names[most]}, {100 * impact.p_best[most]:.0f} %)"
    )
    return (
        f"These runs cannot tell which partner is best: {names[first]} has the highest mean, "
        f"{seen}, with a probability of {chance} of being the best of {len(names)}{likeliest}; "
        f"{would}."
    )


def _spread(told: Simulation) -> str:
    found = told.spread
    if found is None or not found.observed > 0:
        return ""
    worlds = int(told.impact.worlds.min())
    ends = f"95 % interval {100 * found.reliability_lo95:.0f} to {100 * found.reliability_hi95:.0f}"
    said = (
        f"Of the variance between partners' means {100 * found.reliability:.0f} % ({ends}) is true "
        f"difference, the rest is noise of {worlds:,} worlds; a correlation with true impact would "
        f"be seen times {found.attenuation:.2f}."
    )
    if found.reliability >= 0.8:
        return said
    if found.needed is None or found.needed > _ENOUGH:
        return f"{said} How many replicates would do cannot be told from these."
    return f"{said} About {found.needed:,} replicates of each would make it 80 %."


def _score(told: Simulation) -> str:
    found = told.score
    least = found.detectable
    if math.isnan(found.spearman):
        if math.isnan(least):
            return "Below four candidates nothing is said of score and impact."
        return "Score or impact is the same for all candidates: nothing correlates."
    return (
        f"Score and impact: Spearman's rank correlation {_r(found.spearman)} (95 % interval "
        f"{_ends(found.spearman_lo95, found.spearman_hi95)}), Kendall's {_r(found.kendall)} "
        f"({_ends(found.kendall_lo95, found.kendall_hi95)}), p = {found.p:.2g}; with "
        f"{found.count} candidates a correlation below {least:.2f} is not told from none."
    )


def _elsewhere(told: Simulation) -> str:
    """The same of what a larger partner does not raise by its size alone."""
    rows = (
        ("impact in the anchor alone", told.score_anchor),
        ("the twin premium", told.score_premium),
    )
    said = [
        f"{what} by {_r(found.spearman)} ({_ends(found.spearman_lo95, found.spearman_hi95)})"
        for what, found in rows
        if not math.isnan(found.spearman)
    ]
    return f"The score correlates with {' and with '.join(said)}." if said else ""


def _size(told: Simulation) -> str:
    found, per = told.size, told.score_per_100k
    if math.isnan(found.spearman):
        return ""
    ends = _ends(found.spearman_lo95, found.spearman_hi95)
    said = f"Spearman {_r(found.spearman)} with residents, 95 % interval {ends}"
    beside = (
        ""
        if per is None or math.isnan(per.spearman)
        else (
            f" Per 100,000 residents, which stands beside it, score and impact correlate by "
            f"{_r(per.spearman)} ({_ends(per.spearman_lo95, per.spearman_hi95)})."
        )
    )
    if found.told:
        way = "rises" if found.spearman > 0 else "falls"
        return f"Impact {way} with the size of the partner ({said}).{beside}"
    return f"That impact ranks by the size of the partner is not told ({said}).{beside}"


def _permuted(told: Simulation) -> str:
    found = told.permuted
    if found is None:
        return ""
    alone = (
        ""
        if math.isnan(found.alone)
        else (
            f"Criteria that read sectors correlate with impact by {_r(found.alone)}, and with tags "
            f"dealt anew among candidates by {_r(found.alone_mean)} (95 % "
            f"{_ends(found.alone_lo95, found.alone_hi95)}). "
        )
    )
    return (
        f"{alone}The whole score, with tags dealt anew, correlates by {_r(found.mean)} (95 % "
        f"{_ends(found.lo95, found.hi95)}): what is left of it rests on other facts than sectors."
    )


def _carried(told: Simulation) -> str:
    asked = told.carriers
    if not asked:
        return ""
    clear = [
        f"{row.kind} {row.id} ({_r(row.spearman)}, p = {row.p_holm:.2g})"
        for row in asked
        if row.told
    ]
    if clear:
        return (
            f"Told from none, corrected for {len(asked)} questions (Holm): {listed(clear[:_MOST])}."
        )
    top = asked[0]
    return (
        f"None of {len(asked)} facts and criteria that vary is told from none once all are counted "
        f"(Holm); the largest is {top.kind} {top.id}, {_r(top.spearman)} (p = {top.p:.2g}, "
        f"corrected {top.p_holm:.2g})."
    )


def _needs(told: Simulation) -> str:
    found = told.needs
    if found is None:
        return ""
    share = max(0.0, found.share)
    return (
        f"Of the variance of single worlds about {100 * share:.0f} % goes with the needs drawn for "
        f"the two cities (linear; standard deviation {_plain(told, found.needs_sd)} of "
        f"{_plain(told, found.worlds_sd)} {told.unit}): in a real city they could be looked up."
    )


def _missing(told: Simulation) -> str:
    found = told.missing
    if found is None:
        return ""
    top = sorted(found.sd, key=lambda city: -found.sd[city])[:_MOST]
    each = [f"{_name(city)} {_plain(told, found.sd[city])}" for city in top if found.facts[city]]
    return (
        f"Missing facts drawn {found.draws} times ({found.worlds:,} worlds each) move expected "
        f"impact by a standard deviation of {listed(each)}, where candidates differ by "
        f"{_plain(told, found.sd_between)}; in {100 * found.changed:.0f} % of draws another "
        "candidate leads."
    )


def _beliefs(told: Simulation) -> list[str]:
    found = told.beliefs
    if found is None:
        return []
    rival, leader = _name(found.rival), _name(found.leader)
    gap = f"{_plain(told, found.gap)} ± {_plain(told, found.gap_half)} {told.unit}"
    noise = "" if abs(found.gap) > found.gap_half else ", a lead within noise"
    ahead = f"{gap} ahead over {found.worlds:,} worlds{noise}"
    would = [_belief(told, one) for one in found.facts if not math.isnan(one.value)]
    never = [one for one in found.facts if math.isnan(one.value)]
    clear = [one.fact for one in never if one.lead + one.lead_half < 0]
    within = [one.fact for one in never if one.fact not in clear]
    head = f"For {rival} to overtake {leader} ({ahead}), one would have to believe of it"
    lines = [f"{head} {'; or '.join(would)}."] if would else []
    said = [f"No value of its {listed(clear)} alone would do."] if clear else []
    if within:
        said.append(
            f"No value of its {listed(within)} is enough in these worlds, but by less than their "
            "noise."
        )
    if said and not would:
        more = f"{head} more than one thing at once."
        said.insert(0, f"{leader} leads {rival} ({ahead})." if within else more)
    return [*lines, " ".join(said)] if said else lines


def _belief(told: Simulation, one: Belief) -> str:
    digits = 0 if abs(one.value) >= 100 or one.value == int(one.value) else 2
    value, table = number(one.value, digits), number(one.told, digits)
    times = f", {one.times:.2g} times that" if one.told > 0 and one.value >= 0 else ""
    sure = "" if one.lead > one.lead_half else ", a lead within noise"
    return f"{one.fact.replace('_', ' ')} {value} ({one.unit}; the table has {table}{times}{sure})"


def _courses(told: Simulation) -> str:
    found = told.courses
    if found is None:
        return ""
    overall, against = found.overall, "no course" if found.against == "none" else found.against
    return (
        f"An {found.course} course in place of {against}, for the same budget, changes "
        f"{told.indicator} by {_signed(told, overall.value)}, mean over partners (95 % interval "
        f"{_range(told, overall.lo95, overall.hi95)}). {found.answer}"
    )


def _left_out(told: Simulation) -> list[str]:
    return [
        f"{_name(city)} could not be simulated: {inert(why, 120)}."
        for city, why in told.left_out.items()
    ]


def _name(city: str) -> str:
    return inert(city, 40)


def _digits(told: Simulation) -> int:
    return indicators()[told.indicator].digits


def _signed(told: Simulation, value: float) -> str:
    return number(float(value), _digits(told), sign=True)


def _plain(told: Simulation, value: float) -> str:
    return number(float(value), _digits(told))


def _range(told: Simulation, low: float, high: float) -> str:
    return span(low, high, _digits(told))


def _r(value: float) -> str:
    return number(value, 2, sign=True)


def _ends(low: float, high: float) -> str:
    return span(low, high, 2)
