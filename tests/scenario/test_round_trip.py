"""A resolved scenario loads as the same scenario, from its values and from its annotated text."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twinsim.registry import SECTORS, mechanisms
from twinsim.scenario import Scenario, cities_table, domain, load
from twinsim.scenario.build import build
from twinsim.scenario.document import Document

CITIES = [city.id for city in cities_table()]
TAGS = {city.id: city.tags for city in cities_table()}
FACETS = ("none", "enhancement", "mission", "adaptive", "anticipatory")
STEPS = ("services", "diversification", "home_market")
ALLIANCE = Path(__file__).parents[1] / "scenarios" / "alliance.toml"
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
    st.fixed_dictionaries(
        {
            "title": st.text(max_size=20),
            "sectors": st.lists(st.sampled_from(SECTORS), min_size=1, max_size=4, unique=True),
        },
        optional={"facet": st.sampled_from(FACETS)},
    ),
    max_size=3,
).map(lambda rows: [{"id": f"theme_{i}", **row} for i, row in enumerate(rows)])
changes = st.fixed_dictionaries(
    {},
    optional={
        "budget": st.just(0.0) | st.floats(100.0, 1e6),
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
        "joint_procurement": st.booleans(),
        "facet": st.sampled_from(FACETS),
        "years": st.integers(1, 10),
        "fund": st.floats(0.0, 100.0),
        "delegations": st.integers(0, 20),
        "universities": st.integers(0, 10),
        "themes": themes,
        "lines": st.fixed_dictionaries(
            {},
            optional={
                "teams": st.floats(0.0, 500.0),
                "connectors": st.floats(0.0, 50.0),
                "mission": st.floats(0.0, 50.0),
            },
        ),
        "focus": st.fixed_dictionaries(
            {},
            optional={
                "economic_development": st.floats(0.0, 0.33),
                "startups": st.floats(0.0, 0.33),
                "research": st.floats(0.0, 0.33),
            },
        ),
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
    everyone = draw(st.lists(st.sampled_from(CITIES), min_size=2, max_size=6, unique=True))
    several = draw(st.integers(2, min(4, len(everyone))))
    cities, followers = everyone[:several], everyone[several:]
    links = [[a, b] for a, b in pairwise(cities)]
    groups = st.lists(st.sampled_from(everyone), min_size=2, max_size=4, unique=True)
    written = {"networks": draw(st.lists(groups, max_size=3))} if draw(st.booleans()) else {}
    clusters = [(city, sector) for city in cities for sector in TAGS[city]]
    steps = st.tuples(st.sampled_from(clusters), st.sampled_from(STEPS))
    rows = [
        {"city": city, "sector": sector, "what": what, "month": draw(st.integers(0, 99))}
        for (city, sector), what in draw(st.lists(steps, max_size=3, unique=True))
    ]
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
        "followers": followers,
        **written,
        "programme": {**draw(changes), "links": links, "steps": rows},
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


@pytest.mark.parametrize("name", ["belfast-sejong", "birmingham-ulsan", ALLIANCE])
def test_the_annotated_text_of_a_scenario_of_a_file_loads_as_an_equal_scenario(
    written: Callable[..., Path], name: str | Path
) -> None:
    table = ALLIANCE.with_suffix(".csv")
    scenario = load(name, cities=table)
    again = load(written(scenario.to_toml()), cities=table)
    assert again == scenario
    assert again.resolved() == scenario.resolved()
    assert again.sha256() == scenario.sha256()
