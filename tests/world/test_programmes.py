"""Programmes of an arm: who runs them together, what their facets change, dated steps."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from twinsim.registry import SECTORS
from twinsim.world.money import LINES
from twinsim.world.programmes import FACETS
from twinsim.world.setup import STEPS

TRAITS = ("risk", "duration", "spread", "impact", "explore")
PAIRS = '["alder", "cedar"], ["birch", "dogwood"]'


def owners(world: Any, arm: str = "twin") -> list[set[str]]:
    """Cities of each programme of an arm."""
    stakes = world.setups[arm].stakes["owner"]
    return [{city for city, owns in zip(world.cities, row, strict=True) if owns} for row in stakes]


def no_steps(links: str, *settings: str) -> tuple[str, ...]:
    return (f"programme.links=[{links}]", "programme.steps=[]", *settings)


class TestWhoRunsOneTogether:
    def test_pairs_that_no_link_joins_run_two_joint_programmes(self, alliance) -> None:
        world = alliance(*no_steps(PAIRS))
        assert owners(world) == [{"alder", "cedar"}, {"birch", "dogwood"}]
        assert owners(world, "solo") == [{"alder"}, {"birch"}, {"cedar"}, {"dogwood"}]
        assert owners(world, "baseline") == []

    @pytest.mark.parametrize("bridge", ['["cedar", "dogwood"]', '["birch", "alder"]'])
    @pytest.mark.parametrize("first", [True, False])
    def test_a_link_between_pairs_makes_one_of_two(self, alliance, bridge, first: bool) -> None:
        links = f"{bridge}, {PAIRS}" if first else f"{PAIRS}, {bridge}"
        assert owners(alliance(*no_steps(links))) == [{"alder", "birch", "cedar", "dogwood"}]

    def test_a_ring_and_a_pair_are_two(self, alliance) -> None:
        assert owners(alliance()) == [{"alder", "cedar", "elm"}, {"birch", "dogwood"}]

    @pytest.mark.parametrize("payers", ["alder=0.5, cedar=0.5", "cedar=1.0"])
    def test_a_group_that_pays_nothing_runs_none(self, alliance, payers: str) -> None:
        world = alliance(*no_steps(PAIRS, f"programme.payers={{{payers}}}"))
        assert owners(world) == [{"alder", "cedar"}]
        assert owners(world, "solo") == [{city[:-4]} for city in payers.split(", ")]

    def test_the_parts_of_programmes_are_those_of_their_payers(self, alliance) -> None:
        shares = {"alder": 0.5, "cedar": 0.1, "birch": 0.4, "dogwood": 0.0}
        written = ", ".join(f"{city}={share}" for city, share in shares.items())
        world = alliance(*no_steps(PAIRS, f"programme.payers={{{written}}}"))
        setup = world.setups["twin"]
        assert setup.stakes["share"].sum(axis=1) == pytest.approx(1.0)
        assert setup.stakes["share"][0, :3] == pytest.approx([5 / 6, 0.0, 1 / 6])
        assert setup.stakes["pays"][1].tolist() == [0, 1, 0, 0, 0, 0, 0]
        for line in LINES:
            if setup.programmes[line].any():
                first, second = setup.programmes[line]
                assert first / second == pytest.approx(0.6 / 0.4), line

    @pytest.mark.parametrize("arm", ["solo", "twin"])
    def test_slices_of_the_common_purse_meet_and_cover_it(self, alliance, arm: str) -> None:
        programmes = alliance().setups[arm].programmes
        assert programmes["slice_low"][0] == 0.0
        assert programmes["slice_high"][-1] == 1.0
        assert np.array_equal(programmes["slice_low"][1:], programmes["slice_high"][:-1])
        assert (programmes["slice_high"] > programmes["slice_low"]).all()

    def test_each_programme_has_challenges_of_its_own(self, alliance) -> None:
        setup = alliance().setups["twin"]
        assert setup.programmes["first_challenge"].tolist() == [13, 17]
        assert setup.programmes["challenges"].tolist() == [4, 4]
        assert len(setup.challenges) == 21


class TestOnlyTheTwin:
    def test_travels_buys_together_and_asks_for_partners_abroad(self, alliance) -> None:
        setups = alliance("programme.require_foreign=true").setups
        keys = ("joint", "visits", "delegated", "require_foreign", "joint_procurement")
        for key in (*keys, "coordination", "delegations", "least_share"):
            assert not setups["solo"].programmes[key].any(), key
            assert setups["twin"].programmes[key].all(), key

    def test_and_only_where_the_scenario_lets_it(self, alliance) -> None:
        setup = alliance().setups["light"]
        assert not setup.programmes["joint_procurement"].any()


class TestFacets:
    @pytest.mark.parametrize("facet", FACETS)
    def test_a_facet_reaches_every_challenge_of_the_programme(self, world, facet: str) -> None:
        setup = world(f"programme.facet={facet}").setups["twin"]
        for challenge in setup.challenges[13:]:
            assert tuple(challenge[trait] for trait in TRAITS) == FACETS[facet]
            assert challenge["facet"] == list(FACETS).index(facet) - 1

    @pytest.mark.parametrize("facet", FACETS)
    def test_pilots_without_a_programme_have_none(self, world, facet: str) -> None:
        for setup in world(f"programme.facet={facet}").setups.values():
            for trait, usual in zip(TRAITS, FACETS["none"], strict=True):
                assert (setup.challenges[trait][:13] == usual).all()
            assert (setup.challenges["facet"][:13] == -1).all()

    def test_a_theme_may_have_a_facet_of_its_own(self, world) -> None:
        themes = (
            '{id="a", sectors=["mobility"], facet="mission"}, {id="b", sectors=["circular"]},'
            '{id="c", sectors=["fintech"], facet="none"}'
        )
        settings = (f"programme.themes=[{themes}]", "programme.facet=anticipatory")
        setup = world(*settings).setups["twin"]
        assert setup.challenges["impact"][13:].tolist() == [1.3, 1.6, 1.0]

    def test_no_facet_is_the_reference_case_and_each_other_differs(self) -> None:
        assert FACETS["none"] == (1.0, 1.0, 1.0, 1.0, 0.0)
        assert len(set(FACETS.values())) == len(FACETS) == 5


class TestSteps:
    def test_each_is_of_its_cluster_and_month(self, alliance) -> None:
        world = alliance()
        setup = world.setups["twin"]
        steps = {(step.city, step.sector, step.what) for step in world.scenario.programme.steps}
        found = set()
        for month, number, what in setup.steps.tolist():
            assert month == 12 + 2 + 3
            home, sector = setup.clusters[number]
            found.add((world.cities[home], SECTORS[sector], STEPS[what]))
        assert found == steps

    def test_the_baseline_takes_none_and_a_solo_city_its_own(self, alliance) -> None:
        setups = alliance().setups
        assert len(setups["baseline"].steps) == 0
        assert np.array_equal(setups["solo"].steps, setups["twin"].steps)

    def test_there_is_a_cluster_for_each_priority_sector_of_a_city(self, alliance) -> None:
        world = alliance()
        setup = world.setups["baseline"]
        for number, city in enumerate(world.scenario.profiles):
            mine = np.flatnonzero(setup.clusters["home"] == number)
            if city.id in world.scenario.followers:
                assert not len(mine)
                continue
            sectors = setup.clusters["sector"][mine]
            assert {SECTORS[sector] for sector in sectors} == set(city.tags)
            facts = setup.cities[number]
            assert mine.tolist() == list(
                range(facts["first_cluster"], facts["first_cluster"] + facts["clusters"])
            )
            assert facts["cluster_of"][sectors].tolist() == mine.tolist()
            assert (facts["cluster_of"] >= 0).sum() == len(mine)
