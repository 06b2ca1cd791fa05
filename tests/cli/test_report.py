"""`twinsim report` from the outside: what it prints, what it leaves, how it ends."""

import json
from pathlib import Path

import pytest

from twinsim.cli import main


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("report") / "results"
    line = ["run", "belfast-sejong", "--replicates", "3", "--set", "months=18", "--no-figures"]
    assert main([*line, "--out", str(folder), "--quiet"]) == 0
    return folder


@pytest.fixture
def no_figures(monkeypatch):
    from twinsim.report.page.pictures import SECTIONS, Pictures

    none = Pictures({section: [] for section in SECTIONS}, ())
    monkeypatch.setattr("twinsim.report.page.write.pictures", lambda *_: none)


def test_it_prints_the_path_of_a_page_beside_its_results(folder, no_figures, capsys):
    assert main(["report", str(folder)]) == 0
    assert capsys.readouterr().out == f"{folder}/report.html\n"
    assert (folder / "report.html").read_text("utf-8").startswith("<!doctype html>")
    assert (folder / "tables" / "headlines.csv").exists()


def test_json_names_every_file(folder, capsys):
    assert main(["report", str(folder), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["report"] == f"{folder}/report.html"
    assert f"{folder}/tables/headlines.csv" in document["tables"]
    assert f"{folder}/figures/effects.png" in document["figures"]
    files = [document["report"], *document["tables"], *document["figures"]]
    assert all(Path(file).is_file() for file in files)


def test_quiet_prints_nothing(folder, no_figures, tmp_path, capsys):
    assert main(["report", str(folder), "--out", str(tmp_path / "page.html"), "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("line", "named"),
    [
        (["no-such-folder"], "manifest.json"),
        ([".", "--out", "page.html"], "manifest.json"),
        (["{folder}", "--cities", "no-such.csv"], "no-such.csv"),
        (["{folder}", "--out", "{folder}"], "expected a file for the page"),
        (["{folder}", "--out", "{folder}/effects.csv"], "a report of twinsim to replace"),
    ],
)
def test_wrong_input_is_one_line_and_exit_code_2(
    line, named, folder, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    assert main(["report", *(word.format(folder=folder) for word in line), "--quiet"]) == 2
    printed = capsys.readouterr()
    assert named in printed.err
    assert printed.err.count("\n") == 1
    assert printed.out == ""


def test_run_names_the_command_and_it_can_be_given(tmp_path, no_figures, monkeypatch, capsys):
    import shlex

    monkeypatch.chdir(tmp_path)
    line = ["run", "belfast-sejong", "--replicates", "2", "--set", "months=13", "--no-figures"]
    assert main([*line, "--out", "my results"]) == 0
    said = capsys.readouterr().err
    (told,) = [text for text in said.splitlines() if "twinsim report" in text]
    command = shlex.split(told[told.index("twinsim report") :])
    assert main([*command[1:], "--out", "page.html", "--quiet"]) == 0
    assert (tmp_path / "page.html").exists()
