"""The guide to pairing tells the truth: typed as it stands, every command prints what is shown."""

import re
from pathlib import Path

import pytest
import walk

from twinsim.cli import main
from twinsim.pairing.criteria import criteria

ROOT = Path(__file__).resolve().parents[1]
GUIDE = (ROOT / "docs" / "pairing.md").read_text("utf-8")


@pytest.fixture
def typed(monkeypatch, capsys):
    """Run a command in this process."""

    def run(words, folder):
        monkeypatch.chdir(folder)
        code = main(words)
        printed = capsys.readouterr()
        return printed.out + (printed.err if code else "")

    return run


@pytest.mark.slow
def test_every_command_prints_what_is_shown(tmp_path, typed):
    again = walk.walked(GUIDE, tmp_path, typed, lambda line: True)
    assert again == GUIDE, "python docs/refresh.py writes it anew"
    assert len([line for line in walk.commands(GUIDE) if line.startswith("twinsim pair ")]) >= 4


def test_its_python_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (code,) = re.findall(r"^```python\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
    said = {}
    exec(compile(code, "pairing.md", "exec"), said)
    assert said["pairing"].weights.pillars["knowledge"] == 2


def test_its_table_names_every_criterion_with_its_form():
    lines = [line.split("|") for line in GUIDE.splitlines() if line.startswith("|")]
    told = {id.strip(): line[4].strip() for line in lines for id in line[2].split(",")}
    assert {row.id: row.form for row in criteria().values()}.items() <= told.items()


def test_its_links_exist():
    links = re.findall(r"\]\((?!https?:)([^)#]+)", GUIDE)
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []
