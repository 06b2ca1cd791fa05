"""The dead and the unborn do nothing, and nobody comes back."""

from __future__ import annotations

import numpy as np
import pytest

SHORT = ("months=60", "parameters.smes_per_1000=0.3")
HARSH = (*SHORT, "parameters.margin_sd=0.3")
POOR = ("months=120", "parameters.cluster_reserve=0.01")


@pytest.fixture(scope="module", params=["usual", "busy"])
def keys(request, busy) -> tuple[str, ...]:
    return SHORT if request.param == "usual" else (*HARSH, *busy)


@pytest.fixture(scope="module", params=["baseline", "solo", "twin"])
def chosen(request, world, scenario, keys):
    return world(*keys, of=scenario).setups[request.param]


def test_the_dead_and_the_unborn_do_nothing(chosen, history) -> None:
    ended = 0
    for t, before, after in history(chosen, 1):
        idle = (before.sme["alive"] == 0) & (after.sme["alive"] == 0)
        ended += ((before.sme["alive"] == 1) & (after.sme["alive"] == 0)).sum()
        for kind in ("sme", "pilot", "order"):
            assert getattr(before, kind)[idle].tobytes() == getattr(after, kind)[idle].tobytes(), t
    assert ended > 20


def test_nobody_comes_back(chosen, history) -> None:
    for t, before, after in history(chosen, 0):
        new = (before.sme["alive"] == 0) & (after.sme["alive"] == 1)
        assert (after.sme["born"][new] == t).all()
        assert (before.sme["staff"][new] == 0.0).all()


def test_the_live_ones_are_listed_by_city_each_once(chosen, history) -> None:
    for t, _, state in history(chosen, 2):
        for city, here in zip(chosen.cities, state.city, strict=True):
            listed = state.live[city["first"] : city["first"] + here["firms"]]
            alive = np.flatnonzero(state.sme["alive"][city["first"] : city["end"]])
            assert np.array_equal(listed, state.row[city["first"] + alive]), t
            assert (np.diff(listed) > 0).all(), t


def test_a_firm_that_ends_leaves_its_pilot_and_its_ties(chosen, history) -> None:
    for t, before, after in history(chosen, 1):
        ended = (before.sme["alive"] == 1) & (after.sme["alive"] == 0)
        alive = after.sme["alive"] == 1
        tied = after.sme["colleague"][alive]
        assert not np.isin(tied[tied >= 0], np.flatnonzero(ended)).any(), t


@pytest.mark.parametrize("arm", ["baseline", "twin"])
def test_a_cluster_that_ends_serves_nobody_and_stays_away(world, history, arm: str) -> None:
    setup = world(*POOR, of="alliance").setups[arm]
    ended = 0
    for t, before, after in history(setup, 1):
        gone = before.cluster["alive"] == 0
        ended += (gone & (t == setup.months - 1)).sum()
        assert before.cluster[gone].tobytes() == after.cluster[gone].tobytes(), t
        for id in ("members", "services", "diversified", "opened", "places", "quality"):
            assert not after.cluster[id][after.cluster["alive"] == 0].any(), (t, id)
        firms = after.sme[after.sme["alive"] == 1]
        cluster = setup.cities["cluster_of"][firms["home"], firms["sector"]]
        assert after.cluster["alive"][cluster[firms["member"] == 1]].all(), t
    assert ended > 0
