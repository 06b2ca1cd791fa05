"""Benchmarks that reach into a run change what they say they change, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

import twinsim as ts
from benchmarks import courses, trials
from benchmarks.firms import Firm
from benchmarks.patterns import READERS
from twinsim.core import Stepper
from twinsim.world import build


@pytest.fixture(scope="module")
def world():
    small = ("months=30", "parameters.smes_per_1000=0.3")
    return build(ts.load("belfast-sejong", set=[*trials.LARGE, *small]), 1)


def test_a_course_gives_the_treated_what_fades_and_the_others_nothing(world, monkeypatch) -> None:
    monkeypatch.setattr(courses, "MONTHS", 24)
    _, light = courses.trial(world, 0, intensive=False)
    _, intensive = courses.trial(world, 0, intensive=True)
    assert 0.0 < light[-1] < light[0] < 0.5
    assert 0.05 < intensive[-1] < intensive[0] < 0.5


def test_half_of_those_who_won_a_place_give_it_back_and_then_the_other_half(world) -> None:
    seen = []

    def follow(run: Stepper, kept, back):
        firms = run.by_slot().sme
        assert (firms["place"][kept] == 1).all()
        assert (firms["place"][back] == 0).all()
        assert (firms["bid"][back] == -1).all()
        seen.append((set(kept.tolist()), set(back.tolist())))
        return np.zeros(1)

    trials._crossed(world, 1, follow)
    (kept, back), (other_kept, other_back) = seen
    assert kept == other_back
    assert back == other_kept
    assert min(len(kept), len(back)) > 3


def test_a_firm_that_does_not_live_is_not_to_be_changed(world) -> None:
    run = Stepper(world.setups["baseline"])
    run.step()
    slot = int(np.flatnonzero(run.state.row >= 0)[5])
    Firm(run.state, slot).cash = 12.5
    assert run.by_slot().sme["cash"][slot] == 12.5
    with pytest.raises(LookupError, match="slot"):
        Firm(run.state, int(np.flatnonzero(run.state.row < 0)[0]))


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.patterns[0])
def test_each_pattern_is_read_off_the_engine(reader) -> None:
    found = reader.read("belfast-sejong", ["parameters.smes_per_1000=0.3"], 1, 2)
    assert {finding.pattern for finding in found} == set(reader.patterns)
