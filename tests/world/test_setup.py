"""Setups: slots of firms, links of cities, programmes of arms, parameters and luck."""

from __future__ import annotations

import dataclasses
from itertools import combinations

import numpy as np
import pytest

from twinsim.registry import SECTORS
from twinsim.scenario.cities import cities_table
from twinsim.world.parameters import FIELDS

THREE = 'cities=["belfast", "sejong", "ulsan"]'


@pytest.fixture(scope="module")
def everyone(world):
    """The world of all cities of the table, all linked."""
    ids = [city.id for city in cities_table()]
    pairs = ", ".join(f'["{a}", "{b}"]' for a, b in combinations(ids, 2))
    return world(f"cities={ids}".replace("'", '"'), f"programme.links=[{pairs}]")


class TestCities:
    @pytest.mark.parametrize(
        ("city", "firms"), [("belfast", 280), ("sejong", 313), ("birmingham", 947), ("ulsan", 878)]
    )
    def test_modelled_firms(self, everyone, city: str, firms: int) -> None:
        place = everyone.cities.index(city)
        assert everyone.setups["twin"].cities["initial"][place] == firms

    def test_expected_births_are_a_share_of_the_initial_stock(self, everyone) -> None:
        setup = everyone.setups["twin"]
        births = setup.cities["births"] * setup.cities["birth_chance"]
        assert births == pytest.approx(setup.p["birth_rate"][0] * setup.cities["initial"])
        assert (setup.cities["birth_chance"] <= 0.5).all()

    def test_universities_are_as_known_and_else_grow_with_the_root_of_residents(
        self, everyone
    ) -> None:
        setup = everyone.setups["twin"]
        people = setup.p["university_residents"][0]
        missing = 0
        for city, many in zip(
            everyone.scenario.profiles, setup.cities["universities"], strict=True
        ):
            expected = int(1.5 * np.sqrt(city.population / people) + 0.5)
            if np.isnan(city.universities):
                missing += 1
                assert many == min(max(expected, 1), 8), city.id
            else:
                assert many == city.universities, city.id
        assert 0 < missing < len(everyone.cities)

    def test_industry_is_a_law_over_sectors_and_tags_weigh_in_it(self, everyone) -> None:
        cities = everyone.setups["twin"].cities
        assert cities["industry"].sum(axis=1) == pytest.approx(1.0)
        for city in cities[cities["tags"].any(axis=1)]:
            tagged, other = city["industry"][city["tags"] == 1], city["industry"][city["tags"] == 0]
            assert tagged.min() / other.max() == pytest.approx((0.15 + 1.0) / 0.15)

    def test_cities_stand_in_the_order_of_their_ids(self, world) -> None:
        swapped = world('cities=["sejong", "belfast"]')
        assert swapped.cities == world().cities == ("belfast", "sejong")
        for arm in swapped.arms:
            for mine, theirs in zip(swapped.setups[arm], world().setups[arm], strict=True):
                assert np.array_equal(mine, theirs)

    def test_a_yearly_budget_of_procurement_is_some_pounds_a_head(self, world) -> None:
        cities = world("parameters.procurement_per_head=2.5").setups["twin"].cities
        assert cities["yearly"] == pytest.approx(2.5 * cities["population"] / 1000.0)


class TestLinks:
    def test_friction_and_trust_stay_in_bounds(self, everyone) -> None:
        links = everyone.setups["twin"].links
        for fact in ("friction", "trust0"):
            assert ((links[fact] >= 0.0) & (links[fact] <= 1.0)).all()
        assert np.ptp(links["friction"]) > 0.3
        assert np.ptp(links["trust0"]) > 0.1

    def test_links_are_found_both_ways(self, everyone) -> None:
        setup = everyone.setups["twin"]
        assert np.array_equal(setup.link_of, setup.link_of.T)
        assert (np.diag(setup.link_of) == -1).all()
        for number, link in enumerate(setup.links):
            assert setup.link_of[link["a"], link["b"]] == number

    def test_the_order_in_which_a_link_is_written_is_nothing(self, world) -> None:
        turned = world('programme.links=[["sejong", "belfast"]]')
        assert np.array_equal(turned.setups["twin"].links, world().setups["twin"].links)

    def test_links_are_the_same_in_every_arm(self, world) -> None:
        setups = world().setups
        for arm in ("solo", "twin"):
            assert np.array_equal(setups[arm].links, setups["baseline"].links)
            assert np.array_equal(setups[arm].link_of, setups["baseline"].link_of)

    def test_strangers_start_at_the_floor_and_ties_lift_them(self, everyone, world) -> None:
        p = everyone.parameters["twin"]
        strangers = world().setups["twin"].links["trust0"]
        assert strangers.tolist() == pytest.approx([p.trust_floor])
        setup, ids = everyone.setups["twin"], everyone.cities
        known = setup.link_of[ids.index("milan"), ids.index("daegu")]
        expected = p.trust_floor + p.trust_span * (1.0 - np.exp(-1.5 / p.tie_scale))
        assert setup.links["trust0"][known] == pytest.approx(expected)

    def test_without_familiarity_all_start_at_the_floor(self, world) -> None:
        keys = ('cities=["milan", "daegu"]', 'programme.links=[["milan", "daegu"]]')
        cut = world(*keys, "mechanisms.familiarity=0")
        floor = cut.parameters["twin"].trust_floor
        assert cut.setups["twin"].links["trust0"].tolist() == pytest.approx([floor])
        assert world(*keys).setups["twin"].links["trust0"][0] > floor

    def test_an_arm_with_another_partner_is_linked_with_it(self, world) -> None:
        """The owners of a joint programme are joined by links, whichever arm names them."""
        other = 'arms.other.programme.links=[["belfast", "ulsan"]]'
        setup = world(THREE, other).setups["other"]
        assert setup.stakes["owner"].tolist() == [[1, 0, 1]]
        assert setup.link_of[0, 2] >= 0


class TestProgrammes:
    def test_one_joint_programme_or_one_for_each_city(self, world) -> None:
        setups = world(THREE).setups
        assert len(setups["baseline"].programmes) == 0
        assert setups["solo"].stakes["owner"].tolist() == [[1, 0, 0], [0, 1, 0]]
        assert setups["solo"].stakes["share"].tolist() == [[1, 0, 0], [0, 1, 0]]
        assert setups["twin"].stakes["owner"].tolist() == [[1, 1, 0]]
        assert setups["twin"].stakes["share"].tolist() == [[0.5, 0.5, 0]]

    def test_a_city_that_does_not_pay_runs_none_alone(self, world) -> None:
        setups = world("programme.payers={belfast=1.0, sejong=0.0}").setups
        assert setups["twin"].stakes["pays"].tolist() == [[1, 0]]
        solo = setups["solo"]
        assert solo.stakes["owner"].tolist() == [[1, 0]]
        assert (solo.programmes["slice_low"][0], solo.programmes["slice_high"][0]) == (0.0, 1.0)
        assert solo.cities["planned"].tolist() == pytest.approx([1000.0, 0.0])

    def test_only_the_twin_has_visits_coordination_and_a_floor(self, world) -> None:
        setups = world().setups
        for key in ("visits", "coordination", "least_share", "joint"):
            assert (setups["solo"].programmes[key] == 0).all()
            assert (setups["twin"].programmes[key] > 0).all()

    def test_a_theme_weighs_its_own_sectors_and_sums_to_one(self, world) -> None:
        for setup in world().setups.values():
            assert setup.challenges["theme"].sum(axis=1) == pytest.approx(1.0)
        setup = world().setups["twin"]
        cyber = setup.challenges["theme"][setup.programmes["first_challenge"][0]]
        own = [SECTORS.index(sector) for sector in ("deeptech_space", "digital_ai")]
        assert cyber[own] == pytest.approx(0.35)
        assert np.delete(cyber, own) == pytest.approx(0.3 / 11)

    def test_challenges_of_a_programme_come_after_those_of_the_sectors(self, world) -> None:
        setup = world().setups["solo"]
        assert setup.programmes["first_challenge"].tolist() == [13, 16]
        assert setup.programmes["challenges"].tolist() == [3, 3]
        assert len(setup.challenges) == 19
        assert (setup.challenges["theme"][:13].argmax(axis=1) == np.arange(13)).all()


class TestParametersAndLuck:
    def test_both_engines_read_the_same_values(self, world) -> None:
        built = world("mechanisms.call=0.25", "parameters.bid_base=-4")
        for arm, setup in built.setups.items():
            values = dataclasses.asdict(built.parameters[arm])
            assert tuple(values) == FIELDS
            assert {field: setup.p[field][0] for field in FIELDS} == values
            assert (values["g_call"], values["bid_base"]) == (0.25, -4.0)

    def test_an_arms_value_is_its_own(self, world) -> None:
        setups = world("arms.cut.mechanisms.award=0", "arms.cut.parameters.match=0.5").setups
        assert (setups["cut"].p["g_award"][0], setups["cut"].p["match"][0]) == (0.0, 0.5)
        assert (setups["twin"].p["g_award"][0], setups["twin"].p["match"][0]) == (1.0, 0.2)

    def test_arms_share_their_luck_unless_it_is_independent(self, world) -> None:
        assert len({int(setup.luck) for setup in world().setups.values()}) == 1
        apart = world("luck=independent").setups
        assert len({int(setup.luck) for setup in apart.values()}) == 3

    def test_every_seed_has_its_own_luck_and_zero_is_a_seed(self, world) -> None:
        seeds = (0, 1, 2, 2**63)
        assert len({int(world(seed=seed).setups["twin"].luck) for seed in seeds}) == len(seeds)

    def test_a_pound_of_a_year_later_is_worth_less_by_the_rate(self, world) -> None:
        discount = world().setups["twin"].discount
        assert (discount[:37] == 1.0).all()
        assert discount[36 + 12] == pytest.approx(1.0 / 1.035)
        assert len(discount) == 156
