"""Spin-outs, graduates, universities and clusters as they begin, and themes that are aligned."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinsim.registry import SECTORS
from twinsim.rules import cluster as rules
from twinsim.rules.programme import theme_weight
from twinsim.world.keys import BACKGROUND, GRADUATED, SPUN_OUT, firm_key, university_key
from twinsim.world.parameters import as_object, resolve
from twinsim.world.start import align, spin_out, start_cluster, start_firm, start_university

P = as_object(resolve({}, {}))
WIDTH = len(SECTORS)
MANY = 1500
TAGS = [1] * 6 + [0] * 7
INDUSTRY = [(P.industry_floor + tag) / (WIDTH * P.industry_floor + 6.0) for tag in TAGS]


def founded(origin: int, sector: int, n: int) -> Any:
    """The n-th firm of an origin, as it enters in month 40."""
    firm = SimpleNamespace(knowledge=[0.0] * WIDTH)
    key = firm_key(university_key(99, origin), n)
    start_firm(P, firm, firm.knowledge, INDUSTRY, TAGS, key, 40, True, origin, sector)
    return firm


def all_of(origin: int, sector: int = -1) -> Any:
    """Attributes of many firms of an origin, each as an array."""
    firms = [vars(founded(origin, sector, n)) for n in range(MANY)]
    return SimpleNamespace(**{name: np.array([f[name] for f in firms]) for name in firms[0]})


@pytest.mark.parametrize(("origin", "sector"), [(SPUN_OUT, -1), (GRADUATED, 2)])
def test_a_founded_firm_is_new_small_and_has_an_idea(origin: int, sector: int) -> None:
    firms = all_of(origin, sector)
    assert (firms.origin == origin).all()
    assert (firms.born == 40).all()
    assert not firms.large.any()
    assert (firms.zone == 1).all()
    error = P.staff_sd / np.sqrt(MANY)
    assert np.log(firms.staff).mean() == pytest.approx(np.log(P.startup_staff), abs=4.0 * error)
    assert P.startup_staff < P.staff_median


def test_a_spin_out_is_tied_to_its_university_and_in_no_cluster() -> None:
    firms = all_of(SPUN_OUT)
    assert firms.tied.all()
    assert not firms.member.any()


def test_a_graduate_is_of_its_clusters_sector_and_a_member_as_often_as_others() -> None:
    firms = all_of(GRADUATED, 2)
    assert (firms.sector == 2).all()
    assert firms.member.mean() == pytest.approx(P.member_share, abs=0.04)
    assert firms.tied.mean() == pytest.approx(P.tied_share, abs=0.04)


def test_no_firm_belongs_to_a_cluster_that_is_not_there() -> None:
    for origin in (BACKGROUND, GRADUATED):
        assert not all_of(origin, 9).member.any()  # no priority of the city


def test_a_spin_out_knows_what_its_university_does() -> None:
    school, firm = SimpleNamespace(research=[0.0] * WIDTH), founded(SPUN_OUT, -1, 0)
    start_university(P, school, school.research, INDUSTRY, university_key(99, 3))
    spin_out(firm, firm.knowledge, school.research)
    assert firm.knowledge == school.research
    assert firm.knowledge is not school.research
    assert firm.sector == int(np.argmax(school.research))


def test_a_university_researches_what_the_city_does_and_is_tied_to_none() -> None:
    vectors = []
    for n in range(MANY):
        school = SimpleNamespace(research=[0.0] * WIDTH)
        start_university(P, school, school.research, INDUSTRY, university_key(7, n))
        assert (school.partner, school.tied_since, school.joint, school.leads) == (-1, -1, 0, -1)
        vectors.append(school.research)
    assert np.sum(vectors, axis=1) == pytest.approx(1.0)
    assert np.mean(vectors, axis=0) == pytest.approx(np.array(INDUSTRY), abs=0.025)


@pytest.mark.parametrize("members", [0, 1, 12, 400])
def test_a_cluster_begins_with_the_usual_quality_paid_for_and_its_reserves(members: int) -> None:
    here = SimpleNamespace()
    start_cluster(P, here, members)
    assert (here.alive, here.members, here.quality) == (1, members, P.cluster_quality)
    assert not any((here.services, here.diversified, here.opened, here.places, here.lean))
    cost = rules.full_cost(P, here.scale, members)
    assert here.reserves == pytest.approx(P.cluster_reserve * P.cluster_quality * cost)
    if members > 0:
        income = rules.fees(P, members) + here.subsidy
        assert income == pytest.approx(P.cluster_quality * cost)


appeals = st.lists(st.floats(1e-3, 1.0), min_size=WIDTH, max_size=WIDTH)
owned = st.sets(st.integers(0, WIDTH - 1), min_size=1, max_size=4)


def theme_of(own: set[int]) -> tuple[list[float], list[int]]:
    """A challenge with its weight spread evenly beside its own sectors."""
    flags = [int(k in own) for k in range(WIDTH)]
    return [theme_weight(P, flag, len(own), WIDTH) for flag in flags], flags


@given(owned, appeals, st.floats(0.0, 1.0))
def test_an_aligned_theme_still_sums_to_one_and_keeps_its_own_sectors(own, appeal, driver) -> None:
    even, flags = theme_of(own)
    theme = list(even)
    align(P, theme, flags, appeal, driver)
    assert sum(theme) == pytest.approx(1.0)
    assert min(theme) >= 0.0
    assert [theme[k] for k in own] == [even[k] for k in own]


@given(owned, appeals)
def test_without_a_mission_driver_a_theme_stays_as_it_is(own, appeal) -> None:
    even, flags = theme_of(own)
    theme = list(even)
    align(P, theme, flags, appeal, 0.0)
    assert theme == even
    cut = as_object(resolve({}, {"mission_driver": 0.0}))
    align(cut, theme, flags, appeal, 1.0)
    assert theme == even


@given(owned, appeals)
def test_a_full_mission_driver_puts_the_rest_where_the_owners_need_it(own, appeal) -> None:
    even, flags = theme_of(own)
    theme = list(even)
    align(P, theme, flags, appeal, 1.0)
    rest = [k for k in range(WIDTH) if k not in own]
    ratio = [theme[k] / appeal[k] for k in rest]
    assert ratio == pytest.approx([ratio[0]] * len(rest))


@given(st.integers(1, 9))
def test_equal_needs_leave_an_even_theme_even(k) -> None:
    even, flags = theme_of({0, k})
    theme = list(even)
    align(P, theme, flags, [0.4] * WIDTH, 1.0)
    assert theme == pytest.approx(even)
