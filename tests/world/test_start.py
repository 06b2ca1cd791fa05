"""The starting population: whose luck it is, and the laws that it is drawn from."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from twinsim.registry import SECTORS
from twinsim.rules.firm import exit_base
from twinsim.world.keys import BACKGROUND, city_key, origin, programme_key, slot_key, world_key
from twinsim.world.start import age_at_start, delivery, start_city, start_firm

FIRMS = 4000
SEOUL = ('cities=["seoul", "belfast"]', 'programme.links=[["belfast", "seoul"]]')


def firm_of(world, arm: str, city: str, slot: int, replicate: int = 0, entrant: bool = False):
    """A firm of the initial stock or a birth at its start, by its slot within the city, from the
    setup of an arm alone."""
    setup = world.setups[arm]
    row = setup.cities[world.cities.index(city)]
    facts = SimpleNamespace(**{name: row[name].tolist() for name in row.dtype.names})
    slot += facts.first
    assert origin(facts, slot) == BACKGROUND
    key = slot_key(facts, slot, city_key(world_key(int(setup.luck), replicate), facts.word))
    firm = SimpleNamespace(knowledge=[0.0] * len(SECTORS))
    month = 40 if entrant else 0
    p = world.parameters[arm]
    start_firm(
        p, firm, firm.knowledge, facts.industry, facts.tags, key, month, entrant, BACKGROUND, -1
    )
    return firm


def city_of(world, arm: str, city: str, replicate: int = 0):
    setup = world.setups[arm]
    facts = setup.cities[world.cities.index(city)]
    place = SimpleNamespace(need=[0.0] * len(SECTORS))
    key = city_key(world_key(int(setup.luck), replicate), int(facts["word"]))
    p = world.parameters[arm]
    start_city(p, place, place.need, facts["tags"].tolist(), float(facts["yearly"]), key)
    return place


@pytest.fixture(scope="module")
def seoul(world):
    """Attributes of the first firms of Seoul, each as an array."""
    firms = [vars(firm_of(world(*SEOUL), "twin", "seoul", slot)) for slot in range(FIRMS)]
    return SimpleNamespace(**{name: np.array([f[name] for f in firms]) for name in firms[0]})


class TestWhoseLuck:
    @pytest.mark.parametrize("partner", ["aberdeen", "ulsan", "lund"])
    def test_a_firm_and_its_city_are_the_same_whoever_the_partner_is(self, world, partner) -> None:
        pair = f'["belfast", "{partner}"]'
        other = world(f"cities={pair}", f"programme.links=[{pair}]")
        for slot in (0, 17, 279):
            assert firm_of(other, "twin", "belfast", slot) == firm_of(
                world(), "twin", "belfast", slot
            )
        assert city_of(other, "twin", "belfast") == city_of(world(), "twin", "belfast")

    def test_a_firm_is_the_same_in_every_arm(self, world) -> None:
        firms = [firm_of(world(), arm, "sejong", 17, 5) for arm in ("baseline", "solo", "twin")]
        assert firms[0] == firms[1] == firms[2]

    def test_a_firm_is_the_same_however_many_there_are(self, world) -> None:
        more = world("parameters.smes_per_1000=2", "parameters.birth_rate=0.05", "months=12")
        assert firm_of(more, "twin", "belfast", 17) == firm_of(world(), "twin", "belfast", 17)

    def test_another_slot_city_replicate_or_seed_is_another_firm(self, world) -> None:
        firms = [
            firm_of(world(), "twin", "belfast", 17),
            firm_of(world(), "twin", "belfast", 18),
            firm_of(world(), "twin", "sejong", 17),
            firm_of(world(), "twin", "belfast", 17, 1),
            firm_of(world(seed=2), "twin", "belfast", 17),
        ]
        for attribute in ("technical", "market", "absorptive", "staff", "cash", "margin"):
            assert len({getattr(firm, attribute) for firm in firms}) == len(firms)

    def test_delivery_is_of_the_replicate_and_the_city_in_every_arm(self, world) -> None:
        p = world().parameters["twin"]
        luck = int(world().setups["twin"].luck)
        word = int(world().setups["twin"].cities["word"][0])
        keys = [programme_key(city_key(world_key(luck, run), word)) for run in range(4000)]
        drawn = np.array([delivery(p, key) for key in keys])
        assert (drawn == 0.0).mean() == pytest.approx(0.25, abs=0.03)
        assert drawn.mean() == pytest.approx(1.0, abs=0.05)
        works = drawn[drawn > 0.0]
        assert works.mean() == pytest.approx(4.0 / 3.0, rel=0.05)
        assert works.std() / works.mean() == pytest.approx(0.7, abs=0.05)


class TestLaws:
    @pytest.mark.parametrize(
        ("skill", "a", "b"), [("market", 4, 5), ("technical", 5, 4), ("absorptive", 5, 5)]
    )
    def test_skills_follow_beta_laws(self, seoul, skill: str, a: int, b: int) -> None:
        small = getattr(seoul, skill)[seoul.large == 0]
        assert small.mean() == pytest.approx(a / (a + b), abs=0.015)
        assert small.var() == pytest.approx(a * b / ((a + b) ** 2 * (a + b + 1)), rel=0.1)
        assert ((small > 0.0) & (small < 1.0)).all()

    @pytest.mark.parametrize(
        ("what", "share"),
        [("active", 0.38), ("large", 0.04), ("tied", 0.15), ("member", 0.25)],
    )
    def test_shares_of_firms(self, seoul, world, what: str, share: float) -> None:
        tagged = world(*SEOUL).setups["twin"].cities["tags"][1][seoul.sector] == 1
        flags = {
            "active": seoul.zone == 1,
            "large": seoul.large == 1,
            "tied": seoul.tied == 1,
            "member": seoul.member[tagged] == 1,
        }
        error = np.sqrt(share * (1.0 - share) / len(flags[what]))
        assert flags[what].mean() == pytest.approx(share, abs=4.0 * error)
        assert not seoul.member[~tagged].any()

    def test_a_large_firm_has_four_times_the_staff_and_more_skill(self, seoul) -> None:
        large = seoul.large == 1
        assert np.median(seoul.staff[~large]) == pytest.approx(14.0, rel=0.06)
        assert np.median(seoul.staff[large]) == pytest.approx(56.0, rel=0.35)
        assert np.log(seoul.staff[~large]).std() == pytest.approx(0.75, rel=0.06)
        gap = seoul.technical[large].mean() - seoul.technical[~large].mean()
        assert gap == pytest.approx(0.2, abs=0.06)
        assert seoul.technical.max() <= 1.0

    def test_cash_is_four_months_of_revenue(self, seoul) -> None:
        months = seoul.cash / seoul.revenue
        assert months.mean() == pytest.approx(4.0, rel=0.06)
        assert np.log(months).std() == pytest.approx(0.5, rel=0.06)

    def test_revenue_goes_with_staff_and_margins_are_narrow(self, seoul) -> None:
        assert seoul.revenue == pytest.approx(9.0 * seoul.staff)
        assert seoul.margin.mean() == pytest.approx(0.05, abs=0.01)
        assert seoul.margin.std() == pytest.approx(0.1, rel=0.06)

    def test_volatility_has_mean_one(self, seoul) -> None:
        assert seoul.volatility.mean() == pytest.approx(1.0, abs=0.03)

    def test_sectors_follow_the_industry_of_the_city(self, seoul, world) -> None:
        industry = world(*SEOUL).setups["twin"].cities["industry"][1]
        shares = np.bincount(seoul.sector, minlength=len(SECTORS)) / FIRMS
        assert shares == pytest.approx(industry, abs=4.0 * np.sqrt(0.25 / FIRMS))

    def test_knowledge_sums_to_one_and_is_most_of_ones_own(self, seoul, world) -> None:
        assert (seoul.knowledge >= 0.0).all()
        assert seoul.knowledge.sum(axis=1) == pytest.approx(1.0, abs=1e-12)
        own = seoul.knowledge[np.arange(FIRMS), seoul.sector]
        assert (own >= 0.35).all()
        industry = world(*SEOUL).setups["twin"].cities["industry"][1]
        expected = 0.35 * np.eye(len(SECTORS))[seoul.sector].mean(axis=0) + 0.65 * industry
        assert seoul.knowledge.mean(axis=0) == pytest.approx(expected, abs=0.01)

    def test_a_firm_starts_with_no_bid_pilot_sale_or_gain(self, seoul) -> None:
        for nothing in ("technical_kept", "market_kept", "push", "sales", "backlog", "aware"):
            assert not getattr(seoul, nothing).any()
        for none in ("challenge", "host", "bid", "partner", "sold", "sold_abroad", "entered"):
            assert (getattr(seoul, none) == -1).all()


class TestAges:
    """Ages come from the stationary law of the exit hazard: each as likely as being alive then."""

    def test_ages_follow_the_law_of_survival(self, world) -> None:
        p = world().parameters["twin"]
        hazards = (p.exit_scale * exit_base(p, age) for age in range(5000))
        alive = np.cumprod([1.0, *(1.0 - hazard for hazard in hazards)])
        law = alive / alive.sum()
        grid = 3000
        ages = np.array([age_at_start(p, (n + 0.5) / grid) for n in range(grid)])
        for upto in (1, 12, 24, 36, 48, 60, 120, 240):
            assert (ages < upto).mean() == pytest.approx(law[:upto].sum(), abs=2e-3)

    def test_ages_rise_with_the_draw_and_are_never_negative(self, world) -> None:
        p = world().parameters["twin"]
        ends = (1e-12, 1e-4, *np.linspace(0.01, 0.99, 99), 1.0 - 1e-9, 1.0 - 2.0**-53)
        ages = [age_at_start(p, u) for u in ends]
        assert ages == sorted(ages)
        assert ages[0] == 0
        assert ages[-1] <= 600

    def test_no_firm_of_the_start_is_born_later_and_an_entrant_is_new(self, seoul, world) -> None:
        assert (seoul.born <= 0).all()
        assert (seoul.born < -60).mean() > 0.4
        entrant = firm_of(world(), "twin", "belfast", 281, entrant=True)
        assert entrant.born == 40

    def test_an_entrant_is_else_like_a_firm_of_the_start(self, world) -> None:
        old = firm_of(world(), "twin", "belfast", 281)
        new = firm_of(world(), "twin", "belfast", 281, entrant=True)
        new.born = old.born
        assert new == old


class TestCities:
    def test_capability_and_legitimacy_are_drawn_about_their_means(self, world) -> None:
        drawn = [city_of(world(), "twin", "belfast", run) for run in range(500)]
        p = world().parameters["twin"]
        for state, mean in (("capability", p.c_ref), ("legitimacy", p.v_ref)):
            values = np.array([getattr(city, state) for city in drawn])
            assert values.mean() == pytest.approx(mean, abs=0.015)
            assert values.std() == pytest.approx(0.08, rel=0.15)

    def test_needs_are_drawn_higher_where_a_sector_is_tagged(self, world) -> None:
        tags = world().setups["twin"].cities["tags"][0]
        needs = np.array([city_of(world(), "twin", "belfast", run).need for run in range(300)])
        assert ((needs >= 0.05) & (needs <= 1.0)).all()
        assert needs[:, tags == 1].mean() == pytest.approx(0.6, abs=0.02)
        assert needs[:, tags == 0].mean() == pytest.approx(0.3, abs=0.03)
        assert needs.std(axis=0).min() > 0.1

    def test_a_city_starts_with_its_budget_and_without_playbooks_or_mandate(self, world) -> None:
        city = city_of(world(), "twin", "belfast")
        assert city.budget == world().setups["twin"].cities["yearly"][0]
        assert (city.playbook, city.mandate, city.dissemination) == (0.0, 0, 0.0)
