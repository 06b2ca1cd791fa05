"""`twinsim run` from the outside: what it prints, what it leaves, how it ends."""

import csv
import json
import math
import os
import signal
import subprocess
import sys
import time

import pytest

from twinsim import __version__
from twinsim.cli import main
from twinsim.registry import indicators
from twinsim.report.wording import evidence_of
from twinsim.sweep import Results
from twinsim.sweep.engine import CoreEngine
from twinsim.sweep.lock import locked

SMALL = ["--replicates", "4", "--set", "months=18", "--workers", "2", "--no-figures"]


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run the packaged scenario, small, into `results` of an empty working folder."""
    monkeypatch.chdir(tmp_path)
    return lambda *more: main(["run", "belfast-sejong", *SMALL, "--out", "results", *more])


def test_the_table_fits_and_holds_every_headline_of_every_contrast(run, capsys):
    assert run() == 0
    said = capsys.readouterr().out
    assert max(map(len, said.splitlines())) <= 100
    for id, indicator in indicators().items():
        rows = [line for line in said.splitlines() if line.startswith(f"{id} ")]
        rows = [row for row in rows if row.split()[-1] in ("yes", "no", "zero")]
        assert len(rows) == (3 if indicator.headline else 0), id
        assert all(indicator.unit in row for row in rows)
    for contrast in ("twin − baseline", "solo − baseline", "twin − solo"):
        assert f"\n{contrast}: " in said
    assert "equal to the penny" in said
    assert "it never forecasts" in said
    assert said.count("value of relief, ") == 2


def test_a_contrast_that_is_not_resolved_is_said_in_words(run, capsys):
    run()
    said = " ".join(capsys.readouterr().out.split())
    assert "Not resolved with 4 worlds: " in said


def test_json_is_one_document_and_agrees_with_the_csv(run, capsys, tmp_path):
    assert run("--json") == 0
    printed = capsys.readouterr()
    document = json.loads(printed.out, parse_constant=lambda word: pytest.fail(word))
    with open(tmp_path / "results" / "effects.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(document["effects"]) == len(rows) == len(indicators()) * 3 * 3
    for shown, row in zip(document["effects"], rows, strict=True):
        for key, value in shown.items():
            assert row[key] == ("" if value is None else str(value)), key
    assert all(row["param_lo95"] is None for row in document["effects"])
    assert document["planned"]["twin"] == document["planned"]["solo"] > 0
    assert set(document["break_even_relief"]) <= {*document["contrasts"]}


def test_one_world_is_enough_for_a_table_and_valid_json(run, capsys):
    assert run("--replicates", "1", "--json") == 0
    document = json.loads(capsys.readouterr().out, parse_constant=lambda w: pytest.fail(w))
    assert document["effects"][0]["mc_lo95"] is None
    assert run("--replicates", "1") == 0
    assert "with 1 world:" in " ".join(capsys.readouterr().out.split())


def test_quiet_says_nothing(run, capsys):
    assert run("--quiet") == 0
    printed = capsys.readouterr()
    assert printed.out == printed.err == ""


def test_runs_is_another_name_for_replicates(run, capsys, tmp_path):
    assert run("--runs", "6", "--quiet") == 0
    assert Results.open(tmp_path / "results").replicates == 6


def test_more_worlds_than_asked_for_are_used_and_said(run, capsys):
    run("--quiet")
    assert run("--replicates", "2") == 0
    printed = capsys.readouterr()
    assert "× 4 worlds" in printed.out
    assert "2 worlds were asked for; the folder holds 4 of the same input" in printed.err
    assert run("--replicates", "2", "--quiet") == 0
    assert capsys.readouterr().err == ""


def test_a_call_without_money_for_places_is_said(run, capsys):
    assert run("--set", "programme.places=0") == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "twin: the budget buys no place in any world" in said


def test_seed_version_and_the_meaning_and_evidence_of_headlines_are_shown(run, capsys):
    assert run("--seed", "0") == 0
    said = " ".join(capsys.readouterr().out.split())
    assert f"Seed 0, twinsim {__version__}" in said
    for id, indicator in indicators().items():
        if indicator.headline:
            assert f"{id} {evidence_of(id).short} {indicator.meaning}" in said


def test_figures_are_drawn_unless_they_are_not_wanted(run, tmp_path):
    assert run() == 0
    assert not (tmp_path / "results" / "figures").exists()
    assert run("--figures") == 0
    made = {path.name for path in (tmp_path / "results" / "figures").iterdir()}
    ids = {"effects", "fan_adoptions", "fan_need_relieved", "fan_job_years", "funnel", "spending"}
    assert made >= {f"{id}.{form}" for id in ids for form in ("png", "svg")}


def test_results_go_to_a_folder_of_the_scenarios_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["run", "belfast-sejong", *SMALL, "--quiet"]) == 0
    assert (tmp_path / "results" / "belfast-sejong" / "manifest.json").is_file()


@pytest.mark.parametrize(
    ("more", "named"),
    [
        (["--set", "programme.budgte=5"], "Did you mean budget"),
        (["--set", "nonsense"], "nonsense"),
        (["--parameters", "prior"], "central"),
        (["--cities", "nowhere.csv"], "nowhere.csv"),
    ],
)
def test_wrong_input_is_said_in_a_few_lines_and_exit_code_2(run, more, named, capsys, tmp_path):
    assert run(*more) == 2
    printed = capsys.readouterr()
    assert named in printed.err
    assert 1 <= printed.err.count("\n") <= 3
    assert printed.out == ""
    assert not (tmp_path / "results").exists()


def test_results_of_another_input_are_exit_code_2_and_force_moves_them(run, capsys, tmp_path):
    run("--quiet")
    assert run("--seed", "0") == 2
    assert "seed is 1 there and 0 here" in capsys.readouterr().err
    assert run("--seed", "0", "--force", "--quiet") == 0
    assert Results.open(tmp_path / "results.old-1").manifest.identity.seed == 1
    assert Results.open(tmp_path / "results").manifest.identity.seed == 0


def test_a_locked_folder_is_exit_code_1(run, capsys, tmp_path):
    run("--quiet")
    with locked(tmp_path / "results"):
        assert run("--replicates", "9") == 1
    assert "another twinsim is writing" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_exit_code_1(run, capsys, tmp_path):
    (tmp_path / "file").write_text("")
    assert run("--out", "file/results") == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_a_failed_run_is_kept_told_and_exit_code_1(run, capsys, monkeypatch, tmp_path):
    whole = CoreEngine.simulate

    def one_bad(engine, design, arm, first, count):
        outcome = whole(engine, design, arm, first, count)
        if arm == "solo" and first <= 2 < first + count:
            outcome.cities[2 - first, 0, 0] = math.nan
        return outcome

    monkeypatch.setattr(CoreEngine, "simulate", one_bad)
    assert run() == 1
    assert "1 of 4 replicates hold a failed run" in capsys.readouterr().err
    runs = Results.open(tmp_path / "results").runs()
    assert runs.query("status == 'failed'")[["arm", "replicate"]].values.tolist() == [["solo", 2]]


def test_markup_and_escapes_in_a_title_do_nothing(run, capsys):
    assert run("--set", 'title="[red]Belfast[/red] :smile: \\u001b[2J"') == 0
    said = capsys.readouterr().out
    assert "[red]Belfast[/red] :smile: \\x1b[2J" in said
    assert "\x1b" not in said


def test_an_interruption_keeps_what_is_done_says_so_and_is_exit_code_130(tmp_path):
    line = [sys.executable, "-m", "twinsim", "run", "belfast-sejong", "--replicates", "100000"]
    line += ["--workers", "1", "--no-figures", "--out", str(tmp_path / "results")]
    going = subprocess.Popen(line, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    manifest = tmp_path / "results" / "manifest.json"
    for _ in range(3000):
        if manifest.exists() and json.loads(manifest.read_text())["shards"]:
            break
        assert going.poll() is None
        time.sleep(0.05)
    os.kill(going.pid, signal.SIGTERM)
    _, said = going.communicate(timeout=60)
    assert going.returncode == 130
    assert "replicates of each arm are kept in" in said
    assert "Traceback" not in said
    assert Results.open(tmp_path / "results").replicates >= 50
