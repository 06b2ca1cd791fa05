"""`twinsim cities`: what is known of each city, from where, and what is not."""

import json

from twinsim.cli import main
from twinsim.scenario import citations, cities_table
from twinsim.scenario.columns import COLUMNS

HEADER = "id,name,country,iso2,lat,lon,population,population_year,sectors\n"


def test_all_cities_are_listed(capsys):
    assert main(["cities"]) == 0
    said = capsys.readouterr().out
    assert all(f"\n{city.id} " in said for city in cities_table())
    assert max(map(len, said.splitlines())) <= 100


def test_a_city_has_its_facts_with_source_year_and_grade_and_what_is_missing(capsys):
    assert main(["cities", "SEJONG"]) == 0
    said = capsys.readouterr().out
    words = " ".join(said.split())
    city = cities_table().find("sejong")
    for fact, about in city.sources.items():
        assert f"\n{fact} " in said
        assert about.grade in said
        assert citations().get(about.source, about.source)[:30] in words
    assert all(fact in words.partition("Missing: ")[2] for fact in city.missing)
    assert "Of these the model reads universities" in words


def test_json_holds_the_same(capsys):
    assert main(["cities", "belfast", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)["cities"]
    assert told["facts"]["population"]["value"] == cities_table().find("belfast").population
    assert told["facts"]["population"]["grade"] == "read"
    assert main(["cities", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["cities"]) == len(cities_table())


def test_columns_are_listed(capsys):
    assert main(["cities", "--columns"]) == 0
    said = capsys.readouterr().out
    assert all(f"\n{id} " in said for id in COLUMNS)
    assert main(["cities", "--columns", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["columns"]) == len(COLUMNS)


def test_a_table_of_ones_own_stands_beside(tmp_path, capsys):
    table = tmp_path / "mine.csv"
    table.write_text(HEADER + "leeds,Leeds,United Kingdom,GB,53.8,-1.5,811956,2021,mobility\n")
    assert main(["cities", "leeds", "--cities", str(table)]) == 0
    said = capsys.readouterr().out
    assert "811,956" in said
    assert "none" in said  # no source, no grade


def test_an_unknown_city_is_exit_code_2_with_the_nearest(capsys):
    assert main(["cities", "belfats"]) == 2
    assert "Did you mean Belfast?" in capsys.readouterr().err


def test_names_of_others_are_inert(tmp_path, capsys):
    table = tmp_path / "mine.csv"
    name = "=cmd()[red]\x1b[2J\u202e<script>../" + "x" * 5000
    table.write_text(HEADER + f'evil,"{name}","{name}",GB,53.8,-1.5,8000,2021,mobility\n')
    for more in ([], ["evil"], ["evil", "--json"]):
        assert main(["cities", *more, "--cities", str(table)]) == 0
        said = capsys.readouterr().out
        assert "\x1b" not in said
        assert "\u202e" not in said
        if "--json" not in more:
            assert max(map(len, said.splitlines())) <= 100
