"""Outputs belong to one sample, and what is no output of it is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from twinsim.errors import ResultsError
from twinsim.sensitivity.morris import MorrisSample
from twinsim.sensitivity.sample import answers, evaluated
from twinsim.sensitivity.sobol import SobolSample

from . import functions as f

NAMES = ("a", "b", "c")


def sobol(base=16, **options):
    return SobolSample(NAMES, NAMES, base, **options)


def plain(u):
    return u @ np.array([3.0, 2.0, 1.0])


def test_one_value_that_is_no_number_in_ten_thousand_is_refused_and_named():
    own = SobolSample(f.ISHIGAMI, f.ISHIGAMI, 2048)
    values = f.ishigami(own.rows)
    assert len(values) > 10_000
    for bad in (np.nan, np.inf, -np.inf):
        planted = values.copy()
        planted[7_777] = bad
        with pytest.raises(ResultsError, match=r"row 7777: expected a finite number at every row"):
            answers(own, planted)


def test_of_many_the_first_are_named():
    own = sobol()
    values = plain(own.rows)
    values[3:20] = np.nan
    with pytest.raises(ResultsError, match="rows 3, 4, 5, 6, 7 and 12 more"):
        answers(own, values)


def test_a_constant_output_is_refused():
    own = sobol()
    with pytest.raises(ResultsError, match="7 at all 80 rows: expected an output that varies"):
        answers(own, np.full(len(own.rows), 7.0), "jobs")


@pytest.mark.parametrize(
    "other",
    [
        sobol(seed=2),
        sobol(base=32),
        SobolSample(("b", "a", "c"), NAMES, 16),
        SobolSample(NAMES, ("a", "a", "c"), 16),
        MorrisSample(NAMES, NAMES, 20),
    ],
    ids=["seed", "size", "order", "groups", "method"],
)
def test_outputs_of_another_sample_are_refused(other):
    own = sobol()
    theirs = evaluated(other, plain)
    with pytest.raises(ResultsError, match="belong to another"):
        own.analyse(theirs)


def test_another_number_of_rows_is_refused():
    own = sobol()
    with pytest.raises(ResultsError, match="expected 80 outputs"):
        answers(own, plain(own.rows)[:-1])


def test_a_dropped_block_may_hold_anything_and_counts_for_nothing():
    own = sobol()
    values = plain(own.rows)
    values[own.block * 5 + 1] = np.nan
    found = own.analyse(answers(own, values, dropped=[5]))
    assert found.blocks == 15
    with pytest.raises(ResultsError, match="row 26"):
        answers(own, values, dropped=[4])


def test_a_part_of_a_sample_is_what_a_smaller_one_gives():
    small, large = sobol(base=16), sobol(base=64)
    part = large.analyse(evaluated(large, plain).first(0.25))
    whole = small.analyse(evaluated(small, plain))
    assert replace(part, name="") == replace(whole, name="")
