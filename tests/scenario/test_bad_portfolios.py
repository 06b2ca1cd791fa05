"""Faults of what alliances and portfolios add: followers, networks, focus, facets, steps."""

from __future__ import annotations

import pytest

from twinsim.scenario import load

from .faulty import PAIR, Write, faults_of, only_fault

KEYS = [
    # what to write in place of the months, then key, value, part of what was expected, nearest
    ('followers = ["ulsn"]', "followers[0]", '"ulsn"', "city of the table", "ulsan"),
    ('followers = ["ulsan", "Ulsan"]', "followers[1]", '"ulsan"', "each city once", ""),
    ('followers = ["ulsan", "Sejong"]', "followers[1]", '"sejong"', "not one of `cities`", ""),
    ("followers = [3]", "followers[0]", "3", "id or name of a city", ""),
    (
        'networks = [["belfast", "sejong"], ["belfast", "sejung"]]',
        "networks[1][1]",
        '"sejung"',
        "one of `cities` or `followers`",
        "sejong",
    ),
    (
        'networks = [["belfast", "ulsan"]]',
        "networks[0][1]",
        '"ulsan"',
        "one of `cities` or `followers`",
        "",
    ),
    (
        'networks = [["belfast", "sejong", "Belfast"]]',
        "networks[0][2]",
        '"belfast"',
        "each city once",
        "",
    ),
    ('networks = [["belfast"]]', "networks[0]", '["belfast"]', "two or more cities", ""),
    ('networks = ["belfast"]', "networks[0]", '"belfast"', "two or more cities", ""),
]

LEVERS = [
    # what to write in the programme, then the same
    ("years = 0", "programme.years", "0", "from 1 to 50", ""),
    ("fund = -1", "programme.fund", "-1", "number of k£", ""),
    ("delegations = -1", "programme.delegations", "-1", "from 0 to 1,000", ""),
    ("delegations = 1.5", "programme.delegations", "1.5", "whole number", ""),
    ("universities = -1", "programme.universities", "-1", "from 0 to 500", ""),
    (
        'facet = "anticpatory"',
        "programme.facet",
        '"anticpatory"',
        '"anticipatory" or "none"',
        "anticipatory",
    ),
    (
        'themes = [{ id = "a", sectors = ["mobility"], facet = "Mission" }]',
        "programme.themes[0].facet",
        '"Mission"',
        '"mission"',
        "mission",
    ),
    ("joint_procurement = 1", "programme.joint_procurement", "1", "true or false", ""),
    ("focus.reserch = 0.2", "programme.focus.reserch", "", "known", "research"),
    ("focus.research = 20", "programme.focus.research", "20", "from 0 to 1", ""),
    ("lines.connecters = 3", "programme.lines.connecters", "", "known key", "connectors"),
]


@pytest.mark.parametrize(
    ("line", "by", "key", "value", "expected", "nearest"),
    [*(("months = 24", *row) for row in KEYS), *(("budget = 1000", *row) for row in LEVERS)],
)
def test_a_wrong_key_is_named_with_its_line_value_and_remedy(
    written: Write, line: str, by: str, key: str, value: str, expected: str, nearest: str
) -> None:
    text = PAIR.replace(line, by)
    path = written(text)
    fault = next(fault for fault in faults_of(path) if fault.key == key)
    assert (fault.file, fault.line) == (str(path), text.splitlines().index(by) + 1)
    assert (fault.value, fault.nearest.lower()) == (value, nearest)
    assert expected in fault.expected


STEP = "[[programme.steps]]\n"
STEPS = [
    (
        f'{STEP}sector = "digital_ai"\nwhat = "services"\ncity = "seoul"',
        "programme.steps[0].city",
        "a city of programme.links",
        "",
    ),
    (
        f'{STEP}what = "services"\ncity = "belfast"\nsector = "hydrogen"',
        "programme.steps[0].sector",
        "a priority sector of belfast",
        "",
    ),
    (
        f'{STEP}what = "services"\ncity = "belfast"\nsector = "fintec"',
        "programme.steps[0].sector",
        "a priority sector of belfast",
        "fintech",
    ),
    (
        f'{STEP}city = "belfast"\nsector = "fintech"\nwhat = "service"',
        "programme.steps[0].what",
        '"services"',
        "services",
    ),
    (
        f'{STEP}city = "belfast"\nsector = "fintech"\nwhat = "services"\nmonth = -1',
        "programme.steps[0].month",
        "whole number of months",
        "",
    ),
]


@pytest.mark.parametrize(("tail", "key", "expected", "nearest"), STEPS)
def test_a_wrong_step_is_named_with_its_line(
    written: Write, tail: str, key: str, expected: str, nearest: str
) -> None:
    fault = only_fault(written(f"{PAIR}{tail}\n"))
    assert (fault.key, fault.nearest) == (key, nearest)
    assert fault.line == len(PAIR.splitlines()) + len(tail.splitlines())
    assert expected in fault.expected


def test_a_step_of_a_cluster_is_taken_once_whatever_its_month(written: Write) -> None:
    step = f'{STEP}city = "{{}}"\nsector = "digital_ai"\nwhat = "{{}}"\nmonth = {{}}\n'
    taken = step.format("belfast", "services", 3)
    others = step.format("sejong", "services", 3) + step.format("Belfast", "home_market", 3)
    assert load(written(PAIR + taken + others)).programme.steps[2].city == "belfast"
    fault = only_fault(written(PAIR + taken + step.format("Belfast", "services", 9)))
    assert (fault.key, fault.line) == ("programme.steps[1]", len(PAIR.splitlines()) + 6)
    assert "once" in fault.expected


@pytest.mark.parametrize(
    "focus",
    [
        "{ smart_cities = 0.5, research = 0.4 }",
        "{ smart_cities = 1, startups = 0.1 }",
        "{ economic_development = 0.6, startups = 0.6 }",
    ],
)
def test_shares_of_the_activity_budget_sum_to_one(written: Write, focus: str) -> None:
    fault = only_fault(written(f"{PAIR}focus = {focus}\n"))
    assert (fault.key, fault.line) == ("programme.focus", len(PAIR.splitlines()) + 1)
    assert "sum to 1" in fault.expected


def test_places_need_a_call(written: Write) -> None:
    fault = only_fault(written(PAIR + "cohorts = 0\n"))
    assert fault.key == "programme.focus.smart_cities"
    assert "a call" in fault.expected
    assert load(written(PAIR + "cohorts = 0\nfocus.smart_cities = 0\nfocus.research = 1\n"))
    arm = "[arms.quiet.programme]\ncohorts = 0\n"
    assert only_fault(written(PAIR + arm)).key == "arms.quiet.programme.focus.smart_cities"


def test_an_arm_that_takes_part_of_another_focus_still_sums_to_one(written: Write) -> None:
    base = PAIR + "[programme.focus]\nstartups = 0.3\n[arms.other.programme.focus]\n"
    arms = {arm.id: arm for arm in load(written(base + "research = 0.2\n")).arms}
    assert arms["other"].programme.focus.smart_cities == pytest.approx(0.5)
    assert only_fault(written(base + "research = 0.8\n")).key == "arms.other.programme.focus"
