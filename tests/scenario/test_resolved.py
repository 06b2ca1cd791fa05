"""A resolved scenario writes out every default, and loads as the same scenario."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twinsim.registry import SECTORS, mechanisms, parameters
from twinsim.scenario import Scenario, cities_table, domain, load
from twinsim.scenario.build import build
from twinsim.scenario.document import Document

CITIES = [city.id for city in cities_table()]
SETTABLE = ("bid_base", "w_fit", "exit_scale", "pilot_months", "coordination")


def from_text(text: str) -> Scenario:
    return build(Document.parse(text, "scenario.toml", "a scenario"), cities_table(), "scenario")


def from_values(values: dict[str, Any]) -> Scenario:
    return build(Document("scenario.toml", values, {}), cities_table(), "scenario")


def within(id: str) -> st.SearchStrategy[float]:
    bounds = domain(id)
    return st.floats(bounds.low, min(bounds.high, 100.0), exclude_min=bounds.above)


shares = st.floats(0.0, 1.0)
money = st.floats(0.0, 1e5)
gains = st.dictionaries(st.sampled_from(sorted(mechanisms())), shares, max_size=4)
numbers = st.fixed_dictionaries({}, optional={id: within(id) for id in SETTABLE})
themes = st.lists(
    st.builds(
        lambda sectors, title: {"title": title, "sectors": sectors},
        st.lists(st.sampled_from(SECTORS), min_size=1, max_size=4, unique=True),
        st.text(max_size=20),
    ),
    max_size=3,
).map(lambda rows: [{"id": f"theme_{i}", **row} for i, row in enumerate(rows)])
changes = st.fixed_dictionaries(
    {},
    optional={
        "budget": money,
        "start": st.integers(0, 200),
        "n_themes": st.integers(1, 13),
        "cohorts": st.integers(1, 5),
        "pilot_share": shares,
        "places": st.integers(0, 50),
        "award": money,
        "host_support": money,
        "planned_bids": st.floats(0.0, 1000.0),
        "visits": st.integers(0, 20),
        "require_foreign": st.booleans(),
        "themes": themes,
        "lines": st.fixed_dictionaries({}, optional={"teams": st.floats(0.0, 500.0)}),
        "upskilling": st.fixed_dictionaries(
            {},
            optional={
                "hours": st.floats(0.0, 500.0),
                "customisation": st.floats(0.0, 3.0),
                "intensive": st.booleans(),
                "cohort": st.booleans(),
            },
        ),
    },
)


@st.composite
def scenarios(draw: st.DrawFn) -> dict[str, Any]:
    """Values of a scenario file without faults."""
    cities = draw(st.lists(st.sampled_from(CITIES), min_size=2, max_size=4, unique=True))
    links = [[a, b] for a, b in pairwise(cities)]
    arms = draw(
        st.dictionaries(
            st.from_regex(r"[a-z0-9_]{1,12}", fullmatch=True),
            st.fixed_dictionaries(
                {}, optional={"programme": changes, "mechanisms": gains, "parameters": numbers}
            ),
            max_size=2,
        )
    )
    return {
        "title": draw(st.text(max_size=40)),
        "months": draw(st.integers(1, 240)),
        "warmup": draw(st.integers(0, 60)),
        "cities": cities,
        "programme": {**draw(changes), "links": links},
        "mechanisms": draw(gains),
        "parameters": draw(numbers),
        "arms": arms,
    }


@given(scenarios())
@settings(max_examples=150, deadline=None)
def test_the_annotated_text_of_any_scenario_loads_as_an_equal_scenario(
    values: dict[str, Any],
) -> None:
    scenario = from_values(values)
    again = from_text(scenario.to_toml())
    assert again == scenario
    assert again.sha256() == scenario.sha256()
    assert tomllib.loads(scenario.to_toml()) == again.resolved()


@given(scenarios())
@settings(max_examples=50, deadline=None)
def test_loading_the_resolved_values_changes_nothing(values: dict[str, Any]) -> None:
    scenario = from_values(values)
    assert from_values(scenario.resolved()) == scenario


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


def test_a_scenario_without_links_has_the_arms_it_lists(tmp_path: Path) -> None:
    path = tmp_path / "one.toml"
    path.write_text(
        'cities = ["belfast"]\nreference = "quiet"\ncontrasts = ["loud-quiet"]\n'
        '[arms.quiet.programme]\ndesign = "none"\n[arms.loud.mechanisms]\nmarket = 0\n'
    )
    scenario = load(path)
    assert [arm.id for arm in scenario.arms] == ["quiet", "loud"]
    assert from_text(scenario.to_toml()) == scenario
