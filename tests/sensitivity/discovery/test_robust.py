"""Every rule chooses what it should, and noise is not taken for a bad state."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from twinsim.report.discovery import words
from twinsim.sensitivity.discovery.options import Options
from twinsim.sensitivity.discovery.robust import Chosen, robust
from twinsim.sweep.answers.judge import judge


def options(expected, *, worlds=12, noise=0.0, seed=1, cost=None, indicator="net_value"):
    """Options of known expectation, shape (K, J), in worlds whose luck they share in part."""
    expected = np.asarray(expected, float)
    luck = np.random.default_rng(seed)
    values = expected[:, :, None] + noise * luck.standard_normal((*expected.shape, worlds))
    price = np.zeros(len(expected)) if cost is None else np.asarray(cost, float)
    return Options(
        what="lever",
        labels=tuple("abcdef"[: len(expected)]),
        indicator=indicator,
        contrast="twin-baseline",
        values=values,
        cost=np.broadcast_to(price[:, None, None], values.shape),
        draws=np.arange(expected.shape[1]),
    )


BOLD_AND_CAREFUL = [
    np.where(np.arange(100) < 15, -4.0, 3.0),  # more on average, and a loss in 15 states of 100
    np.full(100, 1.0),
]


def test_rules_choose_by_what_they_ask():
    found = robust(options(BOLD_AND_CAREFUL))
    chosen = {one.rule: one.option for one in found.chosen}
    assert chosen == {"mean": "a", "worst": "b", "most": "b", "enough": "b", "best": "a"}


def test_measures_are_those_of_the_expectations():
    bold, careful = robust(options(BOLD_AND_CAREFUL)).rows
    assert bold.mean.value == pytest.approx(0.85 * 3 - 0.15 * 4, abs=0.05)
    assert bold.worst.value == -4.0
    assert bold.low.value == -4.0
    assert bold.most.value == 5.0
    assert careful.most.value == 2.0
    assert bold.enough.value == pytest.approx(0.85, abs=0.02)
    assert bold.enough.lo95 < 0.85 < bold.enough.hi95, "other states might have been drawn"
    assert bold.regret.value == pytest.approx(0.15 * 5, abs=0.05)
    assert bold.best == pytest.approx(0.85)


def test_neither_of_a_trade_off_is_beaten_and_what_is_worse_in_all_is():
    rows = robust(options([*BOLD_AND_CAREFUL, np.full(100, 0.5) - BOLD_AND_CAREFUL[1]])).rows
    assert [round(row.front, 2) for row in rows] == [1.0, 1.0, 0.0]


def test_cost_is_traded_where_the_indicator_does_not_hold_it():
    dear, cheap = robust(
        options([np.full(50, 2.0), np.full(50, 1.0)], cost=[500, 100], indicator="adoptions")
    ).rows
    assert dear.front == cheap.front == 1.0
    assert dear.cost.value == pytest.approx(500)


def test_options_that_are_the_same_are_not_told_apart():
    found = robust(options([np.full(30, 1.0), np.full(30, 1.0)]))
    assert all(one.tied == 2 for one in found.chosen)


def test_noise_makes_no_state_look_bad_or_regret_large():
    same = options(np.full((2, 200), 1.0), noise=3.0)
    plain = same.values.mean(axis=2).min()
    for row in robust(same).rows:
        assert plain < -1.0, "as it looks from twelve worlds"
        assert row.worst.value > 0.2
        assert row.most.value < 1.0


def test_the_first_place_and_regret_are_those_of_the_sweep_s_judge():
    own = options(np.random.default_rng(2).normal(0, 1, (3, 40)), noise=2.0)
    judged = judge(own.values, own.draws)
    rows = robust(own).rows
    assert [row.best for row in rows] == judged.p_best.tolist()
    assert [row.regret.value for row in rows] == pytest.approx(judged.regret.tolist(), rel=0.1)


def told(*chosen):
    """The verdict of these rules: what each chooses, how sure."""
    own = replace(options(np.ones((2, 4))), labels=("none", "as_written"))
    return words.verdict(replace(robust(own), chosen=tuple(Chosen(*one) for one in chosen)))


def test_settled_is_said_of_what_is_settled_alone():
    said = told(("mean", "none", 0.92), ("most", "none", 0.46), ("enough", "as_written", 0.86))
    settled, _, open_ = said.partition(" Not settled: ")
    assert settled == (
        "Settled, in 90 % of draws or more, for “none”: highest mean over states (92 %)."
    )
    assert "minimax regret): “none” in 46 % of draws" in open_
    assert "satisficing): “as_written” in 86 % of draws" in open_


def test_where_nothing_is_settled_it_says_so_and_where_rules_differ_too():
    nothing = told(("mean", "none", 0.6), ("worst", "as_written", 0.7))
    assert nothing.startswith("Nothing is settled")
    assert "Settled, in" not in nothing
    differ = told(("mean", "none", 0.99), ("worst", "as_written", 0.95))
    assert differ.startswith("Settled rules choose differently.")
    assert "for “none”: highest mean" in differ
    assert "for “as_written”: least bad" in differ
    alike = told(("mean", "none", 0.5, 2), ("worst", "none", 0.5, 2))
    assert "ettled" not in alike
    assert alike.startswith("Options alike: highest mean over states (2) and")


def test_a_level_is_quoted_where_it_could_be_a_word():
    found = robust(replace(options(np.ones((2, 4))), labels=("none", "1,200")))
    for said in (words.enough_sentence(found), words.traded(found)):
        assert "“none”" in said
        assert "“1,200”" not in said
        assert "1,200" in said
