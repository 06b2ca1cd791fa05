"""Bad input gives one clear error: file, line, key, value, what was expected, nearest name."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from twinsim.scenario import check
from twinsim.scenario.kinds import Says, Table
from twinsim.scenario.programme import Focus, Lines, Programme, Step, Theme, Upskilling
from twinsim.scenario.schema import File

from .faulty import PAIR, Write, faults_of, only_fault

ONE_KEY_WRONG = [
    # line to replace, by what, then key, value, part of what was expected, nearest
    ("budget = 1000", "budgt = 1000", "programme.budgt", "", "known key", "budget"),
    ("months = 24", "mnths = 24", "mnths", "", "known key", "months"),
    ("months = 24", 'months = "24"', "months", '"24"', "whole number of months", ""),
    ("months = 24", "months = 24.0", "months", "24.0", "whole number of months", ""),
    ("months = 24", "months = true", "months", "true", "whole number of months", ""),
    ("months = 24", "months = 0", "months", "0", "from 1 to 1200", ""),
    ("months = 24", "months = 100000", "months", "100000", "from 1 to 1200", ""),
    ("months = 24", "warmup = -1", "warmup", "-1", "from 0 to 600", ""),
    ("months = 24", 'start = "2021-13"', "start", '"2021-13"', '"2021-09"', ""),
    ("months = 24", 'start = "September"', "start", '"September"', '"2021-09"', ""),
    ("months = 24", "start = 2021-09-01", "start", "2021-09-01", '"2021-09"', ""),
    ("months = 24", 'luck = "shared"', "luck", '"shared"', '"addressed" or "independent"', ""),
    ("schema = 1", "schema = 2", "schema", "2", "only version", ""),
    ('name = "pair"', 'name = "../pair"', "name", '"../pair"', "letters, digits", ""),
    ("budget = 1000", 'budget = "1000 k£"', "programme.budget", '"1000 k£"', "number of k£", ""),
    ("budget = 1000", "budget = nan", "programme.budget", "nan", "number of k£", ""),
    ("budget = 1000", "budget = -inf", "programme.budget", "-inf", "number of k£", ""),
    ("budget = 1000", "budget = -5", "programme.budget", "-5", "from 0 to 10,000,000", ""),
    ("budget = 1000", "budget = 1e300", "programme.budget", "1e+300", "from 0 to 10,000,000", ""),
    ("budget = 1000", "award = -1", "programme.award", "-1", "from 0", ""),
    ("budget = 1000", "start = -1", "programme.start", "-1", "counted from `start`", ""),
    ("budget = 1000", "cohorts = -1", "programme.cohorts", "-1", "from 0 (no call) to 40", ""),
    ("budget = 1000", "pilot_share = 80", "programme.pilot_share", "80", "from 0 to 1", ""),
    ("budget = 1000", "places = 1.5", "programme.places", "1.5", "whole number", ""),
    ("budget = 1000", "floor = 0.6", "programme.floor", "0.6", "at most 1 in 2", ""),
    ("budget = 1000", "lines.tems = 3", "programme.lines.tems", "", "known key", "teams"),
    ("budget = 1000", "lines.teams = 990", "programme.lines", "1240.0", "at most the budget", ""),
    (
        "budget = 1000",
        "upskilling.customisation = 4",
        "programme.upskilling.customisation",
        "4",
        "0 (generic) to 3",
        "",
    ),
    (
        "budget = 1000",
        "payers = { belfast = 0.5, sejong = 0.4 }",
        "programme.payers",
        "",
        "they sum to 0.9",
        "",
    ),
    (
        "budget = 1000",
        "payers = { belfast = 0.5, seoul = 0.5 }",
        "programme.payers.seoul",
        "0.5",
        "a city of programme.links",
        "",
    ),
    (
        "budget = 1000",
        'themes = [{ id = "a", sectors = ["mobilty"] }]',
        "programme.themes[0].sectors[0]",
        '"mobilty"',
        "a sector: clean_energy",
        "mobility",
    ),
    (
        "budget = 1000",
        'themes = [{ id = "A b", sectors = ["mobility"] }]',
        "programme.themes[0].id",
        '"A b"',
        "an id of a–z, 0–9 and _",
        "",
    ),
    (
        "budget = 1000",
        'themes = [{ id = "a" }]',
        "programme.themes[0].sectors",
        "",
        "this key",
        "",
    ),
    (
        'cities = ["belfast", "sejong"]',
        'cities = ["belfast", "sejong", "birmingam"]',
        "cities[2]",
        '"birmingam"',
        "city of the table",
        "birmingham",
    ),
    (
        'cities = ["belfast", "sejong"]',
        'cities = ["belfast", "sejong", "Belfast"]',
        "cities[2]",
        '"belfast"',
        "each city once",
        "",
    ),
    (
        'links = [["belfast", "sejong"]]',
        'links = [["belfast", "seoul"]]',
        "programme.links[0][1]",
        '"seoul"',
        "a city of `cities`",
        "",
    ),
    (
        'links = [["belfast", "sejong"]]',
        'links = [["belfast", "belfast"]]',
        "programme.links[0]",
        '["belfast", "belfast"]',
        "two different cities",
        "",
    ),
    (
        'links = [["belfast", "sejong"]]',
        'links = ["belfast", "sejong"]',
        "programme.links[0]",
        '"belfast"',
        "two cities",
        "",
    ),
]


def _limits(metadata: Iterable[Any]) -> Iterator[float]:
    for item in metadata:
        yield from _limits(getattr(item, "metadata", ()))
        for name in ("ge", "le", "max_length"):
            if (limit := getattr(item, name, None)) is not None:
                yield limit


@pytest.mark.parametrize("model", [File, Programme, Theme, Lines, Focus, Upskilling, Step])
def test_what_a_key_allows_names_its_limits(model: type[Table]) -> None:
    for name, field in model.model_fields.items():
        said = next((item.expected for item in field.metadata if isinstance(item, Says)), "")
        numbers = set(re.findall(r"\d+(?:,\d{3})*", said))
        for limit in _limits(field.metadata) if name != "sector" else ():
            assert {f"{limit:g}", f"{limit:,.10g}"} & numbers, name


@pytest.mark.parametrize("id", ["a" * 65, "A", "a b", ""])
def test_an_arm_of_a_wrong_id_is_told_which_ids_there_may_be(written: Write, id: str) -> None:
    fault = only_fault(written(PAIR + f'[arms."{id}".programme]\naward = 20\n'))
    assert fault.key.startswith("arms.")
    assert fault.expected == "expected the id of an arm, of a–z, 0–9 and _, at most 64 long"


@pytest.mark.parametrize(
    "key", ["arms.x", "arms.x.programme", "programme.lines", "programme.focus"]
)
def test_a_value_in_the_place_of_a_table_is_told_what_a_table_is(written: Write, key: str) -> None:
    faults = faults_of(written(f"{PAIR.partition('[programme]')[0]}{key} = 3\n"))
    assert "as { key = value }" in {fault.key: fault.expected for fault in faults}[key]


@pytest.mark.parametrize(("line", "by", "key", "value", "expected", "nearest"), ONE_KEY_WRONG)
def test_a_wrong_key_is_named_with_its_line_value_and_remedy(
    written: Write, line: str, by: str, key: str, value: str, expected: str, nearest: str
) -> None:
    text = PAIR.replace(line, by)
    assert text != PAIR
    path = written(text)
    faults = faults_of(path)
    fault = next(fault for fault in faults if fault.key == key)
    assert fault.file == str(path)
    assert fault.line == text.splitlines().index(by) + 1
    assert fault.value == value
    assert expected in fault.expected
    assert fault.nearest.lower() == nearest


APPENDED = [
    ("[mechanisms]\ncal = 0", "mechanisms.cal", "id of a mechanism", "call"),
    ("[mechanisms]\ncall = 2", "mechanisms.call", "from 0 (cut) to 1", ""),
    ("[parameters]\nbid_bse = 0", "parameters.bid_bse", "id of a parameter", "bid_base"),
    ('[parameters]\nbid_base = "x"', "parameters.bid_base", "number without unit", ""),
    ("[parameters]\nw_fit = 60", "parameters.w_fit", "from 0 to 1 (share)", ""),
    ("[parameters]\npilot_months = 0", "parameters.pilot_months", "above 0", ""),
    ("[parameters]\naward = 40", "parameters.award", "programme.award instead", ""),
    ("[parameters]\nline_teams = 1", "parameters.line_teams", "programme.lines.teams", ""),
    ("[arms.Light]", "arms.Light", "id of an arm", ""),
    ("[arms.light]\nmonths = 3", "arms.light.months", "an arm may change", ""),
    ('[arms.light.programme]\ndesign = "duo"', "arms.light.programme.design", '"twin"', ""),
    ("[arms.light.programme]\nbudgt = 3", "arms.light.programme.budgt", "known key", "budget"),
    ("[arms.light.programme]\nbudget = -3", "arms.light.programme.budget", "from 0", ""),
    ("[arms.light.mechanisms]\ncal = 0", "arms.light.mechanisms.cal", "id of a mech", "call"),
    ("[arms.light.parameters]\nw_fit = 9", "arms.light.parameters.w_fit", "from 0 to 1", ""),
]


@pytest.mark.parametrize(("tail", "key", "expected", "nearest"), APPENDED)
def test_a_wrong_table_is_named_with_its_line(
    written: Write, tail: str, key: str, expected: str, nearest: str
) -> None:
    fault = only_fault(written(f"{PAIR}\n{tail}\n"))
    assert fault.key == key
    assert fault.line == len(PAIR.splitlines()) + 1 + len(tail.splitlines())
    assert expected in fault.expected
    assert fault.nearest == nearest


@pytest.mark.parametrize(
    ("head", "key", "expected", "nearest"),
    [
        ('contrasts = ["twin-base"]', "contrasts[0]", "baseline, solo, twin", "twin-baseline"),
        ('contrasts = ["twin"]', "contrasts[0]", "two arms", ""),
        ('contrasts = ["twin-twin"]', "contrasts[0]", "two different arms", ""),
        ('reference = "basline"', "reference", "baseline, solo, twin", "baseline"),
    ],
)
def test_contrasts_and_reference_name_arms(
    written: Write, head: str, key: str, expected: str, nearest: str
) -> None:
    fault = only_fault(written(f"{head}\n{PAIR}"))
    assert (fault.key, fault.line, fault.nearest) == (key, 1, nearest)
    assert expected in fault.expected


def test_a_bad_arm_id_silences_no_fault_of_reference_and_contrasts(written: Write) -> None:
    more = '[arms."Bad Arm".programme]\nbudget = 5\n'
    head = 'reference = "basline"\ncontrasts = ["twin-lihgt", "twin-Bad Arm"]\n'
    faults = faults_of(written(head + PAIR + more))
    assert [fault.key for fault in faults] == ["arms.Bad Arm", "reference", "contrasts[0]"]
    assert faults[1].nearest == "baseline"


def test_a_scenario_without_links_lists_its_arms_reference_and_contrasts(written: Write) -> None:
    faults = faults_of(written('cities = ["belfast"]\n'))
    assert {fault.key for fault in faults} == {"arms", "reference", "contrasts"}


def test_all_faults_of_a_file_are_told_in_order_of_their_lines(written: Write) -> None:
    path = written(
        'start = "2021"\nmonths = 0\ncontrasts = ["twin-bse"]\ncities = ["belfst", "sejong"]\n'
        "[programme]\nbudget = -1\nlinks = [['sejong', 'ulsan']]\n[mechanisms]\ncal = 0\n"
        "[arms.x.programme]\naward = nan\n"
    )
    faults = check([path])
    assert [fault.line for fault in faults] == [1, 2, 3, 4, 6, 9, 11]
    assert [fault.key for fault in faults] == [
        "start",
        "months",
        "contrasts[0]",
        "cities[0]",
        "programme.budget",
        "mechanisms.cal",
        "arms.x.programme.award",
    ]


def test_a_fault_of_the_programme_is_not_told_again_for_each_arm(written: Write) -> None:
    path = written(PAIR.replace("1000", "-1") + "[arms.light.programme]\naward = 1\n")
    assert only_fault(path).key == "programme.budget"


def test_an_arm_is_told_of_a_fault_that_only_its_change_brings(written: Write) -> None:
    text = PAIR + "payers = { belfast = 0.5, sejong = 0.5 }\n"
    text += "[arms.other.programme]\npayers = { belfast = 1, sejong = 1 }\n"
    assert only_fault(written(text)).key == "arms.other.programme.payers"


def test_very_many_faults_are_counted_not_listed(written: Write) -> None:
    faults = faults_of(written(PAIR + "".join(f"k{i} = 1\n" for i in range(3000))))
    assert len(faults) < 60
    assert "2950 more faults" in faults[-1].expected


CONTENTS = [
    (b"", 0, "the file is empty"),
    (b"# only a remark\n", 0, "the file is empty"),
    (b"months = 12\nthis is prose\n", 2, "TOML"),
    (b"budget = 1000 k\n", 1, "TOML"),
    (b"months = 1\nmonths = 2\n", 2, "TOML"),
    (b"months = 1\nname = '\xff\xfe'\n", 2, "UTF-8"),
    (b"a = " + b"[" * 5000, 1, "nested too deeply"),
    (b"a" + b".a" * 5000 + b" = 1", 1, "nested too deeply"),
    (b"a = " + b"9" * 10_000, 0, "TOML"),
]


@pytest.mark.parametrize(("content", "line", "expected"), CONTENTS)
def test_what_is_no_scenario_at_all_says_so(
    written: Write, content: bytes, line: int, expected: str
) -> None:
    fault = only_fault(written(content))
    assert fault.line == line
    assert expected in fault.expected


def test_an_enormous_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.toml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    fault = only_fault(path)
    assert fault.value == "50.0 MB"
    assert "at most 1 MB" in fault.expected


def test_a_folder_is_no_scenario(tmp_path: Path) -> None:
    assert "found a folder" in only_fault(tmp_path).expected


def test_a_pipe_is_no_scenario_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    assert "no plain file" in only_fault(tmp_path / "pipe.toml").expected


def test_a_path_that_no_system_takes_is_an_error_like_others() -> None:
    assert "no such file" in only_fault("nul\0nul.toml").expected
    assert "can be read" in only_fault("x" * 5000).expected


def test_a_misspelt_packaged_name_is_offered_the_nearest() -> None:
    assert only_fault("belfast-sejung").nearest == "belfast-sejong"
    assert "belfast-sejong" in only_fault("quite-another").expected


def test_control_characters_and_long_values_are_made_harmless(written: Write) -> None:
    fault = only_fault(written(PAIR + f'upskilling = "\\u001b[2J{"x" * 10_000}"\n'))
    assert "\x1b" not in str(fault)
    assert len(str(fault)) < 400


def test_more_firms_than_memory_holds_are_refused(written: Write) -> None:
    text = PAIR.replace("months = 24", "months = 1200") + "[parameters]\nsmes_per_1000 = 50\n"
    fault = only_fault(written(text + "birth_rate = 0.2\n"))
    assert fault.key == "cities"
    assert "at most 5,000,000 firms" in fault.expected
