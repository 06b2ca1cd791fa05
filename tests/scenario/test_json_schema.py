"""The JSON Schema allows what a scenario file may say, and refuses what it may not."""

import tomllib

import jsonschema
import pytest

from twinsim.registry import SECTORS, mechanisms, parameters
from twinsim.scenario import load, packaged
from twinsim.scenario.domains import key_of_lever
from twinsim.scenario.json_schema import json_schema
from twinsim.scenario.keys import keys


@pytest.fixture(scope="module")
def validator():
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("name", packaged())
def test_packaged_scenarios_and_what_they_resolve_to_are_allowed(name, validator):
    validator.validate(tomllib.loads(packaged()[name].read_text("utf-8")))
    validator.validate(tomllib.loads(load(name).to_toml()))


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ('cities = ["a", "b"]\nmonths = 0', "months"),
        ('cities = ["a", "b"]\nmoths = 12', None),
        ('title = "no cities"', None),
        ('cities = ["a"]\nstart = "2021-13"', "start"),
        ('cities = ["a"]\n[programme]\nbudgte = 5', "programme"),
        ('cities = ["a"]\n[programme]\nlinks = [["a", "b", "c"]]', "programme"),
        ('cities = ["a"]\n[mechanisms]\ncall = 2', "mechanisms"),
        ('cities = ["a"]\n[mechanisms]\ncal = 1', "mechanisms"),
        ('cities = ["a"]\n[parameters]\nexit_cash = "much"', "parameters"),
        ('cities = ["a"]\n[arms.x.programme]\ndesign = "duo"', "arms"),
        ('cities = ["a"]\n[arms."Bad Arm".programme]\nbudget = 1', "arms"),
        ('cities = ["a"]\n[[programme.themes]]\nid = "t"\nsectors = ["moblity"]', "programme"),
    ],
)
def test_what_a_file_may_not_say_is_refused(text, at, validator):
    errors = list(validator.iter_errors(tomllib.loads(text)))
    assert errors
    if at:
        assert {error.absolute_path[0] for error in errors} == {at}


def test_every_key_gain_and_parameter_is_in_it():
    schema = json_schema()
    tables = schema["$defs"]
    assert list(tables["Gains"]["properties"]) == list(mechanisms())
    own = [id for id in parameters() if not key_of_lever(id)]
    assert list(tables["Numbers"]["properties"]) == own
    assert tables["Theme"]["properties"]["sectors"]["items"]["enum"] == list(SECTORS)
    programme = [path.split(".")[1] for path in keys() if path.startswith("programme.")]
    assert list(tables["Programme"]["properties"]) == list(
        dict.fromkeys(p.strip("[]") for p in programme)
    )


def test_every_key_of_it_says_what_it_means():
    tables = json_schema()["$defs"]
    silent = [
        (name, key)
        for name, table in tables.items()
        for key, about in table.get("properties", {}).items()
        if "description" not in about and "$ref" not in about
    ]
    assert silent == []


def test_keys_have_meanings_and_defaults_that_load():
    assert all(key.meaning and key.allows for key in keys().values())
    assert keys()["programme.budget"].default == "1000.0"
    assert keys()["cities"].default == ""
    assert "programme.themes[].sectors" in keys()
