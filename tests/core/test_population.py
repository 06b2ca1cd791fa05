"""Firms: the same ones in every arm at the start and at birth."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from twinsim.registry import SECTORS
from twinsim.world.columns import COLUMN
from twinsim.world.keys import (
    BACKGROUND,
    GRADUATED,
    SPUN_OUT,
    city_key,
    firm_key,
    origin,
    parent,
    world_key,
)
from twinsim.world.start import start_city, start_firm

GIVEN = (
    "born",
    "sector",
    "large",
    "member",
    "tied",
    "absorptive",
    "technical",
    "market",
    "volatility",
    "margin",
    "staff",
    "trend",
    "knowledge",
    "key",
    "home",
)


UNTAUGHT = (
    *(f"mechanisms.upskill_{skill}=0" for skill in ("market", "technical")),
    "mechanisms.peers=0",
    "mechanisms.exchange=0",
    "parameters.learn_rate=0",
)


class TestStart:
    def test_the_core_starts_what_the_world_describes(self, world, started) -> None:
        """Every attribute of every firm and city, to the last bit."""
        built = world("parameters.smes_per_1000=0.2")
        setup, p = built.setups["twin"], built.parameters["twin"]
        state = started(setup, 5)
        for c, facts in enumerate(setup.cities):
            key = city_key(world_key(int(setup.luck), 5), int(facts["word"]))
            city = SimpleNamespace(need=[0.0] * len(SECTORS))
            tags, industry = facts["tags"].tolist(), facts["industry"].tolist()
            start_city(p, city, city.need, tags, float(facts["yearly"]), key)
            for name, value in vars(city).items():
                assert np.array_equal(state.city[c][name], value), name
            for slot in range(facts["initial"]):
                firm = SimpleNamespace(knowledge=[0.0] * len(SECTORS))
                own = firm_key(key, slot)
                start_firm(p, firm, firm.knowledge, industry, tags, own, 0, False, BACKGROUND, -1)
                for name, value in vars(firm).items():
                    assert np.array_equal(state.sme[facts["first"] + slot][name], value), name

    @pytest.mark.parametrize("partner", ["aberdeen", "ulsan"])
    def test_no_start_hangs_on_arm_or_partner(self, world, started, partner: str) -> None:
        pair = f'["belfast", "{partner}"]'
        other = world(f"cities={pair}", f"programme.links=[{pair}]")
        place = other.cities.index("belfast")
        usual = started(world().setups["baseline"], 2).sme[:280]
        for arm in ("baseline", "solo", "twin"):
            setup = other.setups[arm]
            first = setup.cities["first"][place]
            mine = started(setup, 2).sme[first : first + 280]
            for field in set(mine.dtype.names) - {"home", "slot"}:
                assert np.array_equal(mine[field], usual[field]), field

    def test_more_slots_leave_the_first_firms_as_they_were(self, world, started) -> None:
        more = started(world("parameters.smes_per_1000=2", "months=12").setups["twin"], 2)
        assert more.sme[:280].tobytes() == started(world().setups["twin"], 2).sme[:280].tobytes()

    def test_all_initial_firms_live_and_no_other(self, world, started) -> None:
        setup = world().setups["twin"]
        state = started(setup, 0)
        for city in setup.cities:
            alive = state.sme["alive"][city["first"] : city["end"]]
            assert alive[: city["initial"]].all()
            assert not alive[city["initial"] :].any()
        assert not state.flows.any()


class TestBirths:
    def test_births_come_to_the_same_slots_in_every_arm(self, world, history, scenario) -> None:
        """Firms that nobody founded, that is: spin-outs and graduates may differ. Nobody teaches
        them in their first month."""
        setups = world("months=60", *UNTAUGHT, of=scenario).setups
        three = [history(setups[arm], 2) for arm in ("baseline", "solo", "twin")]
        background = _slots(setups["twin"], BACKGROUND)
        many = 0
        for months in zip(*three, strict=True):
            born = []
            for t, before, after in months:
                new = (before.sme["alive"] == 0) & (after.sme["alive"] == 1)
                assert (after.sme["born"][new] == t).all()
                born.append((new & background, after.sme[new & background]))
            for new, firms in born[1:]:
                assert np.array_equal(new, born[0][0])
                for field in GIVEN:
                    assert np.array_equal(firms[field], born[0][1][field]), field
            many += born[0][0].sum()
        assert many > 100

    def test_births_are_counted_the_same_in_every_arm(self, runs, scenario: str) -> None:
        births = [
            runs(arm, of=scenario).months[..., COLUMN.births]
            for arm in ("baseline", "solo", "twin")
        ]
        assert np.array_equal(births[0], births[1])
        assert np.array_equal(births[0], births[2])

    def test_a_slot_is_filled_in_its_own_month_or_never(self, world, history, scenario) -> None:
        setup = world("months=24", of=scenario).setups["twin"]
        for t, before, after in history(setup, 0):
            new = np.flatnonzero((before.sme["alive"] == 0) & (after.sme["alive"] == 1))
            for city in setup.cities[setup.cities["follower"] == 0]:
                own = new[(new >= city["first"]) & (new < city["end"])]
                ordinal = own - city["first"] - city["initial"]
                assert (ordinal // city["monthly"] == t).all()

    def test_a_firm_comes_from_where_its_slot_says(self, world, final, scenario: str) -> None:
        """Spin-outs are small, know what their university does and have an idea; a graduate is of
        the sector of its cluster."""
        keys = ("months=60", "parameters.accelerator_additional=1", "parameters.learn_rate=0")
        setup = world(*keys, of=scenario).setups["twin"]
        state = final(setup, 1)
        lived = state.sme["staff"] > 0.0
        for what in (BACKGROUND, SPUN_OUT, GRADUATED):
            here = np.flatnonzero(lived & _slots(setup, what))
            assert (state.sme["origin"][here] == what).all()
            assert len(here) > 0 or (what == GRADUATED and scenario == "belfast-sejong")
            for slot in here if what else ():
                firm = state.sme[slot]
                facts = setup.cities.view(np.recarray)[firm["home"]]
                number = parent(facts, slot)
                assert firm["large"] == 0
                if what == GRADUATED:
                    cluster = setup.clusters[facts["first_cluster"] + number]
                    assert firm["sector"] == cluster["sector"]
                else:
                    school = state.university[facts["first_university"] + number]
                    assert firm["sector"] == school["research"].argmax()

    def test_births_are_as_many_as_the_rate_says(self, world, runs) -> None:
        setup = world().setups["baseline"]
        births = runs("baseline", count=20).cities[..., COLUMN.births]
        expected = 120 * setup.p["birth_rate"][0] * setup.cities["initial"]
        error = 3.5 * births.std(axis=0) / np.sqrt(20)
        assert (np.abs(births.mean(axis=0) - expected) <= error).all()


def _slots(setup, what: int):
    """Which slots are for firms of an origin."""
    found = np.zeros(setup.cities["end"].max(), dtype=bool)
    for city in setup.cities.view(np.recarray):
        for slot in range(city.first, city.end):
            found[slot] = origin(city, slot) == what
    return found
