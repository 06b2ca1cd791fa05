"""`twinsim explain`: what a word means, and on what it stands."""

import json
import re
from pathlib import Path

import pytest

from twinsim.cli import main
from twinsim.registry import evidence, indicators, mechanisms, parameters
from twinsim.registry.chain import GRADES, MEANINGS
from twinsim.report.entries import KINDS, PLURALS, entries, find, near, of_kind
from twinsim.scenario.experiment.json_schema import json_schema
from twinsim.scenario.experiment.keys import experiment_keys
from twinsim.scenario.keys import keys
from twinsim.scenario.packaged import packaged_experiments
from twinsim.sweep.effects import COLUMNS


def test_every_indicator_parameter_mechanism_and_key_is_explained():
    words = {*indicators(), *parameters(), *mechanisms(), *keys(), *evidence()}
    words |= {*experiment_keys(), *packaged_experiments()}
    assert [word for word in words if not find(word)] == []
    assert all(entry.meaning and entry.kind in KINDS for entry in entries())


def test_a_parameter_has_unit_default_prior_source_and_grade(capsys):
    assert main(["explain", "readiness_revenue"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    row = parameters()["readiness_revenue"]
    for text in (row.meaning, row.unit, f"default {row.central:g}", str(row.prior), "grade R"):
        assert text in said
    for id in row.evidence:
        assert f"{id}, {evidence()[id].grade}: " in said
        assert evidence()[id].source in said


def test_what_rests_on_nothing_is_said_to_be_assumed(capsys):
    main(["explain", "smes_per_1000"])
    assert "A, assumed (no row of evidence)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("programme.budget", "programme.budget"),
        ("budget", "programme.budget"),
        ("Twin premium", "twin_premium"),
        ("NEED_RELIEVED", "need_relieved"),
        ("mechanisms.call", "call"),
        ("parameters.bid_fit", "bid_fit"),
        ("arms.light.programme.budget", "programme.budget"),
        ("g_call", "call"),
        ("sectors", "programme.themes[].sectors"),
        ("lever", "lever"),
        ("levers", "levers"),
        ("samples", "design[].samples"),
        ("anchor", "levers.<id>.anchor"),
        ("designs", "design"),
        ("until", "until"),
        ("partner-choice", "partner-choice"),
        ("uncertainties.all", "uncertainties.all"),
    ],
)
def test_words_are_found_as_people_write_them(word, found):
    assert found in [entry.word for entry in find(word)]


def test_every_column_of_effects_is_explained_and_no_other():
    assert tuple(entry.word for entry in of_kind("results")) == COLUMNS


@pytest.mark.parametrize("grade", GRADES)
def test_every_grade_of_evidence_is_explained(grade, capsys):
    assert main(["explain", grade]) == 0
    assert MEANINGS[grade] in capsys.readouterr().out


def test_every_bold_word_of_the_glossary_and_those_it_leans_on_are_explained():
    text = (Path(__file__).parents[2] / "docs" / "glossary.md").read_text("utf-8")
    bold = re.findall(r"^\*\*(.+?)\*\*:", text, re.MULTILINE)
    assert "horizon" in bold
    leaned_on = ["pilots", "firms", "theory of change", "warm-up", "breakeven", "needs", "worlds"]
    assert [word for word in (*bold, *leaned_on) if not find(word)] == []


def test_every_key_of_an_experiment_file_is_explained_and_no_other():
    """As the schema, which the types make, has them."""
    schema = json_schema()
    tables = {
        "": schema["properties"],
        "design[].": schema["$defs"]["DesignTable"]["properties"],
        "levers.<id>.": schema["$defs"]["Lever"]["properties"],
        "uncertainties.<parameter>.": schema["$defs"]["Range"]["properties"],
    }
    paths = {before + key for before, table in tables.items() for key in table}
    more = {f"uncertainties.{key}" for key in ("all", "except", "<parameter>")}
    assert {entry.word for entry in of_kind("experiment keys")} == paths | more
    assert all(key.meaning and key.allows for key in experiment_keys().values())


def test_a_kind_is_listed(capsys):
    for kind in KINDS:
        assert main(["explain", PLURALS[kind]]) == 0
        said = capsys.readouterr().out
        assert all(entry.word in said for entry in of_kind(kind))
        assert max(map(len, said.splitlines())) <= 100


def test_no_word_gives_what_there_is(capsys):
    assert main(["explain"]) == 0
    assert "indicators" in capsys.readouterr().out


def test_an_unknown_word_is_exit_code_2_with_the_nearest(capsys):
    assert main(["explain", "need_releived"]) == 2
    assert "Did you mean need_relieved?" in capsys.readouterr().err
    assert near("budgets")[0].endswith("budget")
    assert main(["explain", "q" * 5000 + "\x1b[2J"]) == 2
    said = capsys.readouterr().err
    assert len(said) < 500
    assert "\x1b" not in said


def test_json_is_the_same(capsys):
    assert main(["explain", "award", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [entry["kind"] for entry in document["entries"]] == ["mechanism", "parameter", "key"]
    assert document["entries"][0]["facts"][0] == {
        "label": "arrow",
        "text": "award → pilots_completed",
    }
