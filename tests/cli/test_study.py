"""`twinsim study` on the command line: its size, its end, its refusals."""

import inspect
import json

import pytest

from tests.study.conftest import FEW, SHORT, plain_page
from twinsim.cli import main
from twinsim.cli.study import study
from twinsim.cli.study_text import plan_text
from twinsim.study.plan import Plan, StagePlan
from twinsim.study.sizes import SIZES

SIZE = ["--replicates", "3", "--samples", "4", "--worlds", "3", "--trajectories", "2"]
SIZE += ["--blocks", "2", "--workers", "1"]
SHORT_RUN = ["--replicates", "3", "--no-figures", "--quiet", "--workers", "1"]
SHORT_RUN += [word for setting in SHORT for word in ("--set", setting)]


@pytest.fixture
def line(tmp_path, monkeypatch):
    """The words of a small study, in an empty folder, with a plain page in place of the report."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("twinsim.study.study.reported", plain_page)
    (tmp_path / "few.toml").write_text(FEW, "utf-8")
    settings = [word for setting in SHORT for word in ("--set", setting)]
    return ["study", "belfast-sejong", "--experiment", "few.toml", *settings, *SIZE]


def test_the_size_is_said_by_stage_and_nothing_is_made(line, tmp_path, capsys):
    assert main([*line, "--dry-run", "--json"]) == 0
    plan = json.loads(capsys.readouterr().out)
    stages = {stage["id"]: stage for stage in plan["stages"]}
    assert stages["run"]["runs"] == 9
    assert stages["sweep"]["runs"] == 2 * 4 * 3 * 3
    assert stages["sensitivity"]["most"]
    assert plan["runs"] == sum(stage["runs"] for stage in stages.values())
    assert not (tmp_path / "results").exists()


def test_the_size_of_a_study_in_a_folder_of_another_is_refused(line, tmp_path, capsys):
    out = ["--out", "there"]
    assert main(["run", "belfast-sejong", "--seed", "2", *SHORT_RUN, *out]) == 0
    assert main([*line, *out, "--dry-run"]) == 2
    assert "there: holds results of another input: seed is 2 there and 1 here" in (
        capsys.readouterr().err
    )


def test_the_size_in_words():
    stages = StagePlan("run", 1, 200, 600, 12.0, 1e6), StagePlan("sweep", 8, 3, 72, 90.0, 2e6, True)
    said = plan_text(Plan(stages, 2, ("no city is linked",))).splitlines()
    assert said[:2] == [
        "run         200 worlds: 600 runs, about 12 s",
        "sweep       at most 8 points × 3 worlds: 72 runs, about 1.5 minutes",
    ]
    assert said[2].startswith("672 runs in all, about 1.7 minutes on 2 threads")
    assert said[-1] == "Note: no city is linked"


def test_it_says_size_stages_and_first_findings_and_is_told_again_for_machines(
    line, tmp_path, capsys
):
    assert main([*line, "--no-figures"]) == 0
    printed = capsys.readouterr()
    assert "runs in all" in printed.err
    assert "2/5 sweep" in printed.err
    assert "The report: results/belfast-sejong/report.html" in printed.err
    assert "over the priors  twin − baseline: need_relieved" in printed.out
    assert "the course against what else its money buys" in printed.out
    assert "sensitivity      Not learnt" in printed.out
    assert "it never forecasts" in printed.out
    assert max(map(len, printed.out.splitlines())) <= 100
    assert main([*line, "--no-figures", "--json"]) == 0
    printed = capsys.readouterr()
    assert "runs in all" not in printed.err
    told = json.loads(printed.out)
    assert told["report"] == "results/belfast-sejong/report.html"
    assert told["first_words"]["learnt"][0].startswith("Not learnt")
    assert told["replicates"] == 3
    assert main([*line, "--seed", "2", "--quiet"]) == 2
    assert "seed is 1 there and 2 here" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["no-such"], "no-such"),
        (["belfast-sejong", "--set", "programme.budget=0"], "programme.budget = 0"),
        (["belfast-sejong", "--blocks", "48"], "power of two"),
        (["belfast-sejong", "--experiment", "birmingham-ulsan-study"], "varies belfast-sejong"),
        (["birmingham-ulsan", "--set", "programme.lines.teams=2000"], "budget"),
    ],
)
def test_what_is_wrong_is_said_in_a_line_before_anything_is_made(
    words, told, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    assert main(["study", *words, "--quiet", "--workers", "1"]) == 2
    printed = capsys.readouterr()
    assert told in printed.err
    assert printed.err.count("\n") <= 3
    assert printed.out == ""
    assert not (tmp_path / "results" / "belfast-sejong" / "analysis").exists()


def test_the_sizes_of_the_command_are_those_of_python():
    options = inspect.signature(study).parameters
    assert {name: options[name].default for name in vars(SIZES)} == vars(SIZES)
