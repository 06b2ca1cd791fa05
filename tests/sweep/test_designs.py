"""Designs: points by number, that growth adds to and never changes."""

import math
from pathlib import Path

import pytest

from twinsim.errors import ExperimentError
from twinsim.scenario import load_experiment
from twinsim.sweep.designs import Design

HEAD = 'name = "small"\nscenario = "belfast-sejong"\nsamples = 16\n'
LEVERS = """\
[levers.hours]
key = "programme.upskilling.hours"
values = [24, 60, 120]
[levers.alone]
key = "programme.upskilling.cohort"
values = [true, false]
"""
UNSURE = """\
[uncertainties]
kappa = "prior"
delivery_zero = { low = 0.05, high = 0.3 }
h_market = "prior"
"""
CUBE = '[[design]]\nkind = "latin_hypercube"\nfactors = ["uncertainties"]\n'


@pytest.fixture
def small(tmp_path):
    def make(*parts):
        path = Path(tmp_path) / "small.toml"
        path.write_text(HEAD + "".join(parts), "utf-8")
        return load_experiment(path)

    return make


def test_a_grid_is_every_combination_once_the_last_factor_fastest(small):
    points = list(Design.of(small(LEVERS)).points())
    assert [tuple(point.values()) for point in points] == [
        *((24.0, True), (24.0, False), (60.0, True)),
        *((60.0, False), (120.0, True), (120.0, False)),
    ]
    assert list(points[0]) == ["hours", "alone"]


def test_more_samples_add_points_behind_those_that_are_there(small):
    experiment = small(LEVERS, UNSURE)
    few, many = Design.of(experiment), Design.of(experiment, 700)
    assert (few.count, many.count) == (16 * 6, 700 * 6)
    assert list(few.points()) == list(many.points(0, few.count - 1))
    assert list(Design.of(experiment, 3).points()) == list(few.points(0, 17))


def test_a_point_is_the_same_whatever_was_asked_for_before(small):
    experiment = small(UNSURE)
    design = Design.of(experiment, 3000)
    backwards = {n: design.point(n) for n in (2999, 256, 255, 0, 1500, 1)}
    fresh = {n: Design.of(experiment, 3000).point(n) for n in backwards}
    assert backwards == fresh
    assert list(design.points(254, 257)) == [design.point(n) for n in range(254, 258)]


def test_the_factors_of_a_sampled_block_stand_over_all_of_the_grid(small):
    points = list(Design.of(small(LEVERS, UNSURE)).points())
    assert list(points[0]) == ["hours", "alone", "kappa", "delivery_zero", "h_market"]
    first = [point["kappa"] for point in points[:6]]
    assert len(set(first)) == 1
    assert points[6]["kappa"] != first[0]


def test_a_sobol_sequence_fills_every_factor_evenly(small):
    experiment = small(UNSURE)
    points = list(Design.of(experiment, 64).points())
    zero = sorted(point["delivery_zero"] for point in points)
    width = (0.3 - 0.05) / 64
    assert [int((value - 0.05) / width) for value in zero] == list(range(64))
    assert all(experiment.factor(id).allows(v) for point in points for id, v in point.items())


def test_a_latin_hypercube_has_one_point_in_each_part_of_every_range(small):
    points = list(Design.of(small(UNSURE, CUBE)).points())
    width = (0.3 - 0.05) / 16
    parts = sorted(math.floor((point["delivery_zero"] - 0.05) / width) for point in points)
    assert parts == list(range(16))


def test_a_latin_hypercube_cannot_grow(small):
    experiment = small(UNSURE, CUBE)
    whole = list(Design.of(experiment).points())
    assert list(Design.of(experiment, 5).points()) == whole[:5]
    with pytest.raises(ExperimentError, match=r'cannot grow; kind = "sobol" can'):
        Design.of(experiment, 17)


def test_a_table_is_its_rows(small):
    rows = (
        '[[design]]\nkind = "table"\nfactors = ["alone", "hours"]\n'
        "points = [[true, 60], [false, 24]]\n"
    )
    points = list(Design.of(small(LEVERS, rows)).points())
    assert points == [{"hours": 60.0, "alone": True}, {"hours": 24.0, "alone": False}]


def test_blocks_are_crossed_and_the_sampled_one_is_slowest(small):
    text = (
        '[[design]]\nkind = "table"\nfactors = ["hours"]\npoints = [[24], [120]]\n'
        '[[design]]\nkind = "sobol"\nfactors = ["uncertainties"]\nsamples = 4\n'
        '[[design]]\nkind = "grid"\nfactors = ["levers"]\n'
    )
    design = Design.of(small(LEVERS, UNSURE, text))
    assert [block.kind for block in design.blocks] == ["sobol", "table", "grid"]
    points = list(design.points())
    assert design.count == len(points) == 4 * 2 * 2
    assert [(p["hours"], p["alone"]) for p in points[:4]] == [
        *((24.0, True), (24.0, False), (120.0, True), (120.0, False)),
    ]
    assert len({p["kappa"] for p in points[:4]}) == 1


def test_two_sampled_blocks_are_as_their_file_says(small):
    text = (
        '[[design]]\nkind = "sobol"\nfactors = ["kappa"]\nsamples = 3\n'
        '[[design]]\nkind = "sobol"\nfactors = ["delivery_zero", "h_market"]\nsamples = 5\n'
    )
    experiment = small(UNSURE, text)
    assert Design.of(experiment).count == 15
    with pytest.raises(ExperimentError, match="two designs of the experiment are sampled"):
        Design.of(experiment, 4)
    more = small(UNSURE, text.replace("samples = 3", "samples = 4"))
    assert more.sha256() != experiment.sha256()


@pytest.mark.parametrize("samples", [0, -1, 2_000_000, 1.5, True])
def test_a_number_of_samples_is_a_whole_number_from_1(samples, small):
    with pytest.raises(ExperimentError, match="whole number from 1"):
        Design.of(small(UNSURE), samples)


def test_samples_of_a_grid_are_refused(small):
    with pytest.raises(ExperimentError, match="no design of the experiment is sampled"):
        Design.of(small(LEVERS), 10)


def test_growth_beyond_the_most_points_is_refused(small):
    with pytest.raises(ExperimentError, match="expected at most 166,666"):
        Design.of(small(LEVERS, UNSURE), 166_667)


def test_there_is_no_point_beyond_the_last(small):
    design = Design.of(small(LEVERS))
    for number in (-1, 6):
        with pytest.raises(IndexError):
            design.point(number)
