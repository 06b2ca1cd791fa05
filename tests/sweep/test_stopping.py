"""How many replicates a half-width needs, and when to look again."""

import numpy as np
import pytest

from twinsim.sweep.stats import half_width, t975
from twinsim.sweep.stopping import FEWEST, enough, following, needed


@pytest.fixture
def differences():
    return np.random.default_rng(1).exponential(10, 400)


@pytest.mark.parametrize("wanted", [0.05, 0.3, 0.97, 1.3])
def test_needed_is_the_least_number_by_the_same_interval(differences, wanted):
    def half(n):
        return t975(n - 1) * differences.std(ddof=1) / n**0.5

    n = needed(differences, wanted)
    assert half(n) <= wanted < half(n - 1)


def test_what_is_there_is_enough_at_the_half_width_that_it_has(differences):
    half = float(half_width(differences))
    assert needed(differences, half * (1 + 1e-12)) == len(differences)
    assert enough(differences, half)
    assert not enough(differences, 0.999 * half)
    assert following(differences, half) == len(differences)


def test_nothing_is_settled_before_fifty_worlds():
    assert needed([3.0, 3.0], 1.0) == FEWEST
    assert not enough(np.ones(FEWEST - 1), 1.0)
    assert enough(np.ones(FEWEST), 1.0)
    assert following([], 1.0) == following([3.0, 3.0], 1.0) == FEWEST
    assert following(np.ones(FEWEST), 1.0, fewest=200) == 200


def test_no_plan_more_than_doubles_what_it_stands_on(differences):
    assert following(differences[:100], 0.01) == 200
    close = 0.9 * float(half_width(differences[:100]))
    assert following(differences[:100], close) == 150


def test_a_failed_pair_is_a_world_without_a_difference(differences):
    failed = np.concatenate([differences[:100], np.full(30, np.nan)])
    assert needed(failed, 0.5) == needed(differences[:100], 0.5)
    assert following(failed, 1e9) == 130
    assert following(np.full(50, np.nan), 1.0) == 100


def test_blocks_are_whole_and_looking_again_ends(differences):
    n, looks = 50, 0
    while not enough(differences[:n], 1.2):
        n = following(differences[:n], 1.2, block=30)
        assert n % 30 == 0
        looks += 1
    assert looks < 5


@pytest.mark.parametrize("wanted", [0, -1, np.nan, np.inf, 1e-12])
def test_a_half_width_that_cannot_be_had_is_refused(differences, wanted):
    with pytest.raises(ValueError, match="half-width"):
        needed(differences, wanted)


def test_what_is_no_series_is_refused(differences):
    for bad in ([1.0], [1.0, np.inf]):
        with pytest.raises(ValueError, match="expected"):
            needed(bad, 1.0)
    with pytest.raises(ValueError, match="fewest 10"):
        enough(differences, 1.0, fewest=10)
    with pytest.raises(ValueError, match="block"):
        following(differences, 0.1, block=0)
