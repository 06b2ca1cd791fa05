"""The tutorial tells the truth: typed as it stands, every command prints what is shown."""

import re
import shlex
from pathlib import Path

import pytest
import walk

from twinsim.cli import main

ROOT = Path(__file__).resolve().parents[1]
TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
RUNS = ("run", "effects", "report")


def without_a_run(line):
    return line.split()[1] not in RUNS


@pytest.fixture
def typed(monkeypatch, capsys):
    """Run a command in this process, as `walk.typed` does in one of its own."""

    def run(words, folder):
        monkeypatch.chdir(folder)
        code = main(words)
        printed = capsys.readouterr()
        return printed.out + (printed.err if code else "")

    return run


def test_what_runs_nothing_prints_what_is_shown(tmp_path, typed):
    assert walk.walked(TUTORIAL, tmp_path, typed, without_a_run) == TUTORIAL


@pytest.mark.slow
def test_every_command_prints_what_is_shown(tmp_path):
    again = walk.walked(TUTORIAL, tmp_path, walk.typed, lambda line: True)
    assert again == TUTORIAL, "python docs/refresh.py writes it anew"
    assert (tmp_path / "my-twins" / "results" / "my-twins" / "effects.csv").is_file()


def test_a_digit_that_differs_is_seen(tmp_path, typed):
    wrong = TUTORIAL.replace("| ", "| ").replace("811,956  ", "811,957  ", 1)
    assert wrong != TUTORIAL
    assert walk.walked(wrong, tmp_path, typed, without_a_run) == TUTORIAL


def test_every_line_is_a_command_that_is_run_or_sets_up():
    lines = [line for line in walk.commands(TUTORIAL) if line]
    others = [line for line in lines if not line.startswith(("twinsim ", "cd "))]
    assert others == [
        "python3 -m venv .venv && .venv/bin/pip install '.[all]'",
        "source .venv/bin/activate",
    ]
    assert others[0] in README  # where a check types it
    assert len([line for line in lines if line.startswith("twinsim ")]) >= 9


def test_every_kind_of_command_for_users_is_in_it():
    named = {shlex.split(line)[1] for line in walk.commands(TUTORIAL) if line[:8] == "twinsim "}
    assert {"new", "check", "cities", "show", "run", "effects", "explain"} <= named


def test_its_links_exist():
    links = re.findall(r"\]\((?!https?:)([^)#]+)", TUTORIAL)
    assert links
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []
