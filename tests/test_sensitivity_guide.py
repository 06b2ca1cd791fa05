"""The guide to what drives the answer tells the truth: typed, it prints what is shown."""

import re
import shlex
from pathlib import Path

import pytest
import walk

from twinsim.scenario import load_experiment
from twinsim.sensitivity.own import FEWEST, own_design

ROOT = Path(__file__).resolve().parents[1]
GUIDE = (ROOT / "docs" / "sensitivity.md").read_text("utf-8")
FILES = {found[2]: found[3] for found in walk.FENCE.finditer(GUIDE) if found[2]}
(PYTHON,) = re.findall(r"^```python\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)


@pytest.mark.slow
def test_every_command_prints_what_is_shown_and_its_python_reads_what_they_leave(
    tmp_path, monkeypatch
):
    again = walk.walked(GUIDE, tmp_path, walk.typed, lambda line: True)
    assert again == GUIDE, "python docs/refresh.py writes it anew"
    monkeypatch.chdir(tmp_path)
    said = {}
    exec(compile(PYTHON, "sensitivity.md", "exec"), said)
    assert said["found"].choices[0].threshold == -500
    assert said["figure"].axes


def test_its_commands_can_be_given_and_its_files_are_experiments(tmp_path):
    from typer.main import get_command

    from twinsim.cli.app import app

    lines = [shlex.split(line, comments=True) for line in walk.commands(GUIDE)]
    assert len(lines) == 4
    for _, name, *words in lines:
        get_command(app).commands[name].make_context(name, words)
    sizes = {}
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
        sizes[name] = own_design(load_experiment(tmp_path / name)).count
    assert sizes["who-bids.toml"] < FEWEST, "the guide shows what is said of too few"
    assert sizes["when-pairing-pays.toml"] == 128


def test_its_links_exist():
    links = re.findall(r"\]\((?!https?:)([^)#]+)", GUIDE)
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []
