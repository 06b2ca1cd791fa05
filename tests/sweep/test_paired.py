"""Means of options that have had unequal numbers of the same worlds."""

import numpy as np
import pytest

from twinsim.sweep.paired import means, series


def test_options_of_one_length_have_their_plain_means():
    values = np.random.default_rng(1).normal(size=(3, 60))
    found = means(series(list(values)))
    assert found.mean == pytest.approx(values.mean(axis=1))
    assert found.hub == values.mean(axis=1).argmax()


def test_a_shared_level_does_not_part_a_short_option_from_a_long_one():
    luck = np.random.default_rng(1)
    level = luck.normal(0, 1000, 2000)
    long, short = level, level[:50] + 3 + luck.normal(0, 1, 50)
    found = means(series([long, short]))
    assert found.mean[1] - found.mean[0] == pytest.approx(3, abs=0.6)
    assert abs(short.mean() - long.mean() - 3) > 20


def test_without_shared_luck_a_short_option_has_about_its_plain_mean():
    luck = np.random.default_rng(2)
    long, short = luck.normal(size=2000), luck.normal(5, 1, 400)
    found = means(series([long, short]))
    assert found.slope[1] == pytest.approx(0, abs=0.15)
    assert found.mean[1] == pytest.approx(short.mean(), abs=0.02)


def test_the_estimate_errs_less_than_pairing_and_than_plain_means():
    """At correlation one half neither pairing nor plain means make the most of the worlds."""
    luck = np.random.default_rng(3)
    errors = []
    for _ in range(400):
        level = luck.normal(size=1000)
        long, short = level + luck.normal(size=1000), level[:100] + luck.normal(size=100)
        paired = (short - long[:100]).mean()
        plain = short.mean() - long.mean()
        found = means(series([long, short])).mean
        errors.append([found[1] - found[0], paired, plain])
    ours, paired, plain = np.square(errors).mean(axis=0)
    assert ours < 0.9 * min(paired, plain)


def test_a_hub_that_never_varies_explains_nothing():
    found = means(series([np.zeros(100), np.arange(50.0)]))
    assert list(found.mean) == [0.0, 24.5]


def test_a_world_that_failed_anywhere_counts_nowhere():
    read = series([[1.0, np.nan, 3.0], [4.0, 5.0], [6.0]])
    assert [list(v) for v in read.values] == [[1.0, 3.0], [4.0], [6.0]]
    assert list(read.lengths) == [3, 2, 1]


def test_an_option_without_a_world_is_refused():
    with pytest.raises(ValueError, match="option 1"):
        means(series([[1.0], []]))
