"""`twinsim new`: a folder in which each file explains itself, and nothing is overwritten."""

import ast
import csv
import json
import os

import pytest

from twinsim.cli import main
from twinsim.scenario import check, load, load_experiment
from twinsim.scenario.experiment.json_schema import text as experiment_schema
from twinsim.scenario.json_schema import text as schema_text
from twinsim.starter import folder as starter_folder

FILES = [
    "cities.csv",
    "experiment.schema.json",
    "experiment.toml",
    "explore.ipynb",
    "scenario.schema.json",
    "scenario.toml",
]


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_the_files_of_two_packaged_cities_are_sound_as_they_are(here, capsys):
    assert main(["new", "mine", "--cities", "glasgow,busan"]) == 0
    assert names(here / "mine") == FILES
    assert names(here) == ["mine"]
    assert check(["mine/scenario.toml", "mine/experiment.toml", "mine/cities.csv"]) == []
    scenario = load("mine/scenario.toml", cities="mine/cities.csv")
    assert scenario.cities == ("glasgow", "busan")
    assert scenario.name == "mine"
    assert "light" in [arm.id for arm in scenario.arms]
    said = capsys.readouterr().out
    assert all(name in said for name in FILES)


def test_the_row_to_edit_is_the_packaged_one_with_its_sources(here):
    main(["new", "mine", "--quiet"])
    with open("mine/cities.csv", encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["id"] == "belfast"
    assert row["population_source"].startswith("NISRA")
    assert row["notes"]
    own = load("mine/scenario.toml", cities="mine/cities.csv").profiles[0]
    assert own.used == load("mine/scenario.toml").profiles[0].used


def test_a_city_that_is_not_packaged_gets_an_empty_row_and_no_made_up_fact(here, capsys):
    assert main(["new", "mine", "--cities", "york,daejeon", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["to_fill"] == ["york"]
    with open("mine/cities.csv", encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert {key: cell for key, cell in row.items() if cell and key != "notes"} == {
        "id": "york",
        "name": "York",
    }
    faults = check(["mine/scenario.toml", "mine/cities.csv"])
    assert {fault.key for fault in faults} >= {"country", "lat", "lon", "population"}


def test_every_key_that_is_written_is_explained_and_the_default_design(here):
    main(["new", "mine", "--quiet"])
    text = (here / "mine" / "scenario.toml").read_text("utf-8")
    assert text.startswith("#:schema ./scenario.schema.json\n")
    assert (here / "mine" / "scenario.schema.json").read_text("utf-8") == schema_text()
    own, usual = load("mine/scenario.toml"), load("belfast-sejong")
    assert own.programme.model_copy(update={"themes": usual.programme.themes}) == usual.programme


def test_the_experiment_varies_the_scenario_beside_it(here):
    main(["new", "mine", "--cities", "glasgow,busan", "--quiet"])
    text = (here / "mine" / "experiment.toml").read_text("utf-8")
    assert text.startswith("#:schema ./experiment.schema.json\n")
    assert (here / "mine" / "experiment.schema.json").read_text("utf-8") == experiment_schema()
    experiment = load_experiment("mine/experiment.toml", cities="mine/cities.csv")
    assert experiment.name == "mine-designs"
    assert experiment.base.cities == ("glasgow", "busan")
    assert [factor.id for factor in experiment.levers] == ["budget", "course"]


def test_the_notebook_is_one_that_can_be_read_and_its_code_is_python(here):
    main(["new", "mine", "--quiet"])
    notebook = json.loads((here / "mine" / "explore.ipynb").read_text("utf-8"))
    assert notebook["nbformat"] == 4
    assert len({cell["id"] for cell in notebook["cells"]}) == len(notebook["cells"])
    code = ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "code"]
    for source in code:
        ast.parse(source)
    assert "{" not in code[0]
    assert 'ts.load("scenario.toml", cities="cities.csv")' in code[0]
    assert notebook["cells"][0]["cell_type"] == "markdown"


def test_the_notebook_runs(here, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "agg")
    main(["new", "mine", "--quiet"])
    monkeypatch.chdir(here / "mine")
    cells = json.loads((here / "mine" / "explore.ipynb").read_text("utf-8"))["cells"]
    names = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            source = "".join(cell["source"]).replace("replicates=50", "replicates=2")
            exec(compile(source, "explore.ipynb", "exec"), names)
    assert names["results"].replicates == 2
    assert len(names["effects"]) > 100


@pytest.mark.parametrize("there", ["file", "full"])
def test_what_is_there_is_never_touched(here, there, capsys):
    if there == "file":
        (here / "mine").write_text("mine")
    else:
        (here / "mine").mkdir()
        (here / "mine" / "scenario.toml").write_text("mine")
    assert main(["new", "mine"]) == 2
    assert "nothing was written" in capsys.readouterr().err
    kept = here / "mine" if there == "file" else here / "mine" / "scenario.toml"
    assert kept.read_text() == "mine"
    assert names(here) == ["mine"]


def test_an_empty_folder_is_filled(here):
    (here / "mine").mkdir()
    assert main(["new", "mine", "--quiet"]) == 0
    assert names(here / "mine") == FILES


def test_an_empty_folder_stays_the_one_it_was(here):
    (here / "kept").mkdir(mode=0o700)
    (here / "mine").symlink_to("kept")
    before = (here / "kept").stat()
    assert main(["new", "mine", "--quiet"]) == 0
    after = (here / "kept").stat()
    assert (after.st_ino, after.st_mode) == (before.st_ino, before.st_mode)
    assert (here / "mine").is_symlink()
    assert names(here / "mine") == FILES


def test_an_empty_folder_is_empty_again_when_a_file_fails(here, monkeypatch, capsys):
    (here / "mine").mkdir()
    rename, done = os.rename, []

    def full(source, target):
        if len(done) == 2:
            raise OSError(28, "No space left on device")
        done.append(target)
        rename(source, target)

    monkeypatch.setattr(starter_folder.os, "rename", full)
    assert main(["new", "mine"]) == 1
    assert "No space left" in capsys.readouterr().err
    assert len(done) == 2
    assert names(here / "mine") == []


@pytest.mark.parametrize("name", ["afile/x", "afile/x/y"])
def test_a_folder_inside_a_file_is_told_with_path_and_reason(here, name, capsys):
    (here / "afile").write_text("mine")
    assert main(["new", name]) == 2
    said = capsys.readouterr().err
    assert str(here / name) in said
    assert f"{here / 'afile'} is none" in said


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="no folder that refuses even root")
def test_a_folder_that_the_system_refuses_is_told_with_path_and_reason(here, capsys):
    assert main(["new", "/proc/mine"]) == 1
    assert "cannot make /proc/mine" in capsys.readouterr().err


def test_what_fails_half_way_leaves_nothing(here, monkeypatch, capsys):
    def full(source, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(starter_folder.os, "rename", full)
    assert main(["new", "mine"]) == 1
    assert "No space left" in capsys.readouterr().err
    assert names(here) == []


@pytest.mark.parametrize(
    "cities",
    [
        *("belfast", "belfast,sejong,ulsan", "belfast,Belfast", "", "belfast,"),
        *("=cmd(),sejong", "../x,sejong", "<script>,sejong", "\u202eabc,sejong", "a\x1b[2J,sejong"),
        *("x" * 5000 + ",sejong", "+1,sejong", "@x,sejong", "total,sejong", '"q",sejong'),
    ],
)
def test_words_that_cannot_be_two_cities_are_exit_code_2(here, cities, capsys):
    assert main(["new", "mine", "--cities", cities]) == 2
    said = capsys.readouterr().err
    assert "--cities" in said
    assert len(said) < 500
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert names(here) == []


@pytest.mark.parametrize(
    "name", ['a "b"', "=1+1", "<script>", "\u202ex", "my pair", "-x", "a$name"]
)
def test_a_hostile_name_of_a_folder_is_only_its_name(here, name, capsys):
    assert main(["new", "--quiet", "--", name]) == 0
    assert names(here) == [name]
    scenario = load(f"./{name}/scenario.toml")
    assert set(scenario.name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_")
    assert main(["new", "--", os.path.join("deeper", name)]) == 0
    assert "\u202e" not in capsys.readouterr().out
