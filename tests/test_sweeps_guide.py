"""What the guide to sweeps shows works as it stands."""

import re
from pathlib import Path

import numpy as np
import pytest

from twinsim.sweep import sweep

from .sweep.experiments import EXPERIMENT, Answers

GUIDE = (Path(__file__).resolve().parents[1] / "docs" / "sweeps.md").read_text("utf-8")


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """The rows of a sweep, in a folder of the guide's name."""
    place = tmp_path_factory.mktemp("guide")
    (place / "small.toml").write_text(EXPERIMENT)
    out = place / "results" / "upskilling-dose"
    results = sweep(
        place / "small.toml", out=out, workers=1, build=lambda *how: Answers(*how, bad={})
    )
    return place, results.runs()


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


def test_its_line_of_pandas_reads_every_run(runs, monkeypatch):
    place, table = runs
    monkeypatch.chdir(place)
    (code,) = blocks("python")
    names: dict = {}
    exec(code, names)
    assert len(names["runs"]) == len(table)


def test_its_line_of_duckdb_gives_the_means_of_pandas(runs, monkeypatch):
    duckdb = pytest.importorskip("duckdb")
    place, table = runs
    monkeypatch.chdir(place)
    (line,) = blocks("sql")
    found = duckdb.sql(line).df()
    wanted = table.groupby(["arm", "factor.hours"], observed=True)["adoptions"].mean()
    assert len(found) == len(wanted)
    by_arm = found.set_index(["arm", "factor.hours"])["avg(adoptions)"]
    assert np.allclose(by_arm.sort_index(), wanted.sort_index())


def test_the_commands_it_names_can_be_given():
    import shlex

    from typer.main import get_command

    from twinsim.cli.app import app

    lines = [shlex.split(line, comments=True) for line in "".join(blocks("sh")).splitlines()]
    assert len(lines) == 7
    for _, name, *words in lines:
        get_command(app).commands[name].make_context(name, words)
