"""Followers copy and do nothing else; who hears of whose adoptions is as the scenario says."""

from __future__ import annotations

import numpy as np
import pytest

ARMS = ("baseline", "solo", "twin")


@pytest.mark.parametrize("arm", ARMS)
def test_a_follower_has_no_firms_investors_universities_or_clusters(alliance, arm: str) -> None:
    setup = alliance().setups[arm]
    followers = setup.cities[setup.cities["follower"] == 1]
    assert len(followers) == 2
    for kind in ("initial", "births", "monthly", "investors", "universities", "clusters"):
        assert not followers[kind].any()
    assert (followers["first"] == followers["end"]).all()
    assert (followers["cluster_of"] == -1).all()
    assert not (setup.cities["follower"][setup.clusters["home"]] == 1).any()


def test_a_follower_buys_by_its_residents_as_others_do(alliance) -> None:
    setup = alliance().setups["twin"]
    expected = setup.p["procurement_per_head"][0] * setup.cities["population"] / 1000.0
    assert setup.cities["yearly"] == pytest.approx(expected)


def test_a_follower_owns_and_pays_nothing_and_is_linked_with_nobody(alliance) -> None:
    for arm in ("solo", "twin"):
        setup = alliance().setups[arm]
        mine = setup.cities["follower"] == 1
        assert not setup.stakes["owner"][:, mine].any()
        assert not setup.cities["planned"][mine].any()
        assert (setup.link_of[mine] == -1).all()


@pytest.mark.parametrize("arm", ARMS)
def test_networks_join_their_members_and_none_with_itself(alliance, arm: str) -> None:
    world = alliance()
    table = world.setups[arm].networked
    assert np.array_equal(table, table.T)
    assert not np.diag(table).any()
    groups = [set(group) for group in world.scenario.networks]
    for i, a in enumerate(world.cities):
        for j, b in enumerate(world.cities):
            together = a != b and any({a, b} <= group for group in groups)
            assert table[i, j] == int(together), (a, b)


def test_where_no_network_is_written_followers_hear_of_all_cities(world) -> None:
    table = world('followers=["ulsan", "bristol"]').setups["baseline"].networked
    assert np.array_equal(table, 1 - np.eye(4, dtype=int))


def test_without_followers_or_networks_nobody_hears_whatever_the_city_table_says(world) -> None:
    members = 'cities=["glasgow", "bristol"]', 'programme.links=[["glasgow", "bristol"]]'
    scenario = world(*members).scenario
    assert set(scenario.profiles[0].networks) & set(scenario.profiles[1].networks)
    for setup in world(*members).setups.values():
        assert not setup.networked.any()


def test_cities_without_a_follower_hear_of_each_other_where_a_network_says_so(world) -> None:
    table = world('networks=[["belfast", "sejong"]]').setups["twin"].networked
    assert table.tolist() == [[0, 1], [1, 0]]


def test_a_follower_changes_no_fact_of_the_cities_it_follows(world) -> None:
    alone = world().setups["twin"]
    followed = world('followers=["ulsan"]').setups["twin"]
    assert np.array_equal(followed.cities[:2], alone.cities)
    assert np.array_equal(followed.links, alone.links)
    assert np.array_equal(followed.programmes, alone.programmes)
    assert np.array_equal(followed.plan, alone.plan)
