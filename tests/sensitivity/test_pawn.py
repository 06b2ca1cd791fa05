"""A check that does not rest on variance."""

from __future__ import annotations

import numpy as np
import pytest
from SALib.analyze import pawn as library

from twinsim.sensitivity.pawn import pawn, slice_distances
from twinsim.sensitivity.sample import answers, evaluated
from twinsim.sensitivity.sobol import SobolSample, problem

from . import functions as f


def test_it_ranks_as_variance_does_where_variance_tells_all():
    own = SobolSample(tuple("abcd"), tuple("abcd"), 128)
    found = pawn(own, evaluated(own, f.additive), own.names)
    values = [d.median.value for d in found.distances]
    assert values[0] > values[1] > values[2]
    assert found.of("a").median.lo95 > found.dummy.hi95
    assert [found.resolved(d) for d in found.distances][::3] == [True, False]
    assert found.points == 256


def test_it_sees_an_input_that_moves_the_spread_and_not_the_mean():
    own = SobolSample(tuple("ab"), tuple("ab"), 256)
    given = evaluated(own, lambda u: np.exp(3.0 * u[:, 0]) * (u[:, 1] - 0.5))
    first = own.analyse(given).of("a").first
    assert first.lo95 < 0.0 < first.hi95
    assert pawn(own, given, ("a",)).of("a").median.lo95 > 0.0
    assert pawn(own, given, ("a",)).of("a").largest > 2.0 * pawn(own, given, ("a",)).dummy.hi95


@pytest.mark.parametrize("base", [8, 16, 64])
def test_an_interval_holds_its_estimate_and_the_dummy_s_holds_zero(base):
    own = SobolSample(tuple("abcd"), tuple("abcd"), base)
    found = pawn(own, evaluated(own, f.additive), own.names)
    for told in (*(d.median for d in found.distances), found.dummy):
        assert told.lo95 <= told.value <= told.hi95
    assert found.dummy.lo95 < 0.0 < found.dummy.hi95
    assert abs(found.dummy.value) < 0.1


def test_what_noise_adds_to_a_slice_of_few_points_is_taken_out():
    """The distance that a hundred times as many points have, which a plain one of few is above."""
    rng = np.random.default_rng(3)
    many = rng.random((60_000, 2))
    weights = np.array([1.0, 0.4])
    found, plain, held = [], [], 0
    truth = [float(np.median(slice_distances(many[:, k], many @ weights, 10))) for k in (0, 1)]
    for seed in range(12):
        own = SobolSample(tuple("ab"), tuple("ab"), 64, seed=seed)
        given = evaluated(own, lambda u: u @ weights)
        told = [pawn(own, given, ("a", "b")).of(name).median for name in "ab"]
        y = own.independent @ weights
        found.append([one.value for one in told])
        plain.append([np.median(slice_distances(own.independent[:, k], y, 10)) for k in (0, 1)])
        held += sum(one.lo95 <= true <= one.hi95 for one, true in zip(told, truth, strict=True))
    off, before = (np.abs(np.mean(v, axis=0) - truth) for v in (found, plain))
    assert (off < 0.5 * before).all()
    assert held >= 19  # of 24


def test_inputs_of_no_effect_are_seldom_resolved_and_one_of_a_large_one_is():
    names = tuple("abcdef")
    seen = []
    for seed in range(10):
        own = SobolSample(names, names, 32, seed=seed)
        found = pawn(own, evaluated(own, lambda u: u[:, 0]), names)
        seen.append([found.resolved(d) for d in found.distances])
    assert np.all(seen, axis=0)[0]
    assert np.mean(np.array(seen)[:, 1:]) <= 0.05


def test_distances_are_those_of_the_library():
    own = SobolSample(tuple("abc"), tuple("abc"), 64)
    given = evaluated(own, lambda u: u @ np.array([2.0, 1.0, 0.5]))
    points = own.independent
    values = np.concatenate(
        [given.values[0, :: own.block], given.values[0, own.block - 1 :: own.block]]
    )
    theirs = library.analyze(problem(own.names, own.names), points, values, S=10)
    for at in range(3):
        ours = slice_distances(points[:, at], values, 10)
        np.testing.assert_allclose(np.median(ours), theirs["median"][at])
        np.testing.assert_allclose(ours.max(), theirs["maximum"][at])


def test_luck_is_averaged_over_worlds():
    own = SobolSample(tuple("ab"), tuple("ab"), 64)
    g = own.rows[:, 0]
    noisy = answers(own, f.with_luck(g, 400, world=0.0, point=0.5))
    found, plain = pawn(own, noisy, ("a",)), pawn(own, answers(own, g), ("a",))
    assert abs(found.of("a").median.value - plain.of("a").median.value) < 0.1
