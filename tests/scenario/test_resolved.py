"""A resolved scenario writes out every default, and hashes what matters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from twinsim.registry import mechanisms, parameters
from twinsim.scenario import load

ALLIANCE = Path(__file__).parents[1] / "scenarios" / "alliance.toml"


def test_the_alliance_writes_out_what_it_adds() -> None:
    values = load(ALLIANCE, cities=ALLIANCE.with_suffix(".csv")).resolved()
    assert values["followers"] == ["fir", "gorse"]
    assert values["networks"][0] == ["alder", "cedar", "fir"]
    programme = values["programme"]
    assert (programme["facet"], programme["years"], programme["fund"]) == ("adaptive", 3, 600)
    assert (programme["delegations"], programme["universities"]) == (3, 2)
    assert programme["joint_procurement"] is True
    assert sum(programme["focus"].values()) == pytest.approx(1.0)
    assert [step["what"] for step in programme["steps"]] == [
        "services",
        "diversification",
        "home_market",
    ]
    light = values["arms"]["light"]["programme"]
    assert (light["facet"], light["joint_procurement"]) == ("anticipatory", False)


def test_followers_hear_of_all_cities_unless_networks_say_otherwise(
    written: Callable[..., Path],
) -> None:
    head = 'cities = ["belfast", "sejong"]\nprogramme.links = [["belfast", "sejong"]]\n'
    followed = head + 'followers = ["Ulsan"]\n'
    assert load(written(head)).networks == ()
    assert load(written(followed)).followers == ("ulsan",)
    assert load(written(followed)).networks == (("belfast", "sejong", "ulsan"),)
    assert load(written(followed + "networks = []\n")).networks == ()
    group = 'networks = [["ULSAN", "Belfast"]]\n'
    assert load(written(followed + group)).networks == (("ulsan", "belfast"),)


def test_a_follower_is_a_profile_and_no_city_of_the_programme(
    written: Callable[..., Path],
) -> None:
    head = 'cities = ["belfast", "sejong"]\nfollowers = ["aberdeen"]\n'
    scenario = load(written(head + 'programme.links = [["belfast", "sejong"]]\n'))
    assert [city.id for city in scenario.profiles] == ["aberdeen", "belfast", "sejong"]
    assert scenario.cities == ("belfast", "sejong")
    assert scenario.programme.owners == ("belfast", "sejong")


def test_without_a_call_no_bids_are_planned(written: Callable[..., Path]) -> None:
    head = 'cities = ["belfast", "sejong"]\n[programme]\nlinks = [["belfast", "sejong"]]\n'
    scenario = load(written(head + "cohorts = 0\nfocus = { smart_cities = 0, research = 1 }\n"))
    assert scenario.programme.planned_bids == 0.0


def test_the_annotated_text_keeps_to_short_lines_and_says_what_keys_mean() -> None:
    lines = load("belfast-sejong").to_toml().splitlines()
    assert max(map(len, lines)) <= 100
    budget = next(line for line in lines if line.startswith("budget"))
    assert "# k£ in all" in budget


def test_every_default_of_a_bare_scenario_is_written_out(tmp_path: Path) -> None:
    path = tmp_path / "bare.toml"
    path.write_text('cities = ["Belfast", "SEJONG"]\nprogramme.links = [["SEJONG", "Belfast"]]\n')
    values = load(path).resolved()
    assert values["name"] == "bare"
    assert values["cities"] == ["belfast", "sejong"]
    assert (values["months"], values["warmup"], values["start"]) == (120, 36, "2021-09")
    assert values["programme"]["links"] == [["sejong", "belfast"]]
    assert values["programme"]["payers"] == {"belfast": 0.5, "sejong": 0.5}
    assert values["programme"]["planned_bids"] == 27.0
    assert values["programme"]["lines"]["teams"] == parameters()["line_teams"].central
    assert set(values["mechanisms"]) == set(mechanisms())
    assert values["contrasts"] == ["twin-baseline", "solo-baseline", "twin-solo"]


def test_the_three_arms_are_there_and_further_ones_follow() -> None:
    scenario = load("belfast-sejong", set=["arms.alone.programme.upskilling.cohort=false"])
    assert [(arm.id, arm.design) for arm in scenario.arms] == [
        ("baseline", "none"),
        ("solo", "solo"),
        ("twin", "twin"),
        ("alone", "twin"),
    ]
    assert scenario.arms[3].programme.upskilling.cohort is False
    assert scenario.arms[3].programme.upskilling.customisation == 3.0


def test_defaults_that_hang_on_other_keys_follow_them_in_an_arm(tmp_path: Path) -> None:
    path = tmp_path / "pair.toml"
    path.write_text(
        'cities = ["belfast", "sejong", "seoul"]\n'
        '[programme]\nlinks = [["belfast", "sejong"]]\n'
        "[arms.small.programme]\nbudget = 500\n"
        "[arms.light.programme.upskilling]\nintensive = false\n"
        '[arms.other.programme]\nlinks = [["belfast", "seoul"]]\n'
        '[arms.single.programme]\ndesign = "solo"\n'
        "payers = { belfast = 1 }\n"
    )
    arms = {arm.id: arm for arm in load(path).arms}
    assert arms["small"].programme.planned_bids == 13.5
    assert arms["light"].programme.upskilling.hours == parameters()["hours_light"].central
    assert arms["other"].programme.payers == {"belfast": 0.5, "seoul": 0.5}
    assert arms["single"].design == "solo"
    assert arms["single"].programme.floor == pytest.approx(1 / 3)


def test_an_alliance_of_five_has_a_floor_that_all_five_can_have(tmp_path: Path) -> None:
    cities = ["belfast", "sejong", "seoul", "ulsan", "bristol"]
    path = tmp_path / "five.toml"
    path.write_text(f"cities = {cities}\nprogramme.links = {[['belfast', c] for c in cities[1:]]}")
    programme = load(path).programme
    assert programme.floor == pytest.approx(1 / 5)
    assert sum(programme.payers.values()) == pytest.approx(1.0)


def test_the_hash_follows_every_value_that_matters_and_no_other() -> None:
    first = load("belfast-sejong")
    assert load("belfast-sejong").sha256() == first.sha256()
    assert load("belfast-sejong", set=["programme.budget=999"]).sha256() != first.sha256()
    for setting in ('followers=["ulsan"]', 'networks=[["belfast", "sejong"]]', "programme.fund=9"):
        assert load("belfast-sejong", set=[setting]).sha256() != first.sha256()
    assert load("belfast-sejong", set=["arms.x.programme.award=1"]).sha256() != first.sha256()


def test_the_hash_follows_the_facts_of_the_cities(tmp_path: Path) -> None:
    table = tmp_path / "cities.csv"
    head = "id,name,country,iso2,lat,lon,population,population_year,gov_level,gdp_per_head\n"
    row = "belfast,Belfast,United Kingdom,GB,54.6,-5.9,{},2023,2,42504\n"
    table.write_text(head + row.format(350500))
    first = load("belfast-sejong", cities=table)
    table.write_text(head + row.format(350501))
    other = load("belfast-sejong", cities=table)
    assert first.sha256() != other.sha256()
    assert first.resolved() == other.resolved()


def test_profiles_stand_in_order_of_id_and_cities_in_order_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "pair.toml"
    path.write_text('cities = ["sejong", "belfast"]\nprogramme.links = [["sejong", "belfast"]]\n')
    scenario = load(path)
    assert scenario.cities == ("sejong", "belfast")
    assert [city.id for city in scenario.profiles] == ["belfast", "sejong"]


def test_a_scenario_cannot_be_changed_and_can_be_a_key() -> None:
    scenario = load("belfast-sejong")
    with pytest.raises(AttributeError):
        scenario.months = 1  # type: ignore[misc]
    with pytest.raises(ValueError, match="frozen"):
        scenario.programme.budget = 1.0  # type: ignore[misc]
    assert {scenario: 1}[load("belfast-sejong")] == 1


def test_it_says_in_one_line_what_it_is() -> None:
    assert repr(load("belfast-sejong")) == (
        "Scenario('belfast-sejong': belfast, sejong; 120 months from 2021-09; 1,000 k£; "
        "arms baseline, solo, twin)"
    )


def test_a_scenario_without_links_has_the_arms_it_lists(written: Callable[..., Path]) -> None:
    scenario = load(
        written(
            'cities = ["belfast"]\nreference = "quiet"\ncontrasts = ["loud-quiet"]\n'
            '[arms.quiet.programme]\ndesign = "none"\n[arms.loud.mechanisms]\nmarket = 0\n'
        )
    )
    assert [arm.id for arm in scenario.arms] == ["quiet", "loud"]
    assert load(written(scenario.to_toml())) == scenario
