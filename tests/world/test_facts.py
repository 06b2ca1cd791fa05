"""Facts of cities: distances, languages, ties, tags, and medians for what is missing."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinsim.registry import SECTORS
from twinsim.scenario import CityProfile
from twinsim.scenario.cities import cities_table
from twinsim.world.facts import (
    distance_km,
    language_distance,
    languages,
    median_for,
    prior_ties,
    tags,
    word,
)

CITIES = {city.id: city for city in cities_table()}
PLACES = st.tuples(st.floats(-90.0, 90.0), st.floats(-180.0, 180.0))


def at(lat: float, lon: float) -> CityProfile:
    return replace(CITIES["belfast"], lat=lat, lon=lon)


def with_gdp(id: str, iso2: str, gdp: float = math.nan) -> CityProfile:
    return replace(CITIES["belfast"], id=id, iso2=iso2, gdp_per_head=gdp)


def gdp(city: CityProfile) -> float:
    return city.gdp_per_head


@given(PLACES, PLACES)
def test_distance_is_that_of_the_angle_between_two_places(a, b) -> None:
    (lat_a, lon_a), (lat_b, lon_b) = ([math.radians(x) for x in place] for place in (a, b))
    cosine = math.sin(lat_a) * math.sin(lat_b)
    cosine += math.cos(lat_a) * math.cos(lat_b) * math.cos(lon_b - lon_a)
    expected = 6371.0 * math.acos(max(-1.0, min(1.0, cosine)))
    assert distance_km(at(*a), at(*b)) == pytest.approx(expected, abs=1.0)


@given(PLACES, PLACES)
def test_distance_is_the_same_both_ways(a, b) -> None:
    assert distance_km(at(*a), at(*b)) == pytest.approx(distance_km(at(*b), at(*a)), abs=1e-6)


def test_a_city_is_at_no_distance_of_itself() -> None:
    assert {distance_km(city, city) for city in CITIES.values()} == {0.0}


def test_antipodes_are_half_way_round_the_earth() -> None:
    assert distance_km(at(90.0, 0.0), at(-90.0, 0.0)) == pytest.approx(math.pi * 6371.0)
    assert distance_km(at(0.0, -90.0), at(0.0, 90.0)) == pytest.approx(math.pi * 6371.0)


@pytest.mark.parametrize(
    ("a", "b", "km"), [("belfast", "sejong", 8950), ("seoul", "busan", 325), ("lund", "malmo", 16)]
)
def test_known_distances(a: str, b: str, km: float) -> None:
    assert distance_km(CITIES[a], CITIES[b]) == pytest.approx(km, rel=0.03)


@pytest.mark.parametrize(
    ("a", "b", "distance", "why"),
    [
        ("GB", "US", 0.0, "one language"),
        ("DE", "AT", 0.0, "one language, not English"),
        ("ES", "MX", 0.0, "one language, English or not"),
        ("GB", "NL", 0.5, "English is the second language of one"),
        ("SE", "DE", 0.5, "English is the second language of both"),
        ("GB", "KR", 1.0, "no wide use of English"),
        ("KR", "SE", 1.0, "English on one side only"),
        ("KR", "JP", 1.0, "neither"),
    ],
)
def test_language_distance(a: str, b: str, distance: float, why: str) -> None:
    assert language_distance(a, b) == language_distance(b, a) == distance, why


def test_a_country_of_no_known_language_is_far_from_all_but_itself() -> None:
    assert language_distance("XX", "XX") == 0.0
    assert {language_distance("XX", iso2) for iso2 in languages()} == {1.0}


def test_every_country_of_the_city_table_has_a_language() -> None:
    assert {city.iso2 for city in CITIES.values()} <= set(languages())


def test_a_prior_link_is_a_tie_whichever_city_names_it() -> None:
    milan, daegu = CITIES["milan"], CITIES["daegu"]
    assert prior_ties(milan, replace(daegu, prior_links=(), networks=())) == 1.0
    assert prior_ties(replace(daegu, prior_links=(), networks=()), milan) == 1.0
    assert prior_ties(milan, replace(daegu, networks=())) == 1.0


def test_each_shared_network_is_half_a_tie() -> None:
    a = replace(CITIES["belfast"], networks=("c40", "wego", "uclg"), prior_links=())
    b = replace(CITIES["sejong"], networks=("uclg", "c40", "iclei"), prior_links=())
    assert prior_ties(a, b) == prior_ties(b, a) == 1.0


def test_belfast_and_sejong_have_no_prior_ties() -> None:
    assert prior_ties(CITIES["belfast"], CITIES["sejong"]) == 0.0


def test_tags_follow_the_order_of_the_sectors() -> None:
    for city in CITIES.values():
        flags = tags(city)
        assert {SECTORS[k] for k in range(len(SECTORS)) if flags[k]} == set(city.tags)
        assert set(flags) <= {0, 1}


def test_words_of_cities_are_64_bits_and_differ() -> None:
    words = {word(id) for id in CITIES}
    assert len(words) == len(CITIES)
    assert all(0 <= number < 2**64 for number in words)


class TestMissingFacts:
    """A fact that is missing is the median of the country, or of all where too few are known."""

    lost = with_gdp("lost", "GB")

    def test_a_known_fact_is_taken_as_it_is(self) -> None:
        known = with_gdp("known", "GB", 7.0)
        assert median_for(known, [known, with_gdp("b", "GB", 1.0)], gdp) == 7.0

    def test_three_of_the_country_are_enough(self) -> None:
        own = [with_gdp(str(n), "GB", n) for n in (30.0, 10.0, 20.0)]
        others = [with_gdp(f"x{n}", "KR", 1000.0) for n in range(9)]
        assert median_for(self.lost, [self.lost, *own, *others], gdp) == 20.0

    def test_an_even_number_has_its_median_between_two(self) -> None:
        own = [with_gdp(str(n), "GB", n) for n in (10.0, 40.0, 20.0, 30.0)]
        assert median_for(self.lost, own, gdp) == 25.0

    def test_with_two_of_the_country_all_cities_count(self) -> None:
        own = [with_gdp(str(n), "GB", n) for n in (10.0, 20.0)]
        others = [with_gdp(str(n), "KR", n) for n in (30.0, 40.0, 50.0)]
        assert median_for(self.lost, [*own, *others], gdp) == 30.0

    def test_where_nobody_knows_all_are_alike(self) -> None:
        assert median_for(self.lost, [self.lost, with_gdp("b", "KR")], gdp) == 1.0
