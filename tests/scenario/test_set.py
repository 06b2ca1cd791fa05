"""--set KEY=VALUE changes one key, and says what is wrong with one that cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from twinsim.errors import ScenarioError
from twinsim.scenario import Scenario, load


def with_set(*settings: str) -> Scenario:
    return load("belfast-sejong", set=settings)


def arm(scenario: Scenario, id: str):
    return next(arm for arm in scenario.arms if arm.id == id)


def test_values_are_toml_and_a_bare_word_is_a_string() -> None:
    scenario = with_set("months=24", "luck=independent", 'title="A b"', "start=2022-01")
    assert (scenario.months, scenario.luck, scenario.title, scenario.start) == (
        24,
        "independent",
        "A b",
        "2022-01",
    )


def test_an_equals_sign_may_stand_in_the_value() -> None:
    assert with_set("title=a=b").title == "a=b"


def test_the_budget_of_every_arm_follows_that_of_the_programme() -> None:
    assert {a.programme.budget for a in with_set("programme.budget=0").arms} == {0.0}


def test_a_new_arm_is_twin_with_one_key_changed() -> None:
    scenario = with_set("arms.x.programme.budget=0")
    assert [a.id for a in scenario.arms] == ["baseline", "solo", "twin", "x"]
    assert arm(scenario, "x").design == "twin"
    assert arm(scenario, "x").programme.budget == 0.0
    assert arm(scenario, "twin").programme.budget == 1000.0


def test_a_gain_and_a_parameter_reach_every_arm() -> None:
    scenario = with_set("mechanisms.call=0", "parameters.bid_base=-4")
    assert {a.mechanisms["call"] for a in scenario.arms} == {0.0}
    assert {a.parameters["bid_base"] for a in scenario.arms} == {-4.0}


def test_an_arms_parameter_stays_its_own() -> None:
    scenario = with_set("arms.x.parameters.bid_base=-4", "parameters.w_fit=0.5")
    assert arm(scenario, "x").parameters == {"bid_base": -4.0, "w_fit": 0.5}
    assert arm(scenario, "twin").parameters == {"w_fit": 0.5}


def test_the_later_setting_of_a_key_wins() -> None:
    assert with_set("months=24", "months=36").months == 36


@pytest.mark.parametrize(
    ("setting", "key", "expected", "nearest"),
    [
        ("programme.budgt=1", "programme.budgt", "known key", "budget"),
        ("budget=1", "budget", "known key", ""),
        ("programme.budget=-1", "programme.budget", "from 0", ""),
        ("programme.budget=10 k£", "programme.budget", "without a unit", ""),
        ("months.x=3", "months.x", "months is no table", ""),
        ("months=[1", "months", "a value as in TOML", ""),
        ("months", "", "KEY=VALUE", ""),
        ("months=", "", "KEY=VALUE", ""),
        ("=3", "", "KEY=VALUE", ""),
        ("a b=3", "", "KEY=VALUE", ""),
        ("months=3\nwarmup=1", "months", "a value as in TOML", ""),
        ("cities=belfast", "cities", "ids or names of cities", ""),
        ("arms.x.programme.lines.tems=3", "arms.x.programme.lines.tems", "known key", "teams"),
    ],
)
def test_a_wrong_setting_is_told_as_such(
    setting: str, key: str, expected: str, nearest: str
) -> None:
    with pytest.raises(ScenarioError) as error:
        with_set(setting)
    fault = error.value.faults[0]
    assert (fault.file, fault.key, fault.nearest) == ("--set", key, nearest)
    assert expected in fault.expected


def test_several_wrong_settings_are_all_told() -> None:
    with pytest.raises(ScenarioError) as error:
        with_set("months=0", "programme.award=-1", "luck=none")
    assert {fault.key for fault in error.value.faults} == {"months", "programme.award", "luck"}


def test_a_file_of_parameters_overrides_the_scenario_and_set_overrides_both(
    tmp_path: Path,
) -> None:
    values = tmp_path / "values.toml"
    values.write_text("bid_base = -3\nw_fit = 0.5\n")
    scenario = load("belfast-sejong", parameters=values, set=["parameters.w_fit=0.4"])
    assert scenario.parameters == {"bid_base": -3.0, "w_fit": 0.4}


def test_a_wrong_parameter_is_told_with_the_line_of_its_own_file(tmp_path: Path) -> None:
    values = tmp_path / "values.toml"
    values.write_text("bid_base = -3\nw_ft = 0.5\n")
    with pytest.raises(ScenarioError) as error:
        load("belfast-sejong", parameters=values)
    fault = error.value.faults[0]
    assert (fault.file, fault.line, fault.nearest) == (str(values), 2, "w_fit")
