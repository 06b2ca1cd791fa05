"""The packaged tables, scenarios and domains fit the registry and each other."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

import twinsim
from twinsim.registry import SECTORS, parameters
from twinsim.scenario import check, citations, cities_table, domain, load, packaged
from twinsim.scenario.cities import data
from twinsim.scenario.domains import key_of_lever


def rows_of(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data(name))))


def test_the_sectors_are_those_of_the_registry_in_its_order() -> None:
    assert tuple(row["id"] for row in rows_of("sectors.csv")) == SECTORS


@pytest.mark.parametrize("name", ["sectors.csv", "languages.csv"])
def test_every_row_of_a_table_has_a_source_and_a_grade(name: str) -> None:
    for row in rows_of(name):
        assert row["source"] in citations()
        assert row["grade"] in {"recalled", "assumption"}


NETWORKS = {
    "100rc": "100RC",
    "c40": "C40",
    "eu_mission": "EU Mission",
    "eurocities": "Eurocities",
    "iclei": "ICLEI",
    "uclg": "UCLG",
    "unesco_creative": "UNESCO Creative Cities",
    "wego": "WeGO",
}


def test_the_source_of_a_citys_networks_speaks_of_each() -> None:
    for city in cities_table():
        for network in city.networks:
            source = city.sources["networks"].source
            assert NETWORKS[network] in citations()[source], (city.id, network)


def test_a_value_of_the_urban_area_around_another_city_is_told_as_such() -> None:
    parents = {"lund": "Malmö", "incheon": "Seoul", "suwon": "Seoul"}
    for id, parent in parents.items():
        city = cities_table().find(id)
        assert city is not None
        for fact in ("population_metro", "gdp_per_head"):
            about = city.sources[fact]
            assert about.grade == "parent-FUA", (id, fact)
            assert citations()[about.source].endswith(f"value is that of parent FUA {parent}")


def test_the_source_of_belfasts_priorities_speaks_of_belfast() -> None:
    belfast = cities_table().find("belfast")
    assert belfast is not None
    assert citations()[belfast.sources["sectors"].source].startswith("Belfast")


def test_every_country_of_the_city_table_has_a_language() -> None:
    languages = {row["iso2"]: row for row in rows_of("languages.csv")}
    assert {city.iso2 for city in cities_table()} <= set(languages)
    assert {row["english_second"] for row in languages.values()} == {"0", "1"}


def test_no_common_language_joins_britain_and_korea() -> None:
    rows = {row["iso2"]: row for row in rows_of("languages.csv")}
    assert rows["GB"]["language"] != rows["KR"]["language"]
    assert rows["KR"]["english_second"] == "0"


@pytest.mark.parametrize("id", sorted(parameters()))
def test_what_is_believed_of_a_parameter_lies_in_its_domain(id: str) -> None:
    row = parameters()[id]
    assert row.central in domain(id)
    if row.prior is not None:
        ends = ("low", "high", "median", "mode", "mean")
        assert all(row.prior.shape[end] in domain(id) for end in ends if end in row.prior.shape)


def test_a_lever_of_the_programme_has_one_key_and_its_default() -> None:
    programme = load("belfast-sejong").resolved()["programme"]
    for id in ("award", "host_support", "visits", "hours_intensive", "line_teams"):
        value = programme
        for key in key_of_lever(id).split(".")[1:]:
            value = value[key]
        assert value == parameters()[id].central


def test_the_packaged_scenarios_are_without_fault() -> None:
    assert set(packaged()) == {"belfast-sejong", "birmingham-ulsan"}
    assert check(packaged()) == []


def test_the_lighthouse_starts_in_september_2021_with_its_three_challenges() -> None:
    scenario = load("Belfast-Sejong")
    assert (scenario.start, scenario.months, scenario.cities) == (
        "2021-09",
        120,
        ("belfast", "sejong"),
    )
    assert [theme.sectors for theme in scenario.programme.themes] == [
        ("deeptech_space", "digital_ai"),
        ("mobility",),
        ("clean_energy",),
    ]


def test_its_fixed_lines_are_those_of_a_budget_of_1000() -> None:
    lines = load("belfast-sejong").programme.lines.model_dump()
    assert lines == {
        "teams": 132.0,
        "analysis": 60.0,
        "playbooks": 40.0,
        "outreach": 30.0,
        "showcases": 30.0,
        "dissemination": 40.0,
        "monitoring": 50.0,
        "connectors": 0.0,
        "mission": 0.0,
    }


def test_birmingham_and_ulsan_run_no_call_and_part_their_activity_budget() -> None:
    programme = load("birmingham-ulsan").programme
    assert (programme.cohorts, programme.planned_bids, programme.fund) == (0, 0.0, 1000.0)
    assert programme.focus.smart_cities == 0.0
    assert sum(programme.focus.model_dump().values()) == pytest.approx(1.0)
    assert (programme.years, programme.delegations, programme.facet) == (4, 4, "mission")
    assert len(programme.themes) == 4


_OPENED = """
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(args[0]) if event == "open" else None)
from twinsim.scenario import load
load("belfast-sejong").to_toml()
for name in opened:
    if isinstance(name, str) and name.endswith((".csv", ".toml")):
        print(name)
"""


def test_loading_reads_only_files_of_the_package_and_imports_no_heavy_library() -> None:
    source = Path(twinsim.__file__).parents[1]
    code = _OPENED + (
        "heavy = {'numba', 'mesa', 'pandas', 'matplotlib', 'pyarrow'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=source
    )
    files = [Path(line).resolve() for line in run.stdout.splitlines()]
    assert any(file.name == "cities.csv" for file in files)
    assert all(file.is_relative_to(source) for file in files), files
