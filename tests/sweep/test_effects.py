"""Effects: paired by world, against numbers worked out by hand."""

import csv
import io
import math

import numpy as np
import pytest

from twinsim.registry import indicators
from twinsim.sweep.effects import COLUMNS, Worlds, effects, to_csv
from twinsim.sweep.stats import ratio_of_means, tail, worlds_to_resolve

ARMS = ("baseline", "twin")


def worlds_of(baseline, twin, failed=0):
    values = np.array([baseline, twin], dtype=float)[:, :, None]
    return Worlds(0, ARMS, ("job_years",), {"total": values, "ayr": values / 2}, failed)


def effect(baseline, twin, scope="total"):
    rows = effects(worlds_of(baseline, twin), ["twin-baseline"], indicators())
    return next(row for row in rows if row.scope == scope)


def test_a_small_example_by_hand():
    row = effect([1, 2, 3, 4], [2, 2, 6, 8])
    # Differences 1, 0, 3, 4: mean 2, sd sqrt(10/3), t(3) = 3.18245.
    half = 3.182446305 * math.sqrt(10 / 3) / 2
    assert (row.n, row.reference_mean, row.arm_mean, row.difference) == (4, 2.5, 4.5, 2.0)
    assert row.mc_lo95 == pytest.approx(2 - half, rel=1e-9)
    assert row.mc_hi95 == pytest.approx(2 + half, rel=1e-9)
    assert (row.world_p05, row.world_p50, row.world_p95) == pytest.approx((0.15, 2.0, 3.85))
    assert row.p_gain == 0.75
    assert row.resolved == "no"
    assert math.isnan(row.param_lo95)
    assert math.isnan(row.param_hi95)


def test_scopes_are_the_total_and_each_city():
    assert effect([1, 2, 3], [2, 2, 6], "ayr").difference == pytest.approx(2 / 3)


def test_pairing_takes_the_shared_luck_out():
    luck = np.random.default_rng(7)
    world, noise = luck.normal(0, 100, 400), luck.normal(3, 1, 400)
    row = effect(world, world + noise)
    assert row.difference == pytest.approx(noise.mean())
    assert row.mc_hi95 - row.mc_lo95 < 0.25
    assert row.resolved == "yes"


def test_the_interval_covers_the_truth_as_often_as_it_says():
    luck = np.random.default_rng(1)
    covered = 0
    for _ in range(400):
        world = luck.normal(0, 50, 12)
        row = effect(world, world + luck.normal(1, 2, 12))
        covered += row.mc_lo95 < 1 < row.mc_hi95
    assert 0.92 <= covered / 400 <= 0.98


def test_exactly_equal_arms_are_zero_and_a_hair_is_not():
    assert effect([1, 2, 3], [1, 2, 3]).resolved == "zero"
    assert effect([1, 2, 3], [1, 2, np.nextafter(3, 4)]).resolved == "no"


def test_one_world_has_a_difference_but_no_interval():
    row = effect([1], [4])
    assert row.difference == 3
    assert math.isnan(row.mc_lo95)
    assert row.resolved == "no"


def test_no_world_left_gives_blanks_and_no_warning():
    row = effect([], [])
    assert (row.n, row.resolved) == (0, "no")
    assert math.isnan(row.difference)
    assert math.isnan(row.world_p50)


def test_the_csv_has_the_columns_of_the_face_and_blanks_for_what_is_not_there():
    rows = effects(worlds_of([1], [4], failed=2), ["twin-baseline"], indicators())
    read = list(csv.DictReader(io.StringIO(to_csv(rows))))
    assert ",".join(COLUMNS) == (
        "indicator,unit,level,scope,contrast,design,n,failed,reference_mean,arm_mean,difference,"
        "mc_lo95,mc_hi95,param_lo95,param_hi95,world_p05,world_p50,world_p95,p_gain,resolved"
    )
    assert list(read[0]) == list(COLUMNS)
    assert read[0]["mc_lo95"] == read[0]["param_lo95"] == ""
    assert (float(read[0]["difference"]), read[0]["failed"]) == (3.0, "2")


def test_a_heavy_tail_is_shown_beside_its_mean():
    described = tail(np.array([0.0] * 5 + [-1.0] * 2 + [1.0, 2.0, 999.0]))
    assert described.mean == 100
    assert described.median == 0
    assert described.trimmed == pytest.approx(0.25)
    assert described.top_decile == pytest.approx(0.999)
    assert (described.gained, described.harmed) == (0.3, 0.2)


def test_the_ratio_of_means_agrees_with_a_simulation():
    luck = np.random.default_rng(3)
    inside = 0
    for _ in range(400):
        below = luck.normal(5, 2, 40)
        above = 2 * below + luck.normal(0, 3, 40)
        ratio = ratio_of_means(above, below)
        inside += ratio.lo < 2 < ratio.hi
    assert 0.92 <= inside / 400 <= 0.98


def test_a_ratio_over_something_like_zero_has_no_interval():
    ratio = ratio_of_means(np.array([1.0, 2, 3]), np.array([-1.0, 1, 0.1]))
    assert math.isnan(ratio.lo)
    assert math.isnan(ratio.hi)


def test_the_number_of_worlds_that_would_do_halves_the_interval_by_its_square():
    assert worlds_to_resolve(mean=1.0, half=2.6, n=200) == 1400
    assert worlds_to_resolve(mean=0.0, half=2.6, n=200) is None
    assert worlds_to_resolve(mean=1.0, half=math.nan, n=1) is None


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 5, 8, 20, 199])
def test_students_t_agrees_with_scipy(freedom):
    from scipy.special import stdtrit

    from twinsim.sweep.stats import t975

    assert t975(freedom) == pytest.approx(stdtrit(freedom, 0.975), abs=3e-4)
