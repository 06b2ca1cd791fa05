"""What others type is inert wherever a run puts it: terminal, JSON, CSV, names of files."""

import csv
import json
import re
import shutil

import pytest

from twinsim.cli import main
from twinsim.sweep.manifest import seal

SIGNS = "=cmd [red]\x07 <script>alert(1)</script> ../../etc \u202egnp.exe"
LONG = "a" * 64


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A scenario with hostile title and city names and an arm of 64 letters, run small."""
    folder = tmp_path_factory.mktemp("hostile")
    shown = SIGNS.replace("\x07", "")
    (folder / "cities.csv").write_text(
        "id,name,country,iso2,lat,lon,population,population_year,sectors\n"
        f'one,"{shown}{"x" * 5000}","{shown}",GB,53.8,-1.5,80000,2021,mobility\n'
        f'two,"{shown}","-1+1",KR,36.3,127.4,90000,2021,mobility\n',
        "utf-8",
    )
    title = json.dumps(SIGNS + "y" * 300)
    (folder / "mine.toml").write_text(
        f'cities = ["one", "two"]\ntitle = {title}\nmonths = 12\nwarmup = 3\n'
        f'contrasts = ["twin-baseline", "{LONG}-baseline", "{LONG}-twin"]\n'
        '[programme]\nlinks = [["one", "two"]]\n'
        f"[arms.{LONG}.programme]\naward = 20\n",
        "utf-8",
    )
    return folder


@pytest.fixture
def run(hostile, tmp_path, capsys):
    def answer(command, *more):
        line = [command, str(hostile / "mine.toml"), "--cities", str(hostile / "cities.csv")]
        if command == "run":
            line += ["--replicates", "3", "--no-figures", "--out", str(tmp_path / "out")]
        assert main([*line, *more]) == 0
        return capsys.readouterr().out

    return answer


def steers(text):
    """Whether a text holds what could steer a terminal."""
    return any(not (c.isprintable() or c == "\n") for c in text)


def test_the_terminal_is_not_steered_and_the_table_not_squeezed(run, tmp_path, capsys):
    said = run("run")
    assert not steers(said)
    assert "[red]" in said
    assert max(map(len, said.splitlines())) <= 100
    rows = [line for line in said.splitlines() if re.match("need_relieved +%", line)]
    assert len(rows) == 3
    assert all("…" not in row for row in rows)
    assert f"{LONG} − baseline" in said
    assert main(["effects", str(tmp_path / "out")]) == 0
    told = capsys.readouterr().out
    assert not steers(told)
    assert max(map(len, told.splitlines())) <= 100


def test_an_edited_manifest_does_not_steer_the_terminal(small, tmp_path, capsys):
    folder = tmp_path / "edited"
    shutil.copytree(small, folder)
    text = (folder / "manifest.json").read_text("utf-8")
    document = json.loads(text)
    document["version"] += "\x1b[31m"
    document["input"]["resolved"]["start"] += "\x1b[2J"
    document["input"]["resolved"]["reference"] += "\u202e"
    (folder / "manifest.json").write_text(json.dumps(document), "utf-8")
    assert main(["effects", str(folder)]) == 2, "it is not as it was written"
    assert not steers(capsys.readouterr().err)
    document["seal"] = seal(document)
    (folder / "manifest.json").write_text(json.dumps(document), "utf-8")
    assert main(["effects", str(folder)]) == 0
    said = capsys.readouterr()
    assert not steers(said.out)
    assert r"\x1b[2J" in said.out
    folder.rename(tmp_path / "\x1b[2J")
    assert main(["effects", str(tmp_path / "\x1b[2J" / "runs")]) == 2
    assert not steers(capsys.readouterr().err)


def test_what_will_run_is_shown_inert(run):
    said = run("show")
    assert not steers(said)
    assert max(map(len, said.splitlines())) <= 100


def test_json_is_valid_and_files_hold_no_text_of_others(run, tmp_path):
    document = json.loads(run("run", "--json"))
    assert document["arms"][-1] == LONG
    with open(tmp_path / "out" / "effects.csv", encoding="utf-8", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    words = [cell for cell in cells if cell and not cell.lstrip("-").replace(".", "").isdigit()]
    assert not [cell for cell in words if cell[0] in "=+@\t\r" or "<" in cell or ".." in cell]
    made = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")}
    assert all(path == "out" or path.startswith("out/") for path in made)
    assert not [path for path in made if "<" in path or "\u202e" in path]


def test_the_resolved_scenario_loads_again(run, hostile, tmp_path, capsys):
    run("run")
    line = [
        "show",
        str(tmp_path / "out" / "scenario.toml"),
        "--cities",
        str(hostile / "cities.csv"),
    ]
    assert main(line) == 0
    assert not steers(capsys.readouterr().out)
