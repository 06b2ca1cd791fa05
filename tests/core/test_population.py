"""Firms: the same ones in every arm at the start and at birth, and a market that stays as it is."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from twinsim.registry import SECTORS
from twinsim.world.columns import COLUMN, COLUMNS
from twinsim.world.keys import city_key, firm_key, world_key
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


@pytest.fixture(scope="module")
def means(runs):
    """Mean of an indicator over worlds without programme, by city and recorded month."""
    months = runs("baseline", count=20).months
    return lambda id: months[..., COLUMNS.index(id)].mean(axis=0)


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
                start_firm(p, firm, firm.knowledge, industry, tags, own, 0, False)
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
            for field in set(mine.dtype.names) - {"home"}:
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
    def test_births_come_to_the_same_slots_in_every_arm(self, world, history) -> None:
        setups = world("programme.cohorts=2", "months=60").setups
        many = 0
        for months in zip(*(history(setups[arm], 2) for arm in setups), strict=True):
            born = []
            for t, before, after in months:
                new = (before.sme["alive"] == 0) & (after.sme["alive"] == 1)
                assert (after.sme["born"][new] == t).all()
                born.append((new, after.sme[new]))
            for new, firms in born[1:]:
                assert np.array_equal(new, born[0][0])
                for field in GIVEN:
                    assert np.array_equal(firms[field], born[0][1][field]), field
            many += born[0][0].sum()
        assert many > 200

    def test_births_are_counted_the_same_in_every_arm(self, runs) -> None:
        births = [runs(arm).months[..., COLUMN.births] for arm in ("baseline", "solo", "twin")]
        assert np.array_equal(births[0], births[1])
        assert np.array_equal(births[0], births[2])

    def test_a_slot_is_filled_in_its_own_month_or_never(self, world, history) -> None:
        setup = world("months=24").setups["baseline"]
        for t, before, after in history(setup, 0):
            new = np.flatnonzero((before.sme["alive"] == 0) & (after.sme["alive"] == 1))
            for city in setup.cities:
                own = new[(new >= city["first"]) & (new < city["end"])]
                ordinal = own - city["first"] - city["initial"]
                assert (ordinal // city["births"] == t).all()

    def test_births_are_as_many_as_the_rate_says(self, world, runs) -> None:
        setup = world().setups["baseline"]
        births = runs("baseline", count=20).cities[..., COLUMN.births]
        expected = 120 * setup.p["birth_rate"][0] * setup.cities["initial"]
        error = 3.5 * births.std(axis=0) / np.sqrt(20)
        assert (np.abs(births.mean(axis=0) - expected) <= error).all()


class TestNoAbsorbingMarket:
    """Without a programme the market of a city is after ten years as it was before them."""

    def test_the_stock_of_firms(self, means, world) -> None:
        stock = means("firms")
        assert stock[:, -1] == pytest.approx(stock[:, 0], rel=0.05)
        initial = world().setups["baseline"].cities["initial"]
        assert stock[:, 0] == pytest.approx(initial, rel=0.05)
        assert stock[:, -1] == pytest.approx(initial, rel=0.05)

    def test_the_share_of_active_firms(self, means) -> None:
        share = means("active_share")
        assert share[:, -1] == pytest.approx(share[:, 0], abs=0.05)
        assert share == pytest.approx(0.38, abs=0.05)

    @pytest.mark.parametrize("skill", ["readiness", "technical"])
    def test_the_skills_of_firms(self, means, skill: str) -> None:
        assert means(skill)[:, -1] == pytest.approx(means(skill)[:, 0], abs=0.02)

    @pytest.mark.parametrize("state", ["capability", "legitimacy"])
    def test_the_state_of_cities(self, means, state: str) -> None:
        assert means(state)[:, -1].mean() == pytest.approx(means(state)[:, 0].mean(), abs=0.06)

    def test_jobs(self, means) -> None:
        assert means("jobs")[:, -1].sum() == pytest.approx(means("jobs")[:, 0].sum(), rel=0.1)

    @pytest.mark.parametrize("flow", ["births", "exits", "revenue", "grants_won", "pilots_other"])
    def test_flows_of_the_first_and_the_last_five_years(self, means, flow: str) -> None:
        total = means(flow).sum(axis=0)
        assert total[119] - total[59] == pytest.approx(total[59], rel=0.25)
