"""A ranking as an object: errors with the nearest name, what it shows, what it leaves open."""

from __future__ import annotations

import json
from dataclasses import replace

import jsonschema
import pytest

import twinsim as ts
from twinsim.errors import ScenarioError
from twinsim.pairing import Impact, pair
from twinsim.pairing.variation import variations
from twinsim.scenario import cities_table

from .made import rows_of, table_of

NUMBER = {"type": "number"}
SHARE = {"type": "number", "minimum": 0, "maximum": 1}
MAYBE = {"type": ["number", "null"]}
IMPACT = {"required": ["difference", "mc_lo95", "mc_hi95", "p_best"]}
CRITERION = {"required": ["id", "a", "b", "score", "weight", "why"], "type": "object"}
CANDIDATE = {
    "type": "object",
    "required": ["rank", "city", "name", "coverage", "pillars", "impact", "score"],
    "properties": {
        "rank": {"type": "integer", "minimum": 1},
        "score": MAYBE,
        "score_lo": SHARE,
        "score_hi": SHARE,
        "coverage": SHARE,
        "criteria": {"type": "array", "items": CRITERION},
        "acceptability": {"type": "array", "items": SHARE},
        "impact": {"anyOf": [{"type": "null"}, {"type": "object", **IMPACT}]},
    },
}
SCHEMA = {
    "type": "object",
    "required": ["schema", "anchor", "group", "unit", "weights", "candidates"],
    "properties": {"schema": {"const": 1}, "candidates": {"type": "array", "items": CANDIDATE}},
}


@pytest.mark.parametrize(
    ("city", "group", "how", "key", "nearest"),
    [
        ("belfst", "South Korea", {}, "CITY", "Belfast"),
        ("belfast", "South Corea", {}, "--with", "South Korea"),
        ("belfast", "ulsan,sejng", {}, "--with", "Sejong"),
        ("belfast", "Belfast", {}, "--with", ""),
        ("belfast", "", {}, "--with", ""),
        ("belfast", "KR", {"unit": "regoin"}, "--unit", "region"),
        ("belfast", "KR", {"weights": {"knowlege": 1}}, "--weights", "knowledge"),
        ("belfast", "KR", {"weights": {"size": -1}}, "--weights", ""),
        ("belfast", "KR", {"weights": {"size": float("nan")}}, "--weights", ""),
        ("belfast", "KR", {"weights": dict.fromkeys(("knowledge", "capacity", "ambition"), 0)},
         "--weights", ""),
        ("belfast", "KR", {"weights": {"capacity": 0, "sectors": 0, "networks": 0}},
         "--weights", ""),
        ("belfast", "KR", {"seed": -1}, "seed", ""),
        ("belfast", "KR", {"draws": 0}, "draws", ""),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_the_nearest_that_is_right(city, group, how, key, nearest):
    with pytest.raises(ScenarioError) as error:
        pair(city, group, **how)
    (fault,) = error.value.faults
    assert fault.key == key
    assert fault.expected.startswith("expected ")
    assert fault.nearest.casefold() == nearest.casefold()


@pytest.mark.parametrize(
    ("group", "cities"),
    [
        ("south korea", 12),
        ("kr", 12),
        ("Ulsan, SEJONG,ulsan", 2),
        (["sejong", "South Korea"], 12),
        ("United Kingdom", 13),
        (None, 36),
    ],
)
def test_a_group_is_a_country_or_cities_without_the_anchor(group, cities):
    found = pair("Belfast", group, draws=1)
    assert len(found.candidates) == cities
    assert "belfast" not in {one.city for one in found.candidates}
    assert [one.rank for one in found.candidates] == list(range(1, cities + 1))


def test_the_package_offers_it(korean):
    assert ts.pair("belfast", group="South Korea", draws=500).to_json() == korean.to_json()


def test_the_document_is_that_of_the_interface(korean):
    told = json.loads(korean.to_json())
    jsonschema.validate(told, SCHEMA)
    assert (told["anchor"], told["group"], told["unit"]) == ("belfast", "South Korea", "city")
    assert all(one["impact"] is None for one in told["candidates"])


def test_impact_is_attached_later_and_nothing_else_changes(korean):
    first = replace(korean.best, impact=Impact(1.5, 1.0, 2.0, 0.4))
    told = json.loads(replace(korean, candidates=(first, *korean.candidates[1:])).to_json())
    jsonschema.validate(told, SCHEMA)
    assert told["candidates"][0].pop("impact")["p_best"] == 0.4
    before = json.loads(korean.to_json())
    del before["candidates"][0]["impact"]
    assert told == before


def test_tables_hold_every_candidate_and_criterion(korean):
    table, criteria = korean.table(), korean.criteria()
    assert list(table.index) == list(range(1, 13))
    assert table["score_lo"].is_monotonic_decreasing
    assert len(criteria) == 12 * len(korean.best.criteria)
    weights = criteria.groupby("city")["weight"].sum()
    assert weights.to_numpy() == pytest.approx(1)


def test_a_notebook_shows_it_with_what_others_typed_escaped():
    rows = rows_of(1, 4)
    rows[1]["name"], rows[0]["name"] = "<script>x</script>", "<b>\u202e"
    shown = pair("c0", cities=table_of(rows), draws=10)._repr_html_()
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown
    assert "\u202e" not in shown
    assert "<table" in shown
    assert "\u202e" not in " ".join(r.why for r in pair("c0", cities=table_of(rows)).best.criteria)


def test_the_counter_twin_is_comparable_and_works_on_other_things():
    rows = rows_of(1, 4)
    alike = {key: rows[0][key] for key in rows[0] if key not in ("id", "name", "prior_links")}
    for row in rows[1:]:
        row |= {**alike, "prior_links": "nobody"}
    rows[0] |= {"sectors": "hydrogen;mobility", "testbed_sectors": "hydrogen"}
    rows[0]["prior_links"] = "nobody"
    rows[1] |= {"sectors": "hydrogen;mobility", "testbed_sectors": "hydrogen"}
    rows[2] |= {"sectors": "fintech;creative", "testbed_sectors": "creative"}
    rows[3] |= {"sectors": "fintech;creative", "testbed_sectors": "creative", "population": "900"}
    found = pair("c0", cities=table_of(rows), draws=1)
    assert found.best.city == "c1"
    assert found.counter_twin == "c2"


def test_facts_that_hardly_vary_are_told(korean):
    told = {fact.id: fact for fact in korean.facts}
    assert told["language"].cv == 0
    assert not told["distance"].varies
    assert told["size"].varies
    assert told["governance"].parameter == "friction_governance"
    assert told["governance"].grade == "A"
    rows = rows_of(2, 3)
    same = {key: rows[1][key] for key in rows[1] if key not in ("id", "name")}
    rows[2] |= same
    found = pair("c0", cities=table_of(rows), draws=1)
    assert any(note.startswith("Fewer than two facts") for note in found.notes)


def test_coefficients_of_variation_leave_out_what_is_missing():
    table = cities_table()
    anchor = table.find("belfast")
    seoul, busan = table.find("seoul"), table.find("busan")
    (wealth,) = (
        fact
        for fact in variations(
            anchor, [seoul, busan, replace(busan, gdp_per_head=float("nan"))], "city"
        )
        if fact.id == "wealth"
    )
    values = (seoul.gdp_per_head, busan.gdp_per_head)
    assert (wealth.known, wealth.count) == (2, 3)
    assert wealth.cv == pytest.approx(abs(values[0] - values[1]) / sum(values))
