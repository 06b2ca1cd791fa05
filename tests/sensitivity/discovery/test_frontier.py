"""The frontier lies where it was laid, across and down."""

from __future__ import annotations

import numpy as np
import pytest

from twinsim.sensitivity.discovery.cases import Cases, Input
from twinsim.sensitivity.discovery.frontier import frontier
from twinsim.sensitivity.discovery.questions import Question
from twinsim.sweep.answers.factors import Varied


def cases(expected, x, noise=0.7, worlds=8) -> Cases:
    luck = np.random.default_rng(4)
    inputs = tuple(
        Input(Varied(f"x{j}", "", "", "uncertainty", True), x[:, j]) for j in range(x.shape[1])
    )
    differences = expected[:, None] + noise * luck.standard_normal((len(x), worlds))
    question = Question("q", "net_value", "twin-baseline")
    return Cases(question, inputs, differences, np.arange(len(x)), 0, "", np.arange(len(x)))


@pytest.fixture
def x():
    return np.random.default_rng(1).random((250, 6))


def test_it_turns_where_the_expectation_is_zero(x):
    found = frontier(cases(2 * x[:, 4] + x[:, 1] - 1.8, x))
    assert (found.across.id, found.down.id, found.state) == ("x4", "x1", "turns")
    across, down = np.meshgrid(found.at, found.at, indexing="ij")
    truth = 2 * across + down - 1.8
    clear = found.near & (np.abs(truth) > 0.35)
    assert ((found.chance > 0.5) == (truth > 0))[clear].mean() > 0.98
    wrong = np.where(truth > 0, found.sure <= 0.025, found.sure >= 0.975)
    assert wrong[found.near].mean() < 0.02, "a side that is settled is the right one"


def test_there_is_none_in_range_where_the_sign_never_turns(x):
    assert frontier(cases(1.0 + x[:, 4] + x[:, 1], x)).state in ("above", "chance")
    assert frontier(cases(-0.3 - x[:, 4] - 0.2 * x[:, 1], x)).state == "below"


def test_no_input_stands_out_in_noise(x):
    assert frontier(cases(np.zeros(len(x)), x)).state == "chance"


def test_nothing_is_said_where_no_case_is(x):
    kept = x[(x[:, 4] < 0.5) == (x[:, 1] < 0.5)]  # two opposite quarters
    found = frontier(cases(2 * kept[:, 4] + kept[:, 1] - 1.5, kept))
    assert not found.near[2, 22]
    assert found.near[2, 2]
    assert found.near[22, 22]
