"""Where a report goes: beside its results, or the page alone where one says; never over others."""

import os
import shutil

import pytest

from twinsim.errors import ResultsError, RunError
from twinsim.report.page import write_report
from twinsim.sweep import Results


@pytest.mark.slow
def test_the_page_is_the_same_each_time(results, written):
    first = {path: path.read_bytes() for path in (written.page, *written.tables, *written.figures)}
    again = write_report(Results.open(results.folder))
    assert again == written
    for path, data in first.items():
        if path.suffix != ".xlsx":  # which holds the time of its making
            assert path.read_bytes() == data, path


def test_with_out_only_the_page_is_written(results, tmp_path, plain):
    written = write_report(results, tmp_path / "new" / "page.html")
    assert written.figures == written.tables == ()
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["page.html"]
    assert results.report(tmp_path / "new" / "page.html") == written.page


def test_a_file_that_is_no_report_is_left_alone(results, tmp_path):
    theirs = tmp_path / "thesis.html"
    theirs.write_text("<!doctype html>years of work")
    with pytest.raises(ResultsError, match="expected a new file, or a report"):
        write_report(results, theirs)
    assert theirs.read_text() == "<!doctype html>years of work"
    with pytest.raises(ResultsError, match="found a folder"):
        write_report(results, tmp_path)


def test_a_pipe_or_a_link_is_not_replaced(results, tmp_path):
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to(tmp_path / "elsewhere.html")
    for place in (pipe, link):
        with pytest.raises(ResultsError, match="found a link or a device"):
            write_report(results, place)
    assert pipe.is_fifo()
    assert link.is_symlink()


def test_what_cannot_be_written_leaves_the_old_page(results, written, plain, monkeypatch):
    before = written.page.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(RunError, match="No space left"):
        write_report(results)
    assert written.page.read_bytes() == before
    assert not list(results.folder.glob(".tmp-*"))


def test_a_city_table_with_other_facts_is_refused(results, tmp_path):
    header = "id,name,country,iso2,lat,lon,population,population_year"
    table = tmp_path / "other.csv"
    table.write_text(f"{header}\nbelfast,Belfast,UK,GB,54,-5,1000,2024\n")
    with pytest.raises(ResultsError, match="expected the table of the run"):
        write_report(Results.open(results.folder, table))


def test_a_run_keeps_the_table_of_its_cities(hostile, results):
    kept = hostile.folder / "cities.csv"
    assert kept.read_bytes() == (hostile.folder.parent / "=cities.csv").read_bytes()
    assert Results.open(hostile.folder).table == kept
    assert not (results.folder / "cities.csv").exists()


def test_without_the_table_of_its_cities_a_report_says_what_is_missing(hostile, tmp_path, plain):
    lost = shutil.copytree(hostile.folder, tmp_path / "lost")
    (lost / "cities.csv").unlink()
    text = write_report(Results.open(lost), tmp_path / "page.html").page.read_text()
    assert "Names and facts need the city table of the run" in text
    assert "The plan by line needs the facts" in text
