"""The results folder: same bytes however made, grown, resumed, never mixed, never torn."""

import json
import os
import resource

import numpy as np
import pyarrow.parquet as pq
import pytest

from twinsim.errors import ResultsError, RunError, ScenarioError
from twinsim.registry import indicators
from twinsim.sweep import Results, store
from twinsim.sweep.lock import locked


def files(results: Results, kind: str = "runs") -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted((results.folder / kind).iterdir())}


def manifest(results: Results) -> dict:
    return json.loads((results.folder / "manifest.json").read_text())


def test_bytes_do_not_depend_on_workers_months_or_the_day(go):
    one = go("one", workers=1)
    for name, options in {"two": {"workers": 2}, "full": {"months": True}, "again": {}}.items():
        other = go(name, **options)
        assert files(other) == files(one)
        assert files(other, "cities") == files(one, "cities")
        assert other.manifest.content == one.manifest.content
        assert (other.folder / "effects.csv").read_bytes() == (
            one.folder / "effects.csv"
        ).read_bytes()


def test_another_seed_gives_other_bytes(go):
    assert go("one").manifest.content != go("two", seed=2).manifest.content


def test_columns_and_order_are_those_of_the_face(go):
    results = go()
    shard = results.folder / "runs" / "d000000-000000_r000000-000049.parquet"
    table = pq.read_table(shard)
    assert table.column_names == [
        *("arm", "design", "replicate", "status", "reason"),
        *indicators(),
    ]
    assert {str(table.schema.field(name).type) for name in indicators()} == {"double"}
    assert table.column("arm").to_pylist()[::50] == ["baseline", "solo", "twin"]
    assert table.column("replicate").to_pylist()[:50] == list(range(50))
    runs, cities, months = results.runs(), results.cities(), results.months()
    assert len(runs) == 3 * 70
    assert list(cities.columns[:4]) == ["arm", "design", "replicate", "city"]
    assert list(months.columns[:5]) == ["arm", "design", "replicate", "city", "month"]
    assert list(months.columns[5:]) == [id for id, one in indicators().items() if one.headline]
    assert runs.arm.tolist() == ["baseline"] * 70 + ["solo"] * 70 + ["twin"] * 70


def test_totals_follow_each_indicators_rule(go):
    results = go()
    runs, cities = results.runs(), results.cities()
    two = cities.groupby(["arm", "replicate"])
    key = runs.set_index(["arm", "replicate"])
    np.testing.assert_array_equal(
        key.sort_index()["job_years"], two["job_years"].sum().sort_index()
    )
    np.testing.assert_allclose(
        key.sort_index()["need_relieved"], two["need_relieved"].mean().sort_index(), rtol=1e-15
    )


def test_the_manifest_says_what_the_folder_holds(go):
    results = go()
    document = manifest(results)
    assert document["done"] is True
    assert document["seed"] == 1
    assert document["arms"] == ["baseline", "solo", "twin"]
    assert document["tile"] == {"designs": 1, "replicates": 50}
    assert document["input"]["resolved"]["programme"]["budget"] == 1000.0
    assert {s["path"] for s in document["shards"]} == {
        f"{kind}/{tile}.parquet"
        for kind in ("runs", "cities", "months")
        for tile in ("d000000-000000_r000000-000049", "d000000-000000_r000050-000069")
    }
    assert sum(s["rows"] for s in document["shards"] if s["path"].startswith("runs/")) == 210


def test_a_second_call_makes_nothing_and_changes_nothing(go, engines):
    before = {p: p.read_bytes() for p in go().folder.rglob("*") if p.is_file()}
    after = {p: p.read_bytes() for p in go().folder.rglob("*") if p.is_file()}
    assert after == before
    assert len(engines) == 1


def test_growth_keeps_files_and_gives_the_same_content(go, engines):
    small = go("grown", replicates=70)
    before = files(small)
    grown = go("grown", replicates=120)
    assert before.items() <= files(grown).items()
    assert sorted(files(grown)) == [
        f"d000000-000000_r{a:06d}-{b:06d}.parquet"
        for a, b in ((0, 49), (50, 69), (70, 99), (100, 119))
    ]
    assert min(first for _, first, _ in engines[1].calls) == 70
    assert grown.manifest.content == go("whole", replicates=120).manifest.content
    assert grown.worlds.values["total"].shape[1] == 120


def test_a_missing_shard_is_made_again_and_the_rest_kept(go, engines):
    results = go()
    before = files(results)
    lost = results.folder / "runs" / "d000000-000000_r000050-000069.parquet"
    kept = results.folder / "runs" / "d000000-000000_r000000-000049.parquet"
    stamp = kept.stat().st_mtime_ns
    lost.unlink()
    assert files(go()) == before
    assert kept.stat().st_mtime_ns == stamp
    assert {first >= 50 for _, first, _ in engines[1].calls} == {True}


def test_asking_for_every_month_later_changes_only_months(go):
    few = go()
    before, heads = files(few), few.months().columns
    full = go(months=True)
    assert files(full) == before
    assert len(full.months().columns) > len(heads)
    grown = go(replicates=80)
    assert grown.months_of("trust").shape == (3, 80, 6)


def test_a_shard_leaves_the_manifest_before_its_file_is_replaced(go, monkeypatch):
    """A kill while every month is being added must leave tiles to make, not damaged ones."""
    results = go()
    write, seen = store.write_bytes, []

    def watched(path, data):
        if path.exists():
            listed = {shard["path"] for shard in manifest(results)["shards"]}
            seen.append(str(path.relative_to(results.folder)) in listed)
        return write(path, data)

    monkeypatch.setattr(store, "write_bytes", watched)
    go(months=True)
    assert seen
    assert not any(seen)


@pytest.mark.parametrize("kind", ["runs", "cities", "months"])
def test_a_corrupt_shard_is_named(go, kind):
    path = go().folder / kind / "d000000-000000_r000000-000049.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(ResultsError, match=str(path)):
        go()
    if kind == "runs":
        with pytest.raises(ResultsError, match=str(path)):
            Results.open(path.parent.parent).effects()


def test_results_of_another_input_are_refused_and_the_keys_named(go, plan):
    go()
    plan.budget = 500.0
    with pytest.raises(ResultsError) as caught:
        go(seed=4)
    text = str(caught.value)
    assert "seed is 1 there and 4 here" in text
    assert "programme.budget is 1000.0 there and 500.0 here" in text


def test_force_moves_aside_and_never_deletes(go, plan, tmp_path):
    first = files(go())
    for number in (1, 2):
        plan.budget += 1
        go(force=True)
        assert (tmp_path / f"results.old-{number}" / "manifest.json").is_file()
    aside = tmp_path / "results.old-1" / "runs"
    assert {p.name: p.read_bytes() for p in aside.iterdir()} == first


def test_a_folder_of_something_else_is_left_alone(go, tmp_path):
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "thesis.doc").write_text("ten years of work")
    with pytest.raises(ResultsError, match="results"):
        go()
    assert [p.name for p in (tmp_path / "results").iterdir()] == ["thesis.doc"]


def test_a_file_in_the_way_is_said_to_be_one(go, tmp_path):
    (tmp_path / "results").write_text("not a folder")
    with pytest.raises(ResultsError, match="a folder"):
        go()


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"schema": 2}', '{"schema": 1, "shards": [{"path": "../../x"}]}']
)
def test_a_damaged_manifest_is_said_to_be_one(go, text):
    (go().folder / "manifest.json").write_text(text)
    with pytest.raises(ResultsError, match=r"manifest\.json"):
        go()


def test_a_shard_outside_the_folder_is_never_read(go):
    results = go()
    document = manifest(results)
    document["shards"][0]["path"] = "runs/../../secret.parquet"
    (results.folder / "manifest.json").write_text(json.dumps(document))
    with pytest.raises(ResultsError, match="damaged or foreign"):
        Results.open(results.folder)


def test_a_second_writer_is_turned_away(go, tmp_path):
    folder = go().folder
    with locked(folder), pytest.raises(RunError, match="another twinsim"):
        go(replicates=100)
    assert go(replicates=100).replicates == 100


def test_what_a_killed_run_left_unlisted_is_made_again_once(go):
    results = go(replicates=120)
    left = results.manifest
    left.shards = {p: s for p, s in left.shards.items() if "r000100-000119" not in p}
    left.done = False
    (results.folder / "manifest.json").write_text(left.to_json())
    half = ".tmp-d000000-000000_r000100-000119.parquet"
    (results.folder / "runs" / half).write_bytes(b"PAR1")
    resumed = go(replicates=110)
    assert sorted(files(resumed)) == [
        "d000000-000000_r000000-000049.parquet",
        "d000000-000000_r000050-000099.parquet",
        "d000000-000000_r000100-000109.parquet",
    ]


def test_a_folder_that_cannot_be_written_is_one_clear_line(go, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match=r"cannot write .*file/results") as caught:
        go("file/results")
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(os.geteuid() == 0, reason="no folder is read-only for root")
def test_a_read_only_folder_is_one_clear_line(go, tmp_path):
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(RunError, match="Permission denied"):
            go()
    finally:
        tmp_path.chmod(0o700)


def test_a_full_disk_is_one_clear_line_and_nothing_is_half_written(go, tmp_path):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (180_000, before[1]))
    try:
        with pytest.raises(RunError, match=r"cannot write .*cities/.*parquet"):
            go(replicates=50)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not [path for path in tmp_path.rglob("*") if path.suffix == ".parquet"]
    assert not list(tmp_path.rglob(".tmp-*"))
    assert go().manifest.done


@pytest.mark.parametrize(
    "numbers",
    [{"replicates": 0}, {"replicates": 2.5}, {"seed": -1}, {"workers": 0}, {"replicates": True}],
)
def test_numbers_out_of_range_are_faults(go, numbers):
    with pytest.raises(ScenarioError, match=next(iter(numbers))):
        go(**numbers)
