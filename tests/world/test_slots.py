"""Slots of firms: what each is for, and that its luck hangs on its like alone."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinsim.registry import SECTORS
from twinsim.world.keys import (
    BACKGROUND,
    GRADUATED,
    SPUN_OUT,
    cluster_key,
    firm_key,
    origin,
    parent,
    sector_of,
    slot_key,
    university_key,
)

MONTHS = 5
CITY = 12345
small = st.integers(0, 4)
sectors = st.lists(st.integers(0, len(SECTORS) - 1), max_size=4, unique=True).map(sorted)


def city(
    initial: int = 7,
    births: int = 2,
    universities: int = 3,
    sectors: tuple[int, ...] | list[int] = (1, 4),
    first: int = 0,
    first_cluster: int = 0,
) -> Any:
    """Facts of a city with so many of each, and clusters in these sectors."""
    cluster_of = [-1] * len(SECTORS)
    for number, sector in enumerate(sectors):
        cluster_of[sector] = first_cluster + number
    monthly = births + universities + len(sectors)
    return SimpleNamespace(
        first=first,
        end=first + initial + monthly * MONTHS,
        initial=initial,
        births=births,
        universities=universities,
        clusters=len(sectors),
        monthly=monthly,
        first_cluster=first_cluster,
        cluster_of=cluster_of,
    )


def addresses(facts: Any) -> dict[tuple[Any, ...], int]:
    """Keys of all slots of a city by what they are for: number, month and who founds."""
    found = {}
    for slot in range(facts.first, facts.end):
        after = slot - facts.first - facts.initial
        month, ordinal = divmod(after, facts.monthly) if after >= 0 else (-1, slot - facts.first)
        what = origin(facts, slot)
        if what == SPUN_OUT:
            ordinal = parent(facts, slot)
        elif what == GRADUATED:
            ordinal = sector_of(facts, parent(facts, slot))
        assert (what, month, ordinal) not in found
        found[what, month, ordinal] = slot_key(facts, slot, CITY)
    return found


@given(st.integers(0, 9), small, small, sectors, st.integers(0, 99), st.integers(0, 9))
def test_every_slot_is_for_one_firm_by_month_births_spin_outs_and_graduates(
    initial, births, universities, sectors, first, first_cluster
) -> None:
    found = addresses(city(initial, births, universities, sectors, first, first_cluster))
    expected = {(BACKGROUND, -1, n) for n in range(initial)}
    for month in range(MONTHS):
        expected |= {(BACKGROUND, month, n) for n in range(births)}
        expected |= {(SPUN_OUT, month, n) for n in range(universities)}
        expected |= {(GRADUATED, month, sector) for sector in sectors}
    assert set(found) == expected
    assert len(set(found.values())) == len(found)


@given(small, sectors, st.integers(0, 99), st.integers(0, 9))
def test_luck_hangs_on_no_other_kind_of_firm_and_on_no_other_city(
    universities, sectors, first, first_cluster
) -> None:
    usual = addresses(city())
    other = addresses(city(7, 2, universities, sectors, first, first_cluster))
    shared = usual.keys() & other.keys()
    assert {key for key in usual if key[0] == BACKGROUND} <= shared
    assert all(usual[key] == other[key] for key in shared)


def test_the_keys_are_those_of_who_founds() -> None:
    facts = city()
    found = addresses(facts)
    for n in range(facts.initial):
        assert found[BACKGROUND, -1, n] == firm_key(CITY, n)
    for month in range(MONTHS):
        for n in range(facts.births):
            number = facts.initial + month * facts.births + n
            assert found[BACKGROUND, month, n] == firm_key(CITY, number)
        for n in range(facts.universities):
            assert found[SPUN_OUT, month, n] == firm_key(university_key(CITY, n), month)
        for sector in (1, 4):
            assert found[GRADUATED, month, sector] == firm_key(cluster_key(CITY, sector), month)


@pytest.mark.parametrize("births", [0, 1, 5])
def test_founders_do_not_hang_on_how_many_are_born(births: int) -> None:
    usual, other = addresses(city()), addresses(city(births=births))
    founded = {key for key in usual if key[0] != BACKGROUND}
    assert founded <= other.keys()
    assert all(usual[key] == other[key] for key in founded)


def test_slots_of_a_world_lie_in_blocks_without_gaps(alliance) -> None:
    setup = alliance().setups["twin"]
    cities = setup.cities
    assert cities["first"][0] == 0
    assert (cities["first"][1:] == cities["end"][:-1]).all()
    monthly = cities["births"] + cities["universities"] + cities["clusters"]
    settled = cities["follower"] == 0
    assert (cities["monthly"] == monthly)[settled].all()
    size = cities["initial"] + cities["monthly"] * setup.months
    assert (cities["end"] - cities["first"] == size)[settled].all()
    for kind in ("investor", "university", "cluster"):
        many = cities[{"investor": "investors", "university": "universities"}.get(kind, "clusters")]
        first = cities[f"first_{kind}"]
        assert first[0] == 0
        assert (first[1:] == first[:-1] + many[:-1]).all()
