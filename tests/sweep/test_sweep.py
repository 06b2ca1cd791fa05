"""A sweep is a ledger: whatever the order, the growth or the interruption, the same rows."""

import math
import os
import signal
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from twinsim.errors import ExperimentError, ResultsError, RunError, ScenarioError
from twinsim.scenario import load_experiment
from twinsim.sweep import Interrupted, Results, sweep
from twinsim.sweep import size as size_of
from twinsim.sweep.reading import windows

from .experiments import EXPERIMENT, Answers


@pytest.fixture
def engines():
    return []


@pytest.fixture
def go(engines, tmp_path):
    """`sweep` of the small experiment with the known engine."""

    def go(out="results", *, text=EXPERIMENT, bad=None, **options):
        path = tmp_path / "small.toml"
        path.write_text(text)

        def build(points, seed, keep):
            engines.append(Answers(points, seed, keep, bad or {}))
            return engines[-1]

        return sweep(path, out=tmp_path / out, build=build, **{"workers": 2} | options)

    return go


def files(results: Results) -> dict[str, tuple]:
    """Bytes, inode and time of every shard."""
    found = {}
    for path in sorted(results.folder.glob("*/*.parquet")):
        about = path.stat()
        found[str(path.relative_to(results.folder))] = (
            path.read_bytes(),
            about.st_ino,
            about.st_mtime_ns,
        )
    return found


def made(engines) -> int:
    """Runs that the engines were asked for, but for those that only measure."""
    return sum(count for engine in engines for *_, count in engine.calls)


def test_every_point_is_run_over_its_replicates_in_every_arm(go):
    runs = go().runs()
    assert len(runs) == 2 * 3 * 4 * 12 * 3
    assert list(runs.columns[:9]) == [
        *("arm", "design", "replicate", "status", "reason"),
        *("factor.hours", "factor.course", "factor.kappa", "factor.delivery_zero"),
    ]
    assert runs["factor.hours"].dtype == float
    assert set(runs["factor.course"]) == {"light", "intensive", "dear"}
    order = runs[["design", "arm", "replicate"]]
    assert order.equals(
        order.sort_values(
            ["design", "arm", "replicate"],
            key=lambda c: c.map({"baseline": 0, "solo": 1, "twin": 2}) if c.name == "arm" else c,
        )
    )


def test_points_are_those_of_the_experiment(go, tmp_path):
    results = go()
    points = results.points()
    assert len(points) == 24
    assert (points.replicates == 12).all()
    assert points.groupby(["hours", "course"]).size().tolist() == [4] * 6
    assert points.kappa.nunique() == 4
    assert points.delivery_zero.between(0.05, 0.3).all()


@pytest.mark.slow
def test_growth_ends_with_the_rows_of_an_undivided_sweep(go, engines):
    whole = go("whole", replicates=30, samples=6)
    small = go("grown")
    before = files(small)
    more = go("grown", samples=6)
    grown = go("grown", samples=6, replicates=30)
    assert grown.manifest.content == whole.manifest.content != more.manifest.content
    after = files(grown)
    assert {path: after[path] for path in before} == before
    pd.testing.assert_frame_equal(grown.runs(), whole.runs())
    assert (grown.folder / "effects.csv").read_bytes() == (
        whole.folder / "effects.csv"
    ).read_bytes()


def test_the_same_command_again_makes_nothing(go, engines):
    before = files(go())
    engines.clear()
    assert files(go()) == before
    assert not engines
    assert files(go(replicates=5, samples=2)) == before, "less than there is takes nothing away"


def test_what_is_missing_is_made_and_nothing_else(go):
    results = go()
    before = files(results)
    lost = next(path for path in before if path.startswith("runs/"))
    (results.folder / lost).unlink()
    after = files(go())
    assert {p: v[0] for p, v in after.items()} == {p: v[0] for p, v in before.items()}
    assert {p for p in before if after[p] != before[p]} <= {lost, lost.replace("runs", "cities")}


@pytest.mark.parametrize("workers", [1, 5])
def test_workers_change_no_byte(go, workers):
    one, other = files(go("one")), files(go("other", workers=workers))
    assert {p: v[0] for p, v in one.items()} == {p: v[0] for p, v in other.items()}


def test_another_experiment_is_refused_with_the_difference(go):
    go()
    with pytest.raises(ResultsError, match=r"experiment\.factors\.hours\.values is \[24, 120\]"):
        go(text=EXPERIMENT.replace("[24, 120]", "[24, 60]"))
    with pytest.raises(ResultsError, match="seed is 1 there and 2 here"):
        go(seed=2)
    with pytest.raises(ResultsError, match="months"):
        go(text=EXPERIMENT.replace("months = 12", "months = 24"))


def test_a_failed_run_is_a_row_with_its_reason_and_costs_its_world_alone(go):
    bad = {(3, "solo", 7): math.nan, (5, "twin", 0): ValueError("no root")}
    results = go(bad=bad)
    runs = results.runs()
    failed = runs[runs.status == "failed"]
    assert failed[["design", "arm", "replicate"]].values.tolist() == [
        [3, "solo", 7],
        [5, "twin", 0],
    ]
    assert failed.reason.tolist()[1] == "ValueError: no root"
    assert results.worlds_of(3).count == results.worlds_of(5).count == 11
    assert results.worlds_of(4).count == 12
    points = results.points().set_index("design")
    assert points.failed.sum() == 2
    assert points.reason[5] == "ValueError: no root"
    effects = results.effects()
    assert (effects[effects.design == 3].n == 11).all()
    assert (effects[effects.design == 3].failed == 1).all()


def test_a_point_that_its_scenario_does_not_allow_fails_in_every_arm(go):
    """A budget that the fixed lines exceed at one of the points."""
    text = EXPERIMENT + '\n[levers.budget]\nkey = "programme.budget"\nvalues = [1000, 300]\n'
    results = go(text=text, samples=1)
    runs = results.runs()
    poor = runs["factor.budget"] == 300
    assert (runs.status[poor] == "failed").all()
    assert (runs.status[~poor] == "ok").all()
    assert runs.reason[poor].str.contains("budget").all()
    assert results.cities().design.isin(runs.design[~poor]).all()
    assert not results.effects().design.isin(runs.design[poor][runs.design > 0]).all()


@pytest.mark.parametrize("values", ["[0.9, 0.02]", "[0.9, 0.95]"])
def test_such_a_point_has_no_months_and_no_firms(tmp_path, values):
    """Also where it comes first in its tile, and where a tile holds no other."""
    path = tmp_path / "poor.toml"
    head = 'schema = 1\nname = "poor"\nscenario = "belfast-sejong"\nreplicates = 2\n'
    small = "[set]\nmonths = 6\nwarmup = 1\nparameters.smes_per_1000 = 0.1\n"
    lever = f'[levers.share]\nkey = "parameters.coordination"\nvalues = {values}\n'
    path.write_text(head + small + lever)
    results = sweep(path, out=tmp_path / "results", months=True, firms=True, workers=2)
    runs = results.runs()
    fine = set(runs.design[runs.status == "ok"])
    assert len(fine) == ("0.02" in values)
    for kind in ("months", "firms"):
        shards = sorted((results.folder / kind).glob("*.parquet"))
        assert set(pd.concat(map(pd.read_parquet, shards)).design) == fine


def test_accounts_by_firm_of_arms_with_other_firms_are_refused_before_anything_is_made(tmp_path):
    path = tmp_path / "arms.toml"
    more = "[set]\nmonths = 6\narms.more.parameters.smes_per_1000 = 1.0\n"
    head = 'schema = 1\nname = "arms"\nscenario = "belfast-sejong"\nreplicates = 2\n'
    lever = '[levers.budget]\nkey = "programme.budget"\nvalues = [900, 1000]\n'
    path.write_text(head + more + lever)
    with pytest.raises(ScenarioError, match="same firms"):
        sweep(path, out=tmp_path / "results", firms=True, workers=2)
    assert not list((tmp_path / "results").glob("*/*.parquet"))


def test_memory_holds_a_window_of_tiles_at_a_time(go):
    """Tiles of one window span its designs; none crosses into the next."""
    manifest = go(samples=10).manifest
    seen = []
    for designs, tiles in windows(manifest):
        assert len(designs) <= manifest.identity.grid.designs
        assert all(t.design_first in designs and t.design_last in designs for t in tiles)
        seen += designs
    assert seen == list(range(60))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_keeps_whole_tiles_and_the_rest_follows(go, number):
    sent = []

    def stop(done, total):
        if done >= total / 2 and not sent:
            sent.append(number)
            os.kill(os.getpid(), number)

    with pytest.raises(Interrupted, match="of 288 worlds are kept in"):
        go("cut", workers=1, progress=stop)
    cut = go("cut")
    assert cut.manifest.content == go("whole").manifest.content


def test_until_adds_replicates_where_the_interval_is_wide(go):
    results = go(samples=1, until="jobs:twin-baseline:0.3")
    points = results.points()
    assert points.replicates.nunique() > 1
    assert points.replicates.min() == 200
    effects = results.effects()
    chosen = effects[(effects.indicator == "jobs") & (effects.contrast == "twin-baseline")]
    chosen = chosen[chosen.scope == "total"]
    assert ((chosen.mc_hi95 - chosen.mc_lo95) / 2 <= 0.3).all()
    assert points.groupby("course").replicates.max()["light"] < points.replicates.max()
    assert results.goals == {"--until": True}


def test_a_goal_that_is_out_of_reach_is_said_to_be(go, monkeypatch):
    monkeypatch.setattr("twinsim.sweep.goals.MOST", (2, 250))
    assert go(samples=1, until="jobs:twin-baseline:0.0001").goals == {"--until": False}


@pytest.mark.slow
def test_until_takes_the_same_way_again_after_an_interruption(go):
    whole = go("whole", samples=1, until="jobs:twin-baseline:0.3")
    sent = []

    def stop(done, total):
        if total > 3 * 6 * 100 and not sent:
            sent.append(True)
            os.kill(os.getpid(), signal.SIGINT)

    for _ in range(3):
        try:
            go("cut", samples=1, until="jobs:twin-baseline:0.3", workers=1, progress=stop)
        except Interrupted:
            continue
        break
    again = go("cut", samples=1, until="jobs:twin-baseline:0.3")
    assert again.manifest.content == whole.manifest.content


def test_choose_spends_more_on_the_options_that_are_close(go):
    results = go(samples=1, choose="jobs:twin-baseline:0.99")
    held = results.points().set_index(["hours", "course"]).replicates
    assert held[120.0, "intensive"] == held[120.0, "dear"] == held.max() > held[24.0, "light"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"until": "job:twin-baseline:5"}, "jobs"),
        ({"until": "jobs:twin-moon:5"}, "expected a contrast of the experiment"),
        ({"until": "jobs:twin-baseline:-5"}, "half-width above 0"),
        ({"until": "jobs"}, "INDICATOR:CONTRAST"),
        ({"choose": "jobs:twin-baseline:7"}, "probability"),
    ],
)
def test_a_wrong_goal_is_one_clear_fault(go, options, told):
    with pytest.raises(ExperimentError, match=told):
        go(**options)


@pytest.mark.parametrize("options", [{"replicates": 0}, {"workers": 0}, {"seed": -1}])
def test_numbers_out_of_range_are_refused(go, options):
    with pytest.raises(ScenarioError, match="expected a whole number"):
        go(**options)


def test_a_full_disk_is_told_before_anything_starts(go, monkeypatch):
    import shutil
    from types import SimpleNamespace

    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=1000))
    with pytest.raises(RunError, match="of disk in"):
        go()


def test_the_size_counts_every_run(tmp_path):
    path = tmp_path / "small.toml"
    path.write_text(EXPERIMENT)
    found = size_of(load_experiment(path), samples=8, build=Answers, workers=1)
    assert (found.points, found.replicates, found.runs) == (48, 12, 48 * 12 * 3)
    assert found.seconds > 0
    assert 0.2 * found.runs * 1000 < found.bytes < 5 * found.runs * 1000


def test_differences_are_paired_within_a_world(go):
    """Luck is shared, so that twin − baseline has none of the spread of levels."""
    worlds = go(samples=1).worlds_of(0)
    jobs = worlds.indicators.index("jobs")
    level = worlds.values["total"][2, :, jobs]
    assert np.std(worlds.differences("twin-baseline")[:, jobs]) < np.std(level)


def test_the_name_sweeps_before_and_after_the_package_is_imported():
    """`ts.sweep` is the function at first, and the package of this name once that is imported."""
    code = (
        "import twinsim as ts; before = ts.sweep; import twinsim.sweep.tiles;"
        "from twinsim.errors import ScenarioError\n"
        "for call in (before, ts.sweep):\n"
        "    try: call('no-such-experiment')\n"
        "    except Exception as error: print(type(error).__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["ExperimentError"] * 2
