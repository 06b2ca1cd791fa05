"""What the guide to a study says is as it is: its commands, stages, sizes and numbers."""

import re
import shlex
from pathlib import Path

from typer.main import get_command

from twinsim import load
from twinsim.cli.app import app
from twinsim.study.course import course_of
from twinsim.study.sizes import SIZES
from twinsim.study.stages import STAGES

ROOT = Path(__file__).resolve().parents[1]
GUIDE = (ROOT / "docs" / "study.md").read_text("utf-8")


def rows(head: str) -> list[list[str]]:
    """The cells of a table's rows, by the words of its head."""
    table = GUIDE[GUIDE.index(f"| {head} |") :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def test_the_commands_it_names_can_be_given():
    shell = "".join(re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)).splitlines()
    named = re.findall(r"`(twinsim [^`]+)`", GUIDE.replace("\n", " "))
    lines = [shlex.split(line, comments=True) for line in [*shell, *named]]
    assert len(lines) > 8
    for _, name, *words in lines:
        command = get_command(app).commands[name]
        wanted = [word for word in words if word != "SCENARIO"] or ["belfast-sejong"]
        command.make_context(name, wanted)


def test_its_stages_and_sizes_are_those_of_the_command():
    assert [cells[0] for cells in rows("stage") if cells[0]] == list(STAGES)
    told = {name.strip("`-"): int(size) for name, _, size in rows("option")}
    assert told == vars(SIZES)


def test_its_number_of_places_is_that_of_the_scenario():
    frees = course_of(load("belfast-sejong")).frees
    assert frees == "twin plans 9.2 places with the course and 11.5 without"
    assert "plans 9.2 with the course and 11.5 without" in GUIDE.replace("\n", " ")
