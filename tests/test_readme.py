"""The README tells the truth: its commands run, its output is what they print, its code works."""

import re
import runpy
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from twinsim.cli import main
from twinsim.registry import indicators

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
FEW = {
    "run": ["--replicates", "2", "--no-figures"],
    "study": ["--dry-run"],
    "sweep": ["--replicates", "2"],
    "verify": ["--seeds", "1", "--horizon", "2"],
}
SHORT = ["--set", "warmup=1", "--set", "months=12"]


def blocks(language):
    """The fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


SHELL = "".join(blocks("sh")).splitlines()
COMMANDS = [part.strip() for line in SHELL for part in line.split("&&") if "bin/twinsim " in part]
SHOWN = [block.splitlines() for block in blocks("text")]


def layout(lines):
    """What of an output does not depend on the numbers: headings, heads of columns, labels.

    A sentence above a table is left out, since what is resolved depends on the replicates.
    """
    kept, table, notes = [], False, False
    for line in map(str.rstrip, lines):
        words = re.split(r"\s{2,}", line.strip())
        if re.match(r"\w+ − \w+", line) or " worlds, " in line:
            kept.append(re.sub(r"\d[\d,]*", "#", line))
        elif "difference, 95 %" in line or line.startswith("indicator "):
            kept.append(" ".join(line.split()))
            table = True
        elif table and line.split()[:1] and line.split()[0] in indicators():
            kept.append(line.split()[0])
        elif re.match(r"(funnel|planned|drawn|break-even|evidence|caveat)", line):
            kept.append(words[0])
            notes = True
        table = table and bool(line) and not notes
    return kept


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty working folder with the scenario that the README writes."""
    monkeypatch.chdir(tmp_path)
    (text,) = blocks("toml")
    (tmp_path / "my-pair.toml").write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_runs(command, folder, capsys):
    name, *options = shlex.split(command, comments=True)[1:]
    small = ("run", "study", "sweep", "sensitivity")
    short = SHORT[:2] if name == "verify" else SHORT if name in small else []
    if name == "effects":  # of what the line before it makes
        assert main(["sweep", options[0].split("/")[1], *FEW["sweep"], *SHORT, "--quiet"]) == 0
    assert main([name, *options, *FEW.get(name, []), *short]) == 0
    assert capsys.readouterr().out


def test_only_commands_that_exist_are_named(capsys):
    main(["--help"])
    said = capsys.readouterr().out
    named = {command.split()[1] for command in COMMANDS}
    named |= set(re.findall(r"`twinsim (\w+)", README))
    assert {"run", "check", "verify"} <= named
    assert [name for name in named if f"\n  {name} " not in said] == []


def test_the_output_shown_has_the_layout_of_what_is_printed(folder, capsys):
    assert main(["run", "belfast-sejong", *FEW["run"], *SHORT[2:]]) == 0
    printed = layout(capsys.readouterr().out.splitlines())
    assert len(printed) > 30
    assert SHOWN
    for block in SHOWN:
        for piece in "\n".join(block).split("…"):
            shown = layout(piece.splitlines())
            found = any(printed[i : i + len(shown)] == shown for i in range(len(printed)))
            assert found, "\n".join(shown)
    assert sum(len(layout(block)) for block in SHOWN) > 25


@pytest.mark.slow
def test_the_output_shown_is_what_is_printed_to_the_last_digit(folder):
    line = [sys.executable, "-m", "twinsim", "run", "belfast-sejong", "--no-figures"]
    output = subprocess.run(line, stdout=subprocess.PIPE, encoding="utf-8", check=True).stdout
    refreshed = runpy.run_path(str(ROOT / "docs" / "refresh.py"))["refreshed"]
    assert refreshed(README, output) == README, "python docs/refresh.py writes it anew"


def test_an_output_that_differs_in_one_digit_is_seen():
    refreshed = runpy.run_path(str(ROOT / "docs" / "refresh.py"))["refreshed"]
    printed = "Title\n\nfirst  1\nsecond  2\nother  3\n\nlast  4\n"
    readme = "# A\n```text\nTitle\n…\nsecond  {}\nother  3\n…\n```\nThe end\n"
    assert refreshed(readme.format(2), printed) == readme.format(2)
    with pytest.raises(LookupError, match="second  5"):
        refreshed(readme.format(5), printed)
    shown = readme.replace("second  {}", "first  1\nsecond  {}")
    assert refreshed(shown.format(5), printed) == shown.format(2)


def test_the_code_runs(folder, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "agg")
    names = {}
    for block in blocks("python"):
        assert sum(map(bool, block.splitlines())) <= 5
        exec(compile(block, "README.md", "exec"), names)
    assert len(names["table"]) > 100
    assert names["axes"].has_data()
    assert names["model"].month == 3


def test_the_first_screen_holds_a_command_its_output_and_a_picture():
    screen = README.splitlines()[:30]
    assert "python3 -m venv .venv && " in (command := next(x for x in screen if "twinsim run" in x))
    assert command.endswith("twinsim run belfast-sejong")
    assert any(line.startswith("net_value ") for line in screen)
    (picture,) = (line for line in screen if line.startswith("!["))
    assert (ROOT / re.search(r"\((.+)\)", picture)[1]).stat().st_size < 200_000


def test_one_command_each_sets_up_and_runs_or_tests():
    set_up = [line for line in SHELL if line.startswith("python3 -m venv")]
    assert [line.rpartition("&& ")[2] for line in set_up] == [
        ".venv/bin/twinsim run belfast-sejong",
        ".venv/bin/pytest -n auto",
    ]


def test_every_link_and_folder_that_is_named_exists():
    links = re.findall(r"\]\((?!https?:)([^)#]+)", README)
    folders = re.findall(r"`((?:twinsim|scenarios|tests|docs|requirements|\.ci)/[\w./-]*)`", README)
    assert len(links) > 4
    assert len(folders) > 8
    assert [path for path in links + folders if not (ROOT / path).exists()] == []
