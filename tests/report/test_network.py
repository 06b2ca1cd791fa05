"""The network is that of a world that was run, and legible wherever the cities lie."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from twinsim.report.figures.again import scenario_of
from twinsim.report.figures.network import can_be_made_again, drawn, network
from twinsim.report.figures.spending import spending
from twinsim.report.figures.ties import (
    ADOPTED,
    PILOT,
    REPLICATED,
    TEAM_ACROSS,
    UNIVERSITIES,
    Ties,
    median_world,
    ties_of,
)
from twinsim.report.figures.zones import zones
from twinsim.scenario import load
from twinsim.sweep import run

SMALL = ["months=40", "parameters.smes_per_1000=0.2"]


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """A few worlds of a small Belfast and Sejong."""
    folder = tmp_path_factory.mktemp("network") / "results"
    return run(load("belfast-sejong", set=SMALL), replicates=5, seed=3, out=folder, months=True)


def test_the_scenario_of_a_folder_is_the_one_that_made_it(real):
    scenario = scenario_of(real)
    assert scenario is not None
    assert scenario.sha256() == real.manifest.identity.input_sha256


def test_the_world_made_again_has_the_pilots_and_adoptions_of_its_run(real):
    column = real.worlds.indicators.index
    for replicate in range(3):
        ties = ties_of(scenario_of(real), 3, "twin", replicate)
        held = real.worlds.values["total"][2, replicate]
        assert ties.count(PILOT) == held[column("pilots_started")] > 0
        assert ties.count(ADOPTED) <= held[column("supported_adoptions")]
        assert ties.count(REPLICATED) <= held[column("twin_adoptions")]
        assert sum(ties.firms) == held[column("firms")]


def test_the_median_world_has_the_median_difference(real):
    replicate = median_world(real, "adoptions", "twin-baseline")
    column = real.worlds.indicators.index("adoptions")
    values = real.worlds.differences("twin-baseline")[:, column]
    assert values[replicate] == sorted(values)[2]
    assert replicate == list(values).index(values[replicate])


def test_it_is_drawn_with_the_world_named(real, legible):
    assert can_be_made_again(real)
    words = legible(network(real))
    replicate = median_world(real, "adoptions", "twin-baseline")
    assert any(f"in world {replicate}:" in word for word in words)
    assert any(word.startswith("Sejong\n") for word in words)
    assert not any("sejong" in word for word in words)


def test_payers_and_zones_have_the_names_of_their_cities(real, legible):
    for figure in (spending(real), zones(real)):
        words = legible(figure)
        assert any("Sejong" in word for word in words)
        assert not any("sejong" in word for word in words)


def test_it_does_not_apply_where_the_folder_lacks_its_scenario(results):
    assert not can_be_made_again(results)


@pytest.mark.parametrize("many", [1, 2, 3, 4, 6])
@pytest.mark.parametrize("apart", [0.0, 0.5, 60.0])
@pytest.mark.filterwarnings("error")
def test_any_number_of_cities_with_long_names_is_legible(results, many, apart, legible):
    names = [f"{letter}_city_with_a_name_of_forty_letters".ljust(40, "w") for letter in "abcdef"]
    cities = [
        SimpleNamespace(name=name, lat=50.0 - 0.2 * apart * n, lon=-80.0 + 0.6 * apart * n)
        for n, name in enumerate(names[:many])
    ]
    legible(drawn(results, cities, _ties(names[:many])))


def _ties(cities):
    """Thirty firms and two universities a city, in every kind of link."""
    ties = Ties("twin", 7, tuple(cities))
    ties.firms = [1000] * len(cities)
    for city in range(len(cities)):
        other = (city + 1) % len(cities)
        for n in range(30):
            firm = ("firm", 30 * city + n)
            ties.home[firm] = city
            ties.join(firm, ("city", city), PILOT)
            if n % 7 == 0:
                ties.join(firm, ("city", city), ADOPTED)
                ties.join(firm, ("city", other), REPLICATED)
            if n % 5 == 0:
                ties.join(firm, ("firm", 30 * other + n), TEAM_ACROSS)
        for n in range(2):
            ties.home["university", 2 * city + n] = city
            ties.join(("university", 2 * city + n), ("university", 2 * other + n), UNIVERSITIES)
        if city:
            ties.trust[city - 1, city] = 0.25
    return ties
