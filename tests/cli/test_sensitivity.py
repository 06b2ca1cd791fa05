"""`twinsim sensitivity` in a terminal: its size, wrong input, and what it found."""

from __future__ import annotations

import json

import pytest

from twinsim.cli import main

SMALL = """
schema = 1
name = "small"
scenario = "belfast-sejong"
replicates = 2
samples = 32

[set]
months = 30
warmup = 6

[uncertainties]
reach_base = "prior"
explore_base = "prior"
"""


@pytest.fixture
def small(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.toml").write_text(SMALL, "utf-8")
    return "small.toml"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--method", "sobl"], "Did you mean sobol"),
        (["--samples", "24"], "expected a power of two"),
        (["--inputs", " , "], "expected ids of inputs"),
        (["--groups", "actors"], "Did you mean actor"),
        (["--indicator", "job"], "Did you mean jobs"),
        (["--contrast", "twin-sole"], "Did you mean twin-solo"),
        (["--inputs", "reach_bas"], "Did you mean reach_base"),
        (["--decide", "reach_base"], "expected a lever"),
        (["--out", "a", "--into", "b"], "expected --out or --into, not both"),
        (["--into", "nowhere"], "expected a folder made by twinsim"),
    ],
)
def test_wrong_input_is_one_clear_line_and_2(small, words, said, capsys):
    assert main(["sensitivity", small, *words]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error
    assert len(error.strip().splitlines()) <= 3


@pytest.mark.slow
def test_the_size_is_told_and_nothing_is_made(small, tmp_path, capsys):
    line = ["sensitivity", small, "--samples", "8", "--replicates", "4", "--dry-run", "--json"]
    assert main(line) == 0
    size = json.loads(capsys.readouterr().out)
    assert size["points"] == {"groups": 70, "sobol": 64, "learnt": 32}
    assert size["cases"]["runs"] == 32 * 4 * 3
    assert size["runs"] == (166 + 32) * 4 * 3
    assert not (tmp_path / "results").exists()


@pytest.mark.slow
def test_it_is_found_told_and_resumed(small, tmp_path, capsys):
    line = ["sensitivity", small, "--samples", "8", "--trajectories", "3", "--replicates", "4"]
    line += ["--indicator", "bids", "--no-switches", "--seed", "0"]
    assert main([*line, "--json"]) == 0
    first = json.loads(capsys.readouterr().out)
    assert first["learnt"].startswith("Not learnt")
    assert first["tables"]["sobol"]
    assert main(line) == 0
    said = capsys.readouterr().out
    assert said.startswith("Not learnt: of the variance of twin − solo")
    assert "explores, conditional on" in said
    assert max(len(line) for line in said.splitlines()) <= 100
    place = tmp_path / "results" / "small-sensitivity" / "analysis" / "sensitivity"
    assert (place / "sobol-twin-solo.png").exists()
    assert first["discovery"]["sweep"]["points"] == 32
    told = json.loads((place / "discovery" / "discovery.json").read_text("utf-8"))
    assert told["questions"] == first["discovery"]["questions"]
    assert len(told["questions"]) == 3
    again = json.loads((place / "sensitivity.json").read_text("utf-8"))
    assert again["tables"] == first["tables"]
    assert main([*line[:-1], "1"]) == 2
    assert "holds another analysis (seed differ)" in capsys.readouterr().err
