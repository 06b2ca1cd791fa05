"""City tables: every fact with its source, missing facts missing, faults told."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest

from twinsim.errors import Fault, ScenarioError
from twinsim.registry import SECTORS
from twinsim.scenario import CityTable, check, citations, cities_table, load
from twinsim.scenario.columns import COLUMNS, FACTS

Write = Callable[..., Path]

CITIES = """\
id,name,country,iso2,lat,lon,population,population_year
north,North,Northland,NL,53.0,4.0,100000,2024
south,South,Southland,ES,40.0,-3.0,200000,2024
"""

PAIR = """\
schema = 1
name = "pair"
months = 24
cities = ["belfast", "sejong"]

[programme]
budget = 1000
links = [["belfast", "sejong"]]
"""

GRADES = {"read", "read-secondary", "read+recalled", "derived", "recalled", "parent-FUA"}


def faults_of(path: Path) -> list[Fault]:
    with pytest.raises(ScenarioError) as error:
        CityTable.read(path)
    return error.value.faults


def fact(city, column: str):
    return city.tags if column == "sectors" else getattr(city, column, city.facts.get(column))


@pytest.mark.parametrize("city", cities_table(), ids=lambda city: city.id)
def test_every_fact_of_the_packaged_table_has_source_grade_and_a_year_or_none(city) -> None:
    for column, provenance in city.sources.items():
        assert provenance.source in citations(), (city.id, column)
        assert provenance.grade in GRADES, (city.id, column)
        assert provenance.year == "" or provenance.year[:4].isdigit(), (city.id, column)
    assert set(city.sources) | set(city.missing) == set(FACTS)
    assert not set(city.sources) & set(city.missing)


@pytest.mark.parametrize("city", cities_table(), ids=lambda city: city.id)
def test_a_missing_fact_stays_missing(city) -> None:
    for column in city.missing:
        value = fact(city, column)
        assert value is None or value == () or math.isnan(value), (city.id, column)


def test_some_facts_are_missing_and_none_of_them_has_a_source() -> None:
    sejong = cities_table().find("sejong")
    assert math.isnan(sejong.universities)
    assert sejong.networks == ()
    assert {"universities", "networks", "prior_links"} <= set(sejong.missing)


def test_the_unit_of_the_programme_decides_the_population() -> None:
    table = cities_table()
    modelled = {"belfast": 280, "sejong": 313, "birmingham": 947, "ulsan": 878}
    for id, firms in modelled.items():
        assert math.floor(0.8 * table.find(id).population / 1000 + 0.5) == firms
    region = table.find("west_yorkshire")
    assert region.facts["unit"] == "region"
    assert region.population == region.population_region


def test_a_city_is_found_by_id_or_name_in_any_case() -> None:
    table = cities_table()
    for word in ("belfast", "BELFAST", " Belfast ", "Leeds / West Yorkshire"):
        assert table.find(word) is not None
    assert table.find("Belfst") is None


def test_a_users_rows_are_added_to_the_packaged_ones_or_replace_them(written: Write) -> None:
    extra = "belfast,Belfast,United Kingdom,GB,54.6,-5.9,1234,2025\n"
    table = cities_table(written(CITIES + extra, "mine.csv"))
    assert len(table) == len(cities_table()) + 2
    assert table.find("belfast").population == 1234
    assert cities_table().find("belfast").population == 350500


def test_a_scenario_may_use_cities_of_the_users_own(written: Write) -> None:
    table = written(CITIES, "mine.csv")
    pair = written(PAIR.replace("belfast", "North").replace("sejong", "south"))
    assert load(pair, cities=table).cities == ("north", "south")
    assert check([pair, table]) == []
    assert [fault.key for fault in check([pair])] == [
        "cities[0]",
        "cities[1]",
        "programme.links[0][0]",
        "programme.links[0][1]",
    ]


def test_unknown_columns_get_one_line_and_are_ignored(written: Write) -> None:
    rows = CITIES.replace("_year\n", "_year,mayor_name,colour\n").replace("2024\n", "2024,x,y\n")
    table = CityTable.read(written(rows, "mine.csv"))
    assert len(table.notes) == 1
    assert "mayor_name, colour" in table.notes[0]
    assert len(table) == 2


@pytest.mark.parametrize(("sign", "word"), [(";", "semicolons"), ("\t", "tabs")])
def test_a_table_with_other_signs_between_its_columns_has_one_fault(
    written: Write, sign: str, word: str
) -> None:
    (fault,) = faults_of(written(CITIES.replace(",", sign).replace(".", ","), "mine.csv"))
    assert fault.line == 1
    assert f"separated by commas (and decimal points), found {word}" in fault.expected


def test_a_city_that_only_a_table_beside_the_scenario_has_is_told_how_to_be_found(
    written: Write,
) -> None:
    table = written(CITIES, "cities.csv")
    pair = written(PAIR.replace("belfast", "north").replace("sejong", "nowhere"))
    with pytest.raises(ScenarioError) as error:
        load(pair)
    north, nowhere, *_ = error.value.faults
    assert f"{table} beside it has this one: add --cities {table}" in north.expected
    assert north.nearest == ""
    assert str(table) not in nowhere.expected
    checked = check([pair])
    assert f"check it together with {table}" in checked[0].expected
    table.write_text(CITIES + "half,,,,,,,\n", "utf-8")
    assert f"{table} lies beside it, with faults of its own" in check([pair])[0].expected
    table.write_text(CITIES, "utf-8")
    assert [f.value for f in check([pair, table])] == ['"nowhere"', '"nowhere"']
    with pytest.raises(ScenarioError) as told:
        load(pair, cities=table)
    assert all(str(table) not in fault.expected for fault in told.value.faults)


def test_every_fault_of_a_cell_says_what_was_expected(written: Write) -> None:
    cells = {"id": "North", "name": "", "iso2": "n", "lat": "95", "population": ""}
    row = dict(zip(*(line.split(",") for line in CITIES.splitlines()[:2]), strict=True)) | cells
    twice = CITIES + ",".join(row.values()) + "\nnorth,N,N,NL,1,1,5,2024\n"
    faults = faults_of(written(twice, "mine.csv"))
    assert [fault.key for fault in faults] == ["id", "name", "iso2", "lat", "population", "id"]
    assert all(fault.expected.startswith("expected ") for fault in faults)


def test_lists_are_split_and_provenance_stands_beside_a_fact(written: Write) -> None:
    rows = (
        "id,name,country,iso2,lat,lon,population,population_year,sectors,sectors_source,"
        "sectors_year,sectors_grade,networks\n"
        "a,A,B,GB,0,0,1e5,2024,mobility; fintech,own survey,2024,read,\n"
    )
    city = CityTable.read(written(rows, "mine.csv"))[0]
    assert city.tags == ("mobility", "fintech")
    assert city.sources["sectors"] == ("own survey", "2024", "read")
    assert city.networks == ()
    assert "networks" in city.missing


def test_a_table_saved_by_a_spreadsheet_is_read(written: Write) -> None:
    path = written(b"\xef\xbb\xbf" + CITIES.replace("\n", "\r\n").encode(), "mine.csv")
    assert [city.id for city in CityTable.read(path)] == ["north", "south"]


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "expected"),
    [
        ("population_year", "year", 1, "population_year", "this column"),
        ("lat", "latitude", 1, "lat", "this column"),
        ("lat", "lon", 1, "lon", "once"),
        ("south", "north", 3, "id", "line 2 has it"),
        ("south", "Deep South", 3, "id", "a–z, 0–9 and _"),
        ("200000", "", 3, "population", "a value"),
        ("200000", "200k", 3, "population", "a number without unit"),
        ("200000", "nan", 3, "population", "a number without unit"),
        ("200000", "-3", 3, "population", "from 1"),
        ("40.0", "400", 3, "lat", "from -90 to 90"),
        ("ES", "Spain", 3, "iso2", "two capital letters"),
        (",-3.0", "", 3, "", "8 cells"),
        (CITIES, "", 1, "", "the file is empty"),
        (CITIES[CITIES.index("\n") + 1 :], "", 0, "", "a row for each city"),
        ("South", '"South', 3, "", "CSV"),
    ],
)
def test_a_fault_of_a_table_is_told_with_its_line(
    written: Write, old: str, new: str, line: int, key: str, expected: str
) -> None:
    text = CITIES.replace(old, new)
    assert text != CITIES
    faults = [fault for fault in faults_of(written(text, "mine.csv")) if fault.key == key]
    assert faults
    assert faults[0].line == line
    assert expected in faults[0].expected


def test_a_missing_column_is_offered_the_header_it_may_be(written: Write) -> None:
    fault = faults_of(written(CITIES.replace("population,", "popluation,"), "mine.csv"))[0]
    assert (fault.key, fault.nearest) == ("population", "popluation")


def test_an_unknown_sector_is_offered_the_nearest(written: Write) -> None:
    rows = CITIES.replace("_year\n", "_year,sectors\n").replace("2024\n", "2024,mobilty\n")
    faults = faults_of(written(rows, "mine.csv"))
    assert [(fault.line, fault.nearest) for fault in faults] == [(2, "mobility"), (3, "mobility")]


def test_all_faults_of_a_table_are_told(written: Write) -> None:
    text = CITIES.replace("100000", "x").replace("ES", "es").replace("40.0", "y")
    assert [fault.key for fault in faults_of(written(text, "mine.csv"))] == [
        "population",
        "iso2",
        "lat",
    ]


def test_an_enormous_table_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    assert "at most 20 MB" in faults_of(path)[0].expected


def test_check_tells_the_faults_of_scenarios_and_tables_together(written: Write) -> None:
    bad_table = written(CITIES.replace("40.0", "400"), "mine.csv")
    bad_pair = written(PAIR.replace("months = 24", "months = 0"))
    assert {fault.key for fault in check([bad_pair, bad_table])} == {"lat", "months"}


def test_known_columns_have_a_meaning_and_the_sectors_are_those_of_the_registry() -> None:
    assert all(column.meaning for column in COLUMNS.values())
    assert COLUMNS["sectors"].words == SECTORS


def test_no_city_is_called_total_which_is_the_scope_of_all_cities(written: Write) -> None:
    path = written(CITIES.replace("north,North", "total,North"), "cities.csv")
    (fault,) = faults_of(path)
    assert "total" in fault.value
    assert "other than total" in fault.expected


def test_a_city_is_suggested_by_a_part_of_its_name(written: Write) -> None:
    path = written(PAIR.replace('"sejong"', '"leeds"'))
    assert {fault.nearest for fault in check(path)} == {"Leeds / West Yorkshire"}
