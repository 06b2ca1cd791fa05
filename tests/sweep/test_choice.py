"""Where the next replicates go: to the options that could still be best, in the same worlds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.choice import KINDS, allocated, forgone
from twinsim.sweep.choice import allocate


def options(means, *lengths, seed=1, shared=20.0):
    """Outcomes of options that share most of their luck, each of its own length."""
    luck = np.random.default_rng(seed)
    level = luck.normal(100, shared, 4000)
    rows = [level + luck.normal(mean, 5, 4000) for mean in means]
    return [row[:n] for row, n in zip(rows, lengths or [50] * len(rows), strict=True)]


some_options = st.builds(
    lambda seed, blocks: options(
        np.random.default_rng(seed).normal(0, 2, len(blocks)), *(50 * b for b in blocks), seed=seed
    ),
    st.integers(0, 10**6),
    st.lists(st.integers(1, 12), min_size=2, max_size=7),
)


@given(some_options, st.integers(0, 1500))
@settings(max_examples=40, deadline=None)
def test_no_option_shrinks_and_the_budget_is_spent_in_whole_blocks(values, budget):
    had = np.array([len(v) for v in values])
    has = allocate(values, budget)
    assert (has >= had).all()
    assert (has % 50 == 0).all()
    assert budget <= (has - had).sum() < budget + 100
    assert (has == allocate(values, budget)).all()


@given(some_options, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_labels_do_not_count(values, random):
    order = list(range(len(values)))
    random.shuffle(order)
    assert list(allocate([values[k] for k in order], 400)) == list(allocate(values, 400)[order])


@given(some_options)
@settings(max_examples=20, deadline=None)
def test_unit_and_origin_do_not_count(values):
    as_they_are = list(allocate(values, 400))
    assert list(allocate([v + 1000 for v in values], 400)) == as_they_are
    assert list(allocate([0.001 * v for v in values], 400)) == as_they_are
    assert list(allocate([-v for v in values], 400, smallest=True)) == as_they_are


def test_nothing_is_judged_on_fewer_than_fifty_worlds():
    assert list(allocate([[], [], []], 0)) == [50, 50, 50]
    assert list(allocate([np.zeros(200), np.zeros(20)], 0)) == [200, 50]
    failed = np.where(np.arange(100) < 60, np.nan, 1.0)
    assert list(allocate([failed, np.zeros(100)], 0)) == [150, 150]


def test_runs_go_where_the_choice_is_open():
    values = options([0, 0.5, -20, -20, -20])
    had, has = 250, allocate(values, 500)
    assert has[0] + has[1] == had + 500 - 150
    assert list(has[2:]) == [50, 50, 50]


def test_options_that_share_luck_are_run_in_the_same_worlds():
    behind, ahead, poor = allocate(options([0, 0.5, -20], 50, 400, 100), 300)
    assert behind == 350
    assert (ahead, poor) == (400, 100)


def test_options_that_share_no_luck_are_run_by_their_own_spread():
    luck = np.random.default_rng(3)
    calm, wild = luck.normal(0, 1, 200), luck.normal(0, 10, 200)
    has = allocate([calm, wild], 1000)
    assert has[1] > 4 * has[0]


def test_no_option_is_forgotten_however_bad_it_looks():
    values = options([0, 0, 0], 5000 // 2, 2500, 50)
    values[2] = np.full(50, -1000.0)  # no variance so far, and far behind
    assert allocate(values, 200)[2] == 150


def test_no_variance_so_far_is_not_taken_for_certainty():
    values = options([0.0, 0.0], 50, 50, shared=0)
    still = np.full(50, max(v.mean() for v in values) - 0.5)
    assert allocate([*values, still], 300)[2] > 50


def test_options_that_never_differ_are_evened_out():
    assert list(allocate([np.ones(100), np.ones(50), np.ones(50)], 100)) == [100, 100, 100]


def test_a_failed_world_is_left_out_in_all_options():
    values = options([0, 0.5, -20])
    values[2][7] = np.nan
    others = [v.copy() for v in values]
    others[0][7] = others[1][7] = 1e9
    assert list(allocate([*values, np.zeros(100)], 400)) == list(
        allocate([*others, np.zeros(100)], 400)
    )


@pytest.mark.parametrize(
    ("values", "budget", "block"),
    [([], 1, 50), ([[1.0]], -1, 50), ([[1.0]], 1, 0), ([[np.inf]], 1, 50), ([[[1.0]]], 1, 50)],
)
def test_what_is_no_question_is_refused(values, budget, block):
    with pytest.raises(ValueError, match="expected"):
        allocate(values, budget, block=block)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_half_the_runs_of_equal_allocation_choose_as_well(kind):
    """Luck like the model's, known means: a best option, four close behind, eleven far off.

    Right as often and forgoing as little as equal allocation with twice the runs, over 20 repeats,
    and better than equal allocation with as many; `python -m benchmarks.choice` draws the means.
    """
    equal = 600
    behind = np.array([0, 0.5, 0.6, 0.7, 1] + [2.3] * 11)
    known = kind.centre + kind.spread * (1 - behind)
    runs = len(known) * equal // 2
    rows = []
    for repeat in range(20):
        values = kind.worlds(1, 0, repeat, known, 4 * equal)[1:]
        (half,) = allocated(values, [runs])
        assert sum(len(own) for own in half) < runs + 100
        same = [forgone(known, list(values[:, :n])) for n in (equal, equal // 2)]
        rows.append([forgone(known, half), *same])
    ours, twice, as_many = np.array(rows).T
    assert (ours == 0).mean() >= (twice == 0).mean() > (as_many == 0).mean()
    assert ours.mean() <= twice.mean() < as_many.mean()
