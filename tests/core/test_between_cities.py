"""What passes between cities: prices, copies, aims and what programmes have learnt."""

from __future__ import annotations

import numpy as np
import pytest

from twinsim.registry import SECTORS
from twinsim.world.columns import COLUMN

LIVELY = (
    "months=60",
    "parameters.adopt_base=0.3",
    "parameters.replicate_base=1",
    "parameters.order_ramp=1",
    "parameters.stop_base=0.01",
    "parameters.diffusion_q=0.5",
    "parameters.procurement_per_head=20",
)
UNEQUAL = (  # one programme has all the money for analysis and playbooks
    "months=40",
    "programme.payers={alder=0.4, cedar=0.3, elm=0.29, birch=0.005, dogwood=0.005}",
    "programme.lines.analysis=20",
    "programme.lines.playbooks=20",
)


class TestFamiliarity:
    def test_cities_that_know_each_other_start_with_more_trust(self, world) -> None:
        setups = [world(f"mechanisms.familiarity={g}", of="alliance") for g in (0, 1)]
        none, whole = (built.setups["twin"].links["trust0"] for built in setups)
        names = [tuple(sorted(link)) for link in (("alder", "cedar"), ("alder", "elm"))]
        assert len(names) == 2
        assert np.ptp(none) == 0.0
        assert whole[0] == none[0]  # alder and cedar share nothing
        assert whole[1] > none[1]  # alder and elm a network

    def test_friction_is_another_matter(self, world) -> None:
        friction = [
            world(f"mechanisms.familiarity={g}", of="alliance").setups["twin"].links["friction"]
            for g in (0, 1)
        ]
        assert np.array_equal(*friction)


class TestJointProcurement:
    def test_without_it_a_framework_changes_no_price_and_no_month(self, runs, differing) -> None:
        """As if the owners had agreed to buy alone."""
        cut = runs("twin", *LIVELY, "mechanisms.joint_procurement=0", of="alliance").months
        alone = runs("twin", *LIVELY, "programme.joint_procurement=false", of="alliance").months
        assert differing(cut, alone) == []
        joint = runs("twin", *LIVELY, of="alliance").months
        assert {"saved", "contract_value", "leaked"} <= set(differing(joint, alone))

    def test_solo_cities_have_none(self, runs, differing) -> None:
        cut = runs("solo", *LIVELY, "mechanisms.joint_procurement=0", of="alliance").months
        assert differing(cut, runs("solo", *LIVELY, of="alliance").months) == []

    def test_an_order_waits_no_longer_than_the_window(self, world, history) -> None:
        setup = world(*LIVELY, "parameters.joint_window=4", of="alliance").setups["twin"]
        waited = 0
        for t, _, after in history(setup, 1):
            orders = after.order[after.sme["alive"] == 1]
            waiting = orders["waiting"][orders["waiting"] >= 0]
            offered = after.sme["age_solution"][after.sme["alive"] == 1] >= 0
            waiting = orders["waiting"][offered & (orders["waiting"] >= 0).any(axis=1)]
            assert (t - waiting[waiting >= 0] < 4).all(), t
            waited += (waiting >= 0).sum()
        assert waited > 0

    def test_what_cities_save_their_sellers_lose(self, world, history) -> None:
        """Prices and debts of a framework fall together: nothing is paid back."""
        setup = world(*LIVELY, "parameters.contract_price=900", of="alliance").setups["twin"]
        fell = 0
        for _, before, after in history(setup, 2):
            same = (after.order["adopted"] >= 0) & (
                before.order["adopted"] == after.order["adopted"]
            )
            same &= (after.sme["alive"] == 1)[:, None]
            cut = np.where(same, before.order["price"] - after.order["price"], 0.0)
            assert (cut >= 0.0).all()
            assert (
                np.where(same, before.order["owed"] - after.order["owed"], cut) >= cut - 1e-9
            ).all()
            fell += (cut > 0.0).sum()
        assert fell > 0


class TestDiffusion:
    @pytest.mark.parametrize("arm", ["baseline", "solo", "twin"])
    def test_without_it_networks_are_as_if_they_were_not(self, runs, differing, arm: str) -> None:
        cut = runs(arm, *LIVELY, "mechanisms.diffusion=0", of="alliance").months
        assert differing(cut, runs(arm, *LIVELY, "networks=[]", of="alliance").months) == []

    def test_a_city_copies_only_what_its_networks_have_adopted(self, world, history) -> None:
        setup = world(*LIVELY, of="alliance").setups["twin"]
        copied = 0
        for t, before, after in history(setup, 1):
            new = (after.order["adopted"] == t) & (after.sme["alive"] == 1)[:, None]
            for slot, city in np.argwhere(new):
                host = after.sme["host"][slot]
                if city == host or setup.link_of[host, city] >= 0:
                    continue
                heard = setup.networked[city] == 1
                assert (before.order["adopted"][slot][heard] >= 0).any(), (t, slot, city)
                copied += 1
        assert copied > 3


class TestMissionDriver:
    KEYS = ("months=24", "programme.lines.mission=100", "programme.fund=300")

    def test_it_turns_themes_towards_shared_needs(self, runs, of) -> None:
        with_, without = (
            of(
                runs("twin", *self.KEYS, f"mechanisms.mission_driver={g}", of="alliance", count=20),
                "theme_need",
            )[:, :5]
            for g in (1, 0)
        )
        assert (with_ >= without - 1e-12).all(axis=1).mean() > 0.5
        assert with_.mean() > without.mean()

    def test_it_leaves_a_challenge_its_own_sectors(self, world, started) -> None:
        setups = [
            world(*self.KEYS, f"mechanisms.mission_driver={g}", of="alliance").setups["twin"]
            for g in (1, 0)
        ]
        aligned, even = (started(setup, 3).challenge for setup in setups)
        own = even["own"] == 1
        assert own.any()
        assert np.array_equal(aligned["theme"][own], even["theme"][own])
        assert not np.array_equal(aligned["theme"], even["theme"])
        assert np.array_equal(aligned["theme"][: len(SECTORS)], even["theme"][: len(SECTORS)])

    def test_it_acts_in_a_city_alone_too(self, world, started) -> None:
        setups = [
            world(*self.KEYS, f"mechanisms.mission_driver={g}", of="alliance").setups["solo"]
            for g in (1, 0)
        ]
        aligned, even = (started(setup, 3).challenge for setup in setups)
        assert not np.array_equal(aligned["theme"], even["theme"])


class TestInterfaces:
    def test_what_one_programme_knows_helps_the_other_and_harms_none(self, world, history) -> None:
        clear = {}
        for g in (0, 1):
            setup = world(*UNEQUAL, f"mechanisms.interfaces={g}", of="alliance").setups["twin"]
            opened = int(np.flatnonzero(setup.plan["opens"].any(axis=0))[-1])
            clear[g] = next(
                after.challenge["clarity"][len(SECTORS) :].copy()
                for t, _, after in history(setup, 1)
                if t == opened
            )
        assert (clear[1] >= clear[0]).all()
        assert (clear[1] > clear[0]).any()

    def test_playbooks_pass_too(self, runs, of) -> None:
        with_, without = (
            of(runs("twin", *UNEQUAL, f"mechanisms.interfaces={g}", of="alliance"), "playbooks")
            for g in (1, 0)
        )
        poor, rich = [1, 3], [0, 2, 4]
        assert (with_[:, poor] > without[:, poor]).all()
        assert np.array_equal(with_[:, rich], without[:, rich])

    @pytest.mark.parametrize("name", ["belfast-sejong", "birmingham-ulsan"])
    def test_a_pair_alone_has_none(self, runs, differing, name: str) -> None:
        cut = runs("twin", "months=40", "mechanisms.interfaces=0", of=name).months
        assert differing(cut, runs("twin", "months=40", of=name).months) == []

    def test_cities_that_run_alone_have_none(self, runs, differing) -> None:
        cut = runs("solo", *UNEQUAL, "mechanisms.interfaces=0", of="alliance").months
        assert differing(cut, runs("solo", *UNEQUAL, of="alliance").months) == []


def test_peers_teach_where_there_is_joint_work_only(world, history) -> None:
    """With peer learning alone, capability grows in months of joint work."""
    keys = ("months=48", "parameters.cap_do=0", "parameters.cap_fade=0.000001")
    keys = (*keys, "parameters.cap_peer=0.5", "mechanisms.playbook=0", "programme.visits=12")
    setup = world(*keys, of="alliance").setups["twin"]
    taught = 0
    for t, before, after in history(setup, 2):
        grown = np.flatnonzero(after.city["capability"] - before.city["capability"] > 1e-5)
        worked = {
            int(c)
            for n, link in enumerate(setup.links)
            if after.link["worked"][n]
            for c in (link["a"], link["b"])
        }
        assert set(grown) <= worked, t
        taught += len(grown)
    assert taught > 0
    assert after.flows[:, COLUMN.visits].sum() > 0.0
