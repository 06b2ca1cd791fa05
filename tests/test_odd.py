"""The ODD document is up to date and whole; what it reads off the source is what stands there."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest
import tables
from odd.code_tables import events
from odd.entries import Point, includes, points, silent, world_points
from odd.flow import flow
from odd.rules import Body, all_rules
from odd.source import Place
from odd.terms import Part, added

from twinsim.registry import evidence, indicators, mechanisms, parameters, patterns, state

DOCUMENT = tables.DOCUMENT.read_text("utf-8")


@cache
def ids(name: str) -> frozenset[str]:
    """What the first cells of a table's rows name."""
    cells = [line.split(" | ")[0] for line in tables.TABLES[name]() if line.startswith("| ")]
    return frozenset(re.sub(r"[|`]|\(.*", "", cell).strip() for cell in cells)


def point(holder: str, name: str, rule: str) -> Point:
    """The one entry point of a variable in a rule."""
    (found,) = (p for p in points() if (p.holder, p.name, str(p.rule)) == (holder, name, rule))
    return found


def parts(body: str, arguments: str = "x y") -> dict[str, Part]:
    """How arguments stand in the body of a rule."""
    followed = Body("rules.pilot", arguments.split())
    followed.run(ast.parse(body).body)
    return added(followed.results).parts


# --- The document ---------------------------------------------------------------------------------


def test_its_tables_are_what_would_be_written():
    assert tables.filled(DOCUMENT) == DOCUMENT, "python docs/tables.py writes them anew"


def test_it_has_every_table_once():
    assert sorted(re.findall(r"<!-- table: (.*) -->", DOCUMENT)) == sorted(tables.TABLES)
    assert DOCUMENT.count("<!-- end -->") == len(tables.TABLES)


def test_a_table_that_differs_is_seen_and_an_unknown_one_refused():
    block = "<!-- table: {} -->\n{}<!-- end -->\n"
    written = tables.filled(block.format("luck", "out of date\n"))
    assert "out of date" not in written
    assert tables.filled(written) == written
    with pytest.raises(LookupError, match="no table is called 'lukc'"):
        tables.filled(block.format("lukc", ""))


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        ("parameters", set(parameters())),
        ("mechanisms", set(mechanisms())),
        ("indicators", set(indicators())),
        ("patterns", set(patterns())),
        ("state", {variable.id for rows in state().values() for variable in rows}),
        ("rules", {str(place) for place in all_rules()}),
    ],
)
def test_all_that_is_declared_appears(table, wanted):
    shown = {id.removesuffix(" (headline)") for id in ids(table)}
    assert wanted - shown == set()


def test_every_event_of_luck_and_every_row_of_evidence_appears():
    assert len(events()) > 60
    assert set(map(str, events().values())) <= ids("luck")
    text = "\n".join(tables.TABLES["evidence"]())
    assert [id for id in evidence() if id not in text] == []


def test_its_links_lead_somewhere():
    heads = re.findall(r"^#+ (.*)$", DOCUMENT, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}
    links = re.findall(r"\]\(([^)]+)\)", DOCUMENT)
    assert len(links) > 10
    assert {link[1:] for link in links if link.startswith("#")} <= anchors
    files = [link.partition("#")[0] for link in links if not link.startswith("#")]
    assert [file for file in files if not (tables.DOCUMENT.parent / file).exists()] == []


# --- What is followed -----------------------------------------------------------------------------


def test_a_variable_is_followed_through_names_and_rules_to_where_it_ends():
    fit = point("sme", "knowledge", "pilot.fit")
    assert {"call.perceived", "call.bids", "pilot.learning"} <= {str(r) for r in fit.onward}
    assert point("link", "trust", "pilot.step").arguments == ("trust",)


def test_scratch_carries_a_variable_from_one_function_to_the_next():
    merit = point("sme", "technical", "call.merit")
    assert "call.take_best" in {str(r) for r in merit.onward}
    assert point("city", "capability", "city.capability_next").arguments == ("capability", "lead")


def test_what_a_test_decides_hangs_on_it():
    assert point("sme", "grant_left", "call.bids").arguments == ("busy",)


def test_facts_of_the_setup_are_followed_too():
    assert point("w.links", "friction", "pilot.twin_hazard").arguments == ("friction",)
    assert any(p.off == ("`trust_span` is 0 with 0.5",) for p in world_points())


def test_nothing_enters_that_is_no_state_and_no_fact():
    names = {(entry.source.holder, entry.source.name) for entry in flow().entries}
    assert not {name for _, name in names} & {"key", "first"}
    assert ("sme", "alive") not in names  # who lives acts; of clusters it is a declared state
    called = {entry.rule for entry in flow().entries}
    assert called <= set(all_rules())


def test_every_declared_variable_enters_a_rule_or_is_listed_as_silent():
    entering = {(p.holder, p.name) for p in points()}
    quiet = {(kind, name) for kind, name, _ in silent()}
    declared = {(kind, row.id) for kind, rows in state().items() for row in rows}
    assert entering & quiet == set()
    assert declared <= entering | quiet


# --- What weighs an argument ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "weights", "levels", "switches"),
    [
        ("return p.w * x", {"w"}, set(), {("w", 0.0)}),
        ("return p.b + p.w * (x - p.ref)", {"w"}, set(), {("w", 0.0)}),
        ("return p.b * (1.0 + p.w * x)", {"w"}, {"b"}, {("b", 0.0), ("w", 0.0)}),
        ("return (p.w - 1.0) * x", {"w"}, set(), {("w", 1.0)}),
        ("return p.b * exp(-p.w * x)", {"w"}, {"b"}, {("b", 0.0), ("w", 0.0)}),
        ("return p.b * (1.0 - exp(-ratio(x, p.s)))", {"b", "s"}, set(), {("b", 0.0)}),
        ("return p.w * x + x", {"w"}, set(), set()),
        ("return p.w * y * x", {"w"}, set(), {("w", 0.0)}),
        ("a = p.w * x\nreturn a + p.b", {"w"}, set(), {("w", 0.0)}),
        ("return y * p.w if x > 0.0 else y", {"w"}, set(), set()),
        ("a = y\nif x > p.c:\n    a = p.w * y\nreturn a", {"c", "w"}, set(), set()),
        ("a = 0.0\nfor k in range(len(x)):\n    a += p.w * x[k]\nreturn a", {"w"}, set(), None),
        ("return turned(p, y, 0.0, x)", {"learn_rate"}, set(), {("learn_rate", 0.0)}),
    ],
)
def test_a_parameter_weighs_what_it_multiplies(body, weights, levels, switches):
    part = parts(body)["x"]
    assert (part.weights, part.levels) == (weights, levels)
    assert switches is None or part.switches == switches


def test_rules_are_read_as_they_stand():
    hazard = all_rules()[Place("rules.pilot", "twin_hazard")]
    assert hazard.parts["trust"].weights == {"replicate_trust"}
    assert "adopt_base" in hazard.parts["trust"].levels
    assert hazard.parts["friction"].weights == set()


@pytest.mark.parametrize(
    ("id", "value", "said"),
    [
        ("cap_peer", 0.0, "is 0 with 0.5"),
        ("commit_scale", 1.0, "is 1 with 0.5"),
        ("commit_scale", 0.0, ""),
        ("panel_bias", 0.0, "reaches 0"),
        ("stop_base", 0.0, ""),
        ("leakage", 0.0, ""),
        ("bid_fit", 0.0, "reaches 0"),
        ("bid_fit", 3.0, ""),
        ("cluster_fee", 0.0, ""),
    ],
)
def test_a_prior_includes_a_value_by_mass_or_by_density(id, value, said):
    assert includes(id, value).removeprefix(f"`{id}` ") == said


def test_a_variable_stands_on_the_first_that_holds():
    assert point("sme", "absorptive", "firm.training_gain").stands_on == "evidence"
    assert point("city", "capability", "pilot.step").stands_on == "prior"
    assert point("sme", "market", "call.bids").stands_on == "prior"
    assert point("sme", "grant_left", "call.bids").stands_on == "rule"
    assert point("city", "budget", "city.left").stands_on == "arithmetic"
    assert point("city", "public", "city.month_value").stands_on == "form"
    assert point("city", "capability", "pilot.pull").stands_on == "assumption"
