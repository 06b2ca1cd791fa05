"""A sweep whose truth is known, from its folder to words, tables and figures."""

from __future__ import annotations

import csv
import json

import pytest

from twinsim.errors import ResultsError
from twinsim.report.discovery import to_files, words
from twinsim.sensitivity.discovery import discover, options, questions, robust
from twinsim.sweep import sweep

from .turning import EXPERIMENT, SMALL, Turning


@pytest.fixture(scope="module")
def premium(results):
    return discover(results, "twin_beats_solo", indicator="adoptions", **SMALL)


def test_a_sweep_is_asked_where_pairing_pays_where_it_fails_and_which_level_is_better(results):
    assert [q.id for q in questions(results)] == [
        "twin_beats_solo",
        "twin_fails",
        "course_long_beats_short",
    ]


def test_where_twinning_beats_two_programmes_apart(premium):
    (one,) = premium.found.box.restrictions
    assert premium.cases.inputs[one.input].id == "kappa"
    assert one.limits.sides == ("high",)
    assert one.limits.high == pytest.approx(1.0, abs=0.15)
    assert premium.found.box.density.value >= 0.8
    assert premium.found.box.coverage.value >= 0.8


def test_where_one_level_beats_another_in_the_same_state(results):
    found = discover(results, "course_long_beats_short", indicator="adoptions", **SMALL)
    assert len(found.cases) == 48
    assert "course" not in [one.id for one in found.cases.inputs]
    (one,) = found.found.box.restrictions
    assert found.cases.inputs[one.input].id == "delivery_zero"
    assert one.limits.low == pytest.approx(0.2, abs=0.04)


def test_the_words_hold_the_numbers_their_doubt_and_their_condition(premium):
    box, said = premium.found.box, " ".join(words.finding(premium))
    assert "kappa is" in said
    assert f"adoptions is higher in twin than in solo in {words.shares(box.density)}" in said
    assert words.shares(box.coverage) in said
    assert "Conditional on" in said
    assert "[" in words.grade(premium.cases.inputs[-1]), "the grade of evidence stays visible"


def test_robust_choice_knows_that_the_long_course_is_bolder(results):
    found = robust(options(results, indicator="adoptions"))
    assert found.options.labels == ("short", "long")
    assert found.options.states == 48
    short, long = found.rows
    assert short.best == pytest.approx(0.5, abs=0.1)
    assert long.most.value == pytest.approx(1.5, abs=0.5)
    assert long.worst.value < short.worst.value
    assert "short" in words.verdict(found)


def test_files_agree_with_what_was_found_and_hold_nothing_that_steers(results, premium, tmp_path):
    found = robust(options(results, indicator="adoptions"))
    made = {path.name: path for path in to_files(results, tmp_path / "out", [premium], [found])}
    document = json.loads(made["discovery.json"].read_text("utf-8"))
    assert document["questions"][0]["density"] == premium.found.box.density.value
    rows = list(csv.DictReader(made["boxes.csv"].open(encoding="utf-8")))
    assert float(rows[0]["high"]) == premium.found.box.restrictions[0].limits.high
    assert len(list(csv.DictReader(made["options.csv"].open(encoding="utf-8")))) == 2
    for kind in ("box", "path", "frontier"):
        svg = made[f"{kind}_twin_beats_solo_adoptions.svg"].read_text("utf-8")
        assert "<b>" not in svg
        assert "\x1b" not in svg
    assert made["robust_course_adoptions.png"].stat().st_size > 10_000


def test_wrong_questions_name_the_nearest(results):
    with pytest.raises(ResultsError, match=r"Did you mean twin_beats_solo"):
        discover(results, "twin_beat_solo")
    with pytest.raises(ResultsError, match="indicator"):
        discover(results, "twin_beats_solo", indicator="happiness")
    with pytest.raises(ResultsError, match="expected a factor"):
        options(results, "curse")


def test_too_few_points_are_refused_with_what_would_help(tmp_path):
    text = EXPERIMENT.replace("samples = 48", "samples = 4")
    (tmp_path / "few.toml").write_text(text)
    few = sweep(tmp_path / "few.toml", out=tmp_path / "few", build=Turning, workers=1)
    with pytest.raises(ResultsError, match="--samples"):
        discover(few, "twin_beats_solo")
