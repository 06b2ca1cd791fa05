"""Sobol indices through the project's own path, against functions whose indices are known."""

from __future__ import annotations

import numpy as np
import pytest
from SALib.analyze import sobol as library

from twinsim.errors import ExperimentError
from twinsim.sensitivity.sample import answers, evaluated
from twinsim.sensitivity.sobol import SobolSample, problem

from . import functions as f


def sample(names, base, **options):
    return SobolSample(tuple(names), tuple(names), base, **options)


def holds(interval, truth):
    return interval.lo95 <= truth <= interval.hi95


def test_ishigami_lies_within_its_intervals():
    own = sample(f.ISHIGAMI, 1024, second=True)
    found = own.analyse(evaluated(own, f.ishigami))
    _, first, total, together = f.ishigami_truth()
    for index, s, t in zip(found.indices, first, total, strict=True):
        assert holds(index.first, s)
        assert holds(index.total, t)
        assert index.first.hi95 - index.first.lo95 < 0.2
    pair = next(p for p in found.pairs if (p.one, p.other) == ("x1", "x3"))
    assert holds(pair.second, together)
    assert pair.second.lo95 > 0.0


def test_the_g_function_lies_within_its_intervals():
    names = "abcde"
    own = sample(names, 1024)
    found = own.analyse(evaluated(own, f.sobol_g))
    for index, s, t in zip(found.indices, *f.sobol_g_truth(), strict=True):
        assert holds(index.first, s)
        assert holds(index.total, t)


def test_without_luck_the_values_are_those_of_the_library():
    own = sample(f.ISHIGAMI, 64, second=True)
    given = evaluated(own, f.ishigami)
    found = own.analyse(given)
    theirs = library.analyze(problem(own.names, own.groups), given.values[0], seed=1)
    biased = 127.0 / 128.0  # they divide by the number of points, not by one less
    ours = np.array([[i.first.value, i.total.value] for i in found.indices]).T
    np.testing.assert_allclose(ours[0], biased * theirs["S1"], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(ours[1], biased * theirs["ST"], rtol=1e-9, atol=1e-12)
    seconds = [p.second.value for p in found.pairs]
    their_seconds = theirs["S2"][np.triu_indices(4, 1)]
    np.testing.assert_allclose(seconds, biased * their_seconds, rtol=1e-9, atol=1e-12)


def test_luck_of_a_known_share_is_split_from_the_inputs():
    own = sample(f.ISHIGAMI, 256)
    g = f.ishigami(own.rows)
    found = own.analyse(answers(own, f.with_luck(g, 12, world=2.0, point=3.0)))
    v, first, total, _ = f.ishigami_truth()
    assert holds(found.luck.inputs, v / (v + 4.0 + 9.0))
    assert holds(found.luck.total, 13.0 / (v + 13.0))
    for index, s, t in zip(found.indices, first, total, strict=True):
        assert holds(index.first, s)
        assert holds(index.total, t)
        assert holds(index.first_with_luck, s * v / (v + 13.0))
    assert holds(found.of("nothing").total_with_luck, 9.0 / (v + 13.0))


def test_averaging_without_the_correction_would_blame_inputs_for_luck():
    own = sample(f.ISHIGAMI, 256)
    noisy = f.with_luck(f.ishigami(own.rows), 4, world=0.0, point=6.0)
    corrected = own.analyse(answers(own, noisy)).of("nothing").total
    averaged = own.analyse(answers(own, noisy.mean(axis=0))).of("nothing").total
    assert holds(corrected, 0.0)
    assert averaged.lo95 > 0.2


@pytest.mark.parametrize("worlds", [1, 8])
def test_the_dummy_covers_zero(worlds):
    own = sample(f.ISHIGAMI, 128)
    noise = 0.0 if worlds == 1 else 4.0
    values = f.with_luck(f.ishigami(own.rows), worlds, world=noise, point=noise)
    dummy = own.analyse(answers(own, values)).dummy
    for index in (dummy.first, dummy.total, dummy.first_with_luck, dummy.total_with_luck):
        assert holds(index, 0.0)
    assert dummy.first.hi95 - dummy.first.lo95 > 0.0


def test_intervals_of_noisy_indices_hold_the_truth_about_as_often_as_they_say():
    own = sample("abcd", 32)
    g = f.additive(own.rows)
    truth = np.array([16.0, 4.0, 1.0, 0.01]) / 21.01
    within = [
        holds(index.total, t)
        for seed in range(20)
        for index, t in zip(
            own.analyse(answers(own, f.with_luck(g, 6, world=1.0, point=1.0, seed=seed))).indices,
            truth,
            strict=True,
        )
    ]
    assert np.mean(within) > 0.85


def test_a_group_is_the_closed_index_of_its_inputs():
    own = SobolSample(tuple("abcd"), ("one", "two", "one", "two"), 512)
    found = own.analyse(evaluated(own, f.additive))
    assert [index.group for index in found.indices] == ["one", "two"]
    assert holds(found.of("one").first, 17.0 / 21.01)
    assert holds(found.of("two").total, 4.01 / 21.01)
    assert holds(found.sum, 1.0)


def test_seed_0_is_a_seed_and_repeats():
    zero, again, one = (sample("abc", 8, seed=seed) for seed in (0, 0, 1))
    np.testing.assert_array_equal(zero.rows, again.rows)
    assert not np.array_equal(zero.rows, one.rows)
    given = evaluated(zero, lambda u: u[:, 0] * u[:, 1] + u[:, 2])
    assert zero.analyse(given) == again.analyse(given)


def test_a_larger_sample_begins_with_a_smaller_one():
    small, large = sample("abc", 8), sample("abc", 32)
    np.testing.assert_array_equal(large.rows[: len(small.rows)], small.rows)


@pytest.mark.parametrize("base", [0, 1, 3, 100, 2**20])
def test_the_size_is_a_power_of_two(base):
    with pytest.raises(ExperimentError, match="expected a power of two"):
        sample("abc", base)
