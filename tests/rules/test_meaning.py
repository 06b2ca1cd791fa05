"""What single rules mean: directions, bounds and known values, each with its source in the rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from math import ceil, exp, log
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from twinsim.rules import call, city, firm, investor, link, maths, pilot, programme
from twinsim.rules.draws import uniform
from twinsim.world.parameters import as_object, resolve

P = as_object(resolve({}, {}))

shares = st.floats(0.0, 1.0)
amounts = st.floats(0.0, 1e6)
# The uniforms that a draw can be, both extremes among them.
uniforms = st.one_of(st.sampled_from([0, 2**64 - 1]), st.integers(0, 2**64 - 1)).map(uniform)
vectors = st.lists(st.floats(0.0, 1.0) | st.sampled_from([0.0, 0.5, 1.0]), min_size=1, max_size=12)

# Midpoints of 2,000 equal slices of (0, 1): an expectation over u, exact to half a thousandth.
GRID = ((np.arange(2_000) + 0.5) / 2_000).tolist()
# Normal quantiles of the same.
Z = stats.norm.ppf(GRID).tolist()


def for_all(*strategies: st.SearchStrategy[Any], examples: int = 60) -> Callable[..., Any]:
    """`given`, without a limit of time and with fewer examples than usual: rules are simple."""

    def mark(test: Callable[..., None]) -> Callable[..., None]:
        return settings(deadline=None, max_examples=examples)(given(*strategies)(test))

    return mark


def central(**changes: float) -> Any:
    """The central parameters with some changed."""
    return replace(P, **changes)


def rising(values: list[float]) -> bool:
    """Whether no value is below the one before it, but for rounding."""
    return bool((np.diff(values) >= -1e-15).all())


# --- Learning, knowledge and skill ----------------------------------------------------------------


@for_all(st.floats(0.0, 1.0), st.floats(0.5, 6.0), shares)
def test_learning_is_an_inverted_u_in_distance(d_peak, kappa, absorptive):
    p = central(d_peak=d_peak, kappa=kappa)
    peak = min(max(d_peak + 0.2 * (absorptive - 0.5), 0.1), 0.9)
    assert pilot.learning(p, peak, absorptive) == pytest.approx(1.0)
    nearer = [pilot.learning(p, d, absorptive) for d in np.linspace(0.0, peak, 40)]
    farther = [pilot.learning(p, d, absorptive) for d in np.linspace(peak, 1.0, 40)]
    assert rising(nearer)
    assert rising(farther[::-1])


@for_all(shares)
def test_both_tails_of_learning_are_low_and_its_peak_is_inside(absorptive):
    values = [pilot.learning(P, d, absorptive) for d in np.linspace(0.0, 1.0, 201)]
    assert values[0] < 0.01
    assert values[-1] < 0.01
    assert 0 < int(np.argmax(values)) < 200


def test_an_absorptive_firm_learns_from_farther_away():
    distance = np.linspace(0.0, 1.0, 201)
    peaks = [np.argmax([pilot.learning(P, d, a) for d in distance]) for a in (0.0, 0.5, 1.0)]
    assert peaks[0] < peaks[1] < peaks[2]


@for_all(shares, shares, shares)
def test_joint_work_turns_knowledge_towards_the_partner(own, other, learning):
    after = pilot.turned(P, own, other, learning)
    assert min(own, other) - 1e-15 <= after <= max(own, other) + 1e-15


@for_all(vectors, st.data())
def test_fit_is_the_cosine(a, data):
    b = data.draw(st.lists(shares, min_size=len(a), max_size=len(a)))
    norm = np.linalg.norm(a) * np.linalg.norm(b)
    if norm > 1e-100:
        assert pilot.fit(a, b) == pytest.approx(np.dot(a, b) / norm)
    assert pilot.fit(a, b) == pilot.fit(b, a)


@for_all(shares, shares, shares, shares, st.floats(0.0, 8.0), amounts, amounts)
def test_more_hours_of_training_never_lower_the_gain(
    gain, level, customised, absorptive, luck, a, b
):
    few, many = sorted((a, b))
    gains = [
        firm.training_gain(P, gain, P.dose_market, level, hours, customised, absorptive, luck)
        for hours in (few, many)
    ]
    assert gains[0] <= gains[1]


@for_all(shares, shares, shares, amounts, shares, shares, st.floats(0.0, 100.0))
def test_training_never_carries_a_skill_above_one_or_lowers_it(
    gain, dose, level, hours, customised, absorptive, luck
):
    gained = firm.training_gain(P, gain, dose, level, hours, customised, absorptive, luck)
    assert gained >= 0.0
    assert level + gained <= 1.0


def test_no_hours_no_delivery_and_no_mechanism_give_no_skill():
    full = (0.3, 0.2, 80.0, 1.0, 0.5)
    assert firm.training_gain(P, 1.0, *full, 1.0) > 0.0
    assert firm.training_gain(P, 0.0, *full, 1.0) == 0.0
    assert firm.training_gain(P, 1.0, *full, 0.0) == 0.0
    assert firm.training_gain(P, 1.0, 0.3, 0.2, 0.0, 1.0, 0.5, 1.0) == 0.0


def test_customised_courses_and_absorptive_firms_gain_more():
    gains = [firm.training_gain(P, 1.0, 0.3, 0.2, 60.0, c, 0.5, 1.0) for c in (0.0, 0.5, 1.0)]
    assert gains[0] < gains[1] < gains[2]
    gains = [firm.training_gain(P, 1.0, 0.3, 0.2, 60.0, 0.5, a, 1.0) for a in (0.0, 0.5, 1.0)]
    assert gains[0] < gains[1] < gains[2]


@for_all(shares, shares, amounts, shares, shares)
def test_peers_lift_a_firm_towards_them_and_only_the_weaker_one(level, others, hours, rivals, luck):
    gained = firm.peer_gain(P, level, others, hours, rivals, luck)
    assert 0.0 <= gained <= max(others - level, 0.0)
    assert gained <= firm.peer_gain(P, level, others, hours, 0.0, luck)


@for_all(st.floats(0.0, 5.0), st.floats(1.0, 60.0))
def test_the_gain_of_a_light_course_halves_in_its_half_life(gain, halflife):
    months = 100
    left = gain
    for _ in range(months):
        left = firm.halved(left, halflife)
    assert left == pytest.approx(gain * 0.5 ** (months / halflife), rel=1e-9, abs=1e-300)


# --- Two cities -----------------------------------------------------------------------------------


fives = st.lists(shares, min_size=5, max_size=5)


@for_all(fives, fives)
def test_friction_is_a_share_and_rises_with_each_distance(weights, distances):
    names = ("language", "distance", "governance", "size", "wealth")
    p = central(**{f"friction_{n}": w for n, w in zip(names, weights, strict=True)})
    before = link.friction(p, *distances)
    assert 0.0 <= before <= 1.0
    for n in range(5):
        farther = [1.0 if k == n else distance for k, distance in enumerate(distances)]
        assert link.friction(p, *farther) >= before - 1e-15


def test_equal_cities_in_one_place_have_no_friction():
    assert link.friction(P, 0.0, link.far(0.0), 0.0, link.unlike(1.0, 20.0), 0.0) == 0.0


def test_distance_runs_from_nothing_at_home_to_one_at_the_other_end_of_the_world():
    assert link.far(0.0) == 0.0
    assert link.far(20_000.0) == pytest.approx(1.0)
    assert rising([link.far(km) for km in range(0, 25_000, 500)])


@for_all(st.floats(1e-6, 1e6), st.floats(1.1, 100.0))
def test_unlike_sizes_count_the_same_either_way_round(ratio, most):
    assert link.unlike(ratio, most) == pytest.approx(link.unlike(1.0 / ratio, most))
    assert link.unlike(most, most) == pytest.approx(1.0)


@for_all(shares, shares)
def test_trust_stays_a_share_and_moves_as_the_event_says(trust, start):
    assert trust <= link.after_success(P, trust) <= 1.0
    assert 0.0 <= link.after_failure(P, trust) <= trust
    idle = link.idle_trust(P, trust, start, 0.0)
    assert min(trust, start) - 1e-15 <= idle <= max(trust, start) + 1e-15


@for_all(shares, shares, shares)
def test_visits_hold_trust_and_never_make_more_than_their_cap(trust, cap, rate):
    p = central(cap_visit=cap, trust_visit=rate)
    after = link.after_visit(p, trust)
    assert trust <= after <= max(trust, cap) + 1e-15


def test_idle_trust_loses_half_its_lead_in_its_half_life():
    trust, start = 0.8, 0.2
    for _ in range(int(P.trust_halflife)):
        trust = link.idle_trust(P, trust, start, 0.0)
    assert trust == pytest.approx(0.5)
    assert link.idle_trust(P, trust, start, 1.0) > link.idle_trust(P, trust, start, 0.0)


@for_all(amounts, amounts)
def test_more_prior_ties_never_mean_less_trust(a, b):
    fewer, more = sorted((a, b))
    assert P.trust_floor <= link.trust_at_start(P, fewer) <= link.trust_at_start(P, more) <= 1.0


# --- The call -------------------------------------------------------------------------------------


@for_all(shares, st.integers(0, 1), st.floats(0.0, 10.0))
def test_every_way_to_be_reached_raises_the_chance_to_hear_of_a_call(brokered, tied, outreach):
    base = call.hears(P, 0.0, 0, 0.0)
    assert base <= call.hears(P, brokered, tied, outreach) <= call.hears(P, 1.0, 1, 10.0) < 1.0


def test_a_clear_challenge_is_seen_as_it_is():
    assert call.perceived(P, 0.4, 1.0, 3.0) == 0.4
    assert call.perceived(P, 0.4, 0.2, 1.0) > call.perceived(P, 0.4, 0.6, 1.0) > 0.4


@for_all(shares, amounts, shares)
def test_a_firm_bids_more_readily_for_fit_and_money_and_less_when_busy(fit, award, market):
    here = call.bids(P, fit, award, market, 0)
    assert here <= call.bids(P, fit + 0.1, award, market, 0)
    assert here <= call.bids(P, fit, award + 10.0, market, 0)
    assert here <= call.bids(P, fit, award, market + 0.1, 0)
    assert here >= call.bids(P, fit, award, market, 1)


def best(scores: list[float], among: list[int], places: int) -> list[int]:
    """The highest scores, ties to the earlier."""
    return sorted(among, key=lambda i: (-scores[i], i))[: max(places, 0)]


bids = st.lists(
    st.tuples(st.sampled_from([0.1, 0.2, 0.3]) | shares, st.integers(0, 2)), max_size=12
)
payers = st.lists(st.integers(0, 1), min_size=3, max_size=3)


@for_all(bids, st.integers(0, 14), st.integers(0, 5), payers)
def test_each_paying_city_gets_its_least_and_the_best_of_all_get_the_rest(
    scored, places, least, pays
):
    scores, home = [s for s, _ in scored], [c for _, c in scored]
    n = len(scored)
    taken = [7] * n
    count = call.take_best(scores, home, taken, n, places, least, pays)

    expected: list[int] = []
    for c in range(3):
        own = [i for i in range(n) if home[i] == c] if pays[c] else []
        expected += best(scores, own, min(least, places - len(expected)))
    others = [i for i in range(n) if i not in expected]
    expected += best(scores, others, places - len(expected))
    assert [i for i in range(n) if taken[i] == 1] == sorted(expected)
    assert count == sum(taken) == min(places, n)


@for_all(vectors)
def test_in_order_is_a_stable_sort(keys):
    order = [-1] * len(keys)
    assert call.in_order(keys, order, len(keys)) == len(keys)
    assert order == sorted(range(len(keys)), key=keys.__getitem__)


@for_all(vectors, st.data())
def test_statistics_of_a_cohort_are_those_of_numpy(values, data):
    n = len(values)
    me = data.draw(st.integers(0, n - 1))
    assert call.spread(values, n) == pytest.approx(np.std(values), abs=1e-12)
    if n > 1:
        assert call.mean_of_others(values, n, me) == pytest.approx(np.mean(np.delete(values, me)))
    assert call.mean_of_others(values, 1, 0) == values[0]


@for_all(vectors)
def test_training_shows_a_third_of_a_cohort_that_it_is_weak(values):
    n = len(values)
    shown = [me for me in range(n) if call.weakest_third(values, n, me) == 1]
    third = ceil(n / 3) if n > 2 else 0
    assert shown == sorted(sorted(range(n), key=values.__getitem__)[:third])


def test_rivals_share_both_city_and_sector():
    cities, sectors = [0, 0, 0, 1, 1], [3, 3, 4, 3, 3]
    shares_ = [call.share_of_rivals(cities, sectors, 5, me) for me in range(5)]
    assert shares_ == [0.25, 0.25, 0.0, 0.25, 0.25]


def test_a_capable_city_reads_bids_better():
    icc = P.reader_icc
    assert call.reader_noise(P, 2.0, P.c_ref) == pytest.approx(2.0 * ((1.0 - icc) / icc) ** 0.5)
    assert call.reader_noise(P, 2.0, 1.0) == 0.0
    assert call.reader_noise(P, 2.0, 0.2) > call.reader_noise(P, 2.0, 0.6)


def test_a_joint_panel_averages_the_bias_of_two_cities():
    assert call.panel_bias(P, 1.0, -1.0, 1) == 0.0
    assert call.panel_bias(P, 1.0, 1.0, 1) == call.panel_bias(P, 1.0, -1.0, 0) == P.panel_bias


@for_all(shares)
def test_a_foreign_candidate_accepts_more_readily_with_trust(trust):
    assert P.accept_base <= call.accepts(P, trust) <= call.accepts(P, 1.0) == 1.0


def test_the_lowest_fit_on_paper_is_sifted_out_first():
    order = [call.desk_order(fit) for fit in (0.9, 0.5, 0.1)]
    assert order == sorted(order)


# --- Money and places -----------------------------------------------------------------------------

cuts = st.lists(shares, max_size=6).map(lambda inner: [0.0, *sorted(inner), 1.0])


@for_all(st.integers(0, 5_000), cuts, uniforms)
def test_parts_sum_to_the_whole_for_any_cut_and_any_draw(total, cut, u):
    parts = [programme.part_of(total, a, b, u) for a, b in pairwise(cut)]
    assert sum(parts) == total
    for part, (a, b) in zip(parts, pairwise(cut), strict=True):
        assert part >= 0
        assert abs(part - total * (b - a)) < 1.0 + 1e-9


@for_all(st.integers(0, 50), shares, shares, examples=25)
def test_each_part_is_right_in_expectation(total, a, b):
    low, high = sorted((a, b))
    mean = np.mean([programme.part_of(total, low, high, u) for u in GRID])
    assert mean == pytest.approx(total * (high - low), abs=1e-3)


@for_all(st.floats(0.0, 500.0), st.floats(0.5, 40.0), examples=25)
def test_a_purse_is_spent_in_expectation(purse, unit):
    bought = [programme.places_bought(purse, unit, u) for u in GRID]
    assert np.mean(bought) == pytest.approx(purse / unit, abs=1e-3)
    assert max(bought) - min(bought) <= 1


def test_what_costs_nothing_or_has_no_purse_buys_no_places():
    assert programme.places_bought(0.0, 10.0, 1.0 - 2.0**-53) == 0
    assert programme.places_bought(100.0, 0.0, 0.5) == 0


@for_all(amounts, amounts)
def test_the_first_payment_is_at_most_the_price_and_the_cap(price, yearly):
    paid = city.first_payment(P, price, yearly)
    assert paid == min(price, P.price_cap * yearly)


@for_all(st.floats(-100.0, 1e6), amounts)
def test_a_budget_pays_a_share_of_what_is_due_and_no_more_than_it_has(budget, due):
    share = city.share_paid(budget, due)
    assert 0.0 <= share <= 1.0
    assert share * due <= max(budget, 0.0) * (1.0 + 1e-12) + 1e-12
    if 0.0 < due <= budget:
        assert share == 1.0


@for_all(amounts, st.floats(1.0, 1e6), shares, shares)
def test_displaced_sales_are_lost_by_modelled_firms_and_the_rest_at_most_half_of_theirs(
    new, sales, displacement, modelled
):
    p = central(displacement=displacement, modelled_share=modelled)
    share = city.loss_share(p, new, sales)
    assert 0.0 <= share <= 0.5
    rest = city.rest_loss(p, new, share, sales)
    assert rest >= -1e-9 * (1.0 + new)
    assert share * sales + rest == pytest.approx(displacement * new, abs=1e-9)


@for_all(amounts, shares)
def test_what_leaks_is_not_done_at_home(paid, leakage):
    assert 0.0 <= city.home_part(central(leakage=leakage), paid) <= paid


def test_stated_prices_hold_for_stated_courses():
    assert programme.training_cost(P, P.hours_intensive, 1.0, 1, 1) == P.cost_cohort
    assert programme.training_cost(P, P.hours_intensive, 1.0, 1, 0) == P.cost_alone
    assert programme.training_cost(P, P.hours_light, 1.0, 0, 0) == P.cost_light
    longer = programme.training_cost(P, 2.0 * P.hours_intensive, 1.0, 1, 1)
    assert longer == pytest.approx(2.0 * P.cost_cohort)
    assert programme.training_cost(P, P.hours_intensive, 0.5, 1, 1) < P.cost_cohort


def test_delivery_has_mean_one_and_is_nothing_for_its_share():
    # The gamma has mean 1; the law is linear in it, so its mean may stand for it.
    luck = [programme.delivered(P, u, 1.0) for u in GRID]
    assert np.mean(luck) == pytest.approx(1.0)
    assert np.mean([x == 0.0 for x in luck]) == pytest.approx(P.delivery_zero)
    assert programme.delivered(P, 0.9, 2.0) == 2.0 * programme.delivered(P, 0.9, 1.0)


@for_all(amounts, amounts, shares)
def test_money_and_capability_make_a_challenge_clearer(a, b, capability):
    less, more = sorted((a, b))
    low, high = (programme.clarity(P, effort, capability) for effort in (less, more))
    assert P.clarity_floor - 1e-15 <= low <= high <= 1.0
    assert high <= programme.clarity(P, more, 1.0)


@for_all(st.integers(1, 12), st.integers(1, 13))
def test_the_weights_of_a_theme_sum_to_one(owned, n):
    if owned < n:
        own, rest = (programme.theme_weight(P, own, owned, n) for own in (1, 0))
        assert owned * own + (n - owned) * rest == pytest.approx(1.0)


@for_all(vectors)
def test_the_best_are_taken_by_falling_value_ties_to_the_earlier(appeal):
    n = len(appeal)
    taken, order = [0] * n, []
    while (k := call.best_left(appeal, taken, n)) >= 0:
        taken[k] = 1
        order.append(k)
    assert order == sorted(range(n), key=lambda k: -appeal[k])


# --- Pilots, adoption and sales -------------------------------------------------------------------

hazards = st.floats(0.0, 0.3)


@for_all(hazards, hazards, hazards, examples=25)
def test_competing_hazards_stop_a_pilot_in_their_proportions(demand, technical, money):
    total = demand + technical + money
    outcomes = [pilot.stopped(demand, technical, money, u) for u in GRID]
    share = np.bincount(outcomes, minlength=4) / len(GRID)
    assert share[0] == pytest.approx(exp(-total), abs=2e-3)
    for outcome, hazard in ((1, demand), (2, technical), (3, money)):
        expected = hazard / total * (1.0 - exp(-total)) if total > 0.0 else 0.0
        assert share[outcome] == pytest.approx(expected, abs=2e-3)


def test_want_of_fit_skill_or_money_stops_more_pilots():
    assert pilot.stop_demand(P, 0.3, 0.5, 0.5) > pilot.stop_demand(P, 0.9, 0.5, 0.5)
    assert pilot.stop_technical(P, 0.3) > pilot.stop_technical(P, 0.9)
    assert pilot.stop_money(P, 2.0) > pilot.stop_money(P, 20.0)


def test_the_noise_of_a_pilot_does_not_change_its_mean_pace():
    work = [pilot.step(P, P.t_ref, P.c_ref, 1.0, 1, 0, 0.0, 0.0, z) for z in Z]
    assert np.mean(work) == pytest.approx(1.0 / P.pilot_months, rel=2e-3)


@for_all(shares, st.floats(0.0, 4.0))
def test_host_support_never_slows_a_pilot_and_helps_more_in_a_capable_city(capability, delivery):
    alone = pilot.step(P, P.t_ref, capability, delivery, 0, 0, 0.0, 0.0, 0.0)
    helped = pilot.step(P, P.t_ref, capability, delivery, 1, 0, 0.0, 0.0, 0.0)
    more = pilot.step(P, P.t_ref, min(1.0, capability + 0.1), delivery, 1, 0, 0.0, 0.0, 0.0)
    assert alone <= helped <= more


@for_all(shares, shares, shares)
def test_a_cross_city_pilot_is_slower_and_trust_takes_the_friction_out(technical, friction, trust):
    home = pilot.step(P, technical, 0.5, 1.0, 0, 0, friction, trust, 0.0)
    cross = pilot.step(P, technical, 0.5, 1.0, 0, 1, friction, trust, 0.0)
    trusted = pilot.step(P, technical, 0.5, 1.0, 0, 1, friction, 1.0, 0.0)
    assert cross <= trusted < home
    assert trusted == pytest.approx(home * (1.0 - P.team_time))


def test_orders_do_not_come_at_once_and_do_not_come_for_ever():
    window = P.adopt_window
    assert pilot.ripeness(P, -1.0, window) == pilot.ripeness(P, 0.0, window) == 0.0
    months = np.linspace(0.0, 200.0, 4_001)
    ripe = [pilot.ripeness(P, month, window) for month in months]
    peak = int(np.argmax(ripe))
    assert months[peak] == pytest.approx(P.order_ramp * log(1.0 + window / P.order_ramp), abs=0.05)
    assert rising(ripe[: peak + 1])
    assert rising(ripe[peak:][::-1])
    assert ripe[-1] < 1e-3


def test_the_pull_of_the_reference_case_is_one_and_its_hazard_the_base():
    pull = pilot.pull(P, P.q_ref, P.c_ref, P.v_ref, P.m_ref, P.need_ref)
    assert pull == pytest.approx(1.0)
    assert pilot.host_hazard(P, pull, 0.0, 1.0, 0) == pytest.approx(P.adopt_base)
    assert pilot.sale_hazard(P, P.q_ref, P.m_ref, 1.0) == pytest.approx(P.sale_base)


@for_all(shares, shares, shares)
def test_trust_replicates_and_friction_hinders(pull, friction, trust):
    hazard = pilot.twin_hazard(P, pull, 0.0, 1.0, trust, friction)
    assert 0.0 <= hazard <= pilot.twin_hazard(P, pull, 0.0, 1.0, 1.0, friction)
    assert hazard <= pilot.twin_hazard(P, pull, 0.0, 1.0, trust, 0.0)
    assert pilot.sale_abroad_hazard(P, hazard, 0.0) == 0.0


@pytest.mark.parametrize(
    ("gain", "hazard"),
    [
        ("g_rollout", lambda p: pilot.host_hazard(p, 1.0, 0.5, 1.0, 0)),
        ("g_replication", lambda p: pilot.twin_hazard(p, 1.0, 0.5, 1.0, 0.5, 0.2)),
        ("g_market", lambda p: pilot.sale_hazard(p, 0.5, 0.5, 1.0)),
        ("g_call", lambda p: call.hears(p, 1.0, 1, 1.0)),
        ("g_cross_city", lambda p: call.looks_abroad(p, 1)),
        ("g_trial", lambda p: pilot.tried(p, 1.0)),
        ("g_practice", lambda p: firm.practice(p, 0.2)),
        ("g_peers", lambda p: firm.peer_gain(p, 0.2, 0.8, 40.0, 0.0, 1.0)),
    ],
)
def test_without_its_mechanism_nothing_passes(gain, hazard):
    assert hazard(central(**{gain: 0.0})) == 0.0
    assert hazard(P) > hazard(central(**{gain: 0.5})) > 0.0


def test_quality_rises_with_fit_skill_and_learning():
    here = pilot.quality(P, 0.5, 0.5, 0.5, 0.0)
    assert here < pilot.quality(P, 0.6, 0.5, 0.5, 0.0)
    assert here < pilot.quality(P, 0.5, 0.6, 0.5, 0.0)
    assert here < pilot.quality(P, 0.5, 0.5, 0.6, 0.0)


def test_the_award_pays_for_the_pilot_but_for_the_match():
    assert pilot.firms_part(P, 35.0, 1.0) == pytest.approx(35.0 * P.match)
    unpaid = pilot.firms_part(central(g_award=0.0), 35.0, 1.0)
    assert unpaid == pytest.approx(35.0 * (1.0 + P.match))


# --- Firms ----------------------------------------------------------------------------------------


def test_the_exit_hazard_peaks_in_the_third_year():
    by_month = [firm.exit_base(P, age) for age in range(121)]
    third = by_month[24]
    assert by_month[24:36] == [third] * 12
    assert third > max(by_month[:24] + by_month[36:])


@for_all(st.integers(0, 400), st.floats(0.0, 24.0))
def test_cash_keeps_a_firm_alive_and_a_revealing_course_does_not(age, runway):
    hazard = firm.exit_hazard(P, age, runway, 0)
    assert hazard >= firm.exit_hazard(P, age, P.runway_ref, 0)
    assert hazard <= firm.exit_hazard(P, age, runway, 1)


@for_all(st.floats(-1e4, 1e4), amounts, st.floats(-0.5, 0.5))
def test_a_runway_is_between_nothing_and_its_reference(cash, revenue, margin):
    assert 0.0 <= firm.runway(P, cash, revenue, margin) <= P.runway_ref
    assert firm.runway(P, -abs(cash), revenue, margin) == 0.0


def test_a_firm_that_loses_ten_a_month_lasts_as_long_as_its_cash():
    assert firm.runway(P, 50.0, 100.0, -0.1) == pytest.approx(5.0)


@for_all(st.floats(0.0, 0.5), examples=25)
def test_growth_and_first_sales_have_the_means_that_are_stated(spread):
    grown = np.mean([firm.grown(10.0, spread, z) for z in Z])
    assert grown == pytest.approx(10.0, rel=2e-3)
    p = central(sale_sd=spread)
    assert np.mean([firm.sale_revenue(p, z) for z in Z]) == pytest.approx(p.sale_revenue, rel=2e-3)


def test_the_margin_keeps_its_mean_and_spread():
    assert np.mean([firm.margin_next(P, P.margin, z) for z in Z]) == pytest.approx(P.margin)
    # With sd s before, the variance after is stay² s² + (1 - stay²) s² = s².
    stay = maths.kept(P.margin_halflife)
    noise = np.std([firm.margin_next(P, P.margin, z) for z in Z])
    assert noise**2 == pytest.approx((1.0 - stay**2) * P.margin_sd**2, rel=0.01)
    moved = firm.margin_next(P, P.margin + 0.2, 0.0) - P.margin
    assert moved == pytest.approx(0.2 * stay)


def test_larger_firms_grow_more_evenly():
    assert firm.growth_spread(P, 1.0, 10.0) == pytest.approx(P.growth_sd)
    assert firm.growth_spread(P, 1.0, 100.0) < firm.growth_spread(P, 1.0, 5.0)


@for_all(st.integers(-5, 400))
def test_private_sales_grow_to_their_cap_and_end(months):
    growth = firm.sale_growth(P, months)
    if 0 <= months < P.sale_life:
        assert 1.0 <= growth <= P.sale_cap
        assert growth >= firm.sale_growth(P, max(months - 1, 0))
    else:
        assert growth == 0.0


def test_the_share_of_grants_won_is_the_cut_for_the_population():
    # Quantiles of the law of technical capability against those of the readers' error.
    points = (np.arange(300) + 0.5) / 300
    technical = stats.beta(P.technical_a, P.technical_b).ppf(points).tolist()
    error = stats.norm.ppf(points).tolist()
    won = np.mean([firm.grant_won(P, t, z) for t in technical for z in error])
    assert won == pytest.approx(P.grant_cut, abs=0.005)


@for_all(shares, st.integers(0, 3))
def test_ideas_move_between_none_and_yellow_only(u, zone):
    after = firm.zone_next(P, zone, u)
    if zone in (firm.GREEN, firm.BLUE):
        assert after == zone
    else:
        assert after in (firm.NONE, firm.YELLOW)


@for_all(st.floats(-1e4, 1e5), amounts, st.floats(-1.0, 1.0))
def test_cash_above_a_year_of_costs_is_paid_out(cash, revenue, margin):
    after = firm.cash_next(P, cash, revenue, margin)
    assert after <= max(P.payout * (1.0 - margin) * revenue, 0.0) + 1e-9
    assert after <= cash + margin * revenue + 1e-9


def test_practice_lifts_sales_and_what_others_take_lowers_them():
    assert firm.practised_sales(100.0, 0.0, 0.0, 0.0) == 100.0
    assert firm.practised_sales(100.0, 0.1, 0.05, 0.0) == pytest.approx(100.0 * exp(0.15))
    assert firm.practised_sales(100.0, 0.0, 0.0, 0.2) == pytest.approx(80.0)
    assert firm.new_sales(100.0, 0.1, 0.05, 7.0) == pytest.approx(7.0 + 100.0 * (exp(0.15) - 1.0))


# --- Cities ---------------------------------------------------------------------------------------


@for_all(shares, st.integers(0, 1), shares)
def test_a_mandate_puts_a_floor_under_legitimacy(legitimacy, mandate, strength):
    p = central(g_mandate=strength)
    after = city.under_mandate(p, legitimacy, mandate)
    assert after == max(legitimacy, strength * p.mandate_floor * mandate)
    assert city.under_mandate(p, legitimacy, 0) == legitimacy


@for_all(uniforms, uniforms)
def test_an_election_leaves_all_or_cuts_less_of_it_under_a_contract(u_change, u_cut):
    free = city.kept_by_election(P, u_change, u_cut, 0)
    bound = city.kept_by_election(P, u_change, u_cut, 1)
    assert free in (1.0, 1.0 - P.leg_cut)
    assert free <= bound <= 1.0
    assert (free == 1.0) == (bound == 1.0)


@for_all(shares, shares)
def test_a_contract_needs_a_mandate_and_lapses_at_a_yearly_review_alone(legitimacy, capability):
    assert city.signing(P, legitimacy, capability, 0) == 0.0
    ready = legitimacy > P.commit_legitimacy and capability > P.commit_capability
    assert (city.signing(P, legitimacy, capability, 1) > 0.0) == ready
    assert city.stands(P, legitimacy, 0) == city.stands(P, legitimacy, 7) == 1
    assert city.stands(P, legitimacy, 24) == int(legitimacy >= P.commit_lapse)


def test_elections_cut_legitimacy_as_often_as_stated():
    some = GRID[::20]
    cut = np.mean([city.kept_by_election(P, u, v, 0) < 1.0 for u in some for v in some])
    assert cut == pytest.approx(P.leader_change * P.leader_downgrade, abs=0.01)


@for_all(shares, shares, st.integers(0, 20), st.integers(0, 5), shares, shares)
def test_doing_and_playbooks_build_capability(capability, start, done, adopted, month, playbook):
    idle = city.capability_next(P, capability, start, 0, 0, 0.0, 0.0, 0.0)
    busy = city.capability_next(P, capability, start, done, adopted, month, 0.0, 0.0)
    assert idle <= busy <= 1.0
    if capability >= start:  # playbooks slow the fading of what was gained
        assert idle <= city.capability_next(P, capability, start, 0, 0, 0.0, playbook, 0.0) + 1e-15


@for_all(shares, shares)
def test_success_that_citizens_see_raises_legitimacy(legitimacy, start):
    unseen = city.legitimacy_next(P, legitimacy, start, 0, 0.0, 0.0)
    assert unseen <= city.legitimacy_next(P, legitimacy, start, 1, 0.0, 0.0)
    assert unseen <= city.legitimacy_next(P, legitimacy, start, 0, 0.1, 0.0)


@for_all(shares, shares)
def test_a_need_drifts_back_to_its_start(need, start):
    after = city.need_next(P, need, start)
    assert min(need, start) - 1e-15 <= after <= max(need, start) + 1e-15


@for_all(shares, shares, amounts, st.floats(1.0, 1e7))
def test_an_adoption_relieves_more_with_quality_up_to_its_impact(quality, theme, price, heads):
    relief = city.relief(P, quality, theme, price, heads)
    assert 0.0 <= relief <= P.impact * quality * theme
    assert relief <= city.relief(P, 1.0, theme, price, heads)


def test_the_share_of_needs_relieved_runs_from_none_to_all():
    start, tags = [0.6, 0.4, 0.2], [1, 0, 0]
    assert city.relieved(P, start, start, tags) == 0.0
    assert city.relieved(P, [0.0] * 3, start, tags) == 1.0
    first, last = ([*start], [*start])
    first[0], last[2] = 0.5, 0.1
    assert city.relieved(P, first, start, tags) > city.relieved(P, last, start, tags)


@for_all(vectors)
def test_a_running_mean_is_the_mean(values):
    mean = 0.0
    for n, value in enumerate(values):
        mean = city.running_mean(mean, value, n)
    assert mean == pytest.approx(np.mean(values))


# --- Guarded functions ----------------------------------------------------------------------------


@for_all(st.floats(-600.0, 600.0))
def test_guarded_functions_are_the_plain_ones_where_those_are_defined(x):
    assert maths.exp(x) == pytest.approx(exp(x))
    assert maths.logistic(x) == pytest.approx(1.0 / (1.0 + exp(-x)))
    assert maths.logistic(x) + maths.logistic(-x) == pytest.approx(1.0)
    if x > 1e-300:
        assert maths.log(x) == log(x)
        assert maths.root(x) == x**0.5
        assert maths.power(x, 0.3) == pytest.approx(x**0.3)


@for_all(st.floats(0.0, 50.0))
def test_a_chance_is_that_of_an_event_within_the_month(hazard):
    assert maths.chance(hazard) == pytest.approx(1.0 - exp(-hazard))


@for_all(st.floats(allow_nan=True), st.floats(-10.0, 0.0), st.floats(0.0, 10.0))
def test_a_clipped_number_is_within_its_ends_whatever_it_was(x, low, high):
    assert low <= maths.clip(x, low, high) <= high
    if low <= x <= high:
        assert maths.clip(x, low, high) == x


# --- Investors ------------------------------------------------------------------------------------


def test_a_meeting_makes_a_deal_as_often_as_stated_and_less_often_abroad():
    # At the mean fit and quality of what is shown: .025 at home and .008 abroad (E57, E60).
    assert investor.deals(P, 0.55, 0.55, 0) == pytest.approx(0.025, abs=0.005)
    assert investor.deals(P, 0.55, 0.55, 1) == pytest.approx(0.008, abs=0.002)


@for_all(shares, st.floats(0.0, 5.0))
def test_trust_brings_foreign_investors_up_to_their_share_and_delivery_none_beyond_all(trust, luck):
    there = investor.attends(P, 1, trust, luck)
    assert 0.0 <= there <= investor.attends(P, 1, 1.0, luck) <= 1.0
    assert investor.attends(P, 1, 0.0, luck) == 0.0
    assert investor.attends(central(g_showcase=0.0), 0, trust, luck) == 0.0


def test_a_first_award_doubles_the_hazard_of_a_deal_and_without_the_signal_does_nothing():
    assert investor.other_deals(P, 1) == pytest.approx(2.0 * investor.other_deals(P, 0))
    silent = central(g_signal=0.0)
    assert investor.other_deals(silent, 1) == investor.other_deals(silent, 0)


@for_all(amounts)
def test_capital_is_refilled_and_never_beyond_what_an_investor_starts_with(capital):
    most = P.fund_tickets * P.ticket_median
    after = investor.refilled(P, capital)
    assert min(capital, most) <= after <= most


def test_what_investment_gives_grows_for_a_year_and_then_halves_in_its_half_life():
    boost = 0.0
    for _ in range(int(P.invest_months)):
        boost = investor.boosted(P, boost, 1)
    top = boost
    assert 0.8 * 12 * P.invest_growth < top < 12 * P.invest_growth
    for _ in range(int(P.invest_fade)):
        boost = investor.boosted(P, boost, 0)
    assert boost == pytest.approx(0.5 * top)
