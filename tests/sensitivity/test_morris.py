"""Screening through the project's own path, against known effects and the library's own."""

from __future__ import annotations

import numpy as np
import pytest
from SALib.analyze import morris as library
from SALib.test_functions import Sobol_G

from twinsim.sensitivity.morris import LEVELS, MorrisSample
from twinsim.sensitivity.sample import answers, evaluated
from twinsim.sensitivity.sobol import problem

from . import functions as f

MORRIS = tuple(f"x{i:02d}" for i in range(1, 21))


def morris(u):
    """The test function of Morris (1991), with 0 in place of its random coefficients."""
    w = 2.0 * (u - 0.5)
    for i in (2, 4, 6):
        w[:, i] = 2.0 * (1.1 * u[:, i] / (u[:, i] + 0.1) - 0.5)
    y = 20.0 * w[:, :10].sum(axis=1)
    six = w[:, :6]
    y += -15.0 * (six.sum(axis=1) ** 2 - (six**2).sum(axis=1)) / 2.0
    return y


def sample(names, trajectories, **options):
    return MorrisSample(tuple(names), tuple(names), trajectories, **options)


def test_morris_function_sorts_its_inputs_into_three_kinds():
    own = sample(MORRIS, 40)
    found = own.analyse(evaluated(own, morris))
    strong = [found.of(name) for name in MORRIS[:10]]
    assert min(e.mu_star.lo95 for e in strong) > 5.0
    assert all(found.of(name).mu_star.hi95 == 0.0 for name in MORRIS[10:])
    interacting, linear = strong[:6], strong[7:]
    assert min(e.sigma for e in interacting) > 5.0
    assert max(e.sigma for e in linear) < 1e-9
    for effect in linear:  # 20 w, which goes up by 2 over the range, on levels of 3/4 of it
        assert effect.mu.value == pytest.approx(40.0 * (LEVELS - 1) / LEVELS)
        assert effect.moved == pytest.approx(20.0)


def test_without_luck_the_values_are_those_of_the_library():
    own = sample("abcde", 25, seed=0)
    values = Sobol_G.evaluate(np.pad(own.rows, ((0, 0), (0, 3))))
    found = own.analyse(answers(own, values))
    theirs = library.analyze(problem(own.names, own.groups), own.levels, values, num_levels=LEVELS)
    for key, ours in (
        ("mu", [e.mu.value for e in found.effects]),
        ("mu_star", [e.mu_star.value for e in found.effects]),
        ("sigma", [e.sigma for e in found.effects]),
    ):
        np.testing.assert_allclose(ours, np.asarray(theirs[key], float), rtol=1e-9, atol=1e-12)


def test_groups_move_together_and_agree_with_the_library():
    groups = ("one", "two", "one", "two", "two")
    own = MorrisSample(tuple("abcde"), groups, 25)
    values = f.sobol_g(own.rows)
    found = own.analyse(answers(own, values))
    theirs = library.analyze(problem(own.names, groups), own.levels, values, num_levels=LEVELS)
    ours = [found.of(name).mu_star.value for name in theirs["names"]]
    np.testing.assert_allclose(ours, np.asarray(theirs["mu_star"], float), rtol=1e-9)
    assert np.isnan(found.of("one").mu.value)


def test_an_input_that_changes_luck_alone_stands_at_the_dummys_level():
    own = sample("abcd", 60)
    g = 40.0 * own.rows[:, 0]
    found = own.analyse(answers(own, f.with_luck(g, 8, world=5.0, point=4.0)))
    for name in "bcd":
        effect = found.of(name).mu_star
        assert effect.value == pytest.approx(found.dummy.value, rel=0.35)
    assert found.of("a").mu_star.lo95 > found.dummy.hi95


def test_seed_0_is_a_seed_and_repeats():
    zero, again, one = (sample("abc", 6, seed=seed) for seed in (0, 0, 1))
    np.testing.assert_array_equal(zero.rows, again.rows)
    assert not np.array_equal(zero.rows, one.rows)


def test_a_larger_sample_begins_with_a_smaller_one():
    small, large = sample("abc", 4), sample("abc", 9)
    np.testing.assert_array_equal(large.rows[: len(small.rows)], small.rows)


def test_no_row_lies_at_an_end_of_the_cube():
    rows = sample("abc", 30).rows
    assert sorted(np.unique(rows)) == pytest.approx([0.125, 0.375, 0.625, 0.875])
