"""A sweep whose truth is known, from its folder to words, tables and figures."""

from __future__ import annotations

import csv
import json
from types import SimpleNamespace

import numpy as np
import pytest

from twinsim.errors import ResultsError
from twinsim.report.discovery import to_files, words
from twinsim.sensitivity.discovery import discover, options, questions, robust
from twinsim.sweep import sweep
from twinsim.sweep.engine import layout_of

# A twin does more than solo where kappa is below 1, and the long course pays where delivery_zero
# is above 0.2; the title would steer a terminal, close a tag or be a formula.
EXPERIMENT = """
schema = 1
name = "turning"
title = "=1+1 <b>bold</b> \\u001b[31m"
question = "Where?"
scenario = "belfast-sejong"
replicates = 6
samples = 48
contrasts = ["twin-baseline", "twin-solo"]

[set]
months = 12

[levers.course.options.short]
"programme.upskilling.hours" = 24
[levers.course.options.long]
"programme.upskilling.hours" = 120

[uncertainties]
kappa = { low = 0, high = 2 }
delivery_zero = { low = 0.05, high = 0.35 }
adopt_base = { low = 0.01, high = 0.1 }
"""
SMALL = {"shuffles": 39, "splits": 8}


class Turning:
    """An engine: luck that arms share, and what arm, course and parameters add."""

    def __init__(self, points, seed, keep):
        self.points, self.seed, self.keep = points, seed, keep

    def layout(self, design):
        return layout_of(self.points.scenario(design), self.keep)

    def simulate(self, design, arm, first, count):
        layout = self.layout(design)
        ids = (column.id for column in self.points.columns)
        point = dict(zip(ids, self.points.values(design), strict=True))
        added = {"baseline": 0.0, "solo": 0.0, "twin": 1.0 - point["kappa"]}[arm]
        if point["course"] == "long" and arm != "baseline":
            added += 10 * (point["delivery_zero"] - 0.2)
        cities = np.empty((count, len(layout.cities), len(layout.indicators)))
        for row in range(count):
            cities[row] = np.random.default_rng((self.seed, first + row)).normal(
                9, 1, cities[row].shape
            )
            own = np.random.default_rng((self.seed, first + row, design, len(arm)))
            cities[row, 0] += added + own.normal(0, 0.3)
        months = np.zeros((count, len(layout.cities), layout.months, len(layout.monthly)))
        return SimpleNamespace(cities=cities, months=months, firms=None)


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    folder = tmp_path_factory.mktemp("turning")
    (folder / "turning.toml").write_text(EXPERIMENT)
    return sweep(folder / "turning.toml", out=folder / "results", build=Turning, workers=1)


@pytest.fixture(scope="module")
def premium(results):
    return discover(results, "twin_beats_solo", indicator="adoptions", **SMALL)


def test_a_sweep_is_asked_where_pairing_pays_where_it_fails_and_which_level_is_better(results):
    assert [q.id for q in questions(results)] == [
        "twin_beats_solo",
        "twin_fails",
        "course_long_beats_short",
    ]


def test_where_twinning_beats_two_programmes_apart(premium):
    (one,) = premium.found.box.restrictions
    assert premium.cases.inputs[one.input].id == "kappa"
    assert one.limits.sides == ("high",)
    assert one.limits.high == pytest.approx(1.0, abs=0.15)
    assert premium.found.box.density.value >= 0.8
    assert premium.found.box.coverage.value >= 0.8


def test_where_one_level_beats_another_in_the_same_state(results):
    found = discover(results, "course_long_beats_short", indicator="adoptions", **SMALL)
    assert len(found.cases) == 48
    assert "course" not in [one.id for one in found.cases.inputs]
    (one,) = found.found.box.restrictions
    assert found.cases.inputs[one.input].id == "delivery_zero"
    assert one.limits.low == pytest.approx(0.2, abs=0.04)


def test_the_words_hold_the_numbers_their_doubt_and_their_condition(premium):
    box, said = premium.found.box, " ".join(words.finding(premium))
    assert "kappa is" in said
    assert f"twin has more adoptions than solo in {words.shares(box.density)}" in said
    assert words.shares(box.coverage) in said
    assert "Conditional on" in said
    assert "[" in words.grade(premium.cases.inputs[-1]), "the grade of evidence stays visible"


def test_robust_choice_knows_that_the_long_course_is_bolder(results):
    found = robust(options(results, indicator="adoptions"))
    assert found.options.labels == ("short", "long")
    assert found.options.states == 48
    short, long = found.rows
    assert short.best == pytest.approx(0.5, abs=0.1)
    assert long.most.value == pytest.approx(1.5, abs=0.5)
    assert long.worst.value < short.worst.value
    assert "short" in words.verdict(found)


def test_files_agree_with_what_was_found_and_hold_nothing_that_steers(results, premium, tmp_path):
    found = robust(options(results, indicator="adoptions"))
    made = {path.name: path for path in to_files(results, tmp_path / "out", [premium], [found])}
    document = json.loads(made["discovery.json"].read_text("utf-8"))
    assert document["questions"][0]["density"] == premium.found.box.density.value
    rows = list(csv.DictReader(made["boxes.csv"].open(encoding="utf-8")))
    assert float(rows[0]["high"]) == premium.found.box.restrictions[0].limits.high
    assert len(list(csv.DictReader(made["options.csv"].open(encoding="utf-8")))) == 2
    for kind in ("box", "path", "frontier"):
        svg = made[f"{kind}_twin_beats_solo_adoptions.svg"].read_text("utf-8")
        assert "<b>" not in svg
        assert "\x1b" not in svg
    assert made["robust_course_adoptions.png"].stat().st_size > 10_000


def test_wrong_questions_name_the_nearest(results):
    with pytest.raises(ResultsError, match=r"Did you mean twin_beats_solo"):
        discover(results, "twin_beat_solo")
    with pytest.raises(ResultsError, match="indicator"):
        discover(results, "twin_beats_solo", indicator="happiness")
    with pytest.raises(ResultsError, match="expected a factor"):
        options(results, "curse")


def test_too_few_points_are_refused_with_what_would_help(tmp_path):
    text = EXPERIMENT.replace("samples = 48", "samples = 4")
    (tmp_path / "few.toml").write_text(text)
    few = sweep(tmp_path / "few.toml", out=tmp_path / "few", build=Turning, workers=1)
    with pytest.raises(ResultsError, match="--samples"):
        discover(few, "twin_beats_solo")
