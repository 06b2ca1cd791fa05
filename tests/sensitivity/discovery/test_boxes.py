"""PRIM finds the box that was planted, and says that there is none in noise."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from twinsim.sensitivity.discovery.boxes import find
from twinsim.sensitivity.discovery.halves import STABLE
from twinsim.sensitivity.discovery.measure import correlation, quasi_p
from twinsim.sensitivity.discovery.outcomes import Outcomes
from twinsim.sensitivity.discovery.prim import search
from twinsim.sensitivity.discovery.space import Limits

from .planted import planted, space


def found_in(made, **how):
    cases, _, differences = made
    return find(cases, Outcomes.of(differences), **{"shuffles": 39, "splits": 10} | how)


def test_the_planted_box_is_found_where_expectations_are_known():
    made = planted()
    box = found_in(made).box
    assert sorted(one.input for one in box.restrictions) == [3, 7]
    assert box.density.value >= 0.9
    assert box.coverage.value >= 0.9
    limits = {one.input: one.limits for one in box.restrictions}
    assert limits[3].high == pytest.approx(0.5, abs=0.05)
    assert limits[7].low == pytest.approx(0.35, abs=0.05)


def test_the_planted_box_is_found_in_few_worlds_with_shared_luck():
    cases, inside, differences = planted(noise=2.0, shared=0.2)
    box = find(cases, Outcomes.of(differences), shuffles=39, splits=10).box
    assert inside[box.inside].mean() >= 0.8, "density, by the truth"
    assert (inside & box.inside).sum() / inside.sum() >= 0.8, "coverage, by the truth"
    assert box.density.lo95 <= inside[box.inside].mean() <= box.density.hi95 + 0.02


def test_the_planted_box_is_found_among_more_inputs_than_cases():
    box = found_in(planted(cases=128, inputs=160)).box
    assert 3 in {one.input for one in box.restrictions}
    assert {one.input for one in box.restrictions} <= {3, 7}


def test_what_is_told_holds_in_the_other_half_and_recurs():
    box = found_in(planted()).box
    assert box.held_density > box.held_rate + 0.4
    assert all(share >= STABLE for one in box.restrictions for share in one.recurs.values())
    assert all(one.quasi_p < 0.01 for one in box.restrictions)


@pytest.mark.parametrize("inputs", [2, 60])
def test_noise_has_no_stable_box(inputs):
    told = 0
    for seed in range(8):
        luck = np.random.default_rng(seed)
        differences = luck.standard_normal((80, 1)) + luck.standard_normal((80, 8))
        told += found_in((space(luck.random((80, inputs))), None, differences)).box is not None
    assert told <= 1, "the shuffles let one in twenty through, the halves fewer"


def test_where_nearly_all_or_none_succeed_no_box_is_sought():
    cases, _, differences = planted(effect=0.0)
    assert find(cases, Outcomes.of(differences + 1.0)).why == "few"
    assert find(cases, Outcomes.of(differences - 1.0)).why == "few"


def test_a_choice_can_be_a_restriction():
    luck = np.random.default_rng(3)
    x = np.column_stack([luck.integers(0, 4, 200).astype(float), luck.random((200, 4))])
    inside = np.isin(x[:, 0], (1, 3))
    made = space(x, choices=[0]), inside, np.where(inside, 1.0, -1.0)[:, None].repeat(5, 1)
    (one,) = found_in(made).box.restrictions
    assert one.limits.choices == frozenset({1, 3})


def test_equal_values_stay_together():
    x = np.zeros((100, 2))
    x[50:, 0] = np.linspace(0.1, 1, 50)  # half the cases at 0, as a prior with a mass there gives
    x[:, 1] = np.random.default_rng(1).random(100)
    y = (x[:, 0] > 0).astype(float)
    _, box = search(space(x), y)
    assert box == {0: Limits(low=x[50, 0])}
    assert correlation(y, space(x).inside(box)) == pytest.approx(1.0)


def test_the_quasi_p_value_is_the_binomial_tail():
    x = np.column_stack([np.arange(40.0), np.arange(40.0)[::-1]])
    y = (np.arange(40) >= 25).astype(float)
    box = {0: Limits(low=20.0), 1: Limits(low=5.0)}  # 20 to 34: ten of fifteen
    without = y[:35]
    by_hand = binom.sf(9, 15, without.mean())
    assert quasi_p(space(x), y, box, 0) == pytest.approx(by_hand)


def test_the_same_cases_give_the_same_answer():
    one, two = found_in(planted(noise=2.0)), found_in(planted(noise=2.0))
    assert one.rate == two.rate
    assert one.path == two.path
    assert one.recurs == two.recurs
