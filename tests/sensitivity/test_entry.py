"""`ts.sensitivity` from Python: what the command finds, as an object that shows itself."""

from __future__ import annotations

import json
from functools import partial

import pytest

import twinsim as ts
from twinsim.errors import ExperimentError, ResultsError
from twinsim.report.sensitivity.files import DOCUMENT

from .known import Known

SMALL = {
    "method": "sobol",
    "inputs": ["u0", "exit_scale"],
    "samples": 16,
    "replicates": 4,
    "indicators": ["jobs"],
    "switches": False,
    "workers": 1,
    "build": partial(Known, bad={}),
}


@pytest.fixture(scope="module")
def found(experiment):
    return ts.sensitivity(experiment, **SMALL)


def test_it_shows_itself_as_sentences_tables_and_figures(found):
    shown = found._repr_html_()
    assert "Shares of variance (16 blocks × 4 worlds)" in shown
    assert "explores, conditional on" in shown
    table = found.table("sobol")
    assert {"u0", "exit_scale", "dummy"} <= set(table["group"])
    assert (table["total_lo95"] <= table["total"]).all()
    assert found.plot("sobol-twin-solo")._repr_png_()[:4] == b"\x89PNG"
    assert repr(found) == "Analysis('small': sobol; seed 1)"


def test_what_is_not_there_is_told_with_the_nearest(found, experiment):
    with pytest.raises(ResultsError, match="Did you mean sobol"):
        found.table("sobl")
    with pytest.raises(ResultsError, match="Did you mean sobol-twin-solo"):
        found.plot("sobol-twin-sol")
    with pytest.raises(ExperimentError, match="Did you mean discovery"):
        ts.sensitivity(experiment, **(SMALL | {"method": "discover"}))


def test_with_a_folder_it_leaves_what_the_command_leaves_and_goes_on_from_there(
    experiment, found, tmp_path
):
    calls = []

    def build(*how):
        calls.append(how)
        return Known(*how, bad={})

    options = SMALL | {"out": tmp_path, "figures": False, "build": build}
    again = ts.sensitivity(experiment, **options)
    place = tmp_path / "analysis" / "sensitivity"
    document = json.loads((place / DOCUMENT).read_text("utf-8"))
    totals = [row["total"] for row in document["tables"]["sobol"]]
    assert totals == found.table("sobol")["total"].tolist()
    assert again.sobol == found.sobol
    assert len(calls) == 1
    ts.sensitivity(experiment, **options)
    assert len(calls) == 1
