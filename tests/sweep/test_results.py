"""Results in Python: tables, effects, and a folder that opens again."""

import numpy as np
import pytest

from twinsim.errors import ResultsError
from twinsim.sweep import Results, run
from twinsim.sweep.effects import COLUMNS
from twinsim.sweep.engine import layout_of


def test_results_open_again_and_say_the_same(go):
    made = go()
    opened = Results.open(made.folder)
    assert opened.replicates == 70
    assert opened.effects().equals(made.effects())
    assert tuple(opened.effects().columns) == COLUMNS


def test_a_known_difference_is_found(go):
    effects = go(replicates=200).effects()
    row = effects.query(
        "indicator == 'job_years' and contrast == 'twin-baseline' and scope == 'total'"
    ).iloc[0]
    assert row.mc_lo95 < 1.5 < row.mc_hi95
    assert row.p_gain == 1.0
    elsewhere = effects.query(
        "indicator == 'job_years' and contrast == 'twin-baseline' and scope == 'jeju'"
    ).iloc[0]
    assert elsewhere.resolved == "zero"


def test_months_end_at_the_runs_values(go):
    results = go()
    months = results.months_of("job_years")
    at = list(results.worlds.indicators).index("job_years")
    np.testing.assert_allclose(months[:, :, -1], results.worlds.values["total"][:, :, at])


def test_an_indicator_not_kept_by_month_and_an_unknown_one_are_faults(go):
    results = go()
    with pytest.raises(ResultsError, match="--months"):
        results.months_of("trust")
    with pytest.raises(ResultsError, match="Did you mean job_years"):
        results.months_of("job_year")
    with pytest.raises(ResultsError, match="contrast"):
        results.known_contrast("twin-moon")


def test_without_a_folder_results_live_as_long_as_the_object(plan, engines):
    def build(points, seed, keep):
        from types import SimpleNamespace

        layout = layout_of(points.scenario(0), keep)
        cities = np.ones((1, len(layout.cities), len(layout.indicators)))
        months_ = np.ones((1, len(layout.cities), layout.months, len(layout.monthly)))
        one = SimpleNamespace(cities=cities, months=months_, firms=None)
        return SimpleNamespace(layout=lambda design: layout, simulate=lambda *piece: one)

    results = run(plan, replicates=1, build=build)
    folder = results.folder
    assert folder.is_dir()
    del results
    assert not folder.exists()


def test_a_folder_without_results_is_a_fault(tmp_path):
    with pytest.raises(ResultsError, match="twinsim run"):
        Results.open(tmp_path)


def test_a_folder_whose_runs_are_gone_is_a_fault(go):
    """Of a sweep that lost them and was stopped before it had made one again."""
    results = go()
    left = results.manifest
    left.shards = {path: shard for path, shard in left.shards.items() if shard.kind != "runs"}
    assert left.shards
    (results.folder / "manifest.json").write_text(left.to_json())
    with pytest.raises(ResultsError, match="no finished run"):
        Results.open(results.folder)


def test_a_notebook_shows_the_headlines(go):
    html = go()._repr_html_()
    assert "job_years" in html
    assert "spend_teams" not in html
