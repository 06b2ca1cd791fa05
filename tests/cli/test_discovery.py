"""Discovery and robust choice by `twinsim sensitivity`, on a sweep whose truth is known."""

from __future__ import annotations

import json

import pytest

from tests.sensitivity.discovery.turning import EXPERIMENT, Turning
from twinsim.cli import main

LINE = ["sensitivity", "turning.toml", "--method", "discovery", "--indicator", "adoptions"]
QUESTION = ["--question", "twin_beats_solo"]


@pytest.fixture
def turning(tmp_path, monkeypatch):
    """The experiment in the working folder, run by the engine that knows; the engines built."""
    engines = []

    def build(points, seed, keep):
        engines.append(Turning(points, seed, keep))
        return engines[-1]

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("twinsim.cli.engine.engine_saying_so", lambda quiet: build)
    (tmp_path / "turning.toml").write_text(EXPERIMENT, "utf-8")
    return engines


@pytest.fixture
def place(tmp_path):
    return tmp_path / "results" / "turning-sensitivity" / "analysis" / "sensitivity"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--question", "twin_beat_solo"], "Did you mean twin_beats_solo"),
        (["--lever", "curse"], "Did you mean course"),
        (["--lever", "kappa"], "expected a lever with values or options: course"),
        (["--threshold", "adoptions"], "expected INDICATOR:VALUE"),
        (["--threshold", "adoptions:nan"], "expected a finite number"),
        (["--threshold", "adoption:1"], "Did you mean adoptions"),
        (["--cases", "100000000"], "--cases"),
        (["--cases", "4"], "it takes 24 points of 4 worlds, and turning has 8 of 6; --cases"),
        (["--replicates", "3"], "has 96 of 3"),
        (["--method", "morris", "--lever", "course"], "expected --method discovery or all beside"),
    ],
)
def test_wrong_words_are_one_clear_line_and_2_and_nothing_runs(turning, words, said, capsys):
    assert main([*LINE, *words]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error
    assert len(error.strip().splitlines()) <= 3
    assert turning == []


def test_it_says_where_the_answer_turns_and_what_stands_and_leaves_files(turning, place, capsys):
    assert main([*LINE, *QUESTION, "--threshold", "adoptions:0.5"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Where is adoptions higher in twin than in solo?\n")
    assert "Where kappa is" in said
    assert "Which choice of course stands by adoptions, whatever is true?" in said
    assert "Enough, at least 0.50 adoptions" in said
    assert "Conditional on the model" in said
    assert max(len(line) for line in said.splitlines()) <= 100
    document = json.loads((place / "discovery" / "discovery.json").read_text("utf-8"))
    (question,) = document["questions"]
    assert question["restrictions"][0]["high"] == pytest.approx(1.0, abs=0.15)
    assert question["density"] >= 0.8
    assert question["coverage"] >= 0.8
    for figure in document["figures"]:
        for name in figure["files"]:
            assert (place / "discovery" / name).stat().st_size > 1000


@pytest.mark.slow
def test_the_cases_are_a_results_folder_and_the_same_again_runs_nothing(turning, place, capsys):
    line = [*LINE, *QUESTION, "--no-figures", "--json"]
    assert main(line) == 0
    first = json.loads(capsys.readouterr().out)["discovery"]
    assert len(turning) == 1
    assert main(["effects", str(place / "cases"), "--by", "course", "--json"]) == 0
    capsys.readouterr()
    assert main(line) == 0
    assert json.loads(capsys.readouterr().out)["discovery"] == first
    assert len(turning) == 1
    assert main([*line, "--cases", "64"]) == 0
    more = json.loads(capsys.readouterr().out)["discovery"]
    assert (first["sweep"]["points"], more["sweep"]["points"]) == (96, 128)


def test_a_sweep_of_this_very_experiment_is_asked_as_it_is(turning, tmp_path, capsys):
    from twinsim.sweep import sweep

    swept = sweep(tmp_path / "turning.toml", out=tmp_path / "swept", build=Turning, workers=1)
    line = [*LINE, *QUESTION, "--no-figures", "--into", "swept"]
    assert main([*line, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["discovery"]
    assert found["sweep"]["content"] == swept.manifest.content
    assert turning == []
    assert (tmp_path / "swept/analysis/sensitivity/discovery/discovery.json").exists()
    assert not (tmp_path / "swept/analysis/sensitivity/cases").exists()
    assert main([*line, "--cases", "64"]) == 2
    assert "expected no more than the 96 points there" in capsys.readouterr().err


@pytest.mark.slow
def test_a_sweep_of_another_seed_is_not_asked_and_that_is_said(turning, tmp_path, capsys):
    from twinsim.sweep import sweep

    sweep(tmp_path / "turning.toml", out=tmp_path / "swept", build=Turning, workers=1)
    line = [*LINE, *QUESTION, "--no-figures", "--into", "swept", "--seed", "2"]
    assert main(line) == 0
    assert "cases were run anew: the sweep there has seed 1" in capsys.readouterr().out
    assert (tmp_path / "swept/analysis/sensitivity/cases/manifest.json").exists()


def test_the_size_counts_the_cases_and_nothing_is_made(turning, tmp_path, capsys):
    assert main([*LINE, "--dry-run", "--json"]) == 0
    size = json.loads(capsys.readouterr().out)
    assert size["points"] == {}
    assert size["cases"] == {"points": 96, "replicates": 6, "runs": 96 * 6 * 3}
    assert size["runs"] == 96 * 6 * 3
    assert not (tmp_path / "results").exists()


def test_of_all_methods_a_design_that_is_too_small_is_left_out_with_what_would_do(
    turning, place, capsys
):
    line = ["sensitivity", "turning.toml", "--indicator", "adoptions", "--samples", "4"]
    line += ["--trajectories", "2", "--replicates", "4", "--no-figures", "--no-switches"]
    assert main([*line, "--cases", "8", "--inputs", "kappa", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["discovery"] is None
    (note,) = [note for note in found["notes"] if note.startswith("discovery")]
    assert "it takes 24 points of 4 worlds" in note
    assert "--cases adds points" in note
    assert not (place / "cases").exists()
